"""Copies of PDF files with a highlight and a note on each number that is wrong."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any

import pdfs
import pypdf
import pypdfium2
import pytest
from pdfs import LEFT, TOP, chain, grid, lines, pdf, put, wrapped
from reportlab.lib import pdfencrypt
from reportlab.pdfgen.canvas import Canvas

from checker import cli
from checker.annotate.comment import ChangedError
from checker.annotate.pdf import annotate_pdf, boxes_of
from checker.api import Checker, load
from checker.model.report import Report
from checker.read import ReadError

WRONG = "全区共有中小学48所，其中小学31所、初中13所、高中5所。"
OTHER = "全县共有村委会30个，其中山区村18个、平原村13个。"


@pytest.fixture(scope="module")
def checker() -> Checker:
    return load()


def notes(data: bytes) -> list[tuple[int, Any]]:
    """(page from 0, highlight) in the order of the file."""
    reader = pypdf.PdfReader(io.BytesIO(data))
    return [
        (i, note.get_object())
        for i, page in enumerate(reader.pages)
        for note in page.get("/Annots", ())
        if note.get_object()["/Subtype"] == "/Highlight"
    ]


def under(data: bytes, page: int, note: Any) -> str:
    """The characters whose middles lie in the quads of a highlight."""
    quads = [float(value) for value in note["/QuadPoints"]]
    document = pypdfium2.PdfDocument(data)
    text = document[page].get_textpage()
    found = []
    for i in range(text.count_chars()):
        left, bottom, right, top = text.get_charbox(i)
        x, y = (left + right) / 2, (bottom + top) / 2
        for at in range(0, len(quads), 8):
            xs, ys = quads[at : at + 8 : 2], quads[at + 1 : at + 8 : 2]
            if min(xs) <= x <= max(xs) and min(ys) <= y <= max(ys):
                found.append(text.get_text_range(i, 1))
    document.close()
    return "".join("".join(found).split())


def annotated(checker: Checker, data: bytes) -> tuple[Report, bytes]:
    report = checker.check_bytes(data, source="a.pdf")
    return report, annotate_pdf(data, report, "zh")


def check(report: Report, copy: bytes) -> None:
    """Each finding has its note on exactly its number; every other operand is marked, fainter."""
    found = notes(copy)
    loud = [(page, note) for page, note in found if report.findings[0].message in note["/Contents"]]
    assert loud
    for page, note in loud:
        assert under(copy, page, note) == "".join(report.findings[0].primary.text.split())
        assert note["/T"] == "checker" and note["/Popup"].get_object()["/Subtype"] == "/Popup"
    marked = {under(copy, page, note) for page, note in found}
    assert {"".join(p.text.split()) for f in report.findings for p in (f.primary, *f.related)} <= marked


def test_highlights_stand_on_the_numbers(checker: Checker) -> None:
    def draw(canvas: Canvas) -> None:
        lines([*wrapped("下面一段写错了。" * 3 + WRONG), *wrapped(OTHER)])(canvas)
        rows = [["学校", "人数"], ["甲校", "120"], ["乙校", "180"], ["合计", "310"]]
        grid(canvas, rows, top=600)

    data = pdf(lines(wrapped("第一页没有错。")), draw)
    report, copy = annotated(checker, data)
    assert [f.primary.text for f in report.findings] == ["48所", "30个", "310"]
    check(report, copy)
    assert {page for page, _ in notes(copy)} == {1}
    again = checker.check_bytes(copy, source="a.pdf")
    assert again.document.text == report.document.text  # the copy reads as the original does
    for finding in report.findings:
        (page, note), *_ = [(p, n) for p, n in notes(copy) if finding.message in n["/Contents"]]
        assert finding.title in note["/Contents"] and finding.rule in note["/Contents"]
        assert under(copy, page, note) == finding.primary.text


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("upright", [True, False], ids=["text along", "text turned"])
def test_turned_and_cropped_pages(turn: int, upright: bool, checker: Checker) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(turn)
        canvas.setCropBox((30, 40, 560, 580))
        if not upright and turn:
            canvas.translate(*{90: (842, 0), 180: (595, 842), 270: (0, 595)}[turn])
            canvas.rotate(turn)
        lines(wrapped(WRONG, 30), top=500 if turn != 180 or upright else 600)(canvas)

    report, copy = annotated(checker, pdf(draw))
    assert [f.primary.text for f in report.findings] == ["48所"]
    check(report, copy)


def test_a_torn_number_has_a_box_on_each_line(checker: Checker) -> None:
    first = wrapped("路" * 35 + WRONG.replace("全区共有中小学", "校"), indent=0)
    assert first[0].endswith("4") or first[0].endswith("48")
    report, copy = annotated(checker, pdf(lines(first)))
    finding = report.findings[0]
    assert "\n" in finding.primary.text
    check(report, copy)
    assert len(list(boxes_of(report.document, finding.primary.span))) == 2


def test_colours_show_on_the_page(checker: Checker) -> None:
    _, copy = annotated(checker, pdf(lines([WRONG])))
    document = pypdfium2.PdfDocument(copy)
    document.init_forms()
    picture = document[0].render(scale=2, may_draw_forms=True).to_pil().convert("RGB")
    x = LEFT + pdfs.width(WRONG[: WRONG.index("48")])
    around = [picture.getpixel((int(2 * (x + dx)), int(2 * (842 - TOP - dy)))) for dx in range(10) for dy in range(9)]
    assert any(r > 200 > 180 > g and b < 180 for r, g, b in around)
    before = picture.getpixel((int(2 * LEFT) - 6, int(2 * (842 - TOP - 3))))
    assert before == (255, 255, 255)
    document.close()


def test_a_file_with_an_owner_password_is_copied_without_it(checker: Checker) -> None:
    lock = pdfencrypt.StandardEncryption("", ownerPassword="owner", canModify=0, strength=128)
    report, copy = annotated(checker, pdf(lines([WRONG]), encrypt=lock))
    check(report, copy)
    assert not pypdf.PdfReader(io.BytesIO(copy)).is_encrypted


def test_other_bytes_are_refused(checker: Checker) -> None:
    report = checker.check_bytes(pdf(lines([WRONG])), source="a.pdf")
    for data in (pdf(lines([OTHER])), pdf(chain(), lines([WRONG])), pdf(lambda c: put(c, LEFT, 300, WRONG))):
        with pytest.raises(ChangedError):
            annotate_pdf(data, report, "zh")


def test_a_missing_package_is_said(checker: Checker, monkeypatch: pytest.MonkeyPatch) -> None:
    data = pdf(lines([WRONG]))
    report = checker.check_bytes(data, source="a.pdf")
    monkeypatch.setitem(sys.modules, "pypdf", None)
    with pytest.raises(ReadError, match="checker\\[pdf\\]"):
        annotate_pdf(data, report, "zh")


def test_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    data = pdf(lines([WRONG]))
    Path("报告.pdf").write_bytes(data)
    Path("坏.pdf").write_bytes(data[: len(data) // 2])
    with pytest.raises(SystemExit) as caught:
        cli.main(["lint", ".", "--annotate", "--lang", "zh", "--format", "text"])
    assert caught.value.code == 2
    err = capsys.readouterr().err
    assert "坏.pdf：文件不完整，缺了结尾" in err and "报告.checked.pdf（1 条）" in err
    assert Path("报告.pdf").read_bytes() == data and len(notes(Path("报告.checked.pdf").read_bytes())) == 4
