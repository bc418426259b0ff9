"""What may stand in an expression, and what is said of the rest."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.model.expression import (
    Binary,
    Call,
    Compare,
    ExpressionError,
    Name,
    Number,
    check_expression,
    parse_expression,
)


def test_tree() -> None:
    assert parse_expression("total == sum(part) * 0.1").root == Compare(
        Name("total"), (("==", Binary("*", Call("sum", (Name("part"),)), Number(Fraction(1, 10)))),)
    )


def test_line_breaks_and_indent_mean_nothing() -> None:
    assert parse_expression("  a ==\n  b").root == parse_expression("a == b").root


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("", 0), ("a ==", 4), ("a.b == 1", 0), ("a[0] == 1", 0), ("a == b if c else d", 0), ("lambda: 1", 0),
        ("f'{a}'", 0), ("a == 1e5", 5), ("a == 0x10", 5), ("a == 1_000", 5), ("a == 1j", 5), ("a == True", 5),
        ("a == .5is b", 5), ("a.5in b", 1), ("a == 1.or b", 5),
        ("a is b", 5), ("a not in b", 9), ("a // b", 0), ("a ** b == 1", 5), ("a ** 13 == 1", 5), ("a ** 0.5 == 1", 5),
        ("a == b # c", 7), ("a == '\\n'", 6), ("f(x=a)", 4), ("f(*a)", 2), ("(a, b) == c", 0), ("+a == 1", 0),
        ("a(b)(c)", 0), ("x := 1", 2), ("[a for a in b]", 0), ("a; b", 1), ("'中文' == a.b", 8), ("a" * 501, 500),
        ("a" + " + a" * 21, 0), ("not " * 22 + "a", 84),
    ],
)  # fmt: skip
def test_refused(text: str, position: int) -> None:
    with pytest.raises(ExpressionError) as raised:
        parse_expression(text)
    assert raised.value.position == position


def test_all_wrong_names_at_once() -> None:
    found = check_expression("totl == summ(part) + abs(part, 1) + '中' * prt", {"total", "part"})
    assert found == [
        (0, 'unknown name "totl"', "total"),
        (8, 'unknown function "summ"', "sum"),
        (21, "abs() takes 1 argument, not 2", None),
        (42, 'unknown name "prt"', "part"),
    ]
    assert check_expression("never", ()) == []
    assert check_expression("unit(x) in ('a', 'b') and not x < 1 <= -2", {"x"}) == []


@given(st.text(alphabet="ab1.+-*/()<=!'\" ,innotdr中\t"))
def test_any_text_is_checked_without_harm(text: str) -> None:
    for offset, message, _ in check_expression(text, {"a", "b"}):
        assert 0 <= offset <= len(text)
        assert message


@pytest.mark.parametrize("text", ["(" * 300, "-" * 400 + "a", "a" + "(a" * 200, "[" * 499])
def test_hostile_nesting_is_an_error(text: str) -> None:
    assert check_expression(text, {"a"})


def test_answers() -> None:
    assert parse_expression("a == b or whole(a)").answers
    assert not parse_expression("a + b").answers
    assert not parse_expression("a == b and sum(c)").answers
