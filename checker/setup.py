"""Floor 5: the user's options -> one Config and one Checker, or one clear line."""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

from checker import api, packs
from checker.api import Checker, RuleErrors
from checker.config import FAIL_ON, Config, FailOn, names
from checker.lexicon import LexiconError
from checker.model.report import SEVERITIES, Severity
from checker.report.run import RuleCard
from checker.terminal import Trouble, choice, guess, language
from checker.texts import say


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
    for path in config.rules:
        if not path.exists():
            raise Trouble(str(path) + say("colon", config.lang) + say("missing", config.lang))
        if path.is_dir() and not any(found.suffix in (".yaml", ".yml") for found in path.rglob("*")):
            raise Trouble(say("r-none-there", config.lang, path=path))
    try:
        checker = api.load(config=config)
    except RuleErrors as error:
        raise Trouble(packs.told(map(str, error.errors), config.isolated, config.lang)) from None
    except LexiconError as error:
        raise Trouble(packs.told([str(error)], config.isolated, config.lang)) from None
    asked = (("--select", config.select), ("--ignore", config.ignore), ("--severity", [r for r, _ in config.levels]))
    for option, words in asked:
        for word in words:
            known(word, option, checker, config.lang)
    return checker


def known(word: str, option: str, checker: Checker, lang: str) -> None:
    """Trouble unless some rule is meant by the word."""
    if any(names(word, r.id, r.code, r.family) for r in checker.rules):
        return
    everything = sorted({name for r in checker.rules for name in (r.id, r.code, r.family) if name})
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
