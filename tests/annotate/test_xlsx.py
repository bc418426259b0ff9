"""Copies of workbooks with a comment on each cell that is wrong; all else stays as it was."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import command
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation

from checker.annotate.comment import ChangedError
from checker.annotate.splice import appended, edited, markup, parse, words
from checker.annotate.xlsx import annotate_xlsx
from checker.api import Checker
from checker.model.report import Report

ROWS = [["乡镇", "学校数", "在校学生数"], ["青石镇", 8, 3245], ["白水镇", 7, 2716], ["合计", 16, 5962]]
SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture(scope="module")
def checker() -> Checker:
    return command.shipped()


def book(fill: Callable[[openpyxl.Workbook], None] = lambda made: None) -> bytes:
    made = openpyxl.Workbook()
    made.active.title = "学 校!表"
    for row in ROWS:
        made.active.append(row)
    fill(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def rewritten(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return out.getvalue()


def annotated(checker: Checker, data: bytes, name: str = "a.xlsx") -> tuple[Report, bytes]:
    report = checker.check_bytes(data, source=name)
    return report, annotate_xlsx(data, report, "zh")


def comments(data: bytes) -> dict[tuple[str, str], str]:
    """(sheet, cell) -> comment, as openpyxl reads them."""
    made = openpyxl.load_workbook(io.BytesIO(data))
    cells = ((sheet.title, cell) for sheet in made.worksheets for row in sheet.iter_rows() for cell in row)
    return {(title, cell.coordinate): cell.comment.text for title, cell in cells if cell.comment}


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None and len(set(archive.namelist())) == len(archive.namelist())
        return {name: archive.read(name) for name in archive.namelist()}


def furnished(made: openpyxl.Workbook) -> None:
    """Things that a library which writes the whole workbook again may lose."""
    sheet = made.active
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=3))
    sheet.add_chart(chart, "F2")
    sheet.add_data_validation(DataValidation(type="whole", sqref="B2:B3"))
    second = made.create_sheet("乙")
    for row in ROWS:
        second.append(row)
    second["A1"].hyperlink = "https://example.org"


def test_each_comment_stands_on_its_cell(checker: Checker) -> None:
    data = book(furnished)
    report, copy = annotated(checker, data)
    found = comments(copy)
    assert set(found) == {(title, cell) for title in ("学 校!表", "乙") for cell in ("B4", "C4")}
    assert len(report.findings) == 4
    said = found["乙", "C4"].splitlines()
    assert said[0] == "错误：表格列合计不等于各行之和" and "算式：3245 + 2716 = 5961；5961 ≠ 5962" in said
    assert "相关的数：3245 (part, 乙!C2)，2716 (part, 乙!C3)" in said and said[-1].startswith("table-column-total CHK")
    before, after = parts(data), parts(copy)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {
        SHEET, "xl/worksheets/sheet2.xml", "xl/worksheets/_rels/sheet1.xml.rels", "xl/worksheets/_rels/sheet2.xml.rels",
        "[Content_Types].xml",
    }  # fmt: skip
    for name in changed:  # only something was put in
        pattern = b".*".join(map(re.escape, re.split(rb"(?<=>)(?=<)", before[name])))
        assert re.fullmatch(pattern, after[name], re.DOTALL)
    for name, content in after.items():
        if name.endswith((".xml", ".rels", ".vml")):
            ElementTree.fromstring(content)
    again = checker.check_bytes(copy, source="a.xlsx")
    assert again.document.text == report.document.text
    assert copy == annotate_xlsx(data, report, "zh")


def test_a_comment_that_is_there_is_kept(checker: Checker) -> None:
    def fill(made: openpyxl.Workbook) -> None:
        made.active["B4"].comment = Comment("旧 <批注>\n第二行", "某人")
        made.active["A1"].comment = Comment("不相干", "另一人")

    data = book(fill)
    before, after = comments(data), comments(annotated(checker, data)[1])
    assert after["学 校!表", "A1"] == before["学 校!表", "A1"] == "不相干"
    assert after["学 校!表", "B4"].startswith("旧 <批注>\n第二行\n\n错误：")
    assert after["学 校!表", "C4"].startswith("错误：") and len(after) == 3
    twice = comments(annotated(checker, annotated(checker, data)[1])[1])
    assert twice["学 校!表", "B4"].count("错误：") == 2 and twice["学 校!表", "C4"].count("错误：") == 2


def test_several_findings_in_one_cell_are_one_comment(checker: Checker) -> None:
    report = checker.check_bytes(book(), source="a.xlsx")
    one, other = report.findings
    both = type(report)(
        report.document, report.quantities, report.relations,
        (one, type(other)(**{k: getattr(other, k) for k in other.__dataclass_fields__} | {"primary": one.primary})),
    )  # fmt: skip
    ((_, said),) = comments(annotate_xlsx(book(), both, "en")).items()
    assert said.count("error: ") == 2 and "\n\n" in said


def test_macros_and_what_nobody_knows_stay(checker: Checker) -> None:
    extra = {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0macro", "xl/pivotTables/pivotTable1.xml": b"<p/>"}
    data = io.BytesIO(book())
    with zipfile.ZipFile(data, "a") as archive:
        for name, content in extra.items():
            archive.writestr(name, content)
    copy = parts(annotated(checker, data.getvalue(), "a.xlsm")[1])
    assert {name: copy[name] for name in extra} == extra


@pytest.mark.parametrize("change", [
    lambda n, d: d.replace(b"</worksheet>", b'<tableParts count="0"/><extLst/></worksheet>') if n == SHEET else d,
    lambda n, d: b"\xef\xbb\xbf" + d if n == SHEET else d,
    lambda n, d: d.replace(b"<worksheet ", b"<x:worksheet ").replace(b"</worksheet>", b"</x:worksheet>")
    .replace(b"xmlns=", b"xmlns:x=").replace(b"<", b"<x:").replace(b"<x:/", b"</x:").replace(b"x:x:", b"x:")
    if n == SHEET else d,
])  # fmt: skip
def test_other_ways_to_write_a_sheet(checker: Checker, change: Callable[[str, bytes], bytes]) -> None:
    data = rewritten(book(), change)
    copy = annotated(checker, data)[1]
    assert len(comments(copy)) == 2
    sheet = parts(copy)[SHEET]
    assert b"<tableParts" not in sheet or sheet.index(b"<legacyDrawing") < sheet.index(b"<tableParts")


def test_workbooks_that_cannot_be_annotated(checker: Checker) -> None:
    data = book()
    report = checker.check_bytes(data, source="a.xlsx")
    strict = rewritten(data, lambda n, d: d.replace(b"schemas.openxmlformats.org/spreadsheetml/2006/main",
                                                    b"purl.oclc.org/ooxml/spreadsheetml/main")
                       if n == "xl/workbook.xml" else d)  # fmt: skip
    other = rewritten(data, lambda n, d: d.replace(b"<v>3245</v>", b"<v>3246</v>"))
    for bytes_, key in ((strict, "annotate-"), (other, "annotate-changed")):
        with pytest.raises(ChangedError) as caught:
            annotate_xlsx(bytes_, report, "zh")
        assert caught.value.key.startswith(key)


def test_the_command_line_writes_copies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    data = book()
    Path("附表.xlsx").write_bytes(data)
    for _ in range(2):  # the copy of the first time is not read the second time
        code, _, err = command.ran(capsys, monkeypatch, "lint", ".", "--annotate")
        assert code == 1 and err[-1] == "带批注的副本：./附表.checked.xlsx（2 条）"
    assert Path("附表.xlsx").read_bytes() == data
    assert len(comments(Path("附表.checked.xlsx").read_bytes())) == 2


def test_a_copy_opens_in_libreoffice_with_its_comments(checker: Checker, tmp_path: Path) -> None:
    """There and back: LibreOffice shows the comments, and what it writes is annotated in its turn."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("soffice is not installed")

    def fill(made: openpyxl.Workbook) -> None:
        furnished(made)
        made.active["B4"].comment = Comment("旧批注", "某人")

    (tmp_path / "a.xlsx").write_bytes(annotated(checker, book(fill))[1])
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    convert = [office, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path / "out")]
    subprocess.run([*convert, str(tmp_path / "a.xlsx")], check=True, capture_output=True, timeout=180)
    data = (tmp_path / "out" / "a.xlsx").read_bytes()
    shown = comments(data)
    assert set(shown) == {(title, cell) for title in ("学 校!表", "乙") for cell in ("B4", "C4")}
    assert "旧批注" in shown["学 校!表", "B4"] and all("算式：" in text for text in shown.values())
    again = comments(annotated(checker, data)[1])
    assert set(again) == set(shown) and all(text.count("算式：") == 2 for text in again.values())


# parts changed in place -----------------------------------------------------------------------------------------

TREES = st.recursive(
    st.sampled_from(["<a/>", "<b c='>' d=\"'\"/>", "<x:e xmlns:x='u'></x:e>", "t", "&lt;", "<!-- <a> -->", "汉", "\n"]),
    lambda inner: st.tuples(st.sampled_from(["a", "b"]), st.lists(inner, max_size=4)).map(
        lambda pair: f"<{pair[0]} n='1' >{''.join(pair[1])}</{pair[0]}>"
    ),
    max_leaves=12,
)


@settings(max_examples=60, deadline=None)
@given(st.lists(TREES, max_size=4).map(lambda inner: f"<?xml version='1.0'?>\n<r>{''.join(inner)}</r>\n"), st.text())
def test_something_is_put_into_any_element(text: str, put: str) -> None:
    data = text.encode()
    pending = [parse(data, 9)]
    while pending:
        element = pending.pop()
        pending += element.children
        made = edited(data, [appended(data, element, markup("new", {"k": put[:3].strip("\x00")}
                                                            if put.isprintable() else {}, words(put)))])  # fmt: skip
        root = ElementTree.fromstring(made)
        assert sum(1 for _ in root.iter("new")) == 1
        kept = "".join(c for c in put if (c >= " " or c in "\n\t") and not "\ud800" <= c <= "\udfff")
        new = next(root.iter("new"))
        assert (new.text or "") == "".join(c for c in kept if c not in "\ufffe\uffff")
        without = re.sub(rb"<new.*?</new>", b"", made, flags=re.DOTALL)
        assert ElementTree.canonicalize(without.decode()) == ElementTree.canonicalize(text)


@pytest.mark.parametrize("data", [b"", b"no xml", "<r/>".encode("utf-16"), b"<!DOCTYPE r [<!ENTITY e 'x'>]><r>&e;</r>"])
def test_what_cannot_be_changed_in_place(data: bytes) -> None:
    with pytest.raises(ChangedError):
        parse(data, 3)
