"""Workflow commands of GitHub Actions: an annotation per finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from checker.model.document import Document
from checker.model.report import Failed, Finding
from checker.report.parts import Format, always
from checker.report.places import elsewhere
from checker.report.run import Checked, Run
from checker.texts import say
from checker.width import clean

COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}


def _part(checked: Checked, run: Run) -> str:
    document = checked.report.document
    return "".join(_command(checked.path, document, finding, run.lang) for finding in checked.report.findings)


def _whole(run: Run, parts: Iterable[str]) -> Iterator[str]:
    yield from parts
    yield from (f"::error file={_property(f.path)}{_line(f)}::{_data(clean(f.message))}\n" for f in run.unreadable)


github = Format(_part, _whole, always)  # one command per line; GitHub shows line ends written as %0A


def _command(path: str, document: Document, finding: Finding, lang: str) -> str:
    start, end = finding.primary.span
    line, column = document.place(start)
    end_line, end_column = document.place(max(start, end - 1))
    # GitHub takes columns only for a place on one line.
    place = f"line={line},endLine={end_line}"
    if line == end_line:
        place += f",col={column},endColumn={end_column + 1}"
    title = _property(f"{finding.title} [{finding.rule}]")
    steps = say("and", lang).join(finding.steps)
    hints = (finding.diagnosis, finding.suggestion)
    said = finding.message + elsewhere(finding.related, lang)
    message = "\n".join(clean(part) for part in (said, steps, *hints) if part)
    return f"::{COMMANDS[finding.severity]} file={_property(path)},{place},title={title}::{_data(message)}\n"


def _line(failed: Failed) -> str:
    return f",line={failed.line}" if failed.line else ""


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """A value of a command; what no log should show is not part of a name that could be found either."""
    return _data(clean(text)).replace(":", "%3A").replace(",", "%2C")
