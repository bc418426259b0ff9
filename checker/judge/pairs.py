"""Two numbers of one written value: pairs for rules that ask whether both can be meant (`pairs: equal`)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from checker.judge.binding import Binding, operand
from checker.judge.mask import Mask
from checker.judge.prose import ProseBinder
from checker.model.quantity import Quantity
from checker.model.rule import Rule, Slot


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
        if key in last and _fits(second, quantity, prose):
            before, other = last[key]
            if other.index < quantity.index:
                slots = {first.name: (operand(other),), second.name: (operand(quantity),)}
                trail = {first.name: (before,), second.name: (place,)}
                yield Binding(slots, place, place + 1, trail=trail)
        if _fits(first, quantity, prose):
            last[key] = (place, quantity)


def _fits(slot: Slot, quantity: Quantity, prose: ProseBinder) -> bool:
    if slot.kinds and quantity.kind not in slot.kinds:
        return False
    if slot.roles and quantity.role not in slot.roles:
        return False
    return prose.fits(slot, quantity)
