"""The proof-reading sheet, as text and as a Word file."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from typing import Any

import pytest
from docx import Document as open_docx
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml.ns import qn
from fakes import PARTS, RIGHT, STYLE, WRONG, finding, place, quantity, school
from hypothesis import given, settings
from hypothesis import strategies as st
from snapshots import assert_snapshot

from checker.model.document import Anchor, Document, Note, Span
from checker.model.report import Finding, Location, Relation, Report, Suppressed
from checker.read import read_bytes
from checker.report import BINARY, REPORTERS, Checked, Failed, RuleCard, Run
from checker.width import width

CARDS = tuple(RuleCard(r.id, r.code, r.severity, r.title["zh"], r.kind, r.family) for r in (PARTS, STYLE))

TWO = (
    "# 全市用水\n\n全年用水360万吨；其中工业120万吨。\n\n农业用水200万吨，生活用水50万吨，共三类。\n另有消防用水3次。\n"
)


def two() -> Report:
    """A finding over two lines, an undecided relation, a number looked at alone, two that were not; one waived."""
    words = ("360万吨", "120万吨", "200万吨", "50万吨", "三类", "3次")
    numbers = tuple(quantity(i, TWO, word, str(i)) for i, word in enumerate(words))
    total, *parts = [place(TWO, word, "part") for word in words[:4]]
    found = finding(
        total, parts, message="分项之和370万吨\n与总数不符", steps=("120 + 200 + 50 = 370", "370 ≠ 360"),
        diagnosis="一个数字写错", suggestion="核对360万吨",
    )  # fmt: skip
    relations = (
        Relation(PARTS.id, "fails", None, found.steps, found.places, (0, 1, 2, 3)),
        Relation(
            PARTS.id, "abstains", "open-list", (), (place(TWO, "三类", "n"), place(TWO, "50万吨", "part")), (4, 3)
        ),
        Relation(STYLE.id, "holds", None, (), (place(TWO, "3次", "n"),), (5,)),
    )
    silent = Suppressed(finding(place(TWO, "3次", ""), [], rule=STYLE, message="宜写作三次"), "mark", "惯例", "a.md:6")
    notes = (Note("info", "没有写年份的日期按2024年理解"), Note("info", "一条图注没有读", 3))
    return Report(Document("a.md", TWO), numbers, relations, (found,), (silent,), notes)


def whole(lang: str = "zh", **more: Any) -> Run:
    return Run(
        documents=(Checked("送审/用水.md", two()), Checked("right.txt", school(RIGHT))),
        unreadable=(Failed("坏.pdf", "不是文本"),),
        rules=CARDS, skipped=((".png", 3),), version="0.1.0", lang=lang, ledger=True, **more,
    )  # fmt: skip


def text(run: Run) -> str:
    return REPORTERS["text"](replace(run, ledger=True))


def one(found: Finding, said: str) -> Run:
    return Run((Checked("a", Report(Document("a", said), (), (), (found,))),))


def word(run: Run) -> Any:
    return open_docx(io.BytesIO(BINARY["docx"](run)))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_whole_sheet(lang: str) -> None:
    assert_snapshot(f"sheet-{lang}.txt", text(whole(lang)))


def test_a_finding_is_told_with_its_sentences_and_a_blank_to_fill_in() -> None:
    lines = text(whole()).splitlines()
    at = lines.index("1. 错误　第 3 行第 5 字　分项之和应等于总数")
    assert lines[at + 1 : at + 10] == [
        "规则：fake-parts CHK991",
        "说明：分项之和370万吨 与总数不符",
        "原文：第 3 行：全年用水【360万吨】；其中工业「120万吨」。",
        "原文：第 5 行：农业用水「200万吨」，生活用水「50万吨」，共三类。",
        "核算：120 + 200 + 50 = 370；370 ≠ 360",
        "诊断：一个数字写错",
        "建议：核对360万吨",
        "处理：□ 改为＿＿＿＿　□ 原文无误，理由＿＿＿＿　□ 待核实",
        "",
    ]


def test_every_number_is_accounted_for() -> None:
    said = text(whole())
    assert "第 5 行第 10 字" not in said and "原因：" in said and "open-list" not in said  # in words
    assert "没有核对的数（1）" in said and "第 6 行：3次。" in said and "其中 1 个只单独看过" in said
    assert "第 1 行第 8 字：31 + 13 + 5 = 49；49 = 49 [fake-parts]" in said
    assert "按要求不报（1）" in said and "宜写作三次" not in said
    assert "宜写作三次 [fake-style] (标记 a.md:6：惯例)" in text(whole(show_suppressed=True))
    assert "第 3 行：一条图注没有读" in said and "坏.pdf：不是文本" in said and ".png 3" in said


def test_a_quiet_sheet_has_findings_and_checks_alone() -> None:
    said = text(whole(quiet=True))
    assert "小结" not in said and "没有写年份" not in said
    assert "1. 错误" in said and "核对相符（1）" in said and "坏.pdf：不是文本" in said


def test_places_are_pages_paragraphs_and_cells_where_a_file_has_those() -> None:
    total = place(WRONG, "48所", "total")
    document = Document("x", WRONG, anchors=((total.span, Anchor(page=3, paragraph=7)),))
    report = Report(document, school(WRONG).quantities, (), school(WRONG).findings)
    assert "1. 错误　第3页，第7段　分项之和应等于总数" in text(Run((Checked("x.pdf", report),)))
    assert "第3页，第7段：48所" in text(Run((Checked("x.pdf", report),)))


def test_numbers_of_another_document_name_it() -> None:
    other = Document("附表.txt", "单位\n街道 | 33所\n")
    there = Location(Span(8, 11), "33所", "cell", other)
    said = text(one(finding(place(WRONG, "48所", "n"), [there]), WRONG))
    assert "原文：附表.txt 第 2 行：街道 | 「33所」" in said


def test_a_place_where_something_is_missing_is_marked() -> None:
    gap = Location(Span(13, 13), "", "gap")
    assert WRONG[12:15] == "书室4"
    assert "原文：城关区有图书【】室48所" in text(one(finding(gap, []), WRONG))
    last = WRONG.index("册。") + 1
    assert "图书1.2万册【】。" in text(one(finding(replace(gap, span=Span(last, last)), []), WRONG))
    runs = [r.text for p in word(one(finding(gap, []), WRONG)).paragraphs for r in p.runs if r.font.highlight_color]
    assert runs == ["^"]


def test_neighbouring_numbers_are_marked_one_by_one() -> None:
    said = "甲乙两校各有3所4所，合计8所。"
    found = finding(place(said, "8所", ""), [place(said, "3所", ""), place(said, "4所", "")])
    assert "「3所」「4所」，合计【8所】" in text(one(found, said))


def test_the_summary_fits_a_page_however_many_documents_there_are() -> None:
    documents = tuple(
        Checked(f"很长的文件夹名字/又一层文件夹/第{i}号报告的送审稿.txt", school(WRONG)) for i in range(40)
    )
    failed = tuple(Failed(f"坏文件{i}.pdf", "不是文本") for i in range(30))
    for lang in ("zh", "en"):
        lines = text(Run(documents, failed, CARDS, lang=lang)).splitlines()
        last = lines[lines.index("小结" if lang == "zh" else "Summary") :]
        assert len(last) <= 40 and max(map(width, last)) <= 80
        assert any(
            line.startswith(("另有 28 个文件", "28 more")) and line.split()[-3:] == ["28", "0", "0"] for line in last
        )
        assert any(line.startswith(("合计", "Total")) and line.split()[-3:] == ["40", "0", "0"] for line in last)
        assert all(any(f.path in line for line in lines) for f in failed)


SAID = st.text("全区共有学校，。；\n ab12%“”（）\u0301\x1b\ufffe", min_size=1, max_size=300)


@settings(max_examples=60, deadline=None)
@given(SAID, st.data())
def test_any_text_fits_and_keeps_its_number(said: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(said) - 1))
    end = data.draw(st.integers(start, min(len(said), start + 12)))
    found = finding(Location(Span(start, end), said[start:end], "n"), [], message=said)
    sheet = text(one(found, said))
    assert max(map(width, sheet.splitlines())) <= 80 and "\x1b" not in sheet
    assert sheet.count("【") >= 2  # in the legend and in the sentence


def test_what_no_xml_can_hold_is_shown_as_such() -> None:
    said = "全区\x00有\ufffe学校\x1b48所\ud800。"
    made = word(one(finding(place(said, "48所", ""), [], message=said), said))
    assert any("有\ufffd学校\ufffd48所\ufffd。" in p.text for p in made.paragraphs)


def test_the_word_file_is_a_document_with_headings_a_table_and_marks() -> None:
    made = word(whole())
    heads = [(p.style.name, p.text) for p in made.paragraphs if p.style.name != "Normal"]
    assert heads[:4] == [
        ("Title", "数字核对校对单"), ("Heading 1", "送审/用水.md"), ("Heading 2", "问题（1）"),
        ("Heading 3", "1. 错误　第 3 行第 5 字　分项之和应等于总数"),
    ]  # fmt: skip
    assert heads[-1] == ("Heading 1", "小结")
    assert [[cell.text for cell in row.cells] for row in made.tables[1].rows][1][1:] == [
        "4",
        "4",
        "1",
        "0",
        "0",
        "0",
        "0",
    ]
    runs = [run for p in made.paragraphs for run in p.runs]
    assert [r.text for r in runs if r.font.highlight_color == WD_COLOR_INDEX.YELLOW] == ["360万吨"]
    assert [r.text for r in runs if r.underline] == ["120万吨", "200万吨", "50万吨"]
    assert any("□ 改为" in p.text for p in made.paragraphs)
    section = made.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    fields = [f.get(qn("w:instr")) for f in section.footer._element.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]
    for name in ("Normal", "Title", "Heading 1", "Heading 2", "Heading 3"):
        fonts = made.styles[name].element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) and fonts.get(qn("w:eastAsiaTheme")) is None


def test_the_word_file_says_what_the_text_says() -> None:
    """All but the marks and the breaks of lines."""
    made = word(whole())
    body = "".join("".join(t.text or "" for t in made.element.body.iter(qn("w:t"))).split())
    plain = "".join(re.sub("[─═【】「」]", "", "".join(text(whole()).splitlines()[4:])).split())
    legend = made.paragraphs[2].text
    assert body == "".join(("数字核对校对单由checker0.1.0生成，2条规则。", legend, plain))


def test_the_word_file_is_always_the_same_and_carries_no_time() -> None:
    data = BINARY["docx"](whole())
    assert data == BINARY["docx"](whole())
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"dcterms" not in re.sub(rb"xmlns:\w+=\S+", b"", packed.read("docProps/core.xml"))
    properties = word(whole()).core_properties
    assert (properties.author, properties.title) == ("checker", "数字核对校对单")
    assert properties.comments == properties.last_modified_by == ""


def test_our_own_reader_reads_the_word_file() -> None:
    document = read_bytes(BINARY["docx"](whole()), "校对单.docx")
    assert "全年用水360万吨；其中工业120万吨。" in document.text
    assert len(document.tables) == 3 and document.blocks[0].kind == "heading"


def test_an_empty_run_is_a_sheet() -> None:
    assert text(Run()).startswith("数字核对校对单\n") and word(Run()).paragraphs[0].text == "数字核对校对单"
    nothing = Run((Checked("空.txt", school("")),))
    assert "没有发现问题。" in text(nothing) and "空文件" in text(nothing)
