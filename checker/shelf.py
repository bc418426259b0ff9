"""Rules and words as they were read, kept between runs: reading YAML and checking it takes ten times as long.

What is kept is what the files said after every check; the name of the entry is a digest of all of them and of the tool.
An installed package brings the shipped ones along (`prepared.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from checker import prepared
from checker.cache import Cache, digest, parsed, written
from checker.lexicon import Lexicon
from checker.model.rule import Rule


class Kept(NamedTuple):
    """One entry of the cache: the rules, and the lists and tables of the words that they speak of."""

    rules: tuple[Rule, ...]
    lists: Mapping[str, tuple[str, ...]]
    tables: Mapping[str, Any]


Known = tuple[Lexicon, tuple[Rule, ...]]


class Shelf(NamedTuple):
    """Where one set of rules is kept. `of`: digest of their files; `same`: whether the files are still those."""

    store: Cache
    of: str
    same: Callable[[], bool]

    def take(self) -> Known | None:
        """Words and rules, if they are there."""
        kept = self.store.get(self._key, Kept)
        return None if kept is None else _known(kept)

    def put(self, lexicon: Lexicon, rules: tuple[Rule, ...]) -> None:
        """Keep what was just read; nothing if the files changed meanwhile."""
        if self.same():
            self.store.put(self._key, Kept, Kept(rules, lexicon.lists, lexicon.tables))

    def put_ready(self, text: str) -> None:
        """Keep what came ready made; nothing if the files changed meanwhile."""
        if self.same():
            self.store.put_text(self._key, text)

    @property
    def _key(self) -> str:
        return digest("rules", self.of)


def ready(shelf: Shelf | None) -> Known | None:
    """The shipped words and rules, if they came ready made; the shelf has them next time."""
    text = prepared.rules()
    kept = None if text is None else parsed(Kept, text)
    if text is None or kept is None:
        return None
    if shelf:
        shelf.put_ready(text)
    return _known(kept)


def prepare(into: Path, lexicon: Lexicon, rules: tuple[Rule, ...], name: str, patterns: bytes) -> None:
    """Make in a folder what `ready` takes; see `prepared.write`. Raises OSError."""
    prepared.write(into, written(Kept, Kept(rules, lexicon.lists, lexicon.tables)), name, patterns)


def _known(kept: Kept) -> Known:
    return Lexicon(MappingProxyType(kept.lists), MappingProxyType(kept.tables)), kept.rules
