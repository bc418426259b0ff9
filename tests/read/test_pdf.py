"""PDF files: paragraphs, columns, tables, what runs along, places, and what cannot be read."""

from __future__ import annotations

import io
import sys
import time
from itertools import pairwise
from pathlib import Path

import docx
import pdfs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pdfs import EM, LEFT, TOP, chain, grid, lines, pdf, put, wrapped
from PIL import Image
from pypdfium2 import raw
from reportlab.lib import pdfencrypt
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from checker.api import Checker, load
from checker.model.document import Document
from checker.read import ReadError, pdfpage, read_bytes
from checker.texts import TEXTS
from read.words import SEEDS, WORDS

BODY = "全县共有普通中小学校48所，其中小学31所、初中12所、高中5所，在校学生20356人，比上年增加1203人，增长6.3%。"


def read(data: bytes) -> Document:
    return read_bytes(data, "a.pdf", words=WORDS)


def shown(document: Document, *kinds: str) -> list[str]:
    """What is read of the blocks of some kinds."""
    return [document.reading.of(b.span) for b in document.blocks if not kinds or b.kind in kinds]


@pytest.fixture(scope="module")
def checker() -> Checker:
    return load()


# paragraphs ----------------------------------------------------------------------------------------------------


def test_a_paragraph_is_whole_over_its_lines() -> None:
    texts = [BODY * 2, "另有幼儿园12所，入园幼儿3100人。" * 4, "结束。"]
    document = read(pdf(lines([line for text in texts for line in wrapped(text)])))
    assert shown(document) == texts
    assert document.text.count("\n") > 5  # the lines stay in the text


def test_a_number_torn_at_the_end_of_a_line_is_one_number(checker: Checker) -> None:
    head = wrapped("路" * 35 + "12345人，其中男性12000人、女性345人。", indent=0)
    assert head[0].endswith("1234") and head[1].startswith("5人")
    report = checker.check_bytes(pdf(lines(head)), source="a.pdf")
    first = report.quantities[0]
    assert first.number is not None and first.surface.replace("\n", "") == "12345人" and "\n" in first.surface
    assert report.document.text[slice(*first.span)] == first.surface
    assert not [f for f in report.findings if f.severity == "error"]


def test_a_number_torn_by_a_page_keeps_its_unit(checker: Checker) -> None:
    full = wrapped("路" * 34 + "3条28公里，其中甲线10公里、乙线12公里、丙线6公里。", indent=0)
    assert full[0].endswith("28") and full[1].startswith("公里")
    rest = lines([*full[1:], *wrapped(BODY)])
    data = pdf(lines([*wrapped(BODY), full[0]]), rest)
    report = checker.check_bytes(data, source="a.pdf")
    torn = next(q for q in report.quantities if q.surface.startswith("28"))
    assert torn.surface.replace("\n", "") == "28公里"


def test_a_paragraph_goes_on_over_the_page_and_its_furniture() -> None:
    text = wrapped(BODY * 8)
    pages = [text[:8], text[8:16], text[16:]]

    def page(k: int) -> object:
        def draw(canvas: Canvas) -> None:
            put(canvas, 260, 810, "某县统计公报", 9)
            lines(pages[k])(canvas)
            put(canvas, 280, 40, f"— {k + 1} —", 9)

        return draw

    document = read(pdf(*(page(k) for k in range(3))))  # type: ignore[arg-type]
    assert shown(document, "paragraph") == [BODY * 8]
    assert [document.text[slice(*b.span)] for b in document.blocks if b.kind == "meta"].count("某县统计公报") == 3
    assert "—" not in document.reading.text and "公报" not in document.reading.text
    assert [n.code for n in document.notes] == ["pdf-furniture"]


@pytest.mark.parametrize("number", ["3", "- {} -", "第{}页 共9页", "第 {} 页", "{}/9", "Page {} of 9"])
def test_page_numbers(number: str) -> None:
    def page(k: int) -> object:
        foot = number.format(k + 1)
        return chain(lines(wrapped(BODY)), lambda canvas: put(canvas, 280, 40, foot, 9))

    for count in (1, 2, 5):
        document = read(pdf(*(page(k) for k in range(count))))  # type: ignore[arg-type]
        assert shown(document, "paragraph") == [BODY] * count, count


def test_what_only_looks_alike_stays() -> None:
    """Rows of figures at the same place of every page, and a first line that says what no other page says."""

    def page(year: int, count: int) -> object:
        return lines([f"{year}年全县共有学校{count}所。", *wrapped(BODY)])

    document = read(pdf(page(2019, 48), page(2021, 53), page(2024, 47)))  # type: ignore[arg-type]
    assert [b.kind for b in document.blocks] == ["paragraph"] * 6


def test_footnotes_stand_after_the_paragraph_that_they_interrupt() -> None:
    text = wrapped(BODY * 4)
    note = lambda canvas: put(canvas, LEFT, 80, "①数据来自年报，共48所。", 8)  # noqa: E731
    document = read(pdf(chain(lines(text[:5]), note), lines(text[5:])))
    assert shown(document)[0] == BODY * 4 and shown(document)[1].startswith("①")


def test_raised_marks_are_not_glued_to_numbers(checker: Checker) -> None:
    def draw(canvas: Canvas) -> None:
        put(canvas, LEFT, TOP, "全县共有学校48")
        at = LEFT + pdfs.width("全县共有学校48")
        put(canvas, at, TOP + 5, "12", 6)
        put(canvas, at + pdfs.width("12", 6), TOP, "所，其中小学31所、中学17所，占地25 km")
        at += pdfs.width("12", 6) + pdfs.width("所，其中小学31所、中学17所，占地25 km")
        put(canvas, at, TOP + 5, "2", 6)
        put(canvas, at + pdfs.width("2", 6), TOP, "，绿地")
        put(canvas, LEFT, TOP - 30, "增长面积达到6亩")
        put(canvas, LEFT + pdfs.width("增长面积达到6亩"), TOP - 25, "[3]", 6)

    document = read(pdf(draw))
    assert "km²" in document.reading.text and "6亩" in document.reading.text and "[3]" not in document.reading.text
    assert "4812" not in document.reading.text
    assert [q.surface for q in checker.check_bytes(pdf(draw), source="a.pdf").quantities if "31" in q.surface]


# structure -----------------------------------------------------------------------------------------------------


def test_headings_by_number_and_by_size() -> None:
    def draw(canvas: Canvas) -> None:
        put(canvas, 200, 790, "某县教育事业发展报告", 20)
        lines([*wrapped("一、基本情况"), *wrapped(BODY)], top=750)(canvas)
        put(canvas, LEFT, 650, "存在的困难", 16)
        lines(wrapped(BODY), top=620)(canvas)

    document = read(pdf(draw))
    assert [(b.kind, b.level, b.marker) for b in document.blocks] == [
        ("heading", 1, ""), ("heading", 2, "一、"), ("paragraph", 0, ""), ("heading", 2, ""), ("paragraph", 0, ""),
    ]  # fmt: skip


def test_a_title_of_two_lines_and_a_spaced_one() -> None:
    def draw(canvas: Canvas) -> None:
        for y, text in ((790, "某县人民政府关于二〇二三年"), (766, "教育工作情况的报告")):
            put(canvas, (LEFT + LEFT + 37 * EM) / 2 - pdfs.width(text, 18) / 2, y, text, 18)
        for i, c in enumerate("总结报告"):
            put(canvas, 200 + i * 30, 730, c, 18)
        lines(wrapped(BODY), top=690)(canvas)

    document = read(pdf(draw))
    assert shown(document, "heading") == ["某县人民政府关于二〇二三年教育工作情况的报告", "总结报告"]


def test_points_of_a_list() -> None:
    points = ["1. 新建学校8所；", "2. 改建学校5所；", "3. 扩建学校3所。"]
    dots = ["● 甲项工程", "● 乙项工程"]
    document = read(pdf(lines([*wrapped(BODY), *points, *wrapped(BODY), *dots])))
    assert [b.marker for b in document.blocks if b.kind == "item"] == ["1.", "2.", "3.", "●", "●"]
    assert shown(document, "item")[3:] == ["甲项工程", "乙项工程"]


def test_contents_with_leaders_are_not_read() -> None:
    document = read(pdf(lines(["一、基本情况" + "." * 60 + "1", "二、主要成效" + "…" * 20 + "12", *wrapped(BODY)])))
    assert [b.kind for b in document.blocks] == ["meta", "meta", "paragraph"]


def test_two_columns_below_a_title() -> None:
    left = wrapped(BODY * 3, 17)
    right = wrapped("另一栏的文字。" + BODY * 3, 17)

    def draw(canvas: Canvas) -> None:
        put(canvas, 180, 800, "两栏的报告标题在这里", 20)
        for i in range(max(len(left), len(right))):  # line by line over both columns
            for x, column, shift in ((LEFT, left, 0), (LEFT + 20 * EM, right, 6)):
                if i < len(column):
                    text = column[i].lstrip("\u3000")
                    indent = (len(column[i]) - len(text)) * EM
                    put(canvas, x + indent, 760 - i * PITCH - shift, text)

    PITCH = 18
    document = read(pdf(draw))
    assert shown(document) == ["两栏的报告标题在这里", BODY * 3, "另一栏的文字。" + BODY * 3]


# tables --------------------------------------------------------------------------------------------------------

ROWS = [["学校", "人数", "教师"], ["甲校", "120", "10"], ["乙校", "180", "12"], ["合计", "300", "22"]]


def cells(document: Document, table: int = 0) -> dict[tuple[int, int], str]:
    return {(c.row, c.column): document.reading.of(c.span) for c in document.tables[table].cells}


@pytest.mark.parametrize("sides", [True, False], ids=["closed", "open at the sides"])
def test_a_ruled_table(sides: bool) -> None:
    document = read(pdf(chain(
        lines(["表1 学校情况", "单位：人"], top=740), lambda canvas: grid(canvas, ROWS, sides=sides),
        lines(wrapped(BODY), top=560),
    )))  # fmt: skip
    assert cells(document) == {(i, j): text for i, row in enumerate(ROWS) for j, text in enumerate(row)}
    table = document.tables[0]
    assert table.header_rows == 1 and table.caption and table.unit
    assert document.text[slice(*table.caption)] == "表1 学校情况" and document.text[slice(*table.unit)] == "单位：人"
    assert shown(document, "paragraph") == [BODY]
    names = {a.cell for _, a in document.anchors if a.cell}
    assert "table 1, row 3, column 2" in names


def test_merged_cells_and_lines_in_a_cell() -> None:
    rows = [["学校", "人数", ""], ["", "男", "女"], ["甲校", "60", "61"], ["乙校", "80", "99"]]

    def draw(canvas: Canvas) -> None:
        grid(canvas, rows, merged=[(0, 0, 2, 1), (0, 1, 1, 2)])
        put(canvas, LEFT + 4, 700 - 2 * 22 - 20, "（农村）", 6)

    table = read(pdf(draw)).tables[0]
    shape = {(c.row, c.column): (c.rows, c.columns) for c in table.cells}
    assert shape[0, 0] == (2, 1) and shape[0, 1] == (1, 2) and table.header_rows == 2
    assert cells(read(pdf(draw)))[2, 0] == "甲校（农村）"


def test_a_table_over_three_pages_is_one() -> None:
    head = ["学校", "人数", "教师"]
    body = [[f"第{i}校", str(100 + i), str(10 + i)] for i in range(9)]

    def page(rows: list[list[str]], k: int, caption: str = "") -> object:
        def draw(canvas: Canvas) -> None:
            put(canvas, 260, 810, "某县统计公报", 9)
            if caption:
                put(canvas, LEFT, 720, caption, 10)
            grid(canvas, rows)
            put(canvas, 280, 40, str(k), 9)

        return draw

    document = read(pdf(
        page([head, *body[:3]], 1), page([head, *body[3:6]], 2), page([head, *body[6:]], 3, "续表1"),
    ))  # type: ignore[arg-type]  # fmt: skip
    assert len(document.tables) == 1
    found = cells(document)
    assert [found[i, 0] for i in range(10)] == ["学校", *(row[0] for row in body)] and (10, 0) not in found
    assert document.reading.text.count("教师") == 1 and document.text.count("教师") == 3


def test_aligned_rows_without_lines_are_a_table() -> None:
    def draw(canvas: Canvas) -> None:
        lines(wrapped(BODY), top=770)(canvas)
        for i, row in enumerate(ROWS):
            for j, text in enumerate(row):
                put(canvas, LEFT + j * 120, 640 - i * 20, text)
        lines(wrapped(BODY), top=520)(canvas)

    document = read(pdf(draw))
    assert [b.kind for b in document.blocks] == ["paragraph", "table", "paragraph"]
    assert cells(document) == {(i, j): text for i, row in enumerate(ROWS) for j, text in enumerate(row)}


def test_a_frame_around_text_is_no_table() -> None:
    document = read(pdf(chain(lines(wrapped(BODY)), lambda canvas: canvas.rect(LEFT - 5, 700, 460, 90))))
    assert not document.tables and shown(document) == [BODY]


# places --------------------------------------------------------------------------------------------------------


def test_boxes_are_those_of_the_characters() -> None:
    document = read(pdf(lines([BODY[:30]])))
    (own, anchor), *_ = document.anchors
    at = document.text.index("48所")
    box = anchor.box_of(own, own._replace(start=at, end=at + 2))
    assert box is not None and anchor.page == 1
    before = pdfs.width(BODY[:at])
    assert box[0] == pytest.approx(LEFT + before, abs=1.5)
    assert box[2] == pytest.approx(LEFT + before + pdfs.width("48"), abs=1.5)
    assert TOP - 4 < box[1] < TOP < box[3] < TOP + 14


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_turned_pages_read_as_straight_ones(turn: int) -> None:
    texts = [*wrapped(BODY, 30), *wrapped(BODY * 2, 30)]

    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(turn)  # and the text against it, so that it is shown upright; the page is turned, too
        canvas.translate(*{90: (842, 0), 180: (595, 842), 270: (0, 595)}[turn])
        canvas.rotate(turn)
        lines(texts, top=500)(canvas)

    document = read(pdf(draw))
    assert shown(document) == [BODY, BODY * 2]
    own, anchor = document.anchors[0]
    box = anchor.box_of(own, own._replace(start=own.start, end=own.start + 1))
    assert box is not None and box[2] - box[0] < 20 and box[3] - box[1] < 20
    wide, high = (595, 842) if turn == 180 else (842, 595)
    assert 0 <= box[0] < box[2] <= wide and 0 <= box[1] < box[3] <= high


def test_what_is_outside_the_page_or_aslant_is_not_read() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setCropBox((50, 50, 560, 800))
        lines(wrapped(BODY))(canvas)
        put(canvas, LEFT, 20, "页外的48所")
        canvas.translate(150, 300)
        canvas.rotate(45)
        put(canvas, 0, 0, "内部资料99份", 60)

    document = read(pdf(draw))
    assert shown(document) == [BODY]
    assert [(n.code, dict(n.fields)["pages"]) for n in document.notes] == [("pdf-aslant", "1")]


def test_kangxi_radicals_are_read_as_ideographs(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = pdfpage._Reading._character
    swap = {"一": "\u2f00", "二": "\u2f06", "人": "\u2f08"}
    monkeypatch.setattr(pdfpage._Reading, "_character", lambda self, i, code: swap.get(plain(self, i, code), chr(code)))
    document = read(pdf(lines(["一共来了二十人。"])))
    assert "\u2f00共" in document.text and document.reading.text.strip() == "一共来了二十人。"


# what cannot be read -------------------------------------------------------------------------------------------


def test_pages_without_text_are_said() -> None:
    def scan(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(Image.new("L", (20, 20), 128)), 0, 0, 595, 842)

    blank = lambda canvas: None  # noqa: E731
    document = read(pdf(lines(wrapped(BODY)), scan, blank, scan))
    assert [(n.level, n.code, dict(n.fields)) for n in document.notes] == [
        ("warning", "pdf-page-silent", {"pages": "2, 4"})
    ]
    document = read(pdf(scan, scan))
    assert [(n.level, n.code) for n in document.notes] == [("warning", "pdf-silent")] and not document.blocks
    assert [n.code for n in read(pdf(blank)).notes] == ["empty"] == [n.code for n in read(b"").notes]


GOOD = pdf(lines(wrapped(BODY)))


def test_pages_that_are_not_there_are_said() -> None:
    data = GOOD.replace(b"/Count 1 ", b"/Count 3 ")
    assert data != GOOD
    document = read(data)
    assert shown(document) == [BODY]
    assert [(n.level, n.code, dict(n.fields)) for n in document.notes] == [
        ("warning", "pdf-page-broken", {"pages": "2-3"})
    ]


def test_characters_without_a_meaning_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(raw, "FPDFText_GetUnicode", _unmapped(raw.FPDFText_GetUnicode))
    document = read(pdf(lines(["全县共有学校48所。"])))
    assert document.text.strip() == "\ufffd县共有学校48所。"
    assert [(n.code, dict(n.fields)) for n in document.notes] == [("pdf-unmapped", {"pages": "1", "count": 1})]


def _unmapped(plain: object) -> object:
    return lambda text, i: 0xE123 if i == 0 else plain(text, i)  # type: ignore[operator]


LOCK = pdfencrypt.StandardEncryption("secret", ownerPassword="owner", strength=128)


@pytest.mark.parametrize(
    "data, code",
    [
        (pdf(lines(["共48所。"]), encrypt=LOCK), "pdf-locked"),
        (GOOD[: len(GOOD) // 2], "pdf-cut"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 40 + b"\n%%EOF\n", "pdf-damaged"),
        ("这不是 PDF 文件".encode(), "pdf-not"),
    ],
    ids=["password", "cut", "damaged", "not one"],
)
def test_files_that_cannot_be_read(data: bytes, code: str) -> None:
    with pytest.raises(ReadError) as caught:
        read(data)
    assert caught.value.code == code and f"read-{code}" in TEXTS


def test_a_file_that_only_its_owner_may_change_is_read() -> None:
    lock = pdfencrypt.StandardEncryption("", ownerPassword="owner", canModify=0, strength=128)
    assert shown(read(pdf(lines(wrapped(BODY)), encrypt=lock))) == [BODY]


def test_a_missing_package_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    monkeypatch.setitem(sys.modules, "pypdfium2.raw", None)
    with pytest.raises(ReadError) as caught:
        read(GOOD)
    assert caught.value.code == "missing-extra" and "checker[pdf]" in str(caught.value)


def test_every_note_is_in_both_languages() -> None:
    codes = ("silent", "page-silent", "page-broken", "page-full", "unmapped", "long", "aslant", "furniture")
    assert all(f"note-pdf-{code}" in TEXTS for code in codes)


def test_time_grows_with_the_pages() -> None:
    page = lines([line for _ in range(8) for line in wrapped(BODY * 2)])

    def timed(count: int) -> float:
        data = pdf(*[page] * count)
        start = time.process_time()
        read(data)
        return time.process_time() - start

    timed(2)
    assert timed(40) < timed(10) * 8 + 0.5


# properties ----------------------------------------------------------------------------------------------------


def sound(document: Document) -> None:
    """Spans, anchors and cells fit each other."""
    text, at = document.text, 0
    for block in document.blocks:
        assert at <= block.span.start < block.span.end <= len(text)
        at = block.span.end
    for before, after in pairwise(document.dropped):
        assert before.end <= after.start
    changes = sorted([*document.dropped, *(span for span, _ in document.read_as)])
    assert all(a.end <= b.start for a, b in pairwise(changes))
    for before, after in pairwise([span for span, _ in document.anchors]):
        assert before.end <= after.start
    for own, anchor in document.anchors:
        assert anchor.edges is not None and len(anchor.edges) == 2 * (own.end - own.start)
    for table in document.tables:
        for cell in table.cells:
            assert table.span.start <= cell.span.start <= cell.span.end <= table.span.end
    covered = {i for own, _ in document.anchors for i in range(*own)}
    assert all(i in covered or text[i] in "\n| " for i in range(len(text)))


PLACED = st.tuples(
    st.floats(20, 560), st.floats(20, 820), st.text("共有学校48所，。一1. ●ab", min_size=1, max_size=20),
    st.sampled_from([7, 10, 12, 12, 12, 20]),
)  # fmt: skip
RULES = st.tuples(st.floats(20, 560), st.floats(20, 820), st.floats(0, 300), st.floats(0, 300), st.booleans())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PLACED, max_size=25), st.lists(RULES, max_size=8), st.integers(1, 3))
def test_anything_anywhere(placed: list[tuple[float, float, str, int]], rules: list[tuple], count: int) -> None:  # type: ignore[type-arg]
    def draw(canvas: Canvas) -> None:
        for x, y, text, size in placed:
            put(canvas, x, y, text, size)
        for x, y, wide, high, box in rules:
            canvas.rect(x, y, wide, high) if box else canvas.line(x, y, x + wide, y)

    document = read(pdf(*[draw] * count))
    sound(document)
    drawn = sum(c.isdigit() for _, _, text, _ in placed for c in text)
    assert drawn or not any(c.isdigit() for c in document.text)


# the same report as text and as PDF ----------------------------------------------------------------------------


def bare(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("path", SEEDS[:2], ids=lambda path: path.name[:3])
def test_a_seed_as_pdf_says_what_the_text_says(path: Path, checker: Checker) -> None:
    plain = checker.check_file(path)
    document = plain.document
    texts = []
    for block in document.blocks:
        if block.kind == "tail":
            continue
        text = document.text[slice(*block.span)]
        text = text if block.kind == "item" else document.reading.of(block.span).replace("\n", "")
        texts.append(wrapped(text, indent=2 if block.kind == "paragraph" else 0))
    rows = [line for text in texts for line in text]
    pages = [rows[i : i + 34] for i in range(0, len(rows), 34)]
    report = checker.check_bytes(pdf(*(lines(page) for page in pages)), source="a.pdf")
    sound(report.document)
    assert all(report.document.text[slice(*q.span)] == q.surface for q in report.quantities)
    assert not [f for f in report.findings if f.severity == "error"]

    def said(one: object) -> list[tuple[object, ...]]:
        return [
            (r.rule, r.verdict, tuple(bare(s.text)[:8] for s in r.spans))
            for r in one.relations  # type: ignore[attr-defined]
        ]

    kept = [r for r in said(plain) if r in said(report)]
    assert len(kept) >= 0.95 * len(said(plain)) > 0


def test_libreoffice_makes_a_pdf_of_it(tmp_path: Path, checker: Checker) -> None:
    document = docx.Document()
    document.add_heading("某县教育工作总结", 0)
    document.add_paragraph(BODY * 12)
    table = document.add_table(len(ROWS), 3, style="Table Grid")
    for i, row in enumerate(ROWS):
        for j, text in enumerate(row):
            table.cell(i, j).text = text
    document.add_paragraph("补短板、强弱项", style="List Bullet")
    document.sections[0].footer.paragraphs[0].text = "某县教育局"
    data = pdfs.office(document, tmp_path)
    if data is None:
        pytest.skip("soffice is not installed")
    report = checker.check_bytes(data, source="a.pdf")
    sound(report.document)
    assert shown(report.document, "paragraph")[0] == BODY * 12
    assert cells(report.document)[3, 1] == "300"
    assert shown(report.document, "item")[-1].strip() == "补短板、强弱项"
    assert not [f for f in report.findings if f.severity == "error"]
    assert io.BytesIO(data).read(4) == b"%PDF"
