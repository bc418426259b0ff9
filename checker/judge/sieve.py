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
        self.of_line = [pattern for pattern in self.of if pattern.within is Reach.LINE]
        self.of_sentence: dict[int, list[CompiledPattern]] = {}  # by one of its features
        for pattern, needed in self.of.items():
            if pattern.within is Reach.SENTENCE:
                self.of_sentence.setdefault(max(needed), []).append(pattern)
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
        text = mask.text[begin : stretches[-1][1]]
        for word, _, end in self._automaton.find_matches_as_indexes(text, overlapping=True):  # sorted by their ends
            while end > limit:
                limit, bit = next(ends), bit << 1
            by_word[word] = by_word.get(word, 0) | bit
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


class Sieve:
    """The sentences or lines in some stretches of a masked text, sorted out by what the patterns need.

    found: where to search for each pattern that may match at all, in the order of the text; nothing for one that is a
    number alone, since numbers need not be searched.
    """

    def __init__(self, mask: Mask, stretches: Sequence[Stretch], needs: Needs) -> None:
        self.found: dict[CompiledPattern, list[Stretch]] = {}
        text = mask.text
        lines = [m.span() for a, b in stretches for m in _LINES.finditer(text, a, b)]
        sentences: list[Stretch] = []
        line_of: list[int] = []
        for n, line in enumerate(lines):
            sentences += [m.span() for m in _SENTENCES.finditer(text, *line)]
            line_of += [n] * (len(sentences) - len(line_of))
        chunks: list[Mapping[int, int]] = []  # what the sentences of each chunk have
        for first in range(0, len(sentences), _CHUNK):
            chunk = sentences[first : first + _CHUNK]
            chunks.append(needs.having(mask, chunk))
            self._sort(chunk, chunks[-1], needs)
        known = _Lines(mask, lines, line_of, chunks)
        for pattern in needs.of_line:
            if found := known.having(needs.of[pattern]):
                self.found[pattern] = found
        for pattern in needs.wide:
            if all(map(known.anywhere, needs.of[pattern])):
                self.found[pattern] = list(stretches)

    def _sort(self, sentences: Sequence[Stretch], having: Mapping[int, int], needs: Needs) -> None:
        """Note which sentences each pattern may match in."""
        for feature, some in having.items():
            for pattern in needs.of_sentence.get(feature, ()):
                bits = some
                for other in needs.of[pattern]:
                    bits &= having.get(other, 0)
                if bits:
                    found = self.found.setdefault(pattern, [])
                    if pattern.opening is not Opening.NUMBER:
                        found.extend(sentences[n] for n in _numbers(bits))


class _Lines:
    """What the lines have whose sentences are known."""

    def __init__(
        self, mask: Mask, lines: Sequence[Stretch], line_of: Sequence[int], chunks: Sequence[Mapping[int, int]]
    ) -> None:
        """line_of: the number of the line of each sentence; chunks: of so many sentences each, what they have."""
        self._places, self._lines, self._line_of, self._chunks = mask.places, lines, line_of, chunks
        self._sizes: dict[int, int] = {}

    def _size(self, feature: int) -> int:
        """How many sentences have a feature."""
        if feature not in self._sizes:
            self._sizes[feature] = sum(having.get(feature, 0).bit_count() for having in self._chunks)
        return self._sizes[feature]

    def anywhere(self, feature: int) -> bool:
        """Whether the lines together have it."""
        return len(self._places) >= -feature if feature < 0 else self._size(feature) > 0

    def having(self, features: Sequence[int]) -> list[Stretch]:
        """The lines that have all features."""
        if not all(map(self.anywhere, features)):
            return []
        rarest, *others = sorted((feature for feature in features if feature >= 0), key=self._size)
        others += (feature for feature in features if feature < 0)
        numbers = dict.fromkeys(
            self._line_of[at * _CHUNK + n]
            for at, having in enumerate(self._chunks)
            for n in _numbers(having.get(rarest, 0))
        )
        return [self._lines[n] for n in numbers if all(self._has(n, feature) for feature in others)]

    def _has(self, line: int, feature: int) -> bool:
        if feature < 0:
            start, end = self._lines[line]
            return bisect_left(self._places, end) - bisect_left(self._places, start) >= -feature
        first, last = bisect_left(self._line_of, line), bisect_left(self._line_of, line + 1)
        while first < last:
            at, low = divmod(first, _CHUNK)
            size = min(last - first, _CHUNK - low)
            if self._chunks[at].get(feature, 0) >> low & ((1 << size) - 1):
                return True
            first += size
        return False


def _numbers(bits: int) -> Iterator[int]:
    """The places of the bits that are set, from the lowest on."""
    while bits:
        low = bits & -bits
        yield low.bit_length() - 1
        bits ^= low
