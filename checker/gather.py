"""Floor 5: one checker over many files. What goes wrong with one file is said and never stops the others."""

from __future__ import annotations

import io
import os
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePath

from checker.cache import Cache, digest
from checker.model.document import Document
from checker.model.report import Report
from checker.pool import Died, spread
from checker.read import TAKEN
from checker.read.bundle import open_bundle
from checker.read.errors import ReadError
from checker.report.run import Checked, Failed
from checker.setup import Book
from checker.texts import TEXTS, cause, of_system, say
from checker.walk import STDIN, Walk, in_bundle
from checker.width import clean

UNNAMED = "<stdin>"
DEBUG = "CHECKER_DEBUG"
BESIDE = ".checker.yaml"  # behind the name of a report: a file that says more about it
Step = Callable[[str], None]
Outcome = Checked | Failed


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


@dataclass(frozen=True)
class Desk:
    """All that checking one file needs. `stdin_name`: what standard input is called. May cross to other processes."""

    book: Book
    store: Cache
    stdin_name: str = ""

    def check(self, path: str) -> tuple[str, Outcome]:
        """Check one file: (key of its report, outcome). Whatever goes wrong becomes its line."""
        return self.check_source(_Source(path, Path(path).read_bytes))

    def check_source(self, source: _Source) -> tuple[str, Outcome]:
        """As `check`, for a report that lies anywhere."""
        key = ""
        try:
            data, name = source.load(), kind_of(source.name)
            key = self.key(data, name)
            report = self.store.get(key, Report)
            if report is None:
                checker = self.book.checker()
                key = self.key(data, name)  # of the rules as they were loaded
                report = checker.check_bytes(data, source=name, encoding=self.book.config.encoding)
                self.store.put(key, Report, report)
            return key, Checked(source.name, report)
        except Exception as error:  # one document's failure is one document's line
            return key, Failed(source.name, reason(error, self.book.config.lang))

    def read(self, source: _Source) -> Document | Failed:
        """The document of a report, not yet checked."""
        config = self.book.config
        try:
            data, kind = source.load(), kind_of(source.name)
            return self.book.checker().read(data, source=kind, encoding=config.encoding)
        except Exception as error:
            return Failed(source.name, reason(error, config.lang))

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


def gather(desk: Desk, found: Walk, *, jobs: int = 1, step: Step, together: bool = False) -> Gathered:
    """Check every file found, in so many processes; the order is that of the files. `step` is told each path done.

    `together`: the files speak of one matter and are checked against each other as well, in this process.
    """
    lang = desk.book.config.lang
    work = _Round(desk, found, together)
    apart: list[str] = []  # files for other processes
    for path in found.files:
        alone = jobs > 1 and not together and path != STDIN and not in_bundle(path)[0]
        kept = desk.kept(path) if alone else None
        if alone and kept is None:
            apart.append(path)
            continue
        work.outcomes[path] = [kept] if kept is not None else list(work.at(path))
        step(path)
    for path, outcome in _apart(desk, apart, jobs):
        work.outcomes[path] = [outcome]
        step(path)
    inside = [outcome for path in found.files for outcome in work.outcomes[path]] + work.against()
    trouble = [Failed(path, say(key, lang, why=of_system(why, lang))) for path, key, why in found.trouble]
    if not (inside or trouble):
        trouble = [Failed(path, say("empty-folder", lang)) for path in work.hollow]
    checked = tuple(one for one in inside if isinstance(one, Checked))
    failed = (*trouble, *(one for one in inside if isinstance(one, Failed)))
    return Gathered(checked, failed, tuple(sorted(work.skipped.items())))


class _Round:
    """One run in the making: its outcomes by path, what bundles held besides, what was read to be held together."""

    def __init__(self, desk: Desk, found: Walk, together: bool) -> None:
        self.desk, self.found, self.together = desk, found, together
        self.outcomes: dict[str, list[Outcome]] = {}
        self.skipped = Counter(dict(found.skipped))
        self.hollow: list[str] = []  # bundles met in folders that hold no report
        self._read: list[tuple[str, Document]] = []

    def at(self, path: str) -> Iterator[Outcome]:
        """Check what lies at a path: a report, or the reports of a bundle. Together, they are only read."""
        name = (self.desk.stdin_name or UNNAMED) if path == STDIN else path
        try:
            for source in self._sources(path):
                if not self.together:
                    yield self.desk.check_source(source)[1]
                    continue
                document = self.desk.read(source)
                if isinstance(document, Failed):
                    yield document
                else:
                    self._read.append((source.name, document))
        except (ReadError, OSError) as error:  # of the bundle itself
            yield Failed(name, reason(error, self.desk.book.config.lang))

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
        names, documents = zip(*self._read, strict=True)
        try:
            reports = self.desk.book.checker().check_documents(documents)
        except Exception as error:  # none of them can be told from the others
            return [Failed(name, reason(error, self.desk.book.config.lang)) for name in names]
        return [Checked(name, report) for name, report in zip(names, reports, strict=True)]


def kind_of(name: str) -> str:
    """Without a name standard input is plain text; the kind of a file is that of its name."""
    return UNNAMED + ".txt" if name == UNNAMED else name


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
