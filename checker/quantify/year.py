"""The year a document speaks of, for dates that name none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from checker.model.document import Document
from checker.model.quantity import Quantity

_HEAD = 400
_EARLIEST, _LATEST = 1900, 2100


def main_year(document: Document, quantities: Sequence[Quantity]) -> int | None:
    """The year of the document: of a full date near its beginning, else of its title, else the one
    that more than half of all mentions name. None if there is no such year."""
    years = [(q, y) for q in quantities if (y := _year(q)) is not None]
    if not years:
        return None
    for q, year in years:
        if q.kind == "date" and q.span.start < _HEAD and len(q.parts) >= 3 and q.parts[2]:
            return year
    heading = next((b for b in document.blocks if b.kind == "heading"), None)
    if heading is not None:
        titled = [y for q, y in years if heading.span.start <= q.span.start < heading.span.end]
        if titled:
            return max(titled)
    counts = Counter(y for _, y in years)
    year = max(counts, key=lambda y: (counts[y], y))
    return year if 2 * counts[year] > len(years) else None


def _year(q: Quantity) -> int | None:
    if q.kind == "year" and q.number is not None:
        year = int(q.number)
    elif q.kind == "date" and q.parts:
        year = int(q.parts[0])
    else:
        return None
    return year if _EARLIEST <= year <= _LATEST else None
