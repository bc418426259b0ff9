"""From the words of a command line to an exit code: the command is found and run; what goes wrong is one line."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from checker import __version__
from checker.cli.quick import read
from checker.cli.stopping import INTERRUPTED, UNREAD, Stopped
from checker.config import LANGS
from checker.terminal import Trouble, err, force_utf8, language, out
from checker.texts import say


def run(words: list[str]) -> int:
    """Run a command; its exit code."""
    force_utf8()
    return guarded(words, _spoken(words))


def guarded(words: list[str], lang: str) -> int:
    """Run the command; whatever goes wrong becomes one line and exit code 2."""
    try:
        if words == ["--version"]:
            out(f"checker {__version__}\n")
            return 0
        found = read(words)
        code = _typed(words, lang) if found is None else found[0](**found[1])
        if code == INTERRUPTED:  # some typers' answer to Ctrl-C
            err(say("interrupted", lang))
        return code
    except Trouble as trouble:
        err(str(trouble))
    except BrokenPipeError:
        return UNREAD
    except KeyboardInterrupt:
        err(say("interrupted", lang))
        return INTERRUPTED
    except Stopped as stopped:
        err(say("interrupted", lang))
        return stopped.code
    except Exception as error:
        from checker.gather import reason  # noqa: PLC0415

        err(reason(error, lang))
    return 2


def _typed(words: list[str], lang: str) -> int:
    """Let typer read the words: help, completion, slips, and ways of writing options that are rare."""
    import typer  # noqa: PLC0415

    from checker.cli.declared import application  # noqa: PLC0415
    from checker.cli.usage import translate, usage_line  # noqa: PLC0415

    try:
        command = translate(typer.main.get_command(application()), lang)
        return int(command.main(words, prog_name="checker", standalone_mode=False) or 0)
    except Exception as error:
        if type(error).__name__ == "Abort":  # Ctrl-C, as some typers put it
            raise KeyboardInterrupt from None
        if type(error).__name__ == "NoArgsIsHelpError":
            err(str(error))
        elif hasattr(error, "format_message"):  # a usage error; typer brings its own copy of click, or not
            err(usage_line(error, lang))
        else:
            raise
    return 2


def _spoken(words: Sequence[str]) -> str:
    """The language of the user, known before the options are read, for usage errors and help."""
    asked = [w.partition("=")[2] for w in words if w.startswith("--lang=")]
    asked += [b for a, b in pairwise(words) if a == "--lang"]
    return language(asked[-1] if asked and asked[-1] in LANGS else None)
