"""Binding of single cells that the text repeats."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import regex

from checker.judge.binding import Binding, operand
from checker.judge.grids import Grid, with_unit
from checker.judge.mask import Mask, start_of
from checker.judge.prose import ProseBinder
from checker.lexicon import Lexicon
from checker.model.interval import Truth
from checker.model.quantity import Quantity
from checker.model.rule import Rule

_BRACKET = regex.compile(r"[（(][^（()）]*[)）]")
_LONGEST_CLAUSE = 60
_ALIGNED = 3  # so many numbers and most of them differ: the text is not about the table
_LEADS = ("statement_openers", "scopes", "idle_words", "thin_words")  # words that may stand before a name
Weigh = Callable[[Binding], Truth]


def beside_text(
    rule: Rule, grids: Sequence[Grid], mask: Mask, prose: ProseBinder, lexicon: Lexicon, truth: Weigh
) -> Iterator[Binding]:
    """Numbers of the text whose clause names a row and then a column of a table, with the cell of both.

    Where most such numbers differ from their cells, the text speaks of something else than the table.
    """
    first = next(iter(rule.slots.values()))
    blocks = mask.document.blocks
    named = [_Names(grid, lexicon) for grid in grids]
    found: dict[int, list[Binding]] = {}
    for place, index in mask.at.items() if named else ():
        quantity = mask.quantities[index]
        if quantity.number is None or not prose.admits(first, quantity):
            continue
        article = blocks[mask.line(place).block].article
        clause = mask.text[start_of(mask.text, place, place - _LONGEST_CLAUSE) : place]
        for i, names in enumerate(named):
            told = names.told(clause, quantity) if names.grid.table.article == article else None
            if told is not None:
                found.setdefault(i, []).append(_binding(rule, quantity, *told, place))
    for bindings in found.values():
        wrong = [not truth(b).possible for b in bindings]
        apart = len(bindings) >= _ALIGNED and 2 * sum(wrong) > len(bindings)
        for binding, bad in zip(bindings, wrong, strict=True):
            yield replace(binding, doubt="misaligned") if apart and bad else binding


def _binding(rule: Rule, quantity: Quantity, cell: Quantity, whole: bool, place: int) -> Binding:
    first, second = list(rule.slots)[:2]
    slots = {first: (operand(quantity),), second: (operand(cell),)}
    return Binding(slots, place, place + 1, inferred=whole, trail={first: (place,)})


class _Names:
    """Names by which a text may call the rows and columns of a table, only unique ones that are not too short."""

    def __init__(self, grid: Grid, lexicon: Lexicon) -> None:
        self.grid = grid
        tails = lexicon.words("count_tails")
        self._thin = sorted(lexicon.words("thin_words"), key=len, reverse=True)
        territories = lexicon.table("topic_territories")
        leads = (
            {w for name in _LEADS for w in lexicon.words(name)} | set(territories) | set(lexicon.table("topic_years"))
        )
        self._lead = regex.compile(f"(?:{'|'.join(map(regex.escape, sorted(leads, key=len, reverse=True)))})$")
        rows: dict[str, list[int]] = {}
        columns: dict[str, list[int]] = {}
        totals = [row for row, part in grid.rows.items() if part == "total"]
        for row, title in grid.row_titles.items():
            if grid.rows.get(row) == "leaf":
                rows.setdefault(title, []).append(row)
        for column, title in grid.column_titles.items():
            core = _BRACKET.sub("", title)
            tail = next((t for t in tails if core.endswith(t) and len(core) > len(t) + 1), "")
            columns.setdefault(core[: len(core) - len(tail)], []).append(column)
        self._rows, self._columns = _unique(rows), _unique(columns)
        self._wholes = dict.fromkeys(territories, totals[0]) if len(totals) == 1 else {}

    def told(self, clause: str, quantity: Quantity) -> tuple[Quantity, bool] | None:
        """(the cell that a clause names in the unit of the number, whether it is a total that words like 全县 mean)."""
        named = [(clause.rfind(name) + len(name), name) for name in self._rows if name in clause]
        if named:
            end, name = max(named)
            rest = clause[: end - len(name)]
            return self._cell(clause, end, self._rows[name], quantity, False) if self._free(rest) else None
        wholes = [(clause.rfind(name) + len(name), name) for name in self._wholes if name in clause]
        if not wholes:
            return None
        end, name = max(wholes)
        return self._cell(clause, end, self._wholes[name], quantity, True)

    def _free(self, words: str) -> bool:
        """Whether a name may begin behind these words: a longer name (学前教育 for 教育) is another row."""
        while match := self._lead.search(words):
            words = words[: match.start()]
        return not words or not regex.match(r"\p{Han}", words[-1])

    def _cell(self, clause: str, at: int, row: int, quantity: Quantity, whole: bool) -> tuple[Quantity, bool] | None:
        """The column after the row and right before the number; between a whole and its column nothing may stand."""
        after = clause[at:]
        ending = [
            name for name in self._columns
            if name in after and self._is_thin(after[after.rfind(name) + len(name) :])
            and not (whole and not self._is_thin(after[: after.rfind(name)]))
        ]  # fmt: skip
        column = self._columns[max(ending, key=len)] if ending else -1
        cell = self.grid.numbers.get((row, column))
        return None if cell is None else (_in_unit_of(quantity, cell, column, self.grid), whole)

    def _is_thin(self, words: str) -> bool:
        """Whether nothing but words of the list stands there."""
        for word in self._thin:
            words = words.replace(word, "")
        return not words.strip()


def _unique(found: dict[str, list[int]]) -> dict[str, int]:
    return {name: at[0] for name, at in found.items() if len(at) == 1 and len(name) > 1}


def _in_unit_of(quantity: Quantity, cell: Quantity, column: int, grid: Grid) -> Quantity:
    """The cell in the unit of its header or of its table; where both are silent, in that of the text."""
    if cell.dimension:
        return cell
    unit = grid.units.get(column)
    if unit is None and grid.unit is not None and grid.unit.dimension == quantity.dimension:
        unit = grid.unit
    if unit is not None:
        return with_unit(cell, unit)
    return replace(cell, unit=quantity.unit, dimension=quantity.dimension, factor=quantity.factor)
