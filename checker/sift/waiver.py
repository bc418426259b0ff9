"""A waiver: somebody's word that some findings are to be silent, and which those are."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from checker.config import names
from checker.model.document import Anchor, Document, Note, Span
from checker.model.report import Finding, Location, Origin
from checker.texts import say


class RuleName(NamedTuple):
    """What a rule may be called by. chosen: it takes part in this run."""

    id: str
    code: str
    family: str = ""
    chosen: bool = True

    def called(self, word: str) -> bool:
        """Whether a word means this rule."""
        return names(word, self.id, self.code, self.family)


Roster = Sequence[RuleName]


class Waiver(NamedTuple):
    """Silences the findings of some rules in one stretch of one document.

    rules: words as for --select. reason: why, never empty. scope: where; None for anywhere. numbers: if not empty, the
    findings that stand on one of these numbers, whichever place of theirs it is; else the primary place must lie in the
    scope. fingerprint, line, anchor: more conditions, empty or None for none. place: file and line of the waiver.
    own_line: its line in the document itself, None if it stands elsewhere.
    """

    origin: Origin
    rules: tuple[str, ...]
    reason: str
    place: str
    own_line: int | None = None
    scope: Span | None = None
    numbers: tuple[str, ...] = ()
    fingerprint: str = ""
    line: int | None = None
    anchor: Anchor = Anchor()

    def covers(self, finding: Finding, document: Document) -> bool:
        """Whether it speaks of this finding, of whatever rule."""
        if self.fingerprint and self.fingerprint != finding.fingerprint:
            return False
        places: Sequence[Location] = (finding.primary,)
        if self.numbers:
            wanted = {plain(number) for number in self.numbers}
            places = [p for p in finding.places if p.document is None and plain(p.text) in wanted]
        return any(self._holds(place.span, document) for place in places)

    def _holds(self, span: Span, document: Document) -> bool:
        if self.scope is not None and not self.scope.start <= span.start < self.scope.end:
            return False
        if self.line is not None and document.place(span.start)[0] != self.line:
            return False
        wanted, found = self.anchor, document.anchor(span) or Anchor()
        return (
            (wanted.page is None or wanted.page == found.page)
            and (wanted.cell is None or wanted.cell == found.cell)
            and (wanted.paragraph is None or wanted.paragraph == found.paragraph)
        )


def plain(text: str) -> str:
    """A number as it is compared: without blanks, full-width signs as half-width ones."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def meant(word: str, roster: Roster) -> list[RuleName]:
    """The rules that a word means."""
    return [rule for rule in roster if rule.called(word)]


def rule_words(roster: Roster) -> list[str]:
    """All the words that mean a rule."""
    return [word for rule in roster for word in (rule.id, rule.code, rule.family)]


def note(code: str, line: int | None, lang: str, **fields: object) -> Note:
    """A warning in the language of the run."""
    return Note("warning", say(f"note-{code}", lang, **fields), line, code, tuple(fields.items()))
