"""The options that commands share, as plain data: typer is told of them only when it is needed (`declared.py`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, NamedTuple

from checker.cli.completing import fail_names, format_names, lang_names, level_names, output_names, rule_names

Complete = Callable[[str], list[str]]


class Argument(NamedTuple):
    """A word without a name. `help`: key of its text."""

    metavar: str
    help: str


class Option(NamedTuple):
    """A word with names, `said` as "--format, -f". `help`: key of its text; `complete`: what a shell may offer.

    `shown`: whether help tells the value that it has without being said.
    """

    said: str
    metavar: str | None
    help: str
    complete: Complete | None = None
    shown: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.said.split(", "))


Paths = Annotated[list[str] | None, Argument("PATH...", "help.paths")]
StdinName = Annotated[str, Option("--stdin-filename", "NAME", "help.stdin-filename")]
Output = Annotated[str | None, Option("--output, -o", "FILE", "help.output")]
Outputs = Annotated[
    list[str] | None,
    Option("--output, -o", "[FORMAT:]FILE", "help.outputs", output_names),
]
Formats = Annotated[list[str] | None, Option("--format, -f", "FORMAT", "help.format", format_names)]
Jobs = Annotated[str, Option("--jobs, -j", "N", "help.jobs", shown=True)]
NoCache = Annotated[bool, Option("--no-cache", None, "help.no-cache")]
Watch = Annotated[bool, Option("--watch, -w", None, "help.watch")]
Select = Annotated[list[str] | None, Option("--select", "RULE", "help.select", rule_names)]
Ignore = Annotated[list[str] | None, Option("--ignore", "RULE", "help.ignore", rule_names)]
Level = Annotated[list[str] | None, Option("--severity", "LEVEL", "help.severity", level_names)]
FailLevel = Annotated[str | None, Option("--fail-on", "LEVEL", "help.fail-on", fail_names)]
RuleFiles = Annotated[list[str] | None, Option("--rules", "PATH", "help.rule-files")]
Isolated = Annotated[bool, Option("--isolated", None, "help.isolated")]
Encoding = Annotated[str | None, Option("--encoding", "NAME", "help.encoding")]
Language = Annotated[str | None, Option("--lang", "zh|en", "help.lang", lang_names)]
Quiet = Annotated[bool, Option("--quiet, -q", None, "help.quiet")]
Ledger = Annotated[bool, Option("--ledger", None, "help.ledger")]
Together = Annotated[bool, Option("--together", None, "help.together")]
With = Annotated[list[str] | None, Option("--with", "PATH", "help.with")]
Annotate = Annotated[bool, Option("--annotate", None, "help.annotate")]
Statistics = Annotated[bool, Option("--statistics", None, "help.statistics")]
BaselineFile = Annotated[str | None, Option("--baseline", "FILE", "help.baseline")]
AddBaseline = Annotated[bool, Option("--add-baseline", None, "help.add-baseline")]
ShowSuppressed = Annotated[bool, Option("--show-suppressed", None, "help.show-suppressed")]
