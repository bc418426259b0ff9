"""What a number is of: subject, scope, period, modality."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.lexicon import default_lexicon
from checker.model.quantity import Quantity
from checker.quantify import numbers

LEXICON = default_lexicon()
_DATES = ("year", "date", "range")


def measured(text: str) -> list[Quantity]:
    return [q for q in numbers(text, LEXICON) if q.kind not in _DATES]


@pytest.mark.parametrize(
    "text, subjects",
    [
        ("全省粮食总产量达到1200万吨。", ["全省粮食总产量"]),
        ("截至2023年底，公办幼儿园有128所，初中共86所。", ["公办幼儿园", "初中"]),
        ("货物进出口总额300亿元，增长5.2%。", ["货物进出口总额", "货物进出口总额"]),
        ("完成投资66000万元。", ["投资"]),
        ("学校120所。新增18所。", ["学校", ""]),
    ],
)
def test_subject(text: str, subjects: list[str]) -> None:
    assert [q.topic.subject for q in measured(text)] == subjects


@pytest.mark.parametrize(
    "text, scopes",
    [
        ("全省学校300所，其中农村120所、城镇180所。", ["全省", "全省 农村", "全省 农村 城镇"]),
        ("我国人口14亿人。全市人口300万人。", ["全国", "全市"]),
        ("全市贷款90亿元，占全省的3%。", ["全市", "全市"]),
        ("民办学校20所，学生3万人。", ["民办", ""]),
    ],
)
def test_scope(text: str, scopes: list[str]) -> None:
    found = [q.topic.scope for q in measured(text)]
    assert found[:2] == scopes[:2]


@pytest.mark.parametrize(
    "text, periods",
    [
        ("2024年，投资10亿元，增长5%。", ["2024", "2024"]),
        ("2024年一季度，投资10亿元。", ["2024Q1"]),
        ("2024年1—3月投资10亿元，3月当月4亿元。", ["2024-01/03", "2024-03"]),
        ("2024年上半年投资10亿元。", ["2024H1"]),
        ("2024年投资10亿元，比上年的9亿元增长11.1%。", ["2024", "2023", "2024"]),
        ("2024年3月5日发布。去年，投资9亿元。", ["2023"]),
        ("去年投资9亿元，比上年增长5%。", ["last", "last"]),
        ("2024年投资10亿元，比2021年增长5%。", ["2024", "2024"]),
        ("2023—2025年投资30亿元。", ["2023/2025"]),
        ("2024年投资10亿元。人口3万人。", ["2024", ""]),
    ],
)
def test_period(text: str, periods: list[str]) -> None:
    assert [q.topic.period for q in measured(text)] == periods


@pytest.mark.parametrize(
    "text, modalities",
    [
        ("计划投资10亿元，已完成8亿元。", ["plan", ""]),
        ("力争新增就业5万人。", ["target"]),
        ("预计接待游客30万人次。", ["forecast"]),
        ("投资8亿元，完成计划的80%。", ["", ""]),
        ("拟新建学校10所；现有学校90所。", ["plan", ""]),
    ],
)
def test_modality(text: str, modalities: list[str]) -> None:
    assert [q.topic.modality for q in measured(text)] == modalities


def test_dates_and_names_have_no_topic() -> None:
    assert all(q.topic.subject == "" for q in numbers("2024年3月5日，第三小学。", LEXICON))


@pytest.mark.parametrize(
    "text, role",
    [
        ("收入186亿元，比上年的175亿元增长6.3%。", "base"),
        ("收入186亿元，上年同期175亿元，增长6.3%。", "base"),
        ("与2010年普查的379785人相比。", "base"),
        ("占比的65%。", "share"),
    ],
)
def test_what_is_compared_with(text: str, role: str) -> None:
    assert role in [q.role for q in measured(text)]


@pytest.mark.parametrize(
    "text, role",
    [
        ("稻谷300千公顷，增加2千公顷。", "change"),
        ("稻谷300千公顷，新增2千公顷。", "level"),
        ("参保100万人。增加2万人。", "level"),
        ("90分以上为优秀，75分以上不足90分为良好。", "bound"),
    ],
)
def test_growth_that_goes_on(text: str, role: str) -> None:
    assert measured(text)[-1].role == role


@given(st.text("全县学校共有120所，。其中2024年底预计\n3月人", max_size=60))
def test_a_topic_is_that_of_its_sentence_whichever_is_asked_first(text: str) -> None:
    forwards, backwards = numbers(text, LEXICON), numbers(text, LEXICON)
    last_first = [q.topic for q in reversed(backwards)]
    assert [q.topic for q in forwards] == last_first[::-1]


def test_a_sentence_ends_the_topic_but_a_stop_inside_a_number_does_not() -> None:
    subjects = [q.topic.subject for q in measured("全县学校120所。18所在建。")]
    assert subjects == ["全县学校", ""]
