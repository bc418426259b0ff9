"""The baseline: known findings stay silent through edits, and come back when they change."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.model.report import Report
from checker.sift import Outside
from checker.sift.baseline import (
    Baseline,
    BaselineError,
    Entry,
    read_baseline,
    record,
    renewed,
    updated,
    write_baseline,
)
from sift.helping import FAMILY, RIGHT, RULE, TABLE, WRONG, checker

FACTS = "# 全区共有图书室48所\n\n全区共有图书室49所，比上年增加2所。\n"


def check(text: str, known: tuple[Entry, ...] = (), **options: object) -> Report:
    return checker(**options).check(text, markdown=True, outside=Outside(baseline=known, place="b.json"))


def known_of(text: str) -> tuple[Entry, ...]:
    known = record(check(text).findings)
    assert known
    return known


def test_what_is_known_is_silent() -> None:
    report = check(WRONG, known_of(WRONG))
    assert report.findings == () and report.notes == ()
    assert [(w.origin, w.place) for w in report.waived] == [("baseline", "b.json")]


def test_twice_is_counted() -> None:
    known = known_of(WRONG)
    assert known[0].count == 1
    report = check(f"{WRONG}\n\n{RIGHT}\n\n{WRONG}", known)
    assert [f.rule for f in report.findings] == [RULE] and len(report.waived) == 1
    twice = record(check(f"{WRONG}\n\n{RIGHT}\n\n{WRONG}").findings)
    assert [e.count for e in twice] == [2]
    gone = check(WRONG, twice)
    assert gone.findings == () and gone.notes[0].code == "baseline-gone" and ("n", 1) in gone.notes[0].fields


@pytest.mark.parametrize("old, new", [("118", "119"), ("76", "75"), ("52", "53")])
def test_a_finding_that_changes_comes_back(old: str, new: str) -> None:
    report = check(WRONG.replace(old, new), known_of(WRONG))
    assert [f.rule for f in report.findings] == [RULE]
    assert [n.code for n in report.notes] == ["baseline-gone"]


def test_the_gap_counts_even_where_the_fingerprint_is_the_same() -> None:
    (entry,) = known_of(WRONG)
    for changed in (
        Entry(entry.rule, entry.fingerprint, entry.values, ("76 + 52 = 129", "129 ≠ 118")),
        Entry(entry.rule, entry.fingerprint, ("1家", *entry.values[1:]), entry.steps),
        Entry(entry.rule, "0", entry.values, entry.steps),
        Entry("declared-points", entry.fingerprint, entry.values, entry.steps),
    ):
        assert check(WRONG, (changed,)).findings
    worded = Entry(entry.rule, entry.fingerprint, entry.values, ("76 plus 52 makes 128", "128 is not 118"))
    assert check(WRONG, (worded,)).findings == ()


def test_a_rule_that_takes_no_part_is_not_gone() -> None:
    known = known_of(WRONG)
    assert check(WRONG, known, ignore=(FAMILY,)).notes == ()
    assert check(WRONG, known, levels=((RULE, "info"),), severity="error").notes == ()
    assert check(RIGHT, known).notes[0].level == "info"


PROSE = st.lists(
    st.sampled_from(["天气晴好。", "大家都很高兴。", "# 标题", "## 小标题", "- 甲\n- 乙", "> 引文。", "```\n数\n```"]),
    min_size=1,
    max_size=5,
)


@settings(max_examples=60, deadline=None)
@given(more=PROSE, text=st.sampled_from([WRONG, TABLE, f"{WRONG}\n\n{TABLE}"]))
def test_a_paragraph_before_changes_nothing(more: list[str], text: str) -> None:
    report = check("\n\n".join([*more, text]), known_of(text))
    assert report.findings == () and report.notes == ()


def test_words_between_two_far_places_change_nothing() -> None:
    known = known_of(FACTS)
    assert check(FACTS.replace("\n\n", "\n\n天气晴好，大家都很高兴。\n\n", 1), known).findings == ()


def test_renewing_keeps_what_was_not_looked_at() -> None:
    known = known_of(WRONG)
    for options in ({"ignore": (FAMILY,)}, {"severity": "error", "levels": ((RULE, "info"),)}):
        report = check(WRONG, known, **options)
        assert renewed(known, report, checker(**options).roster) == known
    assert renewed(known, check(RIGHT, known), checker().roster) == ()
    assert renewed((), check(WRONG), checker().roster) == known == renewed(known, check(WRONG, known), checker().roster)
    strange = Entry("no-such-rule", "0", (), ())
    assert renewed((strange,), check(RIGHT, (strange,)), checker().roster) == ()


def test_files_not_looked_at_stay_while_they_are_there() -> None:
    entry = Entry("a", "0", ("1",), ())
    old = Baseline({"a.md": (entry,), "b.md": (entry,), "gone.md": (entry,)})
    new = updated(old, {"b.md": (), "c.md": (entry,)}, lambda name: name != "gone.md")
    assert list(new.files) == ["a.md", "c.md"]


ENTRIES = st.builds(
    Entry,
    rule=st.sampled_from(["a", "b"]),
    fingerprint=st.text("0123456789abcdef", min_size=1, max_size=4),
    values=st.lists(st.text(max_size=4), max_size=3).map(tuple),
    steps=st.lists(st.text(max_size=6), max_size=2).map(tuple),
    count=st.integers(1, 3),
)


@settings(max_examples=80, deadline=None)
@given(st.dictionaries(st.text(min_size=1, max_size=5), st.lists(ENTRIES, min_size=1, max_size=4), max_size=4))
def test_what_is_written_is_read(files: dict[str, list[Entry]]) -> None:
    raw = {"version": 1, "files": {
        path: [{"rule": e.rule, "fingerprint": e.fingerprint, "values": list(e.values), "steps": list(e.steps),
                "count": e.count} for e in entries] for path, entries in files.items()}}  # fmt: skip
    once = read_baseline(json.dumps(raw))
    text = write_baseline(once)
    assert write_baseline(read_baseline(text)) == text and text.endswith("}\n")
    assert read_baseline(text).count == sum(e.count for entries in files.values() for e in entries)
    backwards = {"version": 1, "files": {p: list(reversed(v)) for p, v in reversed(list(raw["files"].items()))}}  # type: ignore[attr-defined]
    counts = [
        {path: Counter({e.key: e.count for e in v}) for path, v in one.files.items()}
        for one in (once, read_baseline(json.dumps(backwards)))
    ]
    assert counts[0] == counts[1]


GOOD = {"rule": "a", "fingerprint": "0", "values": [], "steps": []}


@pytest.mark.parametrize(
    "data, key",
    [
        ([], "base-shape"),
        ({}, "base-version"),
        ({"version": 2, "files": {}}, "base-version"),
        ({"version": True, "files": {}}, "base-version"),
        ({"version": 1}, "base-shape"),
        ({"version": 1, "files": {"a": {}}}, "base-shape"),
        ({"version": 1, "files": {"a": [3]}}, "base-shape"),
        ({"version": 1, "files": {"a": [{**GOOD, "rule": 1}]}}, "base-shape"),
        ({"version": 1, "files": {"a": [{**GOOD, "values": [1]}]}}, "base-shape"),
        ({"version": 1, "files": {"a": [{**GOOD, "count": 0}]}}, "base-shape"),
        ({"version": 1, "files": {"a": [{**GOOD, "count": True}]}}, "base-shape"),
    ],
)
def test_broken_ones_are_refused(data: Any, key: str) -> None:
    with pytest.raises(BaselineError) as raised:
        read_baseline(json.dumps(data))
    assert raised.value.key == key


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, "1" * 10_000, "<<<<<<< ours\n{}"])
def test_what_is_no_json_is_refused(text: str) -> None:
    with pytest.raises(BaselineError):
        read_baseline(text)


def test_a_written_baseline_reads_well(tmp_path: Path) -> None:
    text = write_baseline(Baseline({"b.md": known_of(WRONG), "甲.md": known_of(WRONG)}))
    assert '"118家"' in text and '"76 + 52 = 128"' in text and text.index("b.md") < text.index("甲.md")
    assert '"count"' not in text and str(tmp_path) not in text
