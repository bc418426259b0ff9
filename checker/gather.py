"""Floor 5: one checker over many files. What goes wrong with one file is said and never stops the others."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from checker.cache import Cache, digest
from checker.model.report import Report
from checker.pool import Died, spread
from checker.read.errors import ReadError
from checker.report.run import Checked, Failed
from checker.setup import Book
from checker.texts import TEXTS, cause, of_system, say
from checker.walk import STDIN, Walk
from checker.width import clean

UNNAMED = "<stdin>"
DEBUG = "CHECKER_DEBUG"
BESIDE = ".checker.yaml"  # behind the name of a report: a file that says more about it
Step = Callable[[str], None]
Outcome = Checked | Failed


@dataclass(frozen=True)
class Desk:
    """All that checking one file needs. `stdin_name`: what standard input is called. May cross to other processes."""

    book: Book
    store: Cache
    stdin_name: str = ""

    def check(self, path: str) -> tuple[str, Outcome]:
        """Check one file: (key of its report, outcome). Whatever goes wrong becomes its line."""
        name = (self.stdin_name or UNNAMED) if path == STDIN else path
        key = ""
        try:
            # Without a name standard input is plain text; the kind of a file is that of its name.
            source = UNNAMED + ".txt" if name == UNNAMED else name
            data = sys.stdin.buffer.read() if path == STDIN else Path(path).read_bytes()
            key = self.key(data, source)
            report = self.store.get(key, Report)
            if report is None:
                checker = self.book.checker()
                key = self.key(data, source)  # of the rules as they were loaded
                report = checker.check_bytes(data, source=source, encoding=self.book.config.encoding)
                self.store.put(key, Report, report)
            return key, Checked(name, report)
        except Exception as error:  # one document's failure is one document's line
            return key, Failed(name, reason(error, self.book.config.lang))

    def kept(self, path: str) -> Checked | None:
        """What is known of a file from before; None if it must be checked."""
        try:
            report = self.store.get(self.key(Path(path).read_bytes(), path), Report)
        except OSError:  # said when it is checked
            return None
        return None if report is None else Checked(path, report)

    def key(self, data: bytes, source: str) -> str:
        """Digest of all that bears on a report: rules, options and tool, name and contents, what stands beside it."""
        try:
            beside = Path(source + BESIDE).read_bytes()
        except (OSError, ValueError):
            beside = b""
        return digest("report", self.book.key, source, PurePath(source).suffix, beside, data)


def gather(desk: Desk, found: Walk, *, jobs: int = 1, step: Step) -> tuple[tuple[Checked, ...], tuple[Failed, ...]]:
    """Check every file found, in so many processes; the order is that of the files. `step` is told each path done."""
    lang = desk.book.config.lang
    outcomes: dict[str, Outcome] = {}
    apart: list[str] = []  # files for other processes
    for path in found.files:
        kept = desk.kept(path) if jobs > 1 and path != STDIN else None
        if kept is None and jobs > 1 and path != STDIN:
            apart.append(path)
            continue
        outcomes[path] = kept or desk.check(path)[1]
        step(path)
    for path, outcome in _apart(desk, apart, jobs):
        outcomes[path] = outcome
        step(path)
    inside = [outcomes[path] for path in found.files]
    outside = [Failed(path, say(key, lang, why=of_system(why, lang))) for path, key, why in found.trouble]
    checked = tuple(one for one in inside if isinstance(one, Checked))
    return checked, (*outside, *(one for one in inside if isinstance(one, Failed)))


def _apart(desk: Desk, paths: Sequence[str], jobs: int) -> Iterator[tuple[str, Outcome]]:
    """Check files in other processes; one alone is checked here."""
    if len(paths) < 2:
        yield from ((path, desk.check(path)[1]) for path in paths)
        return
    desk.book.checker()  # made once, before the processes part
    for i, result in spread(desk.check, paths, jobs):
        if isinstance(result, Died):
            yield paths[i], Failed(paths[i], say("died", desk.book.config.lang, why=result))
            continue
        key, outcome = result
        if isinstance(outcome, Checked):
            desk.store.remember(key, outcome.report)
        yield paths[i], outcome


def reason(error: Exception, lang: str) -> str:
    """One line for an error: what people can act on as it is, anything else as an internal error with a hint."""
    if isinstance(error, ReadError):
        key = f"read-{error.code}"
        if error.code == "unknown-kind" and not error.fields.get("suffix"):
            key = "read-no-suffix"
        elif error.code == "binary" and "kind" not in error.fields:
            key = "read-binary-nul"
        fields = {field: _shown(value) for field, value in error.fields.items()}
        return say(key, lang, **fields) if key in TEXTS else " ".join(str(error).split())
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
        yield clean(one.path) + say("colon", lang) + one.message
