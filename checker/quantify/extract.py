"""Document -> Quantities, in text order, not overlapping: one pass over the reading text.

At each numeral, in this order: words that only look like numbers, marks of the outline, names, shapes
(dates, ordinals, ratios ...), amounts. What fits first is taken and the pass goes on behind it. The characters on
both sides of the numeral say which of them can be there at all; only those are tried.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from checker.lexicon import Lexicon
from checker.model.document import Document
from checker.model.quantity import Quantities
from checker.quantify import names, numeral
from checker.quantify.amounts import amount_at, cell_at
from checker.quantify.draft import Draft
from checker.quantify.placing import CODE_BESIDE, Plan, is_odd
from checker.quantify.shapes import lone_day, marker_at, shape_at
from checker.quantify.views import Drafted
from checker.quantify.vocabulary import Vocabulary, vocabulary

_ARABIC = re.compile(numeral.ARABIC)
_CELL_BEFORE = frozenset("| \t")
_DIGITS = frozenset("0123456789")
_NUMERALS = frozenset(numeral.DIGITS + numeral.SCALES)
_KINDS_LENT = frozenset({"quantity", "money", "percent", "points"})
_EACH_REACH = 30  # characters before a number that may hold 分别


def extract(document: Document, lexicon: Lexicon) -> Quantities:
    """Every number of a document. Spans are of `document.text`; `document.text[q.span] == q.surface`."""
    words = vocabulary(lexicon)
    text = document.reading.text
    drafts = _sweep(text, words)
    _lend(text, drafts, words)
    return Drafted(document, drafts, words).quantities()


def _sweep(text: str, words: Vocabulary) -> list[Draft]:
    """All drafts of a text, in order."""
    hidden = words.hidden.of(text)
    quoted = names.Quotes(words.quotes, text)
    drafts: list[Draft] = []
    at = floor = 0
    search, add = words.written.search, drafts.append
    while match := search(text, at):
        at, end = match.span()
        if hidden:
            i = bisect_right(hidden, (at, len(text))) - 1
            if i >= 0 and at < hidden[i][1]:
                at = hidden[i][1]
                continue
        read = _arabic if text[at] in _DIGITS else _chinese
        found = read(text, at, end, floor, words, quoted)
        if isinstance(found, int):
            at = max(found, at + 1)
            continue
        add(found)
        at = floor = found.end
    return drafts


def _arabic(text: str, at: int, end: int, floor: int, words: Vocabulary, quoted: names.Quotes) -> Draft | int:
    """The quantity whose digits are [at, end), or the place where to go on looking."""
    before, behind = text[at - 1 : at], text[end : end + 1]
    odd = end - at > 1 and is_odd(text[at], end - at)
    plan = (words.odd_plans if odd else words.plans)[behind]
    if plan.quiet and before not in words.loud and not (words.digit_words and words.near.meets(text, at)):
        found = amount_at(text, at, floor, words, quiet=True)
        return quoted.named(found) if found is not None else _unread(text, at)
    cell = cell_at(text, at, words) if before in _CELL_BEFORE else None
    if cell is not None:
        return quoted.named(cell)
    wordy = words.near.meets(text, at)
    if wordy and (after := names.skipped(text, at, words)):
        return after
    half = names.half_at(text, at, floor, words) if wordy else None
    if half is not None:
        return quoted.named(half)
    if plan.markers_after is None or before in plan.markers_after:
        marker = marker_at(text, at, floor, plan.markers, words)
        if marker is not None:
            return marker
    name = names.fixed_at(text, at, floor, words) if wordy else None
    if name is None and (before in CODE_BESIDE or behind in CODE_BESIDE):
        name = names.code_at(text, at, floor, words)
    if name is not None:
        return name
    found = _numbered(text, at, floor, plan, words) or amount_at(text, at, floor, words)
    return quoted.named(found) if found is not None else _unread(text, at)


def _numbered(text: str, at: int, floor: int, plan: Plan, words: Vocabulary) -> Draft | None:
    """An ordinal, or a number of a shape of its own (a date, a time, a ratio …), that may stand where the plan says."""
    before = text[at - 1 : at]
    found = names.ordinal_at(text, at, floor, words) if before in words.lists.ordinal_words else None
    if found is None and (plan.shapes_after is None or before in plan.shapes_after):
        found = shape_at(text, at, floor, plan.shapes, words)
    return lone_day(text, at, words) if found is None and plan.day else found


def _chinese(text: str, at: int, end: int, floor: int, words: Vocabulary, quoted: names.Quotes) -> Draft | int:
    """The same for any other numeral: Chinese, full-width, circled, 半, 几."""
    sign, before = text[at], text[at - 1 : at]
    if sign not in _NUMERALS and not words.trigger.match(text, at):
        return at + 1
    wordy = words.near.meets(text, at)
    if wordy and (after := names.skipped(text, at, words)):
        return after
    if sign in numeral.VAGUE and before in words.lists.not_vague_after:
        return at + 1
    half = names.half_at(text, at, floor, words) if wordy else None
    if half is None and sign in numeral.HALF:
        half = names.half_unit_at(text, at, words)
    if half is not None:
        return quoted.named(half)
    plan = (words.odd_plans if is_odd(sign, end - at) else words.plans)[text[end : end + 1]]
    if plan.markers_after is None or before in plan.markers_after or sign in numeral.CIRCLED:
        marker = marker_at(text, at, floor, plan.markers, words)
        if marker is not None:
            return marker
    name = (names.fixed_at(text, at, floor, words) if wordy else None) or names.idiom_at(text, at, words)
    if name is None and (before in words.week_closes or sign not in _NUMERALS):
        name = names.weekday_at(text, at, floor, words)
    if name is not None:
        return name
    found = _numbered(text, at, floor, plan, words)
    if found is None:
        found = amount_at(text, at, floor, words, quiet=before not in words.loud)
    if found is not None:
        return quoted.named(found)
    slogan = names.slogan_at(text, at, floor, words)
    return slogan if slogan is not None else _unread(text, at)


def _unread(text: str, at: int) -> Draft | int:
    """What nothing could read. Arabic digits (a number of a hundred digits) are named, never passed over."""
    match = _ARABIC.match(text, at)
    return Draft("identifier", at, match.end(), match.span()) if match else end_of_run(text, at)


def _lend(text: str, drafts: Sequence[Draft], words: Vocabulary) -> None:
    """Give the unit of a list's last number to the bare ones before it: 分别为27、47和18微克, 2.4个和5.1个百分点."""
    after = drafts[-1] if drafts else None
    each = words.lexicon.words("each_words")
    for draft in reversed(drafts[:-1]):
        behind, after = after, draft
        if behind is None or draft.kind != "quantity" or behind.start - draft.end > words.longest_joint:
            continue
        if not behind.unit.printed or text[draft.end : behind.start] not in words.lists.lending_joints:
            continue
        points = draft.unit.printed in words.lists.lent_to and behind.kind == "points"
        bare = not draft.unit.printed and behind.kind in _KINDS_LENT
        if points or (bare and any(word in text[max(0, draft.start - _EACH_REACH) : draft.start] for word in each)):
            draft.kind, draft.unit = behind.kind, behind.unit


def end_of_run(text: str, at: int) -> int:
    """End of the run of numeral characters that could not be read."""
    end = at + 1
    if text[at] in _NUMERALS:
        while end < len(text) and text[end] in _NUMERALS:
            end += 1
    return end


def numbers(text: str, lexicon: Lexicon) -> Quantities:
    """Quantities of a plain string, as if it were a document of its own. For tests and rule files."""
    return extract(Document("<text>", text), lexicon)
