"""The date of a document: where it was signed or issued."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from checker.judge.binding import Operand, operand
from checker.lexicon import Lexicon
from checker.model.document import HIDDEN, Document
from checker.model.interval import EVERYTHING, Interval
from checker.model.quantity import Quantity

_WORDS = regex.compile(r"[\p{L}\p{N}]")


def date_of(document: Document, quantities: Sequence[Quantity], lexicon: Lexicon) -> Operand | Interval:
    """The whole date alone in its block or before a word of `issued_words`; everything if none or several are."""
    issued = lexicon.words("issued_words")
    text = document.text
    found: dict[tuple[object, ...], Quantity] = {}
    dates = [q for q in quantities if q.kind == "date"]
    for q in dates:
        if len(q.parts) != 3 or not all(q.parts):
            continue
        after = text[q.span.end : q.span.end + 12].lstrip(" \u3000")
        if after.startswith(issued) or _alone(document, q, dates):
            found.setdefault(q.parts, q)
    return operand(next(iter(found.values()))) if len(found) == 1 else EVERYTHING


def _alone(document: Document, quantity: Quantity, dates: Sequence[Quantity]) -> bool:
    """Whether its block holds nothing but dates (a weekday is one)."""
    block = next(
        (
            b
            for b in document.blocks
            if b.kind not in HIDDEN and b.kind != "table" and b.span.start <= quantity.span.start < b.span.end
        ),
        None,
    )
    if block is None or block.span.end - block.span.start > 60:
        return False
    at, rest = block.span.start, []
    for q in dates:
        if block.span.start <= q.span.start < block.span.end:
            rest.append(document.text[at : q.span.start])
            at = q.span.end
    rest.append(document.text[at : block.span.end])
    return not _WORDS.search("".join(rest))
