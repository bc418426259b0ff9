"""Operands for tests, as the engine would make them from quantities."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from checker.model.interval import Interval


@dataclass(frozen=True)
class Op:
    text: str
    interval: Interval
    direction: int = 0
    printed: Fraction | None = None
    scale: Fraction = Fraction(1)
    unit: str = ""
    is_ratio: bool = False


def op(text: str, direction: int = 0, *, low: str | None = "", high: str | None = "") -> Op:
    """An operand from its printed text, such as 48所, 1.13万人, 56.8%; whole numbers are exact, others rounded."""
    digits = "".join(c for c in text if c.isdigit() or c == ".")
    rest = text[len(digits) :]
    scale = Fraction({"万": 10**4, "亿": 10**8}.get(rest[:1], 1))
    unit = rest[1:] if scale > 1 else rest
    ratio = unit == "%"
    worth = Fraction(1, 100) if ratio else scale
    value = Fraction(digits) * worth
    places = len(digits.partition(".")[2])
    half = worth / 10**places / 2 if places or ratio else Fraction(0)
    interval = Interval(
        (value - half if low == "" else None if low is None else Fraction(low)),
        (value + half if high == "" else None if high is None else Fraction(high)),
    )
    return Op(text, interval, direction, value, scale if not ratio else Fraction(1), unit, ratio)
