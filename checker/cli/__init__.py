"""Floor 7: the command line. Options in, exit code out; nothing else decides one.

0 nothing at or above --fail-on; 1 findings; 2 something could not be done, which wins over 1.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from itertools import pairwise
from typing import Annotated

import typer

from checker import __version__
from checker.cli.knowing import init
from checker.cli.linting import lint
from checker.cli.looking import numbers, why
from checker.cli.rules import rules_app
from checker.cli.serving import server
from checker.cli.usage import translate, usage_line
from checker.config import LANGS
from checker.terminal import Trouble, err, force_utf8, language, out
from checker.texts import say

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, no_args_is_help=True, help="help")
app.add_typer(rules_app, name="rules")
app.command("lint", help="help.lint")(lint)
app.command("numbers", help="help.numbers")(numbers)
app.command("why", help="help.why")(why)
app.command("server", help="help.server")(server)
app.command("init", help="help.init")(init)


@app.callback(invoke_without_command=True)
def _top(version: Annotated[bool, typer.Option("--version", help="help.version", is_eager=True)] = False) -> None:
    if version:
        out(f"checker {__version__}\n")
        raise typer.Exit(0)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit."""
    force_utf8()
    gc.set_threshold(50_000, 20, 50)  # a report makes many small things that live long: looking for rings costs a fifth
    words = list(sys.argv[1:] if arguments is None else arguments)
    sys.exit(_guarded(words, _spoken(words)))


def _guarded(words: list[str], lang: str) -> int:
    """Run the command; whatever goes wrong becomes one line and exit code 2."""
    try:
        command = translate(typer.main.get_command(app), lang)
        return int(command.main(words, prog_name="checker", standalone_mode=False) or 0)
    except Trouble as trouble:
        err(str(trouble))
    except BrokenPipeError:
        return 0
    except Exception as error:
        if type(error).__name__ == "Abort":  # Ctrl-C, as typer puts it
            err(say("interrupted", lang))
        elif type(error).__name__ == "NoArgsIsHelpError":
            err(str(error))
        elif hasattr(error, "format_message"):  # a usage error; typer brings its own copy of click, or not
            err(usage_line(error, lang))
        else:
            from checker.gather import reason  # noqa: PLC0415

            err(reason(error, lang))
    return 2


def _spoken(words: Sequence[str]) -> str:
    """The language of the user, known before the options are read, for usage errors and help."""
    asked = [w.partition("=")[2] for w in words if w.startswith("--lang=")]
    asked += [b for a, b in pairwise(words) if a == "--lang"]
    return language(asked[-1] if asked and asked[-1] in LANGS else None)


if __name__ == "__main__":
    main()
