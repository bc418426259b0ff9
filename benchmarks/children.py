"""One measurement in a process of its own: `python -m benchmarks.children JOB` reads its task as JSON from stdin.

The answer goes into a file, for some of the libraries that are measured print. Only the standard library is imported
before the job is: the peers run in environments without checker.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from benchmarks.texts import ROOT

JOBS = {
    "speed": "benchmarks.speed",
    "length": "benchmarks.length",
    "rules": "benchmarks.rules",
    "peer": "benchmarks.peer_work",
}
"""Job -> the module whose `work(task)` does it."""


class ChildFailed(RuntimeError):
    """A measurement that could not be made; the message is one line with the reason."""


def run(
    job: str,
    task: Mapping[str, Any],
    *,
    python: str = sys.executable,
    timeout: float = 3600,
    env: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Do one job in a fresh process and give its answer. Raises ChildFailed."""
    with tempfile.TemporaryDirectory(prefix="benchmarks-") as folder:
        answer = Path(folder) / "answer.json"
        command = [python, "-m", "benchmarks.children", job, str(answer)]
        try:
            done = subprocess.run(
                command, input=json.dumps(task), text=True, capture_output=True, cwd=ROOT, timeout=timeout,
                env={**os.environ, "PYTHONIOENCODING": "utf-8", **(env or {})}, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise ChildFailed(f"not finished after {timeout:.0f} s") from None
        except OSError as error:
            raise ChildFailed(f"{python}: {error.strerror}") from None
        if done.returncode or not answer.is_file():
            lines = done.stderr.strip().splitlines()
            raise ChildFailed(lines[-1] if lines else f"ended with code {done.returncode}")
        found: dict[str, Any] = json.loads(answer.read_text(encoding="utf-8"))
        return found


def main() -> None:
    job, answer = sys.argv[1:]
    task = json.loads(sys.stdin.read())
    found = import_module(JOBS[job]).work(task)
    Path(answer).write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main()
