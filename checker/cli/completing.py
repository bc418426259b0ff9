"""What a shell may complete: formats, severities, languages, rules. Called by the shell's completion alone."""

from __future__ import annotations

from collections.abc import Iterable

from checker.config import FAIL_ON, LANGS, Config
from checker.model.report import SEVERITIES
from checker.terminal import Trouble


def format_names(incomplete: str) -> list[str]:
    """Formats."""
    from checker.report import FORMATS  # noqa: PLC0415

    return _begin(FORMATS, incomplete)


def output_names(incomplete: str) -> list[str]:
    """Formats before a file; the file itself is the shell's to complete."""
    return [f"{name}:" for name in format_names(incomplete)]


def level_names(incomplete: str) -> list[str]:
    """Severities, bare or behind RULE=."""
    rule, equals, level = incomplete.rpartition("=")
    return [f"{rule}{equals}{name}" for name in _begin(SEVERITIES, level)]


def fail_names(incomplete: str) -> list[str]:
    """Values of --fail-on."""
    return _begin(FAIL_ON, incomplete)


def lang_names(incomplete: str) -> list[str]:
    """Languages."""
    return _begin(LANGS, incomplete)


def rule_names(incomplete: str) -> list[str]:
    """Ids, codes and families of the shipped rules, behind the last comma. A broken set of rules offers none."""
    from checker.cache import Cache, default_folder  # noqa: PLC0415
    from checker.setup import Book  # noqa: PLC0415

    before, comma, word = incomplete.rpartition(",")
    try:
        cards = Book(Config(), Cache(default_folder())).cards
    except Trouble:
        return []
    names = {name for card in cards for name in (card.id, card.code, card.family) if name}
    return [f"{before}{comma}{name}" for name in _begin(sorted(names), word)]


def _begin(names: Iterable[str], incomplete: str) -> list[str]:
    return [name for name in names if name.startswith(incomplete)]
