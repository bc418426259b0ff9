"""The year a document speaks of, for dates that name none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal

from checker.model.document import Document
from checker.model.quantity import Quantity
from checker.quantify.draft import Draft

_HEAD = 400
_KINDS = frozenset({"year", "date"})
_EARLIEST, _LATEST = 1900, 2100


_Said = tuple[int, str, Decimal | None, tuple[Decimal, ...]]  # where, kind, number, parts


def main_year(document: Document, quantities: Sequence[Quantity]) -> int | None:
    """The year of the document: of a full date near its beginning, else of its title, else the one
    that more than half of all mentions name. None if there is no such year."""
    return _main(document, ((q.span.start, q.kind, q.number, q.parts) for q in quantities if q.kind in _KINDS))


def year_of(document: Document, drafts: Sequence[Draft]) -> int | None:
    """The same from the drafts of the numbers, before they are frozen."""
    origin = document.reading.origin
    return _main(
        document, ((origin(d.start), d.kind, d.worth.number, d.worth.parts) for d in drafts if d.kind in _KINDS)
    )


def _main(document: Document, said: Iterable[_Said]) -> int | None:
    years = [(one, y) for one in said if (y := _year(one)) is not None]
    if not years:
        return None
    for (start, kind, _, parts), year in years:
        if kind == "date" and start < _HEAD and len(parts) >= 3 and parts[2]:
            return year
    heading = next((b for b in document.blocks if b.kind == "heading"), None)
    if heading is not None:
        titled = [y for one, y in years if heading.span.start <= one[0] < heading.span.end]
        if titled:
            return max(titled)
    counts = Counter(y for _, y in years)
    year = max(counts, key=lambda y: (counts[y], y))
    return year if 2 * counts[year] > len(years) else None


def _year(one: _Said) -> int | None:
    _, kind, number, parts = one
    if kind == "year" and number is not None:
        year = int(number)
    elif kind == "date" and parts:
        year = int(parts[0])
    else:
        return None
    return year if _EARLIEST <= year <= _LATEST else None
