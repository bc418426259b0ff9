"""Drafts -> quantities that work out a field when it is asked for. No answer depends on the order of asking."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import cast

from checker.model.document import Document, Span
from checker.model.quantity import NOWHERE, Columns, Kind, Quantities, Quantity, Role, Topic, putting
from checker.quantify.draft import Draft
from checker.quantify.role import roles_of
from checker.quantify.topic import topics_of
from checker.quantify.vocabulary import Vocabulary
from checker.quantify.year import year_of

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
        way = _WAYS.get(name)
        if way is None:
            raise AttributeError(name)
        fields, values = way
        for put, value in zip(fields, values(self, quantity), strict=True):
            put(quantity, value)

    def seen(self, quantity: Quantity) -> tuple[object, ...]:
        """Unit, role and hedge."""
        index = quantity.index
        draft = self.drafts[index]
        unit = draft.unit
        role, direction = self.said[index]
        return unit.printed, unit.dimension, unit.factor, role, direction, draft.hedge, draft.hedged_by, draft.style

    def worth(self, quantity: Quantity) -> tuple[object, ...]:
        """What it says."""
        return self.drafts[quantity.index].worth

    def placed(self, quantity: Quantity) -> tuple[object, ...]:
        """Where it stands, and how it is shown."""
        draft = self.drafts[quantity.index]
        start, end = draft.start, draft.end
        if self.whole:
            return Span(start, end), self.text[start:end], ""
        span = self.document.reading.span(start, end)
        surface = self.document.text[span.start : span.end]
        shown = self.text[start:end].replace("\n", " ")
        return span, surface, shown if shown != surface else ""

    def written(self, quantity: Quantity) -> tuple[object, ...]:
        """Where its numeral stands."""
        draft = self.drafts[quantity.index]
        first, last = draft.digits
        digits = Span(first, last) if self.whole else self.document.reading.span(first, last)
        return digits, Span(first - draft.start, last - draft.start) if quantity.said else NOWHERE

    def at(self, quantity: Quantity) -> tuple[object, ...]:
        """Where it stands in the reading."""
        draft = self.drafts[quantity.index]
        return (Span(draft.start, draft.end),)

    def topical(self, quantity: Quantity) -> tuple[object, ...]:
        """What it is of."""
        return (self.topic(quantity.index),)

    def noun(self, quantity: Quantity) -> tuple[object, ...]:
        """The words behind its unit."""
        draft = self.drafts[quantity.index]
        match = self.words.noun.match(self.text, draft.end) if draft.kind in _NAMED else None
        return (match[0] if match else "",)


# Fields that are found together, and how.
_FOUND: tuple[tuple[tuple[str, ...], Callable[[Drafted, Quantity], tuple[object, ...]]], ...] = (
    (("unit", "dimension", "factor", "role", "direction", "hedge", "hedged_by", "style"), Drafted.seen),
    (("number", "step", "round_step", "hard", "expected", "parts"), Drafted.worth),
    (("span", "surface", "said"), Drafted.placed),
    (("digits", "said_digits"), Drafted.written),
    (("at",), Drafted.at),
    (("topic",), Drafted.topical),
    (("noun",), Drafted.noun),
)
_WAYS = {name: (putting(*names), values) for names, values in _FOUND for name in names}
