"""The proof-reading sheet: a run as headings, lines and tables, for editors who work on paper or in a word processor.

What a page looks like is not decided here: `sheettext` makes plain text of it, `word` a Word file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from checker.model.document import Document, Span
from checker.model.report import Finding, Location, Relation, Report
from checker.report.closing import closing, unread
from checker.report.excerpt import sentences
from checker.report.places import Places, elsewhere
from checker.report.run import Checked, Run, figures
from checker.report.sheetparts import Element, Grid, Heading, Line, plain
from checker.report.summary import waived_by
from checker.rulebook.page import reason_in_words
from checker.texts import say
from checker.width import clean

WIDE = 1200  # columns of a row: a sentence of three is shown whole, a longer one around its numbers


@dataclass(frozen=True, slots=True)
class _Desk:
    """One document with what all its parts need."""

    report: Report
    places: Places
    run: Run

    @property
    def lang(self) -> str:
        return self.run.lang

    def say(self, key: str, **values: object) -> str:
        return say(key, self.run.lang, **values)

    def place(self, span: Span, places: Places | None = None) -> str:
        """A place in words: page, paragraph, cell, or line and column where a file has lines."""
        places = places or self.places
        line, column = places.document.place(span.start)
        return clean(places.named(span, self.lang)) or self.say("sheet-place", line=line, column=column)


def sheet(run: Run, marks: str) -> tuple[Element, ...]:
    """The sheet of a whole run, documents in order, then what could not be read and the summary.

    `marks`: key of the text that says how the numbers are marked. A quiet run has no notes and no summary.
    """
    documents = (element for checked in run.documents for element in of_document(checked, run))
    return (*opening(run, marks), *documents, *rest(run))


def opening(run: Run, marks: str) -> Iterator[Element]:
    """The head of the sheet."""
    yield Heading(0, say("sheet-title", run.lang))
    yield plain(say("sheet-made", run.lang, version=run.version, rules=len(run.rules)))
    yield plain(say(marks, run.lang))


def rest(run: Run) -> Iterator[Element]:
    """What follows the documents."""
    yield from unread(run)
    if not run.quiet:
        yield from closing(run)


def of_document(checked: Checked, run: Run) -> Iterator[Element]:
    """One document: its counts, findings, ledger and notes."""
    report = checked.report
    desk = _Desk(report, Places(report.document), run)
    yield Heading(1, clean(checked.path))
    yield _counts(desk)
    yield Heading(2, desk.say("sheet-findings", n=len(report.findings)))
    if not report.findings:
        yield plain(desk.say("page-clean"))
    for n, finding in enumerate(report.findings, 1):
        yield from _finding(n, finding, desk)
    if report.findings_elsewhere:
        yield plain(desk.say("sheet-elsewhere", n=len(report.findings_elsewhere)))
    yield from _holds(desk)
    yield from _abstains(desk)
    yield from _unchecked(desk)
    yield from _suppressed(desk)
    if report.notes and not run.quiet:
        yield Heading(2, desk.say("sheet-notes", n=len(report.notes)))
        for note in report.notes:
            place = desk.say("line", line=note.line) if note.line else ""
            yield plain(place + clean(note.message))


def _counts(desk: _Desk) -> Grid:
    keys = ("characters", "seen", "bound", "right", "wrong", "errors", "warnings", "infos")
    numbers = (len(desk.report.document.text), *figures(desk.report))
    return Grid((tuple(desk.say(f"sheet-{key}") for key in keys), tuple(map(str, numbers))))


def _finding(n: int, finding: Finding, desk: _Desk) -> Iterator[Element]:
    """One numbered entry: what and where, the sentences, the sum, what it may be, blanks for the decision."""
    severity, place = desk.say(finding.severity), desk.place(finding.primary.span)
    yield Heading(3, desk.say("sheet-head", n=n, severity=severity, place=place, title=clean(finding.title)))
    yield plain(f"{finding.rule} {finding.code}", desk.say("sheet-rule"))
    yield plain(clean(" ".join(finding.message.split())), desk.say("sheet-said"))
    yield from _sentences(finding, desk)
    if finding.steps:
        yield plain(_steps(finding.steps, desk), desk.say("sheet-steps"))
    if finding.diagnosis:
        yield plain(clean(finding.diagnosis), desk.say("diagnosis"))
    if finding.suggestion:
        yield plain(clean(finding.suggestion), desk.say("suggestion"))
    yield plain(desk.say("sheet-blanks"), desk.say("sheet-decision"))


def _sentences(finding: Finding, desk: _Desk) -> Iterator[Line]:
    """The sentences with their numbers; each with its place where there are several, or another document's."""
    own = [place for place in finding.related if place.document is None]
    rows = list(sentences(desk.report.document, finding.primary, own, WIDE))
    label = desk.say("sheet-text")
    for start, pieces in rows:
        lead = _lead(desk.places, start, desk) if len(rows) > 1 else ""
        yield Line((("", lead), *pieces) if lead else pieces, label)
    for document, there in _others(finding.related):
        for start, pieces in sentences(document, None, there, WIDE):
            lead = clean(document.source) + " " + _lead(Places(document), start, desk)
            yield Line((("", lead), *pieces), label)


def _others(related: Sequence[Location]) -> Iterator[tuple[Document, list[Location]]]:
    """The places that stand in other documents, by document."""
    sources = {place.document.source: place.document for place in related if place.document is not None}
    for source, document in sources.items():
        yield document, [p for p in related if p.document is not None and p.document.source == source]


def _lead(places: Places, start: int, desk: _Desk) -> str:
    named = clean(places.named(Span(start, start + 1), desk.lang))
    line = desk.say("sheet-place-line", line=places.document.place(start)[0])
    return (named or line) + desk.say("colon")


def _holds(desk: _Desk) -> Iterator[Element]:
    """What was checked and holds: place, sum, rule. A look at one number alone is no check."""
    checks = [r for r in desk.report.relations if r.verdict == "holds" and r.joins]
    yield Heading(2, desk.say("sheet-holds", n=len(checks)))
    for relation in sorted(checks, key=lambda r: r.start):
        yield _entry(relation, "", desk)
    if not checks:
        yield plain(desk.say("sheet-spoke-none"))


def _abstains(desk: _Desk) -> Iterator[Element]:
    every = [r for r in desk.report.relations if r.verdict == "abstains"]
    if every:
        yield Heading(2, desk.say("sheet-abstains", n=len(every)))
    for relation in sorted(every, key=lambda r: r.start):
        reason = reason_in_words(relation.reason or "", desk.lang)
        yield _entry(relation, desk.say("sheet-because", reason=clean(reason)) if reason else "", desk)


def _entry(relation: Relation, why: str, desk: _Desk) -> Line:
    """One line of the ledger: what was reckoned (or the bare numbers), why it was not decided, the rule."""
    numbers = dict.fromkeys(clean(" ".join(place.text.split())) for place in relation.spans)
    said = _steps(relation.steps, desk) or desk.say("and").join(filter(None, numbers))
    said += elsewhere(relation.spans, desk.lang)
    first = next((place.span for place in relation.spans if place.document is None), Span(0, 0))
    parts = desk.say("join").join(filter(None, (said, why)))
    return plain(f"{parts} [{relation.rule}]", desk.place(first) + desk.say("colon"))


def _steps(steps: Sequence[str], desk: _Desk) -> str:
    return desk.say("join").join(map(clean, steps))


def _unchecked(desk: _Desk) -> Iterator[Element]:
    """The numbers that carry a value and that no rule bound to another one, place by place."""
    report = desk.report
    relations = (*report.relations, *report.relations_elsewhere)
    touched = {i for r in relations if r.joins or r.verdict == "fails" for i in r.quantities}
    left = [q for q in report.quantities if q.kind != "name" and q.index not in touched]
    if not left:
        return
    yield Heading(2, desk.say("sheet-unchecked", n=len(left)))
    yield plain(desk.say("sheet-unchecked-why"))
    groups = groupby(left, key=lambda q: _lead(desk.places, q.span.start, desk))
    listed = (lead + desk.say("and").join(clean(q.shown) for q in group) for lead, group in groups)
    yield plain(desk.say("join").join(listed) + desk.say("stop"))
    alone = {i for r in relations if len(r.spans) == 1 for i in r.quantities}.intersection(q.index for q in left)
    if alone:
        yield plain(desk.say("sheet-alone", n=len(alone)))


def _suppressed(desk: _Desk) -> Iterator[Element]:
    """How many findings were sifted out and why; where it was asked for, each that somebody wanted to be silent."""
    out = desk.report.suppressed
    if not out:
        return
    yield Heading(2, desk.say("sheet-suppressed", n=len(out)))
    counts = Counter(desk.say(f"from-{s.origin}") for s in out)
    yield plain(desk.say("and").join(f"{name} {n}" for name, n in counts.items()) + desk.say("stop"))
    for waived in desk.report.waived if desk.run.show_suppressed else ():
        finding = waived.finding
        said = clean(" ".join(finding.message.split()))
        said = f"{said} [{finding.rule}] ({clean(waived_by(waived, desk.lang))})"
        yield plain(said, desk.place(finding.primary.span) + desk.say("colon"))
