"""Floor 6: what the pytest plugin checks with. Needs no pytest; the plugin opens it when something is to be checked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from checker.api import Checker
from checker.cache import Cache, default_folder
from checker.config import FailOn
from checker.desk import Desk
from checker.setup import Asked, Book, Loaded, configure


@dataclass(frozen=True)
class Settings:
    """The options of one pytest run, and the desks made for them, each once.

    They go over the configuration that governs a document. fail_on: None for that of the configuration. unnamed: where
    a text without a path would lie.
    """

    lang: str
    fail_on: FailOn | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    isolated: bool = False
    unnamed: str = "text"
    _store: Cache = field(default_factory=lambda: Cache(default_folder()))  # what is unchanged is known
    _loaded: Loaded = field(default_factory=Loaded)
    _proving: Loaded = field(default_factory=lambda: Loaded(examples=True))
    _made: dict[Asked, Desk] = field(default_factory=dict)

    def desk(
        self,
        *,
        rules: Iterable[str | Path] = (),
        select: Sequence[str] | None = None,
        ignore: Sequence[str] | None = None,
    ) -> Desk:
        """The desk of the run; `rules` are added to its rules, `select` and `ignore` replace its options.

        Trouble for what cannot be.
        """
        asked = Asked(
            select=self.select if select is None else tuple(select),
            ignore=self.ignore if ignore is None else tuple(ignore),
            fail_on=self.fail_on,
            rules=(*self.rules, *map(str, rules)),
            isolated=self.isolated,
            lang=self.lang,
        )
        if asked not in self._made:
            desk = Desk(configure(asked), self._store, loaded=self._loaded)
            desk.run_book()
            self._made[asked] = desk
        return self._made[asked]

    def all_rules(self, rules: Iterable[str | Path] = ()) -> Checker:
        """A checker in which every rule takes part: an example does not depend on who ignores its rule.

        Trouble for rules that cannot be used.
        """
        desk = self.desk(rules=rules, select=(), ignore=())
        bare = replace(desk.config, select=(), ignore=(), levels=(), named=(), severity="info")
        return Book(bare, desk.store, self._proving).checker()
