"""What a reporter is given: everything about one run, frozen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from checker.config import FailOn, fails
from checker.model.report import SEVERITIES, Failed, Finding, Origin, Report, Severity, Suppressed


class RuleCard(NamedTuple):
    """What reporters say of a rule: its names, its title in the language of the run, its page."""

    id: str
    code: str
    severity: Severity
    title: str
    kind: str = ""
    family: str = ""
    why: str = ""
    path: str = ""


class Checked(NamedTuple):
    """One document that was read and checked, under the path the user knows it by. fail_on: its own --fail-on."""

    path: str
    report: Report
    fail_on: FailOn = "error"


class Tally(NamedTuple):
    """What is counted of one document, and its notes: all that the end of a report says of it.

    figures: numbers read, numbers checked, relations that hold, numbers contradicted; errors, warnings, infos.
    spoke: (code, rule, title) of the rules with findings, and how many. waived: by whom findings were silenced, and how
    many. below: how many are below the level asked for. failed: whether a finding is at or above its --fail-on.
    notes: line (if it has one) and message.
    """

    path: str
    characters: int
    figures: tuple[int, ...]
    spoke: tuple[tuple[tuple[str, str, str], int], ...] = ()
    waived: tuple[tuple[Origin, int], ...] = ()
    below: int = 0
    failed: bool = False
    notes: tuple[tuple[int | None, str], ...] = ()


def tally(checked: Checked) -> Tally:
    """The tally of a document."""
    report = checked.report
    return Tally(
        path=checked.path,
        characters=len(report.document.text),
        figures=figures(report),
        spoke=tuple(Counter((f.code, f.rule, f.title) for f in report.findings).items()),
        waived=tuple(Counter(s.origin for s in report.waived).items()),
        below=sum(s.origin == "severity" for s in report.suppressed),
        failed=any(fails(checked.fail_on, f.severity) for f in report.findings),
        notes=tuple((note.line, note.message) for note in report.notes),
    )


def figures(report: Report) -> tuple[int, ...]:
    """Numbers read, numbers checked, relations that hold, numbers contradicted; errors, warnings, infos."""
    severities = Counter(f.severity for f in report.findings)
    right = sum(r.joins for r in report.relations if r.verdict == "holds")
    return (report.seen, report.bound, right, report.contradicted, *(severities[s] for s in SEVERITIES))


@dataclass(frozen=True, slots=True)
class Run:
    """One run over some documents.

    skipped: (suffix, count) of the files of unknown kind met inside folders.
    width: columns to write for; colour: whether colour codes may be used; ledger: also show what holds.
    quiet: findings only. version: of this tool. show_suppressed: also what was waived.
    excluded: how many files the configuration passes over.
    tallies: one for each document; those of `documents` unless given, since a long run lets go of its documents.
    """

    documents: tuple[Checked, ...] = ()
    unreadable: tuple[Failed, ...] = ()
    rules: tuple[RuleCard, ...] = ()
    skipped: tuple[tuple[str, int], ...] = ()
    lang: str = "zh"
    version: str = ""
    ledger: bool = False
    width: int = 80
    colour: bool = False
    quiet: bool = False
    show_suppressed: bool = False
    excluded: int = 0
    tallies: tuple[Tally, ...] = ()

    def __post_init__(self) -> None:
        if self.documents and not self.tallies:
            object.__setattr__(self, "tallies", tuple(map(tally, self.documents)))

    def unread(self) -> dict[str, list[Failed]]:
        """What went wrong, by file: one with several mistakes is one file."""
        files: dict[str, list[Failed]] = {}
        for failed in self.unreadable:
            files.setdefault(failed.path, []).append(failed)
        return files

    def findings(self) -> Iterator[Finding]:
        """All findings, document by document."""
        for checked in self.documents:
            yield from checked.report.findings

    def count(self, severity: Severity) -> int:
        """How many findings have this severity."""
        at = SEVERITIES.index(severity) - len(SEVERITIES)
        return sum(one.figures[at] for one in self.tallies)

    def waived(self) -> Iterator[Suppressed]:
        """All that marks, side files and baselines silenced, document by document."""
        for checked in self.documents:
            yield from checked.report.waived
