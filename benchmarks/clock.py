"""CPU time of this process, and of a child."""

from __future__ import annotations

import math
import os
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")
ENOUGH = 40_000  # characters that one reading of the clock for the floor covers, so that the clock itself is nothing


def timed(call: Callable[..., T], *arguments: Any, **named: Any) -> tuple[float, T]:
    """CPU seconds of one call, and what it gave."""
    start = time.process_time()
    found = call(*arguments, **named)
    return time.process_time() - start, found


def floor_cpu(floor: Callable[[], Any], characters: int) -> float:
    """CPU seconds of the floor on one text, repeated until the clock can measure it."""
    times = math.ceil(ENOUGH / max(1, characters))
    start = time.process_time()
    for _ in range(times):
        floor()
    return (time.process_time() - start) / times


def child_cpu(command: Sequence[str], *, cwd: Path, env: Mapping[str, str]) -> tuple[float, int]:
    """CPU seconds (user and system) of one command with its own children, and its exit code.

    Output is thrown away. Raises FileNotFoundError for a command that there is not.
    """
    process = subprocess.Popen(
        command, cwd=cwd, env=dict(env), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return used.ru_utime + used.ru_stime, process.returncode


def load_average() -> float:
    """Processes that wanted a core in the last minute."""
    return os.getloadavg()[0]


def busy() -> str:
    """Why wall-clock figures cannot be trusted now; empty if they can."""
    load, cores = load_average(), os.cpu_count() or 1
    return f"not measured on an idle machine: load average {load:.1f} on {cores} cores" if load > 0.3 else ""
