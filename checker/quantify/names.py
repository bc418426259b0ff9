"""Numerals that are no measurements: plain words, fixed names, quotations, codes glued to letters; and ordinals,
which are told from names (第三 / 第三小学) here.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from decimal import Decimal
from fractions import Fraction
from typing import cast

from checker.model.interval import Interval
from checker.model.quantity import Kind
from checker.quantify import numeral
from checker.quantify.draft import Draft
from checker.quantify.shapes import number_of
from checker.quantify.vocabulary import Vocabulary

_LETTERS = re.compile(r"[A-Za-z0-9]{1,40}(?:[-.][A-Za-z0-9]{1,40}){0,4}")
_NUMERAL = re.compile(f"[0-9]+|[{numeral.DIGITS}{numeral.SCALES}]+")
_WEEKDAY_TAIL = re.compile(f"[{numeral.DIGITS}{numeral.SCALES}]")
_SLOGAN = re.compile(f"([{numeral.DIGITS}]{{1,2}})\\w{{1,3}}")
_HALF = Fraction(1, 2)


class Quotes:
    """The short quotations of a text; a numeral in one is a name that keeps its number and unit."""

    __slots__ = ("_ends", "_starts")

    def __init__(self, pattern: re.Pattern[str], text: str) -> None:
        spans = [match.span() for match in pattern.finditer(text)]
        self._starts = [start for start, _ in spans]
        self._ends = [end for _, end in spans]

    def named(self, draft: Draft) -> Draft:
        """The draft, made a name if it stands inside a short quotation. Quoted percentages and sums stay."""
        i = bisect_right(self._starts, draft.start) - 1
        if i < 0 or draft.end > self._ends[i]:
            return draft
        if draft.kind in ("percent", "points", "permille", "identifier", "name"):
            return draft
        if draft.kind == "money" and draft.lead:
            return draft
        draft.kind = "name"
        return draft


def skipped(text: str, at: int, words: Vocabulary) -> int:
    """End of a plain word around the numeral at `at` (统一, 一体化, 百姓), 0 if there is none."""
    least = 1 if at and text[at - 1] in words.lexicon.words("ordinal_words") else 0
    plain = words.plain.find(text, at, least)
    if plain and text[plain[1] - 1 : plain[1] + 1] in words.lexicon.words("fraction_joints"):
        return 0
    if plain is None:
        if text[at] in numeral.VAGUE and at and text[at - 1] in words.lexicon.words("not_vague_after"):
            return at + 1
        return 0
    fixed = words.fixed.find(text, at, least)
    if fixed and fixed[1] - fixed[0] >= plain[1] - plain[0]:
        return 0
    half = words.halves.find(text, at)
    return 0 if half and half[1] - half[0] >= plain[1] - plain[0] else plain[1]


def name_at(text: str, at: int, floor: int, words: Vocabulary) -> Draft | None:
    """A fixed name (十四五), an idiom (一岗双责), a code with letters (U12, 5G) at `at`."""
    least = 1 if at and text[at - 1] in words.lexicon.words("ordinal_words") else 0
    fixed = words.fixed.find(text, at, least)
    if fixed and fixed[0] >= floor:
        return _name(text, fixed[0], fixed[1], at)
    if text[at].isascii():
        return _code(text, at, floor, words)
    idiom = words.idiom.match(text, at)
    if idiom:
        return _name(text, at, idiom.end(), at)
    return weekday_at(text, at, floor, words)


def _name(text: str, start: int, end: int, at: int) -> Draft:
    match = _NUMERAL.match(text, at)
    digits = match.span() if match else (at, at + 1)
    digits = (digits[0], min(digits[1], end))
    number = number_of(text[digits[0] : digits[1]])
    value = Interval.exact(Fraction(number)) if number is not None else None
    return Draft("name", start, end, digits, number, hard=value, expected=value)


def _code(text: str, at: int, floor: int, words: Vocabulary) -> Draft | None:
    """Digits glued to Latin letters: PM2.5, U12, C919, 5G, 3D. A unit in letters (5km) is none."""
    before = text[at - 1] if at > floor else ""
    glued = before.isascii() and before.isalpha()
    if not glued and before in ("-", ".") and at - 1 > floor:
        glued = text[at - 2].isascii() and text[at - 2].isalpha()
    match = _LETTERS.match(text, at)
    end = match.end() if match else at + 1
    token = match[0] if match else text[at]
    if not glued:
        letters = re.search("[A-Za-z]", token)
        if letters is None:
            return None
        if words.unit.match(text, at + letters.start()):
            return None
        return _token(at, end, at, at + letters.start())
    amount = words.amount.match(text, at)
    if amount and amount["unit"] and words.units.known[amount["unit"]].kind != "quantity":
        return None
    start = at
    while start > floor and text[start - 1].isascii() and (text[start - 1].isalnum() or text[start - 1] in "-."):
        start -= 1
    return _token(start, end, at, match.end() if match else end)


def slogan_at(text: str, at: int, floor: int, words: Vocabulary) -> Draft | None:
    """The number of a short quotation that begins with it (“五共”): a name that keeps its number."""
    close = next((pair[1] for pair in words.lexicon.words("quote_pairs") if at > floor and pair[0] == text[at - 1]), "")
    match = _SLOGAN.match(text, at) if close else None
    if match is None or not text.startswith(close, match.end()):
        return None
    return _name(text, at, match.end(), at)


def _token(start: int, end: int, at: int, digits_end: int) -> Draft:
    """A code: digits that count nothing, so without a number."""
    return Draft("name", start, end, (at, min(end, digits_end)))


def weekday_at(text: str, at: int, floor: int, words: Vocabulary) -> Draft | None:
    """星期三, 周五: a date in style "weekday" with the day's number (Monday 1)."""
    days = words.lexicon.table("lone_day_weekday") or words.lexicon.table("weekday")
    for word in words.lexicon.words("week_words"):
        if text.startswith(word, at) and text[at + len(word) : at + len(word) + 1] in days:
            return _weekday(at, at + len(word), days[text[at + len(word)]])
        start = at - len(word)
        if start < floor or not text.startswith(word, start) or text[at] not in days:
            continue
        if _WEEKDAY_TAIL.match(text, at + 1) or words.unit.match(text, at + 1):
            return None
        if text[start - 1 : start] in words.lexicon.words("not_weekday_after"):
            return None
        return _weekday(start, at, days[text[at]])
    return None


def _weekday(start: int, day: int, number: str) -> Draft:
    value = Interval.exact(int(number))
    return Draft(
        "date",
        start,
        day + 1,
        (day, day + 1),
        Decimal(number),
        hard=value,
        expected=value,
        parts=(Decimal(number),),
        style="weekday",
    )


def half_at(text: str, at: int, floor: int, words: Vocabulary) -> Draft | None:
    """一半, 过半 as a fraction; 半年, 半个月 as half of a unit."""
    span = words.halves.find(text, at)
    if span and span[0] >= floor and text[span[1] : span[1] + 1] not in words.lexicon.words("not_half_before"):
        bounds = [Fraction(int(b), 100) for b in words.lexicon.table("half_words")[text[span[0] : span[1]]]]
        hard, expected = Interval(bounds[0], bounds[1]), Interval(bounds[2], bounds[3])
        return Draft(
            "fraction",
            span[0],
            span[1],
            (at, span[1]),
            Decimal("0.5"),
            Decimal("0.5"),
            Decimal("0.5"),
            "half",
            hard,
            expected,
            "",
            "percent",
            Fraction(100),
            hedged_by=text[span[0] : span[1]],
        )
    match = words.half_unit.match(text, at)
    if match is None or (at and text[at - 1] in words.lexicon.words("half_years")):
        return None
    unit = words.units.known.get(match["unit"])
    if unit is None:
        return None
    half, value = Decimal("0.5"), Interval.exact(_HALF)
    return Draft(
        cast(Kind, unit.kind),
        at,
        match.end(),
        (at, at + 1),
        half,
        half,
        half,
        "",
        value,
        value,
        match["unit"],
        unit.dimension,
        unit.factor,
    )


def ordinal_at(text: str, at: int, floor: int, words: Vocabulary) -> Draft | None:
    """第三, 第22届, 第3位; 第十八小学 is a name; 第一季度 is left to the shapes."""
    if at <= floor - 1 or not at or text[at - 1] not in words.lexicon.words("ordinal_words") or at - 1 < floor:
        return None
    match = _NUMERAL.match(text, at)
    if match is None:
        return None
    institution = words.institutions.match(text, at)
    if institution:
        return _name(text, at - 1, institution.end(), at)
    if text[match.end() : match.end() + 1] in words.lexicon.words("quarter_words"):
        return None
    number = number_of(match[0])
    if number is None:
        return None
    draft = _name(text, at - 1, match.end(), at)
    draft.kind = "ordinal"
    span = words.dash.match(text, match.end())
    upper = _NUMERAL.match(text, span.end()) if span else None
    if upper:
        high = number_of(upper[0])
        if high is not None and high > number:
            draft.parts, draft.end = (number, high), upper.end()
            draft.hard = draft.expected = Interval(Fraction(number), Fraction(high))
    unit = words.unit.match(text, draft.end)
    if unit:
        draft.unit, draft.end = unit[0], unit.end()
    draft.style = "N" if not text[at].isdigit() or not text[at].isascii() else "0"
    return draft
