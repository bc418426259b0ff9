"""Floor 5: one function over many tasks in several processes. A process that dies costs its task alone.

Not concurrent.futures: there a worker that dies breaks the whole pool and takes every waiting task with it. Each worker
has a pipe of its own and some tasks at a time. It notes which one it is at in memory that both sides see, so it is
known whose task ended it; its other tasks are given to others.
"""

from __future__ import annotations

import ctypes
import gc
import mmap
import multiprocessing
import os
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from types import FrameType
from typing import Any

CHUNK = 32  # tasks at a time, at most: a message costs both sides some 0.1 ms
SHARE = 2  # of what waits each worker gets so small a part that all end at about the same time
TOLD = 0.005  # seconds after which a worker tells what it has done; the next task may take long
PATIENCE = 1.0  # seconds that processes have to go when they are told to
NONE = -1  # at no task
ENDING = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
DEATH_OF_PARENT = 1  # Linux, sys/prctl.h: PR_SET_PDEATHSIG

Task = tuple[int, Any]


@dataclass(frozen=True, slots=True)
class Died:
    """What stands for the result of a task whose process ended: by which signal, or with which code."""

    code: int

    def __str__(self) -> str:
        if self.code < 0:
            with suppress(ValueError):
                return signal.Signals(-self.code).name
        return str(self.code)


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def spread(work: Callable[[Any], Any], tasks: Sequence[Any], jobs: int) -> Generator[tuple[int, Any], None, None]:
    """(index of a task, result or Died), in the order in which they come.

    `work` must not raise. Where processes are forked it is inherited with all that it holds; elsewhere it is pickled.
    When the iterator is closed, or what uses it is left by an error, the processes are ended.
    """
    # A fork shares the compiled rules, which take a second to make. Other systems cannot fork safely.
    forks = sys.platform == "linux"
    context: Any = multiprocessing.get_context("fork" if forks else "spawn")
    crew = _Crew(work, context, forks)
    waiting = deque(enumerate(tasks))
    gc.freeze()  # what is there now is garbage in no process, and looking at it would copy its pages
    try:
        while waiting or crew.busy:
            may_hire = bool(waiting) and len(crew.members) < jobs
            ready = wait(list(crew.busy), 0 if may_hire else None)
            if not ready:  # nobody came back for more while a process could be made: one more pays
                crew.hire()
            told: list[tuple[int, Any]] = []
            for pipe in ready:
                assert isinstance(pipe, Connection)
                results, left = crew.take(pipe)
                told += results
                waiting.extendleft(reversed(left))
            for idle in crew.idle():
                crew.give(idle, _chunk(waiting, jobs))
            yield from told  # last: meanwhile all have something to do
    finally:
        crew.dismiss()
        gc.unfreeze()


def _chunk(waiting: deque[Task], jobs: int) -> list[Task]:
    size = max(1, min(CHUNK, len(waiting) // (SHARE * jobs)))
    return [waiting.popleft() for _ in range(min(size, len(waiting)))]


@dataclass(slots=True)
class _Member:
    """A process, the tasks that it has not answered for, and where it notes the one that it is at."""

    process: BaseProcess
    at: Any  # ctypes.c_long
    tasks: list[Task] = field(default_factory=list)


class _Crew:
    """The processes, each known by our end of its pipe."""

    def __init__(self, work: Callable[[Any], Any], context: BaseContext, forks: bool) -> None:
        self.work, self.context, self.forks = work, context, forks
        self.members: dict[Connection, _Member] = {}
        self.busy: set[Connection] = set()

    def hire(self) -> None:
        ours, theirs = self.context.Pipe()
        # Memory that a fork shares needs no file, so neither a disk nor /dev/shm with room on it.
        shared = mmap.mmap(-1, mmap.PAGESIZE) if self.forks else None
        at = ctypes.c_long.from_buffer(shared) if shared else self.context.RawValue(ctypes.c_long)
        at.value = NONE
        # A forked process inherits our ends of all pipes. While it holds them, no one would learn that we are gone.
        inherited = [*self.members, ours] if self.forks else []
        arguments = (self.work, theirs, at, inherited, os.getpid())
        process = self.context.Process(target=_serve, args=arguments, daemon=True)  # type: ignore[attr-defined]
        with _undisturbed():
            process.start()
            self.members[ours] = _Member(process, at)
        theirs.close()

    def idle(self) -> list[Connection]:
        return [pipe for pipe in self.members if pipe not in self.busy]

    def give(self, pipe: Connection, tasks: list[Task]) -> None:
        if not tasks:
            return
        self.members[pipe].tasks = tasks
        self.busy.add(pipe)
        with suppress(OSError):  # it has died meanwhile: `take` will see that
            pipe.send(tasks)

    def take(self, pipe: Connection) -> tuple[list[tuple[int, Any]], list[Task]]:
        """What a process says: some results. If it has died: that of the task it was at, and tasks for others."""
        member = self.members[pipe]
        try:
            results: list[tuple[int, Any]] = pipe.recv()
        except (EOFError, OSError):
            return self._bury(pipe)
        del member.tasks[: len(results)]
        if not member.tasks:
            self.busy.discard(pipe)
        return results, []

    def _bury(self, pipe: Connection) -> tuple[list[tuple[int, Any]], list[Task]]:
        member = self.members.pop(pipe)
        self.busy.discard(pipe)
        pipe.close()
        member.process.join(PATIENCE)
        # One that died before its first task, or after its last, must not die so for ever.
        known = {index for index, _ in member.tasks}
        guilty = member.at.value if member.at.value in known else member.tasks[0][0]
        left = [task for task in member.tasks if task[0] != guilty]
        return [(guilty, Died(member.process.exitcode or 0))], left

    def dismiss(self) -> None:
        """End all: those at rest by closing their pipe, those at work at once."""
        for pipe, member in self.members.items():
            if pipe in self.busy:
                member.process.terminate()
            pipe.close()
        deadline = time.monotonic() + PATIENCE
        for member in self.members.values():
            member.process.join(max(0.0, deadline - time.monotonic()))
        for member in self.members.values():
            if member.process.is_alive():  # inside a library that does not listen
                member.process.kill()
                member.process.join(PATIENCE)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """No signal comes between the birth of a process and its own way of taking signals."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _Ended(BaseException):
    """Told to go: what was begun is undone on the way out."""


def _end(signum: int, frame: FrameType | None) -> None:
    raise _Ended


def _serve(work: Callable[[Any], Any], pipe: Connection, at: Any, inherited: Sequence[Connection], parent: int) -> None:
    """Work until the other end is closed or we are told to go."""
    for other in inherited:
        other.close()
    with suppress(EOFError, OSError, _Ended):
        _listen(parent)
        while True:
            _do(work, pipe, at, pipe.recv())


def _listen(parent: int) -> None:
    """Ctrl-C and a closed terminal reach the whole group: who asked for the work decides."""
    for signum in ENDING:
        signal.signal(signum, _end if signum == signal.SIGTERM else signal.SIG_IGN)
    if sys.platform == "linux":  # an end of the parent that it cannot tell us of
        ctypes.CDLL(None).prctl(DEATH_OF_PARENT, signal.SIGKILL)
        if os.getppid() != parent:
            raise _Ended
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)


def _do(work: Callable[[Any], Any], pipe: Connection, at: Any, tasks: list[Task]) -> None:
    """Do some tasks and tell of each; not of every one apart, nor of all only when the last is done."""
    done: list[tuple[int, Any]] = []
    told = time.monotonic()
    for index, task in tasks:
        at.value = index
        done.append((index, work(task)))
        if time.monotonic() - told > TOLD:
            pipe.send(done)
            done, told = [], time.monotonic()
    at.value = NONE
    if done:
        pipe.send(done)
