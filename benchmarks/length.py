"""CPU time and memory against the length of one document: each length in a process of its own."""

from __future__ import annotations

import resource
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks import children
from benchmarks.clock import floor_cpu, timed
from benchmarks.stats import local_exponents
from benchmarks.table import Row
from benchmarks.texts import SEEDS, Text, decoded, floor_of, joined, load

SIZES = (10_000, 30_000, 100_000, 300_000, 1_000_000, 3_000_000, 10_000_000)
WINDOWS = 4
"""So many different documents of one length, as far as the texts reach: a short one alone would be of one kind."""
SHARE = 0.6  # of the free memory, which a child may take


def work(task: dict[str, Any]) -> dict[str, Any]:
    """In the child. task: files of one length, bytes of memory allowed. CPU seconds and peak memory.

    Memory is that of the first file: the peak while it is checked over what the warm process held before.
    """
    from checker import api  # noqa: PLC0415 - the parent does not need it

    checker = api.load()
    for seed in load(SEEDS):
        checker.check_bytes(seed.data, source=seed.name)
    if task["memory"]:
        resource.setrlimit(resource.RLIMIT_AS, (task["memory"], resource.RLIM_INFINITY))
    lint, floor, peak = [], [], None
    for name in task["files"]:
        before = _reset_peak()
        lint.append(timed(checker.check_file, Path(name))[0])
        if peak is None and before is not None:
            peak = _status("VmHWM") - before
        text = decoded(Path(name).read_bytes())
        floor.append(floor_cpu(floor_of(text), len(text)))
    return {"lint": lint, "floor": floor, "characters": len(text), "text": sys.getsizeof(text), "peak": peak}


def _reset_peak() -> int | None:
    """Bytes resident now, from where the peak is counted anew; None on systems that cannot tell."""
    try:
        Path("/proc/self/clear_refs").write_text("5")
        return _status("VmRSS")
    except OSError:
        return None


def _status(key: str) -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{key}:"))


def _free() -> int:
    """Bytes that are free; 0 on systems that do not tell."""
    try:
        lines = Path("/proc/meminfo").read_text().splitlines()
    except OSError:
        return 0
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:"))


def measure(texts: Sequence[Text], sizes: Sequence[int], timeout: float, say: Callable[[str], None]) -> dict[str, Any]:
    """In the parent: an answer, or a reason, for each length. A length after one that failed is not tried."""
    total = sum(len(text.text) for text in texts)
    answers: list[dict[str, Any]] = []
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="benchmarks-") as folder:
            files = []
            for n in range(max(1, min(WINDOWS, total // size))):
                files.append(str(Path(folder) / f"{n}.txt"))
                Path(files[-1]).write_text(joined(texts, size, seed=n), encoding="utf-8", newline="")
            try:
                task = {"files": files, "memory": int(_free() * SHARE)}
                answers.append({"size": size, **children.run("length", task, timeout=timeout)})
                say(f"length: {size:,} characters: {sum(answers[-1]['lint']) / len(files):.2f} s")
            except children.ChildFailed as error:
                answers.append({"size": size, "failed": str(error) or "out of memory"})
                say(f"length: {size:,} characters: {error}")
                break
    return {"corpus_characters": total, "answers": answers}


def points(measured: dict[str, Any]) -> tuple[list[int], list[float], list[float]]:
    """Lengths, and for each the CPU seconds of the lint and of the floor, means over its documents."""
    done = [answer for answer in measured["answers"] if "failed" not in answer]
    mean = {part: [sum(a[part]) / len(a[part]) for a in done] for part in ("lint", "floor")}
    return [answer["size"] for answer in done], mean["lint"], mean["floor"]


def rows(measured: dict[str, Any]) -> list[Row]:
    sizes, lint, floor = points(measured)
    made = []
    # In units of the floor of the same texts: neither a busy machine nor denser text then looks like growth.
    costs = [size * a / b for size, a, b in zip(sizes, lint, floor, strict=True)]
    if len(sizes) > 1:
        exponents = local_exponents(sizes, costs)
        steps = zip(sizes, sizes[1:], exponents, strict=False)
        note = "; ".join(f"{a:,} to {b:,}: {e:.2f}" for a, b, e in steps)
        what = "largest local exponent of time against length"
        ends = min(exponents), max(exponents)
        made.append(Row("exponent", what, max(exponents), *ends, unit="", note=f"1 is linear. {note}"))
        (overall,) = local_exponents([sizes[0], sizes[-1]], [costs[0], costs[-1]])
        what = "… from the shortest to the longest"
        made.append(Row("exponent-overall", what, overall, unit="", note=f"{sizes[0]:,} to {sizes[-1]:,} characters"))
    failed = next((answer for answer in measured["answers"] if "failed" in answer), None)
    if failed:
        made.append(Row("length-failed", f"a document of {failed['size']:,} characters", None, note=failed["failed"]))
    last = next((a for a in reversed(measured["answers"]) if a.get("peak") is not None), None)
    if last is None:
        return [*made, Row("memory", "peak memory over the text", None, unit="bytes", note="no /proc to read it from")]
    over = (last["peak"] - last["text"]) / last["characters"]
    note = f"for one character; the text itself takes {last['text'] / last['characters']:.1f} more"
    whole = last["size"] == max(SIZES)
    what = f"peak memory over the text, {last['size']:,} characters"
    return [*made, Row("memory" if whole else "memory-shorter", what, over, unit="bytes", note=note)]
