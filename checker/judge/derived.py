"""Columns of a table that are computed from others: growth, share, difference, amount per head.

Which columns these are is read from the table itself: the formula that most rows obey is the formula of all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import permutations

from checker.judge.binding import Binding, Operand, operand
from checker.judge.grids import Grid, with_unit
from checker.lexicon import Lexicon
from checker.model.interval import Truth
from checker.model.rule import Rule

OTHER, WHOLE = "other", "whole"
_LEAST_ROWS = 3
_LEAST_SHARE = Fraction(7, 10)
_NEAREST = 8  # columns on either side that a column may be computed from
_GLANCE, _SAMPLE = 3, 12  # rows looked at before all are
Weigh = Callable[[Binding], Truth]


def derived(rule: Rule, grids: Sequence[Grid], lexicon: Lexicon, truth: Weigh) -> Iterator[Binding]:
    """Rows of each column whose header the first slot's axis names, with the other columns that it is computed from.

    A slot with axis `other` takes the cell of another column, one with axis `whole` the total of the column of the
    slot before it. The assertion must hold in at least three rows and in 70 % of all.
    """
    first, *rest = rule.slots.values()
    headers = lexicon.lists[(first.axis or "@")[1:]]
    wanted = sum(slot.axis == OTHER for slot in rest)
    for grid in grids:
        made: dict[tuple[int, int, bool], Operand] = {}
        columns = sorted({column for _, column in grid.numbers})
        for column in columns:
            if not any(word in grid.column_titles.get(column, "") for word in headers):
                continue
            others = sorted((c for c in columns if c != column), key=lambda c: (abs(c - column), c))[: 2 * _NEAREST]
            best: tuple[Fraction, list[Binding]] = (Fraction(0), [])
            for sources in permutations(others, wanted):
                share, rows = _agreement(_Rows(rule, grid, column, sources, lexicon, made), truth)
                if share > best[0]:
                    best = (share, rows)
                if share == 1:
                    break
            yield from best[1]


def _agreement(rows: _Rows, truth: Weigh) -> tuple[Fraction, list[Binding]]:
    """(share of the rows that obey, their bindings); nothing if too few do. A few rows tell most formulas apart."""
    for size in (_GLANCE, _SAMPLE):
        some = rows.some(size)
        if len(some) == size and sum(truth(b).possible for b in some) * 3 < size:
            return Fraction(0), []
    bindings = rows.all()
    good = sum(truth(b).possible for b in bindings)
    share = Fraction(good, len(bindings)) if bindings else Fraction(0)
    return (share, bindings) if good >= _LEAST_ROWS and share >= _LEAST_SHARE else (Fraction(0), [])


class _Rows:
    """The bindings of a column and the columns that it may be computed from, row by row."""

    def __init__(
        self,
        rule: Rule,
        grid: Grid,
        column: int,
        sources: tuple[int, ...],
        lexicon: Lexicon,
        made: dict[tuple[int, int, bool], Operand],
    ) -> None:
        """`made`: operands of the grid's cells, shared by all that try its columns."""
        self._rule, self._grid, self._made = rule, grid, made
        self._percent = any(word in grid.column_titles.get(column, "") for word in lexicon.words("percent_header"))
        totals = [row for row, part in sorted(grid.rows.items()) if part == "total"]
        self._total = totals[0] if len(totals) == 1 else None
        self._rows = sorted(grid.rows)
        left = iter(sources)
        self._columns = [column]
        self._of_whole = [False]
        for slot in list(rule.slots.values())[1:]:
            self._of_whole.append(slot.axis == WHOLE)
            self._columns.append(self._columns[-1] if slot.axis == WHOLE else next(left))

    def all(self) -> list[Binding]:
        """One for each row in which every slot has a number."""
        return [b for b in map(self._binding, self._rows) if b is not None]

    def some(self, size: int) -> list[Binding]:
        """Those of so many rows spread over the table; fewer where cells are blank."""
        step = max(1, len(self._rows) // size)
        return [b for b in map(self._binding, self._rows[::step][:size]) if b is not None]

    def _operand(self, row: int, i: int) -> Operand | None:
        """The operand of a slot in a row; None where the cell is blank."""
        at, column = self._total if self._of_whole[i] else row, self._columns[i]
        quantity = self._grid.numbers.get((at, column)) if at is not None else None
        if at is None or quantity is None or quantity.number is None:
            return None
        percent = self._percent and i == 0
        key = (at, column, percent)
        if key not in self._made:
            quantity = with_unit(quantity, self._grid.units.get(column))
            if percent and not quantity.dimension:
                quantity = replace(quantity, kind="percent", unit="%", dimension="percent")
            self._made[key] = operand(quantity)
        return self._made[key]

    def _binding(self, row: int) -> Binding | None:
        """The slots filled in one row; None where a cell is blank."""
        held: dict[str, tuple[Operand]] = {}
        for i, name in enumerate(self._rule.slots):
            one = self._operand(row, i)
            if one is None:
                return None
            held[name] = (one,)
        return Binding(held, 0, 0, context=self._grid.row_titles.get(row, ""))
