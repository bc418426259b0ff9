"""Several processes: every task is answered for, whatever becomes of the process that had it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import command
import pytest

from checker.pool import Died, cores, spread

FORKS = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux alone")
ROOT = Path(__file__).resolve().parent.parent


def double(n: int) -> int:
    return 2 * n


def fragile(n: int) -> int:
    if n % 5 == 3:
        os._exit(7)
    if n % 5 == 4:
        os.kill(os.getpid(), signal.SIGKILL)
    return n


def who(_: int) -> int:
    time.sleep(0.01)
    return os.getpid()


def test_every_task_has_its_result() -> None:
    assert sorted(spread(double, range(100), 3)) == [(n, 2 * n) for n in range(100)]
    assert list(spread(double, [], 3)) == []


def test_processes_that_are_not_forked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert sorted(spread(abs, [-1, -2, -3], 2)) == [(0, 1), (1, 2), (2, 3)]


@FORKS
def test_a_process_that_dies_costs_its_task_alone() -> None:
    found = dict(spread(fragile, range(20), 3))
    assert {n for n, result in found.items() if isinstance(result, Died)} == {3, 4, 8, 9, 13, 14, 18, 19}
    assert all(found[n] == n for n in found if n % 5 < 3)
    assert str(found[3]) == "7" and str(found[4]) == "SIGKILL"


def test_no_process_is_left(tmp_path: Path) -> None:
    pids = {pid for _, pid in spread(who, range(8), 2)}
    assert len(pids) <= 2
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_cores() -> None:
    assert 1 <= cores() <= (os.cpu_count() or 1)


SLOW = """
import os, sys, time
from checker.pool import spread
def work(n):
    open(os.path.join(sys.argv[1], str(os.getpid())), "w").close()
    time.sleep(60)
list(spread(work, range(4), 2))
"""


@FORKS
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_orphans(tmp_path: Path, how: signal.Signals) -> None:
    """However the parent ends, its processes end: at once if it can tell them, else when they look up."""
    quick = SLOW.replace("sleep(60)", "sleep(60 if sys.argv[2] == 'SIGINT' else 0.3)")
    run = subprocess.Popen(
        [sys.executable, "-c", quick, str(tmp_path), how.name],
        cwd=ROOT, stderr=subprocess.DEVNULL, start_new_session=True, preexec_fn=command.heard,
    )  # fmt: skip
    deadline = time.monotonic() + 30
    while len(list(tmp_path.iterdir())) < 2:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    pids = [int(path.name) for path in tmp_path.iterdir()]
    if how is signal.SIGINT:  # as Ctrl-C does: to the whole group
        os.killpg(run.pid, how)
    else:
        os.kill(run.pid, how)
    run.wait(30)
    while any(map(alive, pids)):
        assert time.monotonic() < deadline, "an orphan"
        time.sleep(0.02)


def alive(pid: int) -> bool:
    """Whether a process runs; one that waits to be reaped does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_a_task_is_told_before_the_next_one_is_done() -> None:
    """A worker has several tasks at a time, and yet none waits for a slow one that follows it."""
    began = time.monotonic()
    results = spread(nap, [0.01] * 40 + [1.5] + [0.01] * 20, 1)
    assert next(results)[1] == 0.01 and time.monotonic() - began < 1.4
    results.close()


def nap(seconds: float) -> float:
    time.sleep(seconds)
    return seconds


@FORKS
def test_what_a_dead_process_had_before_it_is_done_by_another() -> None:
    """Chunks of many tasks and a death in each: none is lost, none is answered twice."""
    found = list(spread(fragile, range(100), 2))
    assert sorted(n for n, _ in found) == list(range(100))
    assert sum(isinstance(result, Died) for _, result in found) == 40
