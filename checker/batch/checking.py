"""check_batches: batches of documents -> batches of results. Pure: nothing is read but the batches and the rules.

A document that cannot be checked is a result as well, with its failure. Isolated, each batch is checked in a process of
its own; if that process dies, its documents are checked one by one, so that only the one that kills is lost.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from operator import attrgetter
from typing import Any

import pyarrow as pa

from checker import __version__
from checker.api import Checker
from checker.batch.schema import DOCUMENT_IN, RESULT
from checker.cache import of_files
from checker.config import Config
from checker.gather import reason
from checker.lexicon import shipped_rules
from checker.model.report import SEVERITIES
from checker.pool import Died, spread
from checker.read.errors import ReadError
from checker.report.run import Checked
from checker.report.wire import document
from checker.setup import prepare
from checker.texts import say

Json = dict[str, Any]
TIMEOUT = 60.0  # seconds of CPU time
SCALE = 100_000  # bytes; a larger document gets more time in proportion
IDLE = 10  # a document that waits for something, and needs no CPU time, gets so many times as long
ROWS = 256  # documents in a batch of results, and in one isolated process
# Kinds whose text can stand in a column; text under another name, such as that of a .docx, is plain text.
AS_TEXT = frozenset({".txt", ".text", ".md", ".markdown", ".csv", ".tsv", ".html", ".htm"})


@dataclass(frozen=True, slots=True)
class Options:
    """How documents are checked, the same in every process and on every machine. May be pickled.

    config: rules and their settings. ledger: also give the relations. timeout: seconds of CPU time that a document of
    up to 100 kB may take, more in proportion for larger ones; it is kept only where documents are checked in processes
    of their own, and not on Windows. kind: suffix of the kind of documents that have no name.
    """

    config: Config = field(default_factory=Config)
    ledger: bool = False
    timeout: float = TIMEOUT
    kind: str = ".txt"


@dataclass(frozen=True, slots=True)
class Rules:
    """The compiled rules, and the digest of their files."""

    checker: Checker
    digest: str


@cache
def rules_of(config: Config) -> Rules:
    """The rules under a configuration, loaded once in a process. Raises Trouble."""
    return Rules(prepare(config), rules_digest(config))


def rules_digest(config: Config) -> str:
    """Digest of the contents of all rule files: the same on every machine. Raises OSError."""
    return of_files([shipped_rules(), *config.rules], attrgetter("name"))[:16]


def check_batches(
    batches: Iterable[pa.RecordBatch], options: Options | None = None, *, isolate: bool = False, jobs: int = 1
) -> Iterator[pa.RecordBatch]:
    """Check documents: one row of RESULT for each row of DOCUMENT_IN, in their order.

    batches: with the columns `id` and one of `text` and `content`; `content` needs `name`, whose suffix says the kind.
    Columns that the schema does not know are passed over. `isolate`: check in processes of their own, `jobs` at once
    where one dies, so that neither a crash nor a hang reaches this one. Raises Trouble if the rules cannot be loaded.
    """
    options = options or Options()
    rules_of(options.config)  # before processes part
    for batch in batches:
        for part in slices(batch):
            yield _isolated(part, options, jobs) if isolate else checked(part, options)


def slices(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    """The batch in DOCUMENT_IN, in parts of a bounded number of rows. Other columns are passed over."""
    for start in range(0, batch.num_rows, ROWS):
        rows = _rows(batch, start, min(ROWS, batch.num_rows - start))
        yield pa.RecordBatch.from_arrays([_column(rows, wanted) for wanted in DOCUMENT_IN], schema=DOCUMENT_IN)


def _rows(batch: pa.RecordBatch, start: int, count: int) -> pa.RecordBatch:
    """Some rows with buffers of their own: a slice would carry those of the whole batch through a pipe."""
    return batch if count == batch.num_rows else batch.take(pa.array(range(start, start + count)))


def _column(batch: pa.RecordBatch, wanted: pa.Field) -> pa.Array:
    at = batch.schema.get_field_index(wanted.name)
    return pa.nulls(batch.num_rows, wanted.type) if at < 0 else batch.column(at).cast(wanted.type)


def checked(batch: pa.RecordBatch, options: Options, limited: bool = False) -> pa.RecordBatch:
    """The results of a batch in DOCUMENT_IN. `limited`: end this process when a document takes too long."""
    rules = rules_of(options.config)
    rows = []
    for row in batch.to_pylist():
        if limited:
            _alarm(options.timeout, row)
        rows.append(_row(row, rules, options))
        if limited:
            _alarm(0, row)
    return _results(rows, rules, options)


def _results(rows: Sequence[Json], rules: Rules, options: Options) -> pa.RecordBatch:
    """Rows as a batch. What Arrow cannot hold, such as half a UTF-16 pair in a message, costs its document alone."""
    try:
        return pa.RecordBatch.from_pylist(rows, schema=RESULT)
    except (UnicodeEncodeError, pa.ArrowException) as error:
        if len(rows) == 1:
            failure = {"code": "internal", "message": reason(error, options.config.lang)}
            return pa.RecordBatch.from_pylist([_failed(rows[0], rules, failure)], schema=RESULT)
        return pa.concat_batches([_results([row], rules, options) for row in rows])


def _alarm(seconds: float, row: Mapping[str, Any]) -> None:
    """Let the system end this process when the time is over (0: no more). Nothing in it could do that surely."""
    if hasattr(signal, "setitimer"):
        size = len(row["content"] or row["text"] or "")
        allowed = seconds * max(1.0, size / SCALE)
        signal.setitimer(signal.ITIMER_PROF, allowed)
        signal.setitimer(signal.ITIMER_REAL, allowed * IDLE)


def _row(row: Json, rules: Rules, options: Options) -> Json:
    """One result; whatever goes wrong with a document is its failure."""
    lang = options.config.lang
    failure = row["failure"]
    if failure is None and row["text"] is None and row["content"] is None:
        failure = {"code": "no-text", "message": say("corpus-no-text", lang)}
    if failure is not None:
        return _failed(row, rules, failure)
    try:
        report = _report(row, rules.checker, options)
        told = document(Checked(row["id"] or "", report), options.ledger)
    except Exception as error:  # one document's failure is one document's row
        code = error.code if isinstance(error, ReadError) else "internal"
        return _failed(row, rules, {"code": code, "message": reason(error, lang)})
    found = [finding["severity"] for finding in told["findings"]]
    return {
        **told,
        **_owner(row, rules),
        **{f"{severity}s": found.count(severity) for severity in SEVERITIES},
        "suppressed": len(report.waived),
        "findings": [{**finding, **finding["primary"]} for finding in told["findings"]],
    }


def _report(row: Json, checker: Checker, options: Options) -> Any:
    name = row["name"] or ""
    if row["content"] is not None:
        return checker.check_bytes(row["content"], source=name or f"content{options.kind}")
    suffix = "." + name.rpartition(".")[2].lower()
    kind = suffix if suffix in AS_TEXT else ".txt" if name else options.kind
    return checker.check_bytes(row["text"].encode(), source=f"text{kind}", encoding="utf-8")


def _owner(row: Mapping[str, Any], rules: Rules) -> Json:
    return {"id": row["id"], "source": row["source"], "version": __version__, "rules": rules.digest}


def _failed(row: Mapping[str, Any], rules: Rules, failure: Json) -> Json:
    """The result of a document that could not be checked: nothing but the reason."""
    nothing = {"characters": 0, "quantities": {"seen": 0, "bound": 0, "contradicted": 0}, "suppressed": 0}
    counts = {f"{severity}s": 0 for severity in SEVERITIES}
    return {**_owner(row, rules), **nothing, **counts, "findings": [], "notes": [], "failure": failure}


# processes that die -----------------------------------------------------------------------------------------------


def _isolated(batch: pa.RecordBatch, options: Options, jobs: int) -> pa.RecordBatch:
    """The results of a batch, checked in another process; document by document if that dies."""
    work = partial(checked, options=options, limited=True)
    whole = _outcomes(work, [batch], 1)[0]
    if not isinstance(whole, Died):
        return whole
    singles = [_rows(batch, i, 1) for i in range(batch.num_rows)]
    done = _outcomes(work, singles, jobs)
    for i, outcome in enumerate(done):
        # A neighbour may have eaten the memory: blamed is only who dies alone. Its CPU time is its own.
        if isinstance(outcome, Died) and jobs > 1 and not _late(outcome):
            done[i] = _outcomes(work, [singles[i]], 1)[0]
    rules = rules_of(options.config)
    rows = [
        pa.RecordBatch.from_pylist([_failed(single.to_pylist()[0], rules, _death(one, options))], schema=RESULT)
        if isinstance(one, Died)
        else one
        for one, single in zip(done, singles, strict=True)
    ]
    return pa.concat_batches(rows)


def _outcomes(work: Callable[[Any], Any], tasks: Sequence[Any], jobs: int) -> list[Any]:
    """The result of each task, or Died, in the order of the tasks."""
    return [outcome for _, outcome in sorted(spread(work, tasks, jobs), key=lambda one: one[0])]


def _late(died: Died) -> bool:
    return died.code in (-getattr(signal, "SIGPROF", 0), -getattr(signal, "SIGALRM", 0)) and died.code != 0


def _death(died: Died, options: Options) -> Json:
    lang = options.config.lang
    if _late(died):
        return {"code": "timeout", "message": say("corpus-timeout", lang, seconds=f"{options.timeout:g}")}
    return {"code": "died", "message": say("died", lang, why=died)}
