"""Floor 5: one function over many tasks in several processes. A process that dies costs its task alone.

Not concurrent.futures: there a worker that dies breaks the whole pool and takes every waiting task with it. Each worker
has a pipe of its own and one task at a time, so that it is known whose task died. A task of ours takes
milliseconds at least and a message some 0.1 ms, so tasks are not sent in chunks.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from typing import Any

PATIENCE = 5.0  # seconds that a process has to go when it is told to


@dataclass(frozen=True, slots=True)
class Died:
    """What stands for the result of a task whose process ended: by which signal, or with which code."""

    code: int

    def __str__(self) -> str:
        if self.code < 0:
            with suppress(ValueError):
                return signal.Signals(-self.code).name
        return str(self.code)


def cores(asked: int) -> int:
    """Processes for `--jobs N`; 0 means all cores that this process may use."""
    if asked > 0:
        return asked
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def spread(work: Callable[[Any], Any], tasks: Sequence[Any], jobs: int) -> Iterator[tuple[int, Any]]:
    """(index of a task, result or Died), in the order in which they come.

    `work` must not raise. Where processes are forked it is inherited with all that it holds; elsewhere it is pickled.
    """
    # A fork shares the compiled rules, which take a second to make. Other systems cannot fork safely.
    forks = sys.platform == "linux"
    context: Any = multiprocessing.get_context("fork" if forks else "spawn")
    crew = _Crew(work, context, forks)
    waiting = iter(enumerate(tasks))
    try:
        for _ in range(min(jobs, len(tasks))):
            crew.give(crew.hire(), next(waiting))
        while crew.busy:
            for pipe in wait(list(crew.busy)):
                assert isinstance(pipe, Connection)
                index, outcome = crew.take(pipe)
                following = next(waiting, None)
                if following is not None:
                    crew.give(crew.hire() if isinstance(outcome, Died) else pipe, following)
                yield index, outcome
    finally:
        crew.dismiss()


class _Crew:
    """The processes, each known by our end of its pipe."""

    def __init__(self, work: Callable[[Any], Any], context: BaseContext, forks: bool) -> None:
        self.work, self.context, self.forks = work, context, forks
        self.members: dict[Connection, BaseProcess] = {}
        self.busy: dict[Connection, int] = {}  # and the index of the task

    def hire(self) -> Connection:
        ours, theirs = self.context.Pipe()
        # A forked process inherits our ends of all pipes. While it holds them, no one would learn that we are gone.
        inherited = [*self.members, ours] if self.forks else []
        process = self.context.Process(target=_serve, args=(self.work, theirs, inherited), daemon=True)  # type: ignore[attr-defined]
        process.start()
        theirs.close()
        self.members[ours] = process
        return ours

    def give(self, pipe: Connection, task: tuple[int, Any]) -> None:
        self.busy[pipe] = task[0]
        with suppress(OSError):  # it has died meanwhile: `take` will see that
            pipe.send(task[1])

    def take(self, pipe: Connection) -> tuple[int, Any]:
        index = self.busy.pop(pipe)
        try:
            return index, pipe.recv()
        except (EOFError, OSError):
            process = self.members.pop(pipe)
            pipe.close()
            process.join(PATIENCE)
            return index, Died(process.exitcode or 0)

    def dismiss(self) -> None:
        """End all: those at rest by closing their pipe, those at work at once."""
        for pipe, process in self.members.items():
            if pipe in self.busy:
                process.terminate()
            pipe.close()
        for process in self.members.values():
            process.join(PATIENCE)
            if process.is_alive():
                process.kill()


def _serve(work: Callable[[Any], Any], pipe: Connection, inherited: Sequence[Connection]) -> None:
    """Work until the other end is closed. Ctrl-C reaches the whole group: who asked for the work decides."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for other in inherited:
        other.close()
    with suppress(EOFError, OSError):
        while True:
            pipe.send(work(pipe.recv()))
