"""Floor 1: how wide text is on a screen: Chinese characters take two columns, combining marks none."""

from __future__ import annotations

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
    for at in range(fits, fits - fits // 5, -1):
        if text[at - 1] in PAUSES and may_break(text, at):
            return at
    for at in range(fits, fits // 2, -1):
        if may_break(text, at):
            return at
    return fits


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
