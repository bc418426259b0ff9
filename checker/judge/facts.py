"""Binding of facts: two statements of one measure, compared over distance.

What a number measures is read from the words of its clause. Two numbers are candidates when they
carry the same sign (kind, role, dimension). Under a headline, the words of the headline must be found
around the other number; two places of the text must name their measure with the same words. A
candidate that agrees is always taken before one that does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import chain

import regex

from checker.judge.binding import Binding, alike
from checker.judge.mask import Line, Mask, sign_bits, sign_number
from checker.judge.prose import ProseBinder
from checker.judge.regexes import MAGNITUDES
from checker.judge.statement import SHORTEST_NAME, Statement, words_of
from checker.lexicon import Lexicon
from checker.model.quantity import Quantity
from checker.model.rule import Rule, Slot

_MONTH = regex.compile("-[0-9]{2}")
_MOST_BODY_LINES = 30
_MOST_PARTNERS = 5
_MOST_LATER = 200  # later statements of one name that are compared with one
_TELLING = 6  # a name of so many characters is of itself enough
_ALIKE = 0.7  # share of the words of the shorter sentence head that two must have in common
_MAGNITUDES = sign_bits(MAGNITUDES)


class Facts:
    """Statements of one document, grouped by heading and article."""

    def __init__(self, mask: Mask, lexicon: Lexicon) -> None:
        self.mask, self.words = mask, words_of(lexicon)

    def bind(self, rule: Rule, prose: ProseBinder) -> Iterator[Binding]:
        """Pairs of statements as bindings of the rule's two slots, those that agree first."""
        (first, one), (second, other) = list(rule.slots.items())[:2]
        pairs = self._under_headlines if rule.pairs == "headline" else self._restated
        for a, partners in pairs(rule, one, other, prose):
            for b, likeness in partners:
                yield Binding(
                    {first: (prose.operand(a.quantity),), second: (prose.operand(b.quantity),)},
                    a.place,
                    a.place + 1,
                    inferred=likeness < float(rule.same.get("certain", 1)),
                    likely=likeness >= float(rule.same.get("likely", 1)),
                    trail={first: (a.place,), second: (b.place,)},
                )

    def _under_headlines(self, rule: Rule, first: Slot, second: Slot, prose: ProseBinder) -> Iterator[_Partners]:
        """Each statement of a headline with those of the text under it that say the same words."""
        above, below = _wanted(first), _wanted(second)

        @cache
        def admitted(number: int) -> list[Statement]:
            """Of a line of the body, which may stand under several headlines."""
            return [s for s in self._statements(number, below) if prose.admits(second, s.quantity)]

        for number, line in enumerate(self.mask.lines):
            if line.bracket or not self._is_heading(line):
                continue
            heads = [s for s in self._statements(number, above) if prose.admits(first, s.quantity)]
            if heads:
                body = list(chain.from_iterable(map(admitted, self._body(number))))
                for head in heads:
                    yield head, self._partners(head, body, rule.same)

    def _restated(self, rule: Rule, first: Slot, second: Slot, prose: ProseBinder) -> Iterator[_Partners]:
        """Each statement of the body with the later ones of its article that bear the same name."""
        wanted = _wanted(first) | _wanted(second)
        named = self._same_names(
            s
            for number, line in enumerate(self.mask.lines)
            if not line.bracket and not self._is_heading(line)
            for s in self._statements(number, wanted)
            if prose.admits(first, s.quantity) or prose.admits(second, s.quantity)
        )
        for a in sorted(named, key=lambda s: s.place):
            if not prose.admits(first, a.quantity):
                continue
            same = (
                b
                for b in sorted(named[a], key=lambda s: s.place)
                if prose.admits(second, b.quantity) and _comparable(a, b, rule.same)
            )
            agreeing: list[Statement] = []
            differing: list[Statement] = []
            for b in same:
                (agreeing if _agree(a.quantity, b.quantity) else differing).append(b)
                if len(agreeing) == _MOST_PARTNERS:
                    break
            yield a, [(b, 0.0) for b in (agreeing or differing)[:_MOST_PARTNERS]]

    def _same_names(self, statements: Iterable[Statement]) -> dict[Statement, set[Statement]]:
        """Statements with the later ones of one article, sign and name: one name of each is equal, or the longer only
        adds a word in front that opens a clause. A name is looked up, so a long document takes no longer for a word."""
        blocks, lines = self.mask.document.blocks, self.mask.lines
        alike: dict[tuple[str, int], list[Statement]] = {}
        for s in statements:
            alike.setdefault((s.sign, blocks[lines[s.line].block].article), []).append(s)
        ends: dict[tuple[str, int, str], list[Statement]] = {}
        for (sign, article), several in alike.items():
            if len(several) > 1:
                for s in several:
                    for end in {name[-SHORTEST_NAME:] for name in s.names}:
                        ends.setdefault((sign, article, end), []).append(s)
        named: dict[Statement, set[Statement]] = {}
        for group in ends.values():
            if len(group) == 1:
                continue
            keyed: dict[str, dict[Statement, bool]] = {}
            for s in group:
                for key, whole in s.shared_names():
                    sharing = keyed.setdefault(key, {})
                    sharing[s] = whole or sharing.get(s, False)
            for key, sharing in keyed.items():
                if len(sharing) > 1:
                    _join(named, key, list(sharing.items()))
        return named

    def _partners(
        self, a: Statement, others: list[Statement], same: Mapping[str, float | bool]
    ) -> list[tuple[Statement, float]]:
        least = float(same.get("subject", 0.6))
        found = []
        for b in others:
            if b.sign != a.sign or not _comparable(a, b, same):
                continue
            likeness = _likeness(a, b)
            if likeness >= least:
                found.append((b, likeness))
        found.sort(key=lambda pair: (-pair[1], -len(a.subject & pair[0].subject)))
        agreeing = [p for p in found if _agree(a.quantity, p[0].quantity)]
        return agreeing[:3] if agreeing else found[:_MOST_PARTNERS]

    def _is_heading(self, line: Line) -> bool:
        return self.mask.document.blocks[line.block].kind == "heading"

    def _body(self, number: int) -> Iterator[int]:
        """Lines under a headline: up to the next heading that has text under it, in the same article."""
        lines, blocks = self.mask.lines, self.mask.document.blocks
        article = blocks[lines[number].block].article
        started = False
        for n in range(number + 1, min(len(lines), number + 1 + _MOST_BODY_LINES)):
            if lines[n].bracket or blocks[lines[n].block].article != article:
                return
            if self._is_heading(lines[n]):
                if started:
                    return
                continue
            started = True
            yield n

    def _statements(self, number: int, wanted: int) -> Iterator[Statement]:
        """The magnitudes of a line whose signs are wanted, as statements."""
        line, text, places = self.mask.lines[number], self.mask.text, self.mask.places
        before = -1
        for rank in self.mask.ranks(line.start, line.end):
            place = places[rank]
            sign = 1 << sign_number(text[place])
            if sign & wanted:
                yield Statement(place, number, before, self.mask, self.words)
            if sign & _MAGNITUDES:
                before = place


_Partners = tuple[Statement, list[tuple[Statement, float]]]  # with how alike their words are, 0 to 1


def _wanted(slot: Slot) -> int:
    """The signs of the magnitudes that a slot may take, as `sign_bits`."""
    return sign_bits(slot.kinds, slot.roles) & _MAGNITUDES


def _join(named: dict[Statement, set[Statement]], key: str, several: list[tuple[Statement, bool]]) -> None:
    """Note who shares the name `key`, if it is the whole name of one of the two."""
    for i, (a, whole) in enumerate(several):
        for b, other in several[i + 1 : i + 1 + _MOST_LATER]:
            if (whole or other) and (len(key) >= _TELLING or _same_head(a, b)):
                named.setdefault(a, set()).add(b)


def _same_head(a: Statement, b: Statement) -> bool:
    """Clauses that come late in their sentences (…，完成预算的98%) speak of what the sentences speak of."""
    if not a.head and not b.head:
        return True
    one, other = (s.head or s.subject for s in (a, b))
    return len(one & other) >= _ALIKE * min(len(one), len(other))


def _likeness(a: Statement, b: Statement) -> float:
    """Share of a's own words that b's sentence has; 0 for a number without words."""
    return len(a.subject & b.context) / len(a.subject) if a.subject else 0.0


def _comparable(a: Statement, b: Statement, same: Mapping[str, float | bool]) -> bool:
    """Whether period, scope and modality agree, as far as the rule asks for it and both say them."""
    one, other = a.quantity.topic, b.quantity.topic
    if same.get("period") and not (_same_period(a, b) and _same_year(one.period, other.period)):
        return False
    if same.get("scope"):
        here, there = set(one.scope.split()), set(other.scope.split())
        if here - there and there - here:
            return False
    planned = [t.modality in ("plan", "target") for t in (one, other)]
    return not same.get("modality") or planned[0] == planned[1]


def _same_year(one: str, other: str) -> bool:
    return not (one[:4].isdigit() and other[:4].isdigit()) or one[:4] == other[:4]


def _same_period(a: Statement, b: Statement) -> bool:
    """Months are compared with months (截至6月底), years with years, words with words; what only one side says is no
    difference."""
    months = [s.quantity.topic.period[-3:] for s in (a, b)]
    if months[0] != months[1] and all(_MONTH.fullmatch(m) for m in months):
        return False
    for form in ("m", "2", "1", ""):
        one, other = ({p for p in s.periods if p.startswith(form)} for s in (a, b))
        if one and other:
            return bool(one & other)
    return True


def _agree(a: Quantity, b: Quantity) -> bool:
    return alike(a).meets(alike(b))
