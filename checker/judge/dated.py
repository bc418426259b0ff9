"""The date of a document: where it was signed or issued."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

import regex

from checker.judge.binding import Operand, operand
from checker.lexicon import Lexicon
from checker.model.document import HIDDEN, Block, Document
from checker.model.interval import EVERYTHING, Interval
from checker.model.quantity import Quantity

_LONGEST = 60  # characters of a block that is a date line
_WORDS = regex.compile(r"[\p{L}\p{N}]")


def date_of(document: Document, quantities: Sequence[Quantity], lexicon: Lexicon) -> Operand | Interval:
    """The whole date alone in its block or before a word of `issued_words`; everything if none or several are."""
    issued = lexicon.words("issued_words")
    text = document.text
    found: dict[tuple[object, ...], Quantity] = {}
    dates = [q for q in quantities if q.kind == "date"]
    blocks = [b for b in document.blocks if b.kind not in HIDDEN and b.kind != "table"]
    for q in dates:
        if len(q.parts) != 3 or not all(q.parts):
            continue
        after = text[q.span.end : q.span.end + 12].lstrip(" \u3000")
        if after.startswith(issued) or _alone(text, q, dates, blocks):
            found.setdefault(q.parts, q)
    return operand(next(iter(found.values()))) if len(found) == 1 else EVERYTHING


def _alone(text: str, quantity: Quantity, dates: Sequence[Quantity], blocks: Sequence[Block]) -> bool:
    """Whether its block holds nothing but dates (a weekday is one)."""
    n = bisect_right(blocks, quantity.span.start, key=lambda b: b.span.start) - 1
    if n < 0 or quantity.span.start >= blocks[n].span.end or blocks[n].span.end - blocks[n].span.start > _LONGEST:
        return False
    at, end, rest = blocks[n].span.start, blocks[n].span.end, []
    for q in dates[bisect_left(dates, at, key=lambda q: q.span.start) :]:
        if q.span.start >= end:
            break
        rest.append(text[at : q.span.start])
        at = q.span.end
    rest.append(text[at:end])
    return not _WORDS.search("".join(rest))
