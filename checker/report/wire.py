"""The wire format, version 1 (docs: design section 7). Stable: tools outside the project read it."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Mapping
from typing import Any

from checker.model.document import Document, Note, Span
from checker.model.report import SEVERITIES, Finding, Location, Relation
from checker.report.run import Checked, Failed, Run

VERSION = 1
Json = dict[str, Any]


def json_text(run: Run) -> str:
    """The whole run as one JSON object."""
    whole = {
        "version": VERSION,
        "tool": _tool(run),
        "documents": _documents(run),
        "summary": _summary(run),
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def json_lines(run: Run) -> str:
    """One document per line, then a line with version, tool and summary."""
    last = {"version": VERSION, "tool": _tool(run), "summary": _summary(run)}
    return "".join(json.dumps(value, ensure_ascii=False) + "\n" for value in (*_documents(run), last))


def _tool(run: Run) -> Json:
    return {"name": "checker", "version": run.version, "rules": len(run.rules)}


def _summary(run: Run) -> Json:
    counts: Json = {severity: run.count(severity) for severity in SEVERITIES}
    return {**counts, "documents": len(run.documents), "unreadable": len(run.unreadable)}


def _documents(run: Run) -> list[Json]:
    return [*(_document(c, run.ledger) for c in run.documents), *(_failed(f, run.ledger) for f in run.unreadable)]


def _document(checked: Checked, ledger: bool) -> Json:
    report = checked.report
    anchors = _Anchors(report.document)
    value: Json = {
        "path": checked.path,
        "characters": len(report.document.text),
        "quantities": {"seen": report.seen, "bound": report.bound, "contradicted": report.contradicted},
        "findings": [_finding(finding, anchors) for finding in report.findings],
    }
    if ledger:
        value["relations"] = [_relation(relation, anchors) for relation in report.relations]
    value["notes"] = [_note(note) for note in report.notes]
    return value


def _failed(failed: Failed, ledger: bool) -> Json:
    """A file that could not be read is a document without anything but the reason."""
    value: Json = {
        "path": failed.path,
        "characters": 0,
        "quantities": {"seen": 0, "bound": 0, "contradicted": 0},
        "findings": [],
    }
    if ledger:
        value["relations"] = []
    value["notes"] = [_note(Note("error", failed.message))]
    return value


def _note(note: Note) -> Json:
    return {"level": note.level, "message": note.message, "line": note.line}


class _Anchors:
    """Pages, cells and paragraphs of places, and lines and columns."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._ends = [end for (_, end), _ in document.anchors]  # in text order, not overlapping

    def place(self, location: Location) -> Json:
        line, column = self.document.place(location.span.start)
        start, end = location.span
        here = {"start": start, "end": end, "line": line, "column": column, "text": location.text}
        return {**here, "label": location.label, **self.anchor(location.span)}

    def anchor(self, span: Span) -> Mapping[str, object]:
        """page, box, cell, paragraph of the first anchored stretch that a span touches; only those known. A box is that
        of the span's own characters where the reader knows them."""
        at = bisect_right(self._ends, span.start)
        for own, anchor in self.document.anchors[at : at + 1]:
            if own.start < span.end:
                found = anchor.box_of(own, span)
                box = [round(edge, 2) for edge in found] if found else None
                known = {"page": anchor.page, "box": box, "cell": anchor.cell, "paragraph": anchor.paragraph}
                return {key: value for key, value in known.items() if value is not None}
        return {}


def _finding(finding: Finding, anchors: _Anchors) -> Json:
    return {
        "rule": finding.rule,
        "code": finding.code,
        "severity": finding.severity,
        "title": finding.title,
        "message": finding.message,
        "primary": anchors.place(finding.primary),
        "related": [anchors.place(place) for place in finding.related],
        "steps": list(finding.steps),
        "diagnosis": finding.diagnosis,
        "suggestion": finding.suggestion,
        "fingerprint": finding.fingerprint,
    }


def _relation(relation: Relation, anchors: _Anchors) -> Json:
    return {
        "rule": relation.rule,
        "verdict": relation.verdict,
        "reason": relation.reason,
        "steps": list(relation.steps),
        "spans": [
            {"slot": s.label, "start": s.span.start, "end": s.span.end, "text": s.text, **anchors.anchor(s.span)}
            for s in relation.spans
        ],
    }
