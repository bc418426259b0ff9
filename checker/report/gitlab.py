"""GitLab Code Quality: one JSON list, an issue per finding and per file that could not be read."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import PurePath
from typing import Any

from checker.model.document import Document
from checker.model.report import Finding
from checker.report.jsontext import json_of
from checker.report.places import Places, briefly
from checker.report.run import Failed, Run

# GitLab knows info, minor, major, critical, blocker.
SEVERITIES = {"error": "major", "warning": "minor", "info": "info"}
UNREAD = "unreadable"
Json = dict[str, Any]


def gitlab(run: Run) -> str:
    """The whole run as one Code Quality report."""
    return json_of([*_issues(run)]) + "\n"


def _issues(run: Run) -> Iterator[Json]:
    seen: Counter[tuple[str, str]] = Counter()
    for checked in run.documents:
        places = Places(checked.report.document)
        for finding in checked.report.findings:
            path = _path(checked.path)
            # GitLab drops an issue whose fingerprint it has seen: the same slip twice is two issues.
            seen[path, finding.fingerprint] += 1
            key = (path, finding.fingerprint, str(seen[path, finding.fingerprint]))
            yield _issue(path, places, finding, key, run.lang)
    for failed in run.unreadable:
        yield _unread(failed)


def _issue(path: str, places: Places, finding: Finding, key: tuple[str, ...], lang: str) -> Json:
    return {
        "description": briefly(finding, places, lang),
        "check_name": finding.rule,
        "fingerprint": _digest(*key),
        "severity": SEVERITIES[finding.severity],
        "location": {"path": path, "lines": _lines(places.document, finding)},
    }


def _lines(document: Document, finding: Finding) -> Json:
    start, end = finding.primary.span
    return {"begin": document.place(start)[0], "end": document.place(max(start, end - 1))[0]}


def _unread(failed: Failed) -> Json:
    path = _path(failed.path)
    return {
        "description": failed.message,
        "check_name": UNREAD,
        "fingerprint": _digest(path, UNREAD, *([failed.message] if failed.line else [])),  # one file may have several
        "severity": "critical",
        "location": {"path": path, "lines": {"begin": failed.line or 1}},
    }


def _digest(*parts: str) -> str:
    return sha256("\x1f".join(parts).encode("utf-8", "surrogateescape")).hexdigest()


def _path(path: str) -> str:
    """As GitLab wants it: from the folder of the repository, with no ./ before it."""
    return posixpath.normpath(PurePath(path).as_posix())
