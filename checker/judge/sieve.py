"""The sentences of a document in which a pattern can match at all.

Most patterns stay within one sentence of the masked text, and most sentences lack a word or a number that the pattern
cannot do without. One pass of an automaton (Aho and Corasick 1975) over a sentence finds the words of all patterns at
once; so a rule costs next to nothing where its words do not stand. Leaving sentences out changes no match: it only
spares the search.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Protocol

import regex
from ahocorasick_rs import AhoCorasick, Implementation

from checker.judge.mask import LINE_ENDS, SENTENCE_ENDS, Mask, sign_number
from checker.judge.pattern import CompiledPattern, Opening, Reach

Stretch = tuple[int, int]
# What ends them belongs to them, since patterns look at it.
_LINES = regex.compile(f"[^{LINE_ENDS}]+[{LINE_ENDS}]?")
_SENTENCES = regex.compile(f"[^{SENTENCE_ENDS}]+[{SENTENCE_ENDS}]?")
_CHUNK = 512  # sentences that are weighed at once: as bits of one integer, whose size must not grow with the document


class Needs:
    """What some patterns cannot match without, each a feature of a text.

    A set of words or a set of numbers of which the text must hold one is a feature above 0, at least n numbers is the
    feature -n; 0 is what every text has.
    """

    def __init__(self, patterns: Iterable[CompiledPattern]) -> None:
        words: dict[frozenset[str], int] = {}
        signs: dict[int, int] = {}
        size = 0
        self.of: dict[CompiledPattern, tuple[int, ...]] = {}
        for pattern in patterns:
            features = [-len(pattern.signs)] if len(pattern.signs) > 1 else []
            for some in pattern.needs:
                size += some not in words
                features.append(words.setdefault(some, size))
            for bits in pattern.signs:
                size += bits not in signs
                features.append(signs.setdefault(bits, size))
            self.of[pattern] = tuple(dict.fromkeys(features)) or (0,)
        self.counts = sorted({-f for features in self.of.values() for f in features if f < 0})
        self.wide = [pattern for pattern in self.of if pattern.within is Reach.ANYTHING]
        self.of_sentence: dict[
            int, list[CompiledPattern]
        ] = {}  # by a feature that few sentences have: the longest words
        self.of_line: dict[int, list[CompiledPattern]] = {}
        for pattern, needed in self.of.items():
            if pattern.within is not Reach.ANYTHING:
                table = self.of_sentence if pattern.within is Reach.SENTENCE else self.of_line
                longest = max(pattern.needs, key=lambda some: min(map(len, some)), default=None)
                table.setdefault(words[longest] if longest else max(needed), []).append(pattern)
        self._words = sorted({word for some in words for word in some})
        self._of_word: dict[int, list[int]] = {}
        self._of_sign: dict[int, list[int]] = {}
        places = {word: at for at, word in enumerate(self._words)}
        for some, feature in words.items():
            for word in some:
                self._of_word.setdefault(places[word], []).append(feature)
        for wanted, feature in signs.items():
            for number in _numbers(wanted):
                self._of_sign.setdefault(number, []).append(feature)

    @cached_property
    def _automaton(self) -> AhoCorasick:
        return AhoCorasick(self._words, implementation=Implementation.ContiguousNFA)

    def having(self, mask: Mask, stretches: Sequence[Stretch]) -> dict[int, int]:
        """Feature -> the stretches that have it, as bits (stretch n is 1 << n)."""
        by_word: dict[int, int] = {}
        begin = stretches[0][0]
        ends = iter([end - begin for _, end in stretches])
        limit, bit = next(ends), 1
        text, known = mask.text[begin : stretches[-1][1]], by_word.get
        for word, _, end in self._automaton.find_matches_as_indexes(text, overlapping=True):  # sorted by their ends
            while end > limit:
                limit, bit = next(ends), bit << 1
            by_word[word] = known(word, 0) | bit
        having = {0: (1 << len(stretches)) - 1}
        by_sign = self._signs(mask, stretches, having)
        for found, features in ((by_word, self._of_word), (by_sign, self._of_sign)):
            for key, bits in found.items():
                for feature in features.get(key, ()):
                    having[feature] = having.get(feature, 0) | bits
        return having

    def _signs(self, mask: Mask, stretches: Sequence[Stretch], having: dict[int, int]) -> dict[int, int]:
        """Sign (see `sign_number`) -> the stretches that have it, as bits; how many they have is noted in `having`."""
        by_sign: dict[str, int] = {}
        text, places = mask.text, mask.places
        first = bisect_left(places, stretches[0][0])
        bit = 1
        for start, end in stretches:
            last = bisect_left(places, end, first)
            if last > first:
                first = bisect_left(places, start, first, last)
                for place in places[first:last]:
                    by_sign[text[place]] = by_sign.get(text[place], 0) | bit
                for count in self.counts:
                    if count > last - first:
                        break
                    having[-count] = having.get(-count, 0) | bit
                first = last
            bit <<= 1
        found: dict[int, int] = {}
        for sign, bits in by_sign.items():
            number = sign_number(sign)
            found[number] = found.get(number, 0) | bits
        return found


class Having(Protocol):
    """Feature -> what has it, as bits."""

    def get(self, feature: int, otherwise: int, /) -> int: ...
    def __iter__(self) -> Iterator[int]: ...


class Sieve:
    """The sentences or lines in some stretches of a masked text, sorted out by what the patterns need.

    found: where to search for each pattern that may match at all, in the order of the text; nothing for one that is a
    number alone, since numbers need not be searched.
    """

    def __init__(self, mask: Mask, stretches: Sequence[Stretch], needs: Needs) -> None:
        self.found: dict[CompiledPattern, list[Stretch]] = {}
        self._mask, self._needs = mask, needs
        anywhere: set[int] = set()
        for lines, sentences, line_of in _chunks(mask.text, stretches):
            having: dict[int, int] = {}
            for first in range(0, len(sentences), _CHUNK):  # several only where one line alone is longer
                having = needs.having(mask, sentences[first : first + _CHUNK])
                self._sort(sentences[first : first + _CHUNK], having, needs.of_sentence)
                anywhere.update(having)
            if len(sentences) <= _CHUNK:
                self._sort(lines, _OfLines(mask, lines, line_of, having), needs.of_line)
            else:
                self._sort(lines, dict.fromkeys((*anywhere, *(-count for count in needs.counts)), 1), needs.of_line)
        anywhere.update(-count for count in needs.counts if len(mask.places) >= count)
        for pattern in needs.wide:
            if anywhere.issuperset(needs.of[pattern]):
                self.found[pattern] = list(stretches)

    def _sort(self, units: Sequence[Stretch], having: Having, patterns: Mapping[int, list[CompiledPattern]]) -> None:
        """Note which sentences or lines each pattern may match in; `patterns`: those that stay within one."""
        for feature in having:
            for pattern in patterns.get(feature, ()):
                bits = -1
                for other in self._needs.of[pattern]:
                    bits &= having.get(other, 0)
                    if not bits:
                        break
                else:
                    found = self.found.setdefault(pattern, [])
                    if pattern.opening is not Opening.NUMBER:
                        found.extend(units[n] for n in _numbers(bits))


Chunk = tuple[list[Stretch], list[Stretch], list[int]]  # lines, their sentences, and of each which line it is in


def _chunks(text: str, stretches: Sequence[Stretch]) -> Iterator[Chunk]:
    """Whole lines of at most so many sentences together; a longer line is alone."""
    lines: list[Stretch] = []
    sentences: list[Stretch] = []
    line_of: list[int] = []
    for line in (m.span() for a, b in stretches for m in _LINES.finditer(text, a, b)):
        own = [m.span() for m in _SENTENCES.finditer(text, *line)]
        if lines and len(sentences) + len(own) > _CHUNK:
            yield lines, sentences, line_of
            lines, sentences, line_of = [], [], []
        line_of += [len(lines)] * len(own)
        lines.append(line)
        sentences += own
    if lines:
        yield lines, sentences, line_of


class _OfLines:
    """Feature -> the lines that have it, as bits, from the sentences that have it; worked out when asked for."""

    def __init__(self, mask: Mask, lines: Sequence[Stretch], line_of: Sequence[int], having: Mapping[int, int]) -> None:
        self._mask, self._lines, self._line_of, self._having = mask, lines, line_of, having
        self._known: dict[int, int] = {}

    def get(self, feature: int, _: int, /) -> int:
        known = self._known.get(feature)
        if known is None:
            known = self._known[feature] = self._counted(-feature) if feature < 0 else self._joined(feature)
        return known

    def _joined(self, feature: int) -> int:
        bits = 0
        for n in _numbers(self._having.get(feature, 0)):
            bits |= 1 << self._line_of[n]
        return bits

    def _counted(self, least: int) -> int:
        """The lines with so many numbers."""
        bits = 0
        for n, line in enumerate(self._lines):
            if len(self._mask.ranks(*line)) >= least:
                bits |= 1 << n
        return bits

    def __iter__(self) -> Iterator[int]:
        return iter(self._having)


def _numbers(bits: int) -> Iterator[int]:
    """The places of the bits that are set, from the lowest on."""
    while bits:
        low = bits & -bits
        yield low.bit_length() - 1
        bits ^= low
