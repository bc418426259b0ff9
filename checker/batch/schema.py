"""The columns that go in and the columns that come out, version 1 (docs/reference/corpus.md).

A result is the wire format's document (report/wire.py) as one row: findings and relations are nested lists, so that
one function from batches to batches carries everything. Written to a dataset they become tables of their own.
"""

from __future__ import annotations

import pyarrow as pa

VERSION = 1

FAILURE = pa.struct([("code", pa.string()), ("message", pa.string())])

# What `check_batches` takes. Of text and content one is enough; the rest may be missing.
DOCUMENT_IN = pa.schema(
    [
        ("id", pa.string()),
        ("source", pa.string()),
        ("name", pa.string()),
        ("text", pa.string()),
        ("content", pa.binary()),
        ("failure", FAILURE),
    ]
)

_WHERE = [
    ("start", pa.int64()),
    ("end", pa.int64()),
    ("line", pa.int64()),
    ("column", pa.int64()),
    ("text", pa.string()),
    ("label", pa.string()),
    ("page", pa.int64()),
    ("box", pa.list_(pa.float64())),
    ("cell", pa.string()),
    ("paragraph", pa.int64()),
]
PLACE = pa.struct(_WHERE)

FINDING = pa.struct(
    [
        ("rule", pa.string()),
        ("code", pa.string()),
        ("severity", pa.string()),
        ("title", pa.string()),
        ("message", pa.string()),
        *_WHERE,  # of the primary place
        ("related", pa.list_(PLACE)),
        ("steps", pa.list_(pa.string())),
        ("diagnosis", pa.string()),
        ("suggestion", pa.string()),
        ("fingerprint", pa.string()),
    ]
)

_SPAN = [("slot", pa.string()), *(field for field in _WHERE if field[0] not in ("line", "column", "label"))]
RELATION = pa.struct(
    [
        ("rule", pa.string()),
        ("verdict", pa.string()),
        ("reason", pa.string()),
        ("steps", pa.list_(pa.string())),
        ("spans", pa.list_(pa.struct(_SPAN))),
    ]
)

NOTE = pa.struct([("level", pa.string()), ("message", pa.string()), ("line", pa.int64()), ("code", pa.string())])

DOCUMENTS = pa.schema(
    [
        ("id", pa.string()),
        ("source", pa.string()),
        ("characters", pa.int64()),
        ("quantities", pa.struct([("seen", pa.int64()), ("bound", pa.int64()), ("contradicted", pa.int64())])),
        ("errors", pa.int64()),
        ("warnings", pa.int64()),
        ("infos", pa.int64()),
        ("suppressed", pa.int64()),
        ("notes", pa.list_(NOTE)),
        ("failure", FAILURE),
        ("version", pa.string()),
        ("rules", pa.string()),
    ]
)

# What `check_batches` gives: a document with all that was found in it.
RESULT = pa.schema([*DOCUMENTS, ("findings", pa.list_(FINDING)), ("relations", pa.list_(RELATION))])

_OWNER = [("id", pa.string()), ("source", pa.string())]
FINDINGS = pa.schema([*_OWNER, *FINDING])
RELATIONS = pa.schema([*_OWNER, *RELATION])

# The datasets of a run, by the name of their folder. `documents` stands last: its part says that a part is whole.
DATASETS = {"findings": FINDINGS, "relations": RELATIONS, "documents": DOCUMENTS}
