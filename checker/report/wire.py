"""The wire format, version 1 (docs: design section 7). Stable: tools outside the project read it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from checker.model.document import Note
from checker.model.report import SEVERITIES, Failed, Finding, Location, Relation, Suppressed
from checker.report.jsontext import json_of
from checker.report.parts import Format, always, dumped, items, listed, mapped
from checker.report.places import Places
from checker.report.run import Checked, Run

VERSION = 1
Json = dict[str, Any]


def _object_part(checked: Checked, run: Run) -> str:
    return items([document(checked, run.ledger, run.show_suppressed)], 2)


def _object(run: Run, parts: Iterable[str]) -> Iterator[str]:
    documents = chain(parts, (items([failed], 2) for failed in _unread(run)))
    members: list[tuple[str, Iterable[str]]] = [
        ("version", [dumped(VERSION)]),
        ("tool", [dumped(_tool(run), 1)]),
        ("documents", listed(documents, 2)),
        ("summary", [dumped(_summary(run), 1)]),
    ]
    yield from mapped(members, 1)
    yield "\n"


def _line_part(checked: Checked, run: Run) -> str:
    return _line(document(checked, run.ledger, run.show_suppressed))


def _lines(run: Run, parts: Iterable[str]) -> Iterator[str]:
    yield from parts
    yield from map(_line, _unread(run))
    yield _line({"version": VERSION, "tool": _tool(run), "summary": _summary(run)})


def _line(value: Json) -> str:
    return json_of(value, indent=None) + "\n"


json_text = Format(_object_part, _object)  # the whole run as one JSON object
json_lines = Format(_line_part, _lines, always)  # one document per line, then one with version, tool and summary


def _tool(run: Run) -> Json:
    return {"name": "checker", "version": run.version, "rules": len(run.rules)}


def _summary(run: Run) -> Json:
    counts: Json = {severity: run.count(severity) for severity in SEVERITIES}
    waived = sum(n for tally in run.tallies for _, n in tally.waived)
    return {**counts, "documents": len(run.tallies), "unreadable": len(run.unread()), "suppressed": waived}


def _unread(run: Run) -> Iterator[Json]:
    return (_failed(path, faults, run.ledger) for path, faults in run.unread().items())


def document(checked: Checked, ledger: bool, suppressed: bool = False) -> Json:
    """One document; with `ledger` also its relations, with `suppressed` what was waived."""
    report = checked.report
    places = Places(report.document)
    value: Json = {
        "path": checked.path,
        "characters": len(report.document.text),
        "quantities": {"seen": report.seen, "bound": report.bound, "contradicted": report.contradicted},
        "findings": [_finding(finding, places) for finding in report.findings],
    }
    if suppressed:
        value["suppressed"] = [_waived(waived, places) for waived in report.waived]
    if ledger:
        value["relations"] = [_relation(relation, places) for relation in report.relations]
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


def _place(location: Location, places: Places) -> Json:
    places = places.home(location)
    line, column = places.document.place(location.span.start)
    start, end = location.span
    here = {"start": start, "end": end, "line": line, "column": column, "text": location.text}
    return {**here, "label": location.label, **path_of(location), **places.anchor(location.span)}


def path_of(location: Location) -> Json:
    """The path of a place that lies in another document than the finding's."""
    return {} if location.document is None else {"path": location.document.source}


def _finding(finding: Finding, places: Places) -> Json:
    return {
        "rule": finding.rule,
        "code": finding.code,
        "severity": finding.severity,
        "title": finding.title,
        "message": finding.message,
        "primary": _place(finding.primary, places),
        "related": [_place(place, places) for place in finding.related],
        "steps": list(finding.steps),
        "diagnosis": finding.diagnosis,
        "suggestion": finding.suggestion,
        "fingerprint": finding.fingerprint,
    }


def _waived(waived: Suppressed, places: Places) -> Json:
    """A finding with who silenced it: a mark, the side file, the baseline."""
    why = {"origin": waived.origin, "reason": waived.reason or None, "place": waived.place or None}
    return {**_finding(waived.finding, places), "suppression": why}


def _relation(relation: Relation, places: Places) -> Json:
    return {
        "rule": relation.rule,
        "verdict": relation.verdict,
        "reason": relation.reason,
        "steps": list(relation.steps),
        "spans": [
            {
                "slot": s.label,
                "start": s.span.start,
                "end": s.span.end,
                "text": s.text,
                **path_of(s),
                **places.home(s).anchor(s.span),
            }
            for s in relation.spans
        ],
    }
