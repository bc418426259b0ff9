"""Binding in tables: a total with the rows or columns that it is the sum of.

Which ones these are is read from the table. A total that closes over any plausible set of parts holds; where none
closes, the set that closes in most other lines, else the plainest, is what the total is held against.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from checker.judge.binding import Binding, Operand, operand
from checker.judge.grids import Grid, Part, lay_out, unit_in
from checker.model.interval import Truth
from checker.model.quantity import Quantity
from checker.model.rule import Rule

__all__ = ["Grid", "bind", "lay_out"]

ADDITIVE = frozenset({"quantity", "money"})
_TOTAL, _LEAF = "total", "leaf"
_MOST_RUN = 6
_PUZZLING = 4  # so many lines, and most of them do not close: the table is not understood
_NOT_UNDERSTOOD, _MEANS = "not-understood", "mean-of-parts"
Weigh = Callable[[Binding], Truth]


@dataclass(frozen=True, slots=True)
class _Scheme:
    """A total and the sets of positions that it may be the sum of, likeliest first.

    firm: where none closes, the first is what the total says it is; otherwise nothing can be said.
    """

    total: int
    sets: tuple[tuple[int, ...], ...]
    firm: bool


def bind(rule: Rule, grids: Sequence[Grid], weigh: Weigh) -> Iterator[Binding]:
    """One binding per total of each column (or row). A column of rates does not add."""
    for grid in grids:
        across = grid.columns if rule.each == "column" else grid.rows
        titles = grid.column_titles if rule.each == "column" else grid.row_titles
        lines = [line for line, part in sorted(across.items()) if rule.each != "column" or part != "rate"]
        if {slot.axis for slot in rule.slots.values()} != {_TOTAL, _LEAF}:
            for line in lines:
                yield from _plain(rule, grid, line, titles.get(line, ""))
            continue
        for scheme in _schemes(rule, grid):
            yield from _Adding(rule, grid, scheme, weigh).bindings(lines, titles)


def _plain(rule: Rule, grid: Grid, line: int, title: str) -> Iterator[Binding]:
    """Slots by the part that their axis names; for rules of one's own."""
    along = grid.rows if rule.each == "column" else grid.columns
    slots: dict[str, tuple[Operand, ...]] = {}
    for name, slot in rule.slots.items():
        at = [p for p in sorted(along) if along[p] == slot.axis and _at(rule, grid, p, line) in grid.numbers]
        slots[name] = tuple(operand(grid.numbers[_at(rule, grid, p, line)]) for p in at)
        if len(slots[name]) < slot.least or (slot.most is not None and len(slots[name]) > slot.most):
            return
    used = [o.quantity for fillers in slots.values() for o in fillers]
    if all(q.kind in ADDITIVE for q in used) and len({q.dimension for q in used}) == 1:
        yield Binding({**slots}, 0, 0, context=title)


def _at(rule: Rule, grid: Grid, position: int, line: int) -> tuple[int, int]:
    return (position, line) if rule.each == "column" else (line, position)


# which parts a total may have ----------------------------------------------------------------------------------


def _schemes(rule: Rule, grid: Grid) -> Iterator[_Scheme]:
    """The totals and sub-totals along the lines of a rule."""
    by_column = rule.each == "column"
    along = grid.rows if by_column else grid.columns
    paths = grid.row_paths if by_column else grid.column_paths
    levels: Mapping[int, int] = grid.levels if by_column else {}
    totals = [at for at, part in sorted(along.items()) if part == "total"]
    subtotals = [at for at, part in sorted(along.items()) if part == "subtotal"]
    for at in totals:
        yield _of_total(at, along, totals, subtotals, levels)
    for at in subtotals:
        yield _of_subtotal(at, along, subtotals, totals, paths)


def _of_total(
    at: int, along: Mapping[int, Part], totals: list[int], subtotals: list[int], levels: Mapping[int, int]
) -> _Scheme:
    leaves = [p for p, part in sorted(along.items()) if part == "leaf"]
    top = [p for p in leaves if not levels.get(p)]
    sets = [top] if len(top) != len(leaves) else []
    sets.append(leaves)
    if subtotals:
        loose = _ungrouped(leaves, subtotals, totals)
        sets[:0] = [sorted([*subtotals, *loose]), subtotals]
    before, after = _runs(at, leaves, totals)
    sets += [before, after]
    if len(totals) > 1:
        sets.append([p for p in totals if p != at])
    if levels:
        sets.append([p for p in leaves if levels.get(p) == max(levels.values())])
    sets += _without_listed(leaves, along)
    return _Scheme(at, _distinct(sets), len(totals) == 1 and (not subtotals or len(subtotals) > 1))


def _of_subtotal(
    at: int,
    along: Mapping[int, Part],
    subtotals: list[int],
    totals: list[int],
    paths: Mapping[int, tuple[str, ...]],
) -> _Scheme:
    leaves = [p for p, part in sorted(along.items()) if part == "leaf"]
    group = paths.get(at, ())[:-1]
    same = [p for p in leaves if group and paths.get(p, ())[: len(group)] == group]
    before, after = _runs(at, leaves, [*subtotals, *totals])
    inner = [p for p in sorted(along) if along[p] in ("leaf", "subtotal")]
    opens, closes = bool(inner) and inner[0] in subtotals, bool(inner) and inner[-1] in subtotals
    if same:
        return _Scheme(at, _distinct([same, before, after]), len(same) > 1)
    first, second = (after, before) if opens and not closes else (before, after)
    return _Scheme(at, _distinct([first, second]), opens != closes)


def _runs(at: int, leaves: list[int], borders: list[int]) -> tuple[list[int], list[int]]:
    """Leaves between a place and the borders nearest to it, before and after."""
    low = max((b for b in borders if b < at), default=-1)
    high = min((b for b in borders if b > at), default=max([at, *leaves]) + 1)
    return [p for p in leaves if low < p < at], [p for p in leaves if at < p < high]


def _ungrouped(leaves: list[int], subtotals: list[int], totals: list[int]) -> list[int]:
    """Leaves in no group: behind the last sub-total where sub-totals close their groups, else before the first."""
    first, last = min(subtotals), max(subtotals)
    closing = any(p < first for p in leaves)
    return [p for p in leaves if (p > last if closing else p < first)]


def _without_listed(leaves: list[int], along: Mapping[int, Part]) -> Iterator[list[int]]:
    """What follows an of-which row may belong to it."""
    marks = [p for p, part in along.items() if part == "of_which"]
    for count in range(1, _MOST_RUN + 1) if marks else ():
        out = {p for mark in marks for p in [q for q in leaves if q > mark][:count]}
        yield [p for p in leaves if p not in out]


def _distinct(sets: Sequence[Sequence[int]]) -> tuple[tuple[int, ...], ...]:
    return tuple(dict.fromkeys(tuple(s) for s in sets if len(s) > 1))


# holding the total against them --------------------------------------------------------------------------------


class _Adding:
    """The bindings of one total over all lines."""

    def __init__(self, rule: Rule, grid: Grid, scheme: _Scheme, weigh: Weigh) -> None:
        self.rule, self.grid, self.scheme, self.weigh = rule, grid, scheme, weigh
        self.total = next(name for name, slot in rule.slots.items() if slot.axis == _TOTAL)
        self.part = next(name for name, slot in rule.slots.items() if slot.axis == _LEAF)

    def bindings(self, lines: Sequence[int], titles: Mapping[int, str]) -> Iterator[Binding]:
        """Those that close, and those that cannot."""
        closing: dict[int, Binding] = {}
        votes: Counter[int] = Counter()
        open_lines: list[tuple[int, list[tuple[int, Binding, bool]]]] = []
        for line in lines:
            tried: list[tuple[int, Binding, bool]] = []
            for i, positions in enumerate(self.scheme.sets):
                made = self._binding(line, positions, titles.get(line, ""))
                if made is None:
                    continue
                tried.append((i, *made))
                if self.weigh(made[0]).possible:
                    votes[i] += 1
                    closing.setdefault(line, made[0])
            if tried and line not in closing:
                open_lines.append((line, tried))
        means = not closing and all(_amid(tried[0][1], self.total, self.part) for _, tried in open_lines)
        puzzling = len(open_lines) > len(closing) and len(open_lines) + len(closing) >= _PUZZLING
        failing: dict[int, Binding] = {}
        for line, tried in open_lines:
            i, binding, whole = max(tried, key=lambda one: (votes[one[0]], -one[0]))
            if (self.scheme.firm or votes[i] > 1) and (whole or _exceeds(binding, self.total, self.part)):
                doubt = _NOT_UNDERSTOOD if puzzling else _MEANS if means else ""
                failing[line] = replace(binding, doubt=doubt)
        for line in lines:
            found = closing.get(line) or failing.get(line)
            if found is not None:
                yield found

    def _binding(self, line: int, positions: tuple[int, ...], title: str) -> tuple[Binding, bool] | None:
        """The total and its parts in a line, and whether no part is blank."""
        grid, rule = self.grid, self.rule
        whole = grid.numbers.get(_at(rule, grid, self.scheme.total, line))
        parts = [q for p in positions if (q := grid.numbers.get(_at(rule, grid, p, line))) is not None]
        if whole is None or len(parts) < rule.slots[self.part].least:
            return None
        used = [whole, *parts]
        if any(q.kind not in ADDITIVE for q in used) or len({q.dimension for q in used}) > 1:
            return None
        if rule.each == "row":
            there = [p for p in (self.scheme.total, *positions) if (line, p) in grid.numbers]
            if len({unit_in(grid.column_paths.get(p, ())) for p in there}) > 1:
                return None
        slots = {self.total: (_operand(whole),), self.part: tuple(_operand(q) for q in parts)}
        return Binding(slots, 0, 0, context=title), len(parts) == len(positions)


def _operand(quantity: Quantity) -> Operand:
    """The operand of a cell; a negative number in brackets is written with its sign."""
    made = operand(quantity)
    if quantity.number is not None and quantity.number < 0 and quantity.surface[-1:] in ")）":
        return replace(made, text="-" + quantity.surface.strip("()（） "))
    if quantity.number is not None and quantity.number < 0 and quantity.surface[:1].isdigit():
        return replace(made, text="-" + quantity.surface)
    return made


def _amid(binding: Binding, total: str, part: str) -> bool:
    """Whether the total lies among its parts, as a mean does."""
    whole = binding.slots[total][0]
    parts = [o.printed for o in binding.slots[part] if isinstance(o, Operand)]
    return isinstance(whole, Operand) and min(parts) <= whole.printed <= max(parts)


def _exceeds(binding: Binding, total: str, part: str) -> bool:
    """With a blank among the parts the rest is only a bound: it may not be more than the total."""
    whole = binding.slots[total][0]
    parts = [o for o in binding.slots[part] if isinstance(o, Operand)]
    assert isinstance(whole, Operand)
    lows = [o.interval.low for o in parts]
    known = [low for low in lows if low is not None and low >= 0]
    return len(known) == len(lows) and whole.interval.high is not None and sum(known) > whole.interval.high
