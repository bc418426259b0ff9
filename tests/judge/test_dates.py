"""The functions of assertions: each that the language has is there, and none fails on what it cannot read."""

from __future__ import annotations

import inspect
from fractions import Fraction
from typing import Any

import pytest

from checker.judge.binding import Series, operand
from checker.judge.dates import Functions
from checker.judge.expression import BASIC, compile_expression
from checker.model.expression import ARITY, TRUTHS
from checker.model.interval import EVERYTHING, Interval, Truth
from tests.judge.judging import lexicon, read, verdicts

FUNCTIONS = Functions(lexicon()).table()
OPEN = """
kind: prose
slots: {list: {items: true}, n: {role: level, kind: [quantity, name]}}
patterns: ['{list} @open_list? {n}']
unless: [{when: 'is_open(list) and count(list) < n', reason: open-list}]
assert: count(list) == n
"""


def value(text: str, **env: Any) -> Any:
    return compile_expression(text, FUNCTIONS).value(env)


def operands(text: str) -> list[Any]:
    return [operand(q) for q in read(text)[1]]


def test_every_function_of_the_language_is_there() -> None:
    assert {**BASIC, **FUNCTIONS}.keys() == ARITY.keys()
    assert set(ARITY) >= TRUTHS
    assert not BASIC.keys() & FUNCTIONS.keys()


@pytest.mark.parametrize("name", sorted(ARITY))
def test_each_takes_what_the_language_lets_it_have(name: str) -> None:
    signature = inspect.signature({**BASIC, **FUNCTIONS}[name])
    least, most = ARITY[name]
    for count in (least, least + 3 if most is None else most):
        signature.bind(*range(count))


@pytest.mark.parametrize("name", sorted(ARITY))
def test_what_is_not_known_accuses_nobody(name: str) -> None:
    least, _ = ARITY[name]
    if name == "lookup":
        found = value("lookup('weekday', x)", x=EVERYTHING)
    else:
        found = value(f"{name}({', '.join('x' * least)})", x=EVERYTHING)
    assert found is not Truth.NO
    if name in TRUTHS:
        assert value(f"not {name}({', '.join('x' * least)})", x=EVERYTHING) is not Truth.NO


def test_numbers_and_their_words() -> None:
    range_, plain = operands("参加人数为30至50人，其中女生20人。")
    assert value("low(x) == 30 and high(x) == 50", x=range_) is Truth.YES
    assert value("low(x) == 30", x=plain) is Truth.MAYBE
    assert value("low(x) == 3 and high(x) == 4", x=Interval(Fraction(3), Fraction(4))) is Truth.YES
    assert value("unit(x) == '人' and kind(x) == 'quantity' and dimension(x) == 'count:人'", x=plain) is Truth.YES
    assert value("text(x)", x=plain) == "20人"
    assert value("first(x) == 30", x=(plain,)) is Truth.NO


def test_a_word_of_what_is_not_bound_is_empty() -> None:
    assert value("kind(x) == '' and unit(x) == '' and noun(x) == ''", x=EVERYTHING) is Truth.YES


def test_series_and_lists() -> None:
    marks = Series(tuple(operands("一是修路，二是通水，四是建校。")))
    assert value("first(s) == 1 and last(s) == 4 and distinct(s) and ascending(s)", s=marks) is Truth.YES
    assert value("consecutive(s)", s=marks) is Truth.NO
    twice = (*operands("甲校20人，"), *operands("乙校20人。"))
    assert value("distinct(x)", x=twice) is Truth.NO


def test_is_open() -> None:
    assert verdicts(OPEN, "建成文化馆、图书馆、体育馆等5所。") == ["open-list"]
    assert verdicts(OPEN, "建成文化馆、图书馆、体育馆5所。") == ["fails"]
    assert verdicts(OPEN, "建成文化馆、图书馆、体育馆等2所。") == ["fails"]
