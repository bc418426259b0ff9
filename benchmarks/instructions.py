"""Machine instructions of a small fixed workload, held against a committed figure: `python -m benchmarks.instructions`.

CPU time on a shared machine wavers by a fifth, instructions by a few thousandths, so a change that makes the checker
three per cent dearer is seen. Counted by Valgrind's cachegrind without its simulations: what callgrind counts, in half
of its time. One process loads the rules and does all of the work once; then, for each part of it, one forked child
does it once and another twice. Both carry the same past, so the difference of their counts is the work.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import platform
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.texts import ROOT, SEEDS, floor_of, load

FIGURES = Path(__file__).with_name("instructions.json")
TOLERANCE = 3.0  # per cent
SECONDS = 600
_TOTAL = re.compile(r"^summary:\s*(\d+)", re.M)
Work = Callable[[], Any]


def parts() -> dict[str, Work]:
    """The parts of the work, each on the five seeds with a warm checker."""
    from checker import api  # noqa: PLC0415 - only the process that is counted loads it
    from checker.judge.mask import Mask  # noqa: PLC0415
    from checker.quantify import extract  # noqa: PLC0415

    checker = api.load()
    seeds = load(SEEDS)
    floors = [floor_of(seed.text) for seed in seeds]

    def read() -> list[Any]:
        return [checker.read(seed.data, source=seed.name) for seed in seeds]

    def extraction() -> None:
        for document in read():
            Mask(document, extract(document, checker.lexicon))

    def lint() -> None:
        for seed in seeds:
            checker.check_bytes(seed.data, source=seed.name)

    return {"floor": lambda: [floor() for floor in floors], "read": read, "read and extract": extraction, "lint": lint}


def counted() -> None:
    """What runs under Valgrind: prints for each part the processes that did it once and twice."""
    works = parts()
    for work in works.values():
        work()
    gc.collect()
    gc.freeze()  # what is loaded stays: a collection in one child only would be counted as work
    children: dict[str, list[int]] = {}
    for name, work in works.items():
        children[name] = [_child(work, repetitions) for repetitions in (1, 2)]
    sys.stdout.write(json.dumps(children))


def _child(work: Work, repetitions: int) -> int:
    process = os.fork()
    if process == 0:
        code = 1
        try:
            for _ in range(repetitions):
                work()
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(process, 0)
    if status:
        raise RuntimeError(f"a child ended with status {status}")
    return process


def count() -> dict[str, int]:
    """Instructions of each part. Raises RuntimeError when Valgrind or the work fails."""
    with tempfile.TemporaryDirectory(prefix="benchmarks-") as folder:
        command = [
            "valgrind", "--tool=cachegrind", "--cache-sim=no", "--branch-sim=no", "--quiet",
            f"--cachegrind-out-file={folder}/%p", sys.executable, "-m", "benchmarks.instructions", "--counted",
        ]  # fmt: skip
        env = {**os.environ, "PYTHONHASHSEED": "0"}
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=SECONDS, check=False)
        if done.returncode:
            raise RuntimeError((done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1])
        children: dict[str, list[int]] = json.loads(done.stdout)
        return {name: _total(folder, twice) - _total(folder, once) for name, (once, twice) in children.items()}


def _total(folder: str, process: int) -> int:
    found = _TOTAL.search((Path(folder) / str(process)).read_text(encoding="utf-8"))
    if found is None:
        raise RuntimeError("cachegrind wrote no summary")
    return int(found[1])


def spent() -> float:
    """CPU seconds of the children so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def build() -> str:
    """What the figures hang on besides our code: the interpreter as it was built."""
    return f"{platform.python_version()} {platform.python_compiler()} {platform.machine()}"


def compare(now: dict[str, int], then: dict[str, int], tolerance: float) -> tuple[list[str], bool]:
    """A line for each part, and whether none costs more than `tolerance` per cent above what it did."""
    lines, good = [], True
    for name, value in now.items():
        old = then.get(name)
        if not old:
            lines.append(f"{name}: {value:,} instructions; no figure to hold it against, write one with --update")
            continue
        change = 100 * (value / old - 1)
        word = (
            "dearer" if change > tolerance else "cheaper: write it down with --update" if change < -tolerance else "ok"
        )
        good = good and change <= tolerance
        lines.append(f"{name}: {value:,} instructions, {change:+.2f} % ({word})")
    return lines, good


def main(arguments: list[str] | None = None) -> int:
    """0: within the tolerance, or Valgrind is missing (which is said); 1: dearer, or it could not be counted."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.instructions", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("--update", action="store_true", help="write the figures of this Python version anew")
    parser.add_argument("--tolerance", type=float, default=TOLERANCE, help="per cent; default %(default)s")
    parser.add_argument("--counted", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.counted:
        counted()
        return 0
    if shutil.which("valgrind") is None:
        sys.stdout.write("instructions: NOT counted, for valgrind is not installed (apt-get install valgrind)\n")
        return 0
    start = spent()
    try:
        now = count()
    except (RuntimeError, subprocess.TimeoutExpired) as error:
        sys.stdout.write(f"instructions: could not be counted: {error}\n")
        return 1
    kept = json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.is_file() else {}
    version = ".".join(platform.python_version_tuple()[:2])
    then = kept.get(version, {})
    lines, good = compare(now, then.get("instructions", {}), options.tolerance)
    if then and then["build"] != build():
        lines.append(f"the figures are of another build ({then['build']}; this is {build()}): its compiler counts too")
    for line in lines:
        sys.stdout.write(f"instructions: {line}\n")
    sys.stdout.write(f"instructions: counted in {spent() - start:.0f} s of CPU time\n")
    if options.update:
        kept[version] = {"build": build(), "instructions": now}
        FIGURES.write_text(json.dumps(dict(sorted(kept.items())), indent=2) + "\n", encoding="utf-8")
        return 0
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())
