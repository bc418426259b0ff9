"""Word files: the text as shown, its structure and its places."""

from __future__ import annotations

import io
import sys
import time
import zipfile
from pathlib import Path

import pytest
import word
from word import body, element, item, run, saved

from checker.api import Checker, load
from checker.model.document import Document
from checker.read import ReadError, read_bytes, read_path
from checker.read.wordnumbers import written
from read.words import WORDS

FLAWED = Path(__file__).parents[1] / "data" / "flawed" / "flawed.md"


def read(document: object) -> Document:
    data = document if isinstance(document, bytes) else saved(document)
    return read_bytes(data, "a.docx", words=WORDS)


def lines(document: object) -> list[str]:
    return read(document).text.rstrip("\n").split("\n")


@pytest.fixture(scope="module")
def checker() -> Checker:
    return load()


# the same report, twice ----------------------------------------------------------------------------------------


def test_word_and_markdown_give_the_same_findings(checker: Checker) -> None:
    text = FLAWED.read_text(encoding="utf-8")
    markdown = checker.check_bytes(text.encode(), source="a.md")
    word_ = checker.check_bytes(word.of_markdown(text), source="a.docx")

    def said(report: object) -> list[tuple[object, ...]]:
        return sorted(
            (f.rule, f.severity, f.message, f.primary.text, [p.text for p in f.related], f.fingerprint)
            for f in report.findings  # type: ignore[attr-defined]
        )

    assert said(markdown) == said(word_) and len(word_.findings) > 40
    assert (markdown.seen, markdown.bound) == (word_.seen, word_.bound)
    shown = word_.document.text
    assert all(shown[slice(*q.span)] == q.surface for q in word_.quantities)
    # Corresponding places: as many numbers stand before each.
    for report in (markdown, word_):
        starts = [q.span.start for q in report.quantities]
        assert starts == sorted(starts)
    order = [[sum(q.span.start < f.primary.span.start for q in r.quantities) for f in r.findings] for r in
             (markdown, word_)]  # fmt: skip
    assert sorted(order[0]) == sorted(order[1])


# paragraphs ----------------------------------------------------------------------------------------------------


def test_paragraphs_tabs_breaks_hyphens_and_empty_lines() -> None:
    inside = "<w:t>共48</w:t><w:tab/><w:t>所</w:t><w:br/><w:t>另有3</w:t><w:softHyphen/><w:t>所</w:t>"
    inside += "<w:noBreakHyphen/><w:t>新</w:t>"
    assert lines(body(f"<w:p><w:r>{inside}</w:r></w:p>", "<w:p/>", f"<w:p>{run('末')}</w:p>")) == [
        "共48\t所", "另有3所-新", "", "末",
    ]  # fmt: skip


def test_tracked_changes_controls_links_and_hidden_text() -> None:
    paragraph = (
        f"<w:p>{run('共')}<w:del w:id='1'><w:r><w:delText>47</w:delText></w:r></w:del>"
        f"<w:ins w:id='2'>{run('48')}</w:ins>"
        f"<w:sdt><w:sdtPr/><w:sdtContent>{run('所')}</w:sdtContent></w:sdt><w:hyperlink r:id='rId1'>{run('学校')}"
        "</w:hyperlink><w:r><w:rPr><w:vanish/></w:rPr><w:t>不见</w:t></w:r>"
        f"<w:smartTag>{run('。')}</w:smartTag></w:p>"
    )
    control = f"<w:sdt><w:sdtContent><w:p>{run('控件里的段落')}</w:p></w:sdtContent></w:sdt>"
    moved = f"<w:p><w:moveFrom w:id='3'>{run('旧处')}</w:moveFrom><w:moveTo w:id='4'>{run('新处')}</w:moveTo></w:p>"
    torn = f"<w:p><w:pPr><w:rPr><w:del w:id='5'/></w:rPr></w:pPr>{run('前半')}</w:p>"
    text = lines(body(paragraph, control, moved, torn, f"<w:p>{run('后半')}</w:p>"))
    assert text == ["共48所学校。", "控件里的段落", "新处", "前半后半"]


def test_fields_show_their_result() -> None:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    code = "<w:r><w:instrText>REF _a 5 </w:instrText></w:r>"
    one = f"<w:p>{run('见表')}{mark('begin')}{code}{run('6')}{mark('separate')}{run('3')}{mark('end')}{run('。')}</w:p>"
    two = f"<w:p><w:fldSimple w:instr='PAGE'>{run('12')}</w:fldSimple></w:p>"
    broken = f"<w:p>{mark('begin')}{code}</w:p>"
    assert lines(body(one, two, broken, f"<w:p>{run('还在')}</w:p>")) == ["见表3。", "12", "", "还在"]


def test_contents_are_not_bound() -> None:
    entry = "<w:r><w:fldChar w:fldCharType='{}'/></w:r>"
    first = (
        f"<w:p>{entry.format('begin')}<w:r><w:instrText>TOC \\o </w:instrText></w:r>{entry.format('separate')}"
        f"{run('一、基本情况')}<w:r><w:tab/></w:r>{run('1')}</w:p>"
    )
    second = f"<w:p>{run('二、主要成效')}{run('2')}</w:p>"
    document = read(body(first, second, f"<w:p>{entry.format('end')}</w:p>", f"<w:p>{run('正文共48所。')}</w:p>"))
    assert [b.kind for b in document.blocks] == ["meta", "meta", "paragraph"]
    assert document.reading.text.strip() == "正文共48所。"


def test_text_boxes_come_once_after_their_paragraph() -> None:
    box = f"<w:txbxContent><w:p>{run('框内共3项')}</w:p></w:txbxContent>"
    shape = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:wsp><wps:txbx>"
        f"{box}</wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{box}"
        "</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    document = read(body(f"<w:p>{run('前')}{shape}{run('后')}</w:p>", f"<w:p>{run('下一段')}</w:p>"))
    assert document.text == "前后\n框内共3项\n下一段\n"
    assert [anchor.paragraph for _, anchor in document.anchors] == [1, 1, 2]


def test_notes_come_after_the_body() -> None:
    mark = "<w:r><w:{}Reference w:id='{}'/></w:r>"
    document = body(
        f"<w:p>{run('共48所')}{mark.format('footnote', 2)}{run('。')}{mark.format('endnote', 4)}</w:p>",
        f"<w:p>{run('末段')}</w:p>",
    )
    data = word.with_notes(saved(document), "footnote", {1: "没有引用", 2: "含分校3所。"})
    data = word.with_notes(data, "endnote", {4: "尾注。"})
    assert lines(data) == ["共48所。", "末段", "含分校3所。", "尾注。"]
    assert [a.paragraph for _, a in read(data).anchors] == [1, 2, 1, 1]


# headings and numbering ----------------------------------------------------------------------------------------


def test_headings_by_style_and_outline_level() -> None:
    document = word.blank()
    document.add_heading("青禾县农业工作总结", 0)
    document.add_heading("一、基本情况", 1)
    document.add_paragraph("全县共有村委会48个。")
    own = document.styles.add_style("标题 2", 1)
    own.base_style = document.styles["Normal"]
    document.add_paragraph("（一）粮食", style="标题 2")
    document.add_paragraph("总产36.5万吨。")
    last = document.add_paragraph("（二）蔬菜")
    last._p.get_or_add_pPr().append(element('<w:outlineLvl w:val="1"/>'))
    document.add_paragraph("总产12.1万吨。")
    found = [(b.level, b.marker) for b in read(document).blocks if b.kind == "heading"]
    assert found == [(1, ""), (2, "一、"), (3, "（一）"), (3, "（二）")]


def test_without_styles_headings_are_known_by_their_shape() -> None:
    texts = ["青禾县水利工作总结", "一、基本情况", "全县共有水库48座。", "二、主要成效", "新建水渠12公里。"]
    found = [b for b in read(body(*(f"<w:p>{run(t)}</w:p>" for t in texts))).blocks if b.kind == "heading"]
    assert [(b.level, b.marker) for b in found] == [(1, ""), (2, "一、"), (2, "二、")]


def test_a_paragraph_in_a_heading_style_is_no_heading() -> None:
    document = word.blank()
    document.add_heading("小结", 1)
    document.add_heading("全县共有村委会48个，其中山区31个、平原17个。" * 4, 2)
    assert [b.kind for b in read(document).blocks] == ["heading", "paragraph"]


def test_numbering_is_part_of_the_text() -> None:
    styles = [("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."),
              ("decimalEnclosedCircle", "%4"), ("decimal", "%3.%5")]  # fmt: skip
    order = [0, 1, 1, 2, 2, 3, 3, 4, 0, 1, 2]
    document = body(*(item(f"文{i}", level) for i, level in enumerate(order)))
    word.numbered(document, styles)
    assert lines(document) == [
        "一、文0", "（一）文1", "（二）文2", "1. 文3", "2. 文4", "①文5", "②文6", "2.1 文7", "二、文8",
        "（一）文9", "1. 文10",
    ]  # fmt: skip


def test_numbering_restarts_and_goes_on() -> None:
    again = (
        '<w:num w:numId="8"><w:abstractNumId w:val="5"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
        "</w:lvlOverride></w:num>"
    )
    blocks = [item("甲"), item("乙"), item("丙", 0, 8), item("丁", 0, 8), item("戊"), f"<w:p>{run('无')}</w:p>"]
    document = body(*blocks, item("没有", 0, 0), item("没有", 0, 99))
    word.numbered(document, [("decimal", "%1)")], nums=again)
    assert lines(document) == ["1) 甲", "2) 乙", "1) 丙", "2) 丁", "3) 戊", "无", "没有", "没有"]


def test_numbers_of_heading_styles() -> None:
    document = word.blank()
    for text, level in (("基本情况", 1), ("粮食", 2), ("蔬菜", 2), ("主要成效", 1), ("道路", 2)):
        document.add_heading(text, level)
        document.add_paragraph("全县共有48处。")
    word.numbered(document, [("chineseCounting", "%1、"), ("chineseCounting", "（%2）")])
    for level in (1, 2):
        style = document.styles[f"Heading {level}"].element
        style.get_or_add_pPr().append(
            element(f'<w:numPr><w:ilvl w:val="{level - 1}"/><w:numId w:val="7"/></w:numPr>')
        )  # fmt: skip
    done = read(document)
    heads = [(b.level, b.marker, done.text[slice(*b.span)]) for b in done.blocks if b.kind == "heading"]
    assert heads == [
        (1, "一、", "一、基本情况"), (2, "（一）", "（一）粮食"), (2, "（二）", "（二）蔬菜"),
        (1, "二、", "二、主要成效"),
        (2, "（一）", "（一）道路"),
    ]  # fmt: skip


def test_bullets_are_items_without_a_text() -> None:
    document = word.blank()
    for text in ("新增学位2400个；", "招聘教师150名。"):
        document.add_paragraph(text, style="List Bullet")
    assert [(b.kind, b.level, b.marker) for b in read(document).blocks] == [("item", 1, "•")] * 2
    assert lines(document) == ["新增学位2400个；", "招聘教师150名。"]


@pytest.mark.parametrize(
    "form, shown",
    [
        ("chineseCountingThousand", "一 十 十一 二十 一百零一 一百一十 一千零二十"),
        ("japaneseCounting", "一 十 十一 二十 一百零一 一百一十 一千零二十"),
        ("ideographTraditional", "甲 癸 甲 癸 甲 癸 癸"),
        ("ideographZodiac", "子 酉 戌 未 辰 丑 亥"),
        ("ideographDigital", "一 一〇 一一 二〇 一〇一 一一〇 一〇二〇"),
        ("chineseLegalSimplified", "壹 壹拾 壹拾壹 贰拾 壹佰零壹 壹佰壹拾 壹仟零贰拾"),
        ("lowerLetter", "a j k t wwww fffff 1020"),
        ("lowerRoman", "i x xi xx ci cx mxx"),
        ("decimalEnclosedCircle", "① ⑩ ⑪ ⑳ 101 110 1020"),
        ("decimalEnclosedParen", "⑴ ⑽ ⑾ ⒇ (101) (110) (1020)"),
        ("decimalFullWidth", "１ １０ １１ ２０ １０１ １１０ １０２０"),
        ("decimalZero", "01 10 11 20 101 110 1020"),
        ("ordinal", "1st 10th 11th 20th 101st 110th 1020th"),
        ("unheard", "1 10 11 20 101 110 1020"),
    ],
)
def test_formats_of_numbers(form: str, shown: str) -> None:
    assert " ".join(written(n, form) for n in (1, 10, 11, 20, 101, 110, 1020)) == shown


# tables --------------------------------------------------------------------------------------------------------


def test_cells_have_exact_spans_and_names() -> None:
    document = word.blank()
    document.add_paragraph("表1 各镇学校情况")
    document.add_paragraph("单位：所")
    word.table(document, [["乡镇", "学校"], ["云岭镇", "12"], ["合计", ""]])
    done = read(document)
    table = done.tables[0]
    text = done.text
    assert [text[slice(*c.span)] for c in table.cells] == ["乡镇", "学校", "云岭镇", "12", "合计", ""]
    assert [text[slice(*s)] for s in (table.caption, table.unit) if s] == ["表1 各镇学校情况", "单位：所"]
    assert [b.kind for b in done.blocks] == ["caption", "caption", "table"]
    assert text[slice(*table.span)] == "| 乡镇 | 学校 |\n| 云岭镇 | 12 |\n| 合计 | |".replace("| |", "|  |")
    cells = {text[slice(*span)]: anchor.cell for span, anchor in done.anchors if anchor.cell}
    assert cells["12"] == "table 1, row 2, column 2"


def test_merged_cells_are_read_once() -> None:
    document = word.blank()
    made = word.table(
        document,
        [["乡镇", "学校", "", "合计"], ["", "小学", "初中", ""], ["云岭", "3", "2", "5"], ["白塔", "4", "1", "5"]],
    )
    made.cell(0, 0).merge(made.cell(1, 0))
    made.cell(0, 1).merge(made.cell(0, 2))
    made.cell(0, 3).merge(made.cell(1, 3))
    table = read(document).tables[0]
    assert [(c.row, c.column, c.rows, c.columns) for c in table.cells if c.header] == [
        (0, 0, 2, 1), (0, 1, 1, 2), (0, 3, 2, 1), (1, 1, 1, 1), (1, 2, 1, 1),
    ]  # fmt: skip
    assert table.header_rows == 2 and len(table.cells) == 13


def test_rows_over_the_whole_width_are_no_rows_of_the_table() -> None:
    document = word.blank()
    made = word.table(
        document, [["各镇学校情况（单位：所）", ""], ["乡镇", "学校"], ["云岭", "3"], ["注：不含分校", ""]]
    )
    made.cell(0, 0).merge(made.cell(0, 1))
    made.cell(3, 0).merge(made.cell(3, 1))
    done = read(document)
    table = done.tables[0]
    assert table.header_rows == 2 and [c.row for c in table.cells] == [1, 1, 2, 2]
    assert table.unit and done.text[slice(*table.unit)].startswith("单位：所")


def test_a_table_is_checked_with_its_places(checker: Checker) -> None:
    document = word.blank()
    word.table(document, [["乡镇", "学校"], ["云岭镇", "12"], ["白塔乡", "9"], ["石桥乡", "7"], ["合计", "29"]])
    report = checker.check_bytes(saved(document), source="a.docx")
    assert [f.primary.text for f in report.findings] == ["29"]


def test_nested_tables_follow_the_outer_one() -> None:
    document = word.blank()
    made = word.table(document, [["甲", "乙"], ["丙", "丁"]])
    inner = made.cell(1, 1).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "内1", "内2"
    done = read(document)
    assert len(done.tables) == 2 and done.text.index("内1") > done.tables[0].span.end
    inside = "table 1, row 2, column 2, table 1"
    names = [anchor.cell for _, anchor in done.anchors if anchor.cell and inside in anchor.cell]
    assert names == [f"{inside}, row 1, column {c}" for c in (1, 2)]


def test_a_table_of_one_column_is_a_frame_around_text() -> None:
    document = word.blank()
    document.add_table(1, 1).cell(0, 0).text = "全区共有中小学48所，其中小学31所、初中12所、高中5所。"
    done = read(document)
    assert not done.tables and [b.kind for b in done.blocks] == ["paragraph"]
    assert done.anchors[0][1].cell == "table 1, row 1, column 1"


# files that cannot be read --------------------------------------------------------------------------------------

GOOD = saved(body(f"<w:p>{run('正文')}</w:p>"))
MAIN = "word/document.xml"
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + f"]><w:document {word.SPACES}><w:body><w:p><w:r><w:t>&i;</w:t></w:r></w:p></w:body></w:document>"
).encode()
OUTSIDE = LAUGHS.replace(b'<!ENTITY a "aaaaaaaaaa">', b'<!ENTITY i SYSTEM "file:///etc/passwd">')
DEEP = f"<w:document {word.SPACES}><w:body>{'<w:sdt>' * 5000}{'</w:sdt>' * 5000}</w:body></w:document>".encode()


def bomb(size: int) -> bytes:
    return word.with_parts(GOOD, {MAIN: b" " * size})


@pytest.mark.parametrize(
    "data, code",
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old-office"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "locked"),
        (b"<html>no word</html>", "not-zip"),
        (GOOD[: len(GOOD) // 2], "damaged-zip"),
        (b"PK\x03\x04" + bytes(100), "damaged-zip"),
        (word.with_parts(GOOD, {MAIN: None}), "no-main-part"),
        (word.with_parts(GOOD, {MAIN: b"<w"}), "bad-xml"),
        (word.with_parts(GOOD, {MAIN: b""}), "bad-xml"),
        (word.with_parts(GOOD, {MAIN: b"<workbook/>"}), "not-word"),
        (word.with_parts(GOOD, {MAIN: LAUGHS}), "entities"),
        (word.with_parts(GOOD, {MAIN: OUTSIDE}), "entities"),
        (word.with_parts(GOOD, {MAIN: DEEP}), "bad-xml"),
        (bomb(20 << 20), "zip-bomb"),
    ],
)
def test_what_cannot_be_read_is_said(data: bytes, code: str) -> None:
    began = time.perf_counter()
    with pytest.raises(ReadError) as caught:
        read(data)
    assert caught.value.code in (code, "bad-xml" if code == "entities" else code)
    assert "\n" not in str(caught.value) and time.perf_counter() - began < 5


def test_any_cut_or_changed_byte_is_an_error_or_a_document() -> None:
    for at in range(0, len(GOOD), 997):
        for data in (GOOD[:at], GOOD[:at] + b"\x00\xff" + GOOD[at + 2 :]):
            try:
                read(data)
            except ReadError as error:
                assert error.code  # noqa: PT017


def test_sizes_that_are_declared_are_limited() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(MAIN, "<a/>")
    data = bytearray(out.getvalue())
    at = data.index(b"PK\x01\x02") + 24
    data[at : at + 4] = (0xF0000000).to_bytes(4, "little")
    with pytest.raises(ReadError) as caught:
        read(bytes(data))
    assert caught.value.code in ("too-large", "damaged-zip")


def test_strange_files_take_little_time_and_room() -> None:
    cell = '<w:tc><w:tcPr><w:gridSpan w:val="999999"/></w:tcPr><w:p/></w:tc>'
    row = f'<w:tr><w:trPr><w:gridBefore w:val="999999"/></w:trPr>{cell}</w:tr>'
    deep = "<w:p/>"
    for _ in range(60):
        deep = f"<w:tbl><w:tr><w:tc>{deep}<w:p/></w:tc></w:tr></w:tbl>"
    loop = '<w:p><w:pPr><w:pStyle w:val="A"/></w:pPr></w:p>'
    document = body(f"<w:tbl>{row * 500}</w:tbl>", deep, loop)
    document.styles.element.append(
        element('<w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="A"/></w:style>')
    )
    began = time.process_time()
    assert len(read(document).text) < 500 * 300
    assert time.process_time() - began < 5


def test_a_file_of_pictures_is_said() -> None:
    document = body("<w:p><w:r><w:drawing/></w:r></w:p>")
    assert [n.code for n in read(document).notes] == ["pictures"]


def test_an_empty_file_is_a_note() -> None:
    assert [n.code for n in read(b"").notes] == ["empty"]
    assert [n.code for n in read(word.blank()).notes] == ["empty"]


@pytest.mark.parametrize("suffix, to", [(".doc", "docx"), (".wps", "docx"), (".xls", "xlsx")])
def test_old_kinds_name_the_command(suffix: str, to: str) -> None:
    with pytest.raises(ReadError) as caught:
        read_path(f"旧 报告{suffix}")
    assert caught.value.fields["command"] == f"soffice --headless --convert-to {to} '旧 报告{suffix}'"


def test_the_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(sys.modules):
        if name.startswith(("checker.read.docx", "checker.read.word")) and not name.endswith("words"):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "lxml", None)
    with pytest.raises(ReadError) as caught:
        read(GOOD)
    assert caught.value.code == "missing-extra" and "pip install 'checker[docx]'" in str(caught.value)
