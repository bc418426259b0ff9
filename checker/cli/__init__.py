"""Floor 7: the command line. Options in, exit code out; nothing else decides one.

0 nothing at or above --fail-on; 1 findings; 2 something could not be done, which wins over 1. A run that was ended
before it came to its end gives what shells give for the signal: 130 for Ctrl-C, 143 for SIGTERM, 141 when its
reader has gone away.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from itertools import pairwise

from checker import __version__
from checker.cli.quick import read
from checker.cli.stopping import INTERRUPTED, UNREAD, Stopped
from checker.config import LANGS
from checker.terminal import Trouble, err, force_utf8, language, out
from checker.texts import say


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit."""
    force_utf8()
    gc.set_threshold(50_000, 20, 50)  # a report makes many small things that live long: looking for rings costs a fifth
    words = list(sys.argv[1:] if arguments is None else arguments)
    code = _guarded(words, _spoken(words))
    if arguments is None and words[:1] == ["lint"]:
        # All memory goes at once: the interpreter need not look for rings as it ends. Not after `corpus`, since DuckDB
        # would complain of what it finds alive then.
        gc.freeze()
    sys.exit(code)


def _guarded(words: list[str], lang: str) -> int:
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


if __name__ == "__main__":
    main()
