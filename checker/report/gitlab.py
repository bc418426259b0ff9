"""GitLab Code Quality: one JSON list, an issue per finding and per file that could not be read."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import chain
from pathlib import PurePath
from typing import Any

from checker.model.document import Document
from checker.model.report import Failed, Finding
from checker.report.parts import Format, items, listed
from checker.report.places import Places, briefly
from checker.report.run import Checked, Run

# GitLab knows info, minor, major, critical, blocker.
SEVERITIES = {"error": "major", "warning": "minor", "info": "info"}
UNREAD = "unreadable"
Json = dict[str, Any]


def _part(checked: Checked, run: Run) -> str:
    return items(_issues(checked, run.lang), 1)


def _whole(run: Run, parts: Iterable[str]) -> Iterator[str]:
    yield from listed(chain(parts, [items(map(_unread, run.unreadable), 1)]), 1)
    yield "\n"


gitlab = Format(_part, _whole)  # the whole run as one Code Quality report


def _issues(checked: Checked, lang: str) -> Iterator[Json]:
    seen: Counter[str] = Counter()
    path, places = _path(checked.path), Places(checked.report.document)
    for finding in checked.report.findings:
        # GitLab drops an issue whose fingerprint it has seen: the same slip twice is two issues.
        seen[finding.fingerprint] += 1
        key = (path, finding.fingerprint, str(seen[finding.fingerprint]))
        yield _issue(path, places, finding, key, lang)


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
