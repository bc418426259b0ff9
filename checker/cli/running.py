"""What the commands that read documents do alike: check everything, and say at once what could not be done."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from checker import __version__
from checker.config import Config
from checker.model.report import SEVERITIES
from checker.terminal import Trouble, colours, columns, err
from checker.texts import say

if TYPE_CHECKING:
    from checker.cache import Cache
    from checker.report import Run
    from checker.setup import Book
    from checker.walk import Walk


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be checked, and how.

    `own`: real paths of files that this run itself writes. `together`: check the files against each other as well.
    """

    paths: Sequence[str]
    stdin_name: str = ""
    ledger: bool = False
    quiet: bool = False
    colour: bool = False
    jobs: int = 1
    own: frozenset[str] = frozenset()
    together: bool = False


def processes(word: str, lang: str) -> int:
    """The number that --jobs names; 0 means all cores. Trouble for what is none."""
    from checker.pool import cores  # noqa: PLC0415

    if not re.fullmatch("[0-9]{1,4}", word):
        raise Trouble(say("bad-jobs", lang, name=word))
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


def run_all(task: Task, config: Config, store: Cache | None = None, book: Book | None = None) -> Run:
    """Check everything; say at once what could not be done."""
    from checker.cache import Cache  # noqa: PLC0415
    from checker.gather import Desk, gather, lines  # noqa: PLC0415
    from checker.report.run import Run  # noqa: PLC0415
    from checker.setup import Book, taking_part  # noqa: PLC0415
    from checker.terminal import progress  # noqa: PLC0415

    found = find(task, config.lang)
    store = store or Cache(None)
    book = book or Book(config, store)
    with progress(len(found.files), config.lang, wanted=not task.quiet) as step:
        gathered = gather(Desk(book, store, task.stdin_name), found, jobs=task.jobs, step=step, together=task.together)
    for line in lines(gathered.unreadable, config.lang):
        err(line)
    return Run(
        documents=gathered.documents,
        unreadable=gathered.unreadable,
        rules=taking_part(book.cards, config),
        skipped=gathered.skipped,
        lang=config.lang,
        version=__version__,
        ledger=task.ledger,
        width=columns(),
        colour=task.colour and colours(),
        quiet=task.quiet,
        failing=tuple(severity for severity in SEVERITIES if config.fails(severity)),
    )
