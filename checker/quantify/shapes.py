"""Dates, times, periods, ordinals, markers, fractions, ratios, codes: a fitting shape -> Draft.

The shapes are patterns of the word files (dates.yaml, markers.yaml); each kind has one maker here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import cast

from checker.model.interval import Interval
from checker.model.quantity import Hedge, Kind
from checker.quantify import numeral
from checker.quantify.draft import Draft
from checker.quantify.hedge import strongest
from checker.quantify.vocabulary import Shape, Vocabulary

_ZERO = Decimal(0)
_TERM = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_HUNDREDS = {100: ("percent", "%"), 1000: ("permille", "‰")}


def number_of(text: str) -> Decimal | None:
    """Value of a short numeral, Arabic or Chinese."""
    found = numeral.read(text)
    return found.number if found else None


def _value(match: re.Match[str], name: str) -> Decimal:
    """Value of a named group, 0 if it is not there or empty."""
    text = match.groupdict().get(name)
    if not text:
        return _ZERO
    if len(text) == 4 and not text[0].isdigit():
        found = numeral.positional(text)
        return found.number if found and found.number is not None else _ZERO
    return number_of(text) or _ZERO


def shape_at(text: str, at: int, floor: int, words: Vocabulary) -> Draft | None:
    """The first shape that fits the numeral at `at` and begins at `floor` or later."""
    for shape in words.shapes:
        if at - shape.back < floor:
            continue
        match = shape.pattern.match(text, at)
        if match and match.end() > at:
            draft = _MAKERS[shape.kind](shape, match, text, words)
            if draft is not None:
                return _hedged(draft, text, floor, words) if shape.kind == "fraction" else draft
    return None


def _hedged(draft: Draft, text: str, floor: int, words: Vocabulary) -> Draft:
    """The hedges that touch a fraction: 近三分之一, 1/3以上, 百分之四十五左右."""
    said = []
    lead = words.before.before(text, draft.start)
    if lead and lead[1] and draft.start - len(lead[0]) >= floor:
        said.append(lead)
        draft.start -= len(lead[0])
    behind = words.behind.match(text, draft.end)
    if behind:
        said.append((behind[0], words.after[behind[0]]))
        draft.end, draft.after = behind.end(), behind[0]
    if not said or draft.number is None:
        return draft
    exact = draft.exact if draft.exact is not None else Fraction(draft.number)
    hedge = strongest([kind for _, kind in said])
    draft.hard, draft.expected = words.hedges.around(exact, Fraction(draft.round_step), hedge)
    draft.hedge, draft.hedged_by = cast(Hedge, hedge), "…".join(word for word, _ in said)
    return draft


def lone_day(text: str, at: int, words: Vocabulary) -> Draft | None:
    """18日 as a date of an unsaid month; 7日 after 为期, 连续 ... is left to be a duration."""
    match = words.day_arabic.match(text, at) or words.day_chinese.match(text, at)
    if match is None:
        return None
    before = text[max(0, at - 3) : at]
    if any(before.endswith(word) for word in words.lexicon.words("days_counted_after")):
        return None
    day = number_of(match["d"])
    if day is None or not 1 <= day <= 39:
        return None
    return _exact("date", match, at, None, parts=(_ZERO, _ZERO, day))


def _exact(
    kind: Kind,
    match: re.Match[str],
    start: int,
    number: Decimal | None,
    *,
    parts: tuple[Decimal, ...] = (),
    style: str = "",
) -> Draft:
    value = Interval.exact(Fraction(number)) if number is not None else None
    return Draft(
        kind,
        start,
        match.end(),
        (match.start(), match.end()),
        number,
        hard=value,
        expected=value,
        parts=parts,
        style=style,
    )


def _date(shape: Shape, match: re.Match[str], text: str, words: Vocabulary) -> Draft | None:
    start = match.start() - shape.back
    year = _value(match, "y")
    groups = match.groupdict()
    parts: tuple[Decimal, ...]
    if shape.style in ("first_months", "first_quarters"):
        parts = (year, Decimal(1), _value(match, "m2"))
    elif shape.style == "months":
        parts = (year, _value(match, "m"), _value(match, "m2"))
    elif shape.style == "days":
        parts = (year, _value(match, "m"), _value(match, "d"), _value(match, "d2"))
    elif shape.style == "quarter":
        parts = (year, _value(match, "q"))
    elif shape.style == "half":
        lead = groups["half"] if year else text[match.start() - 1]
        parts = (year, Decimal(1 + words.lexicon.words("half_years").index(lead)))
    else:
        parts = (year, _value(match, "m"), _value(match, "d"))
    return _exact("date", match, start, None, parts=parts, style=shape.style)


def _year(shape: Shape, match: re.Match[str], text: str, words: Vocabulary) -> Draft | None:
    year = _value(match, "y")
    draft = _exact("year", match, match.start(), year, parts=(year, _ZERO, _ZERO))
    draft.unit = text[match.end("y") : match.end()].strip()
    return draft


def _years(shape: Shape, match: re.Match[str], text: str, words: Vocabulary) -> Draft | None:
    low, high = _value(match, "y"), _value(match, "y2")
    if high < 100:
        high += low - low % 100
    said = any(word in match[0] for word in words.lexicon.words("year_spans"))
    first, last = (1000, 3000) if said else (1900, 2100)
    if not first <= low <= high < last or (not said and words.unit.match(text, match.end())):
        return None
    draft = _exact("range", match, match.start(), None, parts=(low, high), style=shape.style)
    draft.hard = draft.expected = Interval(Fraction(low), Fraction(high))
    draft.unit, draft.dimension = words.lexicon.words("year_words")[0], "year"
    return draft


def _time(shape: Shape, match: re.Match[str], text: str, words: Vocabulary) -> Draft | None:
    hour, minute = _value(match, "h"), _value(match, "mi")
    start = match.start()
    if hour > 24:
        return None
    day_part = next((w for w in words.lexicon.words("day_parts") if text.endswith(w, 0, start)), "")
    if shape.name == "clock":
        cue = text[max(0, start - 6) : start]
        if not day_part and (len(match["h"]) == 1 or any(c in cue for c in words.lexicon.words("ratio_cues"))):
            return None
    if shape.name == "oclock" and "bare" in match.groupdict() and match["bare"] is not None and not day_part:
        return None
    if text[match.end() - 1] in numeral.HALF:
        minute = Decimal(30)
    return _exact("time", match, start, None, parts=(hour, minute))


def _ordinal(shape: Shape, match: re.Match[str], text: str, words: Vocabulary) -> Draft | None:
    number = number_of(match["n"])
    if number is None:
        return None
    draft = _exact("ordinal", match, match.start(), number)
    draft.unit, draft.digits = shape.unit, match.span("n")
    return draft


def _plain(shape: Shape, match: re.Match[str], text: str, words: Vocabulary) -> Draft | None:
    """Names and identifiers carry no number."""
    kind = cast(Kind, shape.kind)
    found = numeral.read(match[0]) if kind == "name" else None
    return _exact(kind, match, match.start() - shape.back, found.number if found else None)


def _fraction(shape: Shape, match: re.Match[str], text: str, words: Vocabulary) -> Draft | None:
    below, above = numeral.read(match["den"]), numeral.read(match["num"])
    if below is None or above is None or not below.number or above.number is None:
        return None
    kind, unit = _HUNDREDS.get(int(below.number), ("fraction", ""))
    numbers = [above]
    if match.groupdict().get("num2"):
        upper = numeral.read(match["num2"])
        if upper is not None and upper.number is not None:
            numbers.append(upper)
    ends: list[tuple[Fraction, Fraction]] = []
    for one in numbers:
        value, half = Fraction(one.number or 0), Fraction(one.step) / 2 if unit else Fraction(0)
        scale = Fraction(1) if unit else 1 / Fraction(below.number)
        ends.append(((value - half) * scale, (value + half) * scale))
    values = Interval(min(e[0] for e in ends), max(e[1] for e in ends))
    number = above.number if unit else above.number / below.number
    step = above.step if unit else Decimal(1) / below.number
    draft = _exact(cast(Kind, kind), match, match.start(), number)
    draft.hard = draft.expected = values
    if not unit and len(numbers) == 1:
        # A third is said of 32 % as of 35 %: a tenth of the part either way can be, half of that is expected.
        draft.exact = Fraction(above.number) / Fraction(below.number)
        draft.hard = values.widened(1 / (10 * Fraction(below.number)))
        draft.expected = values.widened(1 / (20 * Fraction(below.number)))
    draft.step, draft.round_step = step, above.round_step if unit else step / 10
    draft.unit, draft.dimension = unit, "percent"
    draft.factor = Fraction(1, 10) if kind == "permille" else Fraction(1) if unit else Fraction(100)
    if not unit:
        draft.parts = (above.number, below.number)
    if len(numbers) == 2:
        draft.kind, draft.number = "range", None
        draft.parts = tuple(one.number or _ZERO for one in numbers)
    return draft


def _ratio(shape: Shape, match: re.Match[str], text: str, words: Vocabulary) -> Draft | None:
    terms = tuple(Decimal(term) for term in _TERM.findall(match["terms"]))
    return _exact("ratio", match, match.start(), None, parts=terms)


_MAKERS: dict[str, Callable[[Shape, re.Match[str], str, Vocabulary], Draft | None]] = {
    "date": _date,
    "year": _year,
    "range": _years,
    "time": _time,
    "ordinal": _ordinal,
    "name": _plain,
    "identifier": _plain,
    "fraction": _fraction,
    "ratio": _ratio,
}


def marker_at(text: str, at: int, floor: int, words: Vocabulary) -> Draft | None:
    """A mark of the text's outline whose numeral begins at `at`: 一是, （二）, 3., 第一章, 亮点1."""
    if text[at] in numeral.CIRCLED:
        count = Decimal(numeral.circled(text[at]))
        value = Interval.exact(Fraction(count))
        return Draft("marker", at, at + 1, (at, at + 1), count, hard=value, expected=value, style="①")
    for shape in words.markers:
        start = at - shape.back
        if start < floor:
            continue
        match = shape.pattern.match(text, at)
        if match is None:
            continue
        noun = _marker_noun(text, at, words) if shape.where == "noun" else ""
        if (shape.where == "noun" and not noun) or not _stands(text, start - len(noun), shape.where, words):
            continue
        number = number_of(match["n"])
        if number is None or start - len(noun) < floor:
            continue
        draft = _exact("marker", match, start - len(noun), number)
        tail = match.groupdict().get("unit") or noun
        draft.style, draft.digits = shape.style.replace("*", tail), match.span("n")
        return draft
    return None


def _marker_noun(text: str, at: int, words: Vocabulary) -> str:
    nouns = words.lexicon.words("marker_nouns")
    found = [w for w in nouns if text.endswith(w, max(0, at - len(w)), at)]
    return max(found, key=len, default="")


def _stands(text: str, start: int, where: str, words: Vocabulary) -> bool:
    """Whether a marker may begin at `start`: at the start of a line or of a clause."""
    blanks, ends = words.lexicon.words("blanks"), words.lexicon.words("clause_ends")
    at = start - 1
    while at >= 0 and text[at] in blanks:
        at -= 1
    if at < 0 or text[at] == "\n":
        return True
    if where == "line":
        return False
    if where in ("clause", "full", "noun"):
        return text[at] in ends or (where == "noun" and text[at] in words.lexicon.words("brackets"))
    return text[at] in ends or text[at] in words.lexicon.words("commas")
