"""The sentences of a document in which a pattern can match at all.

Most patterns stay within one sentence of the masked text, and most sentences lack a word or a number that the pattern
cannot do without. One pass of an automaton (Aho and Corasick 1975) over a sentence finds the words of all patterns at
once; so a rule costs next to nothing where its words do not stand. Leaving sentences out changes no match: it only
spares the search.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property

import regex
from ahocorasick_rs import AhoCorasick, Implementation

from checker.judge.mask import ANY_SIGN, LINE_ENDS, SENTENCE_ENDS, sign_number
from checker.judge.pattern import CompiledPattern, Opening, Reach

Stretch = tuple[int, int]
# What ends them belongs to them, since patterns look at it.
_LINES = regex.compile(f"[^{LINE_ENDS}]+[{LINE_ENDS}]?")
_SENTENCES = regex.compile(f"[^{SENTENCE_ENDS}]+[{SENTENCE_ENDS}]?")
_SIGNS = regex.compile(f"[{ANY_SIGN}]")
_CHUNK = 512  # sentences that are weighed at once: as bits of one integer, whose size must not grow with the document


class Needs:
    """What some patterns cannot match without: sets of words and sets of numbers, each a feature of a text."""

    def __init__(self, patterns: Iterable[CompiledPattern]) -> None:
        words: dict[frozenset[str], int] = {}
        signs: dict[int, int] = {}
        size = 0
        self.of: dict[CompiledPattern, tuple[int, ...]] = {}
        for pattern in patterns:
            features: list[int] = []
            for some in pattern.needs:
                size += some not in words
                features.append(words.setdefault(some, size))
            for bits in pattern.signs:
                size += bits not in signs
                features.append(signs.setdefault(bits, size))
            self.of[pattern] = tuple(dict.fromkeys(features))
        self.wide = [pattern for pattern in self.of if pattern.within is Reach.ANYTHING]
        self.of_line = [pattern for pattern in self.of if pattern.within is Reach.LINE]
        self.of_sentence: dict[int, list[CompiledPattern]] = {}  # by the first feature; 0: of those that have none
        for pattern, needed in self.of.items():
            if pattern.within is Reach.SENTENCE:
                self.of_sentence.setdefault(needed[0] if needed else 0, []).append(pattern)
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

    def having(self, text: str, stretches: Sequence[Stretch]) -> dict[int, int]:
        """Feature -> the stretches that have it, as bits (stretch n is 1 << n)."""
        by_word: dict[int, int] = {}
        by_sign: dict[int, int] = {}
        find, signs = self._automaton.find_matches_as_indexes, _SIGNS.findall
        for n, (start, end) in enumerate(stretches):
            bit, said = 1 << n, text[start:end]
            for word in {word for word, _, _ in find(said, overlapping=True)}:
                by_word[word] = by_word.get(word, 0) | bit
            for sign in set(signs(said)):
                number = sign_number(sign)
                by_sign[number] = by_sign.get(number, 0) | bit
        having = {0: (1 << len(stretches)) - 1}
        for found, features in ((by_word, self._of_word), (by_sign, self._of_sign)):
            for key, bits in found.items():
                for feature in features.get(key, ()):
                    having[feature] = having.get(feature, 0) | bits
        return having


class Sieve:
    """The sentences or lines in some stretches of a masked text, sorted out by what the patterns need.

    found: where to search for each pattern that may match at all, in the order of the text; nothing for one that is a
    number alone, since numbers need not be searched.
    """

    def __init__(self, text: str, stretches: Sequence[Stretch], needs: Needs) -> None:
        self.found: dict[CompiledPattern, list[Stretch]] = {}
        lines = [m.span() for a, b in stretches for m in _LINES.finditer(text, a, b)]
        sentences = [(m.span(), n) for n, line in enumerate(lines) for m in _SENTENCES.finditer(text, *line)]
        features = {0}
        known: list[tuple[int, Mapping[int, int]]] = []  # of each chunk, where it begins and what its sentences have
        for first in range(0, len(sentences), _CHUNK):
            chunk = [span for span, _ in sentences[first : first + _CHUNK]]
            having = needs.having(text, chunk)
            known.append((first, having))
            features.update(having)
            self._sort(chunk, having, needs)

        @cache
        def having_lines(feature: int) -> set[int]:
            return {sentences[first + n][1] for first, having in known for n in _numbers(having.get(feature, 0))}

        for pattern in needs.of_line:
            if features.issuperset(needs.of[pattern]):
                numbers = having_lines(0).intersection(*map(having_lines, needs.of[pattern]))
                if numbers:
                    self.found[pattern] = [lines[n] for n in sorted(numbers)]
        for pattern in needs.wide:
            if features.issuperset(needs.of[pattern]):
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


def _numbers(bits: int) -> Iterator[int]:
    """The places of the bits that are set, from the lowest on."""
    while bits:
        low = bits & -bits
        yield low.bit_length() - 1
        bits ^= low
