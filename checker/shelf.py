"""Rules and words as they were read, kept between runs: reading YAML and checking it takes ten times as long.

What is kept is what the files said after every check; the name of the entry is a digest of all of them and of the tool.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from checker.cache import Cache, digest
from checker.lexicon import Lexicon
from checker.model.rule import Rule


@dataclass(frozen=True, slots=True)
class Kept:
    """One entry of the cache: the rules, and the lists and tables of the words that they speak of."""

    rules: tuple[Rule, ...]
    lists: Mapping[str, tuple[str, ...]]
    tables: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where one set of rules is kept. `of`: digest of their files; `same`: whether the files are still those."""

    store: Cache
    of: str
    same: Callable[[], bool]

    def take(self) -> tuple[Lexicon, tuple[Rule, ...]] | None:
        """Words and rules, if they are there."""
        kept = self.store.get(self._key, Kept)
        return (
            None if kept is None else (Lexicon(MappingProxyType(kept.lists), MappingProxyType(kept.tables)), kept.rules)
        )

    def put(self, lexicon: Lexicon, rules: tuple[Rule, ...]) -> None:
        """Keep what was just read; nothing if the files changed meanwhile."""
        if self.same():
            self.store.put(self._key, Kept, Kept(rules, lexicon.lists, lexicon.tables))

    @property
    def _key(self) -> str:
        return digest("rules", self.of)
