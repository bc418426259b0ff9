"""`checker rules`: list, show, test, new, schema."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, cast, get_args

from checker.cli.options import Argument, Isolated, Language, RuleFiles
from checker.config import Config
from checker.model.report import SEVERITIES, Severity
from checker.model.rule import RuleKind
from checker.terminal import Trouble, columns, err, is_terminal, out
from checker.texts import say

if TYPE_CHECKING:
    from checker.rule_commands import Author
    from checker.rulebook import Draft

KINDS: tuple[str, ...] = get_args(RuleKind)


def rules_list(rules: RuleFiles = None, isolated: Isolated = False, lang: Language = None) -> int:
    from checker import rule_commands  # noqa: PLC0415

    out(rule_commands.table(_asked_rules(rules, isolated, lang), columns()))
    return 0


def rules_show(
    name: Annotated[str, Argument("ID", "help.rule-id")],
    rules: RuleFiles = None,
    isolated: Isolated = False,
    lang: Language = None,
) -> int:
    from checker import rule_commands  # noqa: PLC0415

    out(rule_commands.page(_asked_rules(rules, isolated, lang), name))
    return 0


def rules_test(
    path: Annotated[str | None, Argument("[PATH]", "help.rule-path")] = None,
    rules: RuleFiles = None,
    isolated: Isolated = False,
    lang: Language = None,
) -> int:
    from checker import rule_commands  # noqa: PLC0415

    text, failed = rule_commands.test(_asked_rules(rules, isolated, lang), path)
    out(text)
    return 1 if failed else 0


def rules_new(
    name: Annotated[str | None, Argument("[ID]", "help.new-id")] = None,
    rules: RuleFiles = None,
    isolated: Isolated = False,
    lang: Language = None,
) -> int:
    from checker import rule_commands  # noqa: PLC0415
    from checker.rulebook import Draft  # noqa: PLC0415

    config = _asked_rules(rules, isolated, lang)
    asking = sys.stdin.isatty() and is_terminal()
    if name is None and not asking:
        raise Trouble(say("no-argument", config.lang, name="ID") + say("use-help", config.lang))
    author = rule_commands.Author(config)
    if name is not None and (wrong := author.wrong_id(name)):
        raise Trouble(wrong)
    draft = _interview(author, name) if asking else Draft(str(name))
    out(rule_commands.new(author, draft))
    if asking:
        out(say("new-next", config.lang, path=author.path(draft.id)) + "\n")
    return 0


def _interview(author: Author, name: str | None) -> Draft:
    """Ask for all that a rule file needs, each question until its answer can be used."""
    import typer  # noqa: PLC0415 - heavy, and asked of by people alone

    from checker.rulebook import Draft  # noqa: PLC0415

    lang = author.lang

    def ask(key: str, wrong: Callable[[str], str], default: str | None = None, choices: tuple[str, ...] = ()) -> str:
        question = say(key, lang, choices=", ".join(choices)) if choices else say(key, lang)
        while True:
            answer = str(typer.prompt(question, default=default)).strip().replace("\\n", "\n")
            if not (said := wrong(answer)):
                return answer
            err(said)

    def among(choices: tuple[str, ...]) -> Callable[[str], str]:
        return lambda word: "" if word in choices else say("new-choice", lang, name=word, choices=", ".join(choices))

    name = name or ask("new-id", author.wrong_id)
    title = ask("new-title", lambda text: "")
    kind = ask("new-kind", among(KINDS), KINDS[0], KINDS)
    severity = ask("new-severity", among(SEVERITIES), "warning", SEVERITIES)
    holds = ask("new-holds", author.wrong_example)
    out(author.numbers(holds) + "\n")
    fails = ask("new-fails", author.wrong_example)
    out(author.numbers(fails) + "\n")
    return Draft(
        name,
        kind=cast(RuleKind, kind),
        severity=cast(Severity, severity),
        title=title,
        holds=author.plain(holds),
        fails=author.marked(fails),
    )


def rules_schema() -> int:
    from checker import rule_commands  # noqa: PLC0415

    out(rule_commands.schema_text())
    return 0


def _asked_rules(rules: Sequence[str] | None, isolated: bool, lang: str | None) -> Config:
    from checker.setup import Asked, configure  # noqa: PLC0415

    return configure(Asked(rules=rules or (), isolated=isolated, lang=lang))
