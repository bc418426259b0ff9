"""Every number found: as a table for people, as JSON for tools (`checker numbers`)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from checker.model.interval import decimal
from checker.model.quantity import Quantity
from checker.report.jsontext import json_of
from checker.report.paint import Paint
from checker.report.run import Checked, Run
from checker.texts import say
from checker.width import clean, in_columns

VERSION = 1


def numbers_json(run: Run) -> str:
    """The numbers of all documents, wire format version 1."""
    documents = [{"path": c.path, "quantities": [_quantity(q) for q in c.report.quantities]} for c in run.documents]
    return json_of({"version": VERSION, "documents": documents}) + "\n"


def numbers_rich(run: Run) -> str:
    """The numbers of all documents, one line each."""
    paint = Paint(run.colour)
    lines: list[str] = []
    for checked in run.documents:
        count = say("n-count", run.lang, n=len(checked.report.quantities))
        lines += [f"{paint('path', clean(checked.path))}  {count}", *_table(checked, run, paint), ""]
    return "\n".join(lines)


def _quantity(q: Quantity) -> dict[str, Any]:
    low, high = bounds(q)
    return {
        "start": q.span.start,
        "end": q.span.end,
        "text": q.surface,
        "kind": q.kind,
        "value": value(q),
        "low": low,
        "high": high,
        "unit": q.unit,
        "hedge": q.hedge,
        "role": q.role,
    }


def value(q: Quantity) -> str | None:
    """The value as the wire writes it: a plain decimal string, ISO for dates and times, None if unknown."""
    iso = _iso(q)
    if iso:
        return iso
    return None if q.number is None else plain(q.number)


def bounds(q: Quantity) -> tuple[str | None, str | None]:
    """The ends of what the number can be; those of a range are its ends; None for an open end."""
    iso = _iso(q)
    if iso:
        return iso, iso
    if q.kind == "range" and len(q.parts) == 2:
        return plain(q.parts[0]), plain(q.parts[1])
    low, high = q.hard.low, q.hard.high
    return None if low is None else decimal(low), None if high is None else decimal(high)


def _iso(q: Quantity) -> str | None:
    parts = [int(p) for p in q.parts]
    if q.kind == "date" and len(parts) == 3:
        return iso_date(*parts)
    if q.kind == "time" and len(parts) >= 2:
        return ":".join(f"{p:02}" for p in parts)
    return None


def iso_date(year: int, month: int, day: int) -> str:
    """ISO 8601 with the old forms for what is not written: --08-11, --08, ---11."""
    if year:
        return f"{year:04}" + (f"-{month:02}" if month else "") + (f"-{day:02}" if month and day else "")
    if month:
        return f"--{month:02}" + (f"-{day:02}" if day else "")
    return f"---{day:02}"


def plain(number: Decimal) -> str:
    """A decimal without exponent: 1.76E+4 -> 17600."""
    return f"{number:f}"


def _table(checked: Checked, run: Run, paint: Paint) -> list[str]:
    keys = ("n-place", "n-text", "n-kind", "n-value", "n-unit", "n-hedge", "n-role")
    rows = [tuple(say(key, run.lang) for key in keys)]
    for q in checked.report.quantities:
        line, column = checked.report.document.place(q.span.start)
        rows.append((f"{line}:{column}", clean(q.shown), q.kind, _shown(q), q.unit, q.hedge, q.role))
    lines = in_columns(rows)
    return [paint("dim", lines[0]), *lines[1:]]


def _shown(q: Quantity) -> str:
    """The value, and its bounds where they differ from it."""
    written, (low, high) = value(q) or "", bounds(q)
    if low == high == written or (low is None and high is None):
        return written
    between = f"[{low or '-∞'}, {high or '∞'}]"
    return f"{written} {between}".strip()
