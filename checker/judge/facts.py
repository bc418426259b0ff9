"""Binding of facts: two statements of one measure, compared over distance.

What a number measures is read from the words of its clause. Two numbers are candidates when they
carry the same sign (kind, role, dimension). Under a headline, the words of the headline must be found
around the other number; two places of the text must name their measure with the same words. A
candidate that agrees is always taken before one that does not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from operator import add

import regex

from checker.judge.binding import Binding, alike, operand
from checker.judge.mask import SENTENCE_ENDS, Line, Mask, start_of
from checker.judge.prose import ProseBinder
from checker.judge.regexes import MAGNITUDES, alternatives
from checker.lexicon import Lexicon
from checker.model.quantity import Quantity
from checker.model.rule import Rule, Slot

_HAN = regex.compile(r"[\p{Han}A-Za-z]+")
_HEAD = regex.compile(r"[^，,；;：:]{0,40}")
_TAIL = regex.compile(r"[^，,。；;：:、！？\s]*")
_REST = regex.compile(f"[^{SENTENCE_ENDS}]{{0,60}}")
_MONTH = regex.compile("-[0-9]{2}")
_CLAUSE_ENDS = "，,；;：: 　"
_NAME_STOPS = _CLAUSE_ENDS + SENTENCE_ENDS
_AFTER = 8
_MOST_BODY_LINES = 30
_MOST_PARTNERS = 5
_MOST_LATER = 200  # later statements of one name that are compared with one: keeps long documents linear
_LONGEST_SENTENCE = 600
_SHORTEST_NAME = 4
_TELLING = 6  # a name of so many characters is of itself enough
_ALIKE = 0.7  # share of the words of the shorter sentence head that two must have in common


class Statement:
    """One number with the words that say what it measures. They are looked for when they are asked for: most numbers
    have no partner of their sign."""

    def __init__(self, quantity: Quantity, place: int, before: int, line: int, mask: Mask, words: _Words) -> None:
        """before: masked offset of the number before it, -1 if there is none."""
        self.quantity, self.place, self.line = quantity, place, line
        self._last = before
        self.sign = mask.text[place]
        self._mask, self._words = mask, words

    @cached_property
    def _sentence(self) -> tuple[int, str, int]:
        """Where its sentence begins, the sentence up to it, and where its clause begins in that."""
        least = max(self._mask.lines[self.line].start, self.place - _LONGEST_SENTENCE)
        start = start_of(self._mask.text, self.place, least, SENTENCE_ENDS)
        before = self._mask.text[start : self.place]
        return start, before, max(map(before.rfind, _CLAUSE_ENDS)) + 1

    @cached_property
    def subject(self) -> frozenset[str]:
        """Pairs of characters of the words of its own clause."""
        end = min(self._mask.lines[self.line].end, self.place + 1 + _AFTER)
        tail = (_TAIL.match(self._mask.text, self.place + 1, end) or [""])[0]
        _, before, clause = self._sentence
        return self._words.pairs(before[clause:] + "|" + tail)

    @cached_property
    def context(self) -> frozenset[str]:
        """The same of its sentence."""
        rest = (_REST.match(self._mask.text, self.place + 1) or [""])[0]
        return self._words.pairs(self._sentence[1] + "|" + rest)

    @cached_property
    def periods(self) -> frozenset[str]:
        """The stretches of time that its sentence names before it."""
        start, before, _ = self._sentence
        dates = {
            period(q)
            for p in range(start, self.place)
            if (i := self._mask.at.get(p)) is not None and (q := self._mask.quantities[i]).kind in ("date", "year")
        }
        return frozenset(dates | {m.group() for m in self._words.other_time.finditer(before)}) - {""}

    @cached_property
    def head(self) -> frozenset[str] | None:
        """Words of the sentence up to its first number or comma, where the clause of the number is a later one."""
        _, before, clause = self._sentence
        first = _HEAD.match(before)
        if not clause or first is None or first.end() >= clause:
            return None
        if self._words.scopes.search(before, clause):  # 到年底，全县幼儿园: it says itself what it is of
            return None
        return self._words.pairs(first[0]) if not self._words.reporting.search(first[0]) else None

    @cached_property
    def names(self) -> tuple[str, ...]:
        """All names of at least four characters: the words of its clause before it, cut of what only leads to the
        number, and with the first two, three … characters of the noun behind it."""
        text = self._mask.text
        least = max(self._mask.lines[self.line].start, self.place - _LONGEST_SENTENCE, self._last + 1)
        words = "".join(_HAN.findall(text, start_of(text, self.place, least, _NAME_STOPS), self.place))
        if self._words.of_whole.match(words):
            return ()  # 占总人口的19%: the words name the whole alone
        words = self._words.without_idle_end(words)
        behind = "".join(_HAN.findall(self.quantity.noun))
        names = (words, *(words + behind[:k] for k in range(2, len(behind) + 1)))
        return tuple(name for name in names if len(name) >= _SHORTEST_NAME)


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of one lexicon that tell a measure from what only leads to it, compiled."""

    idle: regex.Pattern[str]
    idle_ends: tuple[tuple[int, frozenset[str]], ...]  # idle words by their length, the longest first
    other_time: regex.Pattern[str]
    long: Mapping[str, str]
    short: regex.Pattern[str]
    reporting: regex.Pattern[str]
    of_whole: regex.Pattern[str]
    scopes: regex.Pattern[str]
    openers: tuple[str, ...]

    def without_idle_end(self, words: str) -> str:
        """The words without the idle ones at their end."""
        while size := next((n for n, idle in self.idle_ends if words[-n:] in idle), 0):
            words = words[:-size]
        return words

    def pairs(self, words: str) -> frozenset[str]:
        """All pairs of neighbouring characters of the words that tell a measure; a word of one character is itself."""
        pairs: set[str] = set()
        words = self.short.sub(lambda m: self.long[m.group()], words)
        for run in _HAN.findall(self.idle.sub("|", words)):
            pairs.update(map(add, run, run[1:]) if len(run) > 1 else run)
        return frozenset(pairs)


@lru_cache(maxsize=8)
def _words_of(lexicon: Lexicon) -> _Words:
    lists, long = lexicon.lists, lexicon.tables["short_forms"]
    idle, scopes = alternatives(lists["idle_words"]), lists["scopes"]
    lengths = sorted({len(word) for word in lists["idle_words"]}, reverse=True)
    leads, between = alternatives(lists["share_lead"]), alternatives((*lists["share_idle"], *scopes))
    return _Words(
        idle=regex.compile(idle),
        idle_ends=tuple((n, frozenset(w for w in lists["idle_words"] if len(w) == n)) for n in lengths),
        other_time=regex.compile(alternatives(lists["other_period"])),
        long=long,
        short=regex.compile(alternatives(long)),
        reporting=regex.compile(alternatives(lists["reporting_words"])),
        of_whole=regex.compile(rf"(?:{leads})|(?:{between})+$"),
        scopes=regex.compile(alternatives(scopes)),
        openers=lists["name_openers"],
    )


class Facts:
    """Statements of one document, grouped by heading and article."""

    def __init__(self, mask: Mask, lexicon: Lexicon) -> None:
        self.mask, self.words = mask, _words_of(lexicon)
        self._statements: dict[int, list[Statement]] | None = None

    def bind(self, rule: Rule, prose: ProseBinder) -> Iterator[Binding]:
        """Pairs of statements as bindings of the rule's two slots, those that agree first."""
        first, second = list(rule.slots)[:2]
        for a, partners in self._pairs(rule, prose):
            if not prose.admits(rule.slots[first], a.quantity):
                continue
            for b, likeness in partners:
                yield Binding(
                    {first: (operand(a.quantity),), second: (operand(b.quantity),)},
                    a.place,
                    a.place + 1,
                    inferred=likeness < float(rule.same.get("certain", 1)),
                    likely=likeness >= float(rule.same.get("likely", 1)),
                    trail={first: (a.place,), second: (b.place,)},
                )

    def _pairs(self, rule: Rule, prose: ProseBinder) -> Iterator[tuple[Statement, list[tuple[Statement, float]]]]:
        lines = self._lines()
        second = list(rule.slots.values())[1]
        if rule.pairs == "headline":
            for number, line in enumerate(self.mask.lines):
                heads = lines.get(number, ()) if not line.bracket and self._is_heading(line) else ()
                if heads:
                    body = [s for n in self._body(number) for s in lines.get(n, ()) if prose.admits(second, s.quantity)]
                    for head in heads:
                        yield head, self._partners(head, body, rule.same)
            return
        yield from self._restated(rule, second, lines, prose)

    def _restated(
        self, rule: Rule, second: Slot, lines: dict[int, list[Statement]], prose: ProseBinder
    ) -> Iterator[tuple[Statement, list[tuple[Statement, float]]]]:
        """Each statement of the body with the later ones of its article that bear the same name."""
        by_end: dict[tuple[str, str], list[Statement]] = {}
        for number in sorted(lines):
            if self._is_heading(self.mask.lines[number]):
                continue
            for s in lines[number]:
                for end in {name[-_SHORTEST_NAME:] for name in s.names}:
                    by_end.setdefault((s.sign, end), []).append(s)
        for group in by_end.values():
            for i, a in enumerate(group):
                same = (
                    b
                    for b in group[i + 1 : i + 1 + _MOST_LATER]
                    if self._same_name(a, b) and self._same_article(a, b)
                    and prose.admits(second, b.quantity)
                    and _comparable(a, b, rule.same)
                )  # fmt: skip
                agreeing: list[Statement] = []
                differing: list[Statement] = []
                for b in same:
                    (agreeing if _agree(a.quantity, b.quantity) else differing).append(b)
                    if len(agreeing) == _MOST_PARTNERS:
                        break
                yield a, [(b, 0.0) for b in (agreeing or differing)[:_MOST_PARTNERS]]

    def _same_name(self, a: Statement, b: Statement) -> bool:
        """One name of each is equal, or the longer only adds a word in front that opens a clause (面向, 组织 …)."""
        for one in a.names:
            for other in b.names:
                short, long = sorted((one, other), key=len)
                same = long == short or (long.endswith(short) and long[: -len(short)].endswith(self.words.openers))
                if same and (len(short) >= _TELLING or _same_head(a, b)):
                    return True
        return False

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

    def _same_article(self, a: Statement, b: Statement) -> bool:
        blocks = self.mask.document.blocks
        return blocks[self.mask.lines[a.line].block].article == blocks[self.mask.lines[b.line].block].article

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

    def _lines(self) -> dict[int, list[Statement]]:
        if self._statements is None:
            self._statements = {}
            before = -1
            for place, index in sorted(self.mask.at.items()):
                quantity = self.mask.quantities[index]
                line = self.mask.line_number(place)
                if quantity.kind in MAGNITUDES and not self.mask.lines[line].bracket:
                    statement = Statement(quantity, place, before, line, self.mask, self.words)
                    self._statements.setdefault(line, []).append(statement)
                    before = place
        return self._statements


def period(q: Quantity) -> str:
    """Normal form of a stretch of time: 一季度, 1—3月 and 前3个月 are one; a plain day or year is itself."""
    parts, whole = [int(p) for p in q.parts], q.surface if q.kind == "year" else ""
    if len(parts) < 2:
        return whole
    first, last = parts[1], parts[-1]
    if q.style in ("quarter", "first_quarters"):
        return f"m{first * 3 - 2}-{last * 3}"
    if q.style == "half":
        return f"m{first * 6 - 5}-{last * 6}"
    if q.style in ("months", "first_months"):
        return f"m{first}-{last}"
    return whole


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
