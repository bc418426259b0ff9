"""The edits that are offered: they keep the form of the number, and marks stand where they are read."""

from __future__ import annotations

from functools import cache

import pytest

pytest.importorskip("pygls", reason="pygls is not installed")

from lsprotocol import types

from checker import api
from checker.config import Config
from checker.desk import Desk
from checker.lsp.actions import Edit, mark_edit, mends, value_edit
from checker.lsp.checked import Checked, Rules, check_text, source_of
from checker.lsp.lines import Lines
from checker.model.report import Finding
from checker.setup import Loaded


@cache
def rules() -> Rules:
    checker = api.load()
    return Rules(checker, Desk(Config(), loaded=Loaded(checker)), {}, "zh", 1)


def checked(text: str, name: str = "a.md") -> Checked:
    outcome = check_text(rules(), name, text, lambda error, lang: str(error))
    assert outcome.report is not None, outcome.fault
    kind = "." + name.rpartition(".")[2]
    return Checked(f"file:///{name}", 1, Lines(text), outcome.report, rules(), kind, int(text.startswith("\ufeff")))


def first(here: Checked) -> tuple[Finding, Edit | None]:
    """The first finding, and the edit that takes its suggestion."""
    finding = here.report.findings[0]
    return finding, value_edit(here.report, finding)


@pytest.mark.parametrize(
    "wrong, right",
    [
        ("全县共有学校1256所，占全市2500所的52.0%。", "全县共有学校1256所，占全市2500所的50.2%。"),
        ("企业由2,137家增加到7,749家，增加5,162家。", "企业由2,137家增加到7,749家，增加5,612家。"),
        ("药店由200家增加到500家，增加3000家。", "药店由200家增加到500家，增加300家。"),
    ],
)
def test_the_likely_value_in_the_form_of_the_old_one(wrong: str, right: str) -> None:
    here = checked(wrong)
    finding, edit = first(here)
    assert edit is not None
    mended = edit.applied(wrong, 0)
    assert mended == right
    assert mends(here.report, checked(mended).report, finding)


def test_no_value_where_no_single_one_is_suggested() -> None:
    here = checked("全区共有养老院1256所，其中公办800所，民办465所。")
    finding, edit = first(here)
    assert finding.suggestion is None
    assert edit is None


def test_an_edit_that_mends_nothing_is_none() -> None:
    text = "全县共有学校1256所，占全市2500所的52.0%。"
    here = checked(text)
    finding, edit = first(here)
    assert edit is not None
    assert not mends(here.report, checked(Edit(edit.span, "60.0").applied(text, 0)).report, finding)
    worse = text.replace("52.0", "50.2") + "\n\n药店由200家增加到500家，增加3000家。"
    assert not mends(here.report, checked(worse).report, finding)


PAGE = "<html><body><p>全县共有学校1256所，占全市2500所的<b\nclass='x'>52.0%</b>。</p></body></html>"
TABLE = "| 项目 | 本年 |\n|---|---|\n| 甲 | 12 |\n| 乙 | 13 |\n| 丙 | 30 |\n| 丁 | 5 |\n| 合计 | 96 |\n"


@pytest.mark.parametrize(
    "name, text, line_ends",
    [
        ("a.md", "全县共有学校1256所，占全市2500所的52.0%。", True),
        ("a.md", "# 一\r\n\r\n全县共有学校1256所，占全市2500所的52.0%。\r\n后面还有话。\r\n", True),
        ("a.md", "- 全县共有学校1256所，占全市2500所的52.0%。\n- 又一项。", True),
        ("a.md", "\ufeff全县共有学校1256所，占全市2500所的52.0%。\n", True),
        ("a.md", TABLE, False),
        ("a.html", PAGE, False),
    ],
)
def test_a_mark_changes_no_number(name: str, text: str, line_ends: bool) -> None:
    here = checked(text, name)
    finding = here.report.findings[0]
    edit = mark_edit(here, finding)
    assert edit is not None
    marked = edit.applied(text, here.shift)
    line = next(line for line in marked.splitlines() if "<!-- checker: ignore" in line)
    assert f"<!-- checker: ignore {finding.rule} " in line
    assert line.endswith("-->") == line_ends
    assert (finding.primary.text in line) or "96" in line, "the mark stands on the line of the number"
    after = checked(marked, name)
    assert [q.surface for q in after.report.quantities] == [q.surface for q in here.report.quantities]


def test_no_mark_where_there_are_no_comments() -> None:
    here = checked("全县共有学校1256所，占全市2500所的52.0%。", "a.txt")
    assert mark_edit(here, here.report.findings[0]) is None


@pytest.mark.parametrize(
    "uri, language, name",
    [
        ("file:///a/%E5%B9%B4%E6%8A%A5.md", "x", "/a/年报.md"),
        ("file:///a/b.TXT", "markdown", "/a/b.TXT"),
        ("untitled:Untitled-1", "markdown", "Untitled-1.md"),
        ("file:///a/notes.qmd", "markdown", "/a/notes.qmd.md"),
        ("file:///a/b.docx", "plaintext", "/a/b.docx.txt"),
        ("file:///a/b.py", "python", None),
        ("http://[broken", "python", None),
    ],
)
def test_what_kind_a_document_is(uri: str, language: str, name: str | None) -> None:
    assert source_of(uri, language) == name


def test_a_text_that_cannot_be_read_is_one_line() -> None:
    for text in ("一\x00二", "\ud800所", "字" * 1_000_001):
        outcome = check_text(rules(), "a.md", text, lambda error, lang: str(error))
        assert outcome.report is None
        assert outcome.fault and "\n" not in outcome.fault


def test_places_with_a_byte_order_mark() -> None:
    text = "\ufeff全县共有学校1256所，占全市2500所的52.0%。"
    here = checked(text)
    place = here.range(here.report.findings[0].primary.span)
    assert text[place.start.character : place.end.character] == "52.0%"
    assert here.offset(types.Position(0, 0)) == -1
