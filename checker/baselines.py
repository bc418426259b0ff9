"""Floor 5: the baseline as a file: read or refused with one line, renewed whole under a lock."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from checker.model.report import Report, Suppressed
from checker.sift.baseline import Baseline, BaselineError, read_baseline, renewed, updated, write_baseline
from checker.sift.waiver import Roster
from checker.terminal import Trouble, write_file
from checker.texts import cause, say
from checker.walk import in_bundle

try:
    import fcntl
except ImportError:  # Windows: two runs at once still write whole files; the last one counts
    fcntl = None  # type: ignore[assignment]

WANTS = frozenset({"object", "array", "string", "strings", "count"})


@dataclass(frozen=True, slots=True)
class Written:
    """What a baseline holds now, and how many entries came and went."""

    path: Path
    count: int
    added: int
    dropped: int


def key_of(path: str, baseline: Path) -> str:
    """How a baseline calls a document: its path from the baseline's folder, with slashes."""
    try:
        return Path(os.path.relpath(os.path.abspath(path), baseline.absolute().parent)).as_posix()
    except ValueError:  # another drive
        return Path(path).absolute().as_posix()


def load_baseline(path: Path, lang: str, *, may_miss: bool = False) -> Baseline:
    """The baseline of a file. Trouble with one line if it cannot be used; `may_miss`: none is an empty one."""
    try:
        return read_baseline(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        if may_miss:
            return Baseline()
        raise Trouble(say("base-missing", lang, path=path)) from None
    except UnicodeDecodeError:
        raise Trouble(say("base-not-json", lang, path=path, line=1, column=1)) from None
    except OSError as error:
        raise Trouble(say("base-unread", lang, path=path, why=cause(error, lang))) from None
    except BaselineError as error:
        fields = dict(error.fields)
        if fields.get("wanted") in WANTS:
            fields["wanted"] = say(f"want-{fields['wanted']}", lang)
        raise Trouble(say(error.key, lang, path=path, **fields)) from None


def save_baseline(path: Path, checked: Mapping[str, tuple[Report, Roster]], lang: str) -> Written:
    """Write what was found in some documents (path as the user knows it -> report, rules) into a baseline.

    What another run wrote meanwhile is kept. Trouble if the old one cannot be used, or the file not be written.
    """
    with _alone(path.absolute().parent):
        old = load_baseline(path, lang, may_miss=True)
        entries = {}
        for name, (report, roster) in checked.items():
            key = key_of(name, path)
            entries[key] = renewed(old.files.get(key, ()), report, roster)
        new = updated(old, entries, lambda key: _there(path, key))
        if new != old or not path.exists():  # who watches the file must not be woken by nothing
            write_file(str(path), write_baseline(new), lang)
    before = {(file, entry.key): entry.count for file, all_of in old.files.items() for entry in all_of}
    after = {(file, entry.key): entry.count for file, all_of in new.files.items() for entry in all_of}
    added = sum(max(0, n - before.get(key, 0)) for key, n in after.items())
    dropped = sum(max(0, n - after.get(key, 0)) for key, n in before.items())
    return Written(path, new.count, added, dropped)


def lost_files(path: Path, baseline: Baseline) -> list[str]:
    """The documents of a baseline that are no longer there."""
    return [name for name in baseline.files if not _there(path, name)]


def _there(baseline: Path, key: str) -> bool:
    """Whether a document of a baseline is still there; of one in a bundle, the bundle."""
    path = baseline.absolute().parent / key
    return path.exists() or bool(in_bundle(str(path))[1])


def as_known(report: Report, place: str) -> Report:
    """The report once its findings stand in a baseline, and those of the documents that were checked with it."""
    known = tuple(Suppressed(finding, "baseline", place=place) for finding in report.findings)
    return replace(report, findings=(), findings_elsewhere=(), suppressed=(*report.suppressed, *known))


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Nobody else renews a baseline of this folder meanwhile. The folder itself is locked: no litter."""
    if fcntl is None:
        yield
        return
    handle = None
    with suppress(OSError):  # a file system without locks, or no such folder: writing will tell
        handle = os.open(folder, os.O_RDONLY)
        fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        yield
    finally:
        if handle is not None:
            os.close(handle)
