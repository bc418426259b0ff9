"""Numbers as people write them: exact fractions to short decimals, in the scale of an operand."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import TypeAlias

from checker.judge.values import Operand
from checker.model.interval import Interval

Show: TypeAlias = Callable[[Fraction, "Operand | None"], str]

_NUMERAL_TAIL = re.compile(r"[0-9０-９](?=[^0-9０-９]*$)")
_MOST_BITS = 1 << 12
_HUNDREDTH = Fraction(1, 100)


def decimal_text(value: Fraction, places: int) -> str:
    """The value rounded half up to so many places, trailing zeros left out. Exact: integers only."""
    scaled = abs(value) * 10**places
    units = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    whole, rest = divmod(units, 10**places)
    sign = "-" if value < 0 and units else ""
    if whole.bit_length() > _MOST_BITS:  # Python writes no number of more than 4,300 digits, and nobody reads one
        return f"{sign}2^{whole.bit_length() - 1}…"
    tail = f"{rest:0{places}d}".rstrip("0") if places else ""
    return f"{sign}{whole}.{tail}" if tail else f"{sign}{whole}"


def plain(value: Fraction) -> str:
    """A bare number: four decimals at most, counted from the first one that is not zero below one."""
    places, size = 4, abs(value)
    while 0 < size < Fraction(1, 10) and places < 16:
        size, places = size * 10, places + 1
    return decimal_text(value, places)


def number_text(operand: Operand) -> str:
    """An operand's number without its unit: `label_text` if it has one, else its text with a scale word or a percent
    sign (48所 -> 48, 6.1亿元 -> 6.1亿, 9.1% -> 9.1%)."""
    label = getattr(operand, "label_text", None)
    if isinstance(label, str) and label:
        return label
    text = operand.text
    unit = getattr(operand, "unit", "")
    if getattr(operand, "is_ratio", False) or not isinstance(unit, str) or not unit or text == unit:
        return text
    return text.removesuffix(unit).rstrip()


def scale_of(operand: Operand | None) -> Fraction:
    """The worth of the scale word, 1 if it is not known."""
    scale = getattr(operand, "scale", None)
    return Fraction(scale) if isinstance(scale, Fraction | int) and scale > 0 else Fraction(1)


def tail_of(text: str) -> str:
    """What stands after the last digit; empty if there is no digit."""
    last = _NUMERAL_TAIL.search(text)
    return text[last.end() :] if last else ""


def show_like(value: Fraction, like: Operand | None) -> str:
    """A computed number in the manner of an operand.

    A ratio keeps its sign (%, ‰ …) with two decimals, or one more than written; a number with a scale word keeps it;
    anything else is plain.
    """
    if like is None:
        return plain(value)
    scale = scale_of(like)
    if getattr(like, "is_ratio", False):
        if scale == 1:
            scale = _HUNDREDTH
        unit = getattr(like, "unit", "")
        mark = tail_of(like.text) or (unit if isinstance(unit, str) and unit else "%")
        fraction = re.search(r"\.([0-9]+)", like.text)
        return decimal_text(value / scale, max(2, len(fraction[1]) + 1 if fraction else 0)) + mark
    word = tail_of(number_text(like))
    return plain(value / scale) + word if scale != 1 and word else plain(value)


def interval_text(interval: Interval, like: Operand | None, show: Show) -> str:
    """`[a, b]`, with … for an open end; an exact one is its number."""
    if interval.low is not None and interval.low == interval.high:
        return show(interval.low, like)
    low = "(…" if interval.low is None else "[" + show(interval.low, like)
    high = "…)" if interval.high is None else show(interval.high, like) + "]"
    return f"{low}, {high}"
