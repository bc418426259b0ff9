"""What the commands that read documents do alike: check everything, write the result."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from checker import __version__
from checker.config import Config
from checker.terminal import Trouble, colours, columns, err, out, write_file
from checker.texts import say

if TYPE_CHECKING:
    from checker.api import Checker
    from checker.report import Run


def run_all(
    paths: Sequence[str] | None,
    config: Config,
    stdin_filename: str,
    *,
    ledger: bool = False,
    quiet: bool = False,
    colour: bool = False,
    checker: Checker | None = None,
    together: bool = False,
) -> Run:
    """Check everything; say at once what could not be done. `together`: check the files against each other as well."""
    from checker.api import TAKEN  # noqa: PLC0415
    from checker.gather import gather, lines  # noqa: PLC0415
    from checker.report.run import Run  # noqa: PLC0415
    from checker.setup import cards, prepare, taking_part  # noqa: PLC0415
    from checker.terminal import progress  # noqa: PLC0415
    from checker.walk import walk  # noqa: PLC0415

    if not paths:
        raise Trouble(say("no-path", config.lang))
    checker = checker or prepare(config)
    found = walk(paths, TAKEN)
    with progress(len(found.files), config.lang, wanted=not quiet) as step:
        gathered = gather(
            checker,
            found,
            lang=config.lang,
            encoding=config.encoding,
            stdin_name=stdin_filename,
            step=step,
            together=together,
        )
    for line in lines(gathered.unreadable, config.lang):
        err(line)
    return Run(
        documents=gathered.documents,
        unreadable=gathered.unreadable,
        rules=taking_part(cards(checker, config.lang), config),
        skipped=gathered.skipped,
        lang=config.lang,
        version=__version__,
        ledger=ledger,
        width=columns(),
        colour=colour and colours(),
        quiet=quiet,
    )


def deliver(text: str, output: str | None, lang: str) -> None:
    """Write a result to the file that was asked for, or to standard output."""
    if output and output != "-":
        write_file(output, text, lang)
    else:
        out(text)
