"""Questions to the output of a run, asked in SQL. docs/reference/corpus.md shows them, so that people may change them.

The only file that imports duckdb.
"""

from __future__ import annotations

import glob
import json
import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import duckdb

from checker.batch.schema import DATASETS, VERSION
from checker.texts import say
from checker.width import clean, in_columns

QUERIES: Mapping[str, str] = MappingProxyType(
    {
        "totals": """\
SELECT count(*) AS documents, sum(characters) AS characters, sum(quantities.seen) AS seen,
       sum(quantities.bound) AS bound, sum(quantities.contradicted) AS contradicted, sum(errors) AS errors,
       sum(warnings) AS warnings, sum(infos) AS infos, count(failure) AS failures
FROM documents""",
        "rules": """\
SELECT code, rule, severity, count(*) AS findings, count(DISTINCT (source, id)) AS documents
FROM findings
GROUP BY code, rule, severity
ORDER BY findings DESC, code, severity""",
        "sources": """\
SELECT source, count(*) AS documents, sum(errors) AS errors, sum(warnings) AS warnings, count(failure) AS failures
FROM documents
GROUP BY source
ORDER BY errors DESC, warnings DESC, source
LIMIT 20""",
        "failures": """\
SELECT failure.code AS code, count(*) AS documents, min(id) AS example, arg_min(failure.message, id) AS message
FROM documents
WHERE failure IS NOT NULL
GROUP BY ALL
ORDER BY documents DESC, code""",
        "worst": """\
SELECT id, source, errors, warnings, characters
FROM documents
WHERE errors > 0
ORDER BY errors DESC, warnings DESC, source, id
LIMIT 20""",
    }
)

Row = dict[str, Any]
Summary = dict[str, list[Row]]


def summarise(folder: Path) -> Summary:
    """The rows of each query over the datasets of a folder."""
    with duckdb.connect() as base:
        for name, schema in DATASETS.items():
            if any((folder / name).rglob("*.parquet")):
                # DuckDB takes no parameter in a view, and a path may hold a quote
                pattern = os.path.join(glob.escape(str(folder)), name, "**", "*.parquet").replace("'", "''")
                base.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{pattern}')")
            else:
                base.register(name, schema.empty_table())
        return {name: _rows(base, query) for name, query in QUERIES.items()}


def _rows(base: duckdb.DuckDBPyConnection, query: str) -> list[Row]:
    asked = base.execute(query)
    names = [column[0] for column in asked.description or ()]
    return [dict(zip(names, row, strict=True)) for row in asked.fetchall()]


def as_text(summary: Summary, lang: str) -> str:
    """The summary for people: the totals, then a table for each other query that has rows."""
    totals = {name: value or 0 for name, value in summary["totals"][0].items()}
    text = say("corpus-totals", lang, **totals) + "\n"
    for name, rows in summary.items():
        if name != "totals" and rows:
            text += "\n" + say(f"corpus-by-{name}", lang) + "\n" + _table(rows)
    return text


def _table(rows: list[Row]) -> str:
    cells = [[*rows[0]], *([clean(str(value)) for value in row.values()] for row in rows)]
    return "".join(f"  {line}\n" for line in in_columns(cells))


def as_json(summary: Summary, done: int, parts: int) -> str:
    """The summary for programs: an object with the rows of each query, and how many parts of the run are done."""
    totals, *_ = summary["totals"]
    whole = {"version": VERSION, "parts": {"done": done, "all": parts}, **summary, "totals": totals}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"
