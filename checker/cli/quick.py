"""A command line that is written as it should be, read without typer.

typer brings pydantic and builds every command before it reads a word: ten times the work of checking a short report.
So words that can mean one thing only are read here. Whatever else there is (help, a slip, completion, a rarer way of
writing an option) is left to typer, which knows it all; a test holds the two against each other.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

from checker.cli.commands import COMMANDS, NEEDED, Function, Parameter, parameters
from checker.cli.options import Argument, Option

COMPLETING = "_CHECKER_COMPLETE"  # a shell asks through typer what may be offered


def read(words: Sequence[str]) -> tuple[Function, dict[str, Any]] | None:
    """The function of the command and its arguments; None if typer must look at the words."""
    if COMPLETING in os.environ:
        return None
    for size in (1, 2):
        command = COMMANDS.get(tuple(words[:size]))
        if command is not None:
            function = command.load()
            values = _values(words[size:], parameters(function))
            return None if values is None else (function, values)
    return None


def _values(words: Sequence[str], declared: Sequence[Parameter]) -> dict[str, Any] | None:
    """Name -> value of every parameter, or None."""
    named = {said: p for p in declared if isinstance(p.declared, Option) for said in p.declared.names}
    values: dict[str, Any] = {p.name: None if p.many else p.default for p in declared}
    loose: list[str] = []
    seen: set[str] = set()
    waiting = iter(words)
    for word in waiting:
        if word == "-" or not word.startswith("-"):
            loose.append(word)
            continue
        said, equals, value = word.partition("=")
        parameter = named.get(said)
        if parameter is None or (equals and not said.startswith("--")):
            return None
        if parameter.kind is bool:
            if equals:
                return None
            values[parameter.name] = True
            continue
        if not equals:
            following = next(waiting, None)
            if following is None or (following.startswith("-") and following != "-"):
                return None
            value = following
        if parameter.many:
            values[parameter.name] = [*(values[parameter.name] or ()), value]
        elif parameter.name in seen:
            return None
        else:
            values[parameter.name] = value
        seen.add(parameter.name)
    return _with_loose(values, loose, [p for p in declared if isinstance(p.declared, Argument)])


def _with_loose(values: dict[str, Any], loose: list[str], taking: Sequence[Parameter]) -> dict[str, Any] | None:
    """The values with the words that no option takes; None if they do not fit."""
    for parameter in taking:
        if parameter.many:
            values[parameter.name], loose = loose or None, []
        elif loose:
            values[parameter.name], *loose = loose
    return None if loose or NEEDED in values.values() else values
