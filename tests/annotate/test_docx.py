"""Copies of Word files with a comment on each number that is wrong."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
import word
from word import body, run, saved

from checker import cli
from checker.annotate.docx import ChangedError, _Places, annotate_docx
from checker.api import Checker, load
from checker.model.document import Span
from checker.read import ReadError
from checker.read.docx import walk_parts
from checker.read.words import PageWords
from checker.read.wordzip import open_word

FLAWED = Path(__file__).parents[1] / "data" / "flawed" / "flawed.md"
WRONG = "全区共有中小学48所，其中小学31所、初中13所、高中5所。"

OTHER = "全县共有村委会30个，其中山区村18个、平原村13个。"


@pytest.fixture(scope="module")
def checker() -> Checker:
    return load()


def local(node: Any) -> str:
    return str(node.tag).rpartition("}")[2]


def commented(document: Any) -> list[str]:
    """The text between the marks of each comment, in the order of their ids."""
    open_: dict[str, str] = {}
    found: dict[str, str] = {}
    for node in document.element.body.iter():
        kind = local(node)
        key = next((v for k, v in node.attrib.items() if k.endswith("}id")), "")
        if kind == "commentRangeStart":
            open_[key] = ""
        elif kind == "commentRangeEnd":
            found[key] = open_.pop(key)
        elif kind in ("t", "tab", "br"):
            text = {"tab": "\t", "br": "\n"}.get(kind, node.text or "")
            open_ = {k: v + text for k, v in open_.items()}
    assert not open_
    return [found[key] for key in sorted(found, key=int)]


def annotated(checker: Checker, data: bytes) -> tuple[Any, Any]:
    report = checker.check_bytes(data, source="a.docx")
    return report, docx.Document(io.BytesIO(annotate_docx(data, report, "zh")))


def test_each_comment_stands_on_its_number(checker: Checker) -> None:
    data = word.of_markdown(FLAWED.read_text(encoding="utf-8"))
    report, copy = annotated(checker, data)
    findings = sorted(report.findings, key=lambda f: f.primary.span)
    assert commented(copy) == [f.primary.text for f in findings] and len(findings) > 40
    again = checker.check_bytes(saved(copy), source="a.docx")
    assert again.document.text == report.document.text
    for finding, comment in zip(findings, copy.comments, strict=True):
        lines = comment.text.split("\n")
        assert comment.author == "checker" and finding.message in lines
        assert finding.title in lines[0] and lines[-1] == f"{finding.rule} {finding.code}"
        assert all(place.text.replace("\n", "") in comment.text for place in finding.related)


def test_runs_are_split_and_keep_their_format(checker: Checker) -> None:
    document = word.blank()
    paragraph = document.add_paragraph()
    for text, bold in (("全区共有中小", False), ("学4", True), ("8所，其中小学31所、初中13所、高中5所。", False)):
        paragraph.add_run(text).bold = bold
    _, copy = annotated(checker, saved(document))
    assert commented(copy) == ["48所"]
    runs = [(r.text, bool(r.bold)) for r in copy.paragraphs[0].runs if r.text]
    assert runs == [
        ("全区共有中小", False), ("学", True), ("4", True), ("8所", False),
        ("，其中小学31所、初中13所、高中5所。", False),
    ]  # fmt: skip


def test_several_comments_in_one_run(checker: Checker) -> None:
    document = body(f"<w:p><w:r><w:t>{WRONG}</w:t><w:br/><w:t xml:space='preserve'> {WRONG}</w:t></w:r></w:p>")
    _, copy = annotated(checker, saved(document))
    assert commented(copy) == ["48所", "48所"]
    assert copy.paragraphs[0].text == f"{WRONG}\n {WRONG}"


def test_insertions_links_and_controls(checker: Checker) -> None:
    document = body(
        f"<w:p>{run('全区共有中小学')}<w:ins w:id='2' w:author='a'>{run('4')}</w:ins><w:hyperlink r:id='rId1'>"
        f"{run('8所，其中小学31所、')}</w:hyperlink><w:sdt><w:sdtContent>{run('初中13所、高中5所。')}</w:sdtContent></w:sdt>"
        "</w:p>"
    )
    _, copy = annotated(checker, saved(document))
    assert commented(copy) == ["48所"]


def test_notes_and_boxes_are_commented_where_they_hang(checker: Checker) -> None:
    box = f"<w:txbxContent><w:p>{run(WRONG)}</w:p></w:txbxContent>"
    shape = f"<w:r><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></w:r>"
    mark = "<w:r><w:footnoteReference w:id='2'/></w:r>"
    document = body(f"<w:p>{run('正文')}{shape}</w:p>", f"<w:p>{run('另一段')}{mark}</w:p>")
    data = word.with_notes(saved(document), "footnote", {2: OTHER})
    report, copy = annotated(checker, data)
    assert [f.primary.text for f in report.findings if f.rule == "sum-of-parts"] == ["48所", "30个"]
    marks = [n for n in copy.element.body.iter() if local(n) == "commentRangeStart"]
    assert {local(m.getnext()[0]) for m in marks if m.getnext() is not None} >= {"pict"}


def test_automatic_numbers_are_commented_on_their_paragraph(checker: Checker) -> None:
    document = body(word.item(WRONG), word.item("没有数的一段。"))
    word.numbered(document, [("chineseCounting", "%1、")])
    _, copy = annotated(checker, saved(document))
    assert commented(copy) == ["48所"]


def test_a_mark_that_word_made_is_commented_on_the_first_run() -> None:
    document = body("<w:p/>", word.item("甲"), "<w:p/>")
    word.numbered(document, [("chineseCounting", "%1、")])
    parts = open_word(saved(document))
    done = walk_parts(parts, PageWords())
    places = _Places(done.paragraphs, [Span(1, 3)])
    assert done.text == "\n一、甲\n\n" and [run[0].text for run in places.runs(Span(1, 3))] == ["甲"]
    assert len(places.runs(Span(5, 5))) == 1


def test_a_file_with_comments_and_white_space_keeps_them(checker: Checker) -> None:
    spaced = f"<w:p>\n  {run('全区共有')}\n {run(' ')} {run('中小学48所，其中小学31所、初中13所、高中5所。')}\n</w:p>"
    data = saved(body(spaced))
    report, copy = annotated(checker, data)
    again, twice = annotated(checker, saved(copy))
    assert again.document.text == report.document.text == f"全区共有 {WRONG[4:]}\n"
    assert commented(twice) == ["48所", "48所"] and len(list(twice.comments)) == 2


def test_kinds_that_cannot_be_annotated(checker: Checker) -> None:
    data = saved(body(f"<w:p>{run(WRONG)}</w:p>"))
    strict = f'<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"><w:body><w:p>{run(WRONG)}</w:p>'
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        types = archive.read("[Content_Types].xml")
    macros = types.replace(b"openxmlformats-officedocument.wordprocessingml.document.main", b"ms-word.document.macro")
    for parts in (
        {"word/document.xml": f"{strict}</w:body></w:document>".encode()},
        {"[Content_Types].xml": macros},
    ):
        changed = word.with_parts(data, parts)
        report = checker.check_bytes(changed, source="a.docx")
        assert [f.primary.text for f in report.findings] == ["48所"]
        with pytest.raises(ChangedError):
            annotate_docx(changed, report, "zh")


def test_a_hidden_part_with_entities_is_refused(checker: Checker) -> None:
    evil = b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'
    data = word.with_parts(saved(body(f"<w:p>{run(WRONG)}</w:p>")), {"docProps/app.xml": evil})
    with pytest.raises(ReadError):
        annotate_docx(data, checker.check_bytes(data, source="a.docx"), "zh")


def test_a_file_that_changed_is_refused(checker: Checker) -> None:
    report = checker.check_bytes(saved(body(f"<w:p>{run(WRONG)}</w:p>")), source="a.docx")
    with pytest.raises(ChangedError):
        annotate_docx(saved(body(f"<w:p>{run(WRONG + '。')}</w:p>")), report, "zh")


def lint(*words: str) -> int:
    with pytest.raises(SystemExit) as ended:
        cli.main(["lint", *words])
    code: int = ended.value.code  # type: ignore[assignment]
    return code


def test_the_command_line_writes_copies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    data = saved(body(f"<w:p>{run(WRONG)}</w:p>"))
    Path("报告.docx").write_bytes(data)
    Path("b.txt").write_text(WRONG, encoding="utf-8")
    Path("~$报告.docx").write_bytes(b"lock")
    for _ in range(2):  # the copy of the first time is not read the second time
        assert lint(".", "--annotate", "--lang", "zh", "--format", "text") == 1
        err = capsys.readouterr().err
        assert "2 个文件" in err and "带批注的副本：./报告.checked.docx（1 条）" in err
        assert "--annotate 只写 docx, pdf, xlsx, xlsm 的副本，这些没有写：./b.txt" in err
    assert Path("报告.docx").read_bytes() == data
    assert sorted(p.name for p in tmp_path.iterdir() if p.name[0] != "~") == ["b.txt", "报告.checked.docx", "报告.docx"]
    assert commented(docx.Document("报告.checked.docx")) == ["48所"]


def test_places_on_the_wire(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    document = word.blank()
    document.add_paragraph("各镇学校如下。")
    document.add_paragraph(WRONG)
    word.table(document, [["乡镇", "学校"], ["云岭镇", "12"], ["白塔乡", "9"], ["石桥乡", "7"], ["合计", "29"]])
    document.save("a.docx")
    assert lint("a.docx", "--format", "json") == 1

    findings = json.loads(capsys.readouterr().out)["documents"][0]["findings"]
    places = [{k: f["primary"].get(k) for k in ("text", "paragraph", "cell")} for f in findings]
    assert {"text": "48所", "paragraph": 2, "cell": None} in places
    assert {"text": "29", "paragraph": None, "cell": "table 1, row 5, column 2"} in places


def test_an_annotated_copy_opens_in_libreoffice(checker: Checker, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("soffice is not installed")
    data = word.of_markdown(FLAWED.read_text(encoding="utf-8"))
    report = checker.check_bytes(data, source="a.docx")
    (tmp_path / "a.docx").write_bytes(annotate_docx(data, report, "zh"))
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    command = [
        office,
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "a.docx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
