"""Floor 5: the user's options -> one Config and one Checker, or one clear line."""

from __future__ import annotations

import codecs
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

from checker import packs
from checker.cache import Cache, digest, of_files, of_tool
from checker.config import FAIL_ON, Config, FailOn, Lang, Layer, Named, names, resolve
from checker.lexicon import LexiconError, shipped_rules, word_folder
from checker.model.report import SEVERITIES, Failed, Severity
from checker.report.run import RuleCard
from checker.settings import nearest, read_layers
from checker.sift import RuleName
from checker.terminal import Trouble, choice, language
from checker.texts import did_you_mean, say
from checker.width import clean

if TYPE_CHECKING:
    from checker.api import Checker
    from checker.cache.regexes import Codes, Noted
    from checker.shelf import Shelf


class Asked(NamedTuple):
    """Options as typed."""

    select: Sequence[str] = ()
    ignore: Sequence[str] = ()
    severity: Sequence[str] = ()
    fail_on: str | None = None
    rules: Sequence[str] = ()
    isolated: bool = False
    encoding: str | None = None
    lang: str | None = None
    baseline: str | None = None


def configure(asked: Asked) -> Config:
    """The options of a run, checked for what can be known without the rules.

    Those of the configuration that governs the working folder, and over it what was typed. Trouble with a line for
    each mistake. Documents elsewhere may have a configuration of their own (desk.py).
    """
    spoken = language(asked.lang)
    typed = _typed(asked, spoken)
    path = None if asked.isolated else nearest(Path.cwd())
    layers, faults = read_layers(path, spoken) if path else ((), ())
    if faults:
        raise Trouble("\n".join(told(fault, spoken) for fault in faults))
    return resolve(layers, typed, spoken, isolated=asked.isolated)


class BadSetting(Trouble):
    """A configuration file asks for what cannot be."""

    def __init__(self, fault: Failed, lang: str) -> None:
        super().__init__(told(fault, lang))
        self.fault = fault


def told(fault: Failed, lang: str) -> str:
    """A fault of a file as one line."""
    return clean(fault.place) + say("colon", lang) + clean(fault.message)


def _typed(asked: Asked, lang: Lang) -> Layer:
    """What the command line says."""
    least: Severity | None = None
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
    return Layer(
        select=tuple(_words(asked.select)) or None,
        ignore=tuple(_words(asked.ignore)),
        severity=least,
        levels=tuple(levels),
        fail_on=None if asked.fail_on is None else cast(FailOn, choice("--fail-on", asked.fail_on, FAIL_ON, lang)),
        lang=lang if asked.lang is not None else None,
        encoding=asked.encoding,
        rules=(*packs.folders(asked.isolated, lang), *map(Path, asked.rules)),
        baseline=None if asked.baseline is None else Path(asked.baseline),
    )


def _words(values: Sequence[str]) -> list[str]:
    return [word.strip() for value in values for word in value.split(",") if word.strip()]


def prepare(config: Config, loaded: Checker | None = None, shelf: Shelf | None = None) -> Checker:
    """The checker; Trouble with a line for each fault of the rule files, or for a rule that there is not.

    `loaded`: a checker with the same rule files, whose work is taken over. `shelf`: where the rules may be kept.
    """
    checker = replace(loaded or _load(config, shelf), config=config)
    _known_all(config, cards(checker, config.lang))
    return checker


def _load(config: Config, shelf: Shelf | None = None) -> Checker:
    from checker import api  # noqa: PLC0415 - heavy: not for a run whose answers are all kept

    _there(config)
    try:
        return api.load(config=config, shelf=shelf)
    except api.RuleErrors as error:
        raise Trouble(packs.told(map(str, error.errors), config.isolated, config.lang)) from None
    except LexiconError as error:
        raise Trouble(packs.told([str(error)], config.isolated, config.lang)) from None


def _there(config: Config) -> None:
    """Trouble unless the user's rule files are there."""
    for path in config.rules:
        if not path.exists():
            raise Trouble(clean(str(path)) + say("colon", config.lang) + say("missing", config.lang))
        if path.is_dir() and not any(found.suffix in (".yaml", ".yml") for found in path.rglob("*")):
            raise Trouble(say("r-none-there", config.lang, path=path))


class Loaded:
    """Rules as they were loaded, shared by all books of a run: loading and compiling them takes most of a second.

    `checkers`: some that were made elsewhere, whose rules may be taken over. `examples`: rules must have theirs.
    """

    def __init__(self, *checkers: Checker, examples: bool = False) -> None:
        self._examples = examples
        self._digests: dict[tuple[Path, ...], str] = {}
        self._codes: Codes | None = None
        self._noted: Noted = {}
        self._by = {self.digest(checker.config.rules): checker for checker in checkers}

    def digest(self, rules: tuple[Path, ...]) -> str:
        """Of the tool, the shipped rules and these rule files, as they were when this was first asked."""
        if rules not in self._digests:
            self._digests[rules] = self._now(rules)
        return self._digests[rules]

    def checker(self, config: Config, store: Cache) -> tuple[Checker, str]:
        """A checker with these options and the digest of its rules. Trouble as `prepare` says.

        Rules that changed while they were read belong to no digest: they get one that never comes again.
        """
        wanted = self.digest(config.rules)
        from checker.shelf import Shelf  # noqa: PLC0415 - rules as data: not for a run whose answers are all kept

        if wanted not in self._by:
            self._restore(store)
        compared: list[bool] = []

        def same() -> bool:
            compared.append(self._now(config.rules) == wanted)
            return compared[-1]

        shelf = Shelf(store, wanted, same, self._examples)
        unread = wanted in self._by or shelf.has()
        made = prepare(config, self._by.get(wanted), shelf)
        if not unread and not compared:
            same()
        if not all(compared):
            wanted = self._digests[config.rules] = os.urandom(16).hex()
        self._by.setdefault(wanted, made)
        return made, wanted

    def _restore(self, store: Cache) -> None:
        """Take over the patterns that earlier runs compiled, before the rooms are opened that make them."""
        from checker import prepared  # noqa: PLC0415
        from checker.cache import regexes  # noqa: PLC0415 - as heavy as what it spares, if nothing is to be checked

        if self._codes is None:
            data = store.get_bytes(regexes.NAME)
            if data is None and (data := prepared.patterns(regexes.NAME)):
                store.put_bytes(regexes.NAME, data)
            self._codes = regexes.restore(data)
            self._noted = regexes.note()

    def keep(self, store: Cache) -> None:
        """Keep the patterns that were compiled."""
        if self._codes is None:
            return
        from checker.cache import regexes  # noqa: PLC0415

        data = regexes.fresh(self._codes, self._noted)
        if data is not None:
            store.put_bytes(regexes.NAME, data)

    def turn(self) -> None:
        """A run is over: the next one looks at the files anew. Rules that it did not ask for are let go."""
        asked = set(self._digests.values())
        self._by = {wanted: checker for wanted, checker in self._by.items() if wanted in asked}
        self._digests = {}

    @staticmethod
    def _now(rules: tuple[Path, ...]) -> str:
        try:
            beside = [home for path in rules if not path.is_dir() and (home := word_folder(path))]
            return digest(of_tool(shipped_rules()), of_files([*rules, *beside]))
        except OSError:  # said, with its place, when the rules are loaded; until then no entry fits
            return os.urandom(16).hex()


class Cards(NamedTuple):
    """The cards of all rules, as one entry of the cache."""

    cards: tuple[RuleCard, ...]


class Book:
    """The rules under one configuration, as people see them; the checker is made when something must be checked.

    Loading the rules takes most of a second: a run whose answers are all kept needs their cards alone.
    """

    def __init__(self, config: Config, store: Cache, loaded: Loaded | None = None) -> None:
        """Raises Trouble as `prepare` does."""
        self.config = config
        self._store = store
        self._loaded = loaded or Loaded()
        self._checker: Checker | None = None
        _there(config)
        self.key = self._digest(self._loaded.digest(config.rules))
        kept = store.get(digest("cards", self.key), Cards)
        if kept is None:
            kept = Cards(cards(self.checker(), config.lang))
            store.put(digest("cards", self.key), Cards, kept)
        self.cards = kept.cards
        _known_all(config, self.cards)

    @property
    def roster(self) -> tuple[RuleName, ...]:
        """The names of all rules, and which of them take part."""
        selects = self.config.selects
        return tuple(RuleName(c.id, c.code, c.family, selects(c.id, c.code, c.family)) for c in self.cards)

    def checker(self) -> Checker:
        """The checker, made once. It may change `key`, if the rules are no longer those of before."""
        if self._checker is None:
            self._checker, rules = self._loaded.checker(self.config, self._store)
            self.key = self._digest(rules)
        return self._checker

    def _digest(self, rules: str) -> str:
        """Of rules, options and tool, without what bears on no report: a baseline is known document by document."""
        bare = replace(self.config, fail_on="error", isolated=False, baseline=None, typed=Layer(), named=())
        return digest(rules, repr(bare))


def _known_all(config: Config, known_cards: Sequence[RuleCard]) -> None:
    """Trouble if an option or a configuration names a rule that there is not."""
    asked = (("--select", config.select), ("--ignore", config.ignore), ("--severity", [r for r, _ in config.levels]))
    places = {named.word: named for named in config.named}
    for option, words in asked:
        for word in words:
            known(word, places.get(word, option), known_cards, config.lang)
    for named in config.named:  # those that another layer overrules as well
        known(named.word, named, known_cards, config.lang)


def known(word: str, option: str | Named, known_cards: Sequence[RuleCard], lang: str) -> None:
    """Trouble unless some rule is meant by the word. `option`: where it was said."""
    if any(names(word, r.id, r.code, r.family) for r in known_cards):
        return
    everything = sorted({name for r in known_cards for name in (r.id, r.code, r.family) if name})
    near = did_you_mean(word, everything, lang)
    if isinstance(option, Named):
        message = say("set-no-rule", lang, name=option.key, value=repr(word), hint=near)
        raise BadSetting(Failed(option.path, message, option.line, option.column), lang)
    raise Trouble(say("no-rule", lang, option=option, name=word) + near)


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
        c._replace(severity=config.level(c.id, c.code, c.severity))
        for c in all_cards
        if config.selects(c.id, c.code, c.family)
    )
