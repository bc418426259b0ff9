"""The named functions of assertions that know dates, marks and word tables (docs/rule-language.md, section 6)."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

from checker.judge.binding import Items, Operand, Series, alike
from checker.judge.functions import distinct as distinct_numbers
from checker.judge.outline import consecutive, starts_late
from checker.judge.values import as_interval, as_truth
from checker.lexicon import Lexicon
from checker.model.interval import EVERYTHING, Interval, Truth
from checker.model.quantity import Quantity

Function = Callable[..., Any]
HEDGE_JOINT = "…"
"""What stands between the words of `Quantity.hedged_by`."""


def _parts(x: object) -> tuple[int, int, int]:
    """(year, month, day) of a date or year operand; 0 for what is not written."""
    quantity = x.quantity if isinstance(x, Operand) else None
    if quantity is None:
        return 0, 0, 0
    parts = tuple(int(p) for p in quantity.parts) if quantity.parts else ()
    if quantity.kind == "year" and quantity.number is not None and not parts:
        parts = (int(quantity.number),)
    year, month, day = (*parts, 0, 0, 0)[:3]
    return year, month, day


def _default_year(*dates: object) -> int:
    """The year that fills dates which name none: the document's, which every operand carries."""
    return next((d.year for d in dates if isinstance(d, Operand) and d.year), 0)


def same(a: object, b: object) -> Truth:
    """Whether two statements of one fact agree; equally hedged ones (超500, 超600) must be written alike."""
    if not isinstance(a, Operand) or not isinstance(b, Operand):
        return Truth.MAYBE
    hedges = {a.quantity.hedge, b.quantity.hedge}
    if (len(hedges) == 1 and "" not in hedges) or hedges & {"at_least", "at_most"}:
        return alike(a.quantity).equal(alike(b.quantity))
    return a.interval.equal(b.interval)


def parallel(items: object) -> Truth:
    """Whether all members of an enumeration end with the same character (甲小学, 乙小学)."""
    if not isinstance(items, Items):
        return Truth.MAYBE
    return as_truth(len({member.rstrip()[-1:] for member in items.members}) == 1)


def mentions(items: object, counted: object) -> Truth:
    """Whether every member of an enumeration holds the first character of what is counted (“五共”: 共)."""
    if not isinstance(items, Items) or not isinstance(counted, Operand):
        return Truth.MAYBE
    quantity = counted.quantity
    word = quantity.shown[quantity.shown_digits.end :][:1]
    return as_truth(bool(word) and all(word in member for member in items.members))


def distinct(x: object) -> Truth:
    """Whether no two marks of a series, or numbers of a slot, are the same."""
    if isinstance(x, Series):
        return as_truth(len(set(x.numbers)) == len(x.numbers))
    return distinct_numbers(x)


def _member(x: object, i: int) -> object:
    """A mark's number of a series, or a number of a slot that takes several."""
    if isinstance(x, Series):
        return Interval.exact(x.numbers[i])
    return x[i] if isinstance(x, tuple) and x else EVERYTHING


def _of_marks(judge: Callable[[tuple[int, ...]], bool]) -> Function:
    """A function of the numbers of a series; not known of anything else."""
    return lambda x: as_truth(judge(x.numbers) if isinstance(x, Series) else None)


def _of_number(read: Callable[[Quantity], object], unbound: object = "") -> Function:
    """A function of one number. Of a slot that is not bound a word is empty, so that a rule can ask for it."""
    return lambda x: read(x.quantity) if isinstance(x, Operand) else unbound


class Functions:
    """The functions of one lexicon; state-free."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def table(self) -> Mapping[str, Function]:
        return {
            "consecutive": _of_marks(consecutive),
            "consecutive_from": _of_marks(lambda numbers: starts_late(numbers) or consecutive(numbers)),
            "ascending": _of_marks(lambda numbers: all(a < b for a, b in pairwise(numbers))),
            "is_weekday": self.is_weekday,
            "complete": _of_marks(lambda numbers: consecutive(numbers, complete_set=True)),
            "distinct": distinct,
            "first": lambda x: _member(x, 0),
            "last": lambda x: _member(x, -1),
            "date_exists": self.date_exists,
            "weekday": self.weekday,
            "year": self.year,
            "days": self.days,
            "years": self.years,
            "before": self.before,
            "low": lambda x: self._end(x, 0),
            "high": lambda x: self._end(x, 1),
            "low_unit": lambda x: self._end_unit(x, 0),
            "high_unit": lambda x: self._end_unit(x, 1),
            "same": same,
            "parallel": parallel,
            "mentions": mentions,
            "is_open": lambda x: as_truth(x.open if isinstance(x, Items) else None),
            "noun": _of_number(lambda q: q.noun),
            "number": _of_number(lambda q: q.hard, EVERYTHING),
            "direction": lambda x: Interval.exact(getattr(x, "direction", 0)),
            "unit": _of_number(lambda q: q.unit),
            "dimension": _of_number(lambda q: q.dimension),
            "kind": _of_number(lambda q: q.kind),
            "lookup": self.lookup,
            "term": self.term,
            "digits": self.digits,
            "step": _of_number(lambda q: Interval.exact(Fraction(q.step)), EVERYTHING),
            "round_step": _of_number(lambda q: Interval.exact(Fraction(q.round_step)), EVERYTHING),
            "hedged_by": _of_number(lambda q: q.hedged_by),
            "hedges": self.hedges,
            "among": self.among,
            "check_digit": check_digit,
        }

    def date_exists(self, d: object) -> Truth:
        """Gregorian calendar (ISO 8601). 29 February without a year is possible."""
        year, month, day = _parts(d)
        if not (year or month or day):
            return Truth.MAYBE
        if month and not 1 <= month <= 12:
            return Truth.NO
        if month and day:
            longest = (
                calendar.monthrange(year, month)[1]
                if year
                else (29 if month == 2 else calendar.monthrange(2001, month)[1])
            )
            return as_truth(1 <= day <= longest)
        return as_truth(0 <= day <= 31)

    def weekday(self, d: object) -> Interval:
        """1 = Monday … 7 = Sunday (ISO 8601); everything if the date is not whole or does not exist."""
        year, month, day = _parts(d)
        year = year or _default_year(d)
        try:
            return Interval.exact(datetime.date(year, month, day).isoweekday())
        except ValueError:
            return EVERYTHING

    def year(self, d: object) -> Interval:
        """The year of a date, a year or a document number (〔2022〕15号); everything if none is written."""
        found = _parts(d)[0]
        if not found and isinstance(d, Operand) and d.quantity.kind == "identifier":
            bracketed = _YEAR_IN_BRACKETS.search(d.text)
            found = int(bracketed.group(1)) if bracketed else 0
        return Interval.exact(found) if found else EVERYTHING

    def is_weekday(self, d: object, day: object) -> Truth:
        """Whether a date is that day of the week (1 = Monday). Without a written year the document's year and its
        neighbours are all possible: a report on one year comes out in the next."""
        wanted = getattr(day, "low", None)
        year, month, number = _parts(d)
        years = (year,) if year else tuple(_default_year(d) + n for n in (-1, 0, 1)) if _default_year(d) else ()
        found = set()
        for y in years:
            try:
                found.add(datetime.date(y, month, number).isoweekday())
            except ValueError:
                continue
        if not found or wanted is None:
            return Truth.MAYBE
        return as_truth(int(wanted) in found)

    def days(self, a: object, b: object) -> Interval:
        """Days from a to b, both ends counted or one: an interval of two whole numbers."""
        (y1, m1, d1), (y2, m2, d2) = _parts(a), _parts(b)
        year = _default_year(a, b) or 2001
        y1, y2 = y1 or y2 or year, y2 or y1 or year
        try:
            n = (datetime.date(y2, m2, d2) - datetime.date(y1, m1, d1)).days
        except ValueError:
            return EVERYTHING
        if n < 0:
            n += 365
        return Interval(Fraction(n), Fraction(n + 1))

    def years(self, a: object, b: object) -> Interval:
        """Years from a to b, counted inclusively or not."""
        first, last = self._year_of(a), self._year_of(b)
        if first is None or last is None:
            return EVERYTHING
        return (
            Interval(Fraction(last - first), Fraction(last - first + 1))
            if last >= first
            else Interval.exact(last - first)
        )

    def _year_of(self, x: object) -> int | None:
        if isinstance(x, Interval):
            return int(x.low) if x.is_exact and x.low is not None else None
        return _parts(x)[0] or None

    def before(self, a: object, b: object) -> Truth:
        """a is not later than b, as far as both are written."""
        first, last = _parts(a), _parts(b)
        if bool(first[0]) != bool(last[0]) or not first[0]:  # a month may be the next year's, a day of it may not
            same = first[1] == last[1] and first[1] and first[2] and last[2]
            return as_truth(first[2] <= last[2]) if same else Truth.MAYBE
        for x, y in zip(first, last, strict=True):
            if not x or not y:
                return Truth.MAYBE
            if x != y:
                return as_truth(x < y)
        return Truth.YES

    def _end(self, x: object, i: int) -> Interval:
        if isinstance(x, Interval):
            end = x.high if i else x.low
            return Interval.exact(end) if end is not None else EVERYTHING
        q: Quantity | None = x.quantity if isinstance(x, Operand) else None
        if q is None or len(q.parts) <= i:
            return EVERYTHING
        return Interval.exact(Fraction(q.parts[i]))

    def _end_unit(self, x: object, i: int) -> str:
        q = x.quantity if isinstance(x, Operand) else None
        units = q.style.split("|") if q is not None and "|" in q.style else []
        return units[i] if i < len(units) else ""

    def term(self, x: object, i: object) -> Interval:
        """The i-th term of a ratio or end of a range, from 0, as it is printed: 14.2 is [14.15, 14.25], 1 is 1."""
        q = x.quantity if isinstance(x, Operand) else None
        at = as_interval(i)
        if q is None or at.low is None or not 0 <= at.low < len(q.parts):
            return EVERYTHING
        part = q.parts[int(at.low)]
        number = Fraction(part)
        if number == 1 and part.as_tuple().exponent == 0:
            return Interval.exact(number)
        half = Fraction(Decimal(1).scaleb(int(part.as_tuple().exponent))) / 2
        return Interval(number - half, number + half)

    def digits(self, x: object) -> Interval:
        """How many significant digits are printed, zeros at the end of a whole number not counted."""
        q = x.quantity if isinstance(x, Operand) else None
        if q is None or not q.number or not q.step:
            return EVERYTHING
        unit = q.round_step if q.number == q.number.to_integral_value() and q.step >= 1 else q.step
        return Interval.exact(len(str(abs(int(Fraction(q.number) / Fraction(unit or 1))))))

    def hedges(self, x: object) -> Interval:
        """How many words hedge the number."""
        words = x.quantity.hedged_by if isinstance(x, Operand) else ""
        return Interval.exact(len(words.split(HEDGE_JOINT)) if words else 0)

    def among(self, x: object, marks: object) -> Truth:
        """Whether a mark of x's style and number is one of the marks; not known where none has this style."""
        if not isinstance(x, Operand) or not isinstance(marks, tuple):
            return Truth.MAYBE
        numbers = {m.quantity.number for m in marks if m.quantity.style == x.quantity.style}
        return as_truth(x.quantity.number in numbers) if numbers else Truth.MAYBE

    def lookup(self, table: str, key: object, column: object = 1) -> object:
        """A value of a word table: of a mapping's key, or the given column of the row that begins with the key.

        A key may be several words (`words`): the row must begin with all of them, in any order. Everything if there is
        no such row.
        """
        rows = self.lexicon.tables.get(table, {})
        at = as_interval(column).low
        if isinstance(key, tuple):
            texts = tuple(k if isinstance(k, str) else getattr(k, "text", "") for k in key)
        else:
            texts = (key if isinstance(key, str) else getattr(key, "text", ""),)
        if isinstance(rows, Mapping):
            value = rows.get(texts[0]) if texts else None
        else:
            lists = (r for r in rows if isinstance(r, tuple))
            row = next((r for r in lists if sorted(map(str, r[: len(texts)])) == sorted(texts)), None)
            value = row[int(at)] if row is not None and at is not None and 0 <= at < len(row) else None
        if value is None:
            return EVERYTHING
        return Interval.exact(Fraction(value)) if _NUMBER.fullmatch(str(value)) else str(value)


_YEAR_IN_BRACKETS = re.compile(r"[〔\[【［]([0-9]{4})[〕\]】］]")
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_SEPARATORS = re.compile(r"[\s\-－—‐–]")
_CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def check_digit(x: object, scheme: object) -> Truth:
    """Whether the last sign of an identifier checks. Schemes: "mod11-2" (ISO 7064, 18 signs), "mod31-3" (GB 32100, 18
    signs), "mod10" (ISBN-13). MAYBE for what has not the form of the scheme."""
    text = _SEPARATORS.sub("", getattr(x, "text", "")).upper()
    if scheme == "mod11-2" and re.fullmatch(r"[0-9]{17}[0-9X]", text):
        total = sum(int(c) * pow(2, 17 - i, 11) for i, c in enumerate(text[:17]))
        return as_truth("10X98765432"[total % 11] == text[17])
    if scheme == "mod31-3" and len(text) == 18 and all(c in _CREDIT for c in text):
        total = sum(_CREDIT.index(c) * pow(3, i, 31) for i, c in enumerate(text[:17]))
        return as_truth(_CREDIT[(31 - total % 31) % 31] == text[17])
    if scheme == "mod10" and re.fullmatch(r"97[89][0-9]{10}", text):
        return as_truth(sum(int(c) * (3 if i % 2 else 1) for i, c in enumerate(text)) % 10 == 0)
    return Truth.MAYBE
