"""Rules and words as they were read, kept between runs: reading YAML and checking it takes ten times as long.

What is kept is what the files said after every check; the name of an entry is a digest of all of them and of the tool.
An installed package brings the shipped ones along, without their examples (`prepared.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from checker import prepared
from checker.cache import Cache, digest, parsed, written
from checker.lexicon import Lexicon
from checker.model.rule import Example, Rule


class Kept(NamedTuple):
    """One entry of the cache: the rules without examples, and the lists and tables of the words that they speak of."""

    rules: tuple[Rule, ...]
    lists: Mapping[str, tuple[str, ...]]
    tables: Mapping[str, Any]


class Examples(NamedTuple):
    """Another: the examples of each rule. No check of a report looks at them."""

    of: tuple[tuple[Example, ...], ...]


Known = tuple[Lexicon, tuple[Rule, ...]]


class Shelf(NamedTuple):
    """Where one set of rules is kept.

    of: digest of their files. same: whether the files are still those. examples: whether the rules that are given are
    to have theirs.
    """

    store: Cache
    of: str
    same: Callable[[], bool]
    examples: bool = False

    def has(self) -> bool:
        """Whether there is an entry; if it turns out to be damaged, the files are read and looked at again by `put`."""
        return self.store.has(self._key)

    def take(self) -> Known | None:
        """Words and rules, if they are there."""
        kept = self.store.get(self._key, Kept)
        if kept is None or not self.examples:
            return kept and _known(kept)
        told = self.store.get(self._told, Examples)
        if told is None or len(told.of) != len(kept.rules):
            return None
        rules = tuple(replace(rule, examples=ones) for rule, ones in zip(kept.rules, told.of, strict=True))
        return _known(kept._replace(rules=rules))

    def put(self, lexicon: Lexicon, rules: tuple[Rule, ...]) -> Known:
        """What was just read, as it comes back from here. Nothing is kept if the files changed meanwhile."""
        kept = _kept(lexicon, rules)
        if self.same():
            self.store.put(self._key, Kept, kept)
            self.store.put(self._told, Examples, Examples(tuple(rule.examples for rule in rules)))
        return lexicon, rules if self.examples else kept.rules

    def put_ready(self, text: str) -> None:
        """Keep what came ready made; nothing if the files changed meanwhile."""
        if self.same():
            self.store.put_text(self._key, text)

    @property
    def _key(self) -> str:
        return digest("rules", self.of)

    @property
    def _told(self) -> str:
        return digest("examples", self.of)


def nowhere() -> Shelf:
    """A shelf that keeps nothing: for who can do without examples, and so with rules that came ready made."""
    return Shelf(Cache(None), "", lambda: False)


def ready(shelf: Shelf) -> Known | None:
    """The shipped words and rules, if they came ready made; the shelf has them next time."""
    text = None if shelf.examples else prepared.rules()
    kept = None if text is None else parsed(Kept, text)
    if text is None or kept is None:
        return None
    shelf.put_ready(text)
    return _known(kept)


def prepare(into: Path, lexicon: Lexicon, rules: tuple[Rule, ...], name: str, patterns: bytes) -> None:
    """Make in a folder what `ready` takes; see `prepared.write`. Raises OSError."""
    prepared.write(into, written(Kept, _kept(lexicon, rules)), name, patterns)


def _kept(lexicon: Lexicon, rules: tuple[Rule, ...]) -> Kept:
    return Kept(tuple(replace(rule, examples=()) for rule in rules), lexicon.lists, lexicon.tables)


def _known(kept: Kept) -> Known:
    return Lexicon(MappingProxyType(kept.lists), MappingProxyType(kept.tables)), kept.rules
