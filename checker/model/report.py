"""What a check says: relations (the ledger), findings, notes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from checker.model.document import Document, Note, Span
from checker.model.quantity import Quantity

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
Verdict = Literal["holds", "fails", "abstains"]
Origin = Literal["severity", "duplicate", "mark", "side-file", "baseline"]
ON_REQUEST: tuple[Origin, ...] = ("mark", "side-file", "baseline")
LATE = "rule-late"
"""Code of the note that a rule took too long. Such a report is not kept: the next run may have the time."""


@dataclass(frozen=True, slots=True)
class Location:
    """A labelled place. `text` is what stands there; `label` the slot it fills.

    `document`: the other document in which it stands, where several were checked together; None for the report's own.
    """

    span: Span
    text: str
    label: str
    document: Document | None = field(default=None, repr=False, compare=False)

    @property
    def where(self) -> str:
        """A place in another document as people look it up, such as `a.xlsx Sheet1!B4` or `a.md:3:5`; "" for one in
        the report's own."""
        if self.document is None:
            return ""
        anchor = self.document.anchor(self.span)
        if anchor is not None and anchor.cell:
            return f"{self.document.source} {anchor.cell}"
        return ":".join(map(str, (self.document.source, *self.document.place(self.span.start))))


class Bound(Protocol):
    """What can say later what a relation says. alone: it is known that it binds one number and no more."""

    @property
    def alone(self) -> bool: ...
    @property
    def steps(self) -> tuple[str, ...]: ...
    @property
    def spans(self) -> tuple[Location, ...]: ...
    @property
    def quantities(self) -> tuple[int, ...]: ...


@dataclass(frozen=True, slots=True)
class Relation:
    """One line of the ledger: what a rule bound and what came of it.

    `reason` says why it abstains (a guard's name), or None. `quantities` are the indices of the
    document's quantities that it binds.
    """

    rule: str
    verdict: Verdict
    reason: str | None
    steps: tuple[str, ...]
    spans: tuple[Location, ...]
    quantities: tuple[int, ...] = ()
    _later: Bound | None = field(default=None, init=False, repr=False, compare=False)

    @classmethod
    def later(cls, rule: str, verdict: Verdict, reason: str | None, bound: Bound) -> Relation:
        """A relation whose places and steps are made when they are first asked for: mostly nobody reads the ledger."""
        one = object.__new__(cls)
        _put_rule(one, rule)
        _put_verdict(one, verdict)
        _put_reason(one, reason)
        _put_later(one, bound)
        return one

    def __getattr__(self, name: str) -> Any:
        if name not in ("steps", "spans", "quantities") or self._later is None:
            raise AttributeError(name)
        value = getattr(self._later, name)
        object.__setattr__(self, name, value)
        return value

    def __reduce__(self) -> tuple[type[Relation], tuple[object, ...]]:
        return Relation, (self.rule, self.verdict, self.reason, self.steps, self.spans, self.quantities)

    @property
    def joins(self) -> bool:
        """Whether it speaks of several places; a check of one number alone does not."""
        return not (self._later and self._later.alone) and len(self.spans) > 1

    @property
    def start(self) -> int:
        """Where the first of its operands stands that lie in the report's own document; 0 without one."""
        return next((place.span.start for place in self.spans if place.document is None), 0)


# Setting a slot through its descriptor is what a frozen class leaves, and twice as fast as object.__setattr__.
_put_rule, _put_verdict, _put_reason, _put_later = (
    vars(Relation)[name].__set__ for name in ("rule", "verdict", "reason", "_later")
)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that cannot be true: one primary place, every other operand, and the sum to redo."""

    rule: str
    code: str
    severity: Severity
    title: str
    message: str
    primary: Location
    related: tuple[Location, ...]
    steps: tuple[str, ...]
    suggestion: str | None
    diagnosis: str | None
    fingerprint: str

    @property
    def places(self) -> tuple[Location, ...]:
        """All places it points at, the primary one first."""
        return (self.primary, *self.related)


@dataclass(frozen=True, slots=True)
class Failed:
    """What could not be done with one file, or a mistake in one that a user wrote, in one line; line and column from 1,
    None where they are not known."""

    path: str
    message: str
    line: int | None = None
    column: int | None = None

    @property
    def place(self) -> str:
        """path, path:line or path:line:column."""
        return ":".join(str(part) for part in (self.path, self.line, self.column) if part is not None)


@dataclass(frozen=True, slots=True)
class Trace:
    """Why one rule did or did not speak about one number: for `checker why`."""

    rule: str
    outcome: Literal["unbound", "holds", "fails", "abstains", "sifted"]
    detail: str


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A finding that sifting took out, and why.

    origin: below the level asked for (severity), told by another finding (duplicate), or waived by somebody: by a mark
    in the text, in the side file, by the baseline. reason: what that person wrote. place: file and line of the waiver.
    """

    finding: Finding
    origin: Origin
    reason: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """All that is known of one document after a check. `suppressed` holds what sifting took out, with the reason.

    `relations_elsewhere`, `findings_elsewhere`: where several documents were checked together, what is told in the
    report of another one and bears on numbers of this one; seen from here.
    """

    document: Document
    quantities: tuple[Quantity, ...]
    relations: tuple[Relation, ...]
    findings: tuple[Finding, ...]
    suppressed: tuple[Suppressed, ...] = ()
    notes: tuple[Note, ...] = ()
    relations_elsewhere: tuple[Relation, ...] = ()
    findings_elsewhere: tuple[Finding, ...] = ()

    @property
    def waived(self) -> tuple[Suppressed, ...]:
        """The findings that a person wanted to be silent: marks, side file, baseline."""
        return tuple(s for s in self.suppressed if s.origin in ON_REQUEST)

    @property
    def seen(self) -> int:
        """Numbers that carry a value: all but names."""
        return sum(q.kind != "name" for q in self.quantities)

    @property
    def bound(self) -> int:
        """Numbers that stand in a relation with others that holds or fails; a check of one number alone binds none."""
        relations = (*self.relations, *self.relations_elsewhere)
        return len({i for r in relations if r.verdict != "abstains" and r.joins for i in r.quantities})

    @property
    def contradicted(self) -> int:
        """Numbers that an error or a warning points at."""
        grave = [f for f in (*self.findings, *self.findings_elsewhere) if f.severity != "info"]
        spans = {place.span for f in grave for place in f.places if place.document is None}
        return sum(any(span.meets(q.span) for span in spans) for q in self.quantities)
