"""Numerals: exact, and the inverse of an independent writer (cn2an)."""

from __future__ import annotations

import random
from decimal import Decimal

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.quantify import numeral
from checker.quantify.numeral import read


@pytest.mark.parametrize(
    "text, number, step, round_step",
    [
        ("1.76万", 17600, 100, 100),
        ("5000", 5000, 1, 1000),
        ("1.50万", 15000, 100, 1000),
        ("3千5百", 3500, 100, 100),
        ("1万5千", 15000, 1000, 1000),
        ("1万5", 15000, 1000, 1000),
        ("2.3万亿", 2300000000000, 10**11, 10**11),
        ("5000万", 50000000, 10000, 10**7),
        ("1,234,567", 1234567, 1, 1),
        ("1亿2000万", 120000000, 10000, 10**7),
        ("一亿二", 120000000, 10000, 10**7),
        ("三百二", 320, 1, 10),
        ("三百零二", 302, 1, 1),
        ("两千万", 20000000, 10000, 10**7),
        ("廿三", 23, 1, 1),
        ("兩萬", 20000, 10000, 10000),
        ("壹佰贰拾万", 1200000, 10000, 10**5),
        ("百万", 1000000, 10000, 10**6),
        ("二〇二三", 2023, 1, 1),
    ],
)
def test_reads_number_and_steps(text: str, number: int, step: int, round_step: int) -> None:
    found = read(text)
    assert found is not None
    assert (found.number, found.step, found.round_step) == (number, step, round_step)


@pytest.mark.parametrize(
    "text, number", [("１２．５", "12.5"), ("三点五", "3.5"), ("0.83", "0.83"), ("一点零六万", "10600")]
)
def test_reads_decimals(text: str, number: str) -> None:
    found = read(text)
    assert found is not None
    assert found.number == Decimal(number)


@pytest.mark.parametrize(
    "text, low, high",
    [
        ("十几", 11, 19),
        ("几十", 20, 99),
        ("数百", 200, 999),
        ("数千万", 20000000, 99999999),
        ("两三", 2, 3),
        ("三四十", 30, 49),
        ("十七八", 17, 18),
        ("十几万", 110000, 199999),
        ("30几", 31, 39),
    ],
)
def test_reads_vague_numerals_as_bounds(text: str, low: int, high: int) -> None:
    found = read(text)
    assert found is not None
    assert found.number is None
    assert (found.low, found.high) == (low, high)


@pytest.mark.parametrize("text", ["", "点五", "点千千万", "一一", "三一", "百千", "零", "万一三四"])
def test_refuses_what_is_no_numeral(text: str) -> None:
    found = read(text)
    assert found is None or (text == "零" and found.number == 0)


def test_round_trips_of_chinese_numerals() -> None:
    """100,000 consecutive numbers and 25,000 large ones, written by cn2an."""
    draw = random.Random(7)
    numbers = list(range(1, 100_001)) + [draw.randrange(10**5, 10 ** draw.randint(6, 12)) for _ in range(25_000)]
    for number in numbers:
        text = cn2an.an2cn(str(number), "low")
        found = read.__wrapped__(text)
        assert found is not None and found.number == number, text


@given(st.from_regex(numeral._UNBROKEN, fullmatch=True))
def test_what_is_added_up_here_is_what_cn2an_says(text: str) -> None:
    assert numeral._sum(text) == numeral._by_cn2an(text)


def test_cn2an_is_asked_for_what_is_not_added_up_here(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(numeral, "_by_cn2an", asked.append)
    for text in ("一万", "五十万", "三百二十亿", "二十五万六千三百", "两百万", "百万"):
        assert read.__wrapped__(text) is not None, text
    assert asked == []
    texts = ["三万零五百", "十五万零三", "一亿二千万", "一万亿", "五百零二万", "零五万"]
    assert [read.__wrapped__(text) for text in texts] == [None] * len(texts)  # no answer here
    assert asked == texts


@given(st.integers(0, 10**12), st.integers(0, 4))
def test_round_trips_of_digits(value: int, places: int) -> None:
    text = f"{value}.{value % 10**places:0{places}d}" if places else str(value)
    found = read(text)
    assert found is not None
    assert found.number == Decimal(text)
    assert found.step == Decimal(1).scaleb(-places)


@given(st.integers(1, 99999), st.sampled_from([("万", 10**4), ("亿", 10**8), ("万亿", 10**12)]), st.integers(0, 3))
def test_scale_words_multiply_exactly(value: int, scale: tuple[str, int], places: int) -> None:
    digits = Decimal(value).scaleb(-places)
    found = read(f"{digits:f}{scale[0]}")
    assert found is not None
    assert found.number == digits * scale[1]
    assert found.step == Decimal(scale[1]).scaleb(-places)
