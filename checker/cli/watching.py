"""`--watch`: check, wait for a change, check again.

Polling: a stat of each file twice a second costs next to nothing, works on network drives and in containers, where
notifications do not come, and needs no library.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable

from checker.terminal import Trouble, err, is_terminal, out
from checker.texts import say

INTERVAL = 0.5  # seconds between two looks, at least
SHARE = 20  # a look that takes long is followed by so many times as long a rest
CLEAR = "\x1b[2J\x1b[3J\x1b[H"
Look = tuple[tuple[str, int, int, int], ...]


def watch(
    check: Callable[[], object], files: Callable[[], Iterable[str]], lang: str, interval: float = INTERVAL
) -> None:
    """Check now and after every change of the files, until Ctrl-C. `files` is asked anew at each look."""
    try:
        while True:
            # Taken before the check: what changes meanwhile is a change.
            seen = look(files())
            if is_terminal():
                out(CLEAR)
            try:
                check()
            except Trouble as trouble:
                err(str(trouble))
            err(say("watching", lang, time=time.strftime("%H:%M:%S"), n=len(seen)))
            _wait(files, seen, interval)
    except KeyboardInterrupt:
        err("")


def _wait(files: Callable[[], Iterable[str]], seen: Look, interval: float) -> None:
    """Until the files differ from what was seen, and then until they rest: editors write in several steps."""
    last = seen
    while True:
        began = time.monotonic()
        now = look(files())
        if now == last and now != seen:
            return
        last = now
        time.sleep(max(interval, SHARE * (time.monotonic() - began)))


def look(files: Iterable[str]) -> Look:
    """Path, size, time and identity of each file that is there."""
    seen = []
    for path in files:
        try:
            stat = os.stat(path)
        except OSError:
            continue
        seen.append((path, stat.st_size, stat.st_mtime_ns, stat.st_ino))
    return tuple(seen)
