"""The same function in a real Spark on this machine: real JVM, real Python workers."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import suppress
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

pytest.importorskip("pyspark", reason="pyspark is not installed")
if shutil.which("java") is None:
    pytest.skip("java is not installed", allow_module_level=True)

from checker.batch import plan as planning
from checker.batch import spark as engine
from checker.batch.spark import check_frame, flattened, run_spark

# Two processes of pytest would start two JVMs.
pytestmark = [pytest.mark.xdist_group("spark"), pytest.mark.filterwarnings("ignore::FutureWarning")]

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
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Spark with two cores. In its Python workers a word kills the process that checks it."""
    home = tmp_path_factory.mktemp("python")
    (home / "sitecustomize.py").write_text(FRAGILE, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(home))
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        spark = engine.session("local[2]", "en")
        yield spark
        with suppress(Exception):
            spark.stop()


def test_a_frame(session: Any) -> None:
    """Exactly one row for each document, the one that kills included; the same rows as without Spark."""
    frame = session.createDataFrame(ROWS, "nr int, body string, origin string").repartition(3)
    options = Options(Config(lang="en"), ledger=True)
    results = check_frame(frame, Columns(id="nr", text="body", source="origin"), options).cache()
    rows = sorted((row.asDict(recursive=True) for row in results.collect()), key=lambda row: row["id"])
    assert [row["id"] for row in rows] == ["1", "2", "3", "4", "5"]
    codes = [row["failure"] and row["failure"]["code"] for row in rows]
    assert codes == [None, None, "died", "no-text", None] and "SIGKILL" in rows[2]["failure"]["message"]
    here = [{"id": str(nr), "text": text, "source": origin} for nr, text, origin in ROWS if text != KILLS]
    plain = _rows(here, options)
    assert [row for row in rows if row["id"] != "3"] == plain
    for name, schema in DATASETS.items():
        flat = flattened(results, name)
        assert flat.columns == schema.names
        mine = [row.asDict(recursive=True) for row in flat.orderBy("id").collect() if row["id"] != "3"]
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


def test_the_command(session: Any, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """It stops the session that it finds, so it comes last."""
    path = lines(tmp_path / "a.jsonl", [*texts(5), {"id": "k", "text": KILLS}])
    words = ["corpus", str(path), "--out", str(tmp_path / "out"), "--engine", "spark", "--master", "local[2]"]
    with pytest.raises(SystemExit) as ended:
        cli.main([*words, "--lang", "en"])
    assert ended.value.code == 0
    said = capfd.readouterr().out
    assert "6 documents" in said and "errors: 1," in said and "documents not checked: 1" in said
    assert len(written(tmp_path / "out")) == 6
    assert RESULT.names == [*DATASETS["documents"].names, "findings", "relations"]
