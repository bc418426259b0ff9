"""What the page's script needs: the wire format of each document with its ledger, and which numbers a place covers."""

from __future__ import annotations

from collections.abc import Sequence

from checker.model.report import Location
from checker.report.html.states import Numbers, home
from checker.report.run import Run
from checker.report.wire import Json, document
from checker.rulebook.page import reason_in_words
from checker.texts import say

# The texts that the script shows.
SAID = (
    "error", "warning", "info", "holds", "fails", "abstains", "diagnosis", "suggestion", "colon", "and",
    "page-checked", "page-unbound", "page-alone", "page-reason", "page-operands", "page-steps", "page-close",
    "page-next", "page-previous", "page-list", "page-selected", "page-shown",
)  # fmt: skip


def document_data(run: Run, own: int, numbers: Sequence[Numbers]) -> Json:
    """The wire document with its relations, and besides:

    `wide`: places of the characters that are two units of UTF-16, in which scripts count; `quantities` of a relation
    and `numbers` of a place: indices of the numbers on the page; `document` of a place, where it is another one.
    """
    report = run.documents[own].report
    value = document(run.documents[own], ledger=True)
    for finding, written in zip(report.findings, value["findings"], strict=True):
        for place, at in zip(finding.places, (written["primary"], *written["related"]), strict=True):
            at |= _there(place, own, run) | {"numbers": list(numbers[home(place, own, run)].touched(place.span))}
    for relation, written in zip(report.relations, value["relations"], strict=True):
        written["quantities"] = list(relation.quantities)
        for place, at in zip(relation.spans, written["spans"], strict=True):
            at |= _there(place, own, run)
    text = report.document.text
    value["wide"] = [] if text.isascii() else [at for at, char in enumerate(text) if char > "\uffff"]
    return value


def _there(place: Location, own: int, run: Run) -> Json:
    there = home(place, own, run)
    return {} if there == own else {"document": there}


def common_data(run: Run) -> Json:
    """Texts, titles of rules, reasons in words: what all documents share."""
    reasons = sorted({r.reason for c in run.documents for r in c.report.relations if r.reason})
    return {
        "texts": {key: say(key, run.lang) for key in SAID},
        "titles": {card.id: card.title for card in run.rules},
        "reasons": {reason: reason_in_words(reason, run.lang) for reason in reasons},
    }
