"""The options that commands share."""

from __future__ import annotations

from typing import Annotated

import typer

from checker.cli.completing import fail_names, format_names, lang_names, level_names, output_names, rule_names

# Help texts are keys of texts.py until `_translate` puts the user's language in their place.
Paths = Annotated[list[str] | None, typer.Argument(metavar="PATH...", help="help.paths", show_default=False)]
StdinName = Annotated[
    str, typer.Option("--stdin-filename", metavar="NAME", help="help.stdin-filename", show_default=False)
]
Output = Annotated[str | None, typer.Option("--output", "-o", metavar="FILE", help="help.output", show_default=False)]
Outputs = Annotated[
    list[str] | None,
    typer.Option(
        "--output", "-o", metavar="[FORMAT:]FILE", help="help.outputs", show_default=False, autocompletion=output_names
    ),
]
Formats = Annotated[
    list[str] | None,
    typer.Option(
        "--format", "-f", metavar="FORMAT", help="help.format", show_default=False, autocompletion=format_names
    ),
]
Jobs = Annotated[str, typer.Option("--jobs", "-j", metavar="N", help="help.jobs")]
NoCache = Annotated[bool, typer.Option("--no-cache", help="help.no-cache", show_default=False)]
Watch = Annotated[bool, typer.Option("--watch", "-w", help="help.watch", show_default=False)]
Select = Annotated[
    list[str] | None,
    typer.Option("--select", metavar="RULE", help="help.select", show_default=False, autocompletion=rule_names),
]
Ignore = Annotated[
    list[str] | None,
    typer.Option("--ignore", metavar="RULE", help="help.ignore", show_default=False, autocompletion=rule_names),
]
Level = Annotated[
    list[str] | None,
    typer.Option("--severity", metavar="LEVEL", help="help.severity", show_default=False, autocompletion=level_names),
]
FailLevel = Annotated[
    str | None,
    typer.Option("--fail-on", metavar="LEVEL", help="help.fail-on", show_default=False, autocompletion=fail_names),
]
RuleFiles = Annotated[
    list[str] | None, typer.Option("--rules", metavar="PATH", help="help.rule-files", show_default=False)
]
Isolated = Annotated[bool, typer.Option("--isolated", help="help.isolated", show_default=False)]
Encoding = Annotated[str | None, typer.Option("--encoding", metavar="NAME", help="help.encoding", show_default=False)]
Language = Annotated[
    str | None,
    typer.Option("--lang", metavar="zh|en", help="help.lang", show_default=False, autocompletion=lang_names),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="help.quiet", show_default=False)]
Ledger = Annotated[bool, typer.Option("--ledger", help="help.ledger", show_default=False)]
Together = Annotated[bool, typer.Option("--together", help="help.together", show_default=False)]
With = Annotated[list[str] | None, typer.Option("--with", metavar="PATH", help="help.with", show_default=False)]
Annotate = Annotated[bool, typer.Option("--annotate", help="help.annotate", show_default=False)]
Statistics = Annotated[bool, typer.Option("--statistics", help="help.statistics", show_default=False)]
BaselineFile = Annotated[
    str | None, typer.Option("--baseline", metavar="FILE", help="help.baseline", show_default=False)
]
AddBaseline = Annotated[bool, typer.Option("--add-baseline", help="help.add-baseline", show_default=False)]
ShowSuppressed = Annotated[bool, typer.Option("--show-suppressed", help="help.show-suppressed", show_default=False)]
