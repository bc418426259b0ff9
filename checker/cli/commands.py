"""The commands by their words. Their modules are opened one by one, when a command is called or its help asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Any, NamedTuple, get_type_hints

from checker.cli.options import Argument, Option

Function = Callable[..., int]
NEEDED = object()
"""The default of a parameter that must be given."""


class Command(NamedTuple):
    """A command: where its function is, and the key of its help."""

    module: str
    function: str
    help: str

    def load(self) -> Function:
        """The function; it returns the exit code."""
        found: Function = getattr(import_module(f"checker.cli.{self.module}"), self.function)
        return found


RULES = "rules"
COMMANDS: Mapping[tuple[str, ...], Command] = MappingProxyType(
    {
        ("lint",): Command("linting", "lint", "help.lint"),
        ("numbers",): Command("looking", "numbers", "help.numbers"),
        ("why",): Command("looking", "why", "help.why"),
        ("corpus",): Command("corpus", "corpus", "help.corpus"),
        ("server",): Command("serving", "server", "help.server"),
        ("init",): Command("knowing", "init", "help.init"),
        (RULES, "list"): Command("rules", "rules_list", "help.rules.list"),
        (RULES, "show"): Command("rules", "rules_show", "help.rules.show"),
        (RULES, "test"): Command("rules", "rules_test", "help.rules.test"),
        (RULES, "new"): Command("rules", "rules_new", "help.rules.new"),
        (RULES, "schema"): Command("rules", "rules_schema", "help.rules.schema"),
    }
)


class Parameter(NamedTuple):
    """A parameter of a command: its name in Python, its type without what declares it, and its default (or NEEDED)."""

    name: str
    kind: Any
    declared: Argument | Option
    default: Any

    @property
    def many(self) -> bool:
        """Whether it may be given several times."""
        return bool(self.kind == list[str] | None)


def parameters(function: Function) -> tuple[Parameter, ...]:
    """The parameters of a command's function, in their order."""
    hints = get_type_hints(function, include_extras=True)
    names = [name for name in hints if name != "return"]
    given = function.__defaults__ or ()
    defaults = dict(zip(names[len(names) - len(given) :], given, strict=True))
    return tuple(
        Parameter(name, hints[name].__origin__, hints[name].__metadata__[0], defaults.get(name, NEEDED))
        for name in names
    )
