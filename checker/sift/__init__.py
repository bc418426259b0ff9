"""After judging: levels, duplicates, marks, side files, the baseline. What is sifted out is kept with its reason."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from checker.config import Config
from checker.model.document import Document, Note
from checker.model.report import Finding, Suppressed
from checker.sift.baseline import Entry, Key, entry_of
from checker.sift.select import select
from checker.sift.waiver import Roster, RuleName, Waiver, meant, note, rule_words
from checker.texts import did_you_mean, say

__all__ = ["NOTHING", "Outside", "RuleName", "Sifted", "sift"]


class Outside(NamedTuple):
    """What is known of a document's findings beside the document: its side file, its part of the baseline.

    place: the path of the baseline, for people.
    """

    waivers: tuple[Waiver, ...] = ()
    baseline: tuple[Entry, ...] = ()
    place: str = ""


NOTHING = Outside()


class Sifted(NamedTuple):
    """findings: to be reported, in the order of the text. notes: what sifting has to say, in the run's language."""

    findings: tuple[Finding, ...]
    suppressed: tuple[Suppressed, ...]
    notes: tuple[Note, ...]


def _marks(document: Document, lang: str) -> tuple[tuple[Waiver, ...], tuple[Note, ...]]:
    """The waivers in the text, and what is wrong with them."""
    if not document.comments:
        return (), ()
    from checker.sift.marks import marks  # noqa: PLC0415 - few documents have any

    return marks(document, lang)


def sift(
    findings: Sequence[Finding], document: Document, config: Config, roster: Roster, outside: Outside = NOTHING
) -> Sifted:
    """Sift the findings of one document.

    Duplicates go first: a waived finding does not bring back those that told the same slip. `roster`: all rules.
    """
    shown, out = select(findings, config)
    waivers, notes = _marks(document, config.lang)
    waivers = (*waivers, *outside.waivers)
    everything = [*shown, *(s.finding for s in out)]
    by, said = _answer(waivers, everything, document, roster, config.lang)
    left = [finding for n, finding in enumerate(shown) if n not in by]
    waived = [Suppressed(shown[n], w.origin, w.reason, w.place) for n, w in by.items() if n < len(shown)]
    said = [*notes, *said]
    stock = Counter({entry.key: entry.count for entry in outside.baseline})
    kept: list[Finding] = []
    for finding in left:
        key = entry_of(finding).key
        if stock[key] > 0:
            stock[key] -= 1
            waived.append(Suppressed(finding, "baseline", place=outside.place))
        else:
            kept.append(finding)
    said += _gone(stock, [s.finding for s in (*out, *waived) if s.origin != "baseline"], roster, config.lang)
    return Sifted(tuple(kept), (*sorted(waived, key=lambda s: s.finding.primary.span), *out), tuple(said))


def _answer(
    waivers: Sequence[Waiver], findings: Sequence[Finding], document: Document, roster: Roster, lang: str
) -> tuple[dict[int, Waiver], list[Note]]:
    """(index of a finding -> the first waiver that silences it, notes).

    Noted are waivers that name no rule, and those that silence nothing although their rules took part.
    """
    reach = _Reach(findings, document)
    by: dict[int, Waiver] = {}
    notes: list[Note] = []
    for waiver in waivers:
        covered = reach.of(waiver)
        unused: list[str] = []
        for word in waiver.rules:
            rules = meant(word, roster)
            ids = {rule.id for rule in rules}
            silenced = [n for n in covered if findings[n].rule in ids]
            for n in silenced:
                by.setdefault(n, waiver)
            if not rules:
                near = did_you_mean(word, rule_words(roster), lang)
                notes.append(note("unknown-rule", waiver.own_line, lang, name=repr(word), hint=near))
            elif not silenced and any(rule.chosen for rule in rules):
                unused.append(word)
        if unused:
            names = ", ".join(unused)
            if waiver.origin == "side-file":
                notes.append(note("unused-side-entry", None, lang, place=waiver.place, rules=names))
            else:
                notes.append(note("unused-suppression", waiver.own_line, lang, rules=names))
    return by, notes


class _Reach:
    """The findings of a document in the order of the text, so that a mark looks at those in its stretch alone."""

    def __init__(self, findings: Sequence[Finding], document: Document) -> None:
        self.findings, self.document = findings, document
        self.order = sorted(range(len(findings)), key=lambda n: findings[n].primary.span.start)
        self.starts = [findings[n].primary.span.start for n in self.order]

    def of(self, waiver: Waiver) -> list[int]:
        """Indices of the findings that a waiver covers, of whatever rule."""
        near: Sequence[int] = self.order
        if waiver.scope is not None and not waiver.numbers:
            first, last = (bisect_left(self.starts, at) for at in waiver.scope)
            near = self.order[first:last]
        return [n for n in near if waiver.covers(self.findings[n], self.document)]


def _gone(stock: Counter[Key], silent: Sequence[Finding], roster: Roster, lang: str) -> list[Note]:
    """A note on entries of the baseline whose finding is no longer there at all, though their rule took part."""
    still = Counter(entry_of(finding).key for finding in silent)
    chosen = {rule.id for rule in roster if rule.chosen}
    known = {rule.id for rule in roster}
    left = {key: n - still[key] for key, n in stock.items() if key[0] in chosen or key[0] not in known}
    gone = {key: n for key, n in left.items() if n > 0}
    if not gone:
        return []
    fields: dict[str, object] = {"n": sum(gone.values()), "rules": ", ".join(sorted({key[0] for key in gone}))}
    message = say("note-baseline-gone", lang, **fields)
    return [Note("info", message, None, "baseline-gone", tuple(fields.items()))]
