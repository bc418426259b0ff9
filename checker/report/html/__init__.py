"""One page that needs nothing else: the documents with every number marked, the findings, and what was checked.

The page is whole without its script, which only moves, filters and shows the ledger. It fetches nothing: its policy
allows its own style and its own script, known by their hashes, and nothing else.
"""

from __future__ import annotations

from base64 import b64encode
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256
from importlib.resources import files

from checker.model.document import HIDDEN
from checker.model.report import SEVERITIES, Verdict
from checker.report.html.body import document_html
from checker.report.html.escape import data, tag, text
from checker.report.html.findings import findings_html
from checker.report.html.payload import common_data, document_data
from checker.report.html.states import STATES, Number, Numbers, numbers_of
from checker.report.places import Places, where
from checker.report.run import Checked, Run
from checker.report.summary import below_level, counted, passed_over, summary, waived_by
from checker.report.wire import Json
from checker.texts import say
from checker.width import clean

SCRIPTS = ("places.js", "card.js", "page.js")
OPEN = 20  # up to so many documents are all unfolded; of more only those with findings


def html(run: Run) -> str:
    """The whole page. The same run gives the same bytes: no time, no path but those of the documents."""
    numbers = numbers_of(run)
    written = [document_data(run, i, numbers) for i in range(len(run.documents))]
    body = [
        tag("a", text(say("page-skip", run.lang)), class_="skip", href="#documents"),
        _header(run, numbers),
        _findings(run, written),
        _documents(run, numbers),
        tag("div", id="card", role="dialog", aria_label=say("page-card", run.lang), hidden=True),
        tag("p", id="live", class_="unseen", aria_live="polite"),
        *(tag("script", data(value), type="application/json", id=f"data-{i}") for i, value in enumerate(written)),
        tag("script", data(common_data(run)), type="application/json", id="data"),
    ]
    style, script = _asset("page.css"), "\n".join(map(_asset, SCRIPTS))
    # All text of the page is above; what follows is ours.
    page = [_head(run, style, script), tag("body", "\n".join(body) + "\n" + tag("script", script))]
    return "<!doctype html>\n" + tag("html", "\n".join(page), lang="zh-CN" if run.lang == "zh" else "en") + "\n"


def _asset(name: str) -> str:
    return files("checker.report.html").joinpath(name).read_text("utf-8")


def _hash(content: str) -> str:
    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"


def _head(run: Run, style: str, script: str) -> str:
    policy = (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; img-src data:; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
    )
    names = [c.path for c in run.documents]
    title = say("page-title", run.lang) + (f" · {names[0]}" if len(names) == 1 else "")
    return "\n".join(
        [
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{text(policy)}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="color-scheme" content="light dark">',
            '<meta name="referrer" content="no-referrer">',
            '<link rel="icon" href="data:,">',  # else a browser asks the server for one
            tag("title", text(title)),
            tag("style", style),
            "</head>",
        ]
    )


def _header(run: Run, numbers: Sequence[Numbers]) -> str:
    parts = [tag("h1", text(say("page-title", run.lang)))]
    if not run.quiet:
        parts.append(tag("p", text(summary(run)), class_="summary"))
    parts.append(tag("noscript", tag("p", text(say("page-noscript", run.lang)))))
    parts.append(tag("div", _controls(run, numbers), class_="controls", role="group",
                     aria_label=say("page-controls", run.lang)))  # fmt: skip
    return tag("header", "".join(parts))


def _controls(run: Run, numbers: Sequence[Numbers]) -> str:
    lang = run.lang
    states = Counter(number.state for of_one in numbers for number in of_one.all)
    # A sample of each mark, so that the legend shows what it switches. A description of the numbers, too.
    legend = "".join(
        _switch(
            tag("span", text(say(f"page-state-{state}", lang)), class_=f"n {state}", id=f"state-{state}"),
            states[state],
            data_state=state,
        )
        for state in STATES
        if states[state]
    )
    unread = sum(_unread(checked) for checked in run.documents)
    shows = [_switch(text(say("page-dark", lang)), id="dark", pressed="false")]
    if unread:
        shows.append(_switch(text(say("page-unread", lang, n=unread)), id="unread", pressed="false"))
    groups = [("page-states", legend)] if legend else []
    return "".join(
        [
            *(tag("div", tag("b", text(say(key, lang))) + inner, class_="group", role="group",
                  aria_label=say(key, lang)) for key, inner in groups),
            tag("div", "".join(shows), class_="group"),
        ]
    )  # fmt: skip


def _switch(label: str, count: int | None = None, *, pressed: str = "true", **more: object) -> str:
    shown = label if count is None else f'{label} <span class="count">{count}</span>'
    return tag("button", shown, type="button", aria_pressed=pressed, **more)


def _unread(checked: Checked) -> int:
    """Characters inside the text that are not read, blanks left out; folded blocks say theirs themselves."""
    document = checked.report.document
    folded = [block.span for block in document.blocks if block.kind in HIDDEN]
    starts = [span.start for span in folded]
    count = 0
    for start, end in document.dropped:
        at = bisect_right(starts, start) - 1
        if at < 0 or end > folded[at].end:
            count += sum(not char.isspace() for char in document.text[start:end])
    return count


def _findings(run: Run, written: Sequence[Json]) -> str:
    found = list(run.findings())
    parts = [tag("h2", text(say("page-findings", run.lang)))]
    if found:
        parts.append(tag("div", _filters(run, len(found)), class_="filters", role="search"))
    parts.append(tag("div", findings_html(run, written), id="list"))
    if found:
        parts.append(tag("p", text(say("page-nothing", run.lang)), id="nothing", hidden=True))
    parts += [tag("p", text(line), class_="more") for line in (*_waived(run), *below_level(run))]
    return tag("aside", "".join(parts), id="findings", aria_label=say("page-findings", run.lang))


def _waived(run: Run) -> Iterator[str]:
    """What was waived, a line each, if that was asked for: where, what, and who silenced it."""
    for checked in run.documents if run.show_suppressed else ():
        places = Places(checked.report.document)
        for waived in checked.report.waived:
            finding = waived.finding
            said = (
                f"{where(finding.primary, places, run.lang)}  {finding.rule} {finding.code}  {clean(finding.message)}"
            )
            yield f"{say('suppressed-head', run.lang)}  {clean(checked.path)}  {said} ({waived_by(waived, run.lang)})"


def _filters(run: Run, total: int) -> str:
    lang = run.lang
    severities = "".join(
        _switch(text(say(severity, lang)), run.count(severity), data_severity=severity, class_=severity)
        for severity in SEVERITIES
        if run.count(severity)
    )
    rules = tag("option", text(say("page-all-rules", lang, n=total)), value="")
    rules += "".join(tag("option", text(f"{title} ({n})"), value=rule) for n, _, rule, title in counted(run))
    return "".join(
        [
            tag("div", severities, class_="group", role="group", aria_label=say("page-severities", lang)),
            tag("select", rules, id="rule", aria_label=say("page-rule", lang)),
            f'<input id="search" type="search" autocomplete="off" placeholder="{text(say("page-search", lang))}"'
            f' aria-label="{text(say("page-search", lang))}">',
            tag("p", text(say("page-shown", lang, shown=total, all=total)), id="shown", role="status"),
            tag("p", text(say("page-keys", lang)), class_="keys"),
        ]
    )


def _documents(run: Run, numbers: Sequence[Numbers]) -> str:
    parts = [tag("h2", text(say("page-documents", run.lang)))]
    if run.unreadable:
        lines = "".join(
            tag("li", tag("bdi", text(failed.place)) + text(say("colon", run.lang) + failed.message))
            for failed in run.unreadable
        )
        parts.append(tag("section", tag("h3", text(say("page-unreadable", run.lang))) + tag("ul", lines),
                         class_="unreadable"))  # fmt: skip
    for i, (checked, of_one) in enumerate(zip(run.documents, numbers, strict=True)):
        parts.append(_document(run, i, checked, of_one.all))
    if not run.quiet:
        parts += [tag("p", text(line), class_="more") for line in passed_over(run)]
        parts.append(_statistics(run))
    made = say("page-made", run.lang, version=run.version, rules=len(run.rules))
    return tag("main", "".join(parts) + tag("footer", text(made)), id="documents", tabindex="-1")


def _document(run: Run, index: int, checked: Checked, numbers: Sequence[Number]) -> str:
    report = checked.report
    counts = "".join(
        tag("span", text(f"{say(severity, run.lang)} {n}"), class_=f"badge {severity}")
        for severity in SEVERITIES
        if (n := sum(f.severity == severity for f in report.findings))
    )
    parts = [tag("summary", tag("h3", tag("bdi", text(checked.path))) + counts)]
    if report.notes and not run.quiet:
        notes = "".join(
            tag("li", text((say("line", run.lang, line=note.line) if note.line else "") + note.message))
            for note in report.notes
        )
        parts.append(tag("div", tag("b", text(say("page-notes", run.lang))) + tag("ul", notes), class_="notes"))
    content = document_html(report.document, numbers, run.lang)
    parts.append(tag("div", content, class_="text", id=f"text-{index}", data_document=index))
    shown = len(run.documents) <= OPEN or bool(report.findings)
    return tag("details", "".join(parts), class_="document", open=shown)


def _statistics(run: Run) -> str:
    """Each rule that spoke: findings, relations that hold, relations it did not decide."""
    found = Counter(f.rule for f in run.findings())
    ledger = Counter((r.rule, r.verdict) for c in run.documents for r in c.report.relations)
    verdicts: tuple[Verdict, ...] = ("holds", "abstains")
    keys = ("page-rule", "page-count-findings", "page-count-holds", "page-count-abstains")
    head = tag("tr", "".join(tag("th", text(say(key, run.lang)), scope="col") for key in keys))
    rows = []
    for card in run.rules:
        counts = (found[card.id], *(ledger[card.id, verdict] for verdict in verdicts))
        if any(counts):
            name = tag("th", f"{text(card.title)} {tag('code', text(card.id))}", scope="row")
            rows.append(tag("tr", name + "".join(tag("td", str(n), class_="numeric") for n in counts)))
    if not rows:
        return ""
    table = tag("div", tag("table", tag("thead", head) + tag("tbody", "".join(rows))), class_="table")
    return tag("details", tag("summary", text(say("page-statistics", run.lang))) + table, class_="statistics")
