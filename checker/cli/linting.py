"""`checker lint`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

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
from checker.cli.outputs import Goal, goals, own_files, reachable
from checker.cli.running import Task, find, frame_of, processes, run_all, run_through
from checker.cli.stopping import UNREAD, stoppable
from checker.config import Config
from checker.terminal import Trouble, err
from checker.texts import say

if TYPE_CHECKING:
    from checker.annotate import Copy
    from checker.cli.writing import Page, Writer
    from checker.desk import Desk
    from checker.report import Run, Tally
    from checker.setup import Loaded
    from checker.terminal import Bar

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

    with stoppable():
        if watching:
            _watch(order, lambda: configure(asked), desk)
            return 0
        return _round(order, desk(config))


class Order(NamedTuple):
    """What `lint` was asked to do besides checking."""

    task: Task
    goals: tuple[Goal, ...]
    statistics: bool = False
    annotate: bool = False
    add_baseline: bool = False


def _round(order: Order, desk: Desk) -> int:
    """Check once, write everything, give the exit code."""
    from checker.cli.writing import Paged, Writer  # noqa: PLC0415
    from checker.report import in_parts  # noqa: PLC0415

    config = desk.config
    left = reachable(order.goals, config.lang)
    if config.baseline is not None:
        desk.baseline(config.baseline)
    frame = frame_of(order.task, config.lang)
    # A file is no terminal: no colours, and lines of a fixed length.
    frames = [frame if goal.path is None else replace(frame, colour=False, width=80) for goal in left]
    paged = Paged(tuple((goal.form, of_one) for goal, of_one in zip(left, frames, strict=True)), order.annotate)
    writers = [Writer(goal, of_one) for goal, of_one in zip(left, frames, strict=True)]
    pages = _Pages(writers, order.annotate)
    if order.add_baseline or order.task.together or not all(in_parts(goal.form) for goal in left):
        run, about = run_all(order.task, desk), lost(desk)
        if order.add_baseline:
            run, about = keep(run, desk)
        for checked in run.documents:
            pages.take(paged(checked))
    else:
        run, about = run_through(order.task, desk, paged, pages.take), lost(desk)
    run = replace(run, tallies=tuple(pages.tallies))
    if pages.unread:
        return UNREAD
    whole = _end(order, run, writers) and left == order.goals
    for line in () if order.task.quiet else about:
        err(line)
    if order.annotate:
        whole = _annotated(pages.copies, run.lang) and whole
    if (why := desk.store.why(config.lang)) and not order.task.quiet:
        err(say("no-cache", config.lang, why=why))
    desk.store.turn()
    return _exit_code(run) if whole else 2


class _Pages:
    """Hands on the parts of pages as they come, and keeps of each what the end needs."""

    def __init__(self, writers: Sequence[Writer], annotate: bool) -> None:
        self.writers, self.annotate = writers, annotate
        self.tallies: list[Tally] = []
        self.copies: list[Copy] = []

    @property
    def unread(self) -> bool:
        """Whether nobody is left for whom to go on: who reads standard output has gone, and nothing else is made."""
        unread = any(writer.unread for writer in self.writers)
        return unread and all(writer.unread or writer.failed for writer in self.writers) and not self.annotate

    def take(self, page: Page, bar: Bar | None = None) -> bool:
        """Whether to go on."""
        self.tallies.append(page.tally)
        if page.copy is not None:
            self.copies.append(page.copy)
        for writer, part in zip(self.writers, page.parts, strict=True):
            if bar is not None and writer.streams(part):
                bar.aside()
            writer.add(part)
        return not self.unread


def _end(order: Order, run: Run, writers: Sequence[Writer]) -> bool:
    """Write the ends of all reports, and for people what these do not hold; whether all could be written."""
    from checker.report.summary import document_notes, passed_over, statistics, summary  # noqa: PLC0415

    counts = statistics(run) if order.statistics else ""
    whole = True
    for writer in writers:
        shown = run if writer.goal.path is None else replace(run, colour=False, width=80)
        whole = writer.end(shown, counts if writer.goal.form in FOR_PEOPLE else "") and whole
    if counts and not any(writer.goal.form in FOR_PEOPLE for writer in writers):
        err(counts.rstrip())
    name = writers[0].goal.form
    if name != "rich" and not (name == "text" and run.ledger) and not order.task.quiet:  # those hold their notes
        briefly = name in ("text", "github")
        notes = [*document_notes(run), *passed_over(run)] if briefly else passed_over(run)
        for line in [*notes, summary(run)] if briefly else notes:
            err(line)
    return whole


def _annotated(copies: Sequence[Copy], lang: str) -> bool:
    """Say what became of the copies with comments; whether all could be written."""
    from checker.annotate import told  # noqa: PLC0415

    for line in told(copies, lang):
        err(line)
    return not any(copy.failed for copy in copies)


def _exit_code(run: Run) -> int:
    return 2 if run.unreadable else int(any(one.failed for one in run.tallies))


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
