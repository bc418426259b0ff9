"""The commands as typer knows them: for help, for completion, and for every command line that is not plain."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import Parameter as Given
from inspect import Signature
from typing import Annotated, Any

import typer

from checker import __version__
from checker.cli.commands import COMMANDS, NEEDED, RULES, Function, Parameter, parameters
from checker.cli.options import Option
from checker.terminal import out


def _call(function: Function, values: dict[str, Any]) -> int:
    return function(**values)


def application(do: Callable[[Function, dict[str, Any]], int] = _call) -> typer.Typer:
    """All commands; `do` is given the function that was meant and its arguments, and returns the exit code.

    Help texts are keys of texts.py until `usage.translate` puts the user's language in their place.
    """
    app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, no_args_is_help=True, help="help")
    rules = typer.Typer(rich_markup_mode=None, no_args_is_help=True, help="help.rules")
    app.callback(invoke_without_command=True)(_top)
    app.add_typer(rules, name=RULES)
    for words, command in COMMANDS.items():
        group = app if len(words) == 1 else rules
        group.command(words[-1], help=command.help)(_typed(command.load(), do))
    return app


def _top(version: Annotated[bool, typer.Option("--version", help="help.version", is_eager=True)] = False) -> None:
    if version:
        out(f"checker {__version__}\n")
        raise typer.Exit(0)


def _typed(function: Function, do: Callable[[Function, dict[str, Any]], int]) -> Function:
    """The same function, its parameters declared as typer wants them."""

    @wraps(function)
    def run(**values: Any) -> int:
        return do(function, values)

    given = []
    for p in parameters(function):
        default = Given.empty if p.default is NEEDED else p.default
        given.append(Given(p.name, Given.KEYWORD_ONLY, default=default, annotation=_declared(p)))
    run.__signature__ = Signature(given)  # type: ignore[attr-defined]
    run.__annotations__ = {one.name: one.annotation for one in given}
    return run


def _declared(parameter: Parameter) -> Any:
    """The annotation of a parameter."""
    said = parameter.declared
    if isinstance(said, Option):
        info = typer.Option(
            *said.names, metavar=said.metavar, help=said.help, show_default=said.shown, autocompletion=said.complete
        )
    else:
        info = typer.Argument(metavar=said.metavar, help=said.help, show_default=False)
    return Annotated[parameter.kind, info]
