"""Floor 3: what is known of one number, and why each rule did or did not speak about it (`checker why`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from checker.model.document import Span
from checker.model.interval import Interval, decimal
from checker.model.quantity import Quantity
from checker.model.report import Finding, Relation, Report, Suppressed, Trace
from checker.texts import say
from checker.width import clean, wrap

COLUMNS = 80
SILENT = ("unbound", "sifted", "abstains")


def at(report: Report, line: int, column: int | None) -> list[Quantity]:
    """The numbers on a line, or the one at a column. Raises IndexError for a line that is not there."""
    start, end = report.document.line_span(line)
    here = [q for q in report.quantities if q.span.start <= end and q.span.end > start]
    if column is None:
        return here
    place = start + column - 1
    return [q for q in here if q.span.start <= place < q.span.end]


def explain(
    report: Report, index: int, traces: Sequence[Trace], titles: Mapping[str, str], lang: str, *, brief: bool = False
) -> str:
    """What was read, the relations it is in, the findings that point at it, the rules that kept silent.

    `brief`: of the rules that did not bind it only the count.
    """
    quantity = report.quantities[index]
    line, column = report.document.place(quantity.span.start)
    lines = [f"{clean(report.document.source)}:{line}:{column}  {clean(quantity.shown)}"]
    lines += ["", say("why-read", lang), *(f"  {text}" for text in _reading(quantity, lang))]
    relations = [r for r in (*report.relations, *report.relations_elsewhere) if index in r.quantities]
    lines += ["", say("why-relations", lang, n=len(relations)) if relations else say("why-no-relations", lang)]
    for relation in relations:
        lines += _relation(relation, report, titles, lang)
    told = (*report.findings, *report.findings_elsewhere)
    findings = [(f, "") for f in told if _touches(f, quantity.span)]
    findings += [(s.finding, _why(s, lang)) for s in report.suppressed if _touches(s.finding, quantity.span)]
    if findings:
        lines += ["", say("why-findings", lang, n=len(findings))]
        for finding, why in findings:
            lines += _finding(finding, why, lang)
    lines += ["", *_traces(traces, {r.rule for r in relations}, titles, lang, brief)]
    return "\n".join(lines) + "\n"


def _reading(q: Quantity, lang: str) -> Iterator[str]:
    def field(key: str, text: str) -> str:
        return say(key, lang) + say("colon", lang) + text

    number = "" if q.number is None else f"{q.number:f}"
    yield field("why-value", " ".join(filter(None, (number, q.unit, f"({q.kind})"))))
    if not q.hard.is_exact or q.expected != q.hard:
        yield field("why-between", _interval(q.hard, lang))
        if q.expected != q.hard:
            yield field("why-expected", _interval(q.expected, lang))
    if q.hedge:
        yield field("n-hedge", f"{q.hedge} {clean(q.hedged_by)}".strip())
    if q.number is not None and q.number != q.number.to_integral_value():
        yield field("why-digit", f"{q.step:f}")
    if q.role != "none":
        yield field("why-role", q.role)
    topic = " / ".join(filter(None, (q.topic.subject, q.topic.scope, q.topic.period, q.topic.modality)))
    if topic or q.noun:
        yield field("why-topic", clean(topic or q.noun))


def _interval(interval: Interval, lang: str) -> str:
    low, high = (say("open", lang) if end is None else decimal(end) for end in (interval.low, interval.high))
    return low if interval.is_exact else f"[{low}, {high}]"


def _relation(relation: Relation, report: Report, titles: Mapping[str, str], lang: str) -> Iterator[str]:
    reason = f" ({clean(relation.reason)})" if relation.reason else ""
    yield f"  {say(relation.verdict, lang)}  {relation.rule}  {titles.get(relation.rule, '')}{reason}".rstrip()
    for location in relation.spans:
        line, column = report.document.place(location.span.start) if location.document is None else (0, 0)
        yield f"      {location.label}: {clean(location.text)} ({clean(location.where) or f'{line}:{column}'})"
    yield from (f"      = {clean(step)}" for step in relation.steps)


def _why(suppressed: Suppressed, lang: str) -> str:
    """Where it was suppressed and with what words."""
    origin = say(f"from-{suppressed.origin}", lang)
    place = f" ({suppressed.place})" if suppressed.place else ""
    return origin + place + (say("colon", lang) + suppressed.reason if suppressed.reason else "")


def _finding(finding: Finding, why: str, lang: str) -> Iterator[str]:
    yield f"  {say(finding.severity, lang)}  {finding.rule}  {clean(finding.message)}"
    if why:
        yield "      " + say("why-suppressed", lang, reason=clean(why))


def _touches(finding: Finding, span: Span) -> bool:
    return any(place.document is None and place.span.meets(span) for place in finding.places)


def _traces(
    traces: Sequence[Trace], told: set[str], titles: Mapping[str, str], lang: str, brief: bool
) -> Iterator[str]:
    """The rules that looked, without those whose relations were told above."""
    silent = [t for t in traces if t.outcome in SILENT and t.rule not in told]
    detailed = [t for t in silent if t.detail and t.outcome != "sifted"]
    if not silent:
        yield say("why-no-traces", lang)
    if detailed:
        yield say("why-traces", lang, n=len(detailed))
    for trace in detailed:
        yield f"  {say(trace.outcome, lang)}  {trace.rule}  {titles.get(trace.rule, '')}".rstrip()
        yield f"      {clean(trace.detail)}"
    for outcome in SILENT:  # the many that have nothing to add, together
        rules = [t.rule for t in silent if t.outcome == outcome and t not in detailed]
        if rules:
            shown = say("why-column", lang) if brief else ", ".join(rules)
            yield from wrap(say(f"why-many-{outcome}", lang, n=len(rules), rules=shown), COLUMNS)
