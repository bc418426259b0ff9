"""The same cell in two tables, and tables whose unit line is out by a power of ten.

That two tables speak of the same things is read from the tables themselves: most of the cells that their titles share
must agree; for a wrong unit, most must differ by one and the same power of ten.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations

from checker.judge.binding import Binding, operand
from checker.judge.grids import Grid, plain_title, with_unit
from checker.model.interval import Truth
from checker.model.quantity import Quantity
from checker.model.rule import Rule

_LEAST_CELLS = 3
_LEAST_SHARE = Fraction(7, 10)
_MOST_TABLES = 60
_POWERS = {Fraction(10) ** k: k for k in range(-9, 10) if k}
Weigh = Callable[[Binding], Truth]


@dataclass(frozen=True, slots=True)
class _Shared:
    """A cell that two tables name alike; the number of each in the unit that its table says."""

    row: str
    column: str
    first: Quantity
    second: Quantity


def same_cells(rule: Rule, grids: Sequence[Grid], truth: Weigh) -> Iterator[Binding]:
    """Cells with the same row and column title in two tables of one article that agree in most such cells.

    A column or row that mostly differs is another measure or another year, and no slip of one number.
    """
    for shared in _pairs(grids):
        bindings = [_binding(rule, cells) for cells in shared]
        good = [bool(truth(b).possible) for b in bindings]
        distinct = {cells.first.number for cells, agrees in zip(shared, good, strict=True) if agrees}
        if len(distinct) < _LEAST_CELLS or Fraction(sum(good), len(good)) < _LEAST_SHARE:
            continue
        for cells, binding, agrees in zip(shared, bindings, good, strict=True):
            alike = all(
                2 * sum(ok for other, ok in zip(shared, good, strict=True) if at(other) == at(cells)) >= count
                for at, count in ((_row, _others(shared, cells, _row)), (_column, _others(shared, cells, _column)))
            )
            yield binding if agrees or alike else replace(binding, doubt="not-understood")


def _row(cells: _Shared) -> str:
    return cells.row


def _column(cells: _Shared) -> str:
    return cells.column


def _others(shared: Sequence[_Shared], cells: _Shared, at: Callable[[_Shared], str]) -> int:
    """How many other cells stand in the same row or column."""
    return sum(at(other) == at(cells) for other in shared) - 1


def same_digits(rule: Rule, grids: Sequence[Grid]) -> Iterator[Binding]:
    """The first of the cells that two tables share, if most agree or differ by one and the same power of ten."""
    for shared in _pairs(grids):
        powers = Counter(power for cells in shared if (power := _power(cells)) is not None)
        (power, count), *_ = powers.most_common(1) or [(0, 0)]
        if (power and powers[0]) or count < _LEAST_CELLS or Fraction(count, len(shared)) < _LEAST_SHARE:
            continue
        told = [cells for cells in shared if _power(cells) == power]
        if len({cells.first.number for cells in told}) >= _LEAST_CELLS:
            yield _binding(rule, told[0])


def _pairs(grids: Sequence[Grid]) -> Iterator[list[_Shared]]:
    """For each two tables of one article the cells whose titles they share."""
    named = [(grid, _cells(grid)) for grid in grids[:_MOST_TABLES]] if len(grids) > 1 else []
    for (one, cells), (other, others) in combinations(named, 2):
        if one.table.article != other.table.article:
            continue
        shared = [
            _Shared(*key, cells[key], others[key])
            for key in cells
            if key in others and cells[key].kind == others[key].kind
        ]
        if len(shared) >= _LEAST_CELLS:
            yield shared


def _cells(grid: Grid) -> Mapping[tuple[str, str], Quantity]:
    """Row and column title -> number in its unit; titles that a table uses twice name nothing."""
    row_names = {row: plain_title(title) for row, title in grid.row_titles.items()}
    column_names = {column: plain_title(title) for column, title in grid.column_titles.items()}
    rows, columns = Counter(row_names.values()), Counter(column_names.values())
    found: dict[tuple[str, str], Quantity] = {}
    for (row, column), quantity in grid.numbers.items():
        key = row_names.get(row, ""), column_names.get(column, "")
        named = all(key) and rows[key[0]] == 1 and columns[key[1]] == 1
        if named and quantity.number is not None and not key[0].isdecimal():
            found[key] = with_unit(quantity, grid.units.get(column) or grid.unit)
    return found


def _binding(rule: Rule, cells: _Shared) -> Binding:
    first, second = list(rule.slots)[:2]
    slots = {first: (operand(cells.first),), second: (operand(cells.second),)}
    return Binding(slots, 0, 0, context=cells.row + cells.column)


def _power(cells: _Shared) -> int | None:
    """k where the second is 10^k times the first in one unit, 0 where they agree; None for anything else."""
    if (
        not cells.first.dimension
        or cells.first.dimension != cells.second.dimension
        or not cells.first.number
        or not cells.second.number
    ):
        return None
    first, second = (Fraction(q.number or 0) * q.factor for q in (cells.first, cells.second))
    return 0 if first == second else _POWERS.get(second / first)
