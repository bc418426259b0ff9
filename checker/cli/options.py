"""The options that commands share."""

from __future__ import annotations

from typing import Annotated

import typer

# Help texts are keys of texts.py until `_translate` puts the user's language in their place.
Paths = Annotated[list[str] | None, typer.Argument(metavar="PATH...", help="help.paths", show_default=False)]
StdinName = Annotated[
    str, typer.Option("--stdin-filename", metavar="NAME", help="help.stdin-filename", show_default=False)
]
Output = Annotated[str | None, typer.Option("--output", "-o", metavar="FILE", help="help.output", show_default=False)]
Format = Annotated[str | None, typer.Option("--format", "-f", metavar="FORMAT", help="help.format", show_default=False)]
Select = Annotated[list[str] | None, typer.Option("--select", metavar="RULE", help="help.select", show_default=False)]
Ignore = Annotated[list[str] | None, typer.Option("--ignore", metavar="RULE", help="help.ignore", show_default=False)]
Level = Annotated[
    list[str] | None, typer.Option("--severity", metavar="LEVEL", help="help.severity", show_default=False)
]
FailLevel = Annotated[str | None, typer.Option("--fail-on", metavar="LEVEL", help="help.fail-on", show_default=False)]
RuleFiles = Annotated[
    list[str] | None, typer.Option("--rules", metavar="PATH", help="help.rule-files", show_default=False)
]
Isolated = Annotated[bool, typer.Option("--isolated", help="help.isolated", show_default=False)]
Encoding = Annotated[str | None, typer.Option("--encoding", metavar="NAME", help="help.encoding", show_default=False)]
Language = Annotated[str | None, typer.Option("--lang", metavar="zh|en", help="help.lang", show_default=False)]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="help.quiet", show_default=False)]
Ledger = Annotated[bool, typer.Option("--ledger", help="help.ledger", show_default=False)]
Annotate = Annotated[bool, typer.Option("--annotate", help="help.annotate", show_default=False)]
Statistics = Annotated[bool, typer.Option("--statistics", help="help.statistics", show_default=False)]
BaselineFile = Annotated[
    str | None, typer.Option("--baseline", metavar="FILE", help="help.baseline", show_default=False)
]
AddBaseline = Annotated[bool, typer.Option("--add-baseline", help="help.add-baseline", show_default=False)]
ShowSuppressed = Annotated[bool, typer.Option("--show-suppressed", help="help.show-suppressed", show_default=False)]
