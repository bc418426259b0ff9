"""Two numbers of one written value: pairs for rules that ask whether both can be meant (`pairs: equal`)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from checker.judge.binding import Binding
from checker.judge.mask import Mask
from checker.judge.prose import ProseBinder
from checker.model.quantity import Quantity
from checker.model.rule import Rule


def equal_numbers(rule: Rule, mask: Mask, prose: ProseBinder) -> Iterator[Binding]:
    """Each number that fits the second slot with the nearest one before it, in its article, that fits the first and
    has the same value."""
    first, second = list(rule.slots.values())[:2]
    if not (prose.speaks_of(first) and prose.speaks_of(second)):
        return
    blocks = mask.document.blocks
    last: dict[tuple[int, Fraction], tuple[int, Quantity]] = {}
    for place, index in mask.at.items():
        quantity = mask.quantities[index]
        is_first, is_second = prose.admits(first, quantity), prose.admits(second, quantity)
        if quantity.number is None or not (is_first or is_second):
            continue
        key = (blocks[mask.line(place).block].article, Fraction(quantity.number) * quantity.factor)
        if key in last and is_second:
            before, other = last[key]
            if other.index < quantity.index:
                slots = {first.name: (prose.operand(other),), second.name: (prose.operand(quantity),)}
                trail = {first.name: (before,), second.name: (place,)}
                yield Binding(slots, place, place + 1, trail=trail)
        if is_first:
            last[key] = (place, quantity)
