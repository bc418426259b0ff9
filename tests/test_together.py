"""Files of one matter checked together: what is found between them, once, with the right places."""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import command
import docx
import openpyxl
import pytest
import word
from hypothesis import given, settings
from hypothesis import strategies as st

import checker as face
from checker.annotate.docx import annotate_docx
from checker.annotate.xlsx import annotate_xlsx
from checker.api import Checker
from checker.explain import explain
from checker.model.document import Document, Span
from checker.model.report import Finding, Relation, Report
from checker.together import join

TEXT = "全县教育情况\n\n青石镇在校学生3425人，办学条件改善。\n\n白水镇学校7所。\n"
ROWS = [["乡镇", "学校数", "在校学生数"], ["青石镇", 8, 3245], ["白水镇", 7, 2716], ["合计", 15, 5961]]
CSV = "\n".join(",".join(map(str, row)) for row in ROWS) + "\n"
Ran = tuple[int, str, list[str]]


def book() -> bytes:
    made = openpyxl.Workbook()
    for row in ROWS:
        made.active.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def report_of(text: str) -> bytes:
    document = word.blank()
    document.add_heading("概况", 1)
    document.add_paragraph(text)
    return word.saved(document)


@pytest.fixture(scope="module")
def checker() -> Checker:
    return command.shipped()


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Callable[..., Ran]:
    monkeypatch.chdir(tmp_path)
    Path("报告.txt").write_text(TEXT, encoding="utf-8")
    Path("附表.xlsx").write_bytes(book())
    return lambda *words: command.ran(capsys, monkeypatch, *words)


def together(checker: Checker, **files: str | bytes) -> tuple[Report, ...]:
    """Reports of files by their names, `_` standing for the dot."""
    read = []
    for name, content in files.items():
        data = content.encode() if isinstance(content, str) else content
        read.append(checker.read(data, source=".".join(name.rsplit("_", 1))))
    return checker.check_documents(read)


def right(report: Report) -> None:
    """Every place is what it says, in its own document."""
    for q in report.quantities:
        assert report.document.text[q.span.start : q.span.end] == q.surface
    findings = (*report.findings, *report.findings_elsewhere, *(s.finding for s in report.suppressed))
    relations = (*report.relations, *report.relations_elsewhere)
    places = [p for f in findings for p in (f.primary, *f.related)] + [p for r in relations for p in r.spans]
    for place in places:
        assert (place.document or report.document).text[place.span.start : place.span.end] == place.text
    for relation in relations:
        own = {p.span for p in relation.spans if p.document is None}
        assert all(0 <= n < len(report.quantities) for n in relation.quantities)
        if relation.quantities and len(relation.spans) > 1:
            touched = [report.quantities[n].span for n in relation.quantities]
            assert all(any(a <= s.start < b or a == s.start for a, b in own) for s in touched)


def seen_from(report: Report, relation: Relation) -> tuple[str, frozenset[tuple[str, Span]]]:
    """A relation by its rule and its places in all files."""
    return relation.rule, frozenset(((p.document or report.document).source, p.span) for p in relation.spans)


def crossing(reports: tuple[Report, ...]) -> list[Finding]:
    return [f for r in reports for f in r.findings if any(p.document for p in (f.primary, *f.related))]


def test_a_text_and_its_workbook(checker: Checker) -> None:
    text, table = together(checker, report_txt=TEXT, table_xlsx=book())
    (finding,) = text.findings
    assert (finding.severity, finding.primary.text, finding.primary.document) == ("error", "3425人", None)
    assert [(p.text, p.where) for p in finding.related] == [("3245", "table.xlsx Sheet!C2")]
    assert table.findings == () and [f.primary.where for f in table.findings_elsewhere] == ["report.txt:3:8"]
    assert (text.bound, text.contradicted) == (2, 1)
    assert (table.seen, table.bound, table.contradicted) == (6, 6, 1)  # all are in sums or repeated by the text
    alone = [checker.check_bytes(d, source=s) for d, s in ((TEXT.encode(), "report.txt"), (book(), "table.xlsx"))]
    assert [r.quantities for r in alone] == [text.quantities, table.quantities]
    assert all(not r.findings and r.relations == t.relations[: len(r.relations)]
               for r, t in zip(alone, (text, table), strict=True))  # fmt: skip
    for report in (text, table):
        right(report)


def test_a_summary_and_the_whole(checker: Checker) -> None:
    files = {n: report_of(f"全县在校学生{x}人，办学条件改善。") for n, x in (("sum_docx", 52361), ("all_docx", 52316))}
    first, second = together(checker, **files)
    (finding,) = second.findings
    assert finding.primary.text == "52316人" and [p.where for p in finding.related] == ["sum.docx:2:7"]
    assert first.findings == () and not crossing(together(checker, a_docx=files["sum_docx"], b_docx=files["sum_docx"]))


def test_two_tables_of_divided_values(checker: Checker) -> None:
    noted = '人员,数\n甲镇,3\n乙镇,4\n\n"注：青石镇在校学生3425人。",\n'
    reports = together(checker, a_csv=CSV, b_csv=noted)
    assert [(f.primary.text, f.related[0].where) for f in crossing(reports)] == [("3425人", "a.csv:2:7")]
    reports = together(checker, a_csv=CSV, b_csv=CSV.replace("2716", "2761"))
    (finding,) = crossing(reports)
    assert [p.where for p in finding.related] == ["a.csv:3:7"] and finding.primary.text == "2761"
    for report in reports:
        right(report)


def test_what_holds_is_told_once_and_counted_in_both(checker: Checker) -> None:
    text, table = together(checker, a_txt=TEXT.replace("3425", "3245"), b_csv=CSV)
    held = [r for r in text.relations if len(r.spans) > 1]
    assert [r.verdict for r in held] == ["holds", "holds"] and len(table.relations_elsewhere) == 2
    assert not any(p.document for r in table.relations for p in r.spans)


def test_files_of_different_years(checker: Checker) -> None:
    """A number without a year is of its file's; what is known to differ in time is not compared, and that is said."""
    texts = {f"y{y}_txt": f"{y}年教育公报\n\n{y}年，教育发展。\n\n全县在校学生{n}人，稳步增长。\n"
             for y, n in ((2023, 52316), (2024, 52361))}  # fmt: skip
    reports = together(checker, **texts)
    assert not crossing(reports)
    assert [n.code for r in reports for n in r.notes] == ["other-year", "other-year"]
    same = together(checker, **{name: text.replace("2023", "2024") for name, text in texts.items()})
    assert len(crossing(same)) == 1 and not any(r.notes for r in same)


def test_a_file_of_several_articles_stays_apart(checker: Checker) -> None:
    body = "，工作推进有力。会议强调，要抓好落实。\n\n"
    news = "".join(f"## 要闻{c}\n\n某地{m}月{m}日电 全县在校学生52361人{body}" for m, c in enumerate("甲乙丙丁", 1))
    first, second = together(checker, a_md="# 要闻摘要\n\n" + news, b_txt="概况\n\n全县在校学生52316人，条件改善。\n")
    assert len({b.article for b in first.document.blocks}) > 1
    assert not crossing((first, second)) and [n.code for n in first.notes] == ["collection"]


def test_unrelated_reports_do_not_contradict_each_other(checker: Checker) -> None:
    files = sorted((Path(__file__).parent / "data" / "genres").glob("*.txt"))[::5]
    reports = checker.check_documents([checker.read(f.read_bytes(), source=f.name) for f in files])
    assert len(reports) > 2 and not [f.message for f in crossing(reports) if f.severity == "error"]


SENTENCES = st.sampled_from([
    TEXT, CSV, "全县在校学生52316人。", "全县在校学生52361人。", "# 概况\n\n一是3人。二是5人。\n", "", "\ufeff2024年\n",
    "| 甲 | 乙 |\n| --- | --- |\n| 青石镇 | 4 |\n| 白水镇 | 5 |\n", "```\n3人\n```\n青石镇在校学生3245人\n",
    "共有学校48所，其中小学31所、初中12所", "其中高中5所。\n", "单位：万元\n", "1,2\n\n3,4", "&nbsp;青石镇学校8所",
])  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(SENTENCES, st.sampled_from(["txt", "md", "csv", "html"])), min_size=1, max_size=4))
def test_places_and_single_files(files: list[tuple[str, str]]) -> None:
    """Each file has all it has alone, in its own places; between them only what spans two files is added."""
    checker = command.shipped()
    read = [checker.read(text.encode(), source=f"{i}.{kind}", encoding="utf-8") for i, (text, kind) in enumerate(files)]
    reports = checker.check_documents(read)
    for document, report in zip(read, reports, strict=True):
        right(report)
        alone = checker.check_bytes(document.text.encode(), source=document.source, encoding="utf-8")
        assert alone.quantities == report.quantities
        more = [r for r in report.relations if r not in alone.relations]
        assert [r for r in report.relations if r in alone.relations] == list(alone.relations)
        assert all(any(p.document for p in r.spans) for r in more)
        assert {f for f in report.findings if not any(p.document for p in f.related)} == set(alone.findings)
        if len(files) == 1:
            assert (report.relations, report.findings, report.notes) == (alone.relations, alone.findings, alone.notes)
    told = Counter(seen_from(r, x) for r in reports for x in r.relations if any(p.document for p in x.spans))
    again = Counter(seen_from(r, x) for r in reports for x in r.relations_elsewhere)
    assert set(told.values()) <= {1}
    assert again == Counter({key: len({source for source, _ in key[1]}) - 1 for key in told})


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(SENTENCES, st.sampled_from(["txt", "md", "csv", "html"])), min_size=1, max_size=4))
def test_the_joined_text_reads_as_its_parts(files: list[tuple[str, str]]) -> None:
    checker = command.shipped()
    read = [checker.read(text.encode(), source=f"{i}.{kind}", encoding="utf-8") for i, (text, kind) in enumerate(files)]
    numbers = [checker._judge(document).quantities for document in read]
    joined = join(read, numbers, [None] * len(read))
    whole: Document = joined.document
    assert whole.reading.text == "\n\n".join(d.reading.text for d in read)
    for i, q in enumerate(joined.quantities):
        assert q.index == i and whole.text[q.span.start : q.span.end] == q.surface
        assert whole.reading.span(*q.at) == q.span
    assert [b.kind for b in whole.blocks] == [b.kind for d in read for b in d.blocks]


# how it is shown -----------------------------------------------------------------------------------------------


def test_every_format_names_the_other_file(run: Callable[..., Ran]) -> None:
    both = ("lint", "报告.txt", "附表.xlsx")
    assert run(*both)[0] == 0  # alone nothing is wrong
    code, out, _ = run(*both, "--together")
    assert code == 1 and "报告.txt:3:8: error: 正文写3425人，表中为3245（见 附表.xlsx Sheet!C2） [table-text]" in out
    out = run(*both, "--together", "--ledger")[1]
    assert "附表.xlsx Sheet!C2：青石镇 | 8 | 「3245」" in out
    assert "第 5 行第 6 字：7 = 7（见 附表.xlsx Sheet!B3） [table-text]" in out
    rich = run(*both, "--together", "--format", "rich")[1]
    assert "─▶ 附表.xlsx Sheet!C2\n   4 │ 青石镇 | 8 | 3245\n     │              ────\n" in rich
    assert "（见 附表.xlsx Sheet!C2）%0A3425" in run(*both, "--together", "--format", "github")[1]
    (result,) = json.loads(run(*both, "--together", "--format", "sarif")[1])["runs"][0]["results"]
    (place,) = (p["physicalLocation"] for p in result["relatedLocations"])
    assert place["artifactLocation"]["uri"].endswith(".xlsx") and place["region"]["startLine"] == 1  # it has no lines
    value = json.loads(run(*both, "--together", "--ledger", "--format", "json")[1])
    first, second = value["documents"]
    assert first["findings"][0]["related"] == [{
        "start": 34, "end": 38, "line": 4, "column": 11, "text": "3245", "label": "cell", "path": "附表.xlsx",
        "cell": "Sheet!C2",
    }]  # fmt: skip
    assert second["findings"] == [] and value["summary"]["error"] == 1
    assert "path" not in first["findings"][0]["primary"]
    spans = [s for r in first["relations"] for s in r["spans"] if s["slot"] == "cell"]
    assert {s["path"] for s in spans} == {"附表.xlsx"}
    assert run(*both, "--format", "numbers")[0] == 2  # no such format; the numbers are told by their own command
    assert json.loads(run("numbers", *both[1:], "--format", "json")[1])["documents"][1]["path"] == "附表.xlsx"


def test_why_with_other_files(run: Callable[..., Ran]) -> None:
    assert "报告.txt" not in run("why", "附表.xlsx:4:11")[1]
    said = run("why", "附表.xlsx:4:11", "--with", "报告.txt")[1]
    assert "said: 3425人 (报告.txt:3:8)" in said and "cell: 3245 (4:11)" in said and "正文写3425人，表中为3245" in said
    assert "cell: 3245 (附表.xlsx Sheet!C2)" in run("why", "报告.txt:3:8", "--with", "附表.xlsx")[1]


def test_an_unreadable_file_is_said_and_the_rest_is_checked(run: Callable[..., Ran]) -> None:
    Path("坏.docx").write_bytes(b"x")
    code, out, err = run("lint", "报告.txt", "坏.docx", "附表.xlsx", "无.md", "--together", "--quiet")
    assert code == 2 and len(out.splitlines()) == 1 and "附表.xlsx Sheet!C2" in out
    assert sorted(err) == ["坏.docx：不是 .docx 文件，虽然扩展名是", "无.md：没有这个文件"]


def test_comments_name_the_other_file(checker: Checker) -> None:
    data = report_of("青石镇在校学生3425人，办学条件改善。")
    first, second = together(checker, a_docx=data, b_xlsx=book())
    document = docx.Document(io.BytesIO(annotate_docx(data, first, "zh")))
    (said,) = (c.text for c in document.comments)
    assert "相关的数：3245 (cell, b.xlsx Sheet!C2)" in said
    assert openpyxl.load_workbook(io.BytesIO(annotate_xlsx(book(), second, "zh"))).active["C2"].comment is None
    names = {q.index for q in second.quantities if q.surface == "3245"}
    text = explain(second, names.pop(), checker.trace(second, 0), {}, "en")
    assert "a.docx:2:8" in text


def test_from_python(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.csv").write_text(CSV, encoding="utf-8")
    reports = face.check_together([tmp_path / "a.txt", str(tmp_path / "b.csv")])
    assert [len(r.findings) for r in reports] == [1, 0]
    assert reports[0].findings[0].related[0].where == f"{tmp_path / 'b.csv'}:2:7"
