"""`python -m fuzz`: run targets, the share of continuous integration, replay an input, write the table."""

from __future__ import annotations

import argparse
import sys
import time
import traceback
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from fuzz.ledger import LEDGER


def say(line: str) -> None:
    """One line to people."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main(words: list[str]) -> int:
    """The exit code: 0, 1 after a defect, 2 for a wrong command."""
    if words[:1] == ["_serve"]:
        return _serve(words[1:])
    if words[:1] == ["_shrink"]:
        return _shrink(*words[1:])
    options = _parser().parse_args(words)
    if options.verb == "report":
        return _report()
    from fuzz.targets import SURFACES  # noqa: PLC0415

    if options.verb == "list":
        for name, surface in SURFACES.items():
            say(f"{name:18} {(surface.target.__doc__ or '').splitlines()[0]}")
        return 0
    if unknown := [name for name in getattr(options, "targets", ()) if name not in SURFACES]:
        say(f"no such target: {', '.join(unknown)} (one of: {', '.join(SURFACES)})")
        return 2
    if options.verb == "replay":
        return _replay(options.targets[0], options.input)
    from fuzz.drive import run, usable  # noqa: PLC0415
    from fuzz.ledger import add  # noqa: PLC0415

    seed = options.seed if options.seed is not None else time.time_ns() % 2**31
    engine = usable(options.engine, say)
    names = options.targets or list(SURFACES)
    if options.verb == "share":
        say(f"{len(names)} targets in turn for {options.seconds:g} s, engine {engine}, seed {seed}")
        tasks, jobs = [names], 1
    else:
        jobs = options.jobs
        tasks = [[name] for name in names] * (jobs if len(names) == 1 else 1)
    finds = []
    with ThreadPoolExecutor(jobs) as pool:  # each thread waits for a process of its own
        work = [pool.submit(run, engine, task, options.seconds, seed + i, say) for i, task in enumerate(tasks)]
        for one in as_completed(work):
            found, executed = one.result()
            finds += found
            add(executed, options.ledger)
    say(f"{len(finds)} defects")
    return 1 if finds else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    for verb, told, engine, seconds in (
        ("run", "run targets one after the other (none named: all), so many seconds each", "atheris", 60.0),
        ("share", "all targets in turn in one process, so many seconds in all", "mutation", 120.0),
    ):
        one = verbs.add_parser(verb, help=told)
        one.add_argument("targets", nargs="*")
        one.add_argument("--seconds", type=float, default=seconds)
        one.add_argument("--engine", choices=("atheris", "mutation", "hypothesis"), default=engine)
        one.add_argument("--ledger", type=Path, default=LEDGER, help="where the executions are counted")
        one.add_argument("--seed", type=int, help="of the mutations; by default another one each time")
    verbs.choices["run"].add_argument("--jobs", type=int, default=1, help="processes at a time")
    again = verbs.add_parser("replay", help="run one input once; exit code 1 and a traceback if it fails")
    again.add_argument("targets", nargs=1, metavar="TARGET")
    again.add_argument("input", type=Path)
    verbs.add_parser("list", help="the targets")
    verbs.add_parser("report", help="write the table of docs/reliability.md from the ledger")
    return parser


def _serve(words: list[str]) -> int:
    from fuzz.engines import serve  # noqa: PLC0415

    engine, seconds, box, found, corpus, seed, *names = words
    serve(engine, names, float(seconds), Path(box), Path(found), Path(corpus), int(seed))
    return 0


def _shrink(name: str, source: str, target: str) -> int:
    """Write a smaller input that fails in the same way; nothing if this one does not fail."""
    from fuzz.drive import SHRINKING  # noqa: PLC0415
    from fuzz.engines import shrink  # noqa: PLC0415
    from fuzz.targets import SURFACES  # noqa: PLC0415

    surface, data = SURFACES[name], Path(source).read_bytes()
    surface.warm()
    try:
        surface.run(data)
    except BaseException:  # as it should
        Path(target).write_bytes(data)
        Path(target).write_bytes(shrink(surface, data, SHRINKING))
        return 1
    return 0


def _replay(name: str, path: Path) -> int:
    from fuzz.targets import SURFACES  # noqa: PLC0415

    SURFACES[name].warm()
    try:
        SURFACES[name].run(path.read_bytes())
    except BaseException:
        say(traceback.format_exc())
        return 1
    return 0


def _report() -> int:
    from fuzz.ledger import load, table, write_page  # noqa: PLC0415
    from fuzz.targets import SURFACES  # noqa: PLC0415

    write_page(load(), SURFACES)
    say(table(load(), SURFACES))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
