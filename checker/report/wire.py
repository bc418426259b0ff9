"""The wire format, version 1 (docs: design section 7). Stable: tools outside the project read it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from checker.model.document import Document, Note, Span
from checker.model.report import SEVERITIES, Finding, Location, Relation, Suppressed
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
    waived = sum(1 for _ in run.waived())
    return {**counts, "documents": len(run.documents), "unreadable": len(run.unread()), "suppressed": waived}


def _documents(run: Run) -> list[Json]:
    return [
        *(_document(c, run) for c in run.documents),
        *(_failed(path, faults, run.ledger) for path, faults in run.unread().items()),
    ]


def _document(checked: Checked, run: Run) -> Json:
    report = checked.report
    anchors = _Anchors(report.document)
    value: Json = {
        "path": checked.path,
        "characters": len(report.document.text),
        "quantities": {"seen": report.seen, "bound": report.bound, "contradicted": report.contradicted},
        "findings": [_finding(finding, anchors) for finding in report.findings],
    }
    if run.show_suppressed:
        value["suppressed"] = [_waived(waived, anchors) for waived in report.waived]
    if run.ledger:
        value["relations"] = [_relation(relation, anchors) for relation in report.relations]
    value["notes"] = [_note(note) for note in report.notes]
    return value


def _failed(path: str, faults: Sequence[Failed], ledger: bool) -> Json:
    """A file that could not be read is a document without anything but the reason."""
    value: Json = {
        "path": path,
        "characters": 0,
        "quantities": {"seen": 0, "bound": 0, "contradicted": 0},
        "findings": [],
    }
    if ledger:
        value["relations"] = []
    value["notes"] = [_note(Note("error", fault.message, fault.line)) for fault in faults]
    return value


def _note(note: Note) -> Json:
    return {"level": note.level, "message": note.message, "line": note.line, "code": note.code or None}


class _Anchors:
    """Pages, cells and paragraphs of places, and lines and columns."""

    def __init__(self, document: Document) -> None:
        self.document = document

    def place(self, location: Location) -> Json:
        line, column = self.document.place(location.span.start)
        start, end = location.span
        here = {"start": start, "end": end, "line": line, "column": column, "text": location.text}
        return {**here, "label": location.label, **self.anchor(location.span)}

    def anchor(self, span: Span) -> Mapping[str, object]:
        """page, box, cell, paragraph of the first anchored stretch that a span touches; only those known."""
        anchor = self.document.anchor(span)
        if anchor is None:
            return {}
        box = list(anchor.box) if anchor.box else None
        known = {"page": anchor.page, "box": box, "cell": anchor.cell, "paragraph": anchor.paragraph}
        return {key: value for key, value in known.items() if value is not None}


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


def _waived(waived: Suppressed, anchors: _Anchors) -> Json:
    """A finding with who silenced it: a mark, the side file, the baseline."""
    why = {"origin": waived.origin, "reason": waived.reason or None, "place": waived.place or None}
    return {**_finding(waived.finding, anchors), "suppression": why}


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
