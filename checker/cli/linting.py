"""`checker lint`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from checker.cli.knowing import keep, lost
from checker.cli.options import (
    AddBaseline,
    Annotate,
    BaselineFile,
    Encoding,
    FailLevel,
    Format,
    Ignore,
    Isolated,
    Language,
    Ledger,
    Level,
    Output,
    Paths,
    Quiet,
    RuleFiles,
    Select,
    ShowSuppressed,
    Statistics,
    StdinName,
)
from checker.cli.running import deliver, run_all
from checker.config import fails
from checker.terminal import choice, err, is_terminal, needs_folder

if TYPE_CHECKING:
    from checker.report import Run


def lint(
    paths: Paths = None,
    form: Format = None,
    output: Output = None,
    ledger: Ledger = False,
    select: Select = None,
    ignore: Ignore = None,
    severity: Level = None,
    fail_on: FailLevel = None,
    rules: RuleFiles = None,
    isolated: Isolated = False,
    encoding: Encoding = None,
    lang: Language = None,
    stdin_filename: StdinName = "",
    quiet: Quiet = False,
    statistics: Statistics = False,
    annotate: Annotate = False,
    baseline: BaselineFile = None,
    add_baseline: AddBaseline = False,
    show_suppressed: ShowSuppressed = False,
) -> None:
    # The heavy rooms are opened when a command needs them: --help must not pay for rules and readers.
    from checker.desk import Desk  # noqa: PLC0415
    from checker.report import REPORTERS  # noqa: PLC0415
    from checker.report.summary import document_notes, passed_over, summary  # noqa: PLC0415
    from checker.report.summary import statistics as counted  # noqa: PLC0415
    from checker.setup import Asked, configure  # noqa: PLC0415

    config = configure(
        Asked(select or (), ignore or (), severity or (), fail_on, rules or (), isolated, encoding, lang, baseline)
    )
    default = "rich" if is_terminal() and not output else "text"
    name = choice("--format", form or default, tuple(REPORTERS), config.lang)
    needs_folder(output, config.lang)
    desk = Desk(config, renewing=add_baseline)
    if config.baseline is not None:
        desk.baseline(config.baseline)
    run = run_all(
        paths, config, stdin_filename, ledger=ledger, quiet=quiet, colour=name == "rich" and not output,
        show_suppressed=show_suppressed, desk=desk,
    )  # fmt: skip
    about = lost(desk)
    if add_baseline:
        run, about = keep(run, desk)
    text = REPORTERS[name](run)
    for_people = name in ("rich", "text")
    if statistics and for_people:
        text += counted(run)
    deliver(text, output, config.lang)
    if statistics and not for_people:
        err(counted(run).rstrip())
    if name != "rich" and not quiet:
        notes = [*document_notes(run), *passed_over(run)] if name in ("text", "github") else passed_over(run)
        for line in [*notes, summary(run)] if name in ("text", "github") else notes:
            err(line)
    for line in () if quiet else about:
        err(line)
    unwritten = annotate and _annotate(run)
    raise typer.Exit(2 if unwritten else _exit_code(run))


def _annotate(run: Run) -> bool:
    """Write the copies with comments; whether one could not be written."""
    from checker.annotate import copies  # noqa: PLC0415

    done = copies(run)
    for line in done.lines:
        err(line)
    return done.failed


def _exit_code(run: Run) -> int:
    if run.unreadable:
        return 2
    return int(any(fails(c.fail_on, finding.severity) for c in run.documents for finding in c.report.findings))
