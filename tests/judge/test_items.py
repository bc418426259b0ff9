"""Enumerations of words: how many members a list may have."""

from __future__ import annotations

import pytest

from checker.judge.items import enumerate_items

JOINS = ("和", "及", "与", "以及")


def count(text: str) -> tuple[int, int]:
    found = enumerate_items(text, JOINS).count
    assert found.low is not None and found.high is not None
    return int(found.low), int(found.high)


@pytest.mark.parametrize(
    "text, least, most",
    [
        ("甲镇、乙镇、丙镇", 3, 3),
        ("甲镇、乙镇和丙镇", 3, 3),
        ("甲镇和乙镇", 1, 2),  # 和 may stand inside one name
        ("道路和桥梁、水库、村校", 3, 4),
        ("“春风、夏雨”行动、乙行动", 2, 2),
        ("《甲、乙》、《丙》、《丁》", 3, 3),
        ("“甲”“乙”“丙”", 3, 3),
        ("甲", 1, 1),
    ],
)
def test_counts(text: str, least: int, most: int) -> None:
    low, high = count(text)
    assert low <= least and high == most


def test_the_inside_of_quotes_is_the_list() -> None:
    text = "“修路、通水、建校”"
    assert count(text) == (3, 3)
    assert [text[a:b] for a, b in enumerate_items(text, JOINS).members] == ["修路", "通水", "建校"]


def test_members_are_places_of_the_text() -> None:
    text = "甲镇、乙镇以及丙镇"
    assert [text[a:b] for a, b in enumerate_items(text, JOINS).members] == ["甲镇", "乙镇", "丙镇"]
