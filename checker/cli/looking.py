"""`checker numbers` and `checker why`."""

from __future__ import annotations

import re
from typing import Annotated

from checker.cli.options import (
    Argument,
    Encoding,
    Isolated,
    Language,
    Option,
    Output,
    Paths,
    RuleFiles,
    StdinName,
    With,
)
from checker.cli.outputs import deliver
from checker.cli.running import Task, run_all
from checker.terminal import Trouble, choice, needs_folder, out
from checker.texts import say


def numbers(
    paths: Paths = None,
    form: Annotated[str, Option("--format, -f", "FORMAT", "help.format-numbers")] = "rich",
    output: Output = None,
    isolated: Isolated = False,
    encoding: Encoding = None,
    lang: Language = None,
    stdin_filename: StdinName = "",
) -> int:
    from checker.desk import Desk  # noqa: PLC0415
    from checker.report.numbers import numbers_json, numbers_rich  # noqa: PLC0415
    from checker.setup import Asked, configure  # noqa: PLC0415

    config = configure(Asked(isolated=isolated, encoding=encoding, lang=lang))
    choice("--format", form, ("rich", "json"), config.lang)
    needs_folder(output, config.lang)
    task = Task(tuple(paths or ()), colour=form == "rich" and not output)
    run = run_all(task, Desk(config, stdin_name=stdin_filename))
    text = numbers_json(run) if form == "json" else numbers_rich(run)
    written = deliver(text, None if output in (None, "-") else output, config.lang)
    return 2 if run.unreadable or not written else 0


def why(
    place: Annotated[str, Argument("PATH:LINE[:COL]", "help.place")],
    beside: With = None,
    rules: RuleFiles = None,
    isolated: Isolated = False,
    encoding: Encoding = None,
    lang: Language = None,
) -> int:
    from checker.desk import Desk  # noqa: PLC0415
    from checker.explain import at, explain  # noqa: PLC0415
    from checker.gather import reason  # noqa: PLC0415
    from checker.setup import Asked, configure  # noqa: PLC0415

    config = configure(Asked(rules=rules or (), isolated=isolated, encoding=encoding, lang=lang))
    said = re.fullmatch(r"(.+?):(\d+)(?::(\d+))?", place, re.DOTALL)
    if not said:
        raise Trouble(say("bad-place", config.lang, place=place))
    path, line, column = said[1], int(said[2]), int(said[3]) if said[3] else None
    desk = Desk(config)
    task = Task((path, *(beside or ())), ledger=True, quiet=True, together=bool(beside))
    run = run_all(task, desk)
    asked = [checked.report for checked in run.documents if checked.path == path or not beside]
    if not asked:
        return 2
    report, book = asked[0], desk.book(path)
    checker = book.checker()
    try:
        here = at(report, line, column)
    except IndexError:
        n = len(report.document.text.splitlines())
        raise Trouble(say("no-line", config.lang, path=path, n=n, line=line)) from None
    if not here:
        near = ", ".join(q.surface for q in at(report, line, None))
        out(say("why-none-near" if near else "why-none", config.lang, place=place, texts=near) + "\n")
        return 0
    titles = {card.id: card.title for card in book.cards}
    try:
        brief = len(here) > 1
        shown = [
            explain(report, q.index, checker.trace(report, q.index), titles, config.lang, brief=brief) for q in here
        ]
    except Exception as error:  # as everywhere: one line, and a way to see more
        raise Trouble(reason(error, config.lang)) from None
    out("\n".join(shown))
    return 0
