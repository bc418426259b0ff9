"""What the commands that read documents do alike: check everything, and say at once what could not be done."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from checker import __version__
from checker.terminal import Trouble, colours, columns, err
from checker.texts import say

if TYPE_CHECKING:
    from checker.desk import Desk
    from checker.report import Run
    from checker.walk import Walk


@dataclass(frozen=True, slots=True)
class Task:
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
    if word == "1":
        return 1
    from checker.pool import cores  # noqa: PLC0415

    return cores(int(word))


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
    return replace(found, files=kept)


def run_all(task: Task, desk: Desk) -> Run:
    """Check everything; say at once what could not be done."""
    from checker.gather import gather, lines  # noqa: PLC0415
    from checker.report.run import Run  # noqa: PLC0415
    from checker.setup import taking_part  # noqa: PLC0415
    from checker.terminal import progress  # noqa: PLC0415

    lang = desk.config.lang
    desk.run_book()  # what is wrong with the options themselves is said before any file is read
    found = find(task, lang)
    wanted = tuple(path for path in found.files if path in found.named or not desk.passes_over(path))
    excluded = len(found.files) - len(wanted)
    with progress(len(wanted), lang, wanted=not task.quiet) as step:
        gathered = gather(desk, replace(found, files=wanted), jobs=task.jobs, step=step, together=task.together)
    for line in lines(gathered.unreadable, lang):
        err(line)
    desk.keep()
    rules = {card.id: card for book in desk.books() for card in taking_part(book.cards, book.config)}
    return Run(
        documents=gathered.documents,
        unreadable=gathered.unreadable,
        rules=tuple(sorted(rules.values(), key=lambda card: (card.code, card.id))),
        skipped=gathered.skipped,
        lang=lang,
        version=__version__,
        ledger=task.ledger,
        width=columns(),
        colour=task.colour and colours(),
        quiet=task.quiet,
        show_suppressed=task.show_suppressed,
        excluded=excluded,
    )
