"""`python -m benchmarks`: measure, print the table, and with --write keep the figures and rewrite README.md."""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks import cores, length, peers, rules, speed, startup, table
from benchmarks.clock import load_average
from benchmarks.texts import ROOT, load

HOME = Path(__file__).parent
RESULTS, README = HOME / "results.json", HOME / "README.md"
TITLES = {
    "speed": "Ratios to the floor",
    "startup": "Start-up",
    "length": "Growth with the length, and memory",
    "rules": "Growth with the number of rules",
    "cores": "Two cores",
    "peers": "Other programs",
}
COMMANDS = {"growth": ("length", "rules"), "all": tuple(TITLES)}
"""Commands that stand for several measurements; every other is its own name."""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=(__doc__ or "").split(": ", 1)[1])
    parser.add_argument("command", choices=[*COMMANDS, *TITLES, "report"], help="report: measure nothing")
    parser.add_argument("--corpus", type=Path, help="a folder of reports as text; default: the seeds and made-up text")
    parser.add_argument("--runs", type=int, default=8, help="process runs; default %(default)s")
    parser.add_argument("--rounds", type=int, default=3, help="rounds in each process run; default %(default)s")
    parser.add_argument("--sizes", type=int, nargs="+", default=length.SIZES, help="lengths of documents, rising")
    parser.add_argument("--files", type=int, default=10_000, help="files for two cores; default %(default)s")
    parser.add_argument("--peer-sample", type=int, default=40, help="documents for the peers; default %(default)s")
    parser.add_argument("--timeout", type=float, default=1800, help="seconds for one child; default %(default)s")
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "checker-benchmarks"
    parser.add_argument("--venvs", type=Path, default=cache, help="where the peers are installed; default %(default)s")
    parser.add_argument("--write", action="store_true", help="keep the figures; rewrite README.md and the pictures")
    return parser


def measured(name: str, options: argparse.Namespace) -> Any:
    """The answers of one measurement, as JSON keeps them. Raises RuntimeError."""
    corpus = options.corpus
    if name == "speed":
        # Its rows alone: the raw times of every document would be half a megabyte.
        return [row.as_json() for row in speed.rows(speed.measure(corpus, options.runs, options.rounds, say))]
    if name == "startup":
        return [row.as_json() for row in startup.measure(2 * options.runs + 1)]
    if name == "length":
        return length.measure(load(corpus), options.sizes, options.timeout, say)
    if name == "rules":
        return rules.measure(corpus, max(1, options.runs // 2), options.rounds, say)
    if name == "cores":
        return cores.measure(load(corpus), options.files, say)
    return peers.measure(corpus, options.venvs.resolve(), options.peer_sample, options.rounds, options.timeout, say)


ROWS: dict[str, Callable[[Any], list[table.Row]]] = {
    "speed": table.from_json,
    "startup": table.from_json,
    "length": length.rows,
    "rules": rules.rows,
    "cores": cores.rows,
    "peers": peers.rows,
}


def circumstances(options: argparse.Namespace) -> dict[str, Any]:
    """What a figure hangs on besides the code."""
    try:
        cpu = next(
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        )
    except (OSError, StopIteration):
        cpu = platform.processor()
    # Of the checker and its rules: other commits change no figure.
    asked = ["git", "-C", str(ROOT), "log", "-1", "--format=%h", "--", "checker", "rules"]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "commit": done.stdout.strip() or "unknown",
        "python": platform.python_version(),
        "system": platform.system(),
        "cpu": f"{cpu}, {os.cpu_count()} cores",
        "load": round(load_average(), 1),
        "texts": "a folder of real reports" if options.corpus else "the seeds and made-up text",
    }


def told(results: dict[str, Any]) -> str:
    """The whole table as Markdown: for each measurement its rows and where they were taken."""
    parts = []
    for name, title in TITLES.items():
        if name not in results:
            continue
        c = results[name]["circumstances"]
        parts.append(f"### {title}\n\n{table.markdown(ROWS[name](results[name]['measured']))}")
        parts.append(
            f"{c['date']}, commit {c['commit']}, Python {c['python']} on {c['system']}, {c['cpu']}, "
            f"load average {c['load']} at the beginning; {c['texts']}.\n"
        )
    return "\n".join(parts)


def say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def main() -> int:
    options = _parser().parse_args()
    if options.corpus is not None:
        options.corpus = options.corpus.resolve()
    kept = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.is_file() else {}
    failed = False
    for name in () if options.command == "report" else COMMANDS.get(options.command, (options.command,)):
        try:
            load(options.corpus)
            there = circumstances(options)
            now = {name: {"circumstances": there, "measured": measured(name, options)}}
        except (RuntimeError, OSError) as error:
            failed = True
            say(f"{name}: {error}")
            continue
        sys.stdout.write(told(now) + "\n")
        if options.write:  # at once: what took an hour must not be lost by what comes after
            kept |= now
            RESULTS.write_text(json.dumps(kept, separators=(",", ":")) + "\n", encoding="utf-8")
    if options.write or options.command == "report":
        README.write_text(table.between(README.read_text(encoding="utf-8"), "table", told(kept)), encoding="utf-8")
        failed = not _drawn(kept) or failed
    return int(failed)


def _drawn(kept: dict[str, Any]) -> bool:
    """Draw the pictures; whether that could be done."""
    from benchmarks.draw import draw  # noqa: PLC0415

    try:
        for path in draw({name: section["measured"] for name, section in kept.items()}):
            say(f"drawn: {path.name}")
    except ImportError:
        say("not drawn: matplotlib is missing (pip install -r benchmarks/requirements.txt)")
        return False
    return True


if __name__ == "__main__":
    raise SystemExit(main())
