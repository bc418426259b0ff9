"""`checker lint`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from checker.cli.knowing import keep, lost
from checker.cli.options import (
    AddBaseline,
    Annotate,
    BaselineFile,
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
    ShowSuppressed,
    Statistics,
    StdinName,
    Together,
    Watch,
)
from checker.cli.outputs import Goal, deliver, goals, own_files, reachable
from checker.cli.running import Task, find, processes, run_all
from checker.config import Config, fails
from checker.terminal import Trouble, err
from checker.texts import say

if TYPE_CHECKING:
    from checker.desk import Desk
    from checker.report import Run
    from checker.setup import Loaded

FOR_PEOPLE = ("rich", "text")


def lint(
    paths: Paths = None,
    form: Formats = None,
    output: Outputs = None,
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
    together: Together = False,
    jobs: Jobs = "1",
    no_cache: NoCache = False,
    watching: Watch = False,
    baseline: BaselineFile = None,
    add_baseline: AddBaseline = False,
    show_suppressed: ShowSuppressed = False,
) -> int:
    # The heavy rooms are opened when a command needs them: --help must not pay for rules and readers.
    from checker.cache import Cache, default_folder  # noqa: PLC0415
    from checker.desk import Desk  # noqa: PLC0415
    from checker.report import BINARY, FORMATS  # noqa: PLC0415
    from checker.setup import Asked, configure  # noqa: PLC0415

    asked = Asked(select or (), ignore or (), severity or (), fail_on, rules or (), isolated, encoding, lang, baseline)
    config = configure(asked)
    wanted = goals(form or (), output or (), FORMATS, config.lang, BINARY)
    task = Task(
        tuple(paths or ()), ledger, quiet, wanted[0] == Goal("rich"), processes(jobs, config.lang), own_files(wanted),
        together, show_suppressed,
    )  # fmt: skip
    store = Cache(None if no_cache else default_folder(), memory=watching)
    order = Order(task, wanted, statistics, annotate, add_baseline)

    def desk(now: Config, loaded: Loaded | None = None) -> Desk:
        return Desk(now, store, stdin_filename, renewing=add_baseline, loaded=loaded)

    if watching:
        _watch(order, lambda: configure(asked), desk)
        return 0
    return _round(order, desk(config))


@dataclass(frozen=True, slots=True)
class Order:
    """What `lint` was asked to do besides checking."""

    task: Task
    goals: tuple[Goal, ...]
    statistics: bool = False
    annotate: bool = False
    add_baseline: bool = False


def _round(order: Order, desk: Desk) -> int:
    """Check once, write everything, give the exit code."""
    from checker.report.summary import document_notes, passed_over, summary  # noqa: PLC0415
    from checker.report.summary import statistics as counted  # noqa: PLC0415

    config = desk.config
    left = reachable(order.goals, config.lang)
    if config.baseline is not None:
        desk.baseline(config.baseline)
    run = run_all(order.task, desk)
    about = lost(desk)
    if order.add_baseline:
        run, about = keep(run, desk)
    whole = left == order.goals
    counts = counted(run) if order.statistics else ""
    for goal in left:
        # A file is no terminal: no colours, and lines of a fixed length.
        shown = run if goal.path is None else replace(run, colour=False, width=80)
        whole = _write(goal, shown, counts) and whole
    if counts and not any(goal.form in FOR_PEOPLE for goal in left):
        err(counts.rstrip())
    name = left[0].form
    if name != "rich" and not (name == "text" and run.ledger) and not order.task.quiet:  # those hold their notes
        briefly = name in ("text", "github")
        notes = [*document_notes(run), *passed_over(run)] if briefly else passed_over(run)
        for line in [*notes, summary(run)] if briefly else notes:
            err(line)
    for line in () if order.task.quiet else about:
        err(line)
    if order.annotate:
        whole = not _annotate(run) and whole
    if (why := desk.store.why(config.lang)) and not order.task.quiet:
        err(say("no-cache", config.lang, why=why))
    desk.store.turn()
    return _exit_code(run) if whole else 2


def _write(goal: Goal, run: Run, counts: str) -> bool:
    """Make one report and write it; whether that could be done (if not, it is said)."""
    from checker.report import BINARY, REPORTERS  # noqa: PLC0415

    if goal.form not in BINARY:
        text = REPORTERS[goal.form](run) + (counts if goal.form in FOR_PEOPLE else "")
        return deliver(text, goal.path, run.lang)
    try:
        content = BINARY[goal.form](run)
    except ImportError:
        err(say("format-missing", run.lang, form=goal.form, command=f"pip install 'checker[{goal.form}]'"))
        return False
    return deliver(content, goal.path, run.lang)


def _watch(order: Order, configured: Callable[[], Config], opened: Callable[[Config, Loaded | None], Desk]) -> None:
    """Check after every change; options are read anew each time, since a file may hold them."""
    from checker.cli.watching import watch  # noqa: PLC0415
    from checker.setup import Loaded  # noqa: PLC0415
    from checker.walk import SETTINGS, STDIN  # noqa: PLC0415

    config = configured()
    if STDIN in order.task.paths:
        raise Trouble(say("watch-stdin", config.lang))
    find(order.task, config.lang)  # Trouble now, not at every turn
    loaded = Loaded()

    def check() -> None:
        try:
            _round(order, opened(configured(), loaded))
        finally:
            loaded.turn()

    def files() -> Iterator[str]:
        found = find(order.task, config.lang).files
        # The last name stands for the working folder, whose configuration is that of the run.
        yield from dict.fromkeys((*found, *opened(config, loaded).watched((*found, SETTINGS))))

    watch(check, files, config.lang)


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
