"""SARIF 2.1.0, for code scanning and editors. Codes are the rule ids there: they outlive a renaming."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import quote

from checker.model.document import Document, Note
from checker.model.report import Failed, Finding, Location, Severity, Suppressed
from checker.report.parts import Format, dumped, items, listed, mapped
from checker.report.places import Places, said, told
from checker.report.run import Checked, RuleCard, Run
from checker.width import clean

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}
Json = dict[str, Any]


def _part(checked: Checked, run: Run) -> str:
    """What a log says of one document. Its results name their rules: an index is known at the end."""
    report = checked.report
    named = [(f.rule, f.code, f.severity, f.title) for f in (*report.findings, *(w.finding for w in report.waived))]
    part = {
        "artifact": _artifact(checked.path, report.document),
        "results": _results(checked, run),
        "notes": [] if run.quiet else [_note(checked.path, note) for note in report.notes],
        "cards": list(dict.fromkeys(named)),
    }
    return json.dumps(part, ensure_ascii=False)


def _whole(run: Run, parts: Iterable[str]) -> Iterator[str]:
    cards = {card.id: card for card in run.rules}
    notes: list[Json] = []
    for part in map(json.loads, parts):
        notes += part["notes"]
        for names in part["cards"]:  # rules that only a finding knows
            cards.setdefault(names[0], RuleCard(*names))
    index = {rule: i for i, rule in enumerate(cards)}
    driver = {
        "name": "checker",
        "version": run.version or "0",
        "language": "zh-CN" if run.lang == "zh" else "en-US",
        "rules": [_rule(card) for card in cards.values()],
    }
    artifacts = (items([json.loads(part)["artifact"]], 4) for part in parts)
    results = (items([r | {"ruleIndex": index[r["ruleIndex"]]} for r in json.loads(p)["results"]], 4) for p in parts)
    one: list[tuple[str, Iterable[str]]] = [
        ("tool", [dumped({"driver": driver}, 3)]),
        ("columnKind", [dumped("unicodeCodePoints")]),
        ("invocations", [dumped([_invocation(run, notes)], 3)]),
        ("artifacts", listed(artifacts, 4)),
        ("results", listed(results, 4)),
    ]
    runs = chain(["[\n  "], mapped(one, 3), ["\n ]"])
    yield from mapped([("$schema", [dumped(SCHEMA)]), ("version", [dumped("2.1.0")]), ("runs", runs)], 1)
    yield "\n"


sarif = Format(_part, _whole)  # the whole run as one SARIF log


def _rule(card: RuleCard) -> Json:
    value: Json = {
        "id": card.code or card.id,
        "name": card.id,
        "shortDescription": {"text": card.title or card.id},
        "defaultConfiguration": {"level": LEVELS[card.severity]},
    }
    if card.why:
        value["fullDescription"] = {"text": card.why.strip()}
        value["help"] = {"text": card.why, "markdown": card.why}
    tags = [tag for tag in dict.fromkeys((card.family, card.kind)) if tag]
    if tags:
        value["properties"] = {"tags": tags}
    return value


def _artifact(path: str, document: Document) -> Json:
    value: Json = {"location": {"uri": _uri(path)}}
    if Places(document).lined:  # what was read of a Word file or a spreadsheet is no encoded text
        value["encoding"] = document.encoding.upper()
    return value


def _results(checked: Checked, run: Run) -> list[Json]:
    """Every finding; if that was asked for, then every one that a person waived."""
    places = Places(checked.report.document)
    results = [_result(checked.path, places, f, run.lang) for f in checked.report.findings]
    if run.show_suppressed:  # not without being asked: code scanning of GitHub takes them for open alerts
        for waived in checked.report.waived:
            result = _result(checked.path, places, waived.finding, run.lang)
            results.append({**result, "suppressions": [_suppression(waived)]})
    return results


def _result(path: str, places: Places, finding: Finding, lang: str) -> Json:
    value: Json = {
        "ruleId": finding.code or finding.rule,
        "ruleIndex": finding.rule,  # its place in the list, once all rules are known
        "level": LEVELS[finding.severity],
        "message": {"text": "\n".join([told(finding, places, lang), *said(finding, lang)[1:]])},
        "locations": [_location(path, places, finding.primary)],
        "relatedLocations": [
            {"id": i, "message": {"text": f"{place.label}: {clean(place.text)}"}, **_location(path, places, place)}
            for i, place in enumerate(finding.related, 1)
        ],
        "partialFingerprints": {"checker/v1": finding.fingerprint},
    }
    if finding.suggestion and places.lined:
        replacement = {
            "deletedRegion": _region(places, finding.primary),
            "insertedContent": {"text": finding.suggestion},
        }
        changes = {"artifactLocation": {"uri": _uri(path)}, "replacements": [replacement]}
        value["fixes"] = [{"description": {"text": said(finding, lang)[-1]}, "artifactChanges": [changes]}]
    return value


def _suppression(waived: Suppressed) -> Json:
    value: Json = {"kind": "inSource" if waived.origin == "mark" else "external", "status": "accepted"}
    if waived.reason:
        value["justification"] = waived.reason
    if waived.place:
        value["properties"] = {"origin": waived.origin, "place": waived.place}
    return value


def _location(path: str, places: Places, place: Location) -> Json:
    """A region of a file with lines; else page, paragraph or cell as a logical location.

    Code scanning drops a result without a line: a file without lines gets its first one, and no other claim.
    """
    if place.document is not None:
        path, places = place.document.source, places.home(place)
    region = _region(places, place) if places.lined else {"startLine": 1}
    value: Json = {"physicalLocation": {"artifactLocation": {"uri": _uri(path)}, "region": region}}
    logical = [
        {"name": str(where), "kind": kind, "fullyQualifiedName": f"{kind} {where}"}
        for kind, where in places.anchor(place.span).items()
        if kind != "box"
    ]
    if logical:
        value["logicalLocations"] = logical
    return value


def _region(places: Places, place: Location) -> Json:
    (line, column), (end_line, end_column) = map(places.document.place, place.span)
    region: Json = {
        "startLine": line,
        "startColumn": column,
        "endLine": end_line,
        "endColumn": end_column,
        "charOffset": place.span.start,
        "charLength": place.span.end - place.span.start,
    }
    if place.text:
        region["snippet"] = {"text": place.text}
    return region


def _invocation(run: Run, notes: Sequence[Json]) -> Json:
    """Files that could not be read are notifications, as are the notes; the run itself came to its end."""
    return {
        "executionSuccessful": not run.unreadable,
        "toolExecutionNotifications": [*map(_notification, run.unreadable), *notes],
    }


def _notification(failed: Failed) -> Json:
    place: Json = {"artifactLocation": {"uri": _uri(failed.path)}}
    if failed.line:
        place["region"] = {"startLine": failed.line}
    return {"level": "error", "message": {"text": failed.message}, "locations": [{"physicalLocation": place}]}


def _note(path: str, note: Note) -> Json:
    place: Json = {"artifactLocation": {"uri": _uri(path)}}
    if note.line:
        place["region"] = {"startLine": note.line}
    return {
        "level": LEVELS[note.level],
        "message": {"text": clean(note.message)},
        "locations": [{"physicalLocation": place}],
    }


def _uri(path: str) -> str:
    """A relative path as a relative URI, an absolute one as file://."""
    # errors= keeps names that are no valid UTF-8 on disk
    posix = quote(Path(path).as_posix(), errors="surrogateescape")
    if Path(path).is_absolute():
        return "file://" + posix if posix.startswith("/") else "file:///" + posix
    return posix
