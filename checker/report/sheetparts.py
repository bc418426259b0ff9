"""What a sheet is made of."""

from __future__ import annotations

from dataclasses import dataclass

from checker.report.excerpt import Piece
from checker.width import ELLIPSIS, char_width, width


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading. `level`: 0 the sheet, 1 a document, 2 a section, 3 a finding. `fresh`: on a new page."""

    level: int
    text: str
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph in pieces; the style of a piece is "", "primary" or "related". `label` leads it."""

    pieces: tuple[Piece, ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; the first row is its head. If `named`, the first column holds paths, not numbers."""

    rows: tuple[tuple[str, ...], ...]
    named: bool = False


Element = Heading | Line | Grid


def plain(text: str, label: str = "") -> Line:
    """A line without marks."""
    return Line((("", text),), label)


def ending(text: str, columns: int) -> str:
    """The text in at most so many columns: of a longer path the end, which tells more than its beginning."""
    if width(text) <= columns:
        return text
    used, at = width(ELLIPSIS), len(text)
    while used + char_width(text[at - 1]) <= columns:
        at -= 1
        used += char_width(text[at])
    return ELLIPSIS + text[at:]
