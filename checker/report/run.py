"""What a reporter is given: everything about one run, frozen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from checker.config import FailOn
from checker.model.report import Finding, Report, Severity, Suppressed


@dataclass(frozen=True, slots=True)
class RuleCard:
    """What reporters say of a rule: its names, its title in the language of the run, its page."""

    id: str
    code: str
    severity: Severity
    title: str
    kind: str = ""
    family: str = ""
    why: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """One document that was read and checked, under the path the user knows it by. fail_on: its own --fail-on."""

    path: str
    report: Report
    fail_on: FailOn = "error"


@dataclass(frozen=True, slots=True)
class Failed:
    """One file that could not be read or checked, with one line that says why; line and column if it has one."""

    path: str
    message: str
    line: int | None = None
    column: int | None = None

    @property
    def place(self) -> str:
        """path, path:line or path:line:column."""
        return ":".join(str(part) for part in (self.path, self.line, self.column) if part is not None)


@dataclass(frozen=True, slots=True)
class Run:
    """One run over some documents.

    skipped: (suffix, count) of the files of unknown kind met inside folders.
    width: columns to write for; colour: whether colour codes may be used; ledger: also show what holds.
    quiet: findings only. version: of this tool. show_suppressed: also what was waived.
    excluded: how many files the configuration passes over.
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
        return sum(f.severity == severity for f in self.findings())

    def waived(self) -> Iterator[Suppressed]:
        """All that marks, side files and baselines silenced, document by document."""
        for checked in self.documents:
            yield from checked.report.waived
