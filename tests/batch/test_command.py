"""`checker corpus`: what it says, its exit codes, what it leaves; the folder of a run."""

from __future__ import annotations

import builtins
import json
from pathlib import Path
from typing import Any

import command
import pytest

from batch.corpora import WRONG, lines, texts, written


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """Run the command in a folder with a corpus of ten documents."""
    monkeypatch.chdir(tmp_path)
    lines(Path("in.jsonl"), texts(10))

    def run(*words: str) -> tuple[int, str, list[str]]:
        code, out, err = command.called(capsys, "corpus", *words, "--lang", "en")
        return code, out, err.splitlines()

    return run


def test_a_run_and_its_summary(corpus: Any) -> None:
    code, out, err = corpus("in.jsonl", "--out", "out", "--jobs", "2")
    assert (code, err) == (0, [])
    assert out.startswith("10 documents, ") and "errors: 2" in out
    for heading in ("By rule", "By source", "Documents with most errors"):
        assert f"\n{heading}" in out
    assert len(written(Path("out"))) == 10
    again = corpus("in.jsonl", "--out", "out")
    assert again == (0, out, ["out: 1 part(s) are there, 0 to do"])
    assert corpus("--out", "out") == (0, out, []), "without INPUT the summary alone"


def test_the_summary_as_json(corpus: Any) -> None:
    lines(Path("in.jsonl"), [*texts(10), "no JSON"])
    _, out, _ = corpus("in.jsonl", "--out", "out", "--format", "json", "--ledger")
    told = json.loads(out)
    assert told["version"] == 1 and told["parts"] == {"done": 1, "all": 1}
    assert (told["totals"]["documents"], told["totals"]["errors"], told["totals"]["failures"]) == (11, 2, 1)
    assert [(row["rule"], row["findings"], row["documents"]) for row in told["rules"]] == [("sum-of-parts", 2, 2)]
    assert [(row["source"], row["documents"], row["failures"]) for row in told["sources"]] == [
        ("s0", 4, 0), ("s2", 3, 0), ("in.jsonl", 1, 1), ("s1", 3, 0),
    ]  # fmt: skip
    assert [(row["code"], row["documents"], row["example"]) for row in told["failures"]] == [
        ("bad-json", 1, "in.jsonl:11")
    ]
    assert [(row["id"], row["errors"]) for row in told["worst"]] == [("d0", 1), ("d5", 1)]
    assert written(Path("out"), "relations")


def test_options_bear_on_the_check(corpus: Any) -> None:
    corpus("in.jsonl", "--out", "a", "--ignore", "sum")
    assert written(Path("a"), "findings") == []
    corpus("in.jsonl", "--out", "b", "--severity", "sum-of-parts=info")
    assert {row["severity"] for row in written(Path("b"), "findings")} == {"info"}
    lines(Path("c.jsonl"), [{"nr": 1, "body": WRONG}])
    corpus("c.jsonl", "--out", "c", "--id", "nr", "--text", "body", "--kind", "md")
    assert [(row["id"], row["errors"]) for row in written(Path("c"))] == [("1", 1)]


@pytest.mark.parametrize(
    "words, what",
    [
        (("--ledger",), "options"),
        (("--ignore", "sum"), "options"),
        (("--text", "body"), "options"),
        (("--timeout", "5"), "options"),
    ],
)
def test_another_run_is_refused(words: tuple[str, ...], what: str, corpus: Any) -> None:
    corpus("in.jsonl", "--out", "out")
    before = written(Path("out"))
    code, out, err = corpus("in.jsonl", "--out", "out", *words)
    assert (code, out) == (2, "")
    assert err == [f"out holds another run, with other {what}; start anew with --restart, or choose another --out"]
    assert written(Path("out")) == before
    assert corpus("in.jsonl", "--out", "out", *words, "--restart")[0] == 0


def test_what_makes_a_run_another_one(corpus: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus("in.jsonl", "--out", "out")
    Path("in.jsonl").write_text(Path("in.jsonl").read_text("utf-8") + "\n", "utf-8")
    assert "other input files;" in corpus("in.jsonl", "--out", "out")[2][0]
    assert corpus("in.jsonl", "--out", "out", "--restart")[0] == 0
    monkeypatch.setattr("checker.batch.run.__version__", "9")
    assert "other versions of the tool" in corpus("in.jsonl", "--out", "out")[2][0]
    monkeypatch.setattr("checker.batch.run.rules_digest", lambda config: "x")
    assert "other rules, versions of the tool" in corpus("in.jsonl", "--out", "out")[2][0]


def test_only_a_folder_of_ours_is_written_into(corpus: Any) -> None:
    Path("mine").mkdir()
    Path("mine/notes.txt").write_text("keep")
    for words in ((), ("--restart",)):
        code, _, err = corpus("in.jsonl", "--out", "mine", *words)
        assert (code, err) == (2, ["mine is not empty and holds no run; choose another --out"])
    assert Path("mine/notes.txt").read_text() == "keep"
    code, _, err = corpus("in.jsonl", "--out", "in.jsonl")
    assert code == 2 and err == ["in.jsonl is not empty and holds no run; choose another --out"]


@pytest.mark.parametrize("text", ["", "[]", '{"parts": "many"}', "\x00"])
def test_a_run_that_cannot_be_understood(text: str, corpus: Any) -> None:
    Path("out").mkdir()
    Path("out/_run.json").write_text(text)
    code, _, err = corpus("in.jsonl", "--out", "out")
    assert (code, err) == (2, ["out/_run.json: cannot be understood; start anew with --restart"])
    assert corpus("in.jsonl", "--out", "out", "--restart")[0] == 0


@pytest.mark.parametrize(
    "words, said",
    [
        (("gone.jsonl", "--out", "out"), "gone.jsonl: no such file"),
        (("*.nothing", "--out", "out"), "*.nothing: no file matches"),
        (("in.jsonl", "--out", "out", "--timeout", "0"), "--timeout: '0' is no number of seconds above 0"),
        (("in.jsonl", "--out", "out", "--timeout", "nan"), "--timeout: 'nan' is no number of seconds above 0"),
        (("in.jsonl", "--out", "out", "--kind", "docx"), "--kind: 'docx' is no kind of text"),
        (("in.jsonl", "--out", "out", "--jobs", "x"), "--jobs: 'x' is no number of processes"),
        (("in.jsonl", "--out", "out", "--master", "local"), "--master is for --engine spark only"),
        (("in.jsonl", "--out", "out", "--engine", "sparc"), "--engine: no such value 'sparc'"),
        (("in.jsonl", "--out", "out", "--format", "html"), "--format: no such value 'html'"),
        (("in.jsonl", "--out", "out", "--select", "sumx"), "--select: no such rule 'sumx'"),
        (("in.jsonl",), "missing: "),
        (("--out", "nowhere"), "nowhere: holds no run"),
    ],
)
def test_what_cannot_be_done_is_one_line(words: tuple[str, ...], said: str, corpus: Any) -> None:
    code, out, err = corpus(*words)
    assert (code, out, len(err)) == (2, "", 1)
    assert err[0].startswith(said)
    assert not Path("out").exists()


def test_files_that_cannot_be_read_are_told_and_the_rest_is_done(corpus: Any) -> None:
    Path("in").mkdir()
    lines(Path("in/a.jsonl"), texts(2))
    Path("in/b.parquet").write_bytes(b"no parquet")
    Path("in/c.xyz").write_bytes(b"")
    code, out, err = corpus("in", "--out", "out")
    assert code == 2 and out.startswith("3 documents") and "broken" in out
    assert err[0] == "files of unknown kind, not read: .xyz 1" and err[1].startswith("in/b.parquet: ") is False
    assert err[1].startswith("b.parquet: cannot be read") and len(err) == 2


@pytest.mark.parametrize("package, extra", [("pyarrow", "corpus"), ("duckdb", "corpus"), ("pyspark", "spark")])
def test_a_missing_extra_is_one_line(package: str, extra: str, corpus: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *more: Any) -> Any:
        if name.startswith("checker.batch.") and (name.endswith("spark") or package != "pyspark"):
            raise ModuleNotFoundError(f"No module named {package!r}", name=package)
        return real(name, *more)

    monkeypatch.setattr(builtins, "__import__", without)
    code, _, err = corpus("in.jsonl", "--out", "out", "--engine", "spark")
    assert (code, err) == (2, [f"corpora need more packages: pip install 'checker[{extra}]'"])


def test_an_unfinished_run_says_so(corpus: Any) -> None:
    corpus("in.jsonl", "--out", "out")
    for path in Path("out").rglob("part-*"):
        path.unlink()
    code, out, err = corpus("--out", "out")
    assert (code, err) == (0, ["not finished: 0 of 1 parts"]) and out.startswith("0 documents")
