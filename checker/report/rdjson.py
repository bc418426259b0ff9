"""Reviewdog's diagnostic format. Its columns count bytes of UTF-8, from 1, and ends are exclusive."""

from __future__ import annotations

from typing import Any

from checker.model.document import Span
from checker.model.report import Finding
from checker.report.jsontext import json_of
from checker.report.places import Places, said, told
from checker.report.run import Failed, Run

SEVERITIES = {"error": "ERROR", "warning": "WARNING", "info": "INFO"}
Json = dict[str, Any]


def rdjson(run: Run) -> str:
    """The whole run as one DiagnosticResult."""
    diagnostics = [
        _diagnostic(checked.path, places, finding, run.lang)
        for checked in run.documents
        for places in [Places(checked.report.document)]
        for finding in checked.report.findings
    ]
    diagnostics += map(_unread, run.unreadable)
    whole = {"source": {"name": "checker"}, "diagnostics": diagnostics}
    return json_of(whole) + "\n"


def _diagnostic(path: str, places: Places, finding: Finding, lang: str) -> Json:
    value: Json = {
        "message": "\n".join([told(finding, places, lang), *said(finding, lang)[1:]]),
        "location": _location(path, places, finding.primary.span),
        "severity": SEVERITIES[finding.severity],
        "code": {"value": finding.rule},
    }
    if finding.suggestion and places.lined:
        value["suggestions"] = [{"range": _range(places, finding.primary.span), "text": finding.suggestion}]
    if finding.related:
        value["related_locations"] = [
            {"message": f"{place.label}: {place.text}", "location": _location(path, places, place.span)}
            for place in finding.related
        ]
    return value


def _location(path: str, places: Places, span: Span) -> Json:
    """A file without lines is named alone: a range would point into nothing."""
    return {"path": path, "range": _range(places, span)} if places.lined else {"path": path}


def _range(places: Places, span: Span) -> Json:
    (line, column), (end_line, end_column) = map(places.bytes_at, span)
    return {"start": {"line": line, "column": column}, "end": {"line": end_line, "column": end_column}}


def _unread(failed: Failed) -> Json:
    location: Json = {"path": failed.path}
    if failed.line:
        location["range"] = {"start": {"line": failed.line}}
    return {"message": failed.message, "location": location, "severity": "ERROR"}
