"""The end of a proof-reading sheet: what could not be read, and a summary of the size of a letter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from checker.report.run import Run
from checker.report.sheetparts import Element, Grid, Heading, ending, plain
from checker.report.summary import below_level, counted, passed_over, summary
from checker.texts import say
from checker.width import clean

MOST_DOCUMENTS = 12  # rows of the table; the others stand in one
MOST_RULES = 4
MOST_FILES = 3
LONG = 60  # columns for the name of one


def unread(run: Run) -> Iterator[Element]:
    """Every file that could not be read, with the reason."""
    files = run.unread()
    if files:
        yield Heading(1, say("sheet-unread", run.lang, n=len(files)))
    for failed in run.unreadable:
        yield plain(clean(failed.message), clean(failed.place) + say("colon", run.lang))


def closing(run: Run) -> Iterator[Element]:
    """At most about 40 lines of 80 columns, however many documents there are."""
    yield Heading(1, say("sheet-summary", run.lang), fresh=bool(run.tallies))
    # What was not read follows on a line of its own, with fewer names.
    yield plain(summary(replace(run, unreadable=())))
    if run.tallies:
        yield _table(run)
        yield plain(say("sheet-units", run.lang))
    yield plain(_rules(run), say("sheet-spoke", run.lang))
    files = list(run.unread())
    if files:
        said = ", ".join(ending(clean(path), LONG) for path in files[:MOST_FILES])
        more = say("sheet-not-read-more", run.lang, n=len(files)) if len(files) > MOST_FILES else ""
        yield plain(" ".join(filter(None, (said, more))), say("sheet-not-read", run.lang))
    for line in (*passed_over(run), *below_level(run)):
        yield plain(clean(line))
    yield plain(say("sheet-promise", run.lang))


def _table(run: Run) -> Grid:
    """The documents, those with most errors first, and the total."""
    keys = ("document", "seen", "bound", "right", "wrong", "errors", "warnings", "infos")
    ranked = sorted(((one.figures, one.path) for one in run.tallies), key=lambda row: tuple(-n for n in row[0][-3:]))
    shown, rest = ranked[:MOST_DOCUMENTS], ranked[MOST_DOCUMENTS:]
    rows = [(clean(path), *map(str, numbers)) for numbers, path in shown]
    if rest:
        sums = [sum(column) for column in zip(*(numbers for numbers, _ in rest), strict=True)]
        rows.append((say("sheet-more-documents", run.lang, n=len(rest)), *map(str, sums)))
    if len(ranked) > 1:
        sums = [sum(column) for column in zip(*(numbers for numbers, _ in ranked), strict=True)]
        rows.append((say("sheet-total", run.lang), *map(str, sums)))
    return Grid((tuple(say(f"sheet-{key}", run.lang) for key in keys), *rows), named=True)


def _rules(run: Run) -> str:
    """The rules with most findings, and how many more there are."""
    rows = counted(run)
    said = [
        say("sheet-spoke-one", run.lang, title=clean(title), rule=rule, n=n) for n, _, rule, title in rows[:MOST_RULES]
    ]
    if len(rows) > MOST_RULES:
        said.append(say("sheet-spoke-more", run.lang, n=len(rows) - MOST_RULES))
    return say("join", run.lang).join(said or [say("sheet-spoke-none", run.lang)]) + say("stop", run.lang)
