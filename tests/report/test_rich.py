"""The report for people: snapshots at 80 columns, and laws that hold for any text."""

from __future__ import annotations

import re

import pytest
from fakes import PARTS, RIGHT, STYLE, WRONG, finding, place, school
from hypothesis import given, settings
from hypothesis import strategies as st
from snapshots import assert_snapshot

from checker.model.document import Document, Note, Span
from checker.model.report import Finding, Location, Relation, Report
from checker.report import REPORTERS, Checked, Failed, Run
from checker.report.rich import finding_text
from checker.width import width

BUDGET = (
    "全市一般公共预算收入完成128.6亿元，比上年增长6.2%；一般公共预算支出完成356.4亿元，增长3.9%，其中教育支出72.3亿元，"
    "社会保障和就业支出61.8亿元，卫生健康支出38.5亿元，农林水支出57.9亿元，城乡社区支出44.7亿元，交通运输支出21.6亿元，"
    "住房保障支出18.4亿元，文化旅游体育与传媒支出5.3亿元，其他支出46.9亿元，全年财政运行总体平稳，重点支出得到较好保障。"
)
WORKS = (
    "# 五大工程稳步推进\r\n\r\n今年实施五大工程。\r\n\r\n一是抓产业，引进项目12个；\r\n"
    "二是抓教育，新建学校3所；\r\n三是抓交通，改造公路28\r\n公里；\r\n四是抓环境。"
)


def one(text: str, *findings: Finding, notes: tuple[Note, ...] = (), source: str = "报告.txt") -> Checked:
    return Checked(source, Report(Document(source, text), (), (), findings, notes=notes))


def rich(*documents: Checked, lang: str = "zh", **more: object) -> str:
    return REPORTERS["rich"](Run(documents=documents, lang=lang, **more))  # type: ignore[arg-type]


def budget() -> Checked:
    parts = ("72.3亿元", "61.8亿元", "38.5亿元", "57.9亿元", "44.7亿元", "21.6亿元", "18.4亿元", "5.3亿元", "46.9亿元")
    steps = (" + ".join(p[:-2] for p in parts) + " = 367.4", "367.4 ≠ 356.4")
    found = finding(
        place(BUDGET, "356.4亿元", "total"),
        [place(BUDGET, p, "part") for p in parts],
        message="分项之和 367.4亿元 与总数 356.4亿元 不符，相差 11亿元",
        steps=steps,
        diagnosis="住房保障支出 18.4 可能应为 7.4",
    )
    return one(BUDGET, found, notes=(Note("info", "年份按标题取 2024 年", 1),), source="reports/预算.txt")


def works() -> Checked:
    marks = [place(WORKS, mark, "point") for mark in ("一是", "二是", "三是", "四是")]
    declared = finding(
        place(WORKS, "五大", "n"), marks, message="说“五大工程”，下面只有四点", steps=("4 ≠ 5",), severity="warning"
    )
    torn = finding(
        place(WORKS, "28\r\n公里", "length"),
        [place(WORKS, "12个", "long-name-of-a-slot"), place(WORKS, "3所", "n")],
        severity="info",
        rule=STYLE,
        message="写法前后不一",
        steps=(),
    )
    return one(WORKS, declared, torn, source="works.md")


def far() -> Checked:
    """Two places far from each other in one very long line, the second at its end."""
    text = "年末全区户籍人口52.3万人，" + "各项事业稳步推进，群众生活持续改善，" * 12 + "年末户籍人口为53.2万人"
    found = finding(
        place(text, "52.3万人", "first"),
        [place(text, "53.2万人", "second")],
        message="同一数据前后不一",
        steps=("523000 ≠ 532000",),
        diagnosis="两位数字颠倒",
    )
    return one(text, found)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_whole_report(lang: str) -> None:
    wrong = Checked("reports/wrong.txt", school(WRONG))
    right = Checked("reports/right.txt", school(RIGHT))
    failed = (Failed("reports/坏.pdf", "不是文本"),)
    text = rich(budget(), works(), wrong, right, lang=lang, unreadable=failed, skipped=((".png", 3), ("", 1)))
    assert_snapshot(f"rich-{lang}.txt", text)


def test_ledger() -> None:
    open_list = Relation(PARTS.id, "abstains", "open-list", (), (place(RIGHT, "49所", "total"),))
    report = school(RIGHT)
    report = Report(report.document, report.quantities, (*report.relations, open_list), ())
    assert_snapshot("rich-ledger.txt", rich(Checked("right.txt", report), ledger=True))


def test_far_places_are_cut() -> None:
    assert_snapshot("rich-far.txt", rich(far()))


def test_narrow() -> None:
    assert_snapshot("rich-narrow.txt", rich(budget(), width=48))


def test_nothing_found() -> None:
    text = rich(Checked("right.txt", school(RIGHT)))
    assert text.count("\n") <= 2
    assert "核对 4 个" in text and "1 处算对" in text


def test_quiet_says_findings_only() -> None:
    assert rich(Checked("right.txt", school(RIGHT)), quiet=True) == ""
    assert "每万字" not in rich(budget(), quiet=True)
    assert "年份按标题" not in rich(budget(), quiet=True)


def test_colour_changes_nothing_else() -> None:
    documents = (budget(), works(), far())
    plain, painted = rich(*documents), rich(*documents, colour=True)
    assert "\x1b[1;31m" in painted
    assert re.sub(r"\x1b\[[\d;]*m", "", painted) == plain


def test_a_document_cannot_write_to_the_terminal() -> None:
    text = "共\x1b[2J48所，\u202e其中\t街道31所。"
    found = finding(place(text, "48所", "total"), [place(text, "31所", "part")], message="a\x1b]0;b\x07\nc")
    shown = rich(one(text, found, notes=(Note("info", "\x1b[31m"),), source="a\x1b[1m.txt"))
    assert "\x1b" not in shown and "\u202e" not in shown and "\x07" not in shown


def test_underline_stands_below_its_number() -> None:
    lines = finding_text(school(WRONG).document, school(WRONG).findings[0]).splitlines()
    at = next(i for i, line in enumerate(lines) if "48所" in line and "│" in line)
    column = width(lines[at][: lines[at].index("48所")])
    assert lines[at + 1].index("^") == column
    assert lines[at + 1].count("^") == width("48所")
    assert lines[at + 2].index("total") == column


PIECES = ["全区", "共有", "48所", "31所", "，", "。", "；", "\n", "\r\n", " ", "A b", "％", "e\u0301", "“", "”", "\t"]


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=120),
    st.lists(
        st.tuples(st.integers(0, 400), st.integers(0, 12), st.sampled_from(["total", "part", "n", ""])), max_size=9
    ),
    st.sampled_from([40, 60, 80, 120]),
)
def test_any_text_fits(pieces: list[str], places: list[tuple[int, int, str]], columns: int) -> None:
    """Whatever the places are: no line is wider than asked, every marked character is shown and underlined."""
    text = "".join(pieces)
    spans = [(Span(s := min(start, len(text)), min(s + n, len(text))), label) for start, n, label in places]
    locations = [Location(span, text[span.start : span.end], label) for span, label in spans] or [
        Location(Span(0, 1), text[0], "total")
    ]
    found = finding(locations[0], locations[1:])
    shown = finding_text(Document("x", text), found, columns=columns)
    for line in shown.splitlines():
        assert width(line) <= columns, line
    excerpt = [line.split("│ ", 1)[1] for line in shown.splitlines() if "│ " in line]
    marked = {i for p in locations for i in range(p.span.start, p.span.end)}
    visible = sum(width(text[i]) for i in marked if not text[i].isspace())
    underlined = sum(line.count("^") + line.count("─") for line in excerpt)
    assert underlined >= visible
