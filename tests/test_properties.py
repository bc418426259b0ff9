"""What must be true of all numbers: numerals keep their order and scale, and honest rounding is never accused."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from checker.api import Checker, load
from checker.model.interval import ZERO, Interval, Truth
from checker.quantify.numeral import Numeral, read

SCALES = {"万": 10**4, "亿": 10**8, "万亿": 10**12}
SMALL, CAPITAL = "零一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖"


def exact(text: str) -> Numeral:
    found = read(text)
    assert found is not None and found.number is not None, text
    return found


def below_10000(number: int, digits: str, places: str) -> str:
    """1..9999 in Chinese, by the book: one 零 for any run of zeros inside."""
    written, zero = "", False
    for i, digit in enumerate(f"{number:04d}"):
        if digit == "0":
            zero = bool(written)
        else:
            written += ("零" if zero else "") + digits[int(digit)] + (places[2 - i] if i < 3 else "")
            zero = False
    return written


def chinese(number: int, digits: str = SMALL, places: str = "十百千") -> str:
    """A whole number under 10^12 in Chinese; written here, so that reader and writer share nothing."""
    written = ""
    for worth, sign in ((10**8, "亿"), (10**4, "万"), (1, "")):
        group, number = divmod(number, worth)
        if group:
            gap = written and group < 1000
            written += ("零" if gap else "") + below_10000(group, digits, places) + sign
        elif written and number and not written.endswith("零") and worth > 1:
            written += "零"
    return written.replace("零零", "零") or "零"


numbers = st.one_of(st.integers(1, 99999), st.integers(1, 10**12 - 1))


# --- numerals -------------------------------------------------------------------------------------------------------


@settings(deadline=None)
@given(numbers)
def test_chinese_numerals_come_back(number: int) -> None:
    assert exact(chinese(number)).number == number


@settings(deadline=None)
@given(numbers)
def test_capitals_come_back(number: int) -> None:
    assert exact(chinese(number, CAPITAL, "拾佰仟")).number == number


@settings(deadline=None)
@given(numbers)
def test_digits_come_back_with_thousands_marks(number: int) -> None:
    assert exact(f"{number:,}").number == number
    assert exact(str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))).number == number


@settings(deadline=None)
@given(numbers, numbers)
def test_larger_numbers_read_larger(a: int, b: int) -> None:
    assume(a < b)
    for write in (str, chinese, lambda n: f"{n:,}"):
        low, high = exact(write(a)).number, exact(write(b)).number
        assert low is not None and high is not None and low < high


@settings(deadline=None)
@given(st.decimals(0, 10**6, places=3), st.decimals(0, 10**6, places=3))
def test_larger_decimals_read_larger_under_every_scale(a: Decimal, b: Decimal) -> None:
    assume(a < b)
    for scale in ("", *SCALES):
        low, high = exact(f"{a}{scale}").number, exact(f"{b}{scale}").number
        assert low is not None and high is not None and low < high


@settings(deadline=None)
@given(st.integers(1, 9999), st.sampled_from(["万", "亿"]))
def test_a_scale_word_multiplies_a_chinese_numeral(number: int, scale: str) -> None:
    assert exact(chinese(number) + scale).number == number * SCALES[scale]


@settings(deadline=None)
@given(st.decimals("0.001", 10**6, places=3), st.sampled_from(list(SCALES)))
def test_a_scale_word_multiplies_value_and_step(number: Decimal, scale: str) -> None:
    bare, scaled = exact(str(number)), exact(f"{number}{scale}")
    assert bare.number is not None
    assert scaled.number == bare.number * SCALES[scale]
    assert scaled.step == bare.step * SCALES[scale]


# --- intervals ------------------------------------------------------------------------------------------------------

fractions = st.fractions(-50, 50, max_denominator=8)


@st.composite
def nested(draw: st.DrawFn) -> tuple[Interval, Interval]:
    """An interval and one around it."""
    low, high = sorted((draw(fractions), draw(fractions)))
    more, less = (draw(st.none() | st.fractions(0, 9, max_denominator=4)) for _ in range(2))
    return Interval(low, high), Interval(None if less is None else low - less, None if more is None else high + more)


@settings(deadline=None)
@given(nested(), nested())
def test_wider_operands_give_wider_results(a: tuple[Interval, Interval], b: tuple[Interval, Interval]) -> None:
    assume(b[0] != ZERO)  # a quotient by exactly zero is not known: everything, wider than any
    for x, y in (
        (a[0] + b[0], a[1] + b[1]),
        (a[0] - b[0], a[1] - b[1]),
        (a[0] * b[0], a[1] * b[1]),
        (a[0] / b[0], a[1] / b[1]),
        (abs(a[0]), abs(a[1])),
        (a[0].power(3), a[1].power(3)),
        (a[0].power(2), a[1].power(2)),
    ):
        assert y.contains(x)


@settings(deadline=None)
@given(nested(), nested())
def test_what_must_hold_of_the_wide_holds_of_the_narrow(
    a: tuple[Interval, Interval], b: tuple[Interval, Interval]
) -> None:
    for compare in (Interval.equal, Interval.below, Interval.strictly_below):
        wide, narrow = compare(a[1], b[1]), compare(a[0], b[0])
        assert wide in (Truth.MAYBE, narrow)


@settings(deadline=None)
@given(nested(), nested())
def test_sum_and_product_do_not_mind_the_order(a: tuple[Interval, Interval], b: tuple[Interval, Interval]) -> None:
    for x, y in ((a[0], b[0]), (a[1], b[1])):
        assert x + y == y + x
        assert x * y == y * x
        assert (x - y) == -(y - x)


# --- honest rounding ------------------------------------------------------------------------------------------------


@cache
def checker() -> Checker:
    return load()


def rounded(value: Fraction, places: int) -> str:
    exactly = Decimal(value.numerator) / Decimal(value.denominator)
    return f"{exactly.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):f}"


def errors(text: str) -> list[str]:
    found = checker().check(text).findings
    return [f"{f.rule}: {f.message}" for f in found if f.severity in ("error", "warning")]


amounts = st.integers(10_001, 99_999_999)  # in 元
places = st.integers(1, 2)


@settings(max_examples=60, deadline=None)
@given(st.lists(amounts, min_size=2, max_size=4), places)
def test_a_rounded_sum_is_never_accused(parts: list[int], n: int) -> None:
    names = ("东区", "西区", "南区", "北区")
    listed = "、".join(
        f"{name}{rounded(Fraction(part, 10**4), n)}万元" for name, part in zip(names, parts, strict=False)
    )
    total = rounded(Fraction(sum(parts), 10**4), n)
    assert errors(f"全县共投入{total}万元，其中{listed}。") == []


@settings(max_examples=60, deadline=None)
@given(st.integers(50, 99_999), st.integers(1, 99_999), places)
def test_a_rounded_share_is_never_accused(whole: int, part: int, n: int) -> None:
    assume(part < whole)
    share = rounded(Fraction(100 * part, whole), n)
    assert errors(f"全县有教师{whole}人，其中女教师{part}人，占{share}%。") == []


@settings(max_examples=60, deadline=None)
@given(amounts, amounts, places)
def test_a_rounded_rate_is_never_accused(old: int, new: int, n: int) -> None:
    assume(old != new)
    a, b = (rounded(Fraction(x, 10**4), 2) for x in (old, new))
    assume(a != b)
    verb, to = ("增长", "增加到") if new > old else ("下降", "减少到")
    rate = rounded(abs(Fraction(100 * (new - old), old)), n)
    assert errors(f"投入由{a}万元{to}{b}万元，{verb}{rate}%。") == []


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 999), st.integers(2, 99_999))
def test_a_rounded_mean_is_never_accused(count: int, total: int) -> None:
    mean = rounded(Fraction(total, count), 2)
    assert errors(f"{count}所学校共投入{total}万元，校均{mean}万元。") == []
