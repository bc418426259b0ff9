"""One report in every kind of file gives the same findings at the corresponding places."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

import checker
from checker.model.report import Report

from . import report as source

OFFICE = shutil.which("soffice")
needs_office = pytest.mark.skipif(OFFICE is None, reason="LibreOffice (soffice) is not installed")


def found(report: Report) -> set[tuple[str, str, tuple[str, ...]]]:
    """(rule, severity, numbers) of each finding, the numbers as they are read."""
    read = report.document.reading.of

    def said(span: object) -> str:
        return "".join(read(span).split()).replace(",", "")  # type: ignore[arg-type]

    return {
        (f.rule, f.severity, tuple(sorted([said(f.primary.span), *(said(r.span) for r in f.related)])))
        for f in report.findings
    }


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("parity")
    (made / "r.docx").write_bytes(source.word())
    if OFFICE:
        for kind in ("html", "pdf"):
            convert(made / "r.docx", kind, made)
        again = made / "again"
        again.mkdir()
        convert(made / "r.html", "docx:MS Word 2007 XML", again)
    return made


def convert(path: Path, kind: str, out: Path) -> None:
    profile = out / "profile"
    command = [str(OFFICE), "--headless", f"-env:UserInstallation={profile.as_uri()}", "--convert-to", kind]
    subprocess.run([*command, "--outdir", str(out), str(path)], check=True, capture_output=True, timeout=180)


@pytest.fixture(scope="module")
def wanted() -> set[tuple[str, str, tuple[str, ...]]]:
    report = checker.check(source.markdown(), source="r.md")
    assert len({(f.rule, f.primary.text) for f in report.findings if f.severity == "error"}) == 5
    return found(report)


def test_plain_text(wanted: set[tuple[str, str, tuple[str, ...]]]) -> None:
    assert found(checker.check(source.plain(), source="r.txt")) == wanted


def test_word(folder: Path, wanted: set[tuple[str, str, tuple[str, ...]]]) -> None:
    assert found(checker.check_file(folder / "r.docx")) == wanted


@needs_office
@pytest.mark.parametrize("name", ["r.html", "again/r.docx", "r.pdf"])
def test_converted(name: str, folder: Path, wanted: set[tuple[str, str, tuple[str, ...]]]) -> None:
    assert found(checker.check_file(folder / name)) == wanted


@needs_office
def test_workbook(folder: Path) -> None:
    """The table alone, typed into a workbook, saved by openpyxl and once more by LibreOffice."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([source.UNIT])
    for r, row in enumerate(source.TABLE):
        sheet.append([float(cell.replace(",", "")) if r and c else cell for c, cell in enumerate(row)])
    for row in sheet.iter_rows(min_row=3, min_col=2, max_col=3):
        for cell in row:
            cell.number_format = "#,##0"
    for row in sheet.iter_rows(min_row=3, min_col=4):
        row[0].number_format = "0.0"
    book.save(folder / "t.xlsx")
    convert(folder / "t.xlsx", "ods", folder)
    (folder / "saved").mkdir()
    convert(folder / "t.ods", "xlsx:Calc MS Excel 2007 XML", folder / "saved")
    first, second = (checker.check_file(folder / name) for name in ("t.xlsx", "saved/t.xlsx"))
    assert {f.rule for f in first.findings} == {"table-rate-column", "table-column-total"}
    assert found(first) == found(second)
    assert [f.primary.text for f in first.findings] == ["59.0", "8,830"]
    assert {a.cell for span, a in first.document.anchors if span == first.findings[0].primary.span} == {"Sheet!D6"}
