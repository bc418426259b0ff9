"""Patterns: what gaps run over, likeness, lists, and that matching is linear."""

from __future__ import annotations

import time

import pytest

from checker.judge.clock import Clock
from checker.judge.prose import ProseBinder
from checker.judge.sieve import Needs
from tests.judge import judging
from tests.judge.judging import bound, judged, lexicon, mask, rule, verdicts

SUM = judging.SUM + "diagnose: false\n"
DELTA = """
kind: prose
slots:
  new: {role: level}
  delta: {role: change, like: new}
patterns: ['{new} ... {delta}']
assert: new > delta
"""


def test_a_gap_runs_over_what_no_slot_takes() -> None:
    text = "共有学校44所，增长6.2%，教师900人，其中小学31所，增长3%，初中13所，教师88人。"
    assert bound(SUM, text) == [["44所", "31所", "13所"]]


def test_the_nearest_owner_is_taken() -> None:
    text = "小学31所，初中13所，比上年增加2所。"
    assert bound(DELTA, text) == [["13所", "2所"]]


def test_likeness_is_the_sign() -> None:
    assert bound(SUM, "共有学校44所，其中教师31人、学生13人。") == []
    assert verdicts(SUM, "共投资1.2亿元，其中甲县7000万元、乙县5000万元。") == ["holds"]


def test_a_gap_ends_with_the_sentence() -> None:
    assert bound(SUM, "共有学校44所。他校其中小学31所、初中13所。") == []


def test_a_word_list_may_cross_a_full_stop() -> None:
    assert verdicts(SUM, "共有学校44所。其中，小学31所，初中13所。") == ["holds"]


def test_a_short_gap_stays_in_its_clause() -> None:
    short = SUM.replace("...", "..")
    assert bound(short, "共有学校44所，其中小学31所、初中13所。") == []
    assert bound(short, "共有学校44所其中小学31所、初中13所。") == [["44所", "31所", "13所"]]


def test_roles_of_two_names() -> None:
    both = DELTA.replace("role: level", "role: [level, price]")
    assert bound(both, "小学31所，比上年增加2所。") == [["31所", "2所"]]
    assert bound(both, "教师31人，学校比上年增加2所。") == []


def test_marks_of_any_width() -> None:
    comma = DELTA.replace("{new} ... {delta}", "{new} ， .. {delta}")
    for mark in "，,":
        assert bound(comma, f"小学31所{mark}比上年增加2所。") == [["31所", "2所"]]


def test_start_and_end_of_a_sentence() -> None:
    ends = DELTA.replace("{new} ... {delta}", "^ 小学 {new} ... {delta} $")
    assert bound(ends, "好。小学31所，比上年增加2所。") == [["31所", "2所"]]
    assert bound(ends, "村小学31所，比上年增加2所。") == []
    assert bound(ends, "小学31所，比上年增加2所，好。") == []


OPEN = SUM + "unless: [{open_list: part, reason: open-list}]\n"


@pytest.mark.parametrize("end", ["等。", "等学校。", "，等等。"])
def test_open_lists(end: str) -> None:
    assert verdicts(OPEN, f"共有学校44所，其中小学31所、初中12所{end}") == ["open-list"]
    assert verdicts(OPEN, f"共有学校44所，其中小学31所、初中13所{end}") == ["holds"]


def test_an_open_end() -> None:
    open_end = SUM.replace("many: 2..", "many: 2.., open_end: true")
    text = "共有学校44所，其中小学31所、初中13所，另有幼儿园9所。"
    assert verdicts(SUM, text) == ["fails"]
    assert verdicts(open_end, text) == ["holds"]


def test_candidates() -> None:
    other = SUM.replace("total: {role: level}", "total: {role: level, candidates: paragraph}")
    text = "共有学校44所。城区学校20所，其中小学31所、初中13所。"
    assert verdicts(SUM, text) == ["fails"]
    assert verdicts(other, text) == ["holds"]


def test_what_may_only_confirm() -> None:
    only = SUM.replace("['{total}", "[{match: '{total}").replace(")+']", ")+', holds_only: true}]")
    assert verdicts(only, "共有学校44所，其中小学31所、初中12所。") == ["holds-only"]
    assert verdicts(only, "共有学校44所，其中小学31所、初中13所。") == ["holds"]


def test_a_weak_cue_and_a_hedge_lower() -> None:
    weak = SUM.replace("['{total}", "[{match: '{total}").replace(")+']", ")+', cue: weak}]")
    text = "共有学校44所，其中小学31所、初中12所。"
    assert [f.severity for f in judged(SUM, text)[1]] == ["error"]
    assert [f.severity for f in judged(weak, text)[1]] == ["warning"]
    assert [f.severity for f in judged(SUM, text.replace("初中", "初中约"))[1]] == ["warning"]
    assert [f.severity for f in judged(SUM, text.replace("44", "40"))[1]] == ["warning"]  # 40 may be rounded


def test_a_crowded_sentence_binds_no_list() -> None:
    """Nor the end of one."""
    parts = "、".join(["小学1所"] * 121)
    assert bound(SUM, f"共有学校44所，其中{parts}。共有学校44所，其中小学31所、初中13所。") == [
        ["44所", "31所", "13所"]
    ]


@pytest.mark.parametrize(
    "unit, end",
    [
        ("其中小学3所、", "。"),
        ("小学3所，", "其中"),
        ("共有3所，其中4所", ""),
        ("（3所，其中4所）", "。"),
        ("其中", "3所"),
        ("3所", ""),
    ],
)
@pytest.mark.parametrize("yaml", [SUM, DELTA, OPEN], ids=["sum", "delta", "open"])
def test_matching_is_linear(yaml: str, unit: str, end: str) -> None:
    """Five thousand numbers in one sentence."""
    m = mask(unit * 5000 + end)
    compiled = rule(yaml)
    start = time.perf_counter()
    list(
        ProseBinder(m, lexicon(), {}, None, Needs(compiled.patterns), Clock(len(m.text))).bind(
            compiled.rule, compiled.patterns
        )
    )
    assert time.perf_counter() - start < 4
