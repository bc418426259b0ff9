"""Closed intervals of exact rationals, and three-valued answers about them."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction


class Truth(enum.Enum):
    """Three-valued answer: NO cannot hold, MAYBE may hold, YES must hold."""

    NO = 0
    MAYBE = 1
    YES = 2

    def __and__(self, other: Truth) -> Truth:
        return self if self.value <= other.value else other

    def __or__(self, other: Truth) -> Truth:
        return self if self.value >= other.value else other

    def __invert__(self) -> Truth:
        return Truth(2 - self.value)

    @property
    def possible(self) -> bool:
        return self is not Truth.NO


def fraction(number: Decimal) -> Fraction:
    """The same number. Whole ones, which most are, take a third of the time of Fraction(number)."""
    whole = int(number)
    return Fraction(whole) if whole == number else Fraction(number)


@dataclass(frozen=True, slots=True)
class Interval:
    """[low, high] with None for an open end at infinity. Bounds are closed: touching intervals meet.

    Arithmetic is exact interval arithmetic (Moore 1966): the result holds every value that the
    operation can take on the operands. Operands are taken as independent.
    """

    low: Fraction | None
    high: Fraction | None

    def __post_init__(self) -> None:
        low, high = self.low, self.high
        if low is not high and low is not None and high is not None and not _at_most(low, high):
            raise ValueError(f"empty interval [{self.low}, {self.high}]")

    @classmethod
    def exact(cls, value: Fraction | int) -> Interval:
        exact = value if type(value) is Fraction else Fraction(value)
        return cls(exact, exact)

    @property
    def is_exact(self) -> bool:
        return self.low is not None and (self.low is self.high or self.low == self.high)

    @property
    def mid(self) -> Fraction | None:
        """Middle of a bounded interval, else its one finite end, else None."""
        if self.low is None or self.high is None:
            return self.low if self.low is not None else self.high
        return (self.low + self.high) / 2

    def meets(self, other: Interval) -> bool:
        """Whether the two share a value."""
        return (self.low is None or other.high is None or _at_most(self.low, other.high)) and (
            other.low is None or self.high is None or _at_most(other.low, self.high)
        )

    def contains(self, other: Interval) -> bool:
        """Whether every value of `other` is one of this interval."""
        low = self.low is None or (other.low is not None and self.low <= other.low)
        high = self.high is None or (other.high is not None and other.high <= self.high)
        return low and high

    def __add__(self, other: Interval) -> Interval:
        low, more = self.low, other.low
        if low is not None and low is self.high and more is not None and more is other.high:
            return _point(low + more)
        return Interval(
            None if self.low is None or other.low is None else self.low + other.low,
            None if self.high is None or other.high is None else self.high + other.high,
        )

    def __neg__(self) -> Interval:
        if self.low is not None and self.low is self.high:
            return _point(-self.low)
        return Interval(None if self.high is None else -self.high, None if self.low is None else -self.low)

    def __sub__(self, other: Interval) -> Interval:
        return self + (-other)

    def __mul__(self, other: Interval) -> Interval:
        if self.low is not None and self.high is not None and other.low is not None and other.high is not None:
            return _product(self.low, self.high, other.low, other.high)
        if self == ZERO or other == ZERO:
            return ZERO
        ends: list[Fraction | None] = []
        signs: list[int] = []
        for a, sa in ((self.low, -1), (self.high, 1)):
            for b, sb in ((other.low, -1), (other.high, 1)):
                if a is not None and b is not None:
                    ends.append(a * b)
                    signs.append(0)
                else:
                    sign_a = (a > 0) - (a < 0) if a is not None else sa
                    sign_b = (b > 0) - (b < 0) if b is not None else sb
                    # 0 * infinity is 0 here: the finite factor is really zero, the other only large.
                    ends.append(Fraction(0) if sign_a * sign_b == 0 else None)
                    signs.append(sign_a * sign_b)
        low = None if any(e is None and s < 0 for e, s in zip(ends, signs, strict=True)) else _least(ends)
        high = None if any(e is None and s > 0 for e, s in zip(ends, signs, strict=True)) else _most(ends)
        return Interval(low, high)

    def __truediv__(self, other: Interval) -> Interval:
        """Quotient; everything when the divisor may be zero inside, half-open ends where it touches zero."""
        low, high = other.low, other.high
        inside = (low is None or low < 0) and (high is None or high > 0)
        if inside or other == ZERO:
            return EVERYTHING
        if low == 0 or high == 0:
            inverse = Interval(1 / high, None) if low == 0 and high else Interval(None, 1 / low if low else None)
            if low == 0 and high is None:
                inverse = Interval(Fraction(0), None)
            if high == 0 and low is None:
                inverse = Interval(None, Fraction(0))
        else:
            a = Fraction(0) if high is None else 1 / high
            b = Fraction(0) if low is None else 1 / low
            inverse = Interval(min(a, b), max(a, b))
        return self * inverse

    def __abs__(self) -> Interval:
        if self.low is not None and self.low >= 0:
            return self
        if self.high is not None and self.high <= 0:
            return -self
        high = None if self.low is None or self.high is None else max(-self.low, self.high)
        return Interval(Fraction(0), high)

    def power(self, n: int) -> Interval:
        """Integer power; n < 0 is the reciprocal of the positive power. Everything where the ends would be so long
        that to write them down takes minutes: a power of a power of a power."""
        if n < 0:
            return ONE / self.power(-n)
        if n == 0:
            return ONE
        if n * max(_bits(self.low), _bits(self.high)) > _MOST_BITS:
            return EVERYTHING
        # Monotone on the whole line for odd n, on magnitudes for even n: the ends are exact, where a chain of
        # products would treat the factors as independent and be too wide.
        base = self if n % 2 else abs(self)
        return Interval(None if base.low is None else base.low**n, None if base.high is None else base.high**n)

    def hull(self, other: Interval) -> Interval:
        """Smallest interval that holds both."""
        return Interval(
            None if self.low is None or other.low is None else min(self.low, other.low),
            None if self.high is None or other.high is None else max(self.high, other.high),
        )

    def scaled(self, by: Fraction) -> Interval:
        """Every value times a positive number."""
        if self.low is not None and self.low is self.high:
            return _point(self.low * by)
        return Interval(None if self.low is None else self.low * by, None if self.high is None else self.high * by)

    def widened(self, by: Fraction) -> Interval:
        return Interval(None if self.low is None else self.low - by, None if self.high is None else self.high + by)

    def equal(self, other: Interval) -> Truth:
        if not self.meets(other):
            return Truth.NO
        return Truth.YES if self.is_exact and self == other else Truth.MAYBE

    def below(self, other: Interval) -> Truth:
        """self <= other."""
        if self.high is not None and other.low is not None and _at_most(self.high, other.low):
            return Truth.YES
        if self.low is not None and other.high is not None and not _at_most(self.low, other.high):
            return Truth.NO
        return Truth.MAYBE

    def strictly_below(self, other: Interval) -> Truth:
        """self < other."""
        return ~other.below(self)


def _at_most(a: Fraction, b: Fraction) -> bool:
    """a <= b. Twice as fast as the operator, which first asks what else b may be."""
    return a.numerator * b.denominator <= b.numerator * a.denominator


def _bits(end: Fraction | None) -> int:
    """How long an end is, numerator or denominator."""
    return 0 if end is None else max(end.numerator.bit_length(), end.denominator.bit_length())


def _point(value: Fraction) -> Interval:
    """The ends of an exact number are one object."""
    return Interval(value, value)


def _product(a: Fraction, b: Fraction, c: Fraction, d: Fraction) -> Interval:
    """[a, b] * [c, d]. Most numbers are exact."""
    first = a * c
    ends = [first]
    if c is not d:
        ends.append(a * d)
    if a is not b:
        ends += (b * c,) if c is d else (b * c, b * d)
    return Interval(min(ends), max(ends)) if len(ends) > 1 else Interval(first, first)


def _least(ends: list[Fraction | None]) -> Fraction | None:
    finite = [e for e in ends if e is not None]
    return min(finite) if finite else None


def _most(ends: list[Fraction | None]) -> Fraction | None:
    finite = [e for e in ends if e is not None]
    return max(finite) if finite else None


ZERO = Interval(Fraction(0), Fraction(0))
ONE = Interval(Fraction(1), Fraction(1))
EVERYTHING = Interval(None, None)
_MOST_BITS = 1 << 13  # of an end of a power: some 2,500 digits
_PRECISE = Context(prec=15)  # for fractions that no decimal can write, such as one third


def decimal(number: Fraction) -> str:
    """A fraction as a plain decimal, exact where that can be, else to 15 digits."""
    rest = number.denominator
    places = 0
    for prime in (2, 5):
        count = 0
        while rest % prime == 0:
            rest, count = rest // prime, count + 1
        places = max(places, count)
    if rest != 1:
        return f"{_PRECISE.divide(Decimal(number.numerator), Decimal(number.denominator)):f}"
    digits = str(abs(number.numerator) * 10**places // number.denominator)
    sign = "-" if number < 0 else ""
    return f"{Decimal(sign + digits).scaleb(-places, Context(prec=len(digits) + 1)):f}"
