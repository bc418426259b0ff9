"""CPU time of one command on one small file over that of an interpreter that does nothing."""

from __future__ import annotations

import compileall
import contextlib
import io
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import checker
from benchmarks.clock import child_cpu
from benchmarks.stats import spread
from benchmarks.table import Row
from benchmarks.texts import ROOT, generated

SIZE = 3_000
IDLE = [sys.executable, "-c", "pass"]


def command() -> list[str]:
    """The console command beside this interpreter; where it is not installed, the module."""
    found = shutil.which("checker", path=str(Path(sys.executable).parent))
    return [found] if found else [sys.executable, "-m", "checker"]


def measure(runs: int) -> list[Row]:
    """Three states of the cache folder, each beside an idle interpreter, in turn; milliseconds of CPU time.

    first: the folder is empty. new: it has been used, but never for this text. again: the very same report is kept.
    All bytecode is compiled beforehand, and what a wheel brings ready made is there. Raises RuntimeError for an exit
    code that is no verdict.
    """
    install()
    taken: dict[str, list[float]] = {"first": [], "new": [], "again": []}
    idle: list[float] = []
    for n in range(runs + 1):  # the first round warms the disk and is not counted
        with tempfile.TemporaryDirectory(prefix="benchmarks-") as name:
            times, passed = _round(Path(name), n)
        if n:
            idle.append(passed)
            for state, seconds in times.items():
                taken[state].append(1000 * (seconds - passed))
    said = {
        "first": "cache folder empty: the first run ever",
        "new": "cache folder used before, this document never seen",
        "again": "this document's report is kept",
    }
    rows = []
    for state, values in taken.items():
        found = spread(values)
        what = f"`checker lint one.txt` over `python -c pass`: {state}"
        rows.append(Row(f"start-{state}", what, found.median, found.low, found.high, "ms", said[state]))
    found = spread([1000 * seconds for seconds in idle])
    return [*rows, Row("start-idle", "`python -c pass` itself", found.median, found.low, found.high, "ms")]


def install() -> None:
    """Make a checkout as quick as a wheel that was installed. Raises CalledProcessError."""
    with contextlib.redirect_stdout(io.StringIO()):
        compileall.compile_dir(ROOT / "checker", quiet=1)
    if Path(checker.__file__).is_relative_to(ROOT / "checker"):
        ready = ROOT / "checker" / "shipped"
        ready.mkdir(exist_ok=True)
        texts = sorted(map(str, (ROOT / "seeds").glob("*.txt")))
        subprocess.run([sys.executable, "-m", "checker.preparing", str(ready), *texts], cwd=ROOT, check=True)


def _round(folder: Path, n: int) -> tuple[dict[str, float], float]:
    """CPU seconds in each state of the cache folder, and of the idle interpreter (the mean of three)."""
    env = environment(folder / "cache")
    report = folder / "one.txt"
    times = {}
    idle = []
    for state, seed in (("first", 2 * n), ("new", 2 * n + 1), ("again", 2 * n + 1)):
        report.write_text(generated(seed, SIZE), encoding="utf-8")
        idle.append(_spent(IDLE, folder, env))
        times[state] = _spent([*command(), "lint", report.name], folder, env)
    return times, sum(idle) / len(idle)


def environment(cache: Path) -> dict[str, str]:
    """This environment with a report cache of our own and no configuration of the user's shell."""
    return {**os.environ, "CHECKER_CACHE_DIR": str(cache), "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": ""}


def _spent(command: Sequence[str], folder: Path, env: Mapping[str, str]) -> float:
    seconds, code = child_cpu(command, cwd=folder, env=env)
    if code not in (0, 1):
        raise RuntimeError(f"{' '.join(command)}: exit code {code}")
    return seconds


def other(name: str, command: Sequence[str], folder: Path, runs: int) -> Row:
    """CPU time of another linter's command over its idle interpreter's, in turn with `python -c pass`."""
    env = dict(os.environ)
    _spent(command, folder, env)
    values = []
    for _ in range(runs):
        passed = _spent(IDLE, folder, env)
        values.append(1000 * (_spent(command, folder, env) - passed))
    found = spread(values)
    what = f"`{name}` on one small file over `python -c pass`"
    return Row(f"start-{name}", what, found.median, found.low, found.high, "ms")
