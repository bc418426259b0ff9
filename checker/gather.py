"""Floor 5: one desk over many files. What goes wrong with one file is said and never stops the others."""

from __future__ import annotations

import io
import os
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from checker.desk import Answer, Desk, Setting
from checker.model.document import Document
from checker.read import TAKEN
from checker.read.bundle import open_bundle
from checker.read.errors import ReadError
from checker.report.run import Checked, Failed
from checker.settings import Fault
from checker.terminal import Trouble
from checker.texts import TEXTS, cause, of_system, say
from checker.walk import STDIN, Walk, in_bundle
from checker.width import clean

UNNAMED = "<stdin>"
DEBUG = "CHECKER_DEBUG"
Step = Callable[[str], None]
Outcome = Checked | Failed
Outcomes = tuple[Outcome, ...]  # of one document: the faults of its side file come after its report


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was checked, what could not be, and (suffix, count) of what was passed over in folders and bundles."""

    documents: tuple[Checked, ...]
    unreadable: tuple[Failed, ...]
    skipped: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class _Source:
    """One report to check: the name that the user knows it by, and its bytes."""

    name: str
    load: Callable[[], bytes]


def gather(desk: Desk, found: Walk, *, jobs: int = 1, step: Step, together: bool = False) -> Gathered:
    """Check every file found, in so many processes; the order is that of the files. `step` is told each path done.

    `together`: the files speak of one matter and are checked against each other as well, in this process.
    """
    lang = desk.config.lang
    work = _Round(desk, found, together)
    apart: list[str] = []  # files for other processes
    for path in found.files:
        alone = jobs > 1 and not together and path != STDIN and not in_bundle(path)[0]
        # Configurations are looked up here even then: what is wrong with one is told once, not by each process.
        known = _kept(desk, path) if alone else tuple(work.at(path))
        if known is None:
            apart.append(path)
        else:
            work.outcomes[path] = known
            step(path)
    for path, outcomes in _apart(desk, apart, jobs):
        work.outcomes[path] = outcomes
        step(path)
    inside = [outcome for path in found.files for outcome in work.outcomes[path]] + work.against()
    trouble = [Failed(path, say(key, lang, why=of_system(why, lang))) for path, key, why in found.trouble]
    if not (inside or trouble):
        trouble = [Failed(path, say("empty-folder", lang)) for path in work.hollow]
    checked = tuple(one for one in inside if isinstance(one, Checked))
    failed = (*map(_failed, desk.faults), *trouble, *(one for one in inside if isinstance(one, Failed)))
    return Gathered(checked, failed, tuple(sorted(work.skipped.items())))


class _Round:
    """One run in the making: its outcomes by path, what bundles held besides, what was read to be held together."""

    def __init__(self, desk: Desk, found: Walk, together: bool) -> None:
        self.desk, self.found, self.together = desk, found, together
        self.outcomes: dict[str, Outcomes] = {}
        self.skipped = Counter(dict(found.skipped))
        self.hollow: list[str] = []  # bundles met in folders that hold no report
        self._read: list[tuple[str, Document, Setting]] = []

    def at(self, path: str) -> Iterator[Outcome]:
        """Check what lies at a path: a report, or the reports of a bundle. Together, they are only read."""
        name = (self.desk.stdin_name or UNNAMED) if path == STDIN else path
        try:
            for source in self._sources(path):
                yield from self._read_only(source) if self.together else _checked(self.desk, source)[1]
        except (ReadError, OSError) as error:  # of the bundle itself
            yield Failed(name, reason(error, self.desk.config.lang))

    def _read_only(self, source: _Source) -> Iterator[Failed]:
        """Read a report and keep it to be held against others; what goes wrong is given."""
        try:
            setting = self.desk.setting(source.name)
            document = setting.book.checker().read(source.load(), source=kind_of(source.name))
        except Exception as error:  # one document's failure is one document's line
            yield Failed(source.name, reason(error, self.desk.config.lang))
            return
        self._read.append((source.name, document, setting))
        yield from map(_failed, setting.faults)

    def _sources(self, path: str) -> Iterator[_Source]:
        stdin_name = self.desk.stdin_name
        bundle, inside = in_bundle(stdin_name if path == STDIN else path)
        if not bundle:
            own = _Source(stdin_name or UNNAMED, sys.stdin.buffer.read)
            yield own if path == STDIN else _Source(path, Path(path).read_bytes)
            return
        whole = io.BytesIO(sys.stdin.buffer.read()) if path == STDIN else None
        with whole or open(bundle, "rb") as file, open_bundle(file, TAKEN, inside) as opened:
            self.skipped.update(dict(opened.skipped))
            if path in self.found.named and not opened.members:
                raise ReadError("not-inside" if inside else "nothing-inside", "no readable report inside")
            self.hollow.extend([] if opened.members else [path])
            for member in opened.members:
                yield _Source(f"{bundle}/{member.name}", partial(opened.read, member))

    def against(self) -> list[Outcome]:
        """The documents of one matter, each checked alone and all against each other."""
        if not self._read:
            return []
        names, documents, settings = zip(*self._read, strict=True)
        try:
            own = [(setting.book.checker(), setting.outside) for setting in settings]
            reports = self.desk.run_book().checker().check_documents(documents, own)
        except Exception as error:  # none of them can be told from the others
            return [Failed(name, reason(error, self.desk.config.lang)) for name in names]
        fail_on = [setting.book.config.fail_on for setting in settings]
        return [Checked(*one) for one in zip(names, reports, fail_on, strict=True)]


def _checked(desk: Desk, source: _Source) -> tuple[str, Outcomes]:
    """Check one report: (its key in the store, outcomes). Whatever goes wrong becomes its line."""
    try:
        answer = desk.check_bytes(source.load(), source.name, kind_of(source.name))
    except Exception as error:  # one document's failure is one document's line
        return "", (Failed(source.name, reason(error, desk.config.lang)),)
    return answer.key, _told(source.name, answer)


def _check(desk: Desk, path: str) -> tuple[str, Outcomes]:
    """As `_checked`, for a file."""
    return _checked(desk, _Source(path, Path(path).read_bytes))


def _kept(desk: Desk, path: str) -> Outcomes | None:
    """What is known of a file from before, or what its configuration has against it; None if it must be checked."""
    try:
        answer = desk.kept(path)
    except Trouble as trouble:
        return (Failed(path, str(trouble)),)
    except OSError:  # said when it is checked
        return None
    return None if answer is None else _told(path, answer)


def _told(name: str, answer: Answer) -> Outcomes:
    return Checked(name, answer.report, answer.config.fail_on), *map(_failed, answer.faults)


def _failed(fault: Fault) -> Failed:
    return Failed(fault.path, fault.message, fault.line, fault.column)


def kind_of(name: str) -> str:
    """Without a name standard input is plain text; the kind of a file is that of its name."""
    return UNNAMED + ".txt" if name == UNNAMED else name


def _apart(desk: Desk, paths: Sequence[str], jobs: int) -> Iterator[tuple[str, Outcomes]]:
    """Check files in other processes; one alone is checked here."""
    if len(paths) < 2:
        yield from ((path, _check(desk, path)[1]) for path in paths)
        return
    from checker.pool import Died, spread  # noqa: PLC0415 - processes are for many files

    with suppress(Trouble):  # said of each file
        for path in paths:
            desk.book(path).checker()  # made once, before the processes part
    for i, result in spread(partial(_check, desk), paths, jobs):
        if isinstance(result, Died):
            yield paths[i], (Failed(paths[i], say("died", desk.config.lang, why=result)),)
            continue
        key, outcomes = result
        if isinstance(outcomes[0], Checked):
            desk.store.remember(key, outcomes[0].report)
        yield paths[i], outcomes


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
