"""Amounts: sign, numeral, scale, unit, per-unit and hedges at one place -> Draft; two of them joined -> range."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import cast

from checker.model.interval import Interval
from checker.model.quantity import Hedge, Kind
from checker.quantify import numeral
from checker.quantify.draft import Draft
from checker.quantify.hedge import strongest
from checker.quantify.vocabulary import Vocabulary
from checker.units import BARE, Unit

_MINUS = "-－−"
_ROUNDED_KINDS = ("percent", "permille", "points", "multiple", "tenths")
_BLANK_LATIN = re.compile("[A-Za-z] ")
_HALVES = Decimal("0.5")
_BLANKS = (" ", "\xa0", "\u3000")


def amount_at(text: str, at: int, floor: int, words: Vocabulary) -> Draft | None:
    """The amount whose numeral begins at `at`, a range if a second end follows; None if it is no amount."""
    low = _single(text, at, floor, words)
    if low is None:
        return None
    joined = words.dash.match(text, low.end)
    if joined is None:
        return low if _reportable(text, low, words) else None
    after = joined.end()
    sign = text[after : after + 1]
    minus = bool(sign) and (sign in _MINUS or sign in words.lexicon.words("minus_words"))
    after += minus
    high = _single(text, after, after, words, minus) if words.trigger.match(text, after) else None
    found = _range(text, low, high, joined[0].strip(), words) if high is not None else None
    if found is not None:
        return found
    return low if _reportable(text, low, words) else None


def _single(text: str, at: int, floor: int, words: Vocabulary, minus: bool | None = None) -> Draft | None:
    """One amount, hedges included. minus: already known for the second end of a range."""
    pattern = words.amount if text[at].isdecimal() else words.amount_chinese
    match = pattern.match(text, at)
    if match is None:
        return None
    value = numeral.read(match["num"])
    if value is None:
        return None
    start, sign = _sign(text, at, floor, words) if minus is None else (at - minus, minus)
    unit = _unit(match, text, start, floor, words)
    start -= len(unit[1])
    value = _with_half(_scaled(value, match), match)
    if value is None:
        return None
    if sign:
        value = replace(value, number=-value.number) if value.number is not None else value
    digits_end = match.end("scale2") if match["scale2"] else match.end("num")
    draft = Draft(
        cast(Kind, unit[0].kind),
        start,
        match.end(),
        (match.start("num"), digits_end),
        value.number,
        value.step,
        value.round_step,
        unit=unit[0].printed,
        dimension=unit[0].dimension,
        factor=unit[0].factor,
    )
    written = match["num"]
    scale = match["scale2"] or written[len(written.rstrip(numeral.SCALES)) :]
    draft.lead = (scale if scale[-1:] in numeral.MYRIADS or text[at].isdecimal() else "") + (match["unit"] or "")
    draft.bare = not draft.lead and not value.scaled
    if sign and draft.kind == "quantity" and words.models.before(text, start) is not None:
        return Draft("name", at, match.end("num"), match.span("num"))
    draft.after = match["after"] or ""
    _hedge(text, draft, value, match, floor, words)
    return draft


def _sign(text: str, at: int, floor: int, words: Vocabulary) -> tuple[int, bool]:
    """Where the number begins with its minus, and whether there is one. A dash between numbers is none."""
    if at < 1 or at - 1 < floor:
        return at, False
    before = text[at - 1]
    for word in words.lexicon.words("minus_words"):
        if text.endswith(word, floor, at):
            return at - len(word), True
    if before not in _MINUS or not text[at].isdigit():
        return at, False
    earlier = text[at - 2] if at > 1 else " "
    if earlier.isalnum() and earlier.isascii():
        return at, False
    if earlier in "-－−%％℃)）" or earlier.isdigit() or (at - 1 == floor and floor):
        return at, False
    if (at == 2 or (at > 2 and text[at - 3] == "\n")) and earlier in "-":
        return at, False
    return at - 1, True


def _unit(match: re.Match[str], text: str, start: int, floor: int, words: Vocabulary) -> tuple[Unit, str]:
    """Unit of an amount and the currency sign before it, if it is written there."""
    printed = match["unit"] or ""
    unit = words.units.known.get(printed, BARE)
    if match["per"]:
        unit = unit.per(words.units.known[match["per"]], text[match.end("unit")])
    signs = words.lexicon.table("currency_signs")
    if printed:
        return unit, ""
    if match["ge"]:  # 6个亿 is always money
        return words.units.known[signs["￥"]], ""
    for size in (3, 2, 1):
        sign = text[max(floor, start - size) : start]
        if len(sign) == size and sign in signs:
            return words.units.known[signs[sign]], sign
    return unit, ""


def _scaled(value: numeral.Numeral, match: re.Match[str]) -> numeral.Numeral:
    """Fold in a scale word behind 余/多: 2400多万."""
    tail = match["scale2"]
    if not tail:
        return value
    by = numeral.scale_value(tail)
    if by is None or value.number is None:
        return value
    return numeral.Numeral(value.number * by, value.step * by, value.round_step * by, True, form=value.form)


def _with_half(value: numeral.Numeral, match: re.Match[str]) -> numeral.Numeral | None:
    """一个半月, 两年半: half a unit more."""
    joint = match["half"] or match["halfend"]
    if not joint or joint[-1] not in numeral.HALF or value.number is None:
        return value
    return numeral.Numeral(value.number + _HALVES, _HALVES, _HALVES, False, form=value.form)


def _hedge(
    text: str, draft: Draft, value: numeral.Numeral, match: re.Match[str], floor: int, words: Vocabulary
) -> None:
    """Find the hedges that touch the number; set the span, the kind of hedge and the intervals."""
    said: list[tuple[str, str]] = []
    lead, blank = words.before.before(text, draft.start), 0
    if lead is None and text[draft.start - 1 : draft.start] in _BLANKS:  # 约 300 人
        lead, blank = words.before.before(text, draft.start - 1), 1
    bare_scale = all(c in numeral.SCALES for c in match["num"]) and match["num"][0] != numeral.TEN
    if (lead is None or not lead[1]) and bare_scale:
        lead = words.before_scale.before(text, draft.start)
    reach = len(lead[0]) + blank if lead else 0
    if lead and lead[1] and draft.start - reach >= floor and not _recent(text, draft, lead, reach, words):
        said.append(lead)
        draft.start -= reach
    if match["half"] and match["half"][-1] not in numeral.HALF:
        said.append((match["half"][-1], "over"))
    if match["in1"] and not match["ge"]:
        said.append((match["in1"][:1], "over"))
    if match["after"]:
        said.append((match["after"], words.after[match["after"]]))
    kinds = [kind for _, kind in said]
    hedge = strongest(kinds)
    rounded = value.scaled or draft.kind in _ROUNDED_KINDS
    draft.hard, draft.expected = words.hedges.intervals(value, hedge, rounded)
    if value.number is None and not hedge:
        hedge = "some" if value.likely is None else "between"
    draft.hedge = cast(Hedge, hedge)
    draft.hedged_by = "…".join(word for word, _ in said)


def _recent(text: str, draft: Draft, lead: tuple[str, str], reach: int, words: Vocabulary) -> bool:
    """近三年 means the last three years, unless a word for the lapse of time stands before it."""
    if len(lead[0]) > 1 or lead[1] != "near" or draft.dimension not in ("months", "time"):
        return False
    return words.recent_not.before(text, draft.start - reach) is None


def _reportable(text: str, draft: Draft, words: Vocabulary) -> bool:
    """Whether a lone amount is a number at all; Chinese digits mostly are parts of words."""
    written = text[draft.digits[0] : draft.digits[1]]
    if written[0].isdecimal():
        _unnamed(text, draft, words)
        return True
    if len(written) == 1 and written in numeral.CAPITAL:  # 陆, 伍 are surnames and words more often than numbers
        return False
    if len(written) > 2 and all(c in numeral.DIGITS for c in written):  # 六〇一: read digit by digit, a name
        draft.kind, draft.unit, draft.dimension, draft.factor = "name", "", "", Fraction(1)
        draft.end, draft.after = draft.digits[1], ""
        return True
    scales = all(c in numeral.SCALES for c in written)
    if scales and not written.startswith(numeral.TEN):
        return _bare_scale(draft)
    if draft.kind == "doubling":
        return words.doubled.before(text, draft.start) is not None
    if draft.unit:
        weak = len(written) == 1 and draft.unit in words.lexicon.words("weak_measures")
        return not (weak and numeral.read(written) == numeral.read(numeral.ONE))
    if draft.hedge in ("some", "between"):
        return draft.hedge == "some"
    if len(written) == 1:
        return bool(draft.hedged_by) and written == numeral.TEN and draft.after == ""
    return not all(c in numeral.DIGITS for c in written)


def _unnamed(text: str, draft: Draft, words: Vocabulary) -> None:
    """Digits without a unit beside Latin words are names (iPhone 16); 2024 at the head of a title is a year."""
    if not draft.bare or draft.hedge or draft.number is None:
        return
    before, after = text[max(0, draft.start - 2) : draft.start], text[draft.end : draft.end + 2]
    if _BLANK_LATIN.fullmatch(before) or _BLANK_LATIN.fullmatch(after[::-1]):
        draft.kind = "name"
        return
    recent = 1949 <= draft.number <= 2050 and draft.digits[1] - draft.digits[0] == 4
    if recent and not after[:1].isascii() and (not before or before[-1] in words.lexicon.words("title_starts")):
        draft.kind, draft.parts = "year", (draft.number, Decimal(0), Decimal(0))


def _bare_scale(draft: Draft) -> bool:
    """百名教师, 万元: rhetorical, so a name; hedged (上百名, 千余户) or a threshold (亿元以上) it counts."""
    if draft.unit and not draft.hedge:
        draft.kind = "name"
    return bool(draft.unit or draft.hedge)


def _range(text: str, low: Draft, high: Draft, mark: str, words: Vocabulary) -> Draft | None:
    """3至5年, 2.5亿—3亿元. None if the two are no range: 2-0, 由5%至3亿元, from ... to."""
    if low.number is None or high.number is None or low.hedge in ("some", "between"):
        return None
    word = mark in words.lexicon.words("range_words")
    own = bool(low.unit)
    if own and low.dimension != high.dimension and (word or not (high.dimension or high.bare)):
        return None
    if low.after or (low.hedged_by and low.hedge not in ("about", "")):
        return None
    first = low.number if low.lead or not high.lead else _lent(low.number, high)
    inverted = (
        first > high.number and not low.lead and text.endswith(words.lexicon.words("range_openers"), 0, low.start)
    )
    if (
        word
        and not inverted
        and (first >= high.number or (own and words.before_from.before(text, low.start) is not None))
    ):
        return None
    if word and low.lead and high.number > 3 * first and words.grown.before(text, low.start) is not None:
        return None  # 下降1.7万至23.3万: by so much, to so much
    plain = not low.lead and not high.lead and not high.unit
    if plain and not word and mark not in words.lexicon.words("tildes"):
        return _score(low, high)
    if not low.unit and text[low.digits[0]] in numeral.DIGITS and not high.unit:
        return None
    return _joined(low, high, first)


def _lent(number: Decimal, high: Draft) -> Decimal:
    """The low end in the high end's scale, if it has none of its own and so stays below: 3至5万, but 900至1.2万."""
    scale_word = high.lead[: len(high.lead) - len(high.lead.lstrip(numeral.SCALES))]
    if not scale_word or high.number is None:
        return number
    while (
        scale_word
        and high.lead[len(scale_word) :]
        and high.unit.startswith(scale_word[-1:] + high.lead[len(scale_word)])
    ):
        scale_word = scale_word[:-1]
    scale = numeral.scale_value(scale_word)
    if scale is None:
        return number
    lent = number * scale
    return lent if lent <= high.number else number


def _score(low: Draft, high: Draft) -> Draft:
    """2-0, 1-2: two bare numbers with a hyphen say no quantity."""
    draft = Draft("identifier", low.start, high.end, (low.digits[0], high.digits[1]))
    draft.parts = (low.number or Decimal(0), high.number or Decimal(0))
    return draft


def _joined(low: Draft, high: Draft, first: Decimal) -> Draft:
    """One range of two ends; both ends' printed units stay in `style` if the low end has its own."""
    last = high.number or Decimal(0)
    a, b = low.hard, high.hard
    if first != low.number or a is None:
        half = Fraction(high.step) / 2 if not high.bare and high.hard and not high.hard.is_exact else Fraction(0)
        a = Interval(Fraction(first) - half, Fraction(first) + half)
    values = a.hull(b or a)
    if low.dimension and low.dimension == high.dimension and low.factor != high.factor:
        ratio = low.factor / high.factor
        values = (a * Interval.exact(ratio)).hull(b or a)
    unit = high if high.unit else low
    draft = Draft(
        "range",
        low.start,
        high.end,
        (low.digits[0], high.digits[1]),
        None,
        high.step,
        high.round_step,
        low.hedge,
        values,
        values,
        unit.unit,
        unit.dimension,
        unit.factor,
        (first, last),
        "",
        low.hedged_by,
    )
    draft.after = high.after
    if low.lead:
        draft.style = f"{low.lead}|{high.lead}"
    return draft
