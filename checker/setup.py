"""Floor 5: the user's options -> one Config and one Checker, or one clear line."""

from __future__ import annotations

import codecs
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from checker import packs
from checker.cache import Cache, digest, of_files, of_tool
from checker.config import FAIL_ON, Config, FailOn, names
from checker.lexicon import LexiconError, shipped_rules
from checker.model.report import SEVERITIES, Severity
from checker.report.run import RuleCard
from checker.terminal import Trouble, choice, guess, language
from checker.texts import say

if TYPE_CHECKING:
    from checker.api import Checker


@dataclass(frozen=True, slots=True)
class Asked:
    """Options as typed."""

    select: Sequence[str] = ()
    ignore: Sequence[str] = ()
    severity: Sequence[str] = ()
    fail_on: str = "error"
    rules: Sequence[str] = ()
    isolated: bool = False
    encoding: str | None = None
    lang: str | None = None


def configure(asked: Asked) -> Config:
    """Options checked for what can be known without the rules."""
    lang = language(asked.lang)
    least: Severity = "info"
    levels: list[tuple[str, Severity]] = []
    for word in _words(asked.severity):
        rule, _, level = word.rpartition("=")
        severity = cast(Severity, choice("--severity", level, SEVERITIES, lang))
        if rule:
            levels.append((rule, severity))
        else:
            least = severity
    if asked.encoding is not None:
        try:
            codecs.lookup(asked.encoding)
        except LookupError:
            raise Trouble(say("no-encoding", lang, name=asked.encoding)) from None
    return Config(
        select=tuple(_words(asked.select)),
        ignore=tuple(_words(asked.ignore)),
        severity=least,
        levels=tuple(levels),
        fail_on=cast(FailOn, choice("--fail-on", asked.fail_on, FAIL_ON, lang)),
        lang=lang,
        encoding=asked.encoding,
        rules=(*packs.folders(asked.isolated, lang), *map(Path, asked.rules)),
        isolated=asked.isolated,
    )


def _words(values: Sequence[str]) -> list[str]:
    return [word.strip() for value in values for word in value.split(",") if word.strip()]


def prepare(config: Config) -> Checker:
    """The checker; Trouble with a line for each fault of the rule files, or for a rule that there is not."""
    from checker import api  # noqa: PLC0415 - heavy: not for a run whose answers are all kept

    _there(config)
    try:
        checker = api.load(config=config)
    except api.RuleErrors as error:
        raise Trouble(packs.told(map(str, error.errors), config.isolated, config.lang)) from None
    except LexiconError as error:
        raise Trouble(packs.told([str(error)], config.isolated, config.lang)) from None
    _known_all(config, cards(checker, config.lang))
    return checker


def _there(config: Config) -> None:
    """Trouble unless the user's rule files are there."""
    for path in config.rules:
        if not path.exists():
            raise Trouble(str(path) + say("colon", config.lang) + say("missing", config.lang))
        if path.is_dir() and not any(found.suffix in (".yaml", ".yml") for found in path.rglob("*")):
            raise Trouble(say("r-none-there", config.lang, path=path))


@dataclass(frozen=True, slots=True)
class Cards:
    """The cards of all rules, as one entry of the cache."""

    cards: tuple[RuleCard, ...]


class Book:
    """The rules of a run as people see them; the checker itself is made when something must be checked.

    Loading and compiling the rules takes most of a second: a run whose answers are all kept needs their cards alone.
    """

    def __init__(self, config: Config, store: Cache) -> None:
        """Raises Trouble as `prepare` does."""
        self.config, self.store = config, store
        self._checker: Checker | None = None
        _there(config)
        self.key = self._digest()
        kept = store.get(digest("cards", self.key), Cards)
        if kept is None:
            kept = Cards(cards(self.checker(), config.lang))
            store.put(digest("cards", self.key), Cards, kept)
        self.cards = kept.cards
        _known_all(config, self.cards)

    def checker(self) -> Checker:
        """The checker, made once. It may change `key`: rules that changed while they were read belong to no digest."""
        if self._checker is None:
            self._checker = prepare(self.config)
            if self._digest() != self.key:
                self.key = os.urandom(16).hex()
        return self._checker

    def holds(self, config: Config) -> bool:
        """Whether rules and options are still those of this book."""
        return config == self.config and self._digest() == self.key

    def _digest(self) -> str:
        """Of rules, options and tool; --fail-on and --isolated bear on no report."""
        config = replace(self.config, fail_on="error", isolated=False)
        try:
            return digest(of_tool(), of_files([shipped_rules(), *config.rules]), repr(config))
        except OSError:  # said, with its place, when the rules are loaded; until then no entry fits
            return os.urandom(16).hex()

    def __reduce__(self) -> tuple[type[Book], tuple[Config, Cache]]:
        """Compiled patterns do not cross to another process; it makes its own."""
        return Book, (self.config, self.store)


def _known_all(config: Config, known_cards: Sequence[RuleCard]) -> None:
    """Trouble if an option names a rule that there is not."""
    asked = (("--select", config.select), ("--ignore", config.ignore), ("--severity", [r for r, _ in config.levels]))
    for option, words in asked:
        for word in words:
            known(word, option, known_cards, config.lang)


def known(word: str, option: str, known_cards: Sequence[RuleCard], lang: str) -> None:
    """Trouble unless some rule is meant by the word."""
    if any(names(word, r.id, r.code, r.family) for r in known_cards):
        return
    everything = sorted({name for r in known_cards for name in (r.id, r.code, r.family) if name})
    raise Trouble(say("no-rule", lang, option=option, name=word) + guess(word, everything, lang))


def cards(checker: Checker, lang: str) -> tuple[RuleCard, ...]:
    """The rules as people see them, in the order of their codes."""
    made = (
        RuleCard(
            id=r.id,
            code=r.code,
            severity=r.severity,
            title=r.title.get(lang) or next(iter(r.title.values()), ""),
            kind=r.kind,
            family=r.family,
            why=r.why,
            path=r.path,
        )
        for r in checker.rules
    )
    return tuple(sorted(made, key=lambda card: (card.code, card.id)))


def taking_part(all_cards: Sequence[RuleCard], config: Config) -> tuple[RuleCard, ...]:
    """The rules that --select and --ignore leave, with the severities the user gave them."""
    return tuple(
        replace(c, severity=config.level(c.id, c.code, c.severity))
        for c in all_cards
        if config.selects(c.id, c.code, c.family)
    )
