"""A piece -> batches of documents (DOCUMENT_IN). What cannot be read is a document with its failure."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from checker.batch.checking import ROWS
from checker.batch.plan import Columns, Piece, Segment, holds_bytes, holds_text, named, opened
from checker.batch.schema import DOCUMENT_IN
from checker.texts import cause, say

Json = dict[str, Any]
BYTES = 8_000_000  # of documents in a batch
LARGEST = 1 << 30  # bytes of one document: an Arrow batch holds twice as much at most


def read_piece(piece: Piece, root: str, columns: Columns, lang: str) -> Iterator[pa.RecordBatch]:
    """The documents of a piece, each once, in the order of the files; a batch is of bounded size."""
    rows: list[Json] = []
    size = 0
    for segment in piece:
        for row in _rows(segment, root, columns, lang):
            rows.append(row)
            size += len(row.get("text") or row.get("content") or "")
            if len(rows) == ROWS or size > BYTES:
                yield _batch(rows)
                rows, size = [], 0
    if rows:
        yield _batch(rows)


def _batch(rows: list[Json]) -> pa.RecordBatch:
    return pa.RecordBatch.from_pylist(rows, schema=DOCUMENT_IN)


def _rows(segment: Segment, root: str, columns: Columns, lang: str) -> Iterator[Json]:
    name = named(segment.path, root)
    if segment.kind == "broken":
        yield {"id": name, "source": name, "failure": {"code": "broken", "message": segment.why}}
    elif segment.kind == "file":
        yield _file(segment, name, lang)
    else:
        read = _table(segment, columns) if segment.kind == "table" else _lines(segment, columns, lang)
        yield from _owned(segment, name, read, lang)


def _owned(segment: Segment, name: str, rows: Iterable[tuple[int, Json]], lang: str) -> Iterator[Json]:
    """Rows with an id and a source, where the file has none: its name, and the number of the row or line.

    If the file cannot be read to its end, the rows that are missing are failures.
    """
    last = segment.first - 1
    try:
        for last, row in rows:
            row["id"] = _said(row.get("id")) or f"{name}:{last}"
            row["source"] = _said(row.get("source")) or name
            row["name"] = _said(row.get("name"))
            yield row
    except (OSError, EOFError, pa.ArrowException) as error:
        failure = {"code": "broken", "message": say("no-access", lang, why=" ".join(str(error).split()))}
        for number in range(last + 1, segment.first + segment.rows):
            yield {"id": f"{name}:{number}", "source": name, "failure": failure}


def _said(value: object) -> str | None:
    """A value as the text of an id; None for none. Half a UTF-16 pair, which no file of ours can hold, is spelt out."""
    if value is None or value == "" or isinstance(value, dict | list):
        return None
    return str(value).encode("utf-8", "backslashreplace").decode()


def _file(segment: Segment, name: str, lang: str) -> Json:
    row: Json = {"id": _said(name), "source": _said(os.path.dirname(name)) or ".", "name": _said(name)}
    if segment.size > LARGEST:
        message = say("corpus-too-large", lang, most=LARGEST >> 20)
        return {**row, "failure": {"code": "too-large", "message": message}}
    try:
        return {**row, "content": Path(segment.path).read_bytes()}
    except OSError as error:
        message = say("no-access", lang, why=cause(error, lang))
        return {**row, "failure": {"code": "unreadable", "message": message}}


def _table(segment: Segment, columns: Columns) -> Iterator[tuple[int, Json]]:
    """(row number, row) of a stretch of a row group. Read through a small buffer: a group may be larger than memory."""
    with pq.ParquetFile(segment.path, pre_buffer=False, buffer_size=1 << 20) as file:
        known = {name: getattr(columns, name) for name in ("id", "source", "name", "text", "content")}
        there = {name: column for name, column in known.items() if column in file.schema_arrow.names}
        for name, fits in (("text", holds_text), ("content", holds_bytes)):
            if name in there and not fits(file.schema_arrow.field(there[name]).type):
                del there[name]
        batches = file.iter_batches(ROWS, row_groups=[segment.at], columns=[*there.values()], use_threads=False)
        number, left = segment.first - segment.skip, segment.skip + segment.rows
        for batch in batches:
            batch = batch.slice(0, left)
            left -= batch.num_rows
            if number + batch.num_rows > segment.first:
                over = max(0, segment.first - number)
                for i, row in enumerate(batch.slice(over).to_pylist(), number + over):
                    yield i, {name: row[column] for name, column in there.items()}
            number += batch.num_rows
            if not left:
                return


def _lines(segment: Segment, columns: Columns, lang: str) -> Iterator[tuple[int, Json]]:
    """(line number, row) of a stretch of a file of lines; an empty line is no document."""
    with closing(opened(segment.path)) as file:
        if segment.at:  # never of a packed file, which cannot be asked to
            file.seek(segment.at)
        lines = islice(file, segment.skip, segment.skip + segment.rows)
        for number, line in enumerate(lines, segment.first):
            if line.strip():
                yield number, _line(line, number == 1, columns, lang)


def _line(line: bytes, first: bool, columns: Columns, lang: str) -> Json:
    try:
        value = json.loads(line.decode("utf-8-sig" if first else "utf-8"))
    except (ValueError, RecursionError) as error:  # a UnicodeDecodeError is a ValueError
        return _bad("bad-json", say("corpus-bad-json", lang, why=" ".join(str(error).split())))
    if not isinstance(value, dict):
        return _bad("bad-json", say("corpus-no-object", lang))
    row = {"id": value.get(columns.id), "source": value.get(columns.source), "name": value.get(columns.name)}
    text = value.get(columns.text)
    if text is None:
        return {**row, **_bad("no-text", say("corpus-no-key", lang, name=columns.text))}
    if not isinstance(text, str):
        return {**row, **_bad("no-text", say("corpus-not-text", lang, name=columns.text))}
    try:
        text.encode()
    except UnicodeEncodeError:
        return {**row, **_bad("no-text", say("corpus-half-pair", lang, name=columns.text))}
    return {**row, "text": text}


def _bad(code: str, message: str) -> Json:
    return {"failure": {"code": code, "message": _said(message)}}
