"""Binding in tables: rows and columns as slots."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from checker.judge.binding import Binding, Operand, operand
from checker.lexicon import Lexicon
from checker.model.document import Document, Table
from checker.model.quantity import Quantity
from checker.model.rule import Rule

_SPACE = regex.compile(r"\s+")
ADDITIVE = frozenset({"quantity", "money"})


@dataclass(frozen=True, slots=True)
class Grid:
    """A table laid out: the number of each cell, and what each row and column is.

    numbers[(row, column)]: the cell's number, if it holds exactly one. rows, columns: index -> total | leaf |
    of_which | header | rate. titles: column or row -> its header path as one string.
    """

    table: Table
    numbers: dict[tuple[int, int], Quantity]
    rows: dict[int, str]
    columns: dict[int, str]
    row_titles: dict[int, str]
    column_titles: dict[int, str]


def lay_out(document: Document, quantities: Sequence[Quantity], lexicon: Lexicon) -> tuple[Grid, ...]:
    """The grids of all tables of a document."""
    return tuple(_grid(document, table, quantities, lexicon) for table in document.tables)


def _grid(document: Document, table: Table, quantities: Sequence[Quantity], lexicon: Lexicon) -> Grid:
    inside = [q for q in quantities if table.span.start <= q.span.start < table.span.end]
    numbers: dict[tuple[int, int], Quantity] = {}
    rows: dict[int, str] = {}
    columns: dict[int, str] = {}
    row_titles: dict[int, str] = {}
    column_titles: dict[int, str] = {}
    for cell in table.cells:
        text = _SPACE.sub("", document.text[cell.span.start : cell.span.end])
        if cell.header or cell.row < table.header_rows:
            for column in range(cell.column, cell.column + cell.columns):
                column_titles[column] = column_titles.get(column, "") + text
            continue
        if cell.column < table.header_columns:
            row_titles[cell.row] = row_titles.get(cell.row, "") + text
            continue
        held = [q for q in inside if cell.span.start <= q.span.start and q.span.end <= cell.span.end]
        if len(held) == 1 and held[0].kind not in ("name", "identifier") and _fills(held[0], text):
            numbers[(cell.row, cell.column)] = held[0]
    for row, title in row_titles.items():
        rows[row] = _part(title, lexicon)
    for column, title in column_titles.items():
        if column < table.header_columns:
            continue
        rate = any(w in title for w in lexicon.lists["rate_header"])
        columns[column] = "rate" if rate else _part(title, lexicon)
    return Grid(table, numbers, rows, columns, row_titles, column_titles)


def _fills(quantity: Quantity, text: str) -> bool:
    return len(_SPACE.sub("", quantity.surface)) >= len(text) - 2


def _part(title: str, lexicon: Lexicon) -> str:
    if any(title == w for w in lexicon.lists["total_labels"]):
        return "total"
    if any(title == w for w in lexicon.lists["subtotal_labels"]):
        return "subtotal"
    if any(title.startswith(w) for w in lexicon.lists["of_which_labels"]):
        return "of_which"
    return "leaf"


def bind(rule: Rule, grids: Sequence[Grid], lexicon: Lexicon) -> Iterator[Binding]:
    """One binding per column (or row) that has a total and leaves. A column of rates does not add."""
    for grid in grids:
        along, across = (grid.rows, grid.columns) if rule.each == "column" else (grid.columns, grid.rows)
        titles = grid.column_titles if rule.each == "column" else grid.row_titles
        for line, part in sorted(across.items()):
            if rule.each == "column" and part == "rate":
                continue
            yield from _line(rule, grid, line, along, titles.get(line, ""))


def _line(rule: Rule, grid: Grid, line: int, along: dict[int, str], title: str) -> Iterator[Binding]:
    cells = {
        at: q
        for at in sorted(along)
        if (q := grid.numbers.get((at, line) if rule.each == "column" else (line, at))) is not None
    }
    if any(part == "subtotal" for part in along.values()):
        return
    slots: dict[str, tuple[Operand, ...]] = {}
    for name, slot in rule.slots.items():
        slots[name] = tuple(operand(q) for at, q in cells.items() if along[at] == slot.axis)
        if len(slots[name]) < slot.least or (slot.most is not None and len(slots[name]) > slot.most):
            return
    expected = [at for at, part in along.items() if part == "leaf"]
    if any(at not in cells for at in expected):  # a blank, a dash or words in a leaf: the sum is not to be had
        return
    used = [o.quantity for fillers in slots.values() for o in fillers]
    if any(q.kind not in ADDITIVE for q in used) or len({q.dimension for q in used}) > 1:
        return
    yield Binding({name: tuple(fillers) for name, fillers in slots.items()}, 0, 0, context=title)
