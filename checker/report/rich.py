"""The report for a person at a terminal: annotated excerpts, the sum to redo, what was checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from checker.model.document import Document
from checker.model.report import Finding, Relation, Suppressed
from checker.report.excerpt import Piece, Row, excerpt, far_apart
from checker.report.paint import Paint
from checker.report.parts import Format, always
from checker.report.places import elsewhere
from checker.report.run import Checked, Run
from checker.report.summary import below_level, passed_over, summary, waived_by
from checker.texts import say
from checker.width import clean, width, wrap

LEAST, MOST = 40, 120


def _part(checked: Checked, run: Run) -> str:
    return "".join(f"{line}\n" for line in _document(checked, run, Paint(run.colour)))


def _whole(run: Run, parts: Iterable[str]) -> Iterator[str]:
    yield from parts
    if not run.quiet:
        paint = Paint(run.colour)
        lines = [line for text in (*passed_over(run), *below_level(run)) for line in wrap(text, _columns(run))]
        worst = next((s for s in ("error", "warning", "info") if run.count(s)), "holds")
        lines += [paint(worst, line) for line in wrap(summary(run), _columns(run))]
        yield from (f"{line}\n" for line in lines)


rich = Format(_part, _whole, always)  # all documents with something to say, then the summary


def finding_text(document: Document, finding: Finding, *, lang: str = "zh", columns: int = 80) -> str:
    """One finding as plain text, for faces that show findings one by one."""
    return "\n".join(_finding(document, finding, Run(lang=lang, width=columns), Paint(False)))


def _columns(run: Run) -> int:
    return min(max(run.width, LEAST), MOST)


def _document(checked: Checked, run: Run, paint: Paint) -> list[str]:
    report = checked.report
    body: list[str] = []
    for finding in report.findings:
        body += [*_finding(report.document, finding, run, paint), ""]
    if run.show_suppressed:
        body += [line for waived in report.waived for line in _waived(report.document, waived, run, paint)]
    if not run.quiet:
        for note in report.notes:
            place = say("line", run.lang, line=note.line) if note.line else ""
            text = say("note", run.lang) + place + clean(note.message)
            body += [paint("dim", line) for line in wrap(text, _columns(run))]
        if report.notes:
            body.append("")
    if run.ledger and report.relations:
        body += [*_ledger(checked, run, paint), ""]
    return [paint("path", clean(checked.path)), "", *body] if body else []


def _waived(document: Document, waived: Suppressed, run: Run, paint: Paint) -> Iterator[str]:
    """A suppressed finding, short: where, which rule, what it says, who silenced it and why."""
    line, column = document.place(waived.finding.primary.span.start)
    head = f"{say('suppressed-head', run.lang)}  {line}:{column}  {waived.finding.rule} {waived.finding.code}"
    yield from (paint("dim", part) for part in wrap(head, _columns(run)))
    for text in (waived.finding.message, waived_by(waived, run.lang)):
        yield from ("  " + paint("dim", part) for part in wrap(clean(text), _columns(run) - 2))
    yield ""


def _finding(document: Document, finding: Finding, run: Run, paint: Paint) -> Iterator[str]:
    line, column = document.place(finding.primary.span.start)
    severity, indent = say(finding.severity, run.lang), "  "
    lead = f"{severity}  {line}:{column}  "
    title = wrap(clean(finding.title), _columns(run) - width(lead))
    names = f"{finding.rule} {finding.code}"
    fits = len(title) == 1 and width(lead + title[0] + indent + names) <= _columns(run)
    for i, part in enumerate(title):
        head = paint(finding.severity, severity) + lead[len(severity) :] if i == 0 else " " * width(lead)
        yield head + paint("bold", part) + (indent + paint("dim", names) if fits else "")
    if not fits:
        yield from (indent + paint("dim", part) for part in wrap(names, _columns(run) - len(indent)))
    yield from (indent + text for text in wrap(clean(finding.message), _columns(run) - len(indent)))
    last = max((place.document or document).place(place.span.start)[0] for place in finding.places)
    gutter = max(4, len(str(last)) + 1)
    columns = _columns(run) - gutter - 3
    own = [place for place in finding.related if place.document is None]
    yield from _excerpt(excerpt(document, finding.primary, own, columns), finding, gutter, paint)
    for other in dict.fromkeys(place.document.source for place in finding.related if place.document):
        there = [place for place in finding.related if place.document and place.document.source == other]
        where = say("and", run.lang).join(dict.fromkeys(clean(place.where) for place in there))
        yield " " * gutter + paint("path", f"─▶ {where}")
        rows = excerpt(there[0].document or document, None, there, columns)
        yield from _excerpt(rows, finding, gutter, paint)
    lead = " " * gutter + " = "
    steps = say("and", run.lang).join(clean(step) for step in finding.steps)
    if steps:
        yield from _hanging(lead, steps, run, paint, "bold")
    if finding.diagnosis:
        yield from _hanging(lead, say("diagnosis", run.lang) + clean(finding.diagnosis), run, paint, "")
    if finding.suggestion:
        yield from _hanging(lead, say("suggestion", run.lang) + clean(finding.suggestion), run, paint, "hint")


def _excerpt(rows: Sequence[Row], finding: Finding, gutter: int, paint: Paint) -> Iterator[str]:
    def painted(pieces: tuple[Piece, ...]) -> str:
        styles = {"primary": finding.severity, "related": "related"}
        return "".join(paint(styles[style], text) if style else text for style, text in pieces)

    blank = paint("dim", " " * gutter + " │")
    for row, gap in zip(rows, far_apart(rows), strict=True):
        if gap:
            yield paint("dim", f"{'⋮':>{gutter}} │")
        number = paint("dim", f"{row.line or '':>{gutter}} │")
        yield f"{number} {painted(row.text)}"
        yield from (f"{blank} {painted(below)}" for below in row.below)


def _hanging(lead: str, text: str, run: Run, paint: Paint, style: str) -> Iterator[str]:
    """Text after a lead; further lines indented as far."""
    for i, line in enumerate(wrap(text, _columns(run) - len(lead))):
        yield (lead if i == 0 else " " * len(lead)) + (paint(style, line) if style else line)


def _ledger(checked: Checked, run: Run, paint: Paint) -> Iterator[str]:
    yield paint("bold", say("ledger", run.lang))
    for relation in checked.report.relations:
        place = ":".join(map(str, checked.report.document.place(relation.start)))
        head = f"  {say(relation.verdict, run.lang)} {place:>8}  "
        text = f"{relation.rule}  {_outcome(relation, run.lang)}{elsewhere(relation.spans, run.lang)}"
        for i, line in enumerate(wrap(text, _columns(run) - 18)):
            yield (paint(relation.verdict, head) if i == 0 else " " * 18) + line


def _outcome(relation: Relation, lang: str) -> str:
    steps = say("and", lang).join(map(clean, relation.steps))
    if relation.reason:
        return f"{steps} ({clean(relation.reason)})" if steps else f"({clean(relation.reason)})"
    return steps
