"""Corpora made for tests, and what a run over one has written. Every sentence is invented."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from checker.batch.checking import Options
from checker.batch.dataset import WHOLE
from checker.batch.plan import Columns, Plan, plan
from checker.batch.reading import read_piece

RIGHT = "全镇共有渡口48处，其中客渡31处、货渡17处。"
WRONG = "全镇共有渡口48处，其中客渡31处、货渡18处。"  # the parts are 49
KILLS, HANGS, WAITS = "KILLS", "HANGS", "WAITS"  # words at which a `fragile` checker misbehaves


def lines(path: Path, rows: Iterable[Any]) -> Path:
    """A file of JSON lines; a row that is a string stands as it is."""
    text = "".join((row if isinstance(row, str) else json.dumps(row, ensure_ascii=False)) + "\n" for row in rows)
    path.write_text(text, "utf-8")
    return path


def texts(count: int) -> list[dict[str, Any]]:
    """Documents of which every fifth has an error."""
    return [{"id": f"d{i}", "text": WRONG if i % 5 == 0 else RIGHT, "source": f"s{i % 3}"} for i in range(count)]


def planned(word: Path, out: Path, columns: Columns | None = None) -> Plan:
    return plan(str(word), columns or Columns(), "en", str(out))


def documents(made: Plan, columns: Columns | None = None) -> list[dict[str, Any]]:
    """All documents of a plan, in its order."""
    batches = (b for piece in made.pieces for b in read_piece(piece, made.root, columns or Columns(), "en"))
    return [row for batch in batches for row in batch.to_pylist()]


def written(folder: Path, dataset: str = WHOLE) -> list[dict[str, Any]]:
    """The rows of a dataset, in the order of its parts."""
    files = sorted((folder / dataset).rglob("*.parquet"))
    return [row for file in files for row in pq.ParquetFile(file).read().to_pylist()]


def batch(*rows: dict[str, Any]) -> pa.RecordBatch:
    return pa.RecordBatch.from_pylist(list(rows))


OPTIONS = Options()
