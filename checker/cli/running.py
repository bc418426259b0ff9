"""What the commands that read documents do alike: check everything, and say at once what could not be done."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from checker import __version__
from checker.terminal import Trouble, colours, columns, err
from checker.texts import say

if TYPE_CHECKING:
    from checker.desk import Desk
    from checker.gather import Spread, View
    from checker.report import Checked, Run
    from checker.terminal import Bar
    from checker.walk import Walk

T = TypeVar("T")


class Task(NamedTuple):
    """What is to be checked, and how.

    `own`: real paths of files that this run itself writes. `together`: check the files against each other as well.
    `show_suppressed`: tell also what was waived.
    """

    paths: Sequence[str]
    ledger: bool = False
    quiet: bool = False
    colour: bool = False
    jobs: int = 1
    own: frozenset[str] = frozenset()
    together: bool = False
    show_suppressed: bool = False


def processes(word: str, lang: str) -> int:
    """The number that --jobs names; 0 means all cores. Trouble for what is none."""
    if not re.fullmatch("[0-9]{1,4}", word):
        raise Trouble(say("bad-jobs", lang, name=word))
    if int(word):
        return int(word)
    from checker.pool import cores  # noqa: PLC0415

    return cores()


def find(task: Task, lang: str) -> Walk:
    """The files that the words mean. Trouble if there are no words."""
    from checker.read import TAKEN  # noqa: PLC0415
    from checker.walk import walk  # noqa: PLC0415

    if not task.paths:
        raise Trouble(say("no-path", lang))
    found = walk(task.paths, TAKEN)
    if not task.own:
        return found
    kept = tuple(f for f in found.files if f in task.paths or os.path.realpath(f) not in task.own)
    return found._replace(files=kept)


def frame_of(task: Task, lang: str) -> Run:
    """The run before anything is checked: how reports are to be made."""
    from checker.report.run import Run  # noqa: PLC0415

    return Run(
        lang=lang,
        version=__version__,
        ledger=task.ledger,
        width=columns(),
        colour=task.colour and colours(),
        quiet=task.quiet,
        show_suppressed=task.show_suppressed,
    )


def run_all(task: Task, desk: Desk) -> Run:
    """Check everything and keep all of it; say at once what could not be done."""
    from checker.gather import whole  # noqa: PLC0415

    documents: list[Checked] = []

    def take(checked: Checked, bar: Bar) -> bool:
        documents.append(checked)
        return True

    return replace(run_through(task, desk, whole, take), documents=tuple(documents))


def run_through(task: Task, desk: Desk, view: View[T], take: Callable[[T, Bar], bool]) -> Run:
    """Check everything; say at once what could not be done. Gives the run without its documents.

    `take` is given what the view makes of each document, in the order of the files, as soon as it is known; and the
    bar, which must go aside before anything is written. It says whether to go on.
    """
    from checker.gather import Gathering, line  # noqa: PLC0415
    from checker.model.report import Failed  # noqa: PLC0415
    from checker.terminal import progress  # noqa: PLC0415

    lang = desk.config.lang
    desk.run_book()  # what is wrong with the options themselves is said before any file is read
    found = find(task, lang)
    wanted = tuple(path for path in found.files if path in found.named or not desk.passes_over(path))
    gathering = Gathering(desk, found._replace(files=wanted), view, together=task.together)
    unreadable = []
    with (
        progress(len(wanted), lang, wanted=not task.quiet) as bar,
        closing(gathering.outcomes(bar.step, _spread(task.jobs), task.jobs)) as outcomes,
    ):
        for outcome in outcomes:
            if isinstance(outcome, Failed):
                unreadable.append(outcome)
                bar.aside()
                err(line(outcome, lang))
            elif not take(outcome, bar):
                break
    desk.keep()
    return replace(
        frame_of(task, lang),
        unreadable=tuple(unreadable),
        rules=gathering.rules,
        skipped=gathering.skipped,
        excluded=len(found.files) - len(wanted),
    )


def _spread(jobs: int) -> Spread | None:
    if jobs < 2:
        return None
    from checker.pool import spread  # noqa: PLC0415 - what goes with processes takes a while to import

    return spread
