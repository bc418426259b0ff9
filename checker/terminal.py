"""Floor 5: standard output and error, files written whole or not at all, a progress bar."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import cast

from checker.config import LANGS, Lang
from checker.texts import cause, did_you_mean, of_system, say
from checker.width import clean

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


def out(text: str) -> None:
    """Write to standard output; a reader that has gone away (| head) is no error."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        # Python would complain again when it flushes at exit.
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


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


def write_file(path: str, content: str | bytes, lang: str) -> None:
    """Write a file whole: beside it first, then renamed, so that nobody ever reads half of it."""
    folder = os.path.dirname(os.path.abspath(path))
    data = content if isinstance(content, bytes) else content.encode("utf-8", "backslashreplace")
    try:
        if os.path.exists(path) and not os.path.isfile(path):  # /dev/stdout, a pipe
            with open(path, "wb") as file:
                file.write(data)
            return
        mode = os.stat(path).st_mode & 0o777 if os.path.exists(path) else 0o666 & ~_umask()
        handle, beside = tempfile.mkstemp(dir=folder, prefix=".checker-")
        try:
            with open(handle, "wb") as file:
                file.write(data)
            os.chmod(beside, mode)
            os.replace(beside, path)
        except BaseException:
            os.unlink(beside)
            raise
    except OSError as error:
        raise Trouble(say("cannot-write", lang, path=path, why=cause(error, lang))) from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def columns() -> int:
    """Columns of the terminal, 80 without one."""
    return shutil.get_terminal_size((80, 24)).columns if is_terminal() else 80


def is_terminal() -> bool:
    """Whether standard output is a terminal."""
    return sys.stdout.isatty()


def colours() -> bool:
    """Whether to colour: a terminal that can, unless NO_COLOR is set; FORCE_COLOR wins over the lack of one."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (is_terminal() and os.environ.get("TERM") != "dumb")


@contextmanager
def progress(total: int, lang: str, *, wanted: bool = True) -> Iterator[Callable[[str], None]]:
    """A function to call with each path; it moves a bar on a terminal when there are more than a few files."""
    if not wanted or total <= FEW_FILES or not sys.stderr.isatty():
        yield lambda path: None
        return
    from rich.console import Console  # noqa: PLC0415 - heavy, and needed here only
    from rich.progress import Progress  # noqa: PLC0415

    # Drawn when a file is done, not by a thread: processes are forked meanwhile, and a fork takes no threads along.
    with Progress(console=Console(stderr=True), transient=True, auto_refresh=False) as bar:
        task = bar.add_task(say("checking", lang), total=total)

        drawn = time.monotonic()

        def step(path: str) -> None:
            nonlocal drawn
            bar.advance(task)
            if time.monotonic() - drawn > REDRAWN:
                bar.refresh()
                drawn = time.monotonic()

        bar.refresh()
        yield step


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
