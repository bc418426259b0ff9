"""Checkstyle's XML, which most CI viewers and code review tools read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from xml.etree.ElementTree import Element

from checker.model.report import Failed
from checker.report.parts import Format
from checker.report.places import Places, briefly
from checker.report.run import Checked, Run
from checker.report.xmltree import branch, element, safe, tree


def _part(checked: Checked, run: Run) -> str:
    return branch(_file(checked, run.lang))


def _whole(run: Run, parts: Iterable[str]) -> Iterator[str]:
    return tree(element("checkstyle", version="4.3"), chain(parts, map(branch, map(_unread, run.unreadable))))


checkstyle = Format(_part, _whole)  # a `file` for every document, read or not, an `error` in it for every finding


def _file(checked: Checked, lang: str) -> Element:
    places = Places(checked.report.document)
    file = element("file", name=checked.path)
    for finding in checked.report.findings:
        line, column = places.document.place(finding.primary.span.start)
        error = element("error", line=line, column=column, severity=finding.severity)
        error.set("message", safe(briefly(finding, places, lang)))
        error.set("source", f"checker.{finding.rule}")
        file.append(error)
    return file


def _unread(failed: Failed) -> Element:
    file = element("file", name=failed.path)
    file.append(element("error", line=failed.line or 1, severity="error", message=failed.message, source="checker"))
    return file
