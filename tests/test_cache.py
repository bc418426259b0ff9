"""What is kept between runs: it comes back equal, and whatever is wrong with it counts as none."""

from __future__ import annotations

import os
import threading
import time
import zlib
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal, NamedTuple

import pytest
from fakes import RIGHT, WRONG, school
from hypothesis import given, settings
from hypothesis import strategies as st

from checker import api
from checker.cache import KEPT, Cache, default_folder, digest, of_files, of_tool
from checker.cache.codec import decode, encode
from checker.model.report import Report
from checker.read.errors import ReadError

KEY = digest("a")
EXAMPLE = Path(__file__).parent / "data" / "flawed"


class Pair(NamedTuple):
    a: int
    b: str


KINDS: list[tuple[Any, Any]] = [
    (int, 3),
    (str, "甲\ud800"),
    (bool, True),
    (float, 1.5),
    (Decimal, Decimal("1.50")),
    (Fraction, Fraction(-1, 3)),
    (int | None, None),
    (Pair, Pair(1, "b")),
    (tuple[int, ...], (1, 2)),
    (tuple[int, str], (1, "x")),
    (Literal["a", "b"], "b"),
    (object, ("a", (1, None))),
    (tuple[tuple[Pair, str], ...], ((Pair(1, "b"), "c"),)),
]


@pytest.mark.parametrize("kind, value", KINDS, ids=str)
def test_values_come_back(kind: Any, value: Any) -> None:
    again = decode(kind, encode(kind, value))
    assert again == value and type(again) is type(value)


@pytest.mark.parametrize(
    "kind, value",
    [
        (int, "3"), (int, True), (str, 3), (bool, 1), (Pair, [1]), (Pair, [1, 2]), (Pair, "ab"), (tuple[int, ...], 3),
        (tuple[int, str], [1]), (Literal["a"], "b"), (Literal["a"], []), (Fraction, [1, 0]), (Decimal, "x"),
        (object, {"a": 1}), (Report, []), (Report, {"findings": []}), (int | None, "x"),
    ],
    ids=str,
)  # fmt: skip
def test_what_does_not_fit_is_refused(kind: Any, value: Any) -> None:
    with pytest.raises((TypeError, ValueError, KeyError, ArithmeticError)):
        decode(kind, value)


def test_no_code_for_what_no_hint_describes() -> None:
    for kind, value in ((dict[str, int], {}), (object, Path()), (int | str, 3), (Report, 3)):
        with pytest.raises(TypeError):
            encode(kind, value)


@pytest.fixture(scope="module")
def real() -> list[Report]:
    """Reports of real documents of several kinds."""
    checker = api.load()
    table = "| 项目 | 户数 |\n|---|---|\n| 甲 | 12 |\n| 乙 | 14 |\n| 合计 | 27 |\n"
    table += "\n截至8月11日，约3成、1/3的户（1:15）已搬迁。\n"
    page = "<h1>概况</h1><p>全区共有图书室48所，其中街道31所、社区13所、学校5所。</p>"
    made = [checker.check(table, source="a.md", markdown=True), checker.check_bytes(page.encode(), source="a.html")]
    for path in sorted(EXAMPLE.rglob("*"))[:6]:
        if path.suffix in api.SUFFIXES:
            try:
                made.append(checker.check_file(path))
            except ReadError:
                continue
    return made


def test_reports_come_back_whole(real: list[Report], tmp_path: Path) -> None:
    store = Cache(tmp_path)
    assert len(real) > 2 and any(report.findings for report in real)
    for i, report in enumerate(real):
        store.put(digest(str(i)), Report, report)
        again = Cache(tmp_path).get(digest(str(i)), Report)
        assert again == report
        assert again is not None and again.document.reading.text == report.document.reading.text
        assert again.document.place(len(report.document.text)) == report.document.place(len(report.document.text))


def entry(folder: Path) -> Path:
    (found,) = folder.glob("??/*.z")
    return found


@settings(deadline=None, max_examples=50)
@given(st.binary(max_size=200))
def test_damaged_entries_count_as_none(data: bytes) -> None:
    folder = Path(os.environ["CHECKER_CACHE_DIR"]) / "damaged"
    store = Cache(folder)
    store.put(KEY, Report, school(WRONG))
    path = entry(folder)
    for bad in (data, zlib.compress(data), zlib.compress(b'["' + KEY.encode() + b'",' + data + b"]")):
        path.write_bytes(bad)
        assert store.get(KEY, Report) is None
    store.put(KEY, Report, school(WRONG))
    whole = path.read_bytes()
    path.write_bytes(whole[: len(data)])
    assert store.get(KEY, Report) is None
    store.put(KEY, Report, school(WRONG))
    assert store.get(KEY, Report) == school(WRONG)


def test_an_entry_under_another_name_is_none(tmp_path: Path) -> None:
    store, other = Cache(tmp_path), digest("b")
    store.put(KEY, Report, school(WRONG))
    (tmp_path / other[:2]).mkdir(exist_ok=True)
    entry(tmp_path).rename(tmp_path / other[:2] / (other[2:] + ".z"))
    assert store.get(other, Report) is None


def test_a_place_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    store = Cache(tmp_path / "file" / "cache")
    store.put(KEY, Report, school(WRONG))
    assert store.get(KEY, Report) is None
    assert store.why("en") and store.why("zh")
    first = store.trouble
    store.put(KEY, Report, school(WRONG))
    store.turn()
    assert store.trouble is first


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    store = Cache(tmp_path)
    store.put(KEY, Report, school(WRONG))
    assert store.why("en") == "the disk is full"
    assert [p for p in tmp_path.rglob("*") if p.is_file() and p.name != "CACHEDIR.TAG"] == []


def test_two_runs_at_once(tmp_path: Path) -> None:
    report, seen = school(WRONG), []

    def run() -> None:
        store = Cache(tmp_path)
        for _ in range(30):
            store.put(KEY, Report, report)
            seen.append(store.get(KEY, Report) == report)

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 120 and all(seen)


def test_nowhere_keeps_nothing_and_memory_does() -> None:
    store = Cache(None)
    store.put(KEY, Report, school(WRONG))
    assert store.get(KEY, Report) is None and store.trouble is None
    store = Cache(None, memory=True)
    store.put(KEY, Report, school(WRONG))
    assert store.get(KEY, Report) == school(WRONG)
    store.turn()
    assert store.get(KEY, Report) == school(WRONG)  # the run before asked for it
    store.turn()
    store.turn()
    assert store.get(KEY, Report) is None


def test_the_folder_is_its_owners_alone(tmp_path: Path) -> None:
    Cache(tmp_path / "c").put(KEY, Report, school(RIGHT))
    assert (tmp_path / "c").stat().st_mode & 0o077 == 0
    assert (tmp_path / "c" / "CACHEDIR.TAG").read_text(encoding="ascii").startswith("Signature: 8a477f597d28d172789f")


def test_old_entries_go_and_used_ones_stay(tmp_path: Path) -> None:
    store = Cache(tmp_path)
    old, used = digest("old"), digest("used")
    store.put(old, Report, school(WRONG))
    store.put(used, Report, school(WRONG))
    long_ago = time.time() - KEPT - 10
    for path in (*tmp_path.glob("??/*.z"), tmp_path / "CACHEDIR.TAG"):
        os.utime(path, (long_ago, long_ago))
    assert store.get(used, Report) is not None
    store.turn()
    assert store.get(used, Report) is not None and store.get(old, Report) is None


def test_keys_depend_on_every_part(tmp_path: Path) -> None:
    assert digest("ab", "c") != digest("a", "bc") != digest("abc")
    assert digest("\ud800") != digest("?")
    rule = tmp_path / "r.yaml"
    rule.write_text("a", encoding="utf-8")
    first = of_files([tmp_path])
    assert first == of_files([tmp_path])
    rule.write_text("b", encoding="utf-8")
    second = of_files([tmp_path])
    rule.rename(tmp_path / "s.yml")
    assert len({first, second, of_files([tmp_path])}) == 3
    assert of_tool() == of_tool()


def test_default_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert default_folder() == Path(os.environ["CHECKER_CACHE_DIR"])
    monkeypatch.delenv("CHECKER_CACHE_DIR")
    monkeypatch.setattr(os, "name", "posix")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert default_folder() == tmp_path / "checker"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")  # the standard says: ignore it
    monkeypatch.setenv("HOME", str(tmp_path))
    assert default_folder() == tmp_path / ".cache" / "checker"
