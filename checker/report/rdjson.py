"""Reviewdog's diagnostic format. Its columns count bytes of UTF-8, from 1, and ends are exclusive."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from checker.model.document import Span
from checker.model.report import Failed, Finding
from checker.report.parts import Format, dumped, items, listed, mapped
from checker.report.places import Places, said, told
from checker.report.run import Checked, Run

SEVERITIES = {"error": "ERROR", "warning": "WARNING", "info": "INFO"}
Json = dict[str, Any]


def _part(checked: Checked, run: Run) -> str:
    places = Places(checked.report.document)
    return items((_diagnostic(checked.path, places, f, run.lang) for f in checked.report.findings), 2)


def _whole(run: Run, parts: Iterable[str]) -> Iterator[str]:
    diagnostics = listed(chain(parts, [items(map(_unread, run.unreadable), 2)]), 2)
    yield from mapped([("source", [dumped({"name": "checker"}, 1)]), ("diagnostics", diagnostics)], 1)
    yield "\n"


rdjson = Format(_part, _whole)  # the whole run as one DiagnosticResult


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
