"""Many files with two processes against one: the wall clock, and the CPU time besides."""

from __future__ import annotations

import os
import resource
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.clock import busy
from benchmarks.startup import command, environment
from benchmarks.table import Row
from benchmarks.texts import Text, joined

SIZE = 3_000


def measure(texts: Sequence[Text], files: int, say: Callable[[str], None]) -> dict[str, Any]:
    """Seconds of one `checker lint` over a folder with `--jobs 1`, and with `--jobs 2`. Raises RuntimeError."""
    with tempfile.TemporaryDirectory(prefix="benchmarks-") as name:
        folder = Path(name) / "reports"
        folder.mkdir()
        total = sum(len(text.text) for text in texts)
        whole = joined(texts, min(total, files * SIZE))
        for n in range(files):  # the last lines differ: no two files are the same
            start = n * SIZE % max(1, len(whole) - SIZE)
            (folder / f"{n:05}.txt").write_text(f"{whole[start : start + SIZE]}\n{n}", encoding="utf-8", newline="")
        found: dict[str, Any] = {"files": files, "cores": os.cpu_count(), "busy": busy()}
        for jobs in (1, 2):
            found[str(jobs)] = _run(folder, jobs)
            say(f"cores: {files:,} files, {jobs} process(es): {found[str(jobs)]['wall']:.1f} s")
    found["busy"] = found["busy"] or busy_by(found)
    return found


def _run(folder: Path, jobs: int) -> dict[str, float]:
    asked = [*command(), "lint", "--no-cache", "--quiet", "--format", "json", "--jobs", str(jobs), folder.name]
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(
        asked, cwd=folder.parent, env=environment(folder.parent / "cache"), stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1):
        raise RuntimeError(f"{' '.join(asked)}: exit code {done.returncode}: {done.stderr[-300:]}")
    return {"wall": wall, "cpu": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime}


def busy_by(found: dict[str, Any]) -> str:
    """One process alone on an idle machine has a core: then its CPU time is its wall time."""
    share = found["1"]["cpu"] / found["1"]["wall"]
    return "" if share > 0.97 else f"not measured on an idle machine: one process had {share:.0%} of a core"


def rows(measured: dict[str, Any]) -> list[Row]:
    one, two = measured["1"], measured["2"]
    said = f"wall clock, {measured['files']:,} files, {measured['cores']} cores"
    note = "; ".join(filter(None, [said, measured["busy"]]))
    return [
        Row("cores", "two processes against one", one["wall"] / two["wall"], unit="x", note=note),
        Row("cores-cpu", "… CPU time of two / of one", two["cpu"] / one["cpu"], unit="x",
            note="what sharing costs; a busy machine hardly changes it"),
    ]  # fmt: skip
