"""A run on this machine: every document is in the output once, whatever kills it, and the same each time."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import sys
import time
from pathlib import Path

import pytest

from batch.corpora import HANGS, KILLS, RIGHT, WRONG, lines, planned, texts, written
from checker.batch import plan as planning
from checker.batch.checking import Options, rules_of
from checker.batch.dataset import done
from checker.batch.local import run_local
from checker.batch.plan import Columns
from checker.batch.schema import DATASETS
from checker.terminal import Trouble

FORKS = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux alone")
LEDGER = Options(ledger=True)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pieces of a few documents."""
    for name in ("LEAST", "MOST"):
        monkeypatch.setattr(planning, name, 400)
    monkeypatch.setattr(planning, "BLOCK", 100)


def run(word: Path, out: Path, options: Options = LEDGER, jobs: int = 2) -> list[str]:
    """Run to the end; the parts that were made."""
    made: list[str] = []
    out.mkdir(exist_ok=True)
    run_local(planned(word, out), Columns(), options, out, jobs, made.append)
    return made


def contents(out: Path) -> dict[str, bytes]:
    """All files of the output."""
    files = sorted(path for name in DATASETS for path in (out / name).iterdir())
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in files}


@pytest.mark.usefixtures("small")
def test_every_document_once_and_its_findings(tmp_path: Path) -> None:
    path = lines(tmp_path / "a.jsonl", texts(30))
    assert len(run(path, tmp_path / "out")) == len(planned(path, tmp_path / "out").pieces) > 5
    rows, found, ledger = (written(tmp_path / "out", name) for name in ("documents", "findings", "relations"))
    assert [row["id"] for row in rows] == [f"d{i}" for i in range(30)]
    assert [row["errors"] for row in rows] == [int(i % 5 == 0) for i in range(30)]
    assert [(one["id"], one["source"]) for one in found] == [(f"d{i}", f"s{i % 3}") for i in range(0, 30, 5)]
    first = found[0]
    assert WRONG[first["start"] : first["end"]] == first["text"]
    assert [WRONG[p["start"] : p["end"]] for p in first["related"]] == [p["text"] for p in first["related"]]
    assert {one["id"] for one in ledger} == {row["id"] for row in rows}


@pytest.mark.usefixtures("small")
def test_the_output_is_the_same_for_any_number_of_processes(tmp_path: Path) -> None:
    path = lines(tmp_path / "a.jsonl", texts(12))
    for jobs in (1, 3):
        run(path, tmp_path / str(jobs), jobs=jobs)
    assert contents(tmp_path / "1") == contents(tmp_path / "3")


def test_the_ledger_is_written_on_request(tmp_path: Path) -> None:
    path = lines(tmp_path / "a.jsonl", texts(2))
    run(path, tmp_path / "out", Options())
    assert not (tmp_path / "out" / "relations").exists()


@FORKS
@pytest.mark.usefixtures("small", "fragile")
def test_documents_that_kill_their_process(tmp_path: Path) -> None:
    """The others, in the same piece and batch too, are checked."""
    bad = {3: KILLS, 4: KILLS, 17: HANGS}
    path = lines(tmp_path / "a.jsonl", [{"id": i, "text": bad.get(i, WRONG)} for i in range(20)])
    run(path, tmp_path / "out", Options(timeout=0.6))
    rows = written(tmp_path / "out")
    assert [row["id"] for row in rows] == [str(i) for i in range(20)]
    codes = {int(row["id"]): row["failure"]["code"] for row in rows if row["failure"]}
    assert codes == {3: "died", 4: "died", 17: "timeout"}
    assert all(row["errors"] == 1 for row in rows if not row["failure"])


def _run_apart(word: Path, out: Path) -> None:
    os.setpgid(0, 0)
    run_local(planned(word, out), Columns(), LEDGER, out, 2, lambda part: None)
    os._exit(0)


@FORKS
@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("seed", range(3))
def test_a_run_that_is_killed_again_and_again(seed: int, tmp_path: Path) -> None:
    """Real processes, SIGKILL at random moments: to all of them, or to the first alone, whose workers outlive it."""
    chance = random.Random(seed)
    path, out = lines(tmp_path / "a.jsonl", texts(40)), tmp_path / "out"
    run(path, tmp_path / "whole", jobs=1)
    out.mkdir()
    rules_of(LEDGER.config)
    fork = multiprocessing.get_context("fork")
    kills = 0
    for _ in range(40):
        before = done(out)
        process = fork.Process(target=_run_apart, args=(path, out))
        process.start()
        assert process.pid is not None
        parts = chance.randrange(4)  # by progress, not by the clock: how fast a machine is must not matter
        while len(done(out)) - len(before) < parts and process.exitcode is None:
            process.join(0.001)
        if process.exitcode is None:
            kills += 1
            with_all = chance.random() < 0.5 and os.getpgid(process.pid) == process.pid
            (os.killpg if with_all else os.kill)(process.pid, signal.SIGKILL)
        process.join(30)
        assert before <= done(out), "what was done stays"
        if process.exitcode == 0:
            break
    assert kills > 0
    run(path, out)
    _settled(out)
    assert contents(out) == contents(tmp_path / "whole")


def _settled(out: Path) -> None:
    """Wait for workers that outlived their run; what they leave is swept by the next one."""
    deadline = time.monotonic() + 20
    while any(path.name.endswith(".tmp") for name in DATASETS for path in (out / name).iterdir()):
        assert time.monotonic() < deadline
        time.sleep(0.1)
        for name in DATASETS:
            for path in (out / name).glob(".*.tmp"):
                pid = int(path.name.split(".")[-2])
                if not Path(f"/proc/{pid}").exists():
                    path.unlink()


@pytest.mark.usefixtures("small")
def test_what_is_done_is_not_done_again(tmp_path: Path) -> None:
    path, out = lines(tmp_path / "a.jsonl", texts(20)), tmp_path / "out"
    every = run(path, out)
    whole = contents(out)
    assert run(path, out) == []
    (out / "documents" / "part-000001.parquet").unlink()  # as if killed before the last of its files had its name
    (out / "findings" / ".part-000001.77.tmp").write_bytes(b"half")
    assert run(path, out) == ["1"] and len(every) > 3
    assert contents(out) == whole, "and nothing half written is left"


def test_a_disk_that_is_full_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = lines(tmp_path / "a.jsonl", texts(2))

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("checker.batch.local.write_part", full)
    with pytest.raises(Trouble, match="out"):
        run(path, tmp_path / "out")


def test_documents_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "in" / "b").mkdir(parents=True)
    (tmp_path / "in" / "a.md").write_text(WRONG, "utf-8")
    (tmp_path / "in" / "b" / "c.txt").write_text(RIGHT, "gb18030")
    (tmp_path / "in" / "d.doc").write_text("old")
    run(tmp_path / "in", tmp_path / "out")
    rows = written(tmp_path / "out")
    found = [(row["id"], row["source"], row["errors"]) for row in rows]
    assert found == [("a.md", ".", 1), ("d.doc", ".", 0), ("b/c.txt", "b", 0)]
    assert rows[1]["failure"]["code"] == "old-kind"
