"""Drafts -> quantities that work out a field when it is asked for. No answer depends on the order of asking."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import cast

from checker.model.document import Document, Span
from checker.model.quantity import NOWHERE, Columns, Kind, Quantities, Quantity, Role, Topic, put
from checker.quantify.draft import Draft
from checker.quantify.role import roles_of
from checker.quantify.topic import topics_of
from checker.quantify.vocabulary import Vocabulary
from checker.quantify.year import year_of

# Fields that are found together.
_SEEN = ("unit", "dimension", "factor", "role", "direction", "hedge", "hedged_by", "style")
_WORTH = ("number", "step", "round_step", "hard", "expected", "parts")
_PLACED = ("span", "surface", "said")
_WRITTEN = ("digits", "said_digits")
_NAMED = frozenset({"quantity", "ordinal", "name", "range", "money"})


class Drafted:
    """The drafts of one document and what follows from them; the source of its quantities."""

    def __init__(self, document: Document, drafts: Sequence[Draft], words: Vocabulary) -> None:
        self.document, self.drafts, self.words = document, drafts, words
        self.text = document.reading.text
        self.whole = not document.dropped and not document.read_as
        self._topics: dict[int, Topic] = {}

    def quantities(self) -> Quantities:
        """One quantity for each draft, in their order."""
        drafts = self.drafts
        columns = Columns(
            cast(list[Kind], [draft.kind for draft in drafts]),
            [role for role, _ in self.said],
            [draft.unit.dimension for draft in drafts],
            [draft.style for draft in drafts],
            self.starts,
            [draft.end for draft in drafts],
        )
        return Quantities.waiting(self, columns)

    @cached_property
    def said(self) -> list[tuple[Role, int]]:
        """Role and direction of each."""
        return roles_of(self.words.lexicon).of(self.text, self.drafts)

    @cached_property
    def starts(self) -> list[int]:
        """Where each begins."""
        return [draft.start for draft in self.drafts]

    @cached_property
    def year(self) -> int | None:
        """The year that the document speaks of."""
        return year_of(self.document, self.drafts)

    def topic(self, index: int) -> Topic:
        """Topic of one; those of its sentence are found with it."""
        if index not in self._topics:
            topics = topics_of(self.words.lexicon)
            begin, first, last = topics.sentence(self.text, self.starts, self.drafts, index)
            found = topics.of(self.text, self.drafts[first:last], self.said[first:last], self.year, begin)
            self._topics.update(zip(range(first, last), found, strict=True))
        return self._topics[index]

    def fill(self, quantity: Quantity, name: str) -> None:
        """Set the field `name` and those that are found with it. Raises AttributeError for what is no field."""
        index = quantity.index
        draft = self.drafts[index]
        if name in _SEEN:
            put(quantity, _SEEN, self._seen(index, draft))
        elif name in _WORTH:
            put(quantity, _WORTH, draft.worth)
        elif name in _PLACED:
            put(quantity, _PLACED, self._placed(draft))
        elif name in _WRITTEN:
            put(quantity, _WRITTEN, self._written(quantity, draft))
        elif name == "at":
            put(quantity, ("at",), (Span(draft.start, draft.end),))
        elif name == "topic":
            put(quantity, ("topic",), (self.topic(index),))
        elif name == "noun":
            match = self.words.noun.match(self.text, draft.end) if draft.kind in _NAMED else None
            put(quantity, ("noun",), (match[0] if match else "",))
        else:
            raise AttributeError(name)

    def _seen(self, index: int, draft: Draft) -> tuple[object, ...]:
        unit = draft.unit
        return (
            unit.printed,
            unit.dimension,
            unit.factor,
            *self.said[index],
            draft.hedge,
            draft.hedged_by,
            draft.style,
        )

    def _placed(self, draft: Draft) -> tuple[object, ...]:
        start, end = draft.start, draft.end
        if self.whole:
            return Span(start, end), self.text[start:end], ""
        span = self.document.reading.span(start, end)
        surface = self.document.text[span.start : span.end]
        shown = self.text[start:end].replace("\n", " ")
        return span, surface, shown if shown != surface else ""

    def _written(self, quantity: Quantity, draft: Draft) -> tuple[object, ...]:
        first, last = draft.digits
        digits = Span(first, last) if self.whole else self.document.reading.span(first, last)
        return digits, Span(first - draft.start, last - draft.start) if quantity.said else NOWHERE
