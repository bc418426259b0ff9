"""What an expression computes with, and how any of it is read as an interval or an answer."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Protocol, TypeAlias, runtime_checkable

from checker.model.interval import EVERYTHING, Interval, Truth

# Interval | Fraction | int | str | Truth | Operand | tuple of these | any other object | None for "not known".
Value: TypeAlias = Any


@runtime_checkable
class Operand(Protocol):
    """A number of the text as an operand. `text`: what is printed; `direction`: +1, -1, or 0 if not said.

    Read if they are there: `printed: Fraction` (the written number), `label_text: str` (how to name it in a
    computation), `scale: Fraction`, `unit: str`, `is_ratio: bool` (percent and the like), `count: Interval`.
    """

    @property
    def interval(self) -> Interval: ...

    @property
    def text(self) -> str: ...

    @property
    def direction(self) -> int: ...


def is_operand(value: Value) -> bool:
    """Cheaper than isinstance with a Protocol, and enough: it has an interval."""
    return isinstance(getattr(value, "interval", None), Interval)


def interval_of(value: Value) -> Interval | None:
    """The interval that a value stands for; None for what is no number."""
    kind = type(value)  # cheaper than isinstance with Fraction, whose class asks for registered ones
    if kind is Interval:
        return value  # type: ignore[no-any-return]
    held = getattr(value, "interval", None)
    if type(held) is Interval:
        return held
    if kind is int or kind is Fraction:
        return Interval.exact(value)
    return interval_of(value[0]) if kind is tuple and len(value) == 1 else None


def as_interval(value: Value) -> Interval:
    """The same; EVERYTHING for what is no number."""
    interval = interval_of(value)
    return EVERYTHING if interval is None else interval


def as_truth(value: Value) -> Truth:
    """A value as an answer: MAYBE for what is none."""
    if isinstance(value, Truth):
        return value
    if isinstance(value, bool):
        return Truth.YES if value else Truth.NO
    return Truth.MAYBE


def is_number(value: Value) -> bool:
    """Whether a value is read as an interval."""
    return interval_of(value) is not None


def printed(value: Value) -> Fraction | None:
    """The one number that a reader sees for a value: the written one, else the middle of its interval."""
    written = getattr(value, "printed", None)
    if isinstance(written, Fraction | int):
        return Fraction(written)
    return as_interval(value).mid


def equal(left: Value, right: Value) -> Truth:
    """Whether two values are the same; MAYBE for values of different sorts."""
    if left is None or right is None:
        return Truth.MAYBE
    one, other = interval_of(left), interval_of(right)
    if one is not None and other is not None:
        return one.equal(other)
    if isinstance(left, Truth) and isinstance(right, Truth):
        return Truth.MAYBE if Truth.MAYBE in (left, right) else as_truth(left is right)
    if isinstance(left, tuple) and isinstance(right, tuple):
        if len(left) != len(right):
            return Truth.NO
        result = Truth.YES
        for a, b in zip(left, right, strict=True):
            result = result & equal(a, b)
        return result
    if one is not None or other is not None or isinstance(left, str) != isinstance(right, str):
        return Truth.MAYBE
    return as_truth(bool(left == right))


def member(left: Value, right: Value) -> Truth:
    """`left in right`: part of a text, or one of several values."""
    if isinstance(left, str) and isinstance(right, str):
        return as_truth(left in right)
    if not isinstance(right, tuple | list | frozenset | set):
        return Truth.MAYBE
    result = Truth.NO
    for item in right:
        result = result | equal(left, item)
    return result
