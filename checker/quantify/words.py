"""Ways to look words up in a text: a regular expression over many, words around a numeral, words before a place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from checker.quantify import numeral


def alternation(words: Iterable[str]) -> str:
    """A regular expression that matches the longest of the words, built as a tree: no backtracking over words."""
    tree: dict[str, dict] = {}  # type: ignore[type-arg]
    for word in words:
        node = tree
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {}
    return _branch(tree) if tree else "(?!)"


def scan(words: Iterable[str]) -> re.Pattern[str]:
    """The same as a pattern for searching: a class of first characters in front lets `re` leap to the next of them."""
    by_first: dict[str, list[str]] = {}
    for word in words:
        if word:
            by_first.setdefault(word[0], []).append(word[1:])
    if not by_first:
        return re.compile("(?!)")
    arms = "|".join(f"(?<={re.escape(first)}){alternation(rest)}" for first, rest in by_first.items())
    return re.compile(f"[{re.escape(''.join(by_first))}](?:{arms})")


def _branch(node: dict) -> str:  # type: ignore[type-arg]
    arms = [re.escape(char) + _branch(child) for char, child in node.items() if char]
    if not arms:
        return ""
    body = arms[0] if len(arms) == 1 else f"(?:{'|'.join(arms)})"
    return f"(?:{body})?" if "" in node else body


@dataclass(frozen=True, slots=True)
class Finder:
    """Words that contain a numeral character, found from the numeral.

    `behind`: the numeral character with the one after it -> (offset of the numeral, word), longest word first.
    """

    behind: Mapping[str, tuple[tuple[int, str], ...]]

    def find(self, text: str, at: int, least: int = 0) -> tuple[int, int] | None:
        """Longest word whose first numeral character stands at `at`, with its offset `least` or more."""
        best: tuple[int, int] | None = None
        for key in (text[at : at + 2], text[at]):
            for offset, word in self.behind.get(key, ()):
                start = at - offset
                if offset >= least and start >= 0 and text.startswith(word, start):
                    if best is None or len(word) > best[1] - best[0]:
                        best = start, start + len(word)
                    break
        return best


def finder(words: Iterable[str]) -> Finder:
    """Index words by their first numeral character and the one after it, if there is one."""
    mark = re.compile(f"[0-9{numeral.DIGITS}{numeral.SCALES}{numeral.HALF}]")
    behind: dict[str, list[tuple[int, str]]] = {}
    for word in dict.fromkeys(words):
        found = mark.search(word)
        if found:
            behind.setdefault(word[found.start() : found.start() + 2], []).append((found.start(), word))
    for group in behind.values():
        group.sort(key=lambda pair: (-len(pair[1]), pair[0]))
    return Finder({key: tuple(group) for key, group in behind.items()})


class Around(NamedTuple):
    """What stands at the numeral where one of many words can be, so that most numerals need no look.

    `behind`: the numeral with the character after it, where words begin with it; `before`: with the one before it,
    where they do not; `alone`: words of one character.
    """

    behind: frozenset[str]
    before: frozenset[str]
    alone: frozenset[str]

    def meets(self, text: str, at: int) -> bool:
        """Whether a word may stand around the numeral at `at`."""
        return text[at : at + 2] in self.behind or text[at - 1 : at + 1] in self.before or text[at] in self.alone

    def digits_first(self) -> bool:
        """Whether any word begins with an Arabic digit."""
        return any(word[0].isdecimal() for word in (*self.behind, *self.alone))

    def before_digits(self) -> frozenset[str]:
        """The characters that stand before an Arabic digit in a word."""
        return frozenset(pair[0] for pair in self.before if pair[1].isdecimal())


def around(finders: Iterable[Finder]) -> Around:
    """What stands around the numeral in the words of the finders."""
    behind: set[str] = set()
    before: set[str] = set()
    alone: set[str] = set()
    for offset, word in (pair for one in finders for group in one.behind.values() for pair in group):
        if offset:
            before.add(word[offset - 1 : offset + 1])
        else:
            (behind if len(word) > 1 else alone).add(word[:2])
    return Around(frozenset(behind), frozenset(before), frozenset(alone))


@dataclass(frozen=True, slots=True)
class Suffixes:
    """Words looked up backwards from a place: what ends there. Longest first. `ends`: their last characters."""

    words: Mapping[str, str]
    longest: int
    ends: frozenset[str]

    def before(self, text: str, at: int) -> tuple[str, str] | None:
        """(word, meaning) of the longest word that ends at `at`."""
        if text[at - 1 : at] not in self.ends:
            return None
        for size in range(min(self.longest, at), 0, -1):
            found = self.words.get(text[at - size : at])
            if found is not None:
                return text[at - size : at], found
        return None


def suffixes(groups: Mapping[str, Iterable[str]]) -> Suffixes:
    """Meaning -> words, turned around. Later groups win over earlier ones."""
    words = {word: meaning for meaning, group in groups.items() for word in group if word}
    return Suffixes(words, max(map(len, words), default=0), frozenset(word[-1] for word in words))


class Stretches:
    """Stretches of a text that match one of several patterns, each with signs without which it cannot be."""

    def __init__(self, patterns: Sequence[tuple[Sequence[str], str]]) -> None:
        """`patterns`: (signs, regular expression)."""
        self._patterns = patterns
        self._compiled: dict[tuple[bool, ...], re.Pattern[str]] = {}

    def of(self, text: str) -> list[tuple[int, int]]:
        """(start, end) of each, in order; where two begin at one place the pattern named first counts."""
        there = tuple(any(sign in text for sign in signs) for signs, _ in self._patterns)
        if not any(there):
            return []
        pattern = self._compiled.get(there)
        if pattern is None:
            named = [one for (_, one), here in zip(self._patterns, there, strict=True) if here]
            pattern = self._compiled[there] = re.compile("|".join(named))
        return [match.span() for match in pattern.finditer(text)]
