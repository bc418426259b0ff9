"""Series of marks: 一是…二是…, （一）…（二）…, 1. 2. 3., as trees of runs.

Marks of one style are read in the order of the text with a stack of open series: 1 opens a series,
n goes to the innermost series whose last mark is n-1, and anything else stays with the innermost
one, where it will be found out of order. A heading closes inline series; a heading of a higher
level closes heading series.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from checker.judge.binding import Binding, Operand, Series, operand
from checker.judge.mask import Mask
from checker.model.document import Document
from checker.model.quantity import Quantity
from checker.model.rule import Rule

_BLANK = " \t\u3000#*-"


@dataclass(frozen=True, slots=True)
class _Mark:
    quantity: Quantity
    operand: Operand
    block: int
    heading: bool  # the mark stands first in a heading
    opens: bool  # the mark stands first in a heading or a paragraph


class Outline:
    """All series of marks of one document, and `heads`, the marks that open a heading or paragraph.

    inline, heading: series in the text, of headings. mixed: of both together. captions: all marks of a style that open
    a paragraph. by_mark: quantity index -> its series.
    """

    def __init__(self, document: Document, quantities: Sequence[Quantity], mask: Mask) -> None:
        self.document, self.mask = document, mask
        marks = [self._mark(q) for q in quantities if q.kind == "marker" and q.index in mask.where]
        styles: dict[str, list[_Mark]] = {}
        for mark in marks:
            styles.setdefault(mark.quantity.style, []).append(mark)
        self.heads = _operands(m for m in marks if m.opens)
        self.inline: list[Series] = []
        self.heading: list[Series] = []
        self.mixed: list[Series] = []
        self.captions: list[Series] = []
        for run in styles.values():
            self.inline += self._series([m for m in run if not m.heading])
            self.heading += map(self._filled, self._series([m for m in run if m.heading]))
            self.mixed += self._series(run)
            opening = _operands(m for m in run if m.opens)
            if opening:
                self.captions.append(Series(opening))
        self.by_mark: dict[int, Series] = {}
        for series in (*self.mixed, *self.heading, *self.inline):
            for operand_ in series.marks:
                self.by_mark.setdefault(operand_.quantity.index, series)

    def _mark(self, quantity: Quantity) -> _Mark:
        place = self.mask.where[quantity.index]
        line = self.mask.line(place)
        first = not self.mask.text[line.start : place].strip(_BLANK)
        heading = first and self.document.blocks[line.block].kind == "heading"
        return _Mark(quantity, operand(quantity), line.block, heading, first and not line.bracket)

    def _series(self, marks: list[_Mark]) -> Iterator[Series]:
        stack: list[list[_Mark]] = []
        done: list[list[_Mark]] = []
        last: _Mark | None = None
        for mark in marks:
            if last is not None and self._closed_between(last, mark):
                done.extend(stack)
                stack = []
            n = mark.quantity.number
            home = next((s for s in reversed(stack) if s[-1].quantity.number == (n or 0) - 1), None)
            if home is not None:
                while stack[-1] is not home:
                    done.append(stack.pop())
                home.append(mark)
            elif n == 1 or not stack:
                stack.append([mark])
            else:
                stack[-1].append(mark)
            last = mark
        done.extend(stack)
        for run in sorted(done, key=lambda run: run[0].quantity.index):
            yield Series(_operands(run))

    def _filled(self, series: Series) -> Series:
        """The series with the numbers it skips that open a paragraph: the reader took them for no headings."""
        marks, lost = list(series.marks), False
        for a, b in itertools.pairwise(series.marks):
            low, high = int(a.quantity.number or 0), int(b.quantity.number or 0)
            if high <= low + 1:
                continue
            between = [
                o for o in self.heads
                if o.quantity.style == series.style and a.quantity.index < o.quantity.index < b.quantity.index
            ]  # fmt: skip
            for n in range(low + 1, high):
                found = next((o for o in between if o.quantity.number == n), None)
                if found is not None:
                    marks.append(found)
                    lost = True
        if not lost:
            return series
        marks.sort(key=lambda o: o.quantity.index)
        return Series(tuple(marks))

    def _closed_between(self, a: _Mark, b: _Mark) -> bool:
        blocks = self.document.blocks
        if blocks[a.block].article != blocks[b.block].article:
            return True
        level = blocks[b.block].level if b.heading else 99
        return any(
            blocks[i].kind == "heading" and blocks[i].level < level and i != b.block
            for i in range(a.block + 1, b.block + 1)
        )

    def bind(self, rule: Rule) -> Iterator[Binding]:
        """Every series of the styles that the rule's series slot names (rules without patterns)."""
        for name, slot in rule.slots.items():
            if not slot.series:
                continue
            pool = {
                "heading": self.heading,
                "inline": self.inline,
                "any": self.mixed,
                "caption": self.captions,
            }[slot.level]
            for series in pool:
                if slot.takes(series.style) and len(series.marks) >= slot.least:
                    where = self.mask.where
                    start, end = (where[series.marks[i].quantity.index] for i in (0, -1))
                    yield Binding({name: (series,)}, start, end + 1)


def _operands(marks: Iterable[_Mark]) -> tuple[Operand, ...]:
    return tuple(m.operand for m in marks)


def consecutive(numbers: Sequence[int], complete_set: bool = False) -> bool:
    """1, 2, …, k in this order; with `complete_set`, in any order."""
    expected = list(range(1, len(numbers) + 1))
    return list(numbers) == expected or (complete_set and sorted(numbers) == expected)


def starts_late(numbers: Sequence[int]) -> bool:
    """k, k+1, … with k > 1: a list of which the beginning is not marked, or not here."""
    return bool(numbers) and numbers[0] > 1 and list(numbers) == list(range(numbers[0], numbers[0] + len(numbers)))
