"""Binding of single cells that the text repeats."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

import regex

from checker.judge.binding import Binding, operand
from checker.judge.mask import Mask, start_of
from checker.judge.prose import ProseBinder
from checker.judge.table import Grid
from checker.lexicon import Lexicon
from checker.model.quantity import Quantity
from checker.model.rule import Rule

_BRACKET = regex.compile(r"[（(][^（()）]*[)）]")
_LONGEST_CLAUSE = 60


def beside_text(
    rule: Rule, grids: Sequence[Grid], mask: Mask, prose: ProseBinder, lexicon: Lexicon
) -> Iterator[Binding]:
    """Numbers of the text whose clause names a row and then a column of a table, with the cell of both."""
    first, second = list(rule.slots.values())[:2]
    blocks = mask.document.blocks
    named = [(grid, *_names(grid, lexicon)) for grid in grids]
    if not named:
        return
    for place, index in sorted(mask.at.items()):
        quantity = mask.quantities[index]
        if quantity.number is None or not prose.admits(first, quantity):
            continue
        line = mask.line(place)
        clause = mask.text[start_of(mask.text, place, place - _LONGEST_CLAUSE) : place]
        for grid, rows, columns in named:
            if grid.table.article != blocks[line.block].article:
                continue
            cell = _cell(clause, rows, columns, grid, lexicon.words("thin_words"))
            if cell is None:
                continue
            like = _in_unit_of(quantity, cell, grid, mask)
            yield Binding(
                {first.name: (operand(quantity),), second.name: (operand(like),)},
                place,
                place + 1,
                trail={first.name: (place,)},
            )


def _names(grid: Grid, lexicon: Lexicon) -> tuple[dict[str, int], dict[str, int]]:
    """Names by which a text may call the rows and columns; those that are not unique or are too short are left out."""
    tails = lexicon.words("count_tails")
    rows: dict[str, list[int]] = {}
    columns: dict[str, list[int]] = {}
    for row, title in grid.row_titles.items():
        if grid.rows.get(row) == "leaf":
            rows.setdefault(title, []).append(row)
    for column, title in grid.column_titles.items():
        core = _BRACKET.sub("", title)
        tail = next((t for t in tails if core.endswith(t) and len(core) > len(t) + 1), "")
        columns.setdefault(core[: len(core) - len(tail)], []).append(column)
    return _unique(rows), _unique(columns)


def _unique(found: dict[str, list[int]]) -> dict[str, int]:
    return {name: at[0] for name, at in found.items() if len(at) == 1 and len(name) > 1}


def _cell(
    clause: str, rows: dict[str, int], columns: dict[str, int], grid: Grid, thin: tuple[str, ...]
) -> Quantity | None:
    """The cell that a clause names: the last row in it and, after that and right before the number, a column."""
    at, row = max(((clause.rfind(name) + len(name), name) for name in rows if name in clause), default=(-1, ""))
    if at < 0:
        return None
    after = clause[at:]
    ending = [name for name in columns if name in after and _thin(after[after.rfind(name) + len(name) :], thin)]
    if not ending:
        return None
    return grid.numbers.get((rows[row], columns[max(ending, key=len)]))


def _thin(words: str, thin: tuple[str, ...]) -> bool:
    """Whether nothing but words of the list stands there."""
    for word in sorted(thin, key=len, reverse=True):
        words = words.replace(word, "")
    return not words.strip()


def _in_unit_of(quantity: Quantity, cell: Quantity, grid: Grid, mask: Mask) -> Quantity:
    """The cell with the unit that the text says; a scale (万元) is that of the table's unit line."""
    if cell.dimension:
        return cell
    scale = Fraction(1)
    line = grid.table.unit
    if line is not None:
        said = [
            q for q in mask.quantities if line.start <= q.span.start < line.end and q.unit == quantity.unit and q.number
        ]
        if len(said) == 1:
            scale = Fraction(said[0].number or 1)
    return replace(cell, unit=quantity.unit, dimension=quantity.dimension, factor=quantity.factor * scale)
