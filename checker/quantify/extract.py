"""Document -> Quantities, in text order, not overlapping: one pass over the reading text.

At each numeral, in this order: words that only look like numbers, marks of the outline, names, shapes
(dates, ordinals, ratios ...), amounts. What fits first is taken and the pass goes on behind it.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from checker.lexicon import Lexicon
from checker.model.document import Document, Span
from checker.model.interval import EVERYTHING
from checker.model.quantity import NOWHERE, Quantity
from checker.quantify import names, numeral
from checker.quantify.amounts import amount_at
from checker.quantify.draft import Draft
from checker.quantify.role import Roles, roles_of
from checker.quantify.shapes import lone_day, marker_at, shape_at
from checker.quantify.topic import topics_of
from checker.quantify.vocabulary import Vocabulary, vocabulary
from checker.quantify.year import year_of

# A short number that fills a cell: none of the shapes and names can be meant.
_CELL = re.compile(r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]{0,5}|0)(?:\.[0-9]{1,6})?(?= *[|\t])")


def extract(document: Document, lexicon: Lexicon) -> tuple[Quantity, ...]:
    """Every number of a document. Spans are of `document.text`; `document.text[q.span] == q.surface`."""
    words = vocabulary(lexicon)
    text = document.reading.text
    drafts = _sweep(text, words)
    _lend(text, drafts, words)
    return _frozen(document, drafts, words, roles_of(lexicon))


def _sweep(text: str, words: Vocabulary) -> list[Draft]:
    """All drafts of a text, in order."""
    hidden = [m.span() for m in words.hidden.finditer(text)]
    hidden_starts = [start for start, _ in hidden]
    quoted = names.Quotes(words.quotes, text)
    drafts: list[Draft] = []
    at = floor = 0
    search = words.trigger.search
    while match := search(text, at):
        at = match.start()
        if hidden:
            i = bisect_right(hidden_starts, at) - 1
            if i >= 0 and at < hidden[i][1]:
                at = hidden[i][1]
                continue
        found = _read(text, at, floor, words, quoted)
        if isinstance(found, int):
            at = max(found, at + 1)
            continue
        drafts.append(found)
        at = floor = found.end
    return drafts


def _read(text: str, at: int, floor: int, words: Vocabulary, quoted: names.Quotes) -> Draft | int:
    """The quantity whose numeral begins at `at`, or the place where to go on looking."""
    cell = _cell(text, at, words)
    if cell is not None:
        return quoted.named(cell)
    end = names.skipped(text, at, words)
    if end:
        return end
    half = names.half_at(text, at, floor, words)
    if half is not None:
        return quoted.named(half)
    marker = marker_at(text, at, floor, words)
    if marker is not None:
        return marker
    name = names.name_at(text, at, floor, words)
    if name is not None:
        return name
    ordinal = names.ordinal_at(text, at, floor, words)
    if ordinal is not None:
        return quoted.named(ordinal)
    shape = shape_at(text, at, floor, words) or lone_day(text, at, words)
    if shape is not None:
        return quoted.named(shape)
    amount = amount_at(text, at, floor, words)
    if amount is not None:
        return quoted.named(amount)
    slogan = names.slogan_at(text, at, floor, words)
    if slogan is not None:
        return slogan
    return _run_end(text, at)


def _cell(text: str, at: int, words: Vocabulary) -> Draft | None:
    """The number that fills a cell between bars or tabs. What the whole way would find, found at once."""
    before = at - 1
    while before >= 0 and text[before] == " ":
        before -= 1
    match = _CELL.match(text, at) if before >= 0 and text[before] in "|\t" else None
    value = numeral.read(match[0]) if match else None
    if match is None or value is None:
        return None
    hard, expected = words.hedges.intervals(value, "", value.scaled)
    draft = Draft("quantity", at, match.end(), match.span(), value.number, value.step, value.round_step)
    draft.hard, draft.expected, draft.bare = hard, expected, not value.scaled
    return draft


def _lend(text: str, drafts: list[Draft], words: Vocabulary) -> None:
    """Give the unit of a list's last number to the bare ones before it: 分别为27、47和18微克, 2.4个和5.1个百分点."""
    joints, lent_to = words.lexicon.words("lending_joints"), words.lexicon.words("lent_to")
    each = words.lexicon.words("each_words")
    for draft, after in zip(drafts[-2::-1], drafts[:0:-1], strict=False):
        if draft.kind != "quantity" or not after.unit or text[draft.end : after.start] not in joints:
            continue
        points = draft.unit in lent_to and after.kind == "points"
        bare = not draft.unit and any(word in text[max(0, draft.start - 30) : draft.start] for word in each)
        if points or (bare and after.kind in ("quantity", "money", "percent", "points")):
            draft.kind, draft.unit, draft.dimension, draft.factor = (
                after.kind,
                after.unit,
                after.dimension,
                after.factor,
            )


def _run_end(text: str, at: int) -> int:
    """End of the run of numeral characters that could not be read."""
    end = at + 1
    if text[at] in numeral.DIGITS + numeral.SCALES:
        while end < len(text) and text[end] in numeral.DIGITS + numeral.SCALES:
            end += 1
    return end


def _frozen(document: Document, drafts: list[Draft], words: Vocabulary, roles: Roles) -> tuple[Quantity, ...]:
    text, reading = document.reading.text, document.reading
    whole = not document.dropped and not document.read_as
    found: list[Quantity] = []
    said = roles.of(text, drafts)
    topics = topics_of(words.lexicon).of(text, drafts, said, year_of(document, drafts))
    for index, (draft, (role, direction), topic) in enumerate(zip(drafts, said, topics, strict=True)):
        if whole:
            span, digits = Span(draft.start, draft.end), Span(*draft.digits)
        else:
            span, digits = reading.span(draft.start, draft.end), reading.span(*draft.digits)
        noun = ""
        if draft.kind in ("quantity", "ordinal", "name", "range", "money"):
            match = words.noun.match(text, draft.end)
            noun = match[0] if match else ""
        hard = draft.hard or EVERYTHING
        surface = document.text[span.start : span.end]
        shown = surface if whole else text[draft.start : draft.end].replace("\n", " ")
        apart = shown != surface
        found.append(
            Quantity(
                index=index,
                span=span,
                at=Span(draft.start, draft.end),
                digits=digits,
                surface=surface,
                kind=draft.kind,
                number=draft.number,
                step=draft.step,
                round_step=draft.round_step,
                hedge=draft.hedge,
                hard=hard,
                expected=draft.expected or hard,
                unit=draft.unit,
                dimension=draft.dimension,
                factor=draft.factor,
                role=role,
                direction=direction,
                parts=draft.parts,
                style=draft.style,
                noun=noun,
                hedged_by=draft.hedged_by,
                topic=topic,
                said=shown if apart else "",
                said_digits=Span(draft.digits[0] - draft.start, draft.digits[1] - draft.start) if apart else NOWHERE,
            )
        )
    return tuple(found)


def numbers(text: str, lexicon: Lexicon) -> tuple[Quantity, ...]:
    """Quantities of a plain string, as if it were a document of its own. For tests and rule files."""
    return extract(Document("<text>", text), lexicon)
