"""Columns on a screen."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from checker.width import clean, in_columns, pad, width, wrap


def test_chinese_takes_two_columns() -> None:
    assert (width("48所"), width("全角，"), width("e\u0301"), width("…“”─"), width("％")) == (4, 6, 1, 4, 2)
    assert pad("所", 4) == "所  "


def test_a_table() -> None:
    assert in_columns([("甲校", "1"), ("a", "22"), ("b", "")]) == ["甲校  1", "a     22", "b"]


def test_lines_end_at_good_places() -> None:
    assert wrap("其中小学三十一所，初中十三所", 18) == ["其中小学三十一所，", "初中十三所"]
    assert wrap("total 1234567 parts", 14) == ["total 1234567", "parts"]
    assert wrap("", 10) == [""]


@given(st.text(st.sampled_from("全区，。 ab12“”（）\u0301"), max_size=200), st.integers(4, 40))
def test_wrapping_loses_nothing_and_fits(text: str, columns: int) -> None:
    lines = wrap(text, columns)
    assert all(width(line) <= columns for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@given(st.text())
def test_clean_text_is_one_safe_line(text: str) -> None:
    assert len(clean(text).splitlines()) <= 1
    assert "\x1b" not in clean(text)
    assert clean(clean(text)) == clean(text)
