"""`checker rules`: list, show, test, new, schema."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from checker.cli.options import Isolated, Language, RuleFiles
from checker.config import Config
from checker.terminal import columns, out

rules_app = typer.Typer(rich_markup_mode=None, no_args_is_help=True, help="help.rules")


@rules_app.command("list", help="help.rules.list")
def rules_list(rules: RuleFiles = None, isolated: Isolated = False, lang: Language = None) -> None:
    from checker import rule_commands  # noqa: PLC0415

    out(rule_commands.table(_asked_rules(rules, isolated, lang), columns()))


@rules_app.command("show", help="help.rules.show")
def rules_show(
    name: Annotated[str, typer.Argument(metavar="ID", help="help.rule-id", show_default=False)],
    rules: RuleFiles = None,
    isolated: Isolated = False,
    lang: Language = None,
) -> None:
    from checker import rule_commands  # noqa: PLC0415

    out(rule_commands.page(_asked_rules(rules, isolated, lang), name))


@rules_app.command("test", help="help.rules.test")
def rules_test(
    path: Annotated[str | None, typer.Argument(metavar="[PATH]", help="help.rule-path", show_default=False)] = None,
    rules: RuleFiles = None,
    isolated: Isolated = False,
    lang: Language = None,
) -> None:
    from checker import rule_commands  # noqa: PLC0415

    text, failed = rule_commands.test(_asked_rules(rules, isolated, lang), path)
    out(text)
    raise typer.Exit(1 if failed else 0)


@rules_app.command("new", help="help.rules.new")
def rules_new(
    name: Annotated[str, typer.Argument(metavar="ID", help="help.new-id", show_default=False)],
    rules: RuleFiles = None,
    isolated: Isolated = False,
    lang: Language = None,
) -> None:
    from checker import rule_commands  # noqa: PLC0415

    out(rule_commands.new(_asked_rules(rules, isolated, lang), name))


@rules_app.command("schema", help="help.rules.schema")
def rules_schema() -> None:
    from checker import rule_commands  # noqa: PLC0415

    out(rule_commands.schema_text())


def _asked_rules(rules: Sequence[str] | None, isolated: bool, lang: str | None) -> Config:
    from checker.setup import Asked, configure  # noqa: PLC0415

    return configure(Asked(rules=rules or (), isolated=isolated, lang=lang))
