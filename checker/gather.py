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
from pathlib import Path

from checker.api import TAKEN, Checker, Unreadable
from checker.model.document import Document
from checker.model.report import Report
from checker.read.bundle import open_bundle
from checker.report.run import Checked, Failed
from checker.texts import TEXTS, cause, of_system, say
from checker.walk import STDIN, Walk, in_bundle
from checker.width import clean

UNNAMED = "<stdin>"
DEBUG = "CHECKER_DEBUG"
Step = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was checked, what could not be, and (suffix, count) of what was passed over in folders and bundles."""

    documents: tuple[Checked, ...]
    unreadable: tuple[Failed, ...]
    skipped: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class _Source:
    """One report to check: the name that the user knows it by, where it lies if it is a file, and its bytes."""

    name: str
    load: Callable[[], bytes]
    path: Path | None = None


def gather(
    checker: Checker,
    found: Walk,
    *,
    lang: str,
    encoding: str | None = None,
    stdin_name: str = "",
    step: Step,
    together: bool = False,
) -> Gathered:
    """Check every file found; `step` is told each path before it is read.

    `together`: the files speak of one matter and are checked against each other as well.
    """
    checked: list[Checked] = []
    read: list[tuple[str, Document]] = []
    failed = [Failed(path, say(key, lang, why=of_system(why, lang))) for path, key, why in found.trouble]
    skipped = Counter(dict(found.skipped))
    hollow: list[str] = []  # bundles met in folders that hold no report
    for path in found.files:
        step(path)
        sources = _sources(path, stdin_name, path in found.named, skipped, hollow)
        name = (stdin_name or UNNAMED) if path == STDIN else path
        while True:
            try:
                source = next(sources, None)
                if source is None:
                    break
                name = source.name
                if together:
                    read.append((name, checker.read(source.load(), source=_kind(name), encoding=encoding)))
                else:
                    checked.append(Checked(name, _one(checker, source, encoding)))
            except Exception as error:  # one document's failure is one document's line
                failed.append(Failed(name, reason(error, lang)))
    if not (checked or read or failed):
        failed = [Failed(path, say("empty-folder", lang)) for path in hollow]
    if together:
        checked = _together(checker, read, failed, lang)
    return Gathered(tuple(checked), tuple(failed), tuple(sorted(skipped.items())))


def _together(checker: Checker, read: Sequence[tuple[str, Document]], failed: list[Failed], lang: str) -> list[Checked]:
    try:
        reports = checker.check_documents([document for _, document in read])
    except Exception as error:  # none of them can be told from the others
        failed.extend(Failed(name, reason(error, lang)) for name, _ in read)
        return []
    return [Checked(name, report) for (name, _), report in zip(read, reports, strict=True)]


def _sources(path: str, stdin_name: str, named: bool, skipped: Counter[str], hollow: list[str]) -> Iterator[_Source]:
    """The report at a path, or those in the bundle there. Raises ReadError or OSError for the bundle itself."""
    bundle, inside = in_bundle(stdin_name if path == STDIN else path)
    if not bundle:
        if path == STDIN:
            yield _Source(stdin_name or UNNAMED, sys.stdin.buffer.read)
        else:
            yield _Source(path, Path(path).read_bytes, Path(path))
        return
    whole = io.BytesIO(sys.stdin.buffer.read()) if path == STDIN else None
    with whole or open(bundle, "rb") as file, open_bundle(file, TAKEN, inside) as opened:
        skipped.update(dict(opened.skipped))
        if named and not opened.members:
            raise Unreadable("not-inside" if inside else "nothing-inside", "no readable report inside")
        hollow.extend([] if opened.members else [path])
        for member in opened.members:
            yield _Source(f"{bundle}/{member.name}", partial(opened.read, member))


def _one(checker: Checker, source: _Source, encoding: str | None) -> Report:
    if source.path is not None:
        return checker.check_file(source.path, encoding=encoding)
    return checker.check_bytes(source.load(), source=_kind(source.name), encoding=encoding)


def _kind(name: str) -> str:
    """Without a name standard input is plain text; the kind of a file is that of its name."""
    return name if name != UNNAMED else UNNAMED + ".txt"


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
