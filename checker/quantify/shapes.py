"""Dates, times, periods, ordinals, markers, fractions, ratios, codes: a fitting shape -> Draft.

The shapes are patterns of the word files (dates.yaml, markers.yaml); each kind has one maker here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache, partial

from checker.model.interval import Interval
from checker.quantify import numeral
from checker.quantify.draft import Draft, Worth, exactly, measure
from checker.quantify.hedge import strongest
from checker.quantify.placing import Shape
from checker.quantify.vocabulary import Vocabulary

_ZERO = Decimal(0)
_ONE = Decimal(1)
_TERM = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_HUNDREDS = {100: ("percent", "%"), 1000: ("permille", "‰")}


def number_of(text: str) -> Decimal | None:
    """Value of a short numeral, Arabic or Chinese."""
    found = numeral.read(text)
    return found.number if found else None


@lru_cache(maxsize=4096)
def numbered(text: str) -> Worth:
    """Worth of a short numeral that is neither rounded nor hedged; nothing if it cannot be read."""
    return exactly(number_of(text))


def _value(match: re.Match[str], name: str) -> Decimal:
    """Value of a named group, 0 if it is not there or empty."""
    text = match[name] if name in match.re.groupindex else ""
    if not text:
        return _ZERO
    if len(text) == 4 and not text[0].isdigit():
        found = numeral.positional(text)
        return found.number if found and found.number is not None else _ZERO
    return number_of(text) or _ZERO


def shape_at(text: str, at: int, floor: int, shapes: Sequence[Shape], words: Vocabulary) -> Draft | None:
    """The first of the shapes that fits the numeral at `at` and begins at `floor` or later."""
    before = text[at - 1 : at]
    for shape in shapes:
        if at - shape.back < floor or (shape.before is not None and before not in shape.before):
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
    worth = draft.worth
    if not said or worth.number is None:
        return draft
    exact = Fraction(worth.parts[0]) / Fraction(worth.parts[1]) if worth.parts else Fraction(worth.number)
    hedge = strongest([kind for _, kind in said])
    hard, expected = words.hedges.around(exact, Fraction(worth.round_step), hedge)
    draft.known = worth._replace(hard=hard, expected=expected)
    draft.hedge, draft.hedged_by = hedge, "…".join(word for word, _ in said)
    return draft


def lone_day(text: str, at: int, words: Vocabulary) -> Draft | None:
    """18日 as a date of an unsaid month; 7日 after 为期, 连续 ... is left to be a duration."""
    match = words.day_arabic.match(text, at) or words.day_chinese.match(text, at)
    if match is None or text.endswith(words.lexicon.words("days_counted_after"), max(0, at - 3), at):
        return None
    day = number_of(match["d"])
    if day is None or not 1 <= day <= 39:
        return None
    return _draft("date", match, at, Worth(parts=(_ZERO, _ZERO, day)))


def _draft(kind: str, match: re.Match[str], start: int, worth: Worth, style: str = "") -> Draft:
    return Draft(kind, start, match.end(), match.span(), style=style, known=worth)


def _date(shape: Shape, match: re.Match[str], text: str, words: Vocabulary) -> Draft | None:
    reckon = partial(_date_worth, shape.style, match, text, words)
    return Draft("date", match.start() - shape.back, match.end(), match.span(), reckon, style=shape.style)


def _date_worth(style: str, match: re.Match[str], text: str, words: Vocabulary) -> Worth:
    year = _value(match, "y")
    if style in ("first_months", "first_quarters"):
        return Worth(parts=(year, _ONE, _value(match, "m2")))
    if style == "months":
        return Worth(parts=(year, _value(match, "m"), _value(match, "m2")))
    if style == "days":
        return Worth(parts=(year, _value(match, "m"), _value(match, "d"), _value(match, "d2")))
    if style == "quarter":
        return Worth(parts=(year, _value(match, "q")))
    if style == "half":
        lead = match["half"] if year else text[match.start() - 1]
        return Worth(parts=(year, Decimal(1 + words.lexicon.words("half_years").index(lead))))
    return Worth(parts=(year, _value(match, "m"), _value(match, "d")))


def _year(shape: Shape, match: re.Match[str], text: str, words: Vocabulary) -> Draft | None:
    unit = measure(text[match.end("y") : match.end()].strip())
    return Draft("year", match.start(), match.end(), match.span(), partial(_year_worth, match), unit)


def _year_worth(match: re.Match[str]) -> Worth:
    year = _value(match, "y")
    return exactly(year, (year, _ZERO, _ZERO))


def _years(shape: Shape, match: re.Match[str], text: str, words: Vocabulary) -> Draft | None:
    low, high = _value(match, "y"), _value(match, "y2")
    if high < 100:
        high += low - low % 100
    said = any(word in match[0] for word in words.lexicon.words("year_spans"))
    first, last = (1000, 3000) if said else (1900, 2100)
    if not first <= low <= high < last or (not said and words.unit.match(text, match.end())):
        return None
    value = Interval(Fraction(low), Fraction(high))
    draft = _draft("range", match, match.start(), Worth(hard=value, expected=value, parts=(low, high)), shape.style)
    draft.unit = measure(words.lexicon.words("year_words")[0], "year")
    return draft


def _time(shape: Shape, match: re.Match[str], text: str, words: Vocabulary) -> Draft | None:
    hour, minute = _value(match, "h"), _value(match, "mi")
    start = match.start()
    if hour > 24:
        return None
    doubtful = False
    if shape.name == "clock":
        cue = text[max(0, start - 6) : start]
        doubtful = len(match["h"]) == 1 or any(c in cue for c in words.lexicon.words("ratio_cues"))
    elif shape.name == "oclock" and "bare" in match.re.groupindex:
        doubtful = match["bare"] is not None
    if doubtful and not text.endswith(words.lexicon.words("day_parts"), 0, start):
        return None
    if text[match.end() - 1] in numeral.HALF:
        minute = Decimal(30)
    return _draft("time", match, start, Worth(parts=(hour, minute)))


def _ordinal(shape: Shape, match: re.Match[str], text: str, words: Vocabulary) -> Draft | None:
    worth = numbered(match["n"])
    if worth.number is None:
        return None
    draft = _draft("ordinal", match, match.start(), worth)
    draft.unit, draft.digits = measure(shape.unit), match.span("n")
    return draft


def _plain(shape: Shape, match: re.Match[str], text: str, words: Vocabulary) -> Draft | None:
    """Names and identifiers; these carry no number."""
    kind = shape.kind
    reckon = partial(numbered, match[0]) if kind == "name" else Worth
    return Draft(kind, match.start() - shape.back, match.end(), match.span(), reckon)


def _fraction(shape: Shape, match: re.Match[str], text: str, words: Vocabulary) -> Draft | None:
    below, above = numeral.read(match["den"]), numeral.read(match["num"])
    if below is None or above is None or not below.number or above.number is None:
        return None
    kind, unit = _HUNDREDS.get(int(below.number), ("fraction", ""))
    numbers = [above]
    upper = numeral.read(match["num2"]) if "num2" in match.re.groupindex and match["num2"] else None
    if upper is not None and upper.number is not None:
        numbers.append(upper)
    ends: list[tuple[Fraction, Fraction]] = []
    for one in numbers:
        value, half = Fraction(one.number or 0), Fraction(one.step) / 2 if unit else Fraction(0)
        scale = Fraction(1) if unit else 1 / Fraction(below.number)
        ends.append(((value - half) * scale, (value + half) * scale))
    hard = expected = Interval(min(e[0] for e in ends), max(e[1] for e in ends))
    if not unit and len(numbers) == 1:
        # A third is said of 32 % as of 35 %: a tenth of the part either way can be, half of that is expected.
        hard = expected.widened(1 / (10 * Fraction(below.number)))
        expected = expected.widened(1 / (20 * Fraction(below.number)))
    number = above.number if unit else above.number / below.number
    step = above.step if unit else _ONE / below.number
    worth = Worth(number, step, above.round_step if unit else step / 10, hard, expected)
    if len(numbers) == 2:
        worth = worth._replace(number=None, parts=tuple(one.number or _ZERO for one in numbers))
    elif not unit:
        worth = worth._replace(parts=(above.number, below.number))
    draft = _draft("range" if len(numbers) == 2 else kind, match, match.start(), worth)
    factor = Fraction(1, 10) if kind == "permille" else Fraction(1) if unit else Fraction(100)
    draft.unit = measure(unit, "percent", factor)
    return draft


def _ratio(shape: Shape, match: re.Match[str], text: str, words: Vocabulary) -> Draft | None:
    terms = tuple(Decimal(term) for term in _TERM.findall(match["terms"]))
    return _draft("ratio", match, match.start(), Worth(parts=terms))


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


def marker_at(text: str, at: int, floor: int, markers: Sequence[Shape], words: Vocabulary) -> Draft | None:
    """A mark of the text's outline whose numeral begins at `at`: 一是, （二）, 3., 第一章, 亮点1."""
    if text[at] in numeral.CIRCLED:
        reckon = partial(exactly, Decimal(numeral.circled(text[at])))
        return Draft("marker", at, at + 1, (at, at + 1), reckon, style="①")
    before = text[at - 1 : at]
    for shape in markers:
        start = at - shape.back
        if start < floor or (shape.before is not None and before not in shape.before):
            continue
        match = shape.pattern.match(text, at)
        if match is None:
            continue
        noun = _marker_noun(text, at, words) if shape.where == "noun" else ""
        if (shape.where == "noun" and not noun) or not _stands(text, start - len(noun), shape.where, words):
            continue
        worth = numbered(match["n"])
        if worth.number is None or start - len(noun) < floor:
            continue
        tail = (match["unit"] if "unit" in match.re.groupindex else "") or noun
        draft = _draft("marker", match, start - len(noun), worth, shape.style.replace("*", tail))
        draft.digits = match.span("n")
        return draft
    return None


def _marker_noun(text: str, at: int, words: Vocabulary) -> str:
    nouns = words.lexicon.words("marker_nouns")
    found = [w for w in nouns if text.endswith(w, max(0, at - len(w)), at)]
    return max(found, key=len, default="")


def _stands(text: str, start: int, where: str, words: Vocabulary) -> bool:
    """Whether a marker may begin at `start`: at the start of a line or of a clause."""
    at = start - 1
    while at >= 0 and text[at] in words.lists.blanks:
        at -= 1
    if at < 0 or text[at] == "\n":
        return True
    if where == "line":
        return False
    if where in ("clause", "full", "noun"):
        return text[at] in words.lists.clause_ends or (where == "noun" and text[at] in words.lists.brackets)
    return text[at] in words.lists.clause_ends or text[at] in words.lists.commas
