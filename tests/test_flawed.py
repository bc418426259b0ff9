"""The invented report: every planted contradiction is found at its place, nothing else is, and the twin is silent.

`planted.json` was written with the report, before any rule was run on it: class, place and text of the wrong number,
and the places of the other numbers of its relation. `expected.json` says which rule must find it, how grave, and where.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from checker.api import load
from checker.model.report import Finding, Report

DATA = Path(__file__).parent / "data" / "flawed"
PLANTED: list[dict[str, Any]] = json.loads((DATA / "planted.json").read_text(encoding="utf-8"))
EXPECTED: list[dict[str, Any]] = json.loads((DATA / "expected.json").read_text(encoding="utf-8"))


@lru_cache(maxsize=2)
def report(name: str) -> Report:
    return load().check_file(DATA / name)


def places(plant: dict[str, Any]) -> list[tuple[int, int]]:
    """The planted span and the operands of the same relation."""
    return [(plant["start"], plant["end"]), *map(tuple, plant["places"])]


def points_at(finding: Finding, plant: dict[str, Any]) -> bool:
    at = finding.primary.span
    return any(at.start < end and start < at.end for start, end in places(plant))


def test_the_plants_are_where_they_are_said_to_be() -> None:
    text = (DATA / "flawed.md").read_text(encoding="utf-8")
    for plant in PLANTED:
        assert text[plant["start"] : plant["end"]] == plant["text"]
    assert len(PLANTED) >= 40
    assert len({plant["class"] for plant in PLANTED}) == len(PLANTED)


def test_the_twin_differs_only_in_the_plants() -> None:
    """Putting the right words in the places of the wrong ones gives the twin."""
    text = (DATA / "flawed.md").read_text(encoding="utf-8")
    for plant in sorted(PLANTED, key=lambda p: -p["start"]):
        text = text[: plant["start"]] + plant["correct"] + text[plant["end"] :]
    assert text == (DATA / "corrected.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("plant", PLANTED, ids=lambda p: p["class"])
def test_planted_error_is_found(plant: dict[str, Any]) -> None:
    wanted = [e for e in EXPECTED if e["class"] == plant["class"]]
    assert wanted, "nothing is expected of this plant"
    for want in wanted:
        found = [
            f
            for f in report("flawed.md").findings
            if f.rule == want["rule"] and (f.primary.span.start, f.primary.span.end) == (want["start"], want["end"])
        ]
        assert len(found) == 1, f"{want['rule']} does not report “{want['text']}”"
        assert found[0].severity == want["severity"]
        assert points_at(found[0], plant), f"{found[0].primary.text} is no part of the planted relation"


def test_nothing_else_is_found() -> None:
    stray = [f for f in report("flawed.md").findings if not any(points_at(f, plant) for plant in PLANTED)]
    assert [f"{f.rule}: {f.message}" for f in stray] == []
    assert len(report("flawed.md").findings) == len(EXPECTED)


def test_the_twin_is_silent() -> None:
    assert [f"{f.rule}: {f.message}" for f in report("corrected.md").findings if f.severity != "info"] == []
