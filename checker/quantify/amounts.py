"""Amounts: sign, numeral, scale, unit, per-unit and hedges at one place -> Draft; two of them joined -> range."""

from __future__ import annotations

import re
import sys
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache, partial

from checker.model.interval import Interval
from checker.quantify import numeral
from checker.quantify.draft import NO_TAIL, Draft, Tail, Worth
from checker.quantify.hedge import Hedges, strongest
from checker.quantify.vocabulary import Vocabulary
from checker.units import BARE, Unit

_ROUNDED_KINDS = ("percent", "permille", "points", "multiple", "tenths")
_BLANK_LATIN = re.compile("[A-Za-z] ")
_HALVES = Decimal("0.5")
_BLANKS = (" ", "\xa0", "\u3000")
_MOST_TAILS = 4096


# A short number that fills a cell: none of the shapes and names can be meant.
_CELL = re.compile(r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]{0,5}|0)(?:\.[0-9]{1,6})?(?= *[|\t])")


def cell_at(text: str, at: int, words: Vocabulary) -> Draft | None:
    """The number that fills a cell between bars or tabs. What the whole way would find, found at once."""
    before = at - 1
    while before >= 0 and text[before] == " ":
        before -= 1
    match = _CELL.match(text, at) if before >= 0 and text[before] in "|\t" else None
    if match is None:
        return None
    reckon = partial(_reckon, words.hedges, match[0], NO_TAIL, False, "")
    return Draft("quantity", at, match.end(), match.span(), reckon, bare="." not in match[0])


def amount_at(text: str, at: int, floor: int, words: Vocabulary, quiet: bool = False) -> Draft | None:
    """The amount whose numeral begins at `at`, a range if a second end follows; None if it is no amount.

    quiet: what stands before it is no sign, no currency and no hedge.
    """
    low = _single(text, at, floor, words, None, quiet)
    if low is None:
        return None
    joined = words.dash.match(text, low.end) if text[low.end : low.end + 1] in words.dash_starts else None
    if joined is None:
        return low if _reportable(text, low, words) else None
    after = joined.end()
    sign = text[after : after + 1]
    minus = bool(sign) and (sign in numeral.MINUS or sign in words.lexicon.words("minus_words"))
    after += minus
    high = _single(text, after, after, words, minus, False) if words.trigger.match(text, after) else None
    found = _range(text, low, high, joined[0].strip(), words) if high is not None else None
    if found is not None:
        return found
    return low if _reportable(text, low, words) else None


def _single(
    text: str, at: int, floor: int, words: Vocabulary, minus: bool | None, quiet: bool, most: int = sys.maxsize
) -> Draft | None:
    """One amount, hedges included. minus: already known for the second end of a range. most: where it must end."""
    arabic = text[at].isdecimal()
    match = (words.amount if arabic else words.amount_chinese).match(text, at, most)
    if match is None:
        return None
    num, stop, end = match[1], match.end(1), match.end()
    tail = words.tails.get((text[stop:end], match.lastindex)) or _tail(match, words)
    scale, vague = tail.scale, ""
    scaled = "." in num or bool(scale)
    whole = (
        match.end(2) if arabic else at
    )  # -1 for digits alone, `stop` for those with one scale word: both can be read
    if not (whole < 0 or whole == stop) or len(num) > numeral.LONGEST:
        value = numeral.read(num)
        if value is None:  # of two numbers run together (2000万3000万) the first one alone
            first = numeral.leading(num) if arabic else 0
            return _single(text, at, floor, words, minus, quiet, at + first) if first else None
        if value.number is None:
            vague = "some" if value.likely is None else "between"
        scaled = value.scaled or (bool(scale) and not vague)
    elif whole > 0 or not num.isascii():
        scaled = scaled or whole > 0 or "．" in num
    if whole >= 0 and not scale:
        scale = num[len(num.rstrip(numeral.SCALES)) :]
    lead = (scale if arabic or scale[-1:] in numeral.MYRIADS else "") + tail.printed
    start, sign, unit, hedge, hedged_by = at, False, tail.unit, tail.hedge, tail.hedged_by
    if not quiet:
        if minus is not None:
            start, sign = at - minus, minus
        elif text[at - 1 : at] in words.minus_ends:
            start, sign = _sign(text, at, floor, words)
        if tail.open and text[start - 1 : start] in words.currency_ends:
            unit, written = _currency(text, start, floor, words)
            start -= len(written)
        if sign and unit.kind == "quantity" and words.models.before(text, start) is not None:
            return Draft("name", at, stop, (at, stop))
        touching, reach = _hedge_before(text, start, floor, num, unit, words)
        if touching is not None:
            said = (touching, *tail.said)
            hedge, hedged_by = strongest([kind for _, kind in said]), "…".join(word for word, _ in said)
            start -= reach
    return Draft(
        unit.kind,
        start,
        end,
        (at, stop + tail.reach),
        partial(_reckon, words.hedges, num, tail, sign, hedge),
        unit,
        hedge or vague,
        hedged_by,
        "",
        not lead and not scaled,
        tail.after,
        lead,
    )


def _tail(match: re.Match[str], words: Vocabulary) -> Tail:
    """What an amount's match says behind its numeral; remembered in the vocabulary."""
    text, stop = match.string, match.end(1)
    printed, per, half = match["unit"] or "", match["per"], match["half"]
    unit = words.units.known.get(printed, BARE)
    if per:
        unit = unit.per(words.units.known[per], text[match.end("unit")])
    elif match["ge"] and not printed:  # 6个亿 is always money
        unit = words.units.known[words.lexicon.table("currency_signs")["￥"]]
    said: list[tuple[str, str]] = []
    if half and half[-1] not in numeral.HALF:
        said.append((half[-1], "over"))
    if match["in1"] and not match["ge"]:
        said.append((match["in1"][:1], "over"))
    after = match["after"] or ""
    if after:
        said.append((after, words.after[after]))
    joint = half or match["halfend"]
    tail = Tail(
        unit,
        printed,
        match["scale2"] or "",
        match.end("scale2") - stop if match["scale2"] else 0,
        bool(joint) and joint[-1] in numeral.HALF,
        tuple(said),
        strongest([kind for _, kind in said]),
        "…".join(word for word, _ in said),
        after,
        not printed and not match["ge"],
        unit.kind in _ROUNDED_KINDS,
    )
    if len(words.tails) >= _MOST_TAILS:
        words.tails.clear()
    words.tails[text[stop : match.end()], match.lastindex] = tail
    return tail


@lru_cache(maxsize=16384)
def _reckon(hedges: Hedges, num: str, tail: Tail, minus: bool, hedge: str) -> Worth:
    """What an amount is worth: 2400多万, 一个半月, -5%."""
    value = numeral.read(num)
    if value is None:
        raise ValueError(num)  # read before, or no draft would be
    if value.number is not None and (tail.scale or tail.half or minus):
        number, step, round_step, scaled = value.number, value.step, value.round_step, value.scaled
        by = numeral.scale_value(tail.scale)
        if by is not None:
            number, step, round_step, scaled = number * by, step * by, round_step * by, True
        if tail.half:
            number, step, round_step, scaled = number + _HALVES, _HALVES, _HALVES, False
        value = numeral.Numeral(-number if minus else number, step, round_step, scaled, form=value.form)
    hard, expected = hedges.intervals(value, hedge, value.scaled or tail.rounded)
    return Worth(value.number, value.step, value.round_step, hard, expected)


def _sign(text: str, at: int, floor: int, words: Vocabulary) -> tuple[int, bool]:
    """Where the number begins with its minus, and whether there is one. A dash between numbers is none."""
    if at < 1 or at - 1 < floor:
        return at, False
    before = text[at - 1]
    for word in words.lexicon.words("minus_words"):
        if text.endswith(word, floor, at):
            return at - len(word), True
    if before not in numeral.MINUS or not text[at].isdigit():
        return at, False
    earlier = text[at - 2] if at > 1 else " "
    if earlier.isalnum() and earlier.isascii():
        return at, False
    if earlier in "-－−%％℃)）" or earlier.isdigit() or (at - 1 == floor and floor):
        return at, False
    if (at == 2 or (at > 2 and text[at - 3] == "\n")) and earlier in "-":
        return at, False
    return at - 1, True


def _currency(text: str, start: int, floor: int, words: Vocabulary) -> tuple[Unit, str]:
    """The unit that a currency sign before a number gives it, and the sign."""
    signs = words.lexicon.table("currency_signs")
    for size in (3, 2, 1):
        sign = text[max(floor, start - size) : start]
        if len(sign) == size and sign in signs:
            return words.units.known[signs[sign]], sign
    return BARE, ""


def _hedge_before(
    text: str, start: int, floor: int, num: str, unit: Unit, words: Vocabulary
) -> tuple[tuple[str, str] | None, int]:
    """(hedge, kind) that touches a number from the left, None if there is none, and how far it reaches."""
    lead, blank = words.before.before(text, start), 0
    if lead is None and text[start - 1 : start] in _BLANKS:  # 约 300 人
        lead, blank = words.before.before(text, start - 1), 1
    scale = num[0] in numeral.SCALES and num[0] != numeral.TEN and not num.strip(numeral.SCALES)
    if scale and (lead is None or not lead[1]):
        lead = words.before_scale.before(text, start)
    if lead is None or not lead[1]:
        return None, 0
    reach = len(lead[0]) + blank
    if start - reach < floor or _recent(text, start - reach, unit, lead, words):
        return None, 0
    return lead, reach


def _recent(text: str, start: int, unit: Unit, lead: tuple[str, str], words: Vocabulary) -> bool:
    """近三年 means the last three years, unless a word for the lapse of time stands before it."""
    if len(lead[0]) > 1 or lead[1] != "near" or unit.dimension not in ("months", "time"):
        return False
    return words.recent_not.before(text, start) is None


def _reportable(text: str, draft: Draft, words: Vocabulary) -> bool:
    """Whether a lone amount is a number at all; Chinese digits mostly are parts of words."""
    written = text[draft.digits[0] : draft.digits[1]]
    if written[0].isdecimal():
        if draft.bare and not draft.hedge:
            _unnamed(text, draft, words)
        return True
    if len(written) == 1 and written in numeral.CAPITAL:  # 陆, 伍 are surnames and words more often than numbers
        return False
    if len(written) > 2 and all(c in numeral.DIGITS for c in written):  # 六〇一: read digit by digit, a name
        draft.kind, draft.unit = "name", BARE
        draft.end, draft.after = draft.digits[1], ""
        return True
    scales = all(c in numeral.SCALES for c in written)
    if scales and not written.startswith(numeral.TEN):
        return _bare_scale(draft)
    if draft.kind == "doubling":
        return words.doubled.before(text, draft.start) is not None
    if draft.unit.printed:
        weak = len(written) == 1 and draft.unit.printed in words.lists.weak_measures
        return not (weak and numeral.read(written) == numeral.read(numeral.ONE))
    if draft.hedge in ("some", "between"):
        return draft.hedge == "some"
    if len(written) == 1:
        return bool(draft.hedged_by) and written == numeral.TEN and draft.after == ""
    return not all(c in numeral.DIGITS for c in written)


def _unnamed(text: str, draft: Draft, words: Vocabulary) -> None:
    """Digits without a unit beside Latin words are names (iPhone 16); 2024 at the head of a title is a year."""
    before, after = text[max(0, draft.start - 2) : draft.start], text[draft.end : draft.end + 2]
    if _BLANK_LATIN.fullmatch(before) or _BLANK_LATIN.fullmatch(after[::-1]):
        draft.kind = "name"
        return
    if draft.digits[1] - draft.digits[0] != 4 or after[:1].isascii():
        return
    number = draft.worth.number
    if number is not None and 1949 <= number <= 2050 and (not before or before[-1] in words.lists.title_starts):
        draft.kind = "year"
        draft.known = draft.worth._replace(parts=(number, Decimal(0), Decimal(0)))


def _bare_scale(draft: Draft) -> bool:
    """百名教师, 万元: rhetorical, so a name; hedged (上百名, 千余户) or a threshold (亿元以上) it counts."""
    if draft.unit.printed and not draft.hedge:
        draft.kind = "name"
    return bool(draft.unit.printed or draft.hedge)


def _range(text: str, low: Draft, high: Draft, mark: str, words: Vocabulary) -> Draft | None:
    """3至5年, 2.5亿—3亿元. None if the two are no range: 2-0, 由5%至3亿元, from ... to."""
    from_, to = low.worth.number, high.worth.number
    if from_ is None or to is None or low.hedge in ("some", "between"):
        return None
    word = mark in words.lists.range_words
    own = bool(low.unit.printed)
    if own and low.unit.dimension != high.unit.dimension and (word or not (high.unit.dimension or high.bare)):
        return None
    if low.after or (low.hedged_by and low.hedge not in ("about", "")):
        return None
    first = from_ if low.lead or not high.lead else _lent(from_, to, high)
    inverted = first > to and not low.lead and text.endswith(words.lexicon.words("range_openers"), 0, low.start)
    if word and not inverted and (first >= to or (own and words.before_from.before(text, low.start) is not None)):
        return None
    if word and low.lead and to > 3 * first and words.grown.before(text, low.start) is not None:
        return None  # 下降1.7万至23.3万: by so much, to so much
    plain = not low.lead and not high.lead and not high.unit.printed
    if plain and not word and mark not in words.lists.tildes:
        return _score(low, high)
    if not own and text[low.digits[0]] in numeral.DIGITS and not high.unit.printed:
        return None
    return Draft(
        "range",
        low.start,
        high.end,
        (low.digits[0], high.digits[1]),
        partial(_joined, low, high, first),
        high.unit if high.unit.printed else low.unit,
        low.hedge,
        low.hedged_by,
        f"{low.lead}|{high.lead}" if low.lead else "",  # both ends' printed units, if the low end has its own
        after=high.after,
    )


def _lent(number: Decimal, to: Decimal, high: Draft) -> Decimal:
    """The low end in the high end's scale, if it has none of its own and so stays below: 3至5万, but 900至1.2万."""
    scale_word = high.lead[: len(high.lead) - len(high.lead.lstrip(numeral.SCALES))]
    while (
        scale_word
        and high.lead[len(scale_word) :]
        and high.unit.printed.startswith(scale_word[-1:] + high.lead[len(scale_word)])
    ):
        scale_word = scale_word[:-1]
    scale = numeral.scale_value(scale_word)
    if scale is None:
        return number
    lent = number * scale
    return lent if lent <= to else number


def _score(low: Draft, high: Draft) -> Draft:
    """2-0, 1-2: two bare numbers with a hyphen say no quantity."""
    worth = Worth(parts=(low.worth.number or Decimal(0), high.worth.number or Decimal(0)))
    return Draft("identifier", low.start, high.end, (low.digits[0], high.digits[1]), known=worth)


def _joined(low: Draft, high: Draft, first: Decimal) -> Worth:
    """What a range of two ends is worth; `first`: the low end in the scale that is meant."""
    last = high.worth.number or Decimal(0)
    a, b = low.worth.hard, high.worth.hard
    if first != low.worth.number:
        half = Fraction(high.worth.step) / 2 if not high.bare and not b.is_exact else Fraction(0)
        a = Interval(Fraction(first) - half, Fraction(first) + half)
    values = a.hull(b)
    if low.unit.dimension and low.unit.dimension == high.unit.dimension and low.unit.factor != high.unit.factor:
        values = (a * Interval.exact(low.unit.factor / high.unit.factor)).hull(b)
    return Worth(None, high.worth.step, high.worth.round_step, values, values, (first, last))
