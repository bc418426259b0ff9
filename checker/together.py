"""Floor 3: documents of one matter laid end to end for the judge, and what was found led back to each of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from checker.model.document import Anchor, Block, Document, Note, Span, Table
from checker.model.quantity import Quantity
from checker.model.report import Finding, Location, Relation, Report

_GAP = "\n\n"


@dataclass(frozen=True, slots=True)
class Joined:
    """Several documents as one.

    starts: offset of each in the text of all. firsts: index of its first number. years: the year each speaks of.
    """

    document: Document
    quantities: tuple[Quantity, ...]
    files: tuple[Document, ...]
    starts: tuple[int, ...]
    firsts: tuple[int, ...]
    years: tuple[int | None, ...]

    @property
    def year(self) -> int | None:
        """The year of all, if it is one."""
        return next(iter(set(self.years))) if len(set(self.years)) == 1 else None

    def far(self, numbers: Sequence[Quantity]) -> bool:
        """Whether numbers stand in more than one file and may speak of one year.

        A number whose period is not said is of the year of its file.
        """
        if len({self._file(q.span) for q in numbers}) < 2:
            return False
        periods = {year for q in numbers if (year := self._year(q))}
        return len(periods) < 2

    def _year(self, q: Quantity) -> str:
        said = q.topic.period[:4]
        return said if said.isdigit() else str(self.years[self._file(q.span)] or "")

    def _file(self, span: Span) -> int:
        return bisect_right(self.starts, span.start) - 1

    # back to the files --------------------------------------------------------------------------------------

    def split(
        self, reports: Sequence[Report], relations: Sequence[Relation], findings: Sequence[Finding]
    ) -> list[Report]:
        """The reports of the files with what was found between them: once, where its primary place stands."""
        primary = {_key(f.rule, f.places): f.primary for f in findings}
        homes = [self._file(primary.get(_key(r.rule, r.spans), r.spans[0]).span) for r in relations]
        at_home = list(zip(relations, homes, strict=True))
        return [
            replace(
                report,
                relations=(*report.relations, *(self._relation(r, i) for r, home in at_home if home == i)),
                findings=(
                    *report.findings,
                    *(self._finding(f, i) for f in findings if self._file(f.primary.span) == i),
                ),
                relations_elsewhere=tuple(
                    self._relation(r, i) for r, home in at_home if home != i and self._touches(r.spans, i)
                ),
            )
            for i, report in enumerate(reports)
        ]

    def _touches(self, places: Sequence[Location], i: int) -> bool:
        return any(self._file(place.span) == i for place in places)

    def _relation(self, relation: Relation, i: int) -> Relation:
        """As seen from file i, whose own numbers alone are counted."""
        first, last = (*self.firsts, len(self.quantities))[i : i + 2]
        numbers = tuple(n - first for n in relation.quantities if first <= n < last)
        return replace(relation, spans=tuple(self._place(p, i) for p in relation.spans), quantities=numbers)

    def _finding(self, finding: Finding, i: int) -> Finding:
        related = tuple(self._place(place, i) for place in finding.related)
        return replace(finding, primary=self._place(finding.primary, i), related=related)

    def _place(self, place: Location, i: int) -> Location:
        at = self._file(place.span)
        return replace(
            place, span=_moved(place.span, -self.starts[at]), document=None if at == i else self.files[at]
        )  # fmt: skip


def _key(rule: str, places: Sequence[Location]) -> tuple[str, frozenset[Span]]:
    return rule, frozenset(place.span for place in places)


def elsewhere(reports: Sequence[Report]) -> tuple[Report, ...]:
    """The reports, each with the findings of the others that point at it, seen from there."""
    return tuple(
        replace(
            here,
            findings_elsewhere=tuple(
                _seen(finding, there.document, here.document)
                for there in reports
                if there is not here
                for finding in there.findings
                if any(place.document is here.document for place in finding.related)
            ),
        )
        for here in reports
    )


def _seen(finding: Finding, home: Document, here: Document) -> Finding:
    """A finding of one document as it is told in the report of another."""

    def place(one: Location) -> Location:
        at = one.document or home
        return replace(one, document=None if at is here else at)

    return replace(finding, primary=place(finding.primary), related=tuple(map(place, finding.related)))


def join(files: Sequence[Document], numbers: Sequence[Sequence[Quantity]], years: Sequence[int | None]) -> Joined:
    """Lay documents end to end, with their numbers. A file of several articles keeps them apart from all others."""
    texts: list[str] = []
    blocks: list[Block] = []
    tables: list[Table] = []
    dropped: list[Span] = []
    read_as: list[tuple[Span, str]] = []
    anchors: list[tuple[Span, Anchor]] = []
    quantities: list[Quantity] = []
    starts, firsts = [], []
    at = read = article = 0
    for document, own in zip(files, numbers, strict=True):
        starts.append(at)
        firsts.append(len(quantities))
        shift = 0
        if is_collection(document):
            shift, article = article + 1, article + 1 + max(b.article for b in document.blocks)
        blocks += [
            replace(b, span=_moved(b.span, at), article=b.article + shift if shift else 0) for b in document.blocks
        ]
        tables += [_table(t, at, t.article + shift if shift else 0) for t in document.tables]
        dropped += [_moved(span, at) for span in document.dropped]
        read_as += [(_moved(span, at), said) for span, said in document.read_as]
        anchors += [(_moved(span, at), anchor) for span, anchor in document.anchors]
        quantities += _numbers(own, len(quantities), at, read)
        texts.append(document.text)
        at += len(document.text) + len(_GAP)
        read += len(document.reading.text) + len(_GAP)
    whole = Document(
        source="",
        text=_GAP.join(texts),
        blocks=tuple(blocks),
        tables=tuple(tables),
        dropped=tuple(dropped),
        anchors=tuple(anchors),
        read_as=tuple(read_as),
    )
    return Joined(whole, tuple(quantities), tuple(files), tuple(starts), tuple(firsts), tuple(years))


def _numbers(own: Sequence[Quantity], first: int, at: int, read: int) -> Iterator[Quantity]:
    for q in own:
        yield replace(
            q, index=first + q.index, span=_moved(q.span, at), digits=_moved(q.digits, at), at=_moved(q.at, read)
        )  # fmt: skip


def _table(table: Table, at: int, article: int) -> Table:
    return replace(
        table,
        span=_moved(table.span, at),
        cells=tuple(replace(cell, span=_moved(cell.span, at)) for cell in table.cells),
        caption=table.caption and _moved(table.caption, at),
        unit=table.unit and _moved(table.unit, at),
        article=article,
    )


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def is_collection(document: Document) -> bool:
    """Whether a file holds several articles; they speak of several matters."""
    return len({block.article for block in document.blocks}) > 1


def notes(files: Sequence[Document], years: Sequence[int | None]) -> list[tuple[Note, ...]]:
    """For each file, what keeps it from being held against the others."""
    known = sorted({year for year in years if year is not None})
    made: list[tuple[Note, ...]] = []
    for document, year in zip(files, years, strict=True):
        own: list[Note] = []
        if is_collection(document) and len(files) > 1:
            message = "several articles in one file: not checked against the other files"
            own.append(Note("warning", message, None, "collection"))
        elif len(known) > 1 and year is not None:
            others = ", ".join(str(other) for other in known if other != year)
            message = f"this file speaks of {year}, others of {others}: only numbers that name their year are compared"
            own.append(Note("info", message, None, "other-year", (("year", year), ("others", others))))
        made.append(tuple(own))
    return made
