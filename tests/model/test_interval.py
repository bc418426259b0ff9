"""Interval arithmetic holds every value that its operands can take, infinities included."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from checker.model.interval import EVERYTHING, ONE, ZERO, Interval, Truth, decimal

small = st.fractions(min_value=-20, max_value=20, max_denominator=6)
ends = st.none() | small | st.just(Fraction(0))
far = st.integers(0, 10**6)


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    low, high = draw(ends), draw(ends)
    if low is not None and high is not None and low > high:
        low, high = high, low
    return Interval(low, high)


@st.composite
def with_point(draw: st.DrawFn) -> tuple[Interval, Fraction]:
    """An interval and a value in it; open ends give values far out as well."""
    interval = draw(intervals())
    low, high = interval.low, interval.high
    if low is not None and high is not None:
        return interval, low + (high - low) * draw(st.fractions(0, 1, max_denominator=7))
    if low is not None:
        return interval, low + draw(far)
    if high is not None:
        return interval, high - draw(far)
    return interval, draw(st.sampled_from([-1, 1])) * Fraction(draw(far))


def has(interval: Interval, value: Fraction) -> bool:
    return interval.contains(Interval.exact(value))


@given(with_point(), with_point())
def test_arithmetic_holds_every_value(a: tuple[Interval, Fraction], b: tuple[Interval, Fraction]) -> None:
    (left, x), (right, y) = a, b
    assert has(left + right, x + y)
    assert has(left - right, x - y)
    assert has(left * right, x * y)
    assert has(-left, -x)
    assert has(abs(left), abs(x))
    assert has(left.hull(right), x)
    assert has(left.hull(right), y)
    if y:
        assert has(left / right, x / y)


@given(with_point(), st.integers(-5, 6))
def test_power_holds_every_value(a: tuple[Interval, Fraction], n: int) -> None:
    interval, x = a
    assume(x or n >= 0)
    assert has(interval.power(n), x**n)


@given(intervals(), intervals())
def test_bounded_products_are_tight(a: Interval, b: Interval) -> None:
    """Every finite end of a product is reached by ends of its operands, or is the zero of 0 times anything."""
    product = a * b
    corners = [x * y for x in (a.low, a.high) for y in (b.low, b.high) if x is not None and y is not None]
    for end in (product.low, product.high):
        assert end is None or end in corners or end == 0


def test_a_power_of_a_power_is_soon_everything() -> None:
    value = Interval(Fraction(10), Fraction(99))
    for _ in range(30):
        value = value.power(12)
    assert value.high is None and value.power(-12).high is None and ONE.power(12) == ONE


@given(intervals(), st.integers(1, 5))
def test_odd_powers_are_exact(a: Interval, n: int) -> None:
    odd = a.power(2 * n - 1)
    assert odd.low == (None if a.low is None else a.low ** (2 * n - 1))
    assert odd.high == (None if a.high is None else a.high ** (2 * n - 1))


@given(with_point(), with_point())
def test_answers_follow_the_points(a: tuple[Interval, Fraction], b: tuple[Interval, Fraction]) -> None:
    (left, x), (right, y) = a, b
    for answer, holds in (
        (left.equal(right), x == y),
        (left.below(right), x <= y),
        (left.strictly_below(right), x < y),
        (left.widened(Fraction(1)).equal(right), x == y),
    ):
        assert answer is Truth.MAYBE or (answer is Truth.YES) == holds


@given(intervals(), intervals())
def test_comparison_is_decided_when_it_can_be(a: Interval, b: Interval) -> None:
    assert (a.equal(b) is Truth.NO) == (not a.meets(b)) == (not b.meets(a))
    if a.is_exact and b.is_exact:
        assert Truth.MAYBE not in (a.equal(b), a.below(b), a.strictly_below(b))


def test_division_near_zero() -> None:
    two, five = Fraction(2), Fraction(5)
    ten = Interval.exact(10)
    assert ten / Interval(Fraction(-1), five) == EVERYTHING
    assert ten / ZERO == EVERYTHING
    assert ten / Interval(Fraction(0), five) == Interval(two, None)
    assert ten / Interval(-five, Fraction(0)) == Interval(None, -two)
    assert ten / Interval(Fraction(0), None) == Interval(Fraction(0), None)
    assert ten / Interval(five, None) == Interval(Fraction(0), two)
    assert ten / EVERYTHING == EVERYTHING


def test_products_with_open_ends() -> None:
    up, down = Interval(Fraction(0), None), Interval(None, Fraction(0))
    assert up * up == up
    assert up * down == down
    assert down * down == up
    assert up * EVERYTHING == EVERYTHING
    assert ZERO * EVERYTHING == ZERO
    assert Interval(Fraction(1), None) * Interval(None, Fraction(-1)) == Interval(None, Fraction(-1))
    assert EVERYTHING.power(0) == ONE


def test_truth_table() -> None:
    yes, maybe, no = Truth.YES, Truth.MAYBE, Truth.NO
    assert (yes & maybe, maybe & no, yes | maybe, maybe | no, ~yes, ~maybe) == (maybe, no, yes, maybe, no, maybe)


def test_empty_interval_is_refused() -> None:
    with pytest.raises(ValueError, match="empty"):
        Interval(Fraction(2), Fraction(1))


def test_decimals() -> None:
    assert [decimal(Fraction(n)) for n in ("48", "-1/8", "17600", "1/3", "123456789012345678901/10")] == [
        "48", "-0.125", "17600", "0.333333333333333", "12345678901234567890.1",
    ]  # fmt: skip


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6))
def test_a_decimal_is_exact(number: Decimal) -> None:
    assert Fraction(decimal(Fraction(number))) == Fraction(number)
    assert "E" not in decimal(Fraction(number))
