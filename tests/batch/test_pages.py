"""The pages about corpora: their SQL runs, their Python does what it says, their sums are right."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import duckdb
import pytest
from walked import blocks

from batch.corpora import lines, planned, texts
from checker.batch import checking, plan, ray, schema
from checker.batch import spark as engine
from checker.batch.checking import Options
from checker.batch.local import run_local
from checker.batch.plan import Columns
from checker.batch.summary import QUERIES, summarise

DOCS = Path(__file__).resolve().parents[2] / "docs"
WRITTEN = blocks((DOCS / "how-to/corpora.md").read_text("utf-8"))
PAGE = {block.words["file"]: block.text for block in WRITTEN if "file" in block.words}


@pytest.fixture
def out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The output of a run, in `out` of the working folder."""
    monkeypatch.chdir(tmp_path)
    Path("out").mkdir()
    made = planned(lines(tmp_path / "a.jsonl", texts(5)), tmp_path / "out")
    run_local(made, Columns(), Options(ledger=True), Path("out"), 1, lambda part: None)
    return Path("out")


def test_the_queries_of_the_reference(out: Path) -> None:
    """As they stand in the page, they give what the summary gives."""
    page = (DOCS / "reference/corpus.md").read_text("utf-8")
    shown = dict(re.findall(r"```sql\n-- (\w+)\n(.*?);\n```", page, re.S))
    assert shown == QUERIES
    with duckdb.connect() as base:
        for name in ("documents", "findings"):
            said = re.search(r"`(CREATE VIEW documents .*?;)`", page)
            assert said is not None
            base.execute(said[1].replace("documents", name))
        for name, rows in summarise(out).items():
            assert [tuple(row.values()) for row in rows] == base.execute(shown[name]).fetchall()


def test_the_queries_of_the_page(out: Path) -> None:
    with duckdb.connect() as base:
        view, errors, places = PAGE["errors.sql"].split(";\n")[:3]
        base.execute(view)
        assert len(base.execute(errors.replace("沙洲镇", "s0")).fetchall()) == 1
        assert [label for _, label, _ in base.execute(places).fetchall()] == ["part", "part"]


def test_a_program_of_the_page(capsys: pytest.CaptureFixture[str]) -> None:
    exec(PAGE["own.py"], {})
    assert "1" in capsys.readouterr().out


def test_the_sums_of_the_costs(capsys: pytest.CaptureFixture[str]) -> None:
    """CHECKER_UPDATE_SNAPSHOTS=1 writes them into the page, after a change of the rates."""
    path = DOCS / "how-to/corpora-cost.md"
    page = path.read_text("utf-8")
    made = list(blocks(page))
    exec("".join(block.text for block in made if "file" in block.words), {})
    printed = capsys.readouterr().out
    shown = next(block for block in made if block.kind == "text")
    if os.environ.get("CHECKER_UPDATE_SNAPSHOTS"):
        path.write_text(page[: shown.start] + printed + page[shown.start + len(shown.text) :], "utf-8")
        return
    assert shown.text == printed


@pytest.mark.parametrize("name", ["spark_job.py", "ray_job.py"])
def test_the_other_programs_name_what_there_is(name: str) -> None:
    """Those for clusters are not run here; what they import is there."""
    compile(PAGE[name], name, "exec")
    rooms: dict[str, Any] = {"checking": checking, "plan": plan, "spark": engine, "ray": ray, "schema": schema}
    for room, names in re.findall(r"from checker\.batch\.(\w+) import (.*)", PAGE[name]):
        assert all(hasattr(rooms[room], one) for one in names.split(", "))
