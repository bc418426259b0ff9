"""Files -> pieces of work. A piece is some megabytes of documents; its number is the number of its part of the output.

The same files give the same pieces, whatever machine and engine: so a part that is there need not be made again.
"""

from __future__ import annotations

import glob
import hashlib
import io
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa
import pyarrow.parquet as pq

from checker.read import TAKEN
from checker.terminal import Trouble
from checker.texts import cause, of_system, say
from checker.walk import PACKED, Walk, walk

LINES = (".jsonl", ".ndjson")
PACKERS = (".gz", ".bz2", ".zst", ".lz4")
TABLES = (".parquet", ".pq")
PIECES = 256  # so many pieces at least, if the input is not small
LEAST, MOST = 1 << 16, 1 << 24  # bytes of a piece
ROWS = 5_000  # documents in a piece
CUTS = 32  # a file that can only be read from its start, or a row group, is cut into so many pieces at most
BLOCK = 1 << 16


@dataclass(frozen=True, slots=True)
class Columns:
    """Names of the columns (of Parquet) or keys (of JSON lines) that hold what `DOCUMENT_IN` calls so."""

    id: str = "id"
    source: str = "source"
    name: str = "name"
    text: str = "text"
    content: str = "content"


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of one file.

    table: `rows` rows of row group `at`, after `skip` of them. lines: `rows` lines, after byte `at` and `skip` lines.
    file: one document. broken: one row that says why the rest of a file cannot be read. `first`: number of the first
    row or line in the file, from 1. `size`: its bytes, about. `why`: of a broken one.
    """

    kind: Literal["table", "lines", "file", "broken"]
    path: str
    size: int = 0
    rows: int = 1
    first: int = 1
    at: int = 0
    skip: int = 0
    why: str = ""


Piece = tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What there is to do.

    root: the folder from which names are seen. pieces: in the order of the files. inputs: digest of names, sizes and
    times of all files. trouble: a line for each file that cannot be read. skipped: (suffix, count) of the files of
    unknown kind.
    """

    root: str
    pieces: tuple[Piece, ...]
    inputs: str
    trouble: tuple[str, ...]
    skipped: tuple[tuple[str, int], ...]


def plan(word: str, columns: Columns, lang: str, out: str) -> Plan:
    """The pieces of a file, a folder or a glob; what lies in the folder `out` is left out.

    Raises Trouble if there is nothing that can be read.
    """
    found = walk([word], {*TAKEN, *LINES, *TABLES, *PACKERS})
    lost = [Segment("broken", path, why=say(key, lang, why=of_system(why, lang))) for path, key, why in found.trouble]
    if not found.files and lost:
        raise Trouble(lost[0].path + say("colon", lang) + lost[0].why)
    root = root_of(word)
    files, skipped = _chosen(found, os.path.join(os.path.realpath(out), ""))
    facts = hashlib.sha256()
    total = 0
    for path in files:
        stat = os.stat(path)
        total += stat.st_size
        facts.update(f"{named(path, root)} {stat.st_size} {stat.st_mtime_ns}\n".encode("utf-8", "surrogateescape"))
    most = max(LEAST, min(MOST, total // PIECES))
    segments = [*(segment for path in files for segment in _segments(path, most, columns, lang)), *lost]
    trouble = tuple(named(s.path, root) + say("colon", lang) + s.why for s in segments if s.kind == "broken")
    if len(trouble) == len(segments):
        raise Trouble(trouble[0] if trouble else word + say("colon", lang) + say("empty-folder", lang))
    pieces = tuple(_grouped(segments, most))
    return Plan(root, pieces, facts.hexdigest()[:16], trouble, tuple(sorted(skipped.items())))


def root_of(word: str) -> str:
    """The folder from which the files that a word means are named: it, or the one of a file, or of a glob."""
    if os.path.isdir(word):
        return word
    if os.path.isfile(word):
        return os.path.dirname(word)
    plain = takewhile(lambda part: not glob.has_magic(part), Path(os.path.dirname(word)).parts)
    return os.path.join("", *plain)


def _chosen(found: Walk, own: str) -> tuple[list[str], Counter[str]]:
    """The files that hold documents, without those of the output; and how many others there are of each suffix."""
    skipped = Counter(dict(found.skipped))
    files = []
    for path in found.files:
        if kind_of(path) is None:
            skipped[os.path.splitext(path)[1].lower()] += 1
        elif not os.path.realpath(path).startswith(own):
            files.append(path)
    return files, skipped


def kind_of(path: str) -> Literal["table", "lines", "file"] | None:
    """What a file holds: rows, lines, or one document; None for what nobody reads."""
    low = path.lower()
    if low.endswith(TABLES):
        return "table"
    if low.removesuffix(os.path.splitext(low)[1] if low.endswith(PACKERS) else "").endswith(LINES):
        return "lines"
    return None if low.endswith((*PACKERS, PACKED)) else "file"


def named(path: str, root: str) -> str:
    """The name of a file in the output: seen from the folder that was given, the same on every machine."""
    return Path(os.path.relpath(path, root or ".")).as_posix()


def _segments(path: str, most: int, columns: Columns, lang: str) -> Iterator[Segment]:
    """The segments of a file; what cannot be read is a broken one."""
    try:
        kind = kind_of(path)
        if kind == "table":
            yield from _table(path, most, columns, lang)
        elif kind == "lines":
            yield from _lines(path, most)
        else:
            yield Segment("file", path, os.stat(path).st_size)
    except (OSError, EOFError, pa.ArrowException) as error:
        known = isinstance(error, OSError) and error.errno is not None
        why = cause(error, lang) if known and isinstance(error, OSError) else " ".join(str(error).split())
        yield Segment("broken", path, why=say("no-access", lang, why=why))


def _table(path: str, most: int, columns: Columns, lang: str) -> Iterator[Segment]:
    """The row groups of a Parquet file; a large one is cut, though each cut has to read over those before it."""
    with pq.ParquetFile(path) as file:
        schema, about = file.schema_arrow, file.metadata
        if why := _lacking(schema, columns, lang):
            yield Segment("broken", path, why=why)
            return
        wanted = {name for name in (columns.text, columns.content) if name in schema.names}
        first = 1
        for group in range(about.num_row_groups):
            info = about.row_group(group)
            inside = [info.column(i) for i in range(info.num_columns)]
            size = sum(one.total_uncompressed_size for one in inside if one.path_in_schema in wanted)
            cuts = max(1, min(CUTS, max(-(-size // most), -(-info.num_rows // ROWS))))
            step = max(1, -(-info.num_rows // cuts))
            for skip in range(0, info.num_rows, step):
                rows = min(step, info.num_rows - skip)
                yield Segment("table", path, size * rows // info.num_rows, rows, first + skip, group, skip)
            first += info.num_rows


def _lacking(schema: pa.Schema, columns: Columns, lang: str) -> str:
    """What is wrong with the columns of a Parquet file; nothing if documents can be read from it."""
    for name, fits in ((columns.text, holds_text), (columns.content, holds_bytes)):
        if name in schema.names and fits(schema.field(name).type):
            return ""
    return say("corpus-no-column", lang, text=columns.text, content=columns.content, known=", ".join(schema.names))


def holds_text(kind: Any) -> bool:
    """Whether a column of this type holds texts."""
    inner = kind.value_type if pa.types.is_dictionary(kind) else kind
    return bool(pa.types.is_string(inner) or pa.types.is_large_string(inner) or pa.types.is_string_view(inner))


def holds_bytes(kind: Any) -> bool:
    """Whether a column of this type holds bytes."""
    return bool(pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_binary_view(kind))


def _lines(path: str, most: int) -> Iterator[Segment]:
    """A file of lines, cut between lines; a packed one, which can only be read from its start, not too often.

    Raises OSError where a packed file is torn, after all that stands before.
    """
    packed = path.lower().endswith(PACKERS)
    cuts: list[Segment] = []
    torn: Exception | None = None
    try:
        for start, size, first, rows in _stretches(path, most):
            at, skip = (0, first - 1) if packed else (start, 0)
            cuts.append(Segment("lines", path, size, rows, first, at, skip))
    except (OSError, EOFError) as error:
        torn = error
    together = max(1, -(-len(cuts) // CUTS)) if packed else 1
    for i in range(0, len(cuts), together):
        some = cuts[i : i + together]
        yield replace(some[0], size=sum(s.size for s in some), rows=sum(s.rows for s in some))
    if torn:
        raise torn


def _stretches(path: str, most: int) -> Iterator[tuple[int, int, int, int]]:
    """(offset, bytes, number of the first line, lines) of stretches of whole lines, of unpacked bytes."""
    start, place, first, rows, end = 0, 0, 1, 0, 0
    with opened(path) as file:
        while block := file.read(BLOCK):
            count = block.count(b"\n")
            if count:
                rows, end = rows + count, place + block.rfind(b"\n") + 1
            place += len(block)
            if rows and (end - start >= most or rows >= ROWS):
                yield start, end - start, first, rows
                start, first, rows = end, first + rows, 0
    rest = int(place > max(start, end))
    if rows + rest:
        yield start, place - start, first, rows + rest


def opened(path: str) -> Any:
    """A binary file, unpacked if its name says that it is packed. Raises OSError."""
    # pyarrow unpacks all of PACKERS; what it opens is no io.IOBase, but has all that a buffer over it asks for
    raw: Any = pa.input_stream(path) if path.lower().endswith(PACKERS) else open(path, "rb")  # noqa: SIM115
    return io.BufferedReader(raw, BLOCK) if isinstance(raw, pa.NativeFile) else raw


def _grouped(segments: Sequence[Segment], most: int) -> Iterator[Piece]:
    """Small segments that follow each other, put together."""
    some: list[Segment] = []
    size = rows = 0
    for segment in segments:
        if some and (size + segment.size > most or rows + segment.rows > ROWS):
            yield tuple(some)
            some, size, rows = [], 0, 0
        some.append(segment)
        size, rows = size + segment.size, rows + segment.rows
    if some:
        yield tuple(some)
