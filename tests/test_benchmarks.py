"""The benchmarks run, and their arithmetic is right. Nothing here looks at a clock."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.lexicon import load_lexicon, shipped_rules
from checker.rulebook import load_rules

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT))  # behind all else: the checker that is tested stays the installed one

from benchmarks import children, cores, instructions, length, peers, rules, speed, stats, table, texts  # noqa: E402

POSITIVE = st.floats(min_value=1e-6, max_value=1e6)


# -- statistics


def test_spread_is_the_median_with_its_ends() -> None:
    assert stats.spread([3.0, 1.0, 10.0]) == stats.Spread(3.0, 1.0, 10.0)
    assert stats.spread([1.0, 2.0]).median == 1.5
    with pytest.raises(ValueError, match="no values"):
        stats.spread([])


@given(st.lists(st.tuples(POSITIVE, POSITIVE), min_size=1, max_size=20), POSITIVE)
def test_paired_ratios_do_not_see_the_speed_of_the_machine(pairs: list[tuple[float, float]], factor: float) -> None:
    """Whatever slows both halves of a pair leaves its ratio, so a busy machine leaves the median."""
    above, below = [a for a, _ in pairs], [b for _, b in pairs]
    slowed = stats.paired([a * factor for a in above], [b * factor for b in below])
    assert slowed == pytest.approx(stats.paired(above, below))


def test_paired_wants_pairs_and_a_clock_that_moved() -> None:
    assert stats.paired([6.0, 1.0], [3.0, 4.0]) == [2.0, 0.25]
    assert stats.ratio_of_totals([6.0, 2.0], [3.0, 1.0]) == 2.0
    with pytest.raises(ValueError, match="shorter"):
        stats.paired([1.0, 2.0], [1.0])
    with pytest.raises(ValueError, match="clock"):
        stats.paired([1.0], [0.0])


@given(st.floats(min_value=0.1, max_value=3), st.floats(min_value=1e-9, max_value=10))
def test_local_exponents_find_the_power(power: float, scale: float) -> None:
    sizes = [10.0, 30.0, 1000.0]
    assert stats.local_exponents(sizes, [scale * n**power for n in sizes]) == pytest.approx([power, power])


def test_local_exponents_want_rising_sizes() -> None:
    assert stats.local_exponents([1, 10, 100], [1, 10, 1000]) == pytest.approx([1, 2])
    with pytest.raises(ValueError, match="rise"):
        stats.local_exponents([10, 10], [1, 2])
    with pytest.raises(ValueError, match="rise"):
        stats.local_exponents([1, 10], [1, 0])


# -- texts


def test_the_floor_finds_runs_of_numerals() -> None:
    text = "共有三十二个村，投入1.5亿元。"
    assert [text[a:b] for a, b in texts.floor_of(text)()] == ["三十二", "1", "5亿"]


def test_texts_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "b.txt").write_bytes("共12所".encode("gb18030"))
    (tmp_path / "a.md").write_text("5户", encoding="utf-8-sig")
    (tmp_path / "empty.txt").write_text(" \n")
    (tmp_path / "c.docx").write_bytes(b"PK")
    found = texts.load(tmp_path)
    assert [(text.name, text.text) for text in found] == [("a.md", "5户"), ("sub/b.txt", "共12所")]
    assert found[0].density == 0.5
    with pytest.raises(FileNotFoundError, match="no text files"):
        texts.load(tmp_path / "sub" / "none")


def test_our_own_texts_are_always_the_same() -> None:
    some = texts.own()
    assert some == texts.own()
    assert len({text.name for text in some}) == len(some) == 50


@given(st.integers(min_value=1, max_value=5000), st.integers(min_value=0, max_value=3))
def test_joined_texts_have_the_length_that_was_asked_for(size: int, seed: int) -> None:
    some = [texts.of(f"{n}", texts.generated(n, 300)) for n in range(3)]
    assert len(texts.joined(some, size, seed)) == size


def test_dense_texts_and_samples() -> None:
    some = [texts.of(f"{n}", "9" * n + "a" * (20 - n)) for n in range(20)]
    dense = [text for text in some if text.density >= texts.threshold(some)]
    assert [text.name for text in dense] == ["18", "19"]
    assert texts.threshold(some[:1]) == 0
    assert len(texts.sample(some, 7)) == 7
    assert texts.sample(some, 50) == some


# -- the table


def row(value: float | None, key: str = "lint", note: str = "") -> table.Row:
    return table.Row(key, "whole lint / floor", value, value, value, note=note)


def test_a_figure_stands_beside_its_goal() -> None:
    goal = table.GOALS["lint"]
    assert [goal.reached(value) for value in (goal.aim, goal.goal, goal.goal + 0.01)] == ["aim", "goal", "no"]
    many = table.Goal(10, 40, at_least=True)
    assert [many.reached(value) for value in (40, 10, 9.9)] == ["aim", "goal", "no"]
    line = table.markdown([row(583.4, note="a|b\nc")]).splitlines()[2]
    assert line == "| whole lint / floor | **583 x** | 583 … 583 | 20.0 x | 8.00 x | no | a\\|b c |"


def test_what_was_not_measured_says_why() -> None:
    line = table.markdown([row(None, note="npm is missing")]).splitlines()[2]
    assert "not measured" in line and "npm is missing" in line


def test_rows_survive_json() -> None:
    rows = [row(1.5), row(None, note="why")]
    assert table.from_json(json.loads(json.dumps([r.as_json() for r in rows]))) == rows


def test_only_what_stands_between_the_marks_is_written() -> None:
    text = "head\n<!-- table -->\nold\n<!-- /table -->\ntail\n"
    written = table.between(text, "table", "| new |")
    assert written == "head\n<!-- table -->\n\n| new |\n\n<!-- /table -->\ntail\n"
    assert table.between(written, "table", "| new |") == written
    with pytest.raises(ValueError, match="missing"):
        table.between("no marks", "table", "x")


def test_the_readme_has_its_place_for_the_table() -> None:
    readme = (ROOT / "benchmarks" / "README.md").read_text(encoding="utf-8")
    assert "| whole lint / floor |" in readme
    assert table.between(readme, "table", "x") != readme


# -- measurements


def speed_answer(factor: float) -> dict[str, object]:
    """Two documents, two rounds; the second, dense one costs ten times its floor, the first twice."""
    times = {"floor": [1.0, 1.0], "read": [0.5, 0.5], "extract": [1.0, 3.0], "lint": [2.0, 10.0]}
    slower = {part: [factor * value for value in values] for part, values in times.items()}
    return {
        "texts": [{"characters": 100, "density": 0.01}, {"characters": 100, "density": 0.5}],
        "dense_from": 0.5, "rules": 3, "left_out": [], "rounds": [times, slower], "pieces": [times, slower],
    }  # fmt: skip


def test_the_rows_of_speed() -> None:
    rows = {r.key: r for r in speed.rows({"answers": [speed_answer(1.0), speed_answer(7.0)]})}
    assert rows["lint"].value == rows["lint-first"].value == 6.0
    assert rows["dense"].value == 10.0
    assert rows["extract"].value == 2.0
    assert rows["lint-worst-document"].value == 10.0
    assert rows["lint-median-document"].value == 6.0


def test_the_rows_of_length_leave_out_what_a_busy_machine_does() -> None:
    """Twice as slow at the larger size, floor and all: still linear."""
    answers = [
        {"size": 1000, "lint": [1.0], "floor": [0.01], "characters": 1000, "text": 2000, "peak": 12_000},
        {"size": 10_000, "lint": [20.0], "floor": [0.2], "characters": 10_000, "text": 20_000, "peak": 120_000},
        {"size": 100_000, "failed": "not finished after 5 s"},
    ]
    rows = {r.key: r for r in length.rows({"answers": answers})}
    assert rows["exponent"].value == pytest.approx(1)
    assert rows["memory-shorter"].value == 10
    assert rows["length-failed"].value is None and "not finished" in rows["length-failed"].note


def test_the_rows_of_cores_say_when_the_machine_was_busy() -> None:
    one, two = {"wall": 10.0, "cpu": 9.9}, {"wall": 5.0, "cpu": 11.0}
    found = {"1": one, "2": two, "files": 5, "cores": 2, "busy": ""}
    assert cores.rows(found)[0].value == 2 and "idle" not in cores.rows(found)[0].note
    assert cores.busy_by(found) == ""
    assert "not measured on an idle machine" in cores.busy_by({"1": {"wall": 10.0, "cpu": 5.0}})


def test_the_pictures(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason="matplotlib is not installed: no pictures")
    from benchmarks.draw import draw  # noqa: PLC0415 - only where matplotlib is

    sizes = {10_000: 0.05, 1_000_000: 6.0}
    answers = [{"size": n, "lint": [cost], "floor": [n * 1e-8]} for n, cost in sizes.items()]
    counted = {"counts": [10, 100, 1000], "rounds": [[1.0, 3.0, 9.0, 0.1]]}
    raw = {"length": {"answers": answers}, "rules": {"answers": [counted]}}
    once = {path.name: path.read_bytes() for path in draw(raw, tmp_path)}
    assert sorted(once) == ["length.png", "length.svg", "rules.png", "rules.svg"]
    assert {path.name: path.read_bytes() for path in draw(raw, tmp_path)} == once
    text = once["length.svg"].decode()
    assert all(said in text for said in ("50 ms", "1,000,000", "slope 1: linear", "length of the document, characters"))


def test_peers_are_chained_through_the_floor() -> None:
    def call(peer: float) -> dict[str, object]:
        return {"fed": "line by line", "found": 4, "failed": [], "rounds": [[peer, 1.0], [3 * peer, 3.0]]}

    answers = {
        "checker": {"calls": {"lint": call(8.0)}, "characters": 10, "documents": 2},
        "jionlp": {"calls": {"money": call(50.0), "time": call(350.0)}},
        "sinan": {"failed": "not installed: no such version"},
    }
    rows = {r.key: r for r in peers.rows({"answers": answers, "starts": []})}
    assert rows["jionlp"].value == 50
    assert rows["peer-sinan"].value is None and "no such version" in rows["peer-sinan"].note


def test_a_child_that_cannot_run_says_why(tmp_path: Path) -> None:
    with pytest.raises(children.ChildFailed, match="No such file"):
        children.run("speed", {}, python=str(tmp_path / "python"))
    with pytest.raises(children.ChildFailed, match="KeyError"):
        children.run("peer", {})


def test_made_up_rules_are_rules_with_words_of_their_own(tmp_path: Path) -> None:
    """The first and the last are copies of one model: same slots, other words, and words that the texts hold."""
    text = texts.joined(texts.own(), 20_000)
    models = rules.write_pack(tmp_path / "one", 1, text)
    assert models > 40
    rules.write_pack(tmp_path / "pack", models + 1, text)
    twins = [tmp_path / "pack" / "zh" / "made" / f"made-{n}.yaml" for n in (0, models)]
    lexicon = load_lexicon([shipped_rules(), tmp_path / "pack"])
    first, last = load_rules(twins, lexicon)
    assert first.slots == last.slots and first.readings == last.readings and first.code != last.code
    words = [
        {word for name in lexicon.lists if name.startswith(f"made_{n}_") for word in lexicon.lists[name]}
        for n in (0, models)
    ]
    assert words[0] and words[0] != words[1]
    assert any(word in text for word in words[0])


def test_the_runner_on_two_texts(tmp_path: Path) -> None:
    for n in range(2):
        (tmp_path / f"{n}.txt").write_text(texts.generated(n, 400), encoding="utf-8")
    command = [sys.executable, "-m", "benchmarks", "speed", "--corpus", str(tmp_path), "--runs", "1", "--rounds", "1"]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False, timeout=120,
        env={**os.environ, "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "| whole lint / floor | **" in done.stdout
    assert "2 documents" in done.stdout


# -- instructions


def test_instructions_are_held_against_the_figure() -> None:
    lines, good = instructions.compare({"lint": 1020, "read": 100}, {"lint": 1000, "read": 100}, 3)
    assert good and "+2.00 %" in lines[0]
    assert not instructions.compare({"lint": 1040}, {"lint": 1000}, 3)[1]
    lines, good = instructions.compare({"lint": 900, "new": 5}, {"lint": 1000}, 3)
    assert good and "cheaper" in lines[0] and "--update" in lines[1]


def test_without_valgrind_it_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("PATH", "")
    assert instructions.main([]) == 0
    assert "NOT counted" in capsys.readouterr().out


def test_the_figures_are_there() -> None:
    kept = json.loads(instructions.FIGURES.read_text(encoding="utf-8"))
    assert all(math.prod(entry["instructions"].values()) > 0 and entry["build"] for entry in kept.values())
