"""What CI servers and review tools read: columns, escapes, schemas."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest
from fakes import PARTS, RIGHT, WRONG, finding, place, school
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.model.document import Anchor, Document, Note, Span
from checker.model.report import Finding, Relation, Report, Suppressed
from checker.report import REPORTERS, Checked, Failed, RuleCard, Run
from checker.report.places import Places
from checker.report.xmltree import branch, element, tree

SCHEMAS = Path(__file__).parent.parent / "data" / "schemas"
SARIF = jsonschema.Draft202012Validator(json.loads((SCHEMAS / "sarif-2.1.0.json").read_text(encoding="utf-8")))
CARDS = (RuleCard(PARTS.id, PARTS.code, "error", "分项之和", "table", "table", "总数等于各项之和。"),)
MIXED = Run(
    documents=(Checked("a/错 1.txt", school(WRONG)), Checked("b.txt", school(RIGHT))),
    unreadable=(Failed("c.pdf", "不认识的文件"),),
    rules=CARDS,
)
LENIENT = replace(MIXED, documents=tuple(checked._replace(fail_on="never") for checked in MIXED.documents))


def sheet(text: str = "表\n48所 31所\n", **more: Any) -> Checked:
    """A document without lines: one cell for each number."""
    where = [place(text, "48所", ""), place(text, "31所", "")]
    anchors = ((where[0].span, Anchor(cell="表1!B2")), (where[1].span, Anchor(page=3, paragraph=7)))
    found = finding(where[0], [where[1]], suggestion="49所")
    return Checked("c.xlsx", Report(Document("c.xlsx", text, anchors=anchors, **more), (), (), (found,)))


def one(found: Finding, text: str) -> Run:
    return Run((Checked("a.txt", Report(Document("a.txt", text), (), (), (found,))),))


# GitLab


def test_gitlab() -> None:
    first, second = json.loads(REPORTERS["gitlab"](MIXED))
    assert first["check_name"] == PARTS.id and first["severity"] == "major"
    assert first["location"] == {"path": "a/错 1.txt", "lines": {"begin": 2, "end": 2}}
    assert "31 + 13 + 5 = 49" in first["description"] and "\n" not in first["description"]
    assert second["location"]["path"] == "c.pdf" and second["severity"] == "critical"


def test_gitlab_fingerprints_differ_within_a_report_and_survive_moves() -> None:
    places = [place(WRONG * 2, "48所", "", nth) for nth in (1, 2)]
    report = Report(Document("a", WRONG * 2), (), (), tuple(finding(p, []) for p in places))
    twice = json.loads(REPORTERS["gitlab"](Run((Checked("./x/../a.txt", report), Checked("b.txt", report)))))
    assert len({issue["fingerprint"] for issue in twice}) == 4
    assert twice[0]["location"]["path"] == "a.txt"
    moved = one(finding(place("\n" + WRONG, "48所", ""), []), "\n" + WRONG)
    assert json.loads(REPORTERS["gitlab"](moved))[0]["fingerprint"] == twice[0]["fingerprint"]


# reviewdog


def test_rdjson_counts_bytes() -> None:
    text = "🎉甲：48所\n"
    (told,) = json.loads(REPORTERS["rdjson"](one(finding(place(text, "48所", ""), [], suggestion="49所"), text)))[
        "diagnostics"
    ]
    where = {"start": {"line": 1, "column": 11}, "end": {"line": 1, "column": 16}}
    assert told["location"] == {"path": "a.txt", "range": where}
    assert told["suggestions"] == [{"range": where, "text": "49所"}]
    assert told["severity"] == "ERROR" and told["code"]["value"] == PARTS.id


@settings(deadline=None, max_examples=50)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40), st.data())
def test_byte_columns_cut_the_same_text(text: str, data: st.DataObject) -> None:
    """Whoever cuts the encoded line at the columns gets the place."""
    text = text.replace("\r", "")
    at = data.draw(st.integers(0, len(text)))
    line, column = Places(Document("a", text)).bytes_at(at)
    start = sum(len(one.encode()) + 1 for one in text.split("\n")[: line - 1])
    assert text.encode()[: start + column - 1] == text[:at].encode()


def test_rdjson_names_related_places_and_unread_files() -> None:
    value = json.loads(REPORTERS["rdjson"](MIXED))
    told, unread = value["diagnostics"]
    assert [r["message"] for r in told["related_locations"]] == ["part: 31所", "part: 13所", "part: 5所"]
    assert unread == {"message": "不认识的文件", "location": {"path": "c.pdf"}, "severity": "ERROR"}


# XML


def cases(run: Run) -> list[ElementTree.Element]:
    return ElementTree.fromstring(REPORTERS["junit"](run)).findall(".//testcase")


def test_junit_says_what_the_exit_code_says() -> None:
    root = ElementTree.fromstring(REPORTERS["junit"](MIXED))
    assert (root.get("tests"), root.get("failures"), root.get("errors")) == ("3", "1", "1")
    wrong, right, unread = cases(MIXED)
    failure = wrong.find("failure")
    assert failure is not None and failure.get("message") == "分项之和 49 与总数 48 不符，相差 1"
    assert failure.text and "2:8  total: 48所" in failure.text and "31 + 13 + 5 = 49" in failure.text
    assert list(right) == [] and right.get("classname") == "b.txt" and right.get("name") == PARTS.id
    assert unread.find("error") is not None
    lenient = cases(LENIENT)[0]
    assert lenient.find("failure") is None and "48所" in (lenient.findtext("system-out") or "")


def test_junit_skips_what_nobody_decided_and_tells_notes() -> None:
    where = place(RIGHT, "49所", "total")
    abstains = Relation(PARTS.id, "abstains", "open-list", (), (where,), (0,))
    report = Report(Document("b", RIGHT), (), (abstains,), (), notes=(Note("info", "只读了一半", 2),))
    run = Run((Checked("b.txt", report),))
    skipped = cases(run)[0].find("skipped")
    assert skipped is not None and skipped.get("message") == "open-list"
    assert "只读了一半" in REPORTERS["junit"](run)
    assert "只读了一半" not in REPORTERS["junit"](replace(run, quiet=True))


def test_junit_names_hold_no_positions() -> None:
    places = [place(WRONG * 2, "48所", "", nth) for nth in (1, 2)]
    report = Report(Document("a", WRONG * 2), (), (), tuple(finding(p, []) for p in places))
    assert [c.get("name") for c in cases(Run((Checked("a", report),)))] == [PARTS.id, f"{PARTS.id} (2)"]


def test_junit_meets_its_schema() -> None:
    etree = pytest.importorskip("lxml.etree", reason="lxml reads the schema")
    schema = etree.XMLSchema(etree.parse(SCHEMAS / "junit-10.xsd"))
    for run in (MIXED, Run(), LENIENT, Run((sheet(),))):
        schema.assertValid(etree.fromstring(REPORTERS["junit"](run).encode()))


def test_checkstyle() -> None:
    files = ElementTree.fromstring(REPORTERS["checkstyle"](MIXED)).findall("file")
    assert [file.get("name") for file in files] == ["a/错 1.txt", "b.txt", "c.pdf"]
    error = files[0].find("error")
    assert error is not None and list(files[1]) == []
    assert (error.get("line"), error.get("column"), error.get("severity")) == ("2", "8", "error")
    assert error.get("source") == f"checker.{PARTS.id}"


@settings(deadline=None, max_examples=50)
@given(st.text(max_size=60))
def test_any_text_makes_xml_that_can_be_read(text: str) -> None:
    root = ElementTree.fromstring("".join(tree(element("a"), [branch(element("b", text, b=text))])).encode())
    plain = "".join(c for c in text if c.isprintable() and c not in "\ufffe\uffff")
    assert all(c in (root[0].get("b") or "") for c in plain)


@pytest.mark.parametrize("name", sorted(REPORTERS))
def test_control_characters_break_no_format(name: str) -> None:
    bad = "占\x00\x1b[31m]]>\ud800<&\"'\x85\u2028\n二"
    found = finding(place(WRONG, "48所", bad), [place(WRONG, "31所", bad)], message=bad, diagnosis=bad, suggestion=bad)
    report = Report(Document("a", WRONG), (), (), (found,), notes=(Note("info", bad, 1),))
    text = REPORTERS[name](Run((Checked("a<&.txt", report),), (Failed("b\x01.txt", bad),)))
    if name in ("junit", "checkstyle"):
        ElementTree.fromstring(text.encode())
    elif name in ("json", "gitlab", "rdjson", "sarif"):
        json.loads(text)


# SARIF


def test_sarif_meets_the_official_schema() -> None:
    waived = replace(school(WRONG), suppressed=(Suppressed(school(WRONG).findings[0], "mark", "已核实", "a:1"),))
    shown = Run((Checked("a", waived),), (Failed("b.toml", "不认识", 3, 2),), CARDS, show_suppressed=True)
    for run in (MIXED, Run(), Run((sheet(notes=()),)), shown):
        SARIF.validate(json.loads(REPORTERS["sarif"](run)))


def results(run: Run) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(REPORTERS["sarif"](run))["runs"][0]["results"]
    return found


def test_sarif_suppressions() -> None:
    found = school(WRONG).findings[0]
    out = (
        Suppressed(found, "side-file", "已核实", "a.checker.yaml:1"),
        Suppressed(replace(found, fingerprint="2"), "duplicate"),
        Suppressed(replace(found, severity="info"), "severity"),
        Suppressed(replace(found, fingerprint="3"), "mark", "口径不同"),
    )
    run = Run((Checked("a", replace(school(RIGHT), suppressed=out)),))
    assert results(run) == []  # viewers take them for open ones: they are told only to those who ask
    first, second = (r["suppressions"][0] for r in results(replace(run, show_suppressed=True)))
    assert (first["kind"], first["justification"], first["status"]) == ("external", "已核实", "accepted")
    assert first["properties"] == {"origin": "side-file", "place": "a.checker.yaml:1"}
    assert (second["kind"], second["justification"]) == ("inSource", "口径不同")


def test_a_mistake_of_a_file_has_its_line() -> None:
    """Two mistakes of one configuration: two issues of GitLab, and places wherever a format has them."""
    run = Run(unreadable=(Failed("checker.toml", "没有这个键", 3, 1), Failed("checker.toml", "应是文字", 5, 1)))
    issues = json.loads(REPORTERS["gitlab"](run))
    assert [issue["location"]["lines"]["begin"] for issue in issues] == [3, 5]
    assert len({issue["fingerprint"] for issue in issues}) == 2
    diagnostics = json.loads(REPORTERS["rdjson"](run))["diagnostics"]
    assert [d["location"]["range"]["start"]["line"] for d in diagnostics] == [3, 5]
    errors = ElementTree.fromstring(REPORTERS["checkstyle"](run)).findall(".//error")
    assert [error.get("line") for error in errors] == ["3", "5"]
    told = json.loads(REPORTERS["sarif"](run))["runs"][0]["invocations"][0]["toolExecutionNotifications"]
    assert [t["locations"][0]["physicalLocation"]["region"]["startLine"] for t in told] == [3, 5]
    assert "checker.toml:3:1" in REPORTERS["html"](run)


def test_sarif_fixes_and_notes() -> None:
    found = finding(place(WRONG, "48所", ""), [], suggestion="49所")
    report = Report(Document("a", WRONG), (), (), (found,), notes=(Note("warning", "只读了一半", 2),))
    run = json.loads(REPORTERS["sarif"](Run((Checked("a", report),))))["runs"][0]
    (replacement,) = run["results"][0]["fixes"][0]["artifactChanges"][0]["replacements"]
    region = replacement["deletedRegion"]
    fixed = WRONG[: region["charOffset"]] + replacement["insertedContent"]["text"]
    fixed += WRONG[region["charOffset"] + region["charLength"] :]
    assert "49所，其中" in fixed
    (note,) = run["invocations"][0]["toolExecutionNotifications"]
    assert note["level"] == "warning" and run["invocations"][0]["executionSuccessful"] is True


# Files without lines


def test_files_without_lines_say_page_cell_and_paragraph() -> None:
    run = Run((sheet(),))
    (result,) = results(run)
    assert result["locations"][0]["logicalLocations"][0]["name"] == "表1!B2"
    assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": 1}
    assert {where["kind"] for where in result["relatedLocations"][0]["logicalLocations"]} == {"page", "paragraph"}
    assert "fixes" not in result
    (told,) = json.loads(REPORTERS["rdjson"](run))["diagnostics"]
    assert told["location"] == {"path": "c.xlsx"} and "suggestions" not in told
    for name in ("sarif", "rdjson", "gitlab", "junit", "checkstyle"):
        assert "表1!B2：分项之和与总数不符" in REPORTERS[name](run)
    assert "第3页，第7段" in REPORTERS["junit"](run) and "page 3" in REPORTERS["junit"](replace(run, lang="en"))


def test_a_place_of_no_width_is_a_place() -> None:
    empty = replace(place(WRONG, "48所", ""), span=Span(len(WRONG), len(WRONG)), text="")
    for reporter in REPORTERS.values():
        assert reporter(one(finding(empty, []), WRONG))
