"""Floor 5: one checker over many files. What goes wrong with one file is said and never stops the others."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence

from checker.api import Unreadable
from checker.config import Config
from checker.desk import Desk
from checker.model.report import Report
from checker.report.run import Checked, Failed
from checker.settings import Fault
from checker.terminal import Trouble
from checker.texts import TEXTS, cause, of_system, say
from checker.walk import STDIN, Walk
from checker.width import clean

UNNAMED = "<stdin>"
DEBUG = "CHECKER_DEBUG"
Step = Callable[[str], None]


def gather(
    desk: Desk, found: Walk, *, stdin_name: str = "", step: Step
) -> tuple[tuple[Checked, ...], tuple[Failed, ...]]:
    """Check every file found; `step` is told each path before it is read."""
    lang = desk.config.lang
    checked: list[Checked] = []
    failed = [Failed(path, say(key, lang, why=of_system(why, lang))) for path, key, why in found.trouble]
    for path in found.files:
        step(path)
        name = (stdin_name or UNNAMED) if path == STDIN else path
        try:
            report, config, faults = _one(desk, path, name)
            checked.append(Checked(name, report, config.fail_on))
            failed += [_failed(fault) for fault in faults]
        except Exception as error:  # one document's failure is one document's line
            failed.append(Failed(name, reason(error, lang)))
    return tuple(checked), (*(_failed(fault) for fault in desk.faults), *failed)


def _failed(fault: Fault) -> Failed:
    return Failed(fault.path, fault.message, fault.line, fault.column)


def _one(desk: Desk, path: str, name: str) -> tuple[Report, Config, tuple[Fault, ...]]:
    if path == STDIN:
        # Without a name standard input is plain text; the kind of a file is that of its name.
        source = name if name != UNNAMED else UNNAMED + ".txt"
        return desk.check_bytes(sys.stdin.buffer.read(), name, source)
    return desk.check(path)


def reason(error: Exception, lang: str) -> str:
    """One line for an error: what people can act on as it is, anything else as an internal error with a hint."""
    if isinstance(error, Unreadable):
        key = f"read-{error.code}"
        if error.code == "unknown-kind" and not error.fields.get("suffix"):
            key = "read-no-suffix"
        elif error.code == "binary" and "kind" not in error.fields:
            key = "read-binary-nul"
        fields = {field: _shown(value) for field, value in error.fields.items()}
        return say(key, lang, **fields) if key in TEXTS else " ".join(str(error).split())
    if isinstance(error, Trouble):
        return str(error)
    if isinstance(error, OSError):
        return say("no-access", lang, why=cause(error, lang))
    if os.environ.get(DEBUG):
        traceback.print_exception(error)
    return say("internal", lang, why=" ".join(f"{type(error).__name__}: {error}".split()))


def _shown(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def lines(failed: Sequence[Failed], lang: str) -> Iterator[str]:
    """What could not be done, one line each."""
    for one in failed:
        yield clean(one.place) + say("colon", lang) + one.message
