"""Numerals that are no measurements: plain words, fixed names, quotations, codes glued to letters; and ordinals,
which are told from names (第三 / 第三小学) here.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from decimal import Decimal
from fractions import Fraction
from functools import partial

from checker.model.interval import Interval
from checker.quantify import numeral
from checker.quantify.draft import Draft, Worth, exactly, measure
from checker.quantify.shapes import number_of, numbered
from checker.quantify.vocabulary import Vocabulary

_LETTERS = re.compile(r"[A-Za-z0-9]{1,40}(?:[-.][A-Za-z0-9]{1,40}){0,4}")
_LETTER = re.compile("[A-Za-z]")
_NUMERAL = re.compile(f"[0-9]+|[{numeral.DIGITS}{numeral.SCALES}]+")
_WEEKDAY_TAIL = re.compile(f"[{numeral.DIGITS}{numeral.SCALES}]")
_SLOGAN = re.compile(f"([{numeral.DIGITS}]{{1,2}})\\w{{1,3}}")
_HALF = Decimal("0.5")


class Quotes:
    """The short quotations of a text; a numeral in one is a name that keeps its number and unit."""

    __slots__ = ("_ends", "_starts")

    def __init__(self, pattern: re.Pattern[str], text: str) -> None:
        spans = [match.span() for match in pattern.finditer(text)]
        self._starts = [start for start, _ in spans]
        self._ends = [end for _, end in spans]

    def named(self, draft: Draft) -> Draft:
        """The draft, made a name if it stands inside a short quotation. Quoted percentages and sums stay."""
        if not self._starts:
            return draft
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
    least = 1 if text[at - 1 : at] in words.lists.ordinal_words else 0
    plain = words.plain.find(text, at, least)
    if plain is None or text[plain[1] - 1 : plain[1] + 1] in words.lexicon.words("fraction_joints"):
        return 0
    fixed = words.fixed.find(text, at, least)
    if fixed and fixed[1] - fixed[0] >= plain[1] - plain[0]:
        return 0
    half = words.halves.find(text, at)
    return 0 if half and half[1] - half[0] >= plain[1] - plain[0] else plain[1]


def fixed_at(text: str, at: int, floor: int, words: Vocabulary) -> Draft | None:
    """A fixed name around the numeral at `at`: 十四五."""
    fixed = words.fixed.find(text, at, 1 if text[at - 1 : at] in words.lists.ordinal_words else 0)
    return _name(text, fixed[0], fixed[1], at) if fixed and fixed[0] >= floor else None


def idiom_at(text: str, at: int, words: Vocabulary) -> Draft | None:
    """An idiom that begins with the numeral at `at`: 一岗双责."""
    idiom = words.idiom.match(text, at)
    return _name(text, at, idiom.end(), at) if idiom else None


def _name(text: str, start: int, end: int, at: int) -> Draft:
    match = _NUMERAL.match(text, at)
    first, last = match.span() if match else (at, at + 1)
    last = min(last, end)
    return Draft("name", start, end, (first, last), partial(numbered, text[first:last]))


def code_at(text: str, at: int, floor: int, words: Vocabulary) -> Draft | None:
    """Digits glued to Latin letters: PM2.5, U12, C919, 5G, 3D. A unit in letters (5km) is none."""
    before = text[at - 1] if at > floor else ""
    glued = before.isascii() and before.isalpha()
    if not glued and before in ("-", ".") and at - 1 > floor:
        glued = text[at - 2].isascii() and text[at - 2].isalpha()
    match = _LETTERS.match(text, at)
    end = match.end() if match else at + 1
    token = match[0] if match else text[at]
    if not glued:
        letters = _LETTER.search(token)
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
    worth = exactly(Decimal(number), (Decimal(number),))
    return Draft("date", start, day + 1, (day, day + 1), style="weekday", known=worth)


def half_at(text: str, at: int, floor: int, words: Vocabulary) -> Draft | None:
    """一半, 过半: a fraction."""
    span = words.halves.find(text, at)
    if not span or span[0] < floor or text[span[1] : span[1] + 1] in words.lexicon.words("not_half_before"):
        return None
    said = text[slice(*span)]
    bounds = [Fraction(int(b), 100) for b in words.lexicon.table("half_words")[said]]
    worth = Worth(_HALF, _HALF, _HALF, Interval(bounds[0], bounds[1]), Interval(bounds[2], bounds[3]))
    unit = measure("", "percent", Fraction(100))
    return Draft("fraction", *span, (at, span[1]), unit=unit, hedge="half", hedged_by=said, known=worth)


def half_unit_at(text: str, at: int, words: Vocabulary) -> Draft | None:
    """半年, 半个月: half of a unit."""
    match = words.half_unit.match(text, at)
    if match is None or (at and text[at - 1] in words.lexicon.words("half_years")):
        return None
    unit = words.units.known.get(match["unit"])
    if unit is None:
        return None
    worth = exactly(_HALF)._replace(step=_HALF, round_step=_HALF)
    return Draft(unit.kind, at, match.end(), (at, at + 1), unit=unit, known=worth)


def ordinal_at(text: str, at: int, floor: int, words: Vocabulary) -> Draft | None:
    """第三, 第22届, 第3位; 第十八小学 is a name; 第一季度 is left to the shapes."""
    if at - 1 < floor or text[at - 1 : at] not in words.lists.ordinal_words:
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
            draft.end = upper.end()
            value = Interval(Fraction(number), Fraction(high))
            draft.known = Worth(number, hard=value, expected=value, parts=(number, high))
    unit = words.unit.match(text, draft.end)
    if unit:
        draft.unit, draft.end = measure(unit[0]), unit.end()
    draft.style = "N" if not text[at].isdigit() or not text[at].isascii() else "0"
    return draft
