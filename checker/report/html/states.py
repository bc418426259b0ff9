"""What became of each number, as the relations and findings say it: the colour it has on the page."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from checker.model.document import Span
from checker.model.report import Location, Report, Severity, Verdict
from checker.report.run import Run

State = Literal["error", "warning", "info", "unreported", "right", "undecided", "unchecked"]
# Worst first: a number that stands in several relations has the first state that any of them gives it.
STATES: tuple[State, ...] = ("error", "warning", "info", "unreported", "right", "undecided", "unchecked")
STATE_OF: Mapping[Verdict, State] = MappingProxyType(
    {"fails": "unreported", "holds": "right", "abstains": "undecided"}  # a reported one has the finding's severity
)


@dataclass(frozen=True, slots=True)
class Number:
    """One number to mark. `index`: of its quantity in the report."""

    index: int
    span: Span
    state: State


def home(place: Location, own: int, run: Run) -> int:
    """Index of the document in which a place of document `own` stands: that one, or another checked together."""
    if place.document is None:
        return own
    return next((i for i, c in enumerate(run.documents) if c.report.document is place.document), own)


def numbers_of(run: Run) -> tuple[Numbers, ...]:
    """The numbers of each document, with what the findings of all documents say of them."""
    pointed: list[list[tuple[Severity, Span]]] = [[] for _ in run.documents]
    for own, checked in enumerate(run.documents):
        for finding in checked.report.findings:
            for place in finding.places:
                pointed[home(place, own, run)].append((finding.severity, place.span))
    return tuple(Numbers(checked.report, said) for checked, said in zip(run.documents, pointed, strict=True))


class Numbers:
    """The numbers of one report that are marked, in text order: all that carry a value, and names that are bound."""

    def __init__(self, report: Report, pointed: Iterable[tuple[Severity, Span]]) -> None:
        """`pointed`: the places of findings in this document, with their severities."""
        quantities = sorted(report.quantities, key=lambda q: q.span)
        # They do not overlap, so their ends rise with their starts.
        self._spans = tuple((q.span, q.index) for q in quantities)
        self._ends = [q.span.end for q in quantities]
        said: dict[int, set[State]] = {}
        for severity, span in pointed:
            for index in self.touched(span):
                said.setdefault(index, set()).add(severity)
        for relation in report.relations:
            # As in the summary: a check of one number alone binds it to nothing, so it is neither right nor undecided.
            if relation.joins or relation.verdict == "fails":
                for index in relation.quantities:
                    said.setdefault(index, set()).add(STATE_OF[relation.verdict])
        self.all = tuple(
            Number(q.index, q.span, min(said.get(q.index, {"unchecked"}), key=STATES.index))
            for q in quantities
            if q.kind != "name" or q.index in said
        )

    def touched(self, span: Span) -> Iterator[int]:
        """Indices of the quantities that share a character with a span, in text order."""
        first = bisect_right(self._ends, span.start)
        last = bisect_left(self._spans, span.end, key=lambda s: s[0].start)
        return (index for _, index in self._spans[first:last])
