"""The words of each surface's language, from vocabulary.yaml: what is put into inputs besides single characters."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

from fuzz.files import SECRET_PATH

_FILE = Path(__file__).with_name("vocabulary.yaml")
# A language takes in the words of those that stand in it.
_HOLDS: dict[str, tuple[str, ...]] = {
    "sentences": ("numerals",),
    "pages": ("sentences",),
    "markdown": ("pages",),
    "marks": ("markdown",),
    "html": ("pages",),
    "docx": ("xml",),
    "xlsx": ("xml",),
    "rules": ("yaml", "patterns", "expressions"),
    "side": ("yaml",),
    "baseline": ("json",),
    "lsp": ("json",),
}
# The names of the slots of the rule under test, for those of an expression alone.
_SLOTS = {"total": "a", "part": "b", "rate": "d", "when": "e", "items": "f", "open": "j"}


@cache
def _lists() -> dict[str, list[str]]:
    lists: dict[str, list[str]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return lists


def words(name: str) -> tuple[str, ...]:
    """All words of a language. Raises KeyError if there is no such list."""
    own = [word.replace("{secret}", str(SECRET_PATH)) for word in _lists()[name]]
    # One's own first, and twice: they are few beside those that are taken in.
    return (*own, *own, *(word for held in _HOLDS.get(name, ()) for word in words(held)))


def assertions() -> tuple[str, ...]:
    """Words of expressions over the slots of the rule under test."""

    def moved(word: str) -> str:
        for old, new in _SLOTS.items():
            word = word.replace(old, new)
        return word

    more = ("c", "g", "h", "i", "signed(d) == signed(c) / (a - signed(c))", "date_exists(e)", "a == count(f)")
    return (*map(moved, words("expressions")), *more)
