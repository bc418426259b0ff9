"""SARIF 2.1.0, for code scanning and editors. Codes are the rule ids there: they outlive a renaming."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

from checker.model.document import Document
from checker.model.report import Finding, Location, Suppressed
from checker.report.run import Failed, RuleCard, Run

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {"error": "error", "warning": "warning", "info": "note"}
Json = dict[str, Any]


def sarif(run: Run) -> str:
    """The whole run as one SARIF log."""
    cards = _cards(run)
    places = {card.id: i for i, card in enumerate(cards)}
    results = [
        _result(checked.path, checked.report.document, finding, places[finding.rule])
        for checked in run.documents
        for finding in checked.report.findings
    ]
    if run.show_suppressed:  # not without being asked: code scanning of GitHub takes them for open alerts
        results += [
            {
                **_result(checked.path, checked.report.document, waived.finding, places[waived.finding.rule]),
                "suppressions": [_suppression(waived)],
            }
            for checked in run.documents
            for waived in checked.report.waived
        ]
    one = {
        "tool": {
            "driver": {
                "name": "checker",
                "version": run.version or "0",
                "language": "zh-CN" if run.lang == "zh" else "en-US",
                "rules": [_rule(card) for card in cards],
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(run)],
        "artifacts": [_artifact(checked.path, checked.report.document) for checked in run.documents],
        "results": results,
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [one]}, ensure_ascii=False, indent=1) + "\n"


def _cards(run: Run) -> list[RuleCard]:
    """The rules of the run, and those that only a finding knows."""
    cards = {card.id: card for card in run.rules}
    for f in (*run.findings(), *(w.finding for w in run.waived())):
        cards.setdefault(f.rule, RuleCard(f.rule, f.code, f.severity, f.title))
    return list(cards.values())


def _rule(card: RuleCard) -> Json:
    value: Json = {
        "id": card.code or card.id,
        "name": card.id,
        "shortDescription": {"text": card.title or card.id},
        "defaultConfiguration": {"level": LEVELS[card.severity]},
    }
    if card.why:
        value["help"] = {"text": card.why, "markdown": card.why}
    if card.family:
        value["properties"] = {"tags": [card.family]}
    return value


def _artifact(path: str, document: Document) -> Json:
    return {"location": {"uri": _uri(path)}, "encoding": document.encoding.upper()}


def _result(path: str, document: Document, finding: Finding, rule_index: int) -> Json:
    sums = [finding.message, ", ".join(finding.steps), finding.diagnosis, finding.suggestion]
    return {
        "ruleId": finding.code or finding.rule,
        "ruleIndex": rule_index,
        "level": LEVELS[finding.severity],
        "message": {"text": "\n".join(part for part in sums if part)},
        "locations": [{"physicalLocation": _place(path, document, finding.primary)}],
        "relatedLocations": [
            {
                "id": i,
                "message": {"text": f"{place.label}: {place.text}"},
                "physicalLocation": _place(path, document, place),
            }
            for i, place in enumerate(finding.related, 1)
        ],
        "partialFingerprints": {"checker/v1": finding.fingerprint},
    }


def _suppression(waived: Suppressed) -> Json:
    value: Json = {"kind": "inSource" if waived.origin == "mark" else "external", "status": "accepted"}
    if waived.reason:
        value["justification"] = waived.reason
    if waived.place:
        value["properties"] = {"origin": waived.origin, "place": waived.place}
    return value


def _place(path: str, document: Document, location: Location) -> Json:
    start, end = location.span
    line, column = document.place(start)
    end_line, end_column = document.place(end)
    region: Json = {
        "startLine": line,
        "startColumn": column,
        "endLine": end_line,
        "endColumn": end_column,
        "charOffset": start,
        "charLength": end - start,
    }
    if location.text:
        region["snippet"] = {"text": location.text}
    return {"artifactLocation": {"uri": _uri(path)}, "region": region}


def _invocation(run: Run) -> Json:
    """Files that could not be read are notifications; the run itself came to its end."""
    return {
        "executionSuccessful": not run.unreadable,
        "toolExecutionNotifications": [_notification(failed) for failed in run.unreadable],
    }


def _notification(failed: Failed) -> Json:
    return {
        "level": "error",
        "message": {"text": failed.message},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": _uri(failed.path)}}}],
    }


def _uri(path: str) -> str:
    """A relative path as a relative URI, an absolute one as file://."""
    # errors= keeps names that are no valid UTF-8 on disk
    posix = quote(Path(path).as_posix(), errors="surrogateescape")
    if Path(path).is_absolute():
        return "file://" + posix if posix.startswith("/") else "file:///" + posix
    return posix
