"""Batches of results -> Parquet. A part of the output is a file in each dataset; each is written beside and renamed.

The file in `documents` is renamed last: where it is, the part is whole. So a run that was killed at any moment knows
what it has done, and a part that is made twice replaces itself.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from checker.batch.schema import DATASETS, DOCUMENTS

PENDING = 10_000  # rows of `documents` that are kept in memory: a row group
WHOLE = "documents"
FINISHED = "_SUCCESS"  # Spark writes it into a folder when all of it is there
_PART = re.compile(r"part-(\d+)\.parquet")


def file_of(folder: Path, dataset: str, part: int) -> Path:
    """Where a part of a dataset stands."""
    return folder / dataset / f"part-{part:06d}.parquet"


def done(folder: Path) -> set[int]:
    """The parts that are whole."""
    names = os.listdir(folder / WHOLE) if (folder / WHOLE).is_dir() else []
    return {int(found[1]) for name in names if (found := _PART.fullmatch(name))}


def waves_done(folder: Path) -> int:
    """How many waves of Spark are whole."""
    return sum(1 for _ in (folder / WHOLE).glob(f"wave-*/{FINISHED}"))


def tables(batches: Iterable[pa.RecordBatch]) -> dict[str, pa.Table]:
    """The rows of each dataset that some results give."""
    whole = pa.Table.from_batches(batches).combine_chunks()
    made = {name: _inner(whole, name) for name in DATASETS if name != WHOLE}
    return {**made, WHOLE: whole.select(DOCUMENTS.names)}


def _inner(whole: pa.Table, name: str) -> pa.Table:
    """The members of a column of lists as a table, each with the id and the source of its document."""
    lists = whole[name].combine_chunks()
    lists = lists.chunk(0) if isinstance(lists, pa.ChunkedArray) else lists
    owners = pc.list_parent_indices(lists)
    columns = [*(whole[owner].take(owners) for owner in ("id", "source")), *pc.list_flatten(lists).flatten()]
    return pa.Table.from_arrays(columns, schema=DATASETS[name])


def write_part(folder: Path, part: int, batches: Iterable[pa.RecordBatch], ledger: bool) -> int:
    """Write the results of a part; the number of its documents. Raises OSError."""
    wanted = [name for name in DATASETS if ledger or name != "relations"]
    beside = {name: folder / name / f".part-{part:06d}.{os.getpid()}.tmp" for name in wanted}
    writers: dict[str, pq.ParquetWriter] = {}
    count = 0
    try:
        for name, path in beside.items():
            path.parent.mkdir(exist_ok=True)
            writers[name] = pq.ParquetWriter(path, DATASETS[name], compression="zstd")
        for some in _bunches(batches):
            for name, table in tables(some).items():
                if name in writers and table.num_rows:
                    writers[name].write_table(table)
            count += sum(batch.num_rows for batch in some)
    finally:
        for writer in writers.values():
            writer.close()
    for name, path in beside.items():
        _settle(path, file_of(folder, name, part))
    return count


def _bunches(batches: Iterable[pa.RecordBatch]) -> Iterator[list[pa.RecordBatch]]:
    """Batches put together up to the size of a row group."""
    some: list[pa.RecordBatch] = []
    for batch in batches:
        some.append(batch)
        if sum(one.num_rows for one in some) >= PENDING:
            yield some
            some = []
    if some:
        yield some


def _settle(beside: Path, path: Path) -> None:
    """Give a file its name when all of it is on the disk."""
    with open(beside, "rb") as file:
        os.fsync(file.fileno())
    os.replace(beside, path)


def sweep(folder: Path) -> None:
    """Remove what runs that were killed have left half written."""
    for name in DATASETS:
        for path in (folder / name).glob(".part-*.tmp"):
            path.unlink(missing_ok=True)
