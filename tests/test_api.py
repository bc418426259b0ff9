"""The one road: two set-ups side by side, and the same answer every time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import checker
from checker.api import Checker, Unreadable, load
from checker.config import Config
from checker.model.report import Report

TEXTS = [
    "全县共有农家书屋118家，其中平原乡镇76家、山区乡镇52家。",
    "全年借出图书36.5万册，比上年增加3.2万册，增长6.9%。",
    "今年办好三件实事：一是修路，二是通水。",
    "",
]


@pytest.fixture(scope="module")
def all_rules() -> Checker:
    return load()


@pytest.fixture(scope="module")
def sums() -> Checker:
    return load(config=Config(select=("sum",), lang="en"))


def said(report: Report) -> list[tuple[str, str]]:
    return [(f.rule, f.message) for f in report.findings]


def test_two_set_ups_side_by_side(all_rules: Checker, sums: Checker) -> None:
    alone = [[said(c.check(text)) for text in TEXTS] for c in (all_rules, sums)]
    work = [(c, text) for c in (all_rules, sums) for text in TEXTS] * 6
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda w: said(w[0].check(w[1])), work))
    assert together == [a for each in alone for a in each] * 6
    assert alone[0][0] and alone[1][0] and alone[0][1] and not alone[1][1]
    assert alone[0][0][0][1] != alone[1][0][0][1]  # one speaks Chinese, one English


def test_the_same_report_twice(all_rules: Checker) -> None:
    for text in TEXTS:
        one, two = all_rules.check(text), load().check(text)
        assert one == two
        assert [f.fingerprint for f in one.findings] == [f.fingerprint for f in two.findings]


def test_a_fingerprint_ignores_positions(all_rules: Checker) -> None:
    here, there = all_rules.check(TEXTS[0]), all_rules.check("先说几句别的话，大家都很高兴。\n\n" + TEXTS[0])
    assert [f.fingerprint for f in here.findings] == [f.fingerprint for f in there.findings]


def test_places_are_places_of_the_text(all_rules: Checker) -> None:
    text = "\n\n".join(TEXTS)
    report = all_rules.check(text)
    assert report.document.text == text and len(report.findings) == 3
    for finding in report.findings:
        for place in (finding.primary, *finding.related):
            assert text[slice(*place.span)] == place.text
    for quantity in report.quantities:
        assert text[slice(*quantity.span)] == quantity.surface


def test_the_public_face(tmp_path: Path) -> None:
    names = {"Finding", "Quantity", "Report", "__version__", "check", "check_file", "check_together"}
    assert set(checker.__all__) == names
    path = tmp_path / "a.txt"
    path.write_text(TEXTS[0], encoding="utf-8")
    assert said(checker.check(TEXTS[0])) == said(checker.check_file(path)) == said(checker.check_file(str(path)))
    assert isinstance(checker.check(""), checker.Report) and checker.check("").notes[0].message == "空文件"
    with pytest.raises(AttributeError):
        checker.nothing  # noqa: B018
    with pytest.raises(Unreadable):
        checker.check_file(tmp_path / "a.pptx" if (tmp_path / "a.pptx").write_bytes(b"") == 0 else path)
    with pytest.raises(FileNotFoundError):
        checker.check_file(tmp_path / "no.txt")
