"""The grid of a table on a web page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from checker.model.document import Cell, Span
from checker.read.pieces import Bit
from checker.read.sheet import MOST_CELLS

_MOST_SPAN = 1000
_LAYOUT = frozenset({"presentation", "none"})


@dataclass(frozen=True, slots=True)
class Laid:
    """A table laid out. parts: what each cell says, with what is read before it; bits: all of them."""

    cells: tuple[Cell, ...]
    parts: tuple[tuple[list[Bit], str], ...]
    bits: list[Bit]
    header_rows: int
    captions: tuple[Any, ...]


def is_data(table: Any) -> bool:
    """A table of data: two rows and columns at least, none nested. Others only lay out a page."""
    if (table.attrs or {}).get("role") in _LAYOUT:
        return False
    todo = list(table.children or ())
    while todo:
        node = todo.pop()
        if node.name == "table":
            return False
        todo.extend(node.children or ())
    rows = list(_rows(table))
    return len(rows) > 1 and max(len(cells) for _, cells in rows) > 1


def _rows(table: Any) -> Iterator[tuple[bool, list[Any]]]:
    """(in the head, cells) of each row, in the order of the file."""
    for child in table.children or ():
        if child.name == "tr":
            yield False, _cells(child)
        elif child.name in ("thead", "tbody", "tfoot"):
            for row in child.children or ():
                if row.name == "tr":
                    yield child.name == "thead", _cells(row)


def _cells(row: Any) -> list[Any]:
    return [cell for cell in row.children or () if cell.name in ("td", "th")]


def lay(table: Any, read: Callable[[Any], tuple[list[Bit], list[Bit]]]) -> Laid:
    """Number the cells; `read` gives the indentation of a cell and what it says.

    Spans of rows and columns reach as far as HTML says, but not beyond the table.
    """
    rows = list(_rows(table))
    header_rows = 0
    for head, row in rows:
        if not row or not (head or all(cell.name == "th" for cell in row)):
            break
        header_rows += 1
    header_rows = min(max(header_rows, 1), len(rows) - 1)
    cells: list[Cell] = []
    parts: list[tuple[list[Bit], str]] = []
    until: dict[int, int] = {}  # column -> first row that is free again
    for r, (_, row) in enumerate(rows):
        column, joint = 0, "\n"
        for cell in row:
            while until.get(column, 0) > r:
                column += 1
            wide = _span(cell, "colspan", _MOST_SPAN)
            high = min(_span(cell, "rowspan", len(rows)) or len(rows), len(rows) - r)
            until.update((c, r + high) for c in range(column, column + wide) if high > 1)
            indent, bits = read(cell)
            if bits and len(cells) < MOST_CELLS:
                span = Span(bits[0].start, bits[-1].end)
                cells.append(Cell(span, r, column, high, wide, r < header_rows))
                parts.append((indent + bits if parts else bits, joint))
                joint = "|"
            column += wide
    captions = tuple(child for child in table.children or () if child.name == "caption")
    return Laid(tuple(cells), tuple(parts), [bit for bits, _ in parts for bit in bits], header_rows, captions)


def _span(cell: Any, name: str, most: int) -> int:
    value = (cell.attrs or {}).get(name) or "1"
    return min(int(value), most) if value.isascii() and value.isdigit() and (int(value) or name == "rowspan") else 1
