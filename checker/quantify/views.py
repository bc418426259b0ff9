"""Drafts -> quantities that work out a field when it is asked for. No answer depends on the order of asking."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from checker.model.document import Document, Span
from checker.model.quantity import NOWHERE, Columns, Quantities, Quantity, Role, Topic, put
from checker.quantify.draft import Draft
from checker.quantify.role import roles_of
from checker.quantify.topic import topics_of
from checker.quantify.vocabulary import Vocabulary
from checker.quantify.year import year_of

_WORTH = ("number", "step", "round_step", "hard", "expected", "parts")
_NAMED = frozenset({"quantity", "ordinal", "name", "range", "money"})


class Drafted:
    """The drafts of one document and what follows from them; the source of its quantities."""

    def __init__(self, document: Document, drafts: Sequence[Draft], words: Vocabulary) -> None:
        self.document, self.drafts, self.words = document, drafts, words
        self.text = document.reading.text
        self.whole = not document.dropped and not document.read_as

    def quantities(self) -> Quantities:
        """One quantity for each draft, in their order."""
        drafts = self.drafts
        columns = Columns(
            [draft.kind for draft in drafts],
            [role for role, _ in self.said],
            [draft.unit.dimension for draft in drafts],
            [draft.style for draft in drafts],
            [draft.start for draft in drafts],
            [draft.end for draft in drafts],
        )
        return Quantities.waiting(self, columns)

    @cached_property
    def said(self) -> list[tuple[Role, int]]:
        """Role and direction of each."""
        return roles_of(self.words.lexicon).of(self.text, self.drafts)

    @cached_property
    def topics(self) -> list[Topic]:
        """Topic of each."""
        year = year_of(self.document, self.drafts)
        return topics_of(self.words.lexicon).of(self.text, self.drafts, self.said, year)

    def fill(self, quantity: Quantity, name: str) -> None:
        """Set the field `name` and those that are found with it. Raises AttributeError for what is no field."""
        index = quantity.index
        draft = self.drafts[index]
        if name == "topic":
            put(quantity, [("topic", self.topics[index])])
        elif name == "noun":
            match = self.words.noun.match(self.text, draft.end) if draft.kind in _NAMED else None
            put(quantity, [("noun", match[0] if match else "")])
        elif name in _WORTH:
            put(quantity, zip(_WORTH, draft.worth, strict=True))
        elif name in Quantity.__slots__:
            put(quantity, self._seen(index, draft))
        else:
            raise AttributeError(name)

    def _seen(self, index: int, draft: Draft) -> Iterator[tuple[str, object]]:
        """What needs no reckoning: place, surface, unit, role."""
        start, end = draft.start, draft.end
        first, last = draft.digits
        at = Span(start, end)
        if self.whole:
            span, digits = at, Span(first, last)
        else:
            span, digits = self.document.reading.span(start, end), self.document.reading.span(first, last)
        surface = self.document.text[span.start : span.end]
        shown = surface if self.whole else self.text[start:end].replace("\n", " ")
        apart = shown != surface
        yield from (("span", span), ("at", at), ("digits", digits), ("surface", surface))
        yield from (("said", shown if apart else ""), ("style", draft.style), ("hedge", draft.hedge))
        yield "said_digits", Span(first - start, last - start) if apart else NOWHERE
        unit = draft.unit
        yield from (("unit", unit.printed), ("dimension", unit.dimension), ("factor", unit.factor))
        role, direction = self.said[index]
        yield from (("role", role), ("direction", direction), ("hedged_by", draft.hedged_by))
