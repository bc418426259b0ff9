"""The engine of clusters: the same function, given to Spark's mapInArrow. The only file that imports pyspark.

A Python worker that dies fails its task, and Spark fails the job after four such tasks. So documents are checked in a
process that the worker starts: the one that kills is a row with its failure, and the worker lives.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

import pyarrow as pa
from py4j.protocol import Py4JError
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as sql
from pyspark.sql.types import StructType

from checker.batch.checking import Options, check_batches
from checker.batch.dataset import FINISHED, WHOLE
from checker.batch.plan import Columns, Piece, Plan
from checker.batch.reading import read_piece
from checker.batch.run import STAGE
from checker.batch.schema import DATASETS, DOCUMENT_IN, DOCUMENTS, RESULT
from checker.terminal import Trouble
from checker.texts import say

Work = Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]
WAVE = 1000  # pieces that are checked and written together: what a killed run has to do again


def check_frame(
    frame: DataFrame,
    columns: Columns | None = None,
    options: Options | None = None,
) -> DataFrame:
    """Check each row of a DataFrame: a row of RESULT for each, in lazy evaluation as Spark has it.

    columns: those of `frame` that hold the id (any type that can be a string), the text or the content, and, if they
    are there, the source and the name. Write the result, or cache it, before asking twice: each action checks anew.
    The executors need this package, its extra `corpus`, and the rule files that `options` names.
    """
    asked = columns or Columns()
    known = {name: getattr(asked, name, None) for name in DOCUMENT_IN.names}
    kinds = {"content": "binary"}
    chosen = [
        sql.col(f"`{column}`").cast(kinds.get(name, "string")).alias(name)
        for name, column in known.items()
        if column in frame.columns
    ]
    work = partial(check_batches, options=options or Options(), isolate=True)
    return frame.select(*chosen).mapInArrow(work, _schema(frame.sparkSession, RESULT))


def flattened(results: DataFrame, dataset: str) -> DataFrame:
    """One of the datasets of docs/reference/corpus.md from the results of `check_frame`."""
    if dataset == "documents":
        return results.select(*DOCUMENTS.names)
    inner = DATASETS[dataset].names[2:]
    rows = results.select("id", "source", sql.explode(dataset).alias("one"))
    return rows.select("id", "source", *(sql.col("one").getField(name).alias(name) for name in inner))


def run_spark(plan: Plan, columns: Columns, options: Options, folder: Path, session: SparkSession) -> None:
    """Make all waves of a run that are not there yet. Each executor must see the files under the same paths.

    A wave is checked once and kept under `_stage`; then its datasets are written, `documents` last. Spark commits each
    as a whole, whatever tasks it had to repeat. Raises Trouble if Spark gives up a job.
    """
    try:
        for number in waves(plan):
            name = f"wave-{number:06d}"
            if not (folder / WHOLE / name / FINISHED).exists():
                pieces = plan.pieces[number * WAVE : (number + 1) * WAVE]
                work = partial(_checked, pieces=pieces, root=plan.root, columns=columns, options=options)
                _wave(session, work, len(pieces), folder, name, options.ledger)
    except (PySparkException, Py4JError) as error:
        raise Trouble(say("corpus-spark-failed", options.config.lang, why=_briefly(error))) from None
    shutil.rmtree(folder / STAGE, ignore_errors=True)


def _wave(session: SparkSession, work: Work, pieces: int, folder: Path, name: str, ledger: bool) -> None:
    """Check the pieces of a wave, and write its datasets."""
    schema = _schema(session, RESULT)
    stage = folder / STAGE / name
    if not (stage / FINISHED).exists():
        one_each = session.range(0, pieces, 1, pieces)
        one_each.mapInArrow(work, schema).write.mode("overwrite").parquet(_uri(stage))
    results = session.read.schema(schema).parquet(_uri(stage))
    for dataset in DATASETS:
        if ledger or dataset != "relations":
            flattened(results, dataset).write.mode("overwrite").parquet(_uri(folder / dataset / name))
    shutil.rmtree(stage)


def _briefly(error: Exception) -> str:
    """The beginning of an error of Spark, which may be a page long, on one line."""
    return " ".join(str(error).split())[:300]


def waves(plan: Plan) -> range:
    """The numbers of the waves of a run: its parts."""
    return range(-(-len(plan.pieces) // WAVE))


def _checked(
    batches: Iterable[pa.RecordBatch], pieces: tuple[Piece, ...], root: str, columns: Columns, options: Options
) -> Iterator[pa.RecordBatch]:
    """The results of the pieces whose numbers come in, in an executor."""
    for batch in batches:
        for number in batch.column(0).to_pylist():
            documents = read_piece(pieces[number], root, columns, options.config.lang)
            yield from check_batches(documents, options, isolate=True)


def _schema(session: SparkSession, schema: pa.Schema) -> StructType:
    """Spark's own schema of an Arrow schema."""
    return session.createDataFrame(schema.empty_table()).schema


def _uri(path: Path) -> str:
    """A path of the file system that is mounted everywhere, whatever Spark's default file system is."""
    return path.absolute().as_uri()


def session(master: str | None, lang: str) -> SparkSession:
    """A Spark session: at `master`, else as spark-submit has it, else on this machine. Raises Trouble without Java."""
    builder = SparkSession.builder.appName("checker corpus").config("spark.log.level", "ERROR")
    if master is None or master.startswith("local"):
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        builder = builder.config("spark.ui.enabled", "false")
    try:
        return (builder if master is None else builder.master(master)).getOrCreate()
    except (PySparkException, Py4JError, OSError, RuntimeError) as error:
        raise Trouble(say("corpus-no-java", lang, why=_briefly(error))) from None
