"""The engines find what is planted, make it small, count what they ran; the ledger and its table."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

pytest.importorskip("pygls", reason="pygls is not installed")

from fuzz.drive import usable
from fuzz.engines import Box, Runner, _mutating, _proposing, shrink, signature
from fuzz.ledger import BEGIN, END, Entry, add, load, table, write_page
from fuzz.shapes import rezip, unzip
from fuzz.surface import Surface
from fuzz.targets import SURFACES

ROOT = Path(__file__).parents[2]


def fails(data: bytes) -> None:
    if b"7" in data and "甲".encode() in data:
        raise KeyError("planted")


PLANTED = Surface("planted", fails, lambda: ["甲".encode(), b"12"], ("7", "甲"), cost=0.01)


@pytest.mark.parametrize("loop", [_mutating, _proposing])
def test_a_planted_defect_is_found_once_and_counted(loop: Callable[..., None], tmp_path: Path) -> None:
    box = Box(tmp_path / "box")
    runner = Runner([PLANTED], box, tmp_path, 1.0)
    deadline = time.monotonic() + 30
    while not runner.seen and time.monotonic() < deadline:
        loop(runner, 0, time.monotonic() + 0.05, Random(3))
    assert runner.seen == {"planted KeyError"}
    (kept,) = tmp_path.glob("*.input")
    assert "甲" in kept.read_text("utf-8", "replace")
    count, seconds = Box(tmp_path / "box").score(0)
    assert count > 0 and seconds >= 0
    assert box.at_work()[0] == 0


def test_finds_are_made_small() -> None:
    assert sorted(shrink(PLANTED, "一二三7四五六甲七八九".encode(), 5).decode()) == ["7", "甲"]
    assert shrink(PLANTED, b"12", 5) == b"12"

    def inside(data: bytes) -> None:
        for _, content in unzip(data) or []:
            fails(content)

    packed = Surface("packed", inside, lambda: [], split=unzip, join=rezip)
    small = shrink(packed, rezip([("a", b"x" * 99), ("b", "一7二甲三".encode()), ("c", b"")]), 5)
    assert [(name, len(content)) for name, content in unzip(small) or []] == [("b", 4)]


def test_one_defect_has_one_name() -> None:
    names = set()
    for text in (b"1", b"2"):
        try:
            int("x" + text.decode())
        except ValueError as error:
            names.add(signature(error))
    assert names == {"ValueError"}


def test_a_missing_engine_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert usable("atheris", said.append) == "mutation" and "atheris is not installed" in said[0]
    assert usable("hypothesis", said.append) == "hypothesis" and len(said) == 1


def test_ledger(tmp_path: Path) -> None:
    path = tmp_path / "ledger.json"
    assert load(path) == []
    add([Entry("2026-01-01", "numeral", "mutation", 10, 1.5)], path)
    add([Entry("2026-01-01", "numeral", "mutation", 5, 0.5, 1), Entry("2026-01-02", "lsp", "atheris", 7, 2.0)], path)
    assert load(path)[0] == Entry("2026-01-01", "numeral", "mutation", 15, 2.0, 1) and len(load(path)) == 2
    page = tmp_path / "page.md"
    page.write_text(f"a\n{BEGIN}\nold\n{END}\nb\n", encoding="utf-8")
    write_page(load(path), ["numeral", "lsp", "never"], page)
    text = page.read_text(encoding="utf-8")
    assert "| `numeral` | 0 | 15 | 15 | 2 |" in text and "| **all** | 7 | 15 | 22 | 4 |" in text
    assert (
        "| `never` | 0 | 0 | 0 | 0 |" in text and "old" not in text and text.startswith("a\n") and text.endswith("b\n")
    )
    with pytest.raises(ValueError, match="no marks"):
        write_page([], [], path)


def test_the_page_names_every_target() -> None:
    page = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
    assert [name for name in SURFACES if f"`{name}`" not in page] == []
    assert table(load(), SURFACES).count("\n") == len(SURFACES) + 3


def fuzz(*words: str) -> tuple[int, str]:
    done = subprocess.run([sys.executable, "-m", "fuzz", *words], cwd=ROOT, capture_output=True, text=True, timeout=120)
    return done.returncode, done.stdout + done.stderr


def test_the_command(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.json"
    words = ("--seconds", "1", "--ledger", str(ledger), "--seed", "5")
    code, said = fuzz("share", "numeral", "pattern-syntax", *words)
    assert code == 0 and said.endswith("0 defects\n"), said
    assert {e.target for e in load(ledger)} == {"numeral", "pattern-syntax"}
    assert all(e.executions > 100 and e.engine == "mutation" for e in load(ledger))
    code, said = fuzz("run", "nothing")
    assert code == 2 and said.startswith("no such target: nothing (one of: numeral, ")
    good = tmp_path / "good"
    good.write_bytes(b"5")
    assert fuzz("replay", "numeral", str(good)) == (0, "")
