"""Spreadsheets, divided values and web pages: made with the real libraries, read as files."""

from __future__ import annotations

import io
import sys
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.styles import Alignment

from checker.api import Checker, load
from checker.model.document import Document
from checker.quantify import extract
from checker.read import ReadError, read_bytes
from checker.read.shown import shown
from checker.report.places import Places
from tests.read.words import WORDS

ROWS = [
    ["学校", "教师数", "学生数"],
    ["甲校", "12", "1,120"],
    ["乙校", "8", "80"],
    ["丙校", "3", "30"],
    ["合计", "23", "1,320"],
]


@pytest.fixture(scope="module")
def checker() -> Checker:
    return load()


def book(fill: Callable[[openpyxl.Workbook], None]) -> bytes:
    made = openpyxl.Workbook()
    fill(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def of_rows(made: openpyxl.Workbook) -> None:
    for row in ROWS:
        made.active.append([int(c.replace(",", "")) if c[0].isdigit() else c for c in row])
    for row in made.active["C2:C5"]:
        row[0].number_format = "#,##0"


FORMS = {
    "a.md": "\n".join("| " + " | ".join(r) + " |" for r in [ROWS[0], ["---"] * 3, *ROWS[1:]]).encode(),
    "a.csv": "\n".join(",".join(f'"{c}"' for c in r) for r in ROWS).encode(),
    "a.tsv": "\r\n".join("\t".join(r) for r in ROWS).encode("utf-8-sig"),
    "b.csv": "\n".join(";".join(r) for r in ROWS).encode("gb18030"),
    "a.txt": ("表1 学校情况\n单位：人\n" + "\n".join("　　".join(r) for r in ROWS) + "\n注：年末数。\n").encode(),
    "a.html": ("<table>" + "".join("<tr>" + "".join(f"<td>{c}" for c in r) for r in ROWS) + "</table>").encode(),
    "a.xlsx": book(of_rows),
}


@pytest.mark.parametrize("name", FORMS)
def test_one_table_in_all_forms(checker: Checker, name: str) -> None:
    report = checker.check_bytes(FORMS[name], source=name)
    (finding,) = report.findings
    assert finding.rule == "table-column-total" and finding.severity == "error"
    assert finding.primary.text == "1,320" and [place.text for place in finding.related] == ["1,120", "80", "30"]
    assert "1230" in finding.message
    for q in report.quantities:
        assert report.document.text[q.span.start : q.span.end] == q.surface


def read(data: bytes, name: str) -> Document:
    return read_bytes(data, name, words=WORDS)


def cells(document: Document, table: int = 0) -> dict[tuple[int, int], str]:
    return {(c.row, c.column): document.reading.of(c.span) for c in document.tables[table].cells}


# divided values


def test_csv_quotes_breaks_and_lines_around() -> None:
    text = '表1 收支,,\r\n单位：万元,,\r\n项目,本年,"上\r\n年"\r\n"甲""乙","1,234",12\r\n丙,1\r\n'
    text += '合计,"1,235",5,x\r\n\r\n注：快报数。,,\r\n'
    document = read(text.encode("utf-8-sig"), "a.csv")
    assert document.text == text
    assert cells(document)[0, 2] == "上 年" and cells(document)[1, 0] == '甲"乙' and cells(document)[3, 3] == "x"
    table = document.tables[0]
    assert table.caption and text[slice(*table.caption)] == "表1 收支"
    assert table.unit and text[slice(*table.unit)] == "单位：万元"
    assert [b.kind for b in document.blocks] == ["caption", "caption", "table", "paragraph"]
    assert '甲"乙|1,234|12\n丙|1\n' in document.reading.text


@settings(max_examples=300, deadline=None)
@given(st.text('甲乙1,2;\t" \r\n\u3000.|', max_size=60))
def test_csv_is_read_as_it_stands(text: str) -> None:
    document = read_bytes(text.encode(), "a.csv", encoding="utf-8", words=WORDS)
    assert document.text == text
    for block in document.blocks:
        assert block.span.start < block.span.end
        assert not text[block.span.start].isspace() and not text[block.span.end - 1].isspace()
    for table in document.tables:
        assert all(table.span.start <= c.span.start < c.span.end <= table.span.end for c in table.cells)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from([
    "<p>", "</p>", "<b>", "</b>", "<table><tr><td>", "<td>", "<tr>", "</table>", "48", "&nbsp;", "&#x4e07;", "人", "\n",
    "共有", "1,", "&amp", "<!-- c -->", "<br>", "\r\n", "<li>", "<h2>", " ", "&", "<", "</td>", "<script>1</script>",
]), max_size=30).map("".join))  # fmt: skip
def test_spans_of_pages(checker: Checker, text: str) -> None:
    document = read_bytes(text.encode(), "a.html", encoding="utf-8", words=checker.page_words)
    assert document.text == text
    for q in extract(document, checker.lexicon):
        assert text[q.span.start : q.span.end] == q.surface
    ends = [0, *(end for block in document.blocks for end in block.span)]
    assert ends == sorted(ends)


# workbooks


def test_workbook(checker: Checker) -> None:
    def fill(made: openpyxl.Workbook) -> None:
        sheet = made.active
        sheet.title = "收支"
        sheet["A1"], sheet["D2"] = "表1 收支情况", "单位：万元"
        sheet.merge_cells("A1:D1")
        rows = [["项目", "本年", "", "上年"], ["", "数", "占比", ""], ["教育", 1234.567, 0.1234, -5]]
        for row in [*rows, ["卫生", 88, 0.2, date(2024, 3, 1)], ["合计", "=B5+B6", None, 12]]:
            sheet.append(row)
        for merged in ("B3:C3", "A3:A4", "D3:D4"):
            sheet.merge_cells(merged)
        sheet["B5"].number_format, sheet["C5"].number_format = "#,##0.00", "0.0%"
        sheet["A5"].alignment = Alignment(indent=2)
        sheet.row_dimensions[6].hidden = True
        sheet["A9"] = "注：数据为快报数。"
        for at, value in (("F3", "甲"), ("G3", "乙"), ("F4", 1), ("G4", 2)):
            sheet[at] = value
        made.create_sheet("藏").sheet_state = "hidden"

    document = read(book(fill), "a.xlsx")
    found = cells(document)
    assert found[2, 1] == "1,234.57" and found[2, 2] == "12.3%" and found[3, 3] == "2024-03-01"
    spans = {document.reading.of(c.span): (c.rows, c.columns) for c in document.tables[0].cells}
    assert spans["本年"] == (1, 2) and spans["项目"] == (2, 1)
    assert "　　教育" in document.text and len(document.tables) == 2
    assert document.blocks[0].kind == "heading" and document.text.startswith("收支\n")
    table = document.tables[0]
    assert table.unit and document.text[slice(*table.unit)] == "单位：万元"
    places = {document.text[slice(*span)]: anchor.cell for span, anchor in document.anchors}
    assert places["1,234.57"] == "收支!B5" and places["注：数据为快报数。"] == "收支!A9"
    assert sorted(n.code for n in document.notes) == ["bare-formula", "hidden-rows", "hidden-sheet"]


def test_places_on_the_wire_carry_their_cell(checker: Checker) -> None:
    report = checker.check_bytes(FORMS["a.xlsx"], source="a.xlsx")
    places = Places(report.document)
    assert places.anchor(report.findings[0].primary.span)["cell"] == "Sheet!C5"
    assert [places.anchor(place.span)["cell"] for place in report.findings[0].related] == [
        "Sheet!C2",
        "Sheet!C3",
        "Sheet!C4",
    ]


@pytest.mark.parametrize("value, form, text", [
    (1234.5, "General", "1234.5"), (1234567890123, "General", "1234567890123"), (0.1 + 0.2, "General", "0.3"),
    (1234.567, "0.00", "1234.57"), (1234567, "#,##0", "1,234,567"), (0.1234, "0.0%", "12.3%"), (0.5, "0%", "50%"),
    (-1234, "#,##0;(#,##0)", "(1,234)"), (-5, "#,##0_);[Red](#,##0)", "(5)"), (12.5, '0.0"亿元"', "12.5亿元"),
    (12345, '0!.0,"万"', "12345"), (12345, "0\\.0,", "12345"), (7, "000", "007"), (0, '0;-0;"-"', "-"),
    (1.50, "0.0#", "1.5"), (True, "General", "TRUE"), (date(2024, 3, 1), "yyyy-mm-dd", "2024-03-01"),
])  # fmt: skip
def test_shown(value: object, form: str, text: str) -> None:
    assert shown(value, form) == text


def rezipped(change: Callable[[str, bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(FORMS["a.xlsx"])) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
DOCTYPE = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>'
LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
BAD = {
    "locked": LOCKED + "EncryptedPackage".encode("utf-16-le"),
    "old-office": LOCKED,
    "damaged-zip": FORMS["a.xlsx"][:1500],
    "zip-bomb": rezipped(lambda n, d: d + b" " * 20_000_000 if n == SHEET else d),
    "entities": rezipped(lambda n, d: DOCTYPE + d if n == SHEET else d),
}


@pytest.mark.parametrize("code", BAD)
def test_bad_workbooks(code: str) -> None:
    with pytest.raises(ReadError) as raised:
        read(BAD[code], "a.xlsx")
    assert raised.value.code == code and "\n" not in str(raised.value)


@pytest.mark.parametrize("change", [
    lambda n, d: d[: len(d) // 2] if n == SHEET else d,
    lambda n, d: b"" if n == "xl/workbook.xml" else d,
    lambda n, d: b"<x/>" if n == "xl/styles.xml" else d,
    lambda n, d: d.replace(b'r="A2"', b'r="ZZZZ99"') if n == SHEET else d,
])  # fmt: skip
def test_damaged_parts_are_said_or_read(change: Callable[[str, bytes], bytes]) -> None:
    try:
        code = "damaged-zip" if read(rezipped(change), "a.xlsx") else ""
    except ReadError as error:
        code = error.code
    assert code == "damaged-zip"


def test_a_sheet_without_content_is_said(recwarn: pytest.WarningsRecorder) -> None:
    """openpyxl leaves it out with a warning of its own, which is no line for people."""
    lost = b'<sheets><sheet name="x" sheetId="9" />'
    document = read(rezipped(lambda n, d: d.replace(b"<sheets>", lost) if n == "xl/workbook.xml" else d), "a.xlsx")
    assert "1,320" in document.text and not recwarn.list
    assert [(n.code, dict(n.fields)) for n in document.notes] == [("lost-sheet", {"sheet": "x"})]


@pytest.mark.parametrize("old, new", [
    (b"<sheetData>", b'<cols><col min="-30000000" max="16384" hidden="1"/></cols><sheetData>'),
    (b"</sheetData>", b"</sheetData><mergeCells>%s</mergeCells>"
     % b"".join(b'<mergeCell ref="A%d:Z%d"/>' % (i, i + 7000) for i in range(1, 400))),
])  # fmt: skip
def test_columns_and_merged_cells_without_end(old: bytes, new: bytes) -> None:
    start = time.process_time()
    with suppress(ReadError):
        read(rezipped(lambda n, d: d.replace(old, new) if n == SHEET else d), "a.xlsx")
    assert time.process_time() - start < 1


def test_a_sheet_as_tall_as_can_be() -> None:
    def fill(made: openpyxl.Workbook) -> None:
        of_rows(made)
        made.active["XFD1048576"] = 3

    document = read(book(fill), "a.xlsx")
    assert cells(document)[4, 2] == "1,320" and [n.code for n in document.notes] == ["large-sheet"]


# pages


def test_page() -> None:
    page = (
        '<html><head><meta charset="gbk"><title>题</title><script>var a=1;</script></head><body><nav>导航3条</nav>'
        "<h1>二〇二四年<br>公报</h1><p>全县&nbsp;共有学校<b>3</b>&#x4e07;所，\r\n其中小学31所。</p>"
        "<p><b>一、总体情况</b></p><p>全县共有学校48所，其中小学31所、初中12所。</p>"
        "<p>表1 学生情况</p><p>单位：人</p><table><tr><td rowspan=2>甲<td colspan=2>乙</td><tr><td>男<td>女</tr>"
        "<tr><td>&emsp;x<td>1,0<b>5</b>0<td>12</table><p>责任编辑：某</p><footer>备案号 12</footer></body></html>"
    )
    document = read(page.encode("gbk"), "a.html")
    assert document.text == page and document.encoding == "gb18030"
    kinds = [(b.kind, b.level) for b in document.blocks]
    assert kinds[0] == ("heading", 1) and ("heading", 2) in kinds and kinds[-1][0] == "tail"
    assert "全县\xa0共有学校3万所，其中小学31所。" in document.reading.text
    assert "导航" not in document.reading.text and "var" not in document.reading.text
    assert cells(document) == {(0, 0): "甲", (0, 1): "乙", (1, 1): "男", (1, 2): "女", (2, 0): "x", (2, 1): "1,050",
                               (2, 2): "12"}  # fmt: skip
    assert document.tables[0].unit and {n.code for n in document.notes} == {"page-parts", "tail"}


def test_a_number_with_an_entity_keeps_its_place(checker: Checker) -> None:
    document = read_bytes("<p>共有3&#x4e07;&#20154;。</p>".encode(), "a.html", words=checker.page_words)
    (q,) = extract(document, checker.lexicon)
    assert (q.surface, q.number, q.unit) == ("3&#x4e07;&#20154;", 30000, "人")


def test_signs_after_a_reference_are_text(checker: Checker) -> None:
    """A browser reads ASCII digits only: ① and ４ end the reference or make it none."""
    document = read_bytes("<p title='&#②'>&#①有&#48①、&#４８；</p>".encode(), "a.html", words=checker.page_words)
    assert (document.reading.text.strip(), document.notes) == ("&#①有0①、&#４８；", ())


def test_a_slip_of_the_parser_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def slips(*_: object, **__: object) -> None:
        raise ValueError("not on the stack")

    monkeypatch.setattr("justhtml.JustHTML", slips)
    with pytest.raises(ReadError) as raised:
        read(b"<p>1</p>", "a.html")
    assert raised.value.code == "page-unparsed"


def test_deep_pages_and_empty_ones() -> None:
    assert read(b"<div>" * 20_000 + "共3人".encode(), "a.html").blocks
    for name in ("a.html", "a.csv", "a.tsv"):
        assert [n.code for n in read(b"", name).notes] == ["empty"]


def test_a_missing_library_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    for library, name in (("openpyxl", "a.xlsx"), ("justhtml", "a.html")):
        monkeypatch.setitem(sys.modules, library, None)
        with pytest.raises(ReadError) as raised:
            read(FORMS[name], name)
        assert raised.value.code == "missing-extra"
