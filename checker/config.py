"""Floor 2: what a user asked for, as one frozen value. Nothing here reads a file yet."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from checker.model.report import SEVERITIES, Severity

FailOn = Literal["error", "warning", "info", "never"]
Lang = Literal["zh", "en"]
FAIL_ON: tuple[FailOn, ...] = ("error", "warning", "info", "never")
LANGS: tuple[Lang, ...] = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Config:
    """Options of one check.

    select, ignore  rule ids, codes, beginnings of codes (CHK1) or families; an empty `select` means all.
    severity        least severity that is shown.
    levels          (rule id or code, severity) pairs that replace a rule's own severity.
    fail_on         least severity that makes the exit code 1.
    lang            language of messages. encoding: None to guess. rules: more rule files or folders.
    isolated        read no configuration file.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Severity = "info"
    levels: tuple[tuple[str, Severity], ...] = ()
    fail_on: FailOn = "error"
    lang: Lang = "zh"
    encoding: str | None = None
    rules: tuple[Path, ...] = ()
    isolated: bool = False

    def selects(self, rule: str, code: str, family: str = "") -> bool:
        """Whether a rule takes part."""
        if self.select and not any(names(word, rule, code, family) for word in self.select):
            return False
        return not any(names(word, rule, code, family) for word in self.ignore)

    def level(self, rule: str, code: str, own: Severity) -> Severity:
        """Severity of a rule's findings: its own, unless the user set another. The last setting wins."""
        for name, severity in reversed(self.levels):
            if name in (rule, code):
                return severity
        return own

    def shows(self, severity: Severity) -> bool:
        """Whether findings of this severity are shown."""
        return at_least(severity, self.severity)

    def fails(self, severity: Severity) -> bool:
        """Whether a finding of this severity makes a run fail."""
        return self.fail_on != "never" and at_least(severity, self.fail_on)


def names(word: str, rule: str, code: str, family: str) -> bool:
    """Whether a word of --select means this rule: its id, its family, its code or how its code begins."""
    return word in (rule, family) or (word != "" and code != "" and code.startswith(word))


def at_least(severity: Severity, least: Severity) -> bool:
    """Whether `severity` is `least` or worse."""
    return SEVERITIES.index(severity) <= SEVERITIES.index(least)
