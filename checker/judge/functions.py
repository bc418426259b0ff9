"""The functions of assertions that need nothing but their arguments; the others are handed to the compiler."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Final

from checker.judge.values import Value, as_interval, printed
from checker.model.expression import MAX_POWER
from checker.model.interval import EVERYTHING, Interval, Truth


def flat(values: tuple[Value, ...]) -> Iterator[Value]:
    """The numbers of some arguments: a tuple (a `many` slot) gives its items."""
    for value in values:
        if isinstance(value, tuple):
            yield from value
        else:
            yield value


def total(*values: Value) -> Interval:
    """Sum of all numbers; nothing adds up to zero."""
    intervals = [as_interval(value) for value in flat(values)]
    low = _sum([i.low for i in intervals])
    exact = all(i.low is i.high for i in intervals)
    return Interval(low, low if exact else _sum([i.high for i in intervals]))


def _sum(ends: list[Fraction | None]) -> Fraction | None:
    """Sum of finite ends, None if one is open. Ends of one denominator are added as integers."""
    sums: dict[int, int] = {}
    for end in ends:
        if end is None:
            return None
        sums[end.denominator] = sums.get(end.denominator, 0) + end.numerator
    return sum((Fraction(top, bottom) for bottom, top in sums.items()), Fraction(0))


def count(value: Value) -> Interval:
    """How many: items of a tuple, else the `.count` of an enumeration or series; a single number is one."""
    if isinstance(value, tuple):
        return Interval.exact(len(value))
    known = getattr(value, "count", None)
    if isinstance(known, Interval):
        return known
    if isinstance(known, int) and not isinstance(known, bool):
        return Interval.exact(known)
    return Interval.exact(1) if hasattr(value, "interval") else EVERYTHING


def smallest(*values: Value) -> Interval:
    """The least of all numbers: its ends are the least of the ends."""
    intervals = [as_interval(v) for v in flat(values)]
    if not intervals:
        return EVERYTHING
    lows = [i.low for i in intervals if i.low is not None]
    highs = [i.high for i in intervals if i.high is not None]
    return Interval(min(lows) if len(lows) == len(intervals) else None, min(highs) if highs else None)


def greatest(*values: Value) -> Interval:
    """The greatest of all numbers."""
    return -smallest(*(-as_interval(v) for v in flat(values)))


def average(*values: Value) -> Interval:
    """Arithmetic mean; everything for none."""
    items = tuple(flat(values))
    return total(items) / Interval.exact(len(items))


def magnitude(value: Value) -> Interval:
    return abs(as_interval(value))


def signed(value: Value) -> Interval:
    """The number with the direction of its verb; as written when no direction is said."""
    interval = as_interval(value)
    return -interval if getattr(value, "direction", 0) < 0 else interval


def written(value: Value) -> Interval:
    """The written number without its interval."""
    number = printed(value)
    return EVERYTHING if number is None else Interval.exact(number)


def whole(value: Value) -> Truth:
    """Whether it can be a whole number: YES for an exact one, NO when no whole number is in the interval."""
    interval = as_interval(value)
    if interval.low is None or interval.high is None:
        return Truth.MAYBE
    if math.ceil(interval.low) > interval.high:
        return Truth.NO
    return Truth.YES if interval.is_exact else Truth.MAYBE


def decimals(value: Value) -> Interval:
    """Written decimals: `.decimals` if the operand says so, else digits after the point in its text."""
    known = getattr(value, "decimals", None)
    if isinstance(known, int) and not isinstance(known, bool):
        return Interval.exact(known)
    text = getattr(value, "text", None)
    if not isinstance(text, str):
        return EVERYTHING
    tail = text.partition(".")[2]
    digits = 0
    while digits < len(tail) and tail[digits].isdecimal():
        digits += 1
    return Interval.exact(digits)


def text(value: Value) -> str | None:
    """What is printed."""
    if isinstance(value, str):
        return value
    shown = getattr(value, "text", None)
    return shown if isinstance(shown, str) else None


def distinct(value: Value) -> Truth:
    """Whether no two numbers of a tuple are the same; MAYBE where intervals overlap."""
    if not isinstance(value, tuple):
        return Truth.MAYBE
    result = Truth.YES
    for n, one in enumerate(value):
        for other in value[n + 1 :]:
            result = result & ~as_interval(one).equal(as_interval(other))
    return result


def power(value: Value, exponent: Value) -> Interval:
    """A number >= 0 to a whole exponent, which may itself be an interval; everything for other numbers."""
    base, n = as_interval(value), as_interval(exponent)
    if base.low is None or base.low < 0 or n.low is None or n.low < 0 or n.low > MAX_POWER:
        return EVERYTHING
    if n.low.denominator != 1 or (n.high is not None and (n.high.denominator != 1 or n.high > MAX_POWER)):
        return EVERYTHING
    least = base.power(int(n.low))
    if n.high is None:
        return Interval(least.low, None) if base.low >= 1 else EVERYTHING
    return least.hull(base.power(int(n.high)))


def within(value: Value, least: Value, most: Value) -> Truth:
    """least <= value <= most."""
    number = as_interval(value)
    return as_interval(least).below(number) & number.below(as_interval(most))


BASIC: Final[Mapping[str, Callable[..., Any]]] = MappingProxyType(
    {
        "sum": total, "count": count, "min": smallest, "max": greatest, "avg": average, "abs": magnitude,
        "signed": signed, "value": written, "whole": whole, "decimals": decimals, "text": text, "within": within,
        "power": power,
    }
)  # fmt: skip

INTERVALS: Final = frozenset(
    {
        "sum", "count", "min", "max", "avg", "abs", "signed", "within", "whole", "power", "same", "number", "digits",
        "direction", "unit", "dimension", "kind", "noun", "step", "round_step", "hedged_by", "hedges", "decimals",
        "text", "parallel", "mentions", "is_open", "lookup",
    }
)  # fmt: skip
"""Functions that give for a number of which only an interval is known whatever they give for the values in it; those
handed to the compiler included. `value` is none: it takes the middle of an interval for what is written."""

ATTRIBUTES: Final = frozenset(
    {"unit", "dimension", "kind", "noun", "step", "round_step", "hedged_by", "hedges", "decimals", "text", "direction"}
)
"""Functions of one number that read what is said of it, never its values."""
