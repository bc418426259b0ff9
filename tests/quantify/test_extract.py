"""Extraction: one surface after another, and properties that hold for every text."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from checker.lexicon import default_lexicon
from checker.model.document import Document, Span
from checker.quantify import extract, numbers

LEXICON = default_lexicon()
ROOT = Path(__file__).parents[2]
TABLES = sorted((ROOT / "tests" / "data" / "numerals").glob("*.yaml"))


def kinds(text: str) -> list[tuple[str, str]]:
    return [(q.surface, q.kind) for q in numbers(text, LEXICON)]


@pytest.mark.parametrize(
    "text, found",
    [
        ("共有学校48所，学生1.76万人。", [("48所", "quantity"), ("1.76万人", "quantity")]),
        ("其中二、三、四网格17户", [("17户", "quantity")]),
        ("用3至5年建成100—150公里", [("3至5年", "range"), ("100—150公里", "range")]),
        ("投资2.5亿—3亿元", [("2.5亿—3亿元", "range")]),
        (
            "1-5月完成，2018年-2020年实施（2021-2025）",
            [("1-5月", "date"), ("2018年-2020年", "range"), ("2021-2025", "range")],
        ),
        ("占百分之三到五", [("百分之三到五", "range")]),
        ("气温-5℃，负3度", [("-5℃", "quantity"), ("负3度", "quantity")]),
        (
            "2023年9月18日，9月18日，2023-09-18，2023/9/18",
            [("2023年9月18日", "date"), ("9月18日", "date"), ("2023-09-18", "date"), ("2023/9/18", "date")],
        ),
        ("二〇二三年九月底", [("二〇二三年九月底", "date")]),
        ("下午3时30分到22:00", [("3时30分", "time"), ("22:00", "time")]),
        (
            "一季度、上半年、前三季度、前5个月",
            [("一季度", "date"), ("上半年", "date"), ("前三季度", "date"), ("前5个月", "date")],
        ),
        (
            "为期7天，两年半，一个半月，97周年",
            [("7天", "duration"), ("两年半", "duration"), ("一个半月", "duration"), ("97周年", "duration")],
        ),
        ("第三名和第22届", [("第三名", "ordinal"), ("第22届", "ordinal")]),
        ("市第十八小学和六〇一学校", [("第十八小学", "name"), ("六〇一", "name")]),
        ("统一思想，一体化推进，百年大计，千方百计，一方面", []),
        (
            "文号〔2023〕15号，热线12345热线，电话0715-8322999",
            [("〔2023〕15号", "identifier"), ("12345", "identifier"), ("0715-8322999", "identifier")],
        ),
        ("以2-0取胜，师生比1∶15", [("2-0", "identifier"), ("1∶15", "ratio")]),
        (
            "增长2倍，翻两番，三成，三分之二",
            [("2倍", "multiple"), ("两番", "doubling"), ("三成", "tenths"), ("三分之二", "fraction")],
        ),
        (
            "女子U12队，5G基站，“3+1”机制，“1455”工程",
            [("U12", "name"), ("5G", "name"), ("3+1", "name"), ("1455", "name")],
        ),
        ("“三年行动”（2025—2027年）", [("三年", "name"), ("2025—2027年", "range")]),
        ("百名干部、上百名干部、百余名干部", [("百名", "name"), ("上百名", "quantity"), ("百余名", "quantity")]),
        ("总投资6个亿", [("6个亿", "money")]),
        ("浓度28微克/立方米，单价8.5元/吨", [("28微克/立方米", "quantity"), ("8.5元/吨", "money")]),
        ("陆家庄的李陆军和队伍", []),
        ("今年前两个月，提前3个月", [("前两个月", "date"), ("3个月", "duration")]),
        ("歼-20飞机，气温-20℃", [("20", "name"), ("-20℃", "quantity")]),
        ("人数下降1.7万至23.3万人，增长5%至8%", [("1.7万", "quantity"), ("23.3万人", "quantity"), ("5%至8%", "range")]),
        ("翻一番，一番努力", [("一番", "doubling")]),
        ("iPhone 16发售，2024世界大会", [("16", "name"), ("2024", "year")]),
        ("2.4个和5.1个百分点", [("2.4个", "points"), ("5.1个百分点", "points")]),
        ("由2000万3000万元", [("2000万", "quantity"), ("3000万元", "money")]),
        ("约7百6万个", [("约7百", "quantity"), ("6万个", "quantity")]),
        ("节约 5 万元，3+1模式，1+X证书", [("5 万元", "money"), ("3+1", "name"), ("1+X", "name")]),
    ],
)
def test_finds_each_number_once(text: str, found: list[tuple[str, str]]) -> None:
    assert kinds(text) == found


@pytest.mark.parametrize(
    "text, style, number",
    [
        ("一是抓好。", "N是", 1),
        ("二要做好。", "N要", 2),
        ("第一，坚持。", "第N，", 1),
        ("（二）总体", "（N）", 2),
        ("（2）总体", "（0）", 2),
        ("3. 总体", "0.", 3),
        ("3、总体", "0、", 3),
        ("三、总体", "N、", 3),
        ("①总体", "①", 1),
        ("第二章 总则", "第N章", 2),
        ("贰 消除", "壹", 2),
        ("亮点1 走村", "亮点0", 1),
    ],
)
def test_markers_carry_style_and_number(text: str, style: str, number: int) -> None:
    found = numbers(text, LEXICON)[0]
    assert (found.kind, found.style, found.number) == ("marker", style, number)


@pytest.mark.parametrize(
    "text, number, unit, dimension",
    [
        ("6.138亿元", 613800000, "元", "currency:CNY"),
        ("1200人", 1200, "人", "count:人"),
        ("1200名", 1200, "名", "count:人"),
        ("5千瓦", 5, "千瓦", "power"),
        ("3000万千瓦时", 30000000, "千瓦时", "energy"),
        ("300公顷", 300, "公顷", "area"),
        ("350万标箱", 3500000, "标箱", "count:标箱"),
        ("20个百分点", 20, "个百分点", "points"),
        ("五大工程", 5, "大", "count:大"),
        ("1.2 亿元", 120000000, "元", "currency:CNY"),
    ],
)
def test_unit_and_scale(text: str, number: int, unit: str, dimension: str) -> None:
    found = numbers(text, LEXICON)[0]
    assert (found.number, found.unit, found.dimension) == (number, unit, dimension)


def test_digits_that_cannot_be_read_are_named() -> None:
    text = f"约1.{'3' * 60}个"
    assert kinds(text) == [(f"1.{'3' * 60}", "identifier")]


def test_number_keeps_its_unit_over_a_torn_line() -> None:
    text = "线路3条28\n\n公里,完工"
    document = Document("x", text, dropped=(Span(6, 8),))
    found = extract(document, LEXICON)[1]
    assert (found.number, found.unit, found.surface) == (28, "公里", "28\n\n公里")


def test_noun_names_the_thing_counted() -> None:
    assert numbers("清理33个罚款事项和5项许可", LEXICON)[0].noun == "罚款事项"


@pytest.mark.parametrize("path", TABLES, ids=lambda p: p.stem[:3])
def test_every_numeral_of_a_seed(path: Path) -> None:
    """The table was checked by eye; every run of numeral characters is in it, as a quantity or as none."""
    table = yaml.safe_load(path.read_text(encoding="utf-8"))
    text = (ROOT / "seeds" / table["seed"]).read_bytes().decode("utf-8-sig")
    rows = []
    for q in extract(Document("x", text), LEXICON):
        value = ",".join(format(p, "f") for p in q.parts) or ("" if q.number is None else format(q.number, "f"))
        rows.append([q.span.start, q.surface, q.kind, value, q.unit, q.role])
    assert rows == table["quantities"]
    inside = [range(start, start + len(surface)) for start, surface, *_ in table["quantities"]]
    for start, run, _ in table["not_numbers"]:
        assert text.startswith(run, start)
        assert not any(start in span for span in inside)


@given(
    st.text(
        alphabet="一二三十百千万亿两半0123456789.,-—至到第约近余多个人元%年月日、，。（）是同比增长“”A/: \n",
        max_size=60,
    )
)
def test_spans_are_in_order_and_say_what_stands_there(text: str) -> None:
    document = Document("x", text)
    at = 0
    for i, q in enumerate(extract(document, LEXICON)):
        assert q.index == i
        assert document.text[q.span.start : q.span.end] == q.surface
        assert q.span.start >= at
        assert q.span.start <= q.digits.start <= q.digits.end <= q.span.end
        assert q.hard.meets(q.expected)
        at = q.span.end


@given(st.text(alphabet="一二三1234万个人元\n", min_size=5, max_size=40), st.data())
def test_dropped_text_is_never_read(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    document = Document("x", text, dropped=(Span(start, end),))
    plain = [(q.number, q.unit, q.kind) for q in numbers(document.reading.text, LEXICON)]
    assert [(q.number, q.unit, q.kind) for q in extract(document, LEXICON)] == plain
    assert all(document.text[q.span.start : q.span.end] == q.surface for q in extract(document, LEXICON))


@pytest.mark.parametrize(
    "text",
    ["一" * 20000, "1" * 20000, "1," * 10000, "一、" * 10000, "“一" * 8000, "1-" * 10000, "约" * 20000, "<a" * 5000],
)
def test_long_odd_texts_are_read_in_linear_time(text: str) -> None:
    start = time.perf_counter()
    numbers(text, LEXICON)
    assert time.perf_counter() - start < 5
