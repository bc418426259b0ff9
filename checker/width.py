"""Floor 1: how wide text is on a screen: Chinese characters take two columns, combining marks none."""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import category, combining, east_asian_width

ELLIPSIS = "…"


def char_width(char: str) -> int:
    """Columns of one character. Ambiguous ones (… “ ─) take one, as in every terminal not set otherwise."""
    if " " <= char <= "~":
        return 1
    if combining(char) or category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(char) in "WF" else 1


def width(text: str) -> int:
    """Columns of a text."""
    return sum(map(char_width, text))


def pad(text: str, columns: int) -> str:
    """Text filled up with blanks to `columns`."""
    return text + " " * max(0, columns - width(text))


def in_columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """A table as lines: rows of equally many cells, two blanks between the columns."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(pad(cell, w) for cell, w in zip(row, widths, strict=True)).rstrip() for row in rows]


def printable(char: str) -> str:
    """The character, or a blank for one that would move the cursor, colour the screen or turn the direction."""
    if char in "\t\n\r\u2028\u2029\x0b\x0c\x85":
        return " "
    kind = category(char)
    return "\N{REPLACEMENT CHARACTER}" if kind in ("Cc", "Cs") or (kind == "Cf" and is_turning(char)) else char


def is_turning(char: str) -> bool:
    """Whether a character turns the direction of what follows, so that a line no longer shows what it says."""
    return "\u202a" <= char <= "\u202e" or "\u2066" <= char <= "\u2069"


def clean(text: str) -> str:
    """One line, safe to show: no line ends, no control characters."""
    return text if text.isascii() and text.isprintable() else "".join(map(printable, text))


def wrap(text: str, columns: int, *, first: int | None = None) -> list[str]:
    """Lines of at most `columns` (the first of `first`), broken at blanks, after punctuation or between Chinese."""
    lines: list[str] = []
    room = columns if first is None else first
    while width(text) > room:
        cut = break_at(text, max(room, 2))
        lines.append(text[:cut].rstrip())
        text, room = text[cut:].lstrip(), columns
    if text or not lines:
        lines.append(text)
    return lines


def break_at(text: str, columns: int) -> int:
    """Where to break a text that is wider than `columns`: a good place near the end, else the last that fits."""
    used = fits = 0
    for char in text:
        used += char_width(char)
        if used > columns:
            break
        fits += 1
    fits = max(fits, 1)
    return best_break(text, fits, range(fits, fits // 2, -1))


def best_break(text: str, fits: int, free: Sequence[int]) -> int:
    """Where to end a line of which `fits` characters have room: behind a pause near the end, else at the first of
    `free` where words allow it, else at the first, else at the last that fits."""
    good = [at for at in free if may_break(text, at)]
    pause = [at for at in good if at > fits - fits // 5 and text[at - 1] in PAUSES]
    return next(iter(pause or good or free), fits)


def may_break(text: str, at: int) -> bool:
    """Whether a line may end before text[at]: not inside a word or a number, not before closing punctuation."""
    before, after = text[at - 1], text[at]
    if after in CLOSING or before in OPENING:
        return False
    if before == " " or after == " ":
        return True
    narrow = char_width(before) == 1 and char_width(after) == 1
    return not narrow and not (before.isdigit() or before in ".%")


PAUSES = frozenset("，。；：！？,;")  # a line is best ended after one of these
CLOSING = frozenset("，。、；：！？）》】」』”’％%,.;:!?)]}…")
OPENING = frozenset("（《【「『“‘([{")
