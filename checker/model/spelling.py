"""What a misspelt word was probably meant to be."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that `word` was probably meant to be, or None."""
    from difflib import get_close_matches  # noqa: PLC0415 - slips are rare

    close = get_close_matches(word, sorted(set(known)), n=1, cutoff=0.6)
    return close[0] if close else None
