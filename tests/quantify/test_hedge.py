"""Hedges: the table of the design, and intervals that keep their order."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.lexicon import default_lexicon
from checker.model.interval import Interval
from checker.quantify import numbers, read
from checker.quantify.hedge import hedges_of

LEXICON = default_lexicon()
KINDS = ["", "about", "near", "over", "under", "at_least", "at_most"]


def ends(low: object, high: object) -> Interval:
    return Interval(None if low is None else Fraction(str(low)), None if high is None else Fraction(str(high)))


@pytest.mark.parametrize(
    "text, hedge, hard, expected",
    [
        ("1800余户", "over", (1800, None), (1800, 1900)),
        ("超5亿元", "over", (5 * 10**8, None), (5 * 10**8, 6 * 10**8)),
        ("60%以上", "over", (60, None), (60, 70)),
        ("近300万元", "near", (0, 3000000), (2700000, 3000000)),
        ("约1400人", "about", (1260, 1540), (1350, 1450)),
        ("2000人左右", "about", (1000, 3000), (1500, 2500)),
        ("不足30%", "under", (0, 30), (27, 30)),
        ("不少于100名", "at_least", (100, None), (100, None)),
        ("不超过3次", "at_most", (0, 3), (0, 3)),
        ("十几人", "some", (11, 19), (11, 19)),
        ("数百名", "some", (200, 999), (200, 999)),
        ("两三天", "between", (2, 3), (2, 3)),
        ("三四十个", "between", (30, 49), (30, 40)),
        ("过半", "half", ("1/2", 1), ("1/2", "3/5")),
        ("近三分之一", "near", (0, "1/3"), ("3/10", "1/3")),
        ("1/4以上", "over", ("1/4", None), ("1/4", "11/40")),
        ("百分之四十五左右", "about", ("40.5", "49.5"), ("44.1", "45.9")),
        ("不到一半", "half", (0, "1/2"), ("9/20", "1/2")),
        ("2400多万人", "over", (24000000, None), (24000000, 25000000)),
        ("约 300 人", "about", (200, 400), (250, 350)),
        ("≈107个", "about", ("96.3", "117.7"), ("104.86", "109.14")),
        ("35+个", "over", (35, None), (35, 36)),
        ("≥6家", "at_least", (6, None), (6, None)),
        ("超 3 万元", "over", (30000, None), (30000, 40000)),
    ],
)
def test_table_of_hedges(text: str, hedge: str, hard: tuple[object, object], expected: tuple[object, object]) -> None:
    (found,) = numbers(text, LEXICON)
    assert found.surface == text
    assert found.hedge == hedge
    assert (found.hard, found.expected) == (ends(*hard), ends(*expected))


@pytest.mark.parametrize(
    "text, low, high",
    [
        ("1.76万个", 17550, 17650),
        ("65.8%", "65.75", "65.85"),
        ("65%", "64.5", "65.5"),
        ("48所", 48, 48),
        ("5000名", 5000, 5000),
    ],
)
def test_unhedged_numbers_stand_for_what_rounds_to_them(text: str, low: object, high: object) -> None:
    (found,) = numbers(text, LEXICON)
    assert found.hard == found.expected == ends(low, high)


@given(st.integers(1, 10**7), st.sampled_from(KINDS))
def test_expected_lies_within_hard(value: int, kind: str) -> None:
    numeral = read(str(value))
    assert numeral is not None
    hard, expected = hedges_of(LEXICON).intervals(numeral, kind, rounded=False)
    assert hard.contains(expected)
    if kind not in ("near", "under"):
        assert hard.contains(Interval.exact(value))


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.sampled_from(["", "near", "over", "at_least", "at_most"]))
def test_bounds_grow_with_the_number(a: int, b: int, kind: str) -> None:
    low, high = sorted((a, b))
    hedges = hedges_of(LEXICON)
    first, second = (hedges.intervals(read(str(v)), kind, rounded=True)[0] for v in (low, high))  # type: ignore[arg-type]
    assert first.low is None or second.low is None or first.low <= second.low
    assert first.high is None or second.high is None or first.high <= second.high
