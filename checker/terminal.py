"""Floor 5: standard output and error, files written whole or not at all, a progress bar."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, cast

from checker.config import LANGS, Lang
from checker.texts import cause, did_you_mean, of_system, say
from checker.width import clean

if TYPE_CHECKING:
    from rich.progress import Progress

FEW_FILES = 3  # up to so many a progress bar would only flicker
REDRAWN = 0.1  # seconds between two drawings of it


class Trouble(Exception):
    """Something the user asked for cannot be done; the text is one line (or a few) for them."""


def force_utf8() -> None:
    """Write UTF-8 whatever the locale says: reports hold Chinese, and JSON is UTF-8."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def out(text: str) -> bool:
    """Write to standard output; whether anybody reads it: one that has gone away (| head) is no error.

    Trouble if it cannot be written for another reason.
    """
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError as error:
        # Python would complain again when it flushes at exit.
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            return False
        lang = _locale()
        where = say("standard-output", lang)
        raise Trouble(say("cannot-write", lang, path=where, why=cause(error, lang))) from None
    return True


def err(text: str) -> None:
    """Write a line (or a few) to standard error; what could steer a terminal, in a name or a quoted text, is not."""
    with suppress(BrokenPipeError):
        sys.stderr.write("\n".join(map(clean, text.split("\n"))) + "\n")
        sys.stderr.flush()


def needs_folder(path: str | None, lang: str) -> None:
    """Trouble before the work, not after it, if a file cannot stand where it is wanted."""
    if path and os.path.isdir(path):
        raise Trouble(say("cannot-write", lang, path=path, why=of_system("EISDIR", lang)))
    if path and not os.path.isdir(os.path.dirname(os.path.abspath(path))):
        raise Trouble(say("cannot-write", lang, path=path, why=of_system("ENOENT", lang)))


def is_passage(path: str) -> bool:
    """Whether what is written there goes elsewhere: a pipe, a device, an open file such as /dev/stdout."""
    seen = set()
    while os.path.islink(path) and path not in seen:
        seen.add(path)
        folder = os.path.realpath(os.path.dirname(path))
        if re.fullmatch(r"/proc/\d+(/task/\d+)?/fd|/dev/fd", folder):
            return True
        path = os.path.join(folder, os.readlink(path))
    return os.path.exists(path) and not os.path.isfile(path)


def write_file(path: str, content: str | bytes | Iterable[str], lang: str) -> None:
    """Write a file whole or not at all: beside its place first, then renamed, so that nobody ever reads half of it.

    A symbolic link stays one; its target is written. What is no file (a pipe, /dev/stdout) is written as it comes.
    Trouble if it cannot be written; then the file is what it was.
    """
    pieces = _encoded([content] if isinstance(content, str | bytes) else content)
    try:
        if is_passage(path):
            with open(path, "ab") as file:  # an open file goes on where it is
                file.writelines(pieces)
        else:
            _replace(os.path.realpath(path), pieces)
    except OSError as error:
        raise Trouble(say("cannot-write", lang, path=path, why=cause(error, lang))) from None


def _encoded(pieces: Iterable[str | bytes]) -> Iterator[bytes]:
    return (piece if isinstance(piece, bytes) else piece.encode("utf-8", "backslashreplace") for piece in pieces)


def _replace(path: str, pieces: Iterable[bytes]) -> None:
    mode = os.stat(path).st_mode & 0o777 if os.path.exists(path) else 0o666 & ~_umask()
    import tempfile  # noqa: PLC0415 - not for a run that writes to the terminal

    handle, beside = tempfile.mkstemp(dir=os.path.dirname(path), prefix=".checker-")
    try:
        with open(handle, "wb") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(handle)  # some systems learn only now that the disk is full
        os.chmod(beside, mode)
        os.replace(beside, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(beside)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def columns() -> int:
    """Columns of the terminal, 80 without one."""
    if not is_terminal():
        return 80
    import shutil  # noqa: PLC0415

    return shutil.get_terminal_size((80, 24)).columns


def is_terminal() -> bool:
    """Whether standard output is a terminal."""
    return sys.stdout.isatty()


def colours() -> bool:
    """Whether to colour: a terminal that can, unless NO_COLOR is set; FORCE_COLOR wins over the lack of one."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (is_terminal() and os.environ.get("TERM") != "dumb")


class Bar:
    """A bar on standard error that counts what is done; without a terminal it shows nothing.

    Drawn when something is done, not by a thread: processes are forked meanwhile, and a fork takes no threads along.
    """

    def __init__(self, shown: Progress | None) -> None:
        self._shown = shown
        self._up = shown is not None
        self._drawn = time.monotonic()

    def step(self) -> None:
        """One more is done."""
        if self._shown is None:
            return
        self._shown.advance(self._shown.task_ids[0])
        if time.monotonic() - self._drawn > REDRAWN:
            if not self._up:
                self._shown.start()
                self._up = True
            self._shown.refresh()
            self._drawn = time.monotonic()

    def aside(self) -> None:
        """Take it away before something else is written to the terminal; it comes back by itself."""
        if self._shown is not None and self._up:
            self._shown.stop()
            self._up = False


@contextmanager
def progress(total: int, lang: str, *, wanted: bool = True) -> Iterator[Bar]:
    """A bar, shown on a terminal when there are more than a few files."""
    if not wanted or total <= FEW_FILES or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield Bar(None)
        return
    from rich.console import Console  # noqa: PLC0415 - heavy, and needed here only
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    # What is written meanwhile goes where it should: rich would send standard output to its own console.
    with Progress(
        *columns, console=Console(stderr=True), transient=True, auto_refresh=False,
        redirect_stdout=False, redirect_stderr=False,
    ) as shown:  # fmt: skip
        shown.add_task(say("checking", lang), total=total)
        shown.refresh()
        yield Bar(shown)


def choice(option: str, value: str, among: Sequence[str], lang: str) -> str:
    """The value if it is one of `among`; else Trouble with what it may have meant."""
    if value in among:
        return value
    said = say("no-choice", lang, option=option, name=value, choices=", ".join(among))
    raise Trouble(said + did_you_mean(value, among, lang))


def language(asked: str | None) -> Lang:
    """--lang, else the locale's language, else Chinese."""
    if asked is not None:
        return cast(Lang, choice("--lang", asked, LANGS, _locale()))
    return _locale()


def _locale() -> Lang:
    spoken = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return "en" if spoken.lower().startswith("en") else "zh"
