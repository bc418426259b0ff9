"""Rows and cells: tables drawn with pipes, tabs, or runs of spaces."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from checker.model.document import Cell, Span
from checker.read.lines import Line

_DELIMITER = re.compile(r"\|?\s*:?-{1,}:?\s*(\|\s*:?-{1,}:?\s*)*\|?\s*\Z")
_RUN = re.compile(r"[ \u3000]{2,}")
_LONGEST = 400


def is_delimiter(line: str) -> bool:
    """The row of dashes under the header of a table drawn with pipes."""
    return "-" in line and "|" in line and _DELIMITER.match(line.strip()) is not None


def pipe_cells(text: str, start: int, end: int) -> list[Span]:
    """Cells of one row drawn with pipes, as GFM divides them: an escaped pipe divides nothing."""
    cuts = [start - 1]
    at = text.find("|", start, end)
    while at >= 0:
        back = at
        while back > start and text[back - 1] == "\\":
            back -= 1
        if (at - back) % 2 == 0:
            cuts.append(at)
        at = text.find("|", at + 1, end)
    cuts.append(end)
    cells = [trimmed(text, a + 1, b) for a, b in pairwise(cuts)]
    if len(cells) > 1 and cells[0].start == cells[0].end and text[start : start + 1] == "|":
        cells = cells[1:]
    if len(cells) > 1 and cells[-1].start == cells[-1].end and text[end - 1 : end] == "|":
        cells = cells[:-1]
    return cells


def tab_cells(text: str, start: int, end: int) -> list[Span]:
    """Cells of one row divided by tabs; two tabs together leave a blank cell."""
    cells, at = [], start
    for piece in text[start:end].split("\t"):
        cells.append(trimmed(text, at, at + len(piece)))
        at += len(piece) + 1
    return cells


def space_cells(text: str, start: int, end: int) -> list[Span]:
    """Cells of one row divided by two or more spaces. A name of two letters set wide is one cell."""
    cells, at = [], start
    for match in _RUN.finditer(text, start, end):
        cells.append(Span(at, match.start()))
        at = match.end()
    cells.append(Span(at, end))
    if len(cells) > 2 and all(b - a == 1 and not text[a].isdigit() for a, b in cells[:2]):
        cells[:2] = [Span(cells[0].start, cells[1].end)]  # a name set wide
    return cells


def trimmed(text: str, start: int, end: int) -> Span:
    """The stretch without white space at its ends; an empty span at its end if there is nothing else."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def find_tables(text: str, lines: Sequence[Line], own: Sequence[bool]) -> list[tuple[int, int, tuple[Cell, ...]]]:
    """Tables among the lines: (first line, line after the last, cells).

    `own[i]`: line i is something else for certain (a list item). At least three rows of the same number of
    columns, two or more, without a blank line between; a pipe table's row of dashes counts as one.
    """
    found = []
    i = 0
    while i < len(lines):
        kind = None if own[i] else _style(text, lines[i])
        if kind is None:
            i += 1
            continue
        rows: list[list[Span]] = []
        stop = i
        delimiters = 0
        while stop < len(lines) and not own[stop] and (stop == i or lines[stop].gap == 0):
            line = lines[stop]
            if _style(text, line) != kind:
                break
            if kind == "|" and is_delimiter(text[line.start : line.end]):
                delimiters += 1
            else:
                cells = _cells(text, line, kind)
                if rows and len(cells) != len(rows[0]):
                    break
                rows.append(cells)
            stop += 1
        if len(rows) + min(delimiters, 1) >= 3 and len(rows) >= 2 and len(rows[0]) >= 2:
            found.append((i, stop, grid(rows)))
            i = stop
        else:
            i += 1
    return found


def grid(rows: Sequence[Sequence[Span]], header_rows: int = 1) -> tuple[Cell, ...]:
    """Cells of rows, numbered."""
    return tuple(Cell(span, r, c, header=r < header_rows) for r, row in enumerate(rows) for c, span in enumerate(row))


def _style(text: str, line: Line) -> str | None:
    """How the line divides its cells, if it looks like a row at all."""
    if line.length > _LONGEST:
        return None
    content = text[line.start : line.end]
    if "|" in content and (content.count("|") > 1 or is_delimiter(content)):
        return "|"
    if "\t" in content:
        return "\t"
    if _RUN.search(content) and content[-1] not in "。！？；：" and all(len(p) <= 40 for p in _RUN.split(content)):
        return " "
    return "|" if "|" in content else None


def _cells(text: str, line: Line, kind: str) -> list[Span]:
    if kind == "|":
        return pipe_cells(text, line.start, line.end)
    return (tab_cells if kind == "\t" else space_cells)(text, line.start, line.end)
