"""The engine of one machine: each piece is read, checked and written by one of many processes.

Memory is bounded by the pieces at work. A piece whose process dies is done again at the end, isolated.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pyarrow as pa

from checker.batch.checking import Options, check_batches, checked, rules_of
from checker.batch.dataset import done, sweep, write_part
from checker.batch.plan import Columns, Plan
from checker.batch.reading import read_piece
from checker.pool import Died, spread
from checker.terminal import Trouble
from checker.texts import cause, say


@dataclass(frozen=True, slots=True)
class Job:
    """All that a process must know to make a part. parent: the process that asks for it."""

    plan: Plan
    columns: Columns
    options: Options
    folder: Path
    parent: int

    def documents(self, part: int) -> Iterator[pa.RecordBatch]:
        """The documents of a part."""
        return read_piece(self.plan.pieces[part], self.plan.root, self.columns, self.options.config.lang)


def run_local(
    plan: Plan, columns: Columns, options: Options, folder: Path, jobs: int, step: Callable[[str], None]
) -> None:
    """Make all parts that are not there yet; `step` is told each one. Raises Trouble if they cannot be written."""
    job = Job(plan, columns, options, folder, os.getpid())
    there = done(folder)
    parts = [part for part in range(len(plan.pieces)) if part not in there]
    rules_of(options.config)  # before the processes part
    again = []
    for index, outcome in spread(partial(_made, job), parts, jobs):
        if isinstance(outcome, OSError):
            raise _unwritten(folder, outcome, options)
        if isinstance(outcome, Died):
            again.append(parts[index])
        else:
            step(str(parts[index]))
    for part in sorted(again):
        try:
            results = check_batches(job.documents(part), options, isolate=True, jobs=jobs)
            write_part(folder, part, results, options.ledger)
        except OSError as error:
            raise _unwritten(folder, error, options) from None
        step(str(part))
    sweep(folder)


def _made(job: Job, part: int) -> OSError | None:
    """Make one part, in a process of its own; what the system had against it."""
    results = (checked(batch, job.options, limited=True) for batch in _while_wanted(job, part))
    try:
        write_part(job.folder, part, results, job.options.ledger)
    except OSError as error:
        return error
    return None


def _while_wanted(job: Job, part: int) -> Iterator[pa.RecordBatch]:
    """The documents of a part, for as long as there is somebody who asked for them."""
    for batch in job.documents(part):
        if os.getppid() != job.parent:
            raise InterruptedError
        yield batch


def _unwritten(folder: Path, error: OSError, options: Options) -> Trouble:
    lang = options.config.lang
    return Trouble(say("cannot-write", lang, path=folder, why=cause(error, lang)))
