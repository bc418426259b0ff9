"""Runs from outside: a process for the engine, watched; what it found is made small, kept and counted."""

from __future__ import annotations

import datetime
import importlib.util
import json
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from fuzz.engines import Box
from fuzz.ledger import ROOT, Entry

CRASHERS = ROOT / "tests" / "data" / "crashers"
CORPUS = ROOT / ".fuzz" / "corpus"
PATIENCE = 60  # seconds above its time that a process may take to load and to end
SHRINKING = 45  # seconds to make one input small
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Find:
    """One defect: its target, what it is, the traceback, the input, and where the small input was put."""

    target: str
    signature: str
    told: str
    data: bytes
    path: Path | None = None


def usable(engine: str, say: Say) -> str:
    """The engine, or the one instead of it where it is not installed; that is said."""
    if engine == "atheris" and importlib.util.find_spec("atheris") is None:
        say("atheris is not installed (pip install -r fuzz/requirements.txt): blind mutation instead")
        return "mutation"
    return engine


def run(
    engine: str, names: Sequence[str], seconds: float, seed: int, say: Say, keep: Path = CRASHERS
) -> tuple[list[Find], list[Entry]]:
    """Run some targets for a time: the finds, made small and kept in `keep`; what was executed, for the ledger."""
    work = Path(tempfile.mkdtemp(prefix="checker-fuzz-run-"))
    found = work / "found"
    found.mkdir()
    deadline, finds, died = time.monotonic() + seconds, [], 0
    scores = dict.fromkeys(names, (0, 0.0))
    try:
        while (left := deadline - time.monotonic()) > 0.5 and died < 5:
            box = work / f"box-{died}"
            box.write_bytes(b"\0" * Box.SIZE)
            code, log = _engine(engine, names, left, box, found, seed + died)
            known = Box(box)
            for i, name in enumerate(names):
                count, spent = known.score(i)
                scores[name] = scores[name][0] + count, scores[name][1] + spent
            if code == 0:
                break
            died += 1
            if not any(count for count, _ in scores.values()):
                raise RuntimeError(f"the engine {engine} did not start:\n{log}")
            finds.append(_dead(names, known, code, log))
        for about in sorted(found.glob("*.json")):
            told = json.loads(about.read_text(encoding="utf-8"))
            finds.append(
                Find(told["target"], told["signature"], told["told"], about.with_suffix(".input").read_bytes())
            )
        finds = [kept for find in finds if (kept := _kept(find, work, keep, say)) is not None]
    finally:
        shutil.rmtree(work, ignore_errors=True)
    day = datetime.date.today().isoformat()
    counts = {name: sum(f.target == name for f in finds) for name in names}
    entries = [Entry(day, name, engine, *scores[name], counts[name]) for name in names if scores[name][0]]
    for name in names:
        say(f"{name}: {scores[name][0]:,} executions in {scores[name][1]:.0f} s of computing, {counts[name]} defects")
    return finds, entries


def _engine(engine: str, names: Sequence[str], seconds: float, box: Path, found: Path, seed: int) -> tuple[int, str]:
    """(exit code, last words) of one process of an engine."""
    arguments = [engine, f"{seconds:.1f}", str(box), str(found), str(CORPUS / names[0]), str(seed), *names]
    log = box.with_suffix(".log")
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "fuzz", "_serve", *arguments], cwd=ROOT, stdout=out, stderr=out
        )
        try:
            code = process.wait(seconds + PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            code = process.wait()
        except KeyboardInterrupt:
            process.terminate()
            process.wait()
            raise
    return code, log.read_bytes()[-20_000:].decode("utf-8", "replace")


def _dead(names: Sequence[str], box: Box, code: int, log: str) -> Find:
    """The find of a process that died: the input at work then."""
    index, data = box.at_work()
    why = signal.Signals(-code).name if code < 0 else f"exit code {code}"
    return Find(names[index], f"the process died: {why}", log, data)


def _kept(find: Find, work: Path, keep: Path, say: Say) -> Find | None:
    """The find with a small input in the folder of crashers; None if a fresh process does not find it again."""
    path = work / "input"
    path.write_bytes(find.data)
    small = work / "small"
    small.unlink(missing_ok=True)
    dead = find.signature.startswith("the process died")
    verb = ["replay", find.target, str(path)] if dead else ["_shrink", find.target, str(path), str(small)]
    try:
        done = subprocess.run(
            [sys.executable, "-m", "fuzz", *verb], cwd=ROOT, capture_output=True, timeout=SHRINKING + 2 * PATIENCE
        )
        again = done.returncode != 0 if dead else small.exists()
    except subprocess.TimeoutExpired:
        again = True
    if not again:
        say(f"{find.target}: {find.signature}: not found again by a fresh process; last words:\n{find.told}")
        return None
    data = small.read_bytes() if small.exists() else find.data
    kept = keep / find.target / sha256(data).hexdigest()[:16]
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_bytes(data)
    say(f"{find.target}: {find.signature}\n{find.told}")
    say(f"minimised input: {kept}\nreplay: python -m fuzz replay {find.target} {kept}")
    return Find(find.target, find.signature, find.told, data, kept)
