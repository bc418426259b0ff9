"""Assertions over intervals: answers, functions, and the sums written for people."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.judge.expression import Compiled, compile_expression, show_like
from checker.judge.show import decimal_text, plain
from checker.model.expression import ExpressionError
from checker.model.interval import EVERYTHING, Interval, Truth
from tests.judge.operands import Op, op

YES, MAYBE, NO = Truth.YES, Truth.MAYBE, Truth.NO


def test_a_power_of_powers_ends() -> None:
    deep = "a"
    for _ in range(2):  # more are refused
        deep = f"({deep}) ** 12"
    for text in (f"{deep} == 1", f"{'9' * 400} ** 12 == a", f"{deep} < -1 / ({deep})"):
        compiled = compile_expression(text)
        assert compiled.truth({"a": op("48所")}) is not YES
        assert compiled.steps({"a": op("48所")}) and compiled.shown({"a": op("48所")})


def truth(text: str, **env: Any) -> Truth:
    return compile_expression(text).truth(env)


PARTS = (op("31所"), op("13所"), op("5所"))


@pytest.mark.parametrize(
    ("text", "env", "steps", "answer"),
    [
        ("total == sum(part)", {"total": op("48所"), "part": PARTS}, ("31 + 13 + 5 = 49", "49 ≠ 48"), NO),
        ("total == sum(part)", {"total": op("49所"), "part": PARTS}, ("31 + 13 + 5 = 49", "49 = 49"), YES),
        ("sum(part) <= total", {"total": op("48所"), "part": PARTS}, ("31 + 13 + 5 = 49", "49 > 48"), NO),
        (
            "share == part / whole",
            {"share": op("56.8%"), "part": op("28456人"), "whole": op("43238人")},
            ("28456 / 43238 = 65.81%", "65.81% ≠ 56.8%"),
            NO,
        ),
        (
            "share == part / whole",
            {"share": op("65.8%"), "part": op("28456人"), "whole": op("43238人")},
            ("28456 / 43238 = 65.81% ∈ [65.75%, 65.85%]",),
            MAYBE,
        ),
        (
            "signed(rate) == signed(delta) / (new - signed(delta))",
            {"rate": op("9.1%", 1), "delta": op("6000万元", 1), "new": op("66000万元")},
            ("6000 / (66000 - 6000) = 10%", "10% ≠ 9.1%"),
            NO,
        ),
        (
            "signed(rate) == signed(delta) / (new - signed(delta))",
            {"rate": op("9.1%", -1), "delta": op("60人", -1), "new": op("540人")},
            ("-60 / (540 - (-60)) = -10%", "-10% ≠ -9.1%"),
            NO,
        ),
        (
            "total == sum(part)",
            {"total": op("13000人", high=None), "part": (op("1.13万人"), op("1455人"), op("261人"))},
            ("1.13万 + 1455 + 261 = 13016 ∈ [13000, …)",),
            MAYBE,
        ),
        (
            "total == sum(part)",
            {"total": op("1.50亿元"), "part": (op("6000万元"), op("5000万元"))},
            ("6000万 + 5000万 = 1.1亿", "1.1亿 ≠ 1.50亿"),
            NO,
        ),
        ("a == b", {"a": op("5所"), "b": op("6所")}, ("5 ≠ 6",), NO),
        ("a == b", {"a": op("5.1%"), "b": op("5.12%")}, ("5.12% ∈ [5.05%, 5.15%]",), MAYBE),
        ("abs(d) == abs(b - a) / a", {"d": op("3.0%"), "a": op("50.0%"), "b": op("53.0%")},
         ("|53.0% - 50.0%| / 50.0% = 6%", "6% ≠ 3.0%"), NO),
        ("a == b and b == 1", {"a": op("2人"), "b": op("2人")}, ("2 ≠ 1",), NO),
        ("a == 1 or a == 2", {"a": op("2人")}, ("2 = 2",), YES),
        ("never", {}, (), NO),
        ("text(a) in ('人', '户')", {"a": op("2所")}, ("2所 ∉ {人, 户}",), NO),
    ],
)  # fmt: skip
def test_steps(text: str, env: dict[str, Any], steps: tuple[str, ...], answer: Truth) -> None:
    compiled = compile_expression(text)
    assert compiled.steps(env) == steps
    assert compiled.truth(env) is answer


def test_message_fields() -> None:
    env = {"total": op("48所"), "part": PARTS}
    assertion = compile_expression("total == sum(part)")
    assert (assertion.expected(env), assertion.gap(env)) == ("49", "1")
    assert compile_expression("sum(part)").shown(env) == "49"
    falling = {"rate": op("9.1%", -1), "delta": op("60人", -1), "new": op("540人")}
    assert compile_expression("signed(rate) == signed(delta) / (new - signed(delta))").expected(falling) == "10%"
    assert compile_expression("a == b").expected({"a": op("5所"), "b": op("6所")}) is None


def test_unknown_is_never_an_accusation() -> None:
    for text in ("a + 1 == 2", "a == 1", "a < 1", "a in b", "not a", "-a == 3", "1 / z == 5", "b == 'x'"):
        assert truth(text, a=None, b=7, z=Interval(Fraction(-1), Fraction(1))) is MAYBE
    assert truth("a == 1 and c == 2", a=None, c=3) is NO
    assert compile_expression("a * 2").value({"a": "text"}) == EVERYTHING


def test_texts_and_objects() -> None:
    day = datetime.date(2024, 3, 1)
    assert truth("a == '人'", a="人") is YES
    assert truth("a != '人'", a="人") is NO
    assert truth("'民币' in a", a="人民币") is YES
    assert truth("a < b <= c", a=day, b=day, c=day) is NO
    assert truth("a == b", a=(op("1人"), op("2人")), b=(op("1人"), op("2人"))) is YES
    assert truth("a == b", a=(1, 2), b=(1, 3)) is NO


def test_functions_are_handed_in() -> None:
    functions = {"weekday": lambda d: d.isoweekday(), "lookup": lambda table, key: {"x": 5}.get(key)}
    compiled = compile_expression("weekday(d) == lookup('week', word)", functions)
    assert compiled.truth({"d": datetime.date(2024, 3, 1), "word": "x"}) is YES
    assert compiled.truth({"d": datetime.date(2024, 3, 2), "word": "x"}) is NO
    assert compiled.truth({"d": datetime.date(2024, 3, 2), "word": "y"}) is MAYBE
    with pytest.raises(ExpressionError, match="weekday"):
        compile_expression("weekday(d) == 1")
    with pytest.raises(KeyError):
        compiled.truth({})


@dataclass(frozen=True)
class Listed:
    count: Interval


def test_basic_functions() -> None:
    some = (op("3人"), op("4人"), op("4人"))
    assert truth("count(a) == 3 and min(a) == 3 and max(a) == 4 and avg(a) == 11 / 3", a=some) is YES
    assert truth("max(a, 9) == 9", a=some) is YES
    assert truth("count(a) == 2", a=Listed(Interval.exact(2))) is YES
    assert truth("whole(a)", a=op("3人")) is YES
    assert truth("whole(a)", a=Op("3.5人", Interval.exact(Fraction(7, 2)))) is NO
    assert truth("whole(a)", a=op("3.0人")) is MAYBE
    assert truth("whole(a)", a=op("3.25人")) is NO
    assert truth("decimals(a) == 2 and value(a) == 3.25 and within(a, 3, 4)", a=op("3.25人")) is YES
    assert truth("signed(a) == -6", a=op("6人", -1)) is YES
    assert truth("avg(a) == 1", a=()) is MAYBE


@dataclass(frozen=True)
class Point:
    """An operand with one of its values chosen."""

    operand: Op
    value: Fraction


@st.composite
def points(draw: st.DrawFn) -> Point:
    low = draw(st.fractions(-9, 9, max_denominator=4))
    width = draw(st.fractions(0, 3, max_denominator=4))
    interval = Interval(low, low + width)
    value = low + width * draw(st.fractions(0, 1, max_denominator=3))
    return Point(Op("x", interval, draw(st.sampled_from([0, 1, -1]))), value)


expressions = st.recursive(
    st.sampled_from(["a", "b", "c", "2", "0.5"]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "-", "*", "/"]), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        inner.map(lambda t: f"(-{t})"),
        inner.map(lambda t: f"abs({t})"),
        st.tuples(inner, st.integers(-2, 3)).map(lambda t: f"({t[0]} ** {t[1]})"),
        st.tuples(st.sampled_from(["sum", "min", "max", "avg"]), inner, inner).map(lambda t: f"{t[0]}({t[1]}, {t[2]})"),
    ),
    max_leaves=6,
)
PYTHON = {
    "sum": lambda *v: sum(v, Fraction(0)),
    "min": min,
    "max": max,
    "avg": lambda *v: Fraction(sum(v)) / len(v),
    "abs": abs,
}


@given(expressions, points(), points(), points())
def test_values_hold_every_point(text: str, a: Point, b: Point, c: Point) -> None:
    """Whatever values the operands really have, the result is in the interval, and the answer does not deny it."""
    numbers = {"a": a.value, "b": b.value, "c": c.value}
    exact = text.replace("0.5", "(half)").replace("2)", "2)")
    try:
        # Only this test evaluates text, and only text that it made itself.
        result = eval(exact.replace("2", "two").replace("** two", "** 2").replace("** -two", "** -2"),
                      {**PYTHON, **numbers, "half": Fraction(1, 2), "two": Fraction(2)})  # fmt: skip
    except ZeroDivisionError:
        return
    env = {"a": a.operand, "b": b.operand, "c": c.operand, "r": Interval.exact(result)}
    value = compile_expression(text).value(env)
    interval = value.interval if isinstance(value, Op) else value
    assert interval.contains(Interval.exact(result))
    compiled: Compiled = compile_expression(f"r == {text}")
    assert compiled.truth(env) is not NO
    assert compiled.steps(env)


@given(st.fractions(max_denominator=1000), st.integers(0, 6))
def test_decimal_text_is_nearest(value: Fraction, places: int) -> None:
    assert abs(Fraction(decimal_text(value, places)) - value) <= Fraction(1, 2 * 10**places)


def test_showing() -> None:
    assert plain(Fraction(1, 3)) == "0.3333"
    assert plain(Fraction(1, 30000)) == "0.00003333"
    assert plain(Fraction(-5, 2)) == "-2.5"
    assert show_like(Fraction(2, 3), op("66.67%")) == "66.667%"
    assert show_like(Fraction(2, 3), op("67%")) == "66.67%"
    assert show_like(Fraction(123450000), op("6.1亿元")) == "1.2345亿"
    assert show_like(Fraction(49), op("48所")) == "49"
