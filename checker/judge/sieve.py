"""The stretches of a document in which a pattern can match at all.

Most patterns stay within one line of the masked text, and most lines lack a word or a number that the pattern cannot
do without. Leaving those out changes no match: it only spares the search.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

import regex

from checker.judge.mask import ANY_SIGN, LINE_ENDS, sign_bit
from checker.judge.pattern import CompiledPattern

Stretch = tuple[int, int]
_LINES = regex.compile(f"[^{LINE_ENDS}]+")
_SIGNS = regex.compile(f"[{ANY_SIGN}]")


class Sieve:
    """The lines in some stretches of a masked text, each with what kinds of numbers it holds."""

    def __init__(self, text: str, stretches: Sequence[Stretch]) -> None:
        self.text, self.whole = text, stretches
        # What ends a line belongs to it, since patterns look at it.
        self.lines = [(m.start(), min(m.end() + 1, b)) for a, b in stretches for m in _LINES.finditer(text, a, b)]
        self._starts = [start for start, _ in self.lines]
        self._signs = [0] * len(self.lines)
        for n, (start, end) in enumerate(self.lines):
            for m in _SIGNS.finditer(text, start, end):
                self._signs[n] |= sign_bit(m.group())
        self._having: dict[frozenset[str], frozenset[int]] = {}
        self._holding: dict[str, frozenset[int]] = {}

    def stretches(self, pattern: CompiledPattern) -> Sequence[Stretch]:
        """Where to search for a pattern, in the order of the text."""
        if not pattern.one_line:
            return self.whole if all(any(word in self.text for word in some) for some in pattern.needs) else ()
        numbers: Iterable[int] = range(len(self.lines))
        for words in pattern.needs:
            numbers = self._with_one_of(words).intersection(numbers)
            if not numbers:
                return ()
        signs, wanted = self._signs, pattern.signs
        return [self.lines[n] for n in sorted(numbers) if all(signs[n] & bits for bits in wanted)]

    def _with_one_of(self, words: frozenset[str]) -> frozenset[int]:
        """Numbers of the lines that hold one of the words."""
        if words not in self._having:
            self._having[words] = frozenset().union(*map(self._with, words))
        return self._having[words]

    def _with(self, word: str) -> frozenset[int]:
        if word not in self._holding:
            self._holding[word] = frozenset(self._search(word))
        return self._holding[word]

    def _search(self, word: str) -> Iterator[int]:
        at = self.text.find(word)
        while at >= 0:
            n = bisect_right(self._starts, at) - 1
            if n >= 0 and at < self.lines[n][1]:
                yield n
            if n + 1 == len(self.lines):
                return
            at = self.text.find(word, self._starts[n + 1])
