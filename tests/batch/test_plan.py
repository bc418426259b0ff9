"""Files -> pieces -> documents: each document once, wherever the pieces are cut."""

from __future__ import annotations

import bz2
import gzip
import json
import os
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from batch.corpora import RIGHT, documents, lines, planned, texts
from checker.batch import plan as planning
from checker.batch import reading
from checker.batch.plan import Columns
from checker.terminal import Trouble

OUT = Path("/nowhere")


def ids(rows: list[dict[str, object]]) -> list[object]:
    return [row["id"] for row in rows]


def cut_small(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    """Pieces of about so many bytes."""
    for name in ("LEAST", "MOST"):
        monkeypatch.setattr(planning, name, size)
    monkeypatch.setattr(planning, "BLOCK", 64)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.lists(st.text(st.characters(codec="utf-8"), max_size=20) | st.none(), min_size=1, max_size=20),
    size=st.integers(1, 2000),
    last=st.booleans(),
    packed=st.booleans(),
)
def test_every_line_once(
    words: list[str | None], size: int, last: bool, packed: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """None stands for an empty line. Wherever a file is cut, and whether its last line ends or not."""
    cut_small(monkeypatch, size)
    text = "\n".join("" if w is None else json.dumps({"text": w}, ensure_ascii=False) for w in words) + "\n" * last
    path = tmp_path / ("a.jsonl.gz" if packed else "a.jsonl")
    path.write_bytes(gzip.compress(text.encode()) if packed else text.encode())
    wanted = [(f"{path.name}:{i}", w) for i, w in enumerate(words, 1) if w is not None]
    try:
        made = planned(path, OUT)
    except Trouble:
        assert wanted == []
        return
    assert [(row["id"], row["text"]) for row in documents(made)] == wanted


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.integers(1, 600), group=st.integers(1, 600), size=st.integers(1, 5000))
def test_every_row_once(rows: int, group: int, size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the row groups of a Parquet file, and wherever they are cut."""
    cut_small(monkeypatch, size)
    path = tmp_path / "a.parquet"
    table = pa.table({"text": [f"第{i}号。" for i in range(rows)], "other": [None] * rows})
    pq.write_table(table, path, row_group_size=group)
    found = documents(planned(path, OUT))
    assert [(r["id"], r["text"]) for r in found] == [(f"a.parquet:{i + 1}", f"第{i}号。") for i in range(rows)]


def test_a_folder_of_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Shards and documents together; what nobody reads is counted; the output, if it lies there, is left out."""
    inside = tmp_path / "in"
    (inside / "县" / "乡").mkdir(parents=True)
    (inside / "out").mkdir()
    lines(inside / "a.jsonl", texts(3))
    (inside / "b.jsonl.bz2").write_bytes(bz2.compress(b'{"text": "x"}\n{"text": "y"}'))
    pq.write_table(pa.table({"text": ["x"], "id": [7], "source": ["s"]}), inside / "c.parquet")
    (inside / "县" / "乡" / "d.md").write_text(RIGHT, "utf-8")
    (inside / "e.txt").write_text(RIGHT, "utf-8")
    for name in ("f.xyz", "g.zip", "h.tar.gz", "out/part.parquet"):
        (inside / name).write_bytes(b"x")
    made = planned(inside, inside / "out")
    rows = documents(made)
    assert ids(rows) == ["d0", "d1", "d2", "b.jsonl.bz2:1", "b.jsonl.bz2:2", "7", "e.txt", "县/乡/d.md"]
    assert [row["source"] for row in rows[-3:]] == ["s", ".", "县/乡"]
    assert rows[-1]["content"] == RIGHT.encode() and rows[-1]["name"] == "县/乡/d.md"
    assert made.skipped == ((".gz", 1), (".xyz", 1), (".zip", 1)) and made.trouble == ()


def test_names_are_seen_from_the_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "in" / "a").mkdir(parents=True)
    lines(tmp_path / "in" / "a" / "x.jsonl", [{"text": "x"}])
    monkeypatch.chdir(tmp_path)
    names = ["in", "in/a/x.jsonl", "in/**/*.jsonl", str(tmp_path / "in"), "./in/a"]
    assert [ids(documents(planned(Path(name), OUT)))[0] for name in names] == [
        "a/x.jsonl:1", "x.jsonl:1", "a/x.jsonl:1", "a/x.jsonl:1", "x.jsonl:1",
    ]  # fmt: skip


def test_lines_that_hold_no_document(tmp_path: Path) -> None:
    bad = ["no JSON", "[1]", '{"id": "c"}', '{"id": 4, "text": 5}', '{"id": "e", "text": "\\ud800"}', '{"a": "\\ud800']
    bad += ['{"id": "\\ud800", "text": "x"}', "[" * 100_000]
    path = lines(tmp_path / "a.jsonl", [*bad, {"id": ["no id"], "text": "x", "source": "", "name": "n.md"}])
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes() + b'{"text": "\xff"}\n')
    rows = documents(planned(path, OUT))
    assert ids(rows) == [
        "a.jsonl:1",
        "a.jsonl:2",
        "c",
        "4",
        "e",
        "a.jsonl:6",
        "\\ud800",
        *(f"a.jsonl:{i}" for i in (8, 9, 10)),
    ]
    codes = [row["failure"] and row["failure"]["code"] for row in rows]
    assert codes == ["bad-json"] * 2 + ["no-text"] * 3 + ["bad-json", None, "bad-json", None, "bad-json"]
    assert rows[8]["source"] == "a.jsonl" and rows[8]["name"] == "n.md"


def test_other_columns(tmp_path: Path) -> None:
    columns = Columns(id="nr", text="body", source="from", name="file", content="raw")
    lines(tmp_path / "a.jsonl", [{"nr": 1, "body": "x", "from": "s", "file": "f.md", "id": 2, "text": "no"}])
    table = {"nr": [2, None], "body": ["y", None], "raw": [None, b"z"], "from": [None, "t"], "file": ["g.txt", "h.txt"]}
    pq.write_table(pa.table(table), tmp_path / "b.parquet")
    rows = documents(planned(tmp_path, OUT, columns), columns)
    assert ids(rows) == ["1", "2", "b.parquet:2"]
    assert [row["text"] or row["content"] for row in rows] == ["x", "y", b"z"]
    assert [row["source"] for row in rows] == ["s", "b.parquet", "t"]


def test_a_file_that_cannot_be_read_is_a_row_and_a_line(tmp_path: Path) -> None:
    lines(tmp_path / "a.jsonl", texts(1))
    (tmp_path / "b.parquet").write_bytes(b"PAR1 no")
    pq.write_table(pa.table({"text": [1]}), tmp_path / "c.parquet")
    whole = gzip.compress(b"".join(b'{"text": "%d %s"}\n' % (i, os.urandom(40).hex().encode()) for i in range(40_000)))
    (tmp_path / "d.jsonl.gz").write_bytes(whole[: len(whole) // 2])
    made = planned(tmp_path, OUT)
    rows = documents(made)
    broken = [row for row in rows if row["failure"]]
    assert ids(broken) == ["b.parquet", "c.parquet", "d.jsonl.gz"]
    assert {row["failure"]["code"] for row in broken} == {"broken"}
    assert [line.split(":")[0] for line in made.trouble] == ["b.parquet", "c.parquet", "d.jsonl.gz"]
    assert "--text" in made.trouble[1]
    assert 10_000 < len(rows) < 40_000, "what stands before the tear is read"
    assert len(set(ids(rows))) == len(rows)


@pytest.mark.parametrize("name", ["gone", "empty", "only.zip", "no.parquet", "blank.jsonl"])
def test_nothing_to_read_is_trouble(name: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "only.zip").write_bytes(b"x")
    (tmp_path / "blank.jsonl").write_text("")
    pq.write_table(pa.table({"words": ["x"]}), tmp_path / "no.parquet")
    with pytest.raises(Trouble, match=name):
        planned(tmp_path / name, OUT)


def test_a_file_that_breaks_while_it_is_read(tmp_path: Path) -> None:
    """What its end says was there is answered for, row by row."""
    path = tmp_path / "a.parquet"
    table = pa.table({"text": [os.urandom(500).hex() for _ in range(4000)]})
    pq.write_table(table, path, row_group_size=4000, compression="zstd", use_dictionary=False, data_page_size=50_000)
    made = planned(path, OUT)
    data = bytearray(path.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 200_000] = bytes(200_000)
    path.write_bytes(data)
    rows = documents(made)
    assert ids(rows) == [f"a.parquet:{i}" for i in range(1, 4001)]
    codes = [row["failure"] and row["failure"]["code"] for row in rows]
    assert codes[0] is None and codes[-1] == "broken"


def test_a_document_that_is_gone_or_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text(RIGHT * (3 if name == "b.txt" else 1), "utf-8")
    made = planned(tmp_path, OUT)
    (tmp_path / "a.txt").unlink()
    monkeypatch.setattr(reading, "LARGEST", 100)
    codes = [row["failure"] and row["failure"]["code"] for row in documents(made)]
    assert codes == ["unreadable", "too-large", None]


def test_pieces_are_of_like_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Small files are put together, large ones are cut, at the size that the whole input asks for."""
    cut_small(monkeypatch, 1000)
    for i in range(50):
        (tmp_path / f"{i:02}.txt").write_bytes(b"x" * 100)
    lines(tmp_path / "z.jsonl", texts(400))
    made = planned(tmp_path, OUT)
    sizes = [sum(segment.size for segment in piece) for piece in made.pieces]
    assert all(size <= 2000 for size in sizes) and len(sizes) > 20
    assert len([p for p in made.pieces if p[0].kind == "file"]) <= 6


def test_the_plan_is_the_same_until_a_file_changes(tmp_path: Path) -> None:
    path = lines(tmp_path / "a.jsonl", texts(3))
    one, two = planned(tmp_path, OUT), planned(tmp_path, OUT)
    assert one == two
    os.utime(path, ns=(1, 1))
    assert planned(tmp_path, OUT).inputs != one.inputs
