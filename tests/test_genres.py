"""Correct texts in the genres of published reports (our own, figures computed): no error, hardly a warning."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.api import Checker, load

TEXTS = sorted((Path(__file__).parent / "data" / "genres").glob("*.txt"))
_PER_WARNING = 20_000  # characters


@pytest.fixture(scope="module")
def checker() -> Checker:
    return load()


def test_there_is_enough_text() -> None:
    assert sum(len(path.read_text(encoding="utf-8")) for path in TEXTS) >= 60_000


@pytest.mark.parametrize("path", TEXTS, ids=lambda p: p.stem)
def test_no_error(path: Path, checker: Checker) -> None:
    errors = [f"{f.rule}: {f.message}" for f in checker.check_file(path).findings if f.severity == "error"]
    assert errors == []


def test_few_warnings(checker: Checker) -> None:
    reports = [checker.check_file(path) for path in TEXTS]
    found = [f"{f.rule}: {f.message}" for r in reports for f in r.findings if f.severity == "warning"]
    assert len(found) <= sum(len(r.document.text) for r in reports) // _PER_WARNING, found
