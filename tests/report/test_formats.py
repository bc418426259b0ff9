"""What tools read."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from fakes import PARTS, RIGHT, STYLE, WRONG, finding, place, quantity, school

from checker.model.document import Anchor, Document, Note
from checker.model.interval import Interval
from checker.model.report import Relation, Report
from checker.report import REPORTERS, Checked, Failed, RuleCard, Run
from checker.report.numbers import numbers_json, numbers_rich
from checker.report.summary import score, statistics, summary

CARDS = tuple(RuleCard(r.id, r.code, r.severity, r.title["zh"], r.kind, r.family, r.why) for r in (PARTS, STYLE))
MIXED = Run(
    documents=(Checked("a/错 1.txt", school(WRONG)), Checked("b.txt", school(RIGHT))),
    unreadable=(Failed("c.pdf", "不认识的文件"),),
    rules=CARDS,
    version="0.1.0",
)

PLACE = {
    "type": "object",
    "required": ["start", "end", "line", "column", "text", "label"],
    "properties": {"start": {"type": "integer"}, "line": {"type": "integer", "minimum": 1}},
}
TEXT_OR_NULL = {"type": ["string", "null"]}
FINDING: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": [
        "rule", "code", "severity", "title", "message", "primary", "related", "steps", "diagnosis", "suggestion",
        "fingerprint",
    ],
    "properties": {
        "rule": {"type": "string"},
        "code": {"type": "string"},
        "severity": {"enum": ["error", "warning", "info"]},
        "title": {"type": "string"},
        "message": {"type": "string"},
        "primary": PLACE,
        "related": {"type": "array", "items": PLACE},
        "steps": {"type": "array", "items": {"type": "string"}},
        "diagnosis": TEXT_OR_NULL,
        "suggestion": TEXT_OR_NULL,
        "fingerprint": {"type": "string"},
    },
}  # fmt: skip
DOCUMENT: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["path", "characters", "quantities", "findings", "notes"],
    "properties": {
        "path": {"type": "string"},
        "characters": {"type": "integer"},
        "quantities": {
            "type": "object",
            "additionalProperties": False,
            "required": ["seen", "bound", "contradicted"],
            "properties": {k: {"type": "integer"} for k in ("seen", "bound", "contradicted")},
        },
        "findings": {"type": "array", "items": FINDING},
        "relations": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["rule", "verdict", "reason", "steps", "spans"],
                "properties": {
                    "rule": {"type": "string"},
                    "verdict": {"enum": ["holds", "fails", "abstains"]},
                    "reason": TEXT_OR_NULL,
                    "steps": {"type": "array"},
                    "spans": {"type": "array", "items": {"required": ["slot", "start", "end", "text"]}},
                },
            },
        },
        "notes": {"type": "array", "items": {"required": ["level", "message", "line"]}},
    },
}
SUMMARY: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["error", "warning", "info", "documents", "unreadable", "suppressed"],
    "properties": {},
}
SUMMARY["properties"] = {k: {"type": "integer"} for k in SUMMARY["required"]}
WIRE = {
    "type": "object",
    "additionalProperties": False,
    "required": ["version", "tool", "documents", "summary"],
    "properties": {
        "version": {"const": 1},
        "tool": {
            "type": "object",
            "additionalProperties": False,
            "required": ["name", "version", "rules"],
            "properties": {"name": {"const": "checker"}, "version": {}, "rules": {"type": "integer"}},
        },
        "documents": {"type": "array", "items": DOCUMENT},
        "summary": SUMMARY,
    },
}
SARIF = json.loads((Path(__file__).parent.parent / "data/schemas/sarif-2.1.0.json").read_text(encoding="utf-8"))


def test_json_is_the_wire_format() -> None:
    value = json.loads(REPORTERS["json"](MIXED))
    jsonschema.validate(value, WIRE)
    first, second, bad = value["documents"]
    assert first["path"] == "a/错 1.txt"
    assert first["characters"] == len(WRONG)
    assert first["quantities"] == {"seen": 4, "bound": 4, "contradicted": 4}
    primary = first["findings"][0]["primary"]
    assert WRONG[primary["start"] : primary["end"]] == primary["text"] == "48所"
    assert (primary["line"], primary["column"], primary["label"]) == (2, 8, "total")
    assert "relations" not in first
    assert second["findings"] == []
    assert bad["notes"] == [{"level": "error", "message": "不认识的文件", "line": None, "code": None}]
    assert value["summary"] == {"error": 1, "warning": 0, "info": 0, "documents": 2, "unreadable": 1, "suppressed": 0}
    assert value["tool"] == {"name": "checker", "version": "0.1.0", "rules": 2}


def test_json_ledger() -> None:
    value = json.loads(REPORTERS["json"](Run(MIXED.documents, ledger=True)))
    jsonschema.validate(value, WIRE)
    relation = value["documents"][1]["relations"][0]
    assert relation["verdict"] == "holds"
    assert relation["spans"][0] == {"slot": "total", "start": 7, "end": 10, "text": "49所"}


def test_json_lines() -> None:
    *documents, last = [json.loads(line) for line in REPORTERS["jsonl"](MIXED).splitlines()]
    whole = json.loads(REPORTERS["json"](MIXED))
    assert documents == whole["documents"]
    assert last == {k: v for k, v in whole.items() if k != "documents"}


def test_places_carry_their_anchors() -> None:
    span = place(WRONG, "48所", "").span
    box = (Decimal(1), Decimal(2), Decimal(3), Decimal(4))
    anchor = Anchor(page=3, box=tuple(map(int, box)), cell="B2")  # type: ignore[arg-type]
    report = school(WRONG)
    document = Document("x", WRONG, anchors=((span, anchor),))
    value = json.loads(REPORTERS["json"](Run((Checked("x", Report(document, (), (), report.findings)),))))
    found = value["documents"][0]["findings"][0]
    assert (found["primary"]["page"], found["primary"]["box"], found["primary"]["cell"]) == (3, [1, 2, 3, 4], "B2")
    assert "page" not in found["related"][0] and "paragraph" not in found["primary"]


def test_sarif() -> None:
    value = json.loads(REPORTERS["sarif"](MIXED))
    jsonschema.validate(value, SARIF, cls=jsonschema.Draft202012Validator)
    (run,) = value["runs"]
    (result,) = run["results"]
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == PARTS.code
    assert run["tool"]["driver"]["rules"][0]["help"]["text"] == PARTS.why
    where = result["locations"][0]["physicalLocation"]
    assert where["artifactLocation"]["uri"] == "a/%E9%94%99%201.txt"
    region = where["region"]
    assert WRONG[region["charOffset"] :][: region["charLength"]] == "48所"
    assert (region["startLine"], region["startColumn"], region["endLine"], region["endColumn"]) == (2, 8, 2, 11)
    assert [r["message"]["text"] for r in result["relatedLocations"]] == ["part: 31所", "part: 13所", "part: 5所"]
    (told,) = run["invocations"][0]["toolExecutionNotifications"]
    assert told["message"]["text"] == "不认识的文件" and told["level"] == "error"
    assert run["invocations"][0]["executionSuccessful"] is False


def test_sarif_knows_rules_only_a_finding_names_and_absolute_paths() -> None:
    value = json.loads(REPORTERS["sarif"](Run((Checked("/tmp/a b.txt", school(WRONG)),))))
    jsonschema.validate(value, SARIF, cls=jsonschema.Draft202012Validator)
    assert value["runs"][0]["tool"]["driver"]["rules"][0]["id"] == PARTS.code
    where = value["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert where["uri"] == "file:///tmp/a%20b.txt"


def test_text_is_one_line_per_finding() -> None:
    assert REPORTERS["text"](MIXED) == "a/错 1.txt:2:8: error: 分项之和 49 与总数 48 不符，相差 1 [fake-parts]\n"


def test_text_line_stays_one_line() -> None:
    found = finding(place(WRONG, "48所", ""), [], message="一行\n两行\x1b[0m")
    text = REPORTERS["text"](Run((Checked("a\nb.txt", Report(Document("a", WRONG), (), (), (found,))),)))
    assert text.count("\n") == 1 and "\x1b" not in text


def test_text_ledger() -> None:
    lines = REPORTERS["text"](Run(MIXED.documents, ledger=True)).splitlines()
    assert "第 1 行第 8 字：31 + 13 + 5 = 49；49 = 49 [fake-parts]" in lines


def test_github() -> None:
    info = finding(place(WRONG, "48所", ""), [], severity="info", message="占 5%\n第二行: 好")
    run = Run((Checked("a,b:c.txt", Report(Document("a", WRONG), (), (), (info,))),), unreadable=MIXED.unreadable)
    first, second = REPORTERS["github"](run).splitlines()
    assert first.startswith("::notice file=a%2Cb%3Ac.txt,line=2,endLine=2,col=8,endColumn=11,title=")
    assert "占 5%25 第二行: 好%0A31 + 13" in first
    assert second == "::error file=c.pdf::不认识的文件"


def test_github_gives_no_columns_over_lines() -> None:
    text = "共28\n公里"
    found = finding(place(text, "28\n公里", ""), [])
    line = REPORTERS["github"](Run((Checked("a", Report(Document("a", text), (), (), (found,))),)))
    assert "line=1,endLine=2,title=" in line


def test_score_counts_errors_per_ten_thousand_characters() -> None:
    errors = tuple(finding(place(WRONG, "48所", ""), []) for _ in range(3))
    report = Report(Document("a", WRONG + "字" * (20_000 - len(WRONG))), (), (), errors)
    assert score(Run((Checked("a", report),))) == Decimal("1.50")
    assert score(Run()) == 0


def test_summary_and_statistics() -> None:
    assert "2 个文件" in summary(MIXED) and "1 处算对" in summary(MIXED) and "c.pdf" in summary(MIXED)
    assert re.search(r"^ +1  CHK991 +fake-parts", statistics(MIXED), re.M)


@pytest.mark.parametrize("name", sorted(REPORTERS))
def test_every_reporter_takes_an_empty_run_and_ends_its_lines(name: str) -> None:
    for run in (Run(), MIXED):
        text = REPORTERS[name](run)
        assert text == "" or text.endswith("\n")


def test_reporters_are_pure() -> None:
    for reporter in REPORTERS.values():
        assert reporter(MIXED) == reporter(MIXED)


def between(low: str, high: str) -> Interval:
    return Interval(Fraction(low), Fraction(high))


def test_numbers_json() -> None:
    text = "8月11日，1.76万个，增长65.8%，三分之一，3余人，08:05，3至5人，第三小学"
    ends = (Decimal(3), Decimal(5))
    numbers = (
        quantity(0, text, "8月11日", "0", kind="date", number=None, parts=(Decimal(0), Decimal(8), Decimal(11))),
        quantity(1, text, "1.76万个", "17600", "个", number=Decimal("1.76E+4"), hard=between("17550", "17650")),
        quantity(2, text, "65.8%", "65.8", "%", kind="percent", hard=between("65.75", "65.85")),
        quantity(3, text, "三分之一", "0", kind="fraction", number=None, hard=Interval.exact(Fraction(1, 3))),
        quantity(4, text, "3余人", "3", "人", hedge="over", hard=Interval(Fraction(3), None)),
        quantity(5, text, "08:05", "0", kind="time", number=None, parts=(Decimal(8), Decimal(5))),
        quantity(6, text, "3至5人", "0", "人", kind="range", number=None, parts=ends, hard=between("2.5", "5.5")),
        quantity(7, text, "第三小学", "3", kind="name", number=None, hard=Interval(None, None), role="none"),
    )  # fmt: skip
    run = Run((Checked("a.txt", Report(Document("a", text), numbers, (), (), notes=(Note("info", "x"),))),))
    value = json.loads(numbers_json(run))
    assert value["version"] == 1
    rows = {q["text"]: q for q in value["documents"][0]["quantities"]}
    assert rows["1.76万个"] == {
        "start": 6, "end": 12, "text": "1.76万个", "kind": "quantity", "value": "17600",
        "low": "17550", "high": "17650",
        "unit": "个", "hedge": "", "role": "level",
    }  # fmt: skip
    assert rows["8月11日"]["value"] == "--08-11"
    assert (rows["65.8%"]["value"], rows["65.8%"]["low"], rows["65.8%"]["high"]) == ("65.8", "65.75", "65.85")
    assert rows["三分之一"]["low"] == "0.333333333333333"
    assert (rows["3余人"]["low"], rows["3余人"]["high"]) == ("3", None)
    assert rows["08:05"]["value"] == "08:05"
    assert (rows["3至5人"]["low"], rows["3至5人"]["high"]) == ("3", "5")
    assert rows["第三小学"]["value"] is None
    assert "17600 [17550, 17650]" in numbers_rich(run) and "3 [3, ∞]" in numbers_rich(run)


def test_abstaining_relations_say_why() -> None:
    relation = Relation(PARTS.id, "abstains", "open-list", (), (place(WRONG, "48所", "total"),))
    run = Run((Checked("a", Report(Document("a", WRONG), (), (relation,), ())),), ledger=True)
    assert "open-list" in REPORTERS["rich"](run) and "原因：列举未尽" in REPORTERS["text"](run)
    assert json.loads(REPORTERS["json"](run))["documents"][0]["relations"][0]["reason"] == "open-list"
