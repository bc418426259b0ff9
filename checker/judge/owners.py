"""The other readings of a binding: lists that end earlier, and numbers that may own it instead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from checker.judge.binding import Binding, operand
from checker.judge.compiled import CompiledRule
from checker.judge.guards import scope_bounds
from checker.judge.mask import Mask, start_of
from checker.judge.outline import Outline
from checker.judge.prose import ProseBinder
from checker.judge.regexes import slot_class
from checker.lexicon import Lexicon
from checker.model.quantity import Quantity
from checker.model.rule import Rule, Slot

_MOST_PREFIXES = 12
_MOST_CANDIDATES = 12
_FARTHEST = 1500
"""How many characters back an owner may stand in the section."""


class Owners:
    """Finds, in one document, what else a slot could have been filled with."""

    def __init__(
        self, mask: Mask, quantities: Sequence[Quantity], lexicon: Lexicon, prose: ProseBinder, outline: Outline
    ) -> None:
        self.mask, self.quantities, self.lexicon = mask, quantities, lexicon
        self.prose, self.outline = prose, outline

    def headings(self, rule: Rule, binding: Binding, name: str) -> Iterator[Binding]:
        """The binding with each series of headings in the slot whose style begins with the word that was matched."""
        for series in self.outline.heading:
            if rule.slots[name].takes(series.style) and binding.words and series.style.startswith(binding.words[-1]):
                yield binding.with_slot(name, (series,))

    def others(self, compiled: CompiledRule, binding: Binding) -> Iterator[Binding]:
        """The other readings of a binding: lists that end earlier, and other owners, nearest first."""
        rule = compiled.rule
        shapes = [binding]
        if binding.firm:
            return
        for name in compiled.loose:
            slot = rule.slots[name]
            if slot.open_end:
                fillers = binding.slots.get(name, ())
                for n in range(len(fillers) - 1, max(slot.least, len(fillers) - _MOST_PREFIXES) - 1, -1):
                    shapes.append(binding.with_slot(name, fillers[:n], binding.trail[name][:n]))
        for shape in shapes:
            if shape is not binding:
                yield shape
            for name in compiled.loose:
                if rule.slots[name].candidates and (shape.trail.get(name) or shape.inferred):
                    yield from self.owners(rule, shape, name, beside=binding)

    def _near(self, slot: Slot, binding: Binding, place: int) -> bool:
        """Whether the clause before a candidate has the word that the slot's `near` asks for."""
        if slot.near is None:
            return True
        table, _, column = slot.near[1:].partition(".")
        rows = [row for row in self.lexicon.tables[table] if len(row) > int(column) and set(row) & set(binding.words)]
        clause = self.mask.text[start_of(self.mask.text, place) : place]
        return any(row[int(column)] in clause for row in rows)

    def owners(self, rule: Rule, binding: Binding, name: str, beside: Binding | None = None) -> Iterator[Binding]:
        """The binding with another number of the same sign in the slot, from the candidates' scope, nearest first.

        `beside`: the binding whose numbers are spoken for, when `binding` is a shorter reading of it.
        """
        slot = rule.slots[name]
        scope = slot.candidates
        assert scope is not None
        here = (binding.trail.get(name) or (binding.start,))[0]
        start, end = scope_bounds(self.mask, binding, scope)
        if scope == "section":
            start = max(start, here - _FARTHEST)
        kin = [slot.like] if slot.like else [n for n, other in rule.slots.items() if other.like == name]
        kin = [n for n in kin if n and rule.slots[n].roles == slot.roles]
        like = next((binding.trail[n][0] for n in (name, *kin) if n and binding.trail.get(n)), None)
        sign = self.mask.text[like] if kin and like is not None and len(slot.roles) == 1 else f"[{slot_class(slot)}]"
        taken = {p for places in (beside or binding).trail.values() for p in places}
        places = [m.start() for m in regex.finditer(sign, self.mask.text[start:end])]
        places = [p + start for p in places if p + start not in taken]
        if name not in binding.trail:  # an owner that no words name stands before its part
            places = [p for p in places if p < here]
        places.sort(key=lambda p: (p > here, abs(p - here)))
        for place in places[:_MOST_CANDIDATES]:
            quantity = self.quantities[self.mask.at[place]]
            alike = [o for n, o in binding.operands() if n in kin and o.quantity.dimension != quantity.dimension]
            if self.prose.fits(slot, quantity) and not alike and self._near(slot, binding, place):
                yield binding.with_slot(name, (operand(quantity, "hard", self.prose.year),), (place,))
