"""A statement: one number with the words that say what it measures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from operator import add

import regex

from checker.judge.mask import SENTENCE_ENDS, Mask, start_of
from checker.judge.regexes import alternatives
from checker.lexicon import Lexicon
from checker.model.quantity import Quantity

_HAN = regex.compile(r"[\p{Han}A-Za-z]+")
_HEAD = regex.compile(r"[^，,；;：:]{0,40}")
_TAIL = regex.compile(r"[^，,。；;：:、！？\s]*")
_REST = regex.compile(f"[^{SENTENCE_ENDS}]{{0,60}}")
_CLAUSE_ENDS = "，,；;：: 　"
_NAME_STOPS = _CLAUSE_ENDS + SENTENCE_ENDS
_AFTER = 8
_LONGEST_SENTENCE = 600
SHORTEST_NAME = 4
"""Characters that a name must have."""


class Statement:
    """One number with the words that say what it measures. They are looked for when they are asked for: most numbers
    have no partner of their sign."""

    def __init__(self, place: int, line: int, before: int, mask: Mask, words: Words) -> None:
        """place: masked offset of its number; line: that it stands in; before: masked offset of the magnitude before it
        in its line, -1 if there is none."""
        self.place, self.line, self._last = place, line, before
        self._mask, self.words = mask, words

    @cached_property
    def quantity(self) -> Quantity:
        return self._mask.quantities[self._mask.at[self.place]]

    @property
    def sign(self) -> str:
        """Its kind, role and dimension, as one character."""
        return self._mask.text[self.place]

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
        return self.words.pairs(before[clause:] + "|" + tail)

    @cached_property
    def context(self) -> frozenset[str]:
        """The same of its sentence."""
        rest = (_REST.match(self._mask.text, self.place + 1) or [""])[0]
        return self.words.pairs(self._sentence[1] + "|" + rest)

    @cached_property
    def periods(self) -> frozenset[str]:
        """The stretches of time that its sentence names before it."""
        start, before, _ = self._sentence
        found = {m.group() for m in self.words.other_time.finditer(before)}
        mask = self._mask
        for rank in mask.ranks(start, self.place):
            if (q := mask.quantities[mask.at[mask.places[rank]]]).kind in ("date", "year"):
                found.add(period(q))
        return frozenset(found - {""})

    @cached_property
    def head(self) -> frozenset[str] | None:
        """Words of the sentence up to its first number or comma, where the clause of the number is a later one."""
        _, before, clause = self._sentence
        first = _HEAD.match(before)
        if not clause or first is None or first.end() >= clause:
            return None
        if self.words.scopes.search(before, clause):  # 到年底，全县幼儿园: it says itself what it is of
            return None
        return self.words.pairs(first[0]) if not self.words.reporting.search(first[0]) else None

    @cached_property
    def names(self) -> tuple[str, ...]:
        """All names of at least four characters: the words of its clause before it, cut of what only leads to the
        number, and with the first two, three … characters of the noun behind it."""
        text = self._mask.text
        least = max(self._mask.lines[self.line].start, self.place - _LONGEST_SENTENCE, self._last + 1)
        words = "".join(_HAN.findall(text, start_of(text, self.place, least, _NAME_STOPS), self.place))
        if self.words.of_whole.match(words):
            return ()  # 占总人口的19%: the words name the whole alone
        words = self.words.without_idle_end(words)
        behind = "".join(_HAN.findall(self.quantity.noun))
        names = (words, *(words + behind[:k] for k in range(2, len(behind) + 1)))
        return tuple(name for name in names if len(name) >= SHORTEST_NAME)

    def shared_names(self) -> Iterator[tuple[str, bool]]:
        """What it may share with another: its names, and what is left of them behind words that only open a clause
        (面向, 组织 …). True for a whole name."""
        openers = self.words.openers
        for name in self.names:
            yield name, True
            for cut in range(1, len(name) - SHORTEST_NAME + 1):
                if name[:cut].endswith(openers):
                    yield name[cut:], False


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one lexicon that tell a measure from what only leads to it, compiled."""

    idle: regex.Pattern[str]
    idle_words: tuple[str, ...]  # the longest first
    other_time: regex.Pattern[str]
    long: Mapping[str, str]
    short: regex.Pattern[str]
    reporting: regex.Pattern[str]
    of_whole: regex.Pattern[str]
    scopes: regex.Pattern[str]
    openers: tuple[str, ...]

    def without_idle_end(self, words: str) -> str:
        """The words without the idle ones at their end."""
        while words.endswith(self.idle_words):
            words = words.removesuffix(next(filter(words.endswith, self.idle_words)))
        return words

    def pairs(self, words: str) -> frozenset[str]:
        """All pairs of neighbouring characters of the words that tell a measure; a word of one character is itself."""
        pairs: set[str] = set()
        words = self.short.sub(lambda m: self.long[m.group()], words)
        for run in _HAN.findall(self.idle.sub("|", words)):
            pairs.update(map(add, run, run[1:]) if len(run) > 1 else run)
        return frozenset(pairs)


@lru_cache(maxsize=8)
def words_of(lexicon: Lexicon) -> Words:
    lists, long = lexicon.lists, lexicon.tables["short_forms"]
    idle, scopes = alternatives(lists["idle_words"]), lists["scopes"]
    leads, between = alternatives(lists["share_lead"]), alternatives((*lists["share_idle"], *scopes))
    return Words(
        idle=regex.compile(idle),
        idle_words=tuple(sorted(lists["idle_words"], key=len, reverse=True)),
        other_time=regex.compile(alternatives(lists["other_period"])),
        long=long,
        short=regex.compile(alternatives(long)),
        reporting=regex.compile(alternatives(lists["reporting_words"])),
        of_whole=regex.compile(rf"(?:{leads})|(?:{between})+$"),
        scopes=regex.compile(alternatives(scopes)),
        openers=lists["name_openers"],
    )


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
