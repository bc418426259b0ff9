"""The list of findings: each with its sentence, its sum, its diagnosis. It can be read and printed without scripts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checker.model.report import Finding, Location
from checker.report.excerpt import excerpt
from checker.report.html.escape import tag, text
from checker.report.html.states import home
from checker.report.run import Run
from checker.report.wire import Json
from checker.texts import say

COLUMNS = 160  # a sentence of up to three times so many columns is shown whole


def findings_html(run: Run, written: Sequence[Json]) -> str:
    """All findings, document by document; a line that says so where there are none. `written`: the data of each."""
    parts = []
    for number, checked in enumerate(run.documents):
        found = checked.report.findings
        if found:
            where = [_where(one["primary"], run.lang) for one in written[number]["findings"]]
            items = "".join(_finding(finding, i, number, run, where[i]) for i, finding in enumerate(found))
            heading = tag("h3", tag("bdi", text(checked.path))) if len(run.documents) > 1 else ""
            parts.append(tag("section", heading + tag("ol", items), class_="of-document"))
    return "".join(parts) or tag("p", text(say("page-clean", run.lang)), class_="clean")


def _where(place: Json, lang: str) -> str:
    """A cell, a page or a paragraph in formats that have them, else a line."""
    key = next((key for key in ("cell", "page", "paragraph") if key in place), "line")
    return say(f"page-{key}", lang, **{key: place[key]})


def _finding(finding: Finding, index: int, number: int, run: Run, where: str) -> str:
    button = "".join(
        [
            tag("span", text(say(finding.severity, run.lang)), class_="badge"),
            " ",
            tag("span", text(finding.title), class_="title"),
            " ",
            tag("span", text(where), class_="where"),
        ]
    )
    content = [
        tag("button", button, type="button", class_="jump"),
        tag("p", text(finding.message), class_="message") if finding.message else "",
        *_sentences(finding, number, run),
        _steps(finding, run.lang),
        *(
            tag("p", tag("b", text(say(key, run.lang))) + text(said), class_=key)
            for key, said in (("diagnosis", finding.diagnosis), ("suggestion", finding.suggestion))
            if said
        ),
        tag("p", text(f"{finding.rule} {finding.code}"), class_="rule"),
    ]
    return tag(
        "li",
        "".join(content),
        id=f"finding-{number}-{index}",
        class_=f"finding {finding.severity}",
        data_document=number,
        data_finding=index,
        data_rule=finding.rule,
        data_severity=finding.severity,
    )


def _steps(finding: Finding, lang: str) -> str:
    steps = say("and", lang).join(tag("code", text(step)) for step in finding.steps)
    return tag("p", tag("b", text(say("page-steps", lang))) + steps, class_="steps") if steps else ""


def _sentences(finding: Finding, number: int, run: Run) -> Iterator[str]:
    """The sentences around the places of a finding, line by line and file by file, with the places marked."""
    by_file: dict[int, list[Location]] = {}
    for place in finding.places:
        by_file.setdefault(home(place, number, run), []).append(place)
    for file, (first, *more) in by_file.items():
        lines: list[str] = []
        for row in excerpt(run.documents[file].report.document, first, more, COLUMNS):
            said = "".join(tag("mark", text(part), class_=style) if style else text(part) for style, part in row.text)
            if row.line is None:
                lines[-1] += said
            else:
                lines.append(said)
        yield tag("blockquote", "".join(tag("p", line) for line in lines))
