"""Ends from outside: SIGTERM and a closed terminal end a run as Ctrl-C does, and the shell learns by what."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

SHELL = 128  # a shell's code for a process that a signal ended: this and the signal's number
INTERRUPTED = SHELL + signal.SIGINT
UNREAD = SHELL + 13  # SIGPIPE, which not every system has a name for


class Stopped(BaseException):
    """A signal asks us to end. Not an Exception: what is undone on the way out is undone, and nothing goes on."""

    def __init__(self, signum: int) -> None:
        super().__init__(signum)
        self.code = SHELL + signum


@contextmanager
def stoppable() -> Iterator[None]:
    """Raises Stopped in the block when a signal asks this process to end; one that is ignored stays so (nohup)."""

    def stop(signum: int, frame: FrameType | None) -> None:
        raise Stopped(signum)

    names = [name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    taken = [one for one in map(signal.Signals.__getitem__, names) if signal.getsignal(one) == signal.SIG_DFL]
    for one in taken:
        signal.signal(one, stop)
    try:
        yield
    finally:
        for one in taken:
            signal.signal(one, signal.SIG_DFL)
