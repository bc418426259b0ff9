"""Checkstyle's XML, which most CI viewers and code review tools read."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from checker.report.places import Places, briefly
from checker.report.run import Checked, Failed, Run
from checker.report.xmltree import document, element, safe


def checkstyle(run: Run) -> str:
    """The whole run: a `file` for every document, read or not, an `error` in it for every finding."""
    root = element("checkstyle", version="4.3")
    root.extend([*(_file(checked, run.lang) for checked in run.documents), *map(_unread, run.unreadable)])
    return document(root)


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
