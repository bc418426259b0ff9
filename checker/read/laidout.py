"""Cells laid out in rows and columns -> Table: title and unit rows, header rows, header columns. Knows no format."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from checker.model.document import Cell, Span, Table
from checker.read.words import PageWords

_DIGIT = re.compile(r"[-+−(（]?\s*[0-9０-９]")


def table_of(text: str, span: Span, cells: Sequence[Cell], columns: int, headed: int, words: PageWords) -> Table:
    """The table at `span` of `columns` columns; `headed`: rows that the file itself says are header.

    A row over the whole width at the top names the table or gives its unit and is no row of it; one at the bottom is
    a note. The header is as deep as its deepest cell.
    """
    cells = [replace(cell, span=trimmed(text, cell.span)) for cell in cells]
    wide = {c.row for c in cells if c.columns >= columns and c.span.start < c.span.end}
    filled = {c.row for c in cells if c.row not in wide}
    above = {row for row in wide if filled and row < min(filled)}
    below = {row for row in wide if filled and row > max(filled)}
    caption, unit = _titles(text, [c.span for c in cells if c.row in above], words)
    cells = [c for c in cells if c.row not in above | below]
    top = [c for c in cells if c.row == min(filled, default=0)]
    deepest = max((c.row + c.rows for c in top), default=1)
    if any(c.columns > 1 for c in top) and deepest - min(filled, default=0) == 1:
        deepest += _words_only(text, [c for c in cells if c.row == deepest])
    headers = max(deepest, headed)
    header_columns = _header_columns(text, [c for c in cells if c.row >= headers])
    cells = [replace(c, header=c.row < headers) for c in cells]
    return Table(span, tuple(cells), headers, header_columns, caption, unit)


def trimmed(text: str, span: Span) -> Span:
    """The span without white space around it."""
    content = text[span.start : span.end]
    start = span.start + len(content) - len(content.lstrip())
    return Span(start, max(start, span.start + len(content.rstrip())))


def _titles(text: str, spans: Sequence[Span], words: PageWords) -> tuple[Span | None, Span | None]:
    """(caption, unit) among rows that go over the whole width at the top of a table."""
    caption = unit = None
    for span in spans:
        content = text[span.start : span.end]
        found = [content.find(label) for label in words.unit_label if label in content]
        if found and unit is None:
            unit = Span(span.start + min(found), span.end)
            span = trimmed(text, Span(span.start, unit.start))
        if caption is None and span.start < span.end:
            caption = span
    return caption, unit


def _words_only(text: str, cells: Sequence[Cell]) -> bool:
    """A row without a number in it, below a header that covers several columns, belongs to the header."""
    return bool(cells) and not any(_DIGIT.match(text, c.span.start, c.span.end) for c in cells)


def _header_columns(text: str, body: Sequence[Cell]) -> int:
    """Two, if cells of the first column cover several rows and those of the second name the rows."""
    if not any(c.column == 0 and c.rows > 1 for c in body):
        return 1
    second = [c for c in body if c.column == 1 and c.span.start < c.span.end]
    return 2 if second and _words_only(text, second) else 1
