"""What the commands that read documents do alike: check everything, write the result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from checker import __version__
from checker.config import Config
from checker.terminal import Trouble, colours, columns, err, out, write_file
from checker.texts import say

if TYPE_CHECKING:
    from checker.desk import Desk
    from checker.report import Run


def run_all(
    paths: Sequence[str] | None,
    config: Config,
    stdin_filename: str,
    *,
    ledger: bool = False,
    quiet: bool = False,
    colour: bool = False,
    show_suppressed: bool = False,
    desk: Desk | None = None,
) -> Run:
    """Check everything; say at once what could not be done."""
    from checker.api import SUFFIXES  # noqa: PLC0415
    from checker.desk import Desk  # noqa: PLC0415
    from checker.gather import gather, lines  # noqa: PLC0415
    from checker.report.run import Run  # noqa: PLC0415
    from checker.setup import cards, taking_part  # noqa: PLC0415
    from checker.terminal import progress  # noqa: PLC0415
    from checker.walk import walk  # noqa: PLC0415

    if not paths:
        raise Trouble(say("no-path", config.lang))
    desk = desk or Desk(config)
    desk.run_checker()  # what is wrong with the options themselves is said before any file is read
    found = walk(paths, SUFFIXES)
    named = frozenset(paths)
    wanted = [path for path in found.files if path in named or not desk.passes_over(path)]
    excluded = len(found.files) - len(wanted)
    found = replace(found, files=tuple(wanted))
    with progress(len(found.files), config.lang, wanted=not quiet) as step:
        documents, failed = gather(desk, found, stdin_name=stdin_filename, step=step)
    for line in lines(failed, config.lang):
        err(line)
    rules = {card.id: card for c in desk.checkers() for card in taking_part(cards(c, config.lang), c.config)}
    return Run(
        documents=documents,
        unreadable=failed,
        rules=tuple(sorted(rules.values(), key=lambda card: (card.code, card.id))),
        skipped=found.skipped,
        lang=config.lang,
        version=__version__,
        ledger=ledger,
        width=columns(),
        colour=colour and colours(),
        quiet=quiet,
        show_suppressed=show_suppressed,
        excluded=excluded,
    )


def deliver(text: str, output: str | None, lang: str) -> None:
    """Write a result to the file that was asked for, or to standard output."""
    if output and output != "-":
        write_file(output, text, lang)
    else:
        out(text)
