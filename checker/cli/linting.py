"""`checker lint`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import typer

from checker.cli.options import (
    Annotate,
    Encoding,
    FailLevel,
    Formats,
    Ignore,
    Isolated,
    Jobs,
    Language,
    Ledger,
    Level,
    NoCache,
    Outputs,
    Paths,
    Quiet,
    RuleFiles,
    Select,
    Statistics,
    StdinName,
    Together,
    Watch,
)
from checker.cli.outputs import Goal, deliver, goals, own_files, reachable
from checker.cli.running import Task, find, processes, run_all
from checker.config import Config
from checker.terminal import Trouble, err
from checker.texts import say

if TYPE_CHECKING:
    from checker.cache import Cache
    from checker.report import Run
    from checker.setup import Book

FOR_PEOPLE = ("rich", "text")


def lint(
    paths: Paths = None,
    form: Formats = None,
    output: Outputs = None,
    ledger: Ledger = False,
    select: Select = None,
    ignore: Ignore = None,
    severity: Level = None,
    fail_on: FailLevel = "error",
    rules: RuleFiles = None,
    isolated: Isolated = False,
    encoding: Encoding = None,
    lang: Language = None,
    stdin_filename: StdinName = "",
    quiet: Quiet = False,
    statistics: Statistics = False,
    annotate: Annotate = False,
    together: Together = False,
    jobs: Jobs = "1",
    no_cache: NoCache = False,
    watching: Watch = False,
) -> None:
    # The heavy rooms are opened when a command needs them: --help must not pay for rules and readers.
    from checker.cache import Cache, default_folder  # noqa: PLC0415
    from checker.report import REPORTERS  # noqa: PLC0415
    from checker.setup import Asked, configure  # noqa: PLC0415

    asked = Asked(select or (), ignore or (), severity or (), fail_on, rules or (), isolated, encoding, lang)
    config = configure(asked)
    wanted = goals(form or (), output or (), tuple(REPORTERS), config.lang)
    task = Task(
        tuple(paths or ()),
        stdin_filename,
        ledger,
        quiet,
        colour=wanted[0] == Goal("rich"),
        jobs=processes(jobs, config.lang),
        own=own_files(wanted),
        together=together,
    )
    store = Cache(None if no_cache else default_folder(), memory=watching)
    order = Order(task, wanted, statistics, annotate)
    if watching:
        _watch(order, lambda: configure(asked), store)
        raise typer.Exit(0)
    raise typer.Exit(_round(order, config, store))


@dataclass(frozen=True, slots=True)
class Order:
    """What `lint` was asked to do besides checking."""

    task: Task
    goals: tuple[Goal, ...]
    statistics: bool = False
    annotate: bool = False


def _round(order: Order, config: Config, store: Cache, book: Book | None = None) -> int:
    """Check once, write everything, give the exit code."""
    from checker.report.summary import document_notes, skipped, summary  # noqa: PLC0415
    from checker.report.summary import statistics as counted  # noqa: PLC0415

    left = reachable(order.goals, config.lang)
    run = run_all(order.task, config, store, book)
    whole = left == order.goals
    counts = counted(run) if order.statistics else ""
    for goal in left:
        # A file is no terminal: no colours, and lines of a fixed length.
        shown = run if goal.path is None else replace(run, colour=False, width=80)
        text = _text(goal, shown, counts)
        whole = deliver(text, goal.path, config.lang) and whole
    if counts and not any(goal.form in FOR_PEOPLE for goal in left):
        err(counts.rstrip())
    name = left[0].form
    if name != "rich" and not order.task.quiet:
        briefly = name in ("text", "github")
        notes = [*document_notes(run), *skipped(run)] if briefly else skipped(run)
        for line in [*notes, summary(run)] if briefly else notes:
            err(line)
    if order.annotate:
        whole = not _annotate(run) and whole
    if (why := store.why(config.lang)) and not order.task.quiet:
        err(say("no-cache", config.lang, why=why))
    store.turn()
    return _exit_code(run, config) if whole else 2


def _text(goal: Goal, run: Run, counts: str) -> str:
    from checker.report import REPORTERS  # noqa: PLC0415

    return REPORTERS[goal.form](run) + (counts if goal.form in FOR_PEOPLE else "")


def _watch(order: Order, configured: Callable[[], Config], store: Cache) -> None:
    """Check after every change; options are read anew each time, since a file may hold them."""
    from checker.cli.watching import rule_files, watch  # noqa: PLC0415
    from checker.gather import BESIDE  # noqa: PLC0415
    from checker.setup import Book  # noqa: PLC0415
    from checker.walk import STDIN  # noqa: PLC0415

    config = configured()
    if STDIN in order.task.paths:
        raise Trouble(say("watch-stdin", config.lang))
    find(order.task, config.lang)  # Trouble now, not at every turn
    book: Book | None = None

    def check() -> None:
        nonlocal book
        now = configured()
        if book is None or not book.holds(now):
            book = Book(now, store)
        _round(order, now, store, book)

    def files() -> Iterator[str]:
        for path in find(order.task, config.lang).files:
            yield from (path, path + BESIDE)
        yield from rule_files(config)

    watch(check, files, config.lang)


def _annotate(run: Run) -> bool:
    """Write the copies with comments; whether one could not be written."""
    from checker.annotate import copies  # noqa: PLC0415

    done = copies(run)
    for line in done.lines:
        err(line)
    return done.failed


def _exit_code(run: Run, config: Config) -> int:
    if run.unreadable:
        return 2
    return int(any(config.fails(finding.severity) for finding in run.findings()))
