"""Two numbers of one written value: pairs for rules that ask whether both can be meant (`pairs: equal`)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from checker.judge.binding import Binding, operand
from checker.judge.mask import Mask
from checker.judge.prose import ProseBinder
from checker.model.quantity import Quantity
from checker.model.rule import Rule


def equal_numbers(rule: Rule, mask: Mask, prose: ProseBinder) -> Iterator[Binding]:
    """Each number that fits the second slot with the nearest one before it, in its article, that fits the first and
    has the same value."""
    first, second = list(rule.slots.values())[:2]
    blocks = mask.document.blocks
    last: dict[tuple[int, Fraction], tuple[int, Quantity]] = {}
    for place, index in sorted(mask.at.items()):
        line = mask.line(place)
        quantity = mask.quantities[index]
        if quantity.number is None:
            continue
        key = (blocks[line.block].article, Fraction(quantity.number) * quantity.factor)
        if key in last and prose.admits(second, quantity):
            before, other = last[key]
            if other.index < quantity.index:
                slots = {first.name: (operand(other),), second.name: (operand(quantity),)}
                trail = {first.name: (before,), second.name: (place,)}
                yield Binding(slots, place, place + 1, trail=trail)
        if prose.admits(first, quantity):
            last[key] = (place, quantity)
