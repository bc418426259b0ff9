"""Runs over many files as a user meets them: results that come early, deaths, ends from outside, full disks.

Real processes, with an engine of fakes that can be made to wait, to die and to fall over its stack.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO

import command
import pytest
from fakes import RIGHT, WRONG

import checker as checker_package

ROOT = Path(__file__).resolve().parent.parent
pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="processes are forked, and seen in /proc, on Linux alone"
)

ENGINE = """
import faulthandler, os, sys, time
import fakes
from checker import api, cli

class Engine(fakes.FakeChecker):
    def check_bytes(self, data, *, source, **more):
        with open("begun.log", "a") as log:
            log.write(f"{os.getpid()} {source}\\n")
        time.sleep(0.006)  # so that each is told at once
        while "slow" in source and not os.path.exists("gate"):
            time.sleep(0.01)
        while "deaf" in source:  # as a library that looks at no signal
            import signal
            signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])
            time.sleep(0.01)
        if "overflow" in source:
            faulthandler._stack_overflow()
        if "exit" in source:
            os._exit(0)
        return super().check_bytes(data, source=source, **more)

def load(*, config=None, **more):
    return Engine((fakes.PARTS, fakes.STYLE), config)

api.load = load
cli.main(sys.argv[1:])
"""
Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts the command line in a process group of its own; whatever is left of it at the end is killed."""
    runs: list[subprocess.Popen[str]] = []
    path = f"{Path(checker_package.__file__).parent.parent}:{ROOT / 'tests'}"
    env = {**os.environ, "PYTHONPATH": path, "LANG": "en_US.UTF-8", "CHECKER_DEBUG": "1"}

    def go(*words: str, stdout: int | IO[bytes] = subprocess.PIPE, stderr: int = subprocess.PIPE, **more: object) -> (
        subprocess.Popen[str]
    ):  # fmt: skip
        more.setdefault("preexec_fn", command.heard)
        run = subprocess.Popen(
            [sys.executable, "-c", ENGINE, "lint", *words],
            cwd=tmp_path, env=env, stdout=stdout, stderr=stderr, text=True, start_new_session=True, **more,
        )  # fmt: skip
        runs.append(run)
        return run

    (tmp_path / "in").mkdir()
    yield go
    for run in runs:
        with suppress(ProcessLookupError):
            os.killpg(run.pid, signal.SIGKILL)
        run.communicate()


def write(folder: Path, *names: str, text: str = RIGHT) -> None:
    for name in names:
        (folder / "in" / name).write_text(text, encoding="utf-8")


def until(met: Callable[[], object]) -> None:
    deadline = time.monotonic() + 60
    while not met():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def children(pid: int) -> list[int]:
    said = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return list(map(int, said.split()))


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def begun(folder: Path) -> list[str]:
    """Process and file of each check so far."""
    log = folder / "begun.log"
    return log.read_text(encoding="utf-8").splitlines() if log.exists() else []


def said(run: subprocess.Popen[str]) -> tuple[int, str, list[str]]:
    out, err = run.communicate(timeout=60)
    assert "Traceback" not in err, err
    return run.returncode, out, err.splitlines()


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("form", ["text", "jsonl", "rich", "github"])
def test_findings_come_before_the_last_file_is_read(start: Start, tmp_path: Path, form: str, jobs: str) -> None:
    write(tmp_path, "a.txt", "b.txt", text=WRONG)
    write(tmp_path, "slow.txt", text=WRONG)
    run = start("in", "--format", form, "--jobs", jobs, "--no-cache")
    assert run.stdout is not None and "a.txt" in run.stdout.readline()
    assert not (tmp_path / "gate").exists()
    (tmp_path / "gate").touch()
    out = run.stdout.read()
    assert run.wait(60) == 1 and out.rindex("b.txt") < out.rindex("slow.txt")


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_end_from_outside_leaves_nothing(
    start: Start, tmp_path: Path, own_cache: Path, how: signal.Signals, jobs: str
) -> None:
    """No process, no half of a file; the old one stays. Ctrl-C goes to the whole group, other signals to us."""
    write(tmp_path, "a.txt", text=WRONG)
    write(tmp_path, *(f"slow{i}.txt" for i in range(4)))
    (tmp_path / "old.json").write_text("old", encoding="utf-8")
    run = start("in", "--jobs", jobs, "--output", "json:old.json")
    until(lambda: sum("slow" in name for name in begun(tmp_path)) >= int(jobs))
    workers = children(run.pid)
    assert len(workers) == (2 if jobs == "2" else 0)
    before = time.monotonic()
    if how is signal.SIGINT:
        os.killpg(run.pid, how)
    else:
        os.kill(run.pid, how)
    code, out, err = said(run)
    assert code == 128 + how and err == ["interrupted"] and time.monotonic() - before < 10
    assert not any(map(alive, workers))
    assert out.startswith("in/a.txt:2:8: error") and out.count("\n") == 1  # what was found till then was said
    assert (tmp_path / "old.json").read_text(encoding="utf-8") == "old"
    assert {path.name for path in tmp_path.iterdir()} == {"in", "old.json", "begun.log"}
    assert all(path.suffix == ".z" for path in own_cache.glob("??/*"))


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_a_worker_that_hears_nothing_ends_too(start: Start, tmp_path: Path, how: signal.Signals) -> None:
    write(tmp_path, *(f"deaf{i}.txt" for i in range(4)))
    run = start("in", "--jobs", "2", "--no-cache")
    until(lambda: len(begun(tmp_path)) == 2)
    workers = children(run.pid)
    os.kill(run.pid, how)
    assert run.wait(30) == (143 if how is signal.SIGTERM else -9)
    until(lambda: not any(map(alive, workers)))


def test_a_worker_that_is_killed_is_one_line(start: Start, tmp_path: Path) -> None:
    """Whatever else it had to do is done by another one; the order is that of the files."""
    write(tmp_path, *(f"{i:03}.txt" for i in range(120)), text=WRONG)
    write(tmp_path, "020slow.txt")
    run = start("in", "--jobs", "2", "--no-cache", "--format", "jsonl")
    until(lambda: any("slow" in name for name in begun(tmp_path)))
    until(lambda: len(begun(tmp_path)) > 60)  # the other one has gone on
    (waiting,) = [int(line.split()[0]) for line in begun(tmp_path) if "slow" in line]
    os.kill(waiting, signal.SIGKILL)
    code, out, err = said(run)
    *documents, last = map(json.loads, out.splitlines())
    assert code == 2 and last["summary"]["documents"] == 120 and last["summary"]["unreadable"] == 1
    assert [d["path"] for d in documents] == [*(f"in/{i:03}.txt" for i in range(120)), "in/020slow.txt"]
    assert len(err) == 1 and err[0].startswith("in/020slow.txt: ") and "SIGKILL" in err[0]


def test_other_deaths_are_one_line_each(start: Start, tmp_path: Path) -> None:
    write(tmp_path, *(f"{i:02}.txt" for i in range(40)), text=WRONG)
    write(tmp_path, "05exit.txt", "11overflow.txt", "39exit.txt")
    code, out, err = said(start("in", "--jobs", "2", "--no-cache", "--quiet"))
    assert code == 2 and out.count("\n") == 40
    assert [line.partition(":")[0] for line in err] == ["in/05exit.txt", "in/11overflow.txt", "in/39exit.txt"]
    assert "(0)" in err[0] and "SIGSEGV" in err[1]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_reader_that_goes_away_ends_the_run(start: Start, tmp_path: Path, jobs: str) -> None:
    write(tmp_path, *(f"{i:03}.txt" for i in range(300)), text=WRONG)
    write(tmp_path, "005slow.txt")
    run = start("in", "--jobs", jobs, "--no-cache")
    assert run.stdout is not None and "000.txt" in run.stdout.readline()
    run.stdout.close()
    (tmp_path / "gate").touch()
    assert run.wait(60) == 141
    assert run.stderr is not None and run.stderr.read() == ""
    assert len(begun(tmp_path)) < 200


def test_a_file_is_still_written_when_the_reader_goes_away(start: Start, tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "b.txt", text=WRONG)
    write(tmp_path, "bslow.txt", "c.txt", text=WRONG)
    run = start("in", "--jobs", "2", "--output", "json:all.json", "--quiet")
    assert run.stdout is not None and "a.txt" in run.stdout.readline()
    run.stdout.close()
    (tmp_path / "gate").touch()
    assert run.wait(60) == 1
    assert json.loads((tmp_path / "all.json").read_text(encoding="utf-8"))["summary"]["documents"] == 4


def test_a_full_standard_output_is_one_line(start: Start, tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "b.txt", text=WRONG)
    with open("/dev/full", "wb") as full:
        code, _, err = said(start("in", "--no-cache", "--quiet", "--format", "json", "--output", "a.json", stdout=full))
        assert code == 1 and err == []  # nothing was written there
        code, _, err = said(start("in", "--no-cache", "--quiet", stdout=full))
    assert code == 2 and err == ["standard output: cannot be written: the disk is full"]


def test_a_full_disk_leaves_the_old_file(start: Start, tmp_path: Path) -> None:
    """No file may grow beyond some bytes: the report is too long, and so is each entry of the cache."""
    write(tmp_path, "a.txt", "b.txt", text=WRONG)
    (tmp_path / "a.json").write_text("old", encoding="utf-8")

    def small() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (300, 300))

    for jobs in ("1", "2"):
        run = start("in", "--jobs", jobs, "--output", "json:a.json", preexec_fn=small)
        code, out, err = said(run)
        assert code == 2 and out.count("error") == 2, err
        assert err[0].startswith("a.json: cannot be written") and sum("cache" in line for line in err) == 1
        assert (tmp_path / "a.json").read_text(encoding="utf-8") == "old"
        assert {path.name for path in tmp_path.iterdir()} == {"in", "a.json", "begun.log"}


def test_links_and_pipes_are_written_through(start: Start, tmp_path: Path) -> None:
    write(tmp_path, "a.txt", text=WRONG)
    (tmp_path / "there").mkdir()
    real, link, pipe = tmp_path / "there" / "real.json", tmp_path / "link.json", tmp_path / "pipe"
    real.write_text("old", encoding="utf-8")
    real.chmod(0o640)
    link.symlink_to("there/real.json")
    os.mkfifo(pipe)
    run = start("in", "-o", "json:link.json", "-o", "jsonl:pipe", "-o", "gitlab:/dev/stdout", "--jobs", "2", "-q")
    lines = pipe.read_text(encoding="utf-8").splitlines()
    code, out, err = said(run)
    assert code == 1 and err == []
    assert link.is_symlink() and json.loads(real.read_text(encoding="utf-8"))["version"] == 1
    assert real.stat().st_mode & 0o777 == 0o640 and len(list((tmp_path / "there").iterdir())) == 1
    assert len(lines) == 2 and json.loads(out[out.index("[\n") :])[0]["severity"] == "major"
    with (tmp_path / "log").open("wb") as log:
        log.write(b"before\n")
        log.flush()
        assert said(start("in", "-f", "json", "-o", "/dev/stdout", "-q", stdout=log))[0] == 1
    before, _, rest = (tmp_path / "log").read_text(encoding="utf-8").partition("\n")
    assert before == "before" and json.loads(rest)["version"] == 1


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_bar_counts_on_a_terminal(start: Start, tmp_path: Path, jobs: str) -> None:
    """And goes away: before a line is written, and at the end."""
    write(tmp_path, *(f"{i}.txt" for i in range(6)))
    write(tmp_path, "6slow.txt", "7.txt", text=WRONG)
    ours, theirs = os.openpty()
    run = start("in", "--jobs", jobs, "--no-cache", stderr=theirs)
    os.close(theirs)
    until(lambda: any("slow" in name for name in begun(tmp_path)))
    time.sleep(0.2)  # longer than between two drawings
    (tmp_path / "gate").touch()
    shown = b""
    while True:
        try:
            shown += os.read(ours, 4096)
        except OSError:
            break
    os.close(ours)
    assert run.wait(60) == 1
    assert b"0/8" in shown and b"/8" in shown.replace(b"0/8", b"")
    assert run.stdout is not None and run.stdout.read().count("\n") == 2
    assert shown.decode().rstrip().rpartition("\n")[2].startswith("documents: 8;") or b"documents: 8;" in shown
