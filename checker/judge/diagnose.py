"""Names the likely slip behind a relation that fails: one edit of one number that closes it.

Every candidate edit is tried on the rule's own assertion, so this file knows no rule. A slip is
named only if exactly one kind of edit of exactly one number fits.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from checker.judge.binding import Binding, Operand
from checker.model.interval import Interval, fraction
from checker.model.quantity import Quantity

_POWERS = (12, 8, 4, 3, 2, 1, -1, -2, -3, -4, -8, -12)
_ENOUGH_DIGITS = 3
_RAREST_FIRST = ("scale", "swap", "digit")
Closes = Callable[[str, int, Operand, Quantity], bool]
"""Whether the relation closes with another number in the place (slot, index) of an operand."""


@dataclass(frozen=True, slots=True)
class Slip:
    """One edit that closes the relation. `kind`: scale | swap | digit. `value`: what the number would be."""

    kind: str
    slot: str
    operand: Operand
    value: Decimal
    written: str
    digits: int


def slips(binding: Binding, closes: Closes, opaque: frozenset[str] = frozenset()) -> list[Slip]:
    """All single edits that close the relation, the rarer kinds first.

    opaque: slots of which `closes` reads more than the interval of values.
    """
    found: list[Slip] = []
    for slot, index, old in _numbers(binding):
        closing = partial(closes, slot, index, old)
        several, number = len(binding.slots[slot]) > 1, old.quantity.number or Decimal(0)
        edits = list(_edits(old.quantity))
        # Apart, since an interval that reaches over several powers of ten rules nothing out.
        near = {value for kind, value, _, _ in edits if kind != "scale"}
        far = {value for kind, value, _, _ in edits if kind == "scale"}
        less = {value for value in far if value < number}
        good: set[Decimal] = set()
        for values in (near, less, far - less):
            good |= _closing(old.quantity, sorted(values), closing, apart=slot in opaque)
        lost = several and bool(good) and closing(_edited(old.quantity, Decimal(0)))
        for kind, value, written, digits in edits if good else ():
            # One of several that is only made smaller until it is lost among the others closes nothing.
            if value in good and not (lost and kind == "scale" and abs(value) < abs(number)):
                found.append(Slip(kind, slot, old, value, _rewritten(old, written), digits))
    return sorted(found, key=lambda s: _RAREST_FIRST.index(s.kind))


def _closing(
    quantity: Quantity, values: list[Decimal], closing: Callable[[Quantity], bool], *, apart: bool
) -> set[Decimal]:
    """Those of the sorted values with which a number closes the relation.

    What no value of an interval can close, none of the values in it can; so halves are ruled out together, unless they
    must be tried `apart`.
    """
    if len(values) < 2 or apart:
        return {value for value in values if closing(_edited(quantity, value))}
    if not closing(_edited(quantity, values[0], values[-1])):
        return set()
    middle = len(values) // 2
    halves = (values[:middle], values[middle:])
    return {value for half in halves for value in _closing(quantity, half, closing, apart=False)}


def unique(found: list[Slip]) -> Slip | None:
    """The one slip to name: the only one of the rarest kind that fits, or None."""
    if not found:
        return None
    best = [s for s in found if s.kind == found[0].kind]
    return best[0] if len(best) == 1 else None


def convincing(found: list[Slip], least: int = _ENOUGH_DIGITS) -> bool:
    """Whether some slip is of a number long enough that a fit by chance is unlikely."""
    return any(s.digits >= least for s in found)


def _rewritten(old: Operand, written: str) -> str:
    """The number's text with other digits (35.0% -> 25.0%); empty when it is the scale that changes."""
    start = old.quantity.digits.start - old.span.start
    text = old.text[start:]
    return written + text.lstrip("0123456789.,") if written and text[:1].isdigit() else ""


def _numbers(binding: Binding) -> Iterator[tuple[str, int, Operand]]:
    for slot, fillers in binding.slots.items():
        for index, filler in enumerate(fillers):
            if isinstance(filler, Operand) and filler.quantity.number is not None and not filler.quantity.parts:
                yield slot, index, filler


def _edited(quantity: Quantity, value: Decimal, most: Decimal | None = None) -> Quantity:
    """The quantity with another number; with some number from `value` to `most`."""
    low = fraction(value)
    high, number = (low, value) if most is None else (fraction(most), None)
    if quantity.hedge and quantity.number:  # the hedge means the same around the new value
        old = fraction(quantity.number)
        ends = [Interval.exact(end / old) for end in (low, high)]
        hard, expected = (
            (said * ends[0]).hull(said * ends[1]) for said in (quantity.hard, quantity.expected)
        )  # fmt: skip
        return quantity.altered(number, hard, expected)
    half = 0 if quantity.hard.is_exact else fraction(quantity.step) / 2
    interval = Interval(low - half, high + half) if half else Interval(low, high)
    return quantity.altered(number, interval, interval)


def _edits(quantity: Quantity) -> Iterator[tuple[str, Decimal, str, int]]:
    """(kind, new value, new digits as written, count of digits) of every single edit of a number."""
    assert quantity.number is not None
    mantissa = quantity.mantissa
    count = sum(c.isdigit() for c in mantissa)
    for power in _POWERS:
        # That a lost 万 or 亿 closes a sum by chance is as unlikely as for a long number.
        yield "scale", quantity.number.scaleb(power), "", count if abs(power) < 3 else max(count, _ENOUGH_DIGITS)
    if not mantissa or not count or Decimal(mantissa) == 0:
        return
    worth = quantity.number / Decimal(mantissa)
    if worth * Decimal(mantissa) != quantity.number:
        return
    places = [i for i, c in enumerate(mantissa) if c.isdigit()]
    for i, j in itertools.pairwise(places):
        if mantissa[i] != mantissa[j]:
            swapped = list(mantissa)
            swapped[i], swapped[j] = swapped[j], swapped[i]
            yield "swap", Decimal("".join(swapped)) * worth, "".join(swapped), count
    for i in places:
        for digit in "0123456789":
            if digit != mantissa[i] and not (i == 0 and digit == "0" and count > 1):
                changed = mantissa[:i] + digit + mantissa[i + 1 :]
                yield "digit", Decimal(changed) * worth, changed, count
