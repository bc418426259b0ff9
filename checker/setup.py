"""Floor 5: the user's options -> one Config and one Checker, or one clear line."""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

from checker import api
from checker.api import Checker, RuleErrors
from checker.config import FAIL_ON, Config, FailOn, Lang, Layer, Named, names, resolve
from checker.lexicon import LexiconError
from checker.model.report import SEVERITIES, Severity
from checker.report.run import RuleCard
from checker.settings import Fault, nearest, read_layers
from checker.terminal import Trouble, choice, guess, language
from checker.texts import say


@dataclass(frozen=True, slots=True)
class Asked:
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

    def __init__(self, fault: Fault, lang: str) -> None:
        super().__init__(told(fault, lang))
        self.fault = fault


def told(fault: Fault, lang: str) -> str:
    """A fault of a file as one line."""
    return fault.place + say("colon", lang) + fault.message


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
        rules=tuple(map(Path, asked.rules)),
        baseline=None if asked.baseline is None else Path(asked.baseline),
    )


def _words(values: Sequence[str]) -> list[str]:
    return [word.strip() for value in values for word in value.split(",") if word.strip()]


def prepare(config: Config, loaded: Checker | None = None) -> Checker:
    """The checker; Trouble with a line for each fault of the rule files, or for a rule that there is not.

    `loaded`: a checker with the same rule files, whose work is taken over.
    """
    if loaded is None:
        loaded = _loaded(config)
    checker = replace(loaded, config=config)
    asked = (("--select", config.select), ("--ignore", config.ignore), ("--severity", [r for r, _ in config.levels]))
    places = {named.word: named for named in config.named}
    for option, words in asked:
        for word in words:
            named = places.get(word)
            known(word, named or option, checker, config.lang)
    for named in config.named:  # those that another layer overrules as well
        known(named.word, named, checker, config.lang)
    return checker


def _loaded(config: Config) -> Checker:
    for path in config.rules:
        if not path.exists():
            raise Trouble(str(path) + say("colon", config.lang) + say("missing", config.lang))
        if path.is_dir() and not any(found.suffix in (".yaml", ".yml") for found in path.rglob("*")):
            raise Trouble(say("r-none-there", config.lang, path=path))
    try:
        return api.load(config=config)
    except RuleErrors as error:
        raise Trouble("\n".join(map(str, error.errors))) from None
    except LexiconError as error:
        raise Trouble(str(error)) from None


def known(word: str, option: str | Named, checker: Checker, lang: str) -> None:
    """Trouble unless some rule is meant by the word. `option`: where it was said."""
    if any(names(word, r.id, r.code, r.family) for r in checker.rules):
        return
    everything = sorted({name for r in checker.rules for name in (r.id, r.code, r.family) if name})
    near = guess(word, everything, lang)
    if isinstance(option, Named):
        message = say("set-no-rule", lang, name=option.key, value=repr(word), hint=near)
        raise BadSetting(Fault(option.path, message, option.line, option.column), lang)
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
        replace(c, severity=config.level(c.id, c.code, c.severity))
        for c in all_cards
        if config.selects(c.id, c.code, c.family)
    )
