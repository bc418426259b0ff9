"""check_batches: a result for every document, whatever it holds and whatever it does to its process."""

from __future__ import annotations

import json
import pickle
import sys

import pyarrow as pa
import pytest
import word

from batch.corpora import HANGS, KILLS, RIGHT, WAITS, WRONG, batch
from checker import __version__
from checker.batch import checking
from checker.batch.checking import Options, check_batches, rules_digest, slices
from checker.batch.schema import DOCUMENT_IN, RESULT
from checker.config import Config
from checker.report.run import Checked
from checker.report.wire import document

FORKS = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux alone")
QUICK = Options(timeout=0.5)


def results(*rows: dict[str, object], options: Options | None = None, isolate: bool = False, jobs: int = 1) -> list:
    made = list(check_batches([batch(*rows)], options, isolate=isolate, jobs=jobs))
    assert all(one.schema == RESULT for one in made)
    return [row for one in made for row in one.to_pylist()]


def test_a_result_for_each_document() -> None:
    right, wrong = results({"id": 1, "text": RIGHT, "more": 2.5}, {"id": 2, "text": WRONG, "more": None})
    assert (right["id"], right["errors"], right["findings"], right["failure"]) == ("1", 0, [], None)
    assert (wrong["id"], wrong["errors"], wrong["characters"]) == ("2", 1, len(WRONG))
    assert wrong["quantities"] == {"seen": 3, "bound": 3, "contradicted": 3}
    assert wrong["version"] == __version__ and wrong["rules"] == rules_digest(Config())
    assert wrong["relations"] is None


def test_a_result_is_the_document_of_the_wire_format() -> None:
    """Field by field; only the primary place stands one level higher."""
    options = Options(ledger=True)
    row = results({"id": "a", "text": WRONG}, options=options)[0]
    report = checking.rules_of(options.config).checker.check(WRONG)
    wire = json.loads(json.dumps(document(Checked("a", report), True)))
    for key in ("characters", "quantities", "notes"):
        assert row[key] == wire[key]
    for mine, theirs in zip(row["findings"], wire["findings"], strict=True):
        theirs |= theirs.pop("primary")
        assert {**mine, "related": len(mine["related"])} == {**dict.fromkeys(mine), **theirs, "related": 2}
        for a, b in zip(mine["related"], theirs["related"], strict=True):
            assert a == {**dict.fromkeys(a), **b}
    assert len(row["relations"]) == len(wire["relations"]) > 0
    for mine, theirs in zip(row["relations"], wire["relations"], strict=True):
        assert {**mine, "spans": 0} == {**theirs, "spans": 0}
        assert [{**dict.fromkeys(a), **b} for a, b in zip(mine["spans"], theirs["spans"], strict=True)] == mine["spans"]


def test_bytes_are_read_as_the_kind_of_their_name() -> None:
    made = word.of_markdown(WRONG)
    rows = [
        {"id": "a", "name": "a.md", "content": WRONG.encode("gb18030")},
        {"id": "b", "name": "b.docx", "content": made},
        {"id": "c", "name": "c.xyz", "content": b"x"},
        {"id": "d", "name": "d.pdf", "content": b"no pdf"},
        {"id": "e", "name": None, "content": WRONG.encode()},
    ]
    a, b, c, d, e = results(*rows)
    assert a["errors"] == b["errors"] == e["errors"] == 1
    assert b["findings"][0]["paragraph"] == 1
    assert (c["failure"]["code"], d["failure"]["code"]) == ("unknown-kind", "pdf-not")


def test_a_text_is_text_whatever_its_name() -> None:
    """The text of a Word file that somebody took out of it is no Word file; Markdown stays Markdown."""
    heading = "# 概况\n\n" + WRONG
    rows = results({"id": "a", "name": "a.docx", "text": WRONG}, {"id": "b", "name": "b.md", "text": heading})
    assert [row["errors"] for row in rows] == [1, 1]
    assert results({"id": "c", "text": "| a | b |\n"}, options=Options(kind=".md"))[0]["failure"] is None


def test_without_text_a_document_is_a_failure() -> None:
    none, given = results(
        {"id": "a", "text": None, "failure": None},
        {"id": "b", "text": RIGHT, "failure": {"code": "bad-json", "message": "why"}},
    )
    assert none["failure"]["code"] == "no-text"
    assert given["failure"] == {"code": "bad-json", "message": "why"} and given["characters"] == 0


def test_a_fault_inside_costs_one_document(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: object, data: bytes, **more: object) -> object:
        raise ZeroDivisionError("inside")

    monkeypatch.setattr(checking.Checker, "check_bytes", broken)
    row = results({"id": "a", "text": RIGHT})[0]
    assert row["failure"]["code"] == "internal" and "ZeroDivisionError" in row["failure"]["message"]


def test_what_arrow_cannot_hold_costs_one_document(monkeypatch: pytest.MonkeyPatch) -> None:
    real = checking._row

    def row(values: dict, *more: object) -> dict:
        made = real(values, *more)
        return {**made, "source": "\ud800"} if values["id"] == "b" else made

    monkeypatch.setattr(checking, "_row", row)
    monkeypatch.setattr(checking, "_owner", lambda row, rules: {"id": row["id"], "source": None})
    a, b = results({"id": "a", "text": WRONG}, {"id": "b", "text": WRONG})
    assert a["errors"] == 1 and b["failure"]["code"] == "internal"


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.string_view(), None])
def test_columns_of_every_type_of_text(kind: pa.DataType | None) -> None:
    plain = pa.array([RIGHT, WRONG])
    texts = plain.cast(kind) if kind else plain.dictionary_encode()
    given = pa.record_batch({"id": pa.array([1, 2]), "text": texts})
    made = pa.Table.from_batches(check_batches([given]))
    assert made["errors"].to_pylist() == [0, 1] and made["id"].to_pylist() == ["1", "2"]


def test_batches_are_cut() -> None:
    rows = pa.record_batch({"id": [str(i) for i in range(600)]})
    parts = list(slices(rows))
    assert [part.num_rows for part in parts] == [256, 256, 88]
    assert parts[2].schema == DOCUMENT_IN and parts[2]["id"][0].as_py() == "512"
    assert len(pickle.dumps(parts[2])) < len(pickle.dumps(parts[0])), "it carries its own rows alone"


def test_options_cross_to_other_processes() -> None:
    options = Options(Config(select=("sum",)), ledger=True, timeout=1.5)
    assert pickle.loads(pickle.dumps(options)) == options


def test_the_digest_of_the_rules_is_of_their_contents(tmp_path) -> None:
    for home in ("a", "b"):
        (tmp_path / home).mkdir()
        (tmp_path / home / "r.yaml").write_text("id: x\n")
    one, two = (rules_digest(Config(rules=(tmp_path / home,))) for home in ("a", "b"))
    assert one == two != rules_digest(Config())


@FORKS
@pytest.mark.usefixtures("fragile")
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_document_that_kills_is_a_failure(jobs: int) -> None:
    rows = [{"id": str(i), "text": KILLS if i in (1, 3) else WRONG} for i in range(5)]
    made = results(*rows, isolate=True, jobs=jobs)
    assert [row["id"] for row in made] == ["0", "1", "2", "3", "4"]
    assert [row["failure"] and row["failure"]["code"] for row in made] == [None, "died", None, "died", None]
    assert "SIGKILL" in made[1]["failure"]["message"]
    assert [row["errors"] for row in made] == [1, 0, 1, 0, 1]


@FORKS
@pytest.mark.usefixtures("fragile")
@pytest.mark.parametrize("how", [HANGS, WAITS])
def test_a_document_that_takes_too_long_is_a_failure(how: str) -> None:
    options = QUICK if how == HANGS else Options(timeout=0.1)
    made = results({"id": "a", "text": how}, {"id": "b", "text": "无"}, options=options, isolate=True)
    assert [row["failure"] and row["failure"]["code"] for row in made] == ["timeout", None]


def test_isolated_or_not_is_the_same() -> None:
    rows = [{"id": str(i), "text": WRONG} for i in range(3)]
    assert results(*rows) == results(*rows, isolate=True)
