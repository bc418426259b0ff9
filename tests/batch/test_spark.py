"""The same function in a real Spark on this machine: real JVM, real Python workers."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from operator import itemgetter
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from batch.corpora import KILLS, RIGHT, WRONG, lines, planned, texts, written
from checker import cli
from checker.batch.checking import Options, check_batches
from checker.batch.dataset import tables, waves_done
from checker.batch.plan import Columns
from checker.batch.schema import DATASETS, RESULT
from checker.config import Config
from checker.terminal import Trouble

pytest.importorskip("pyspark", reason="pyspark is not installed")
if shutil.which("java") is None:
    pytest.skip("java is not installed", allow_module_level=True)

from checker.batch import plan as planning
from checker.batch import spark as engine
from checker.batch.spark import check_frame, flattened, run_spark

pytestmark = pytest.mark.filterwarnings("ignore::FutureWarning")

FRAGILE = f"""
import os, signal
from checker.api import Checker
real = Checker.check_bytes
def check_bytes(self, data, **more):
    if b"{KILLS}" in data:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(self, data, **more)
Checker.check_bytes = check_bytes
"""
ROWS = [(1, RIGHT, "a"), (2, WRONG, "a"), (3, KILLS, "b"), (4, None, "b"), (5, WRONG, None)]


@pytest.fixture(scope="module")
def workers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What the JVM hands on to its Python workers: in them a word kills the process that checks it."""
    home = tmp_path_factory.mktemp("python")
    (home / "sitecustomize.py").write_text(FRAGILE, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(home))
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        yield


@pytest.fixture
def session(workers: None) -> Iterator[Any]:
    """Spark with two cores. The JVM is started once, a session costs little."""
    spark = engine.session("local[2]", "en")
    yield spark
    spark.stop()


def test_a_frame(session: Any) -> None:
    """Exactly one row for each document, the one that kills included; the same rows as without Spark."""
    frame = session.createDataFrame(ROWS, "nr int, body string, origin string").repartition(2)
    options = Options(Config(lang="en"), ledger=True)
    results = check_frame(frame, Columns(id="nr", text="body", source="origin"), options).cache()
    by_id = itemgetter("id")
    rows = sorted((row.asDict(recursive=True) for row in results.collect()), key=by_id)
    assert [row["id"] for row in rows] == ["1", "2", "3", "4", "5"]
    codes = [row["failure"] and row["failure"]["code"] for row in rows]
    assert codes == [None, None, "died", "no-text", None] and "SIGKILL" in rows[2]["failure"]["message"]
    here = [{"id": str(nr), "text": text, "source": origin} for nr, text, origin in ROWS if text != KILLS]
    plain = _rows(here, options)
    assert [row for row in rows if row["id"] != "3"] == plain
    for name, schema in DATASETS.items():
        flat = flattened(results, name)
        assert flat.columns == schema.names
        mine = sorted((row.asDict(recursive=True) for row in flat.collect() if row["id"] != "3"), key=by_id)
        assert mine == tables(_batches(here, options))[name].to_pylist()


def _batches(rows: list[dict[str, Any]], options: Options) -> list[Any]:
    return list(check_batches([pa.RecordBatch.from_pylist(rows)], options))


def _rows(rows: list[dict[str, Any]], options: Options) -> list[dict[str, Any]]:
    return [row for batch in _batches(rows, options) for row in batch.to_pylist()]


def test_a_run_in_waves(session: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What one machine writes, Spark writes; a wave that is not whole is made again, the others are not."""
    for module, name, value in ((planning, "LEAST", 300), (planning, "MOST", 300), (engine, "WAVE", 4)):
        monkeypatch.setattr(module, name, value)
    monkeypatch.setattr(planning, "BLOCK", 100)
    given = [*texts(20), {"id": "k", "text": KILLS}, "no JSON"]
    made, out = planned(lines(tmp_path / "a.jsonl", given), tmp_path / "out"), tmp_path / "out"
    run_spark(made, Columns(), Options(), out, session)
    rows = written(out)
    assert sorted(row["id"] for row in rows) == sorted([*(f"d{i}" for i in range(20)), "k", "a.jsonl:22"])
    codes = {row["id"]: row["failure"]["code"] for row in rows if row["failure"]}
    assert codes == {"k": "died", "a.jsonl:22": "bad-json"}
    assert {row["id"] for row in written(out, "findings")} == {f"d{i}" for i in range(0, 20, 5)}
    assert waves_done(out) == len(engine.waves(made)) > 1 and not (out / "_stage").exists()
    kept = {path.name for path in (out / "documents" / "wave-000000").glob("*.parquet")}
    (out / "documents" / "wave-000001" / "_SUCCESS").unlink()
    run_spark(made, Columns(), Options(), out, session)
    assert {path.name for path in (out / "documents" / "wave-000000").glob("*.parquet")} == kept
    assert sorted(map(str, written(out))) == sorted(map(str, rows))


@pytest.mark.usefixtures("workers")
def test_the_command(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = lines(tmp_path / "a.jsonl", [*texts(5), {"id": "k", "text": KILLS}])
    words = ["corpus", str(path), "--out", str(tmp_path / "out"), "--engine", "spark", "--master", "local[2]"]
    with pytest.raises(SystemExit) as ended:
        cli.main([*words, "--lang", "en"])
    assert ended.value.code == 0
    said = capfd.readouterr().out
    assert "6 documents" in said and "errors: 1," in said and "documents not checked: 1" in said
    assert len(written(tmp_path / "out")) == 6
    assert RESULT.names == [*DATASETS["documents"].names, "findings", "relations"]


def test_without_java_it_is_one_line(tmp_path: Path) -> None:
    """In a process of its own: this one has a JVM already."""
    path = lines(tmp_path / "a.jsonl", texts(1))
    words = [str(path), "--out", str(tmp_path / "out"), "--engine", "spark", "--lang", "en"]
    bare = {**os.environ, "PATH": str(tmp_path), "JAVA_HOME": ""}
    done = subprocess.run([sys.executable, "-m", "checker", "corpus", *words], env=bare, capture_output=True, text=True)
    said = done.stderr.splitlines()
    assert done.returncode == 2 and said[-1].startswith("Spark does not start (") and "openjdk-17" in said[-1]
    assert "Traceback" not in done.stderr and not (tmp_path / "out").exists()


def test_a_run_that_spark_gives_up_is_one_line(session: Any, tmp_path: Path) -> None:
    """Here its output cannot be written; what was done before stays."""
    made = planned(lines(tmp_path / "a.jsonl", texts(1)), tmp_path / "out")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "_stage").write_text("in the way")
    with pytest.raises(Trouble, match="Spark") as raised:
        run_spark(made, Columns(), Options(), tmp_path / "out", session)
    assert len(str(raised.value).splitlines()) == 1
