"""Rules about one number: the same answers as from bindings, number by number."""

from __future__ import annotations

from tests.judge.judging import judged, rule, verdicts

SMALL = """
kind: prose
slots: {a: {role: level}}
patterns: ['{a}']
assert: a < 100
"""
TWO = SMALL.replace("['{a}']", "['{a}', '共 {a}']")


def test_what_holds_says_all_that_a_relation_says() -> None:
    assert rule(SMALL).lone and not rule(TWO).lone
    (holds, fails), findings = judged(SMALL, "小学共有48所，初中共有120所。")
    assert (holds.verdict, fails.verdict) == ("holds", "fails")
    assert [p.text for p in holds.spans] == ["48所"] and holds.quantities == (0,)
    assert holds.steps == ("48 < 100",)
    assert not holds.joins
    assert [f.primary.text for f in findings] == ["120所"]


def test_a_number_in_brackets_is_one_number() -> None:
    assert verdicts(SMALL, "学校（小学48所）已建成。") == verdicts(SMALL, "小学48所已建成。") == ["holds"]


def test_a_hedge_is_weighed_as_in_other_rules() -> None:
    assert verdicts(SMALL, "小学共有约99所。") == verdicts(TWO, "小学共有约99所。")
    assert verdicts(SMALL, "小学共有100多所。") == verdicts(TWO, "小学共有100多所。") == ["fails"]


def test_what_is_not_given_is_nothing() -> None:
    yaml = SMALL + "given: a > 10\n"
    assert rule(yaml).lone
    assert verdicts(yaml, "小学共有5所，中学共有48所。") == ["holds"]
    assert verdicts(yaml.replace("given", "diagnose: false\ngiven"), "小学共有5所，中学共有48所。") == ["holds"]


def test_a_guard_answers_for_one_number_too() -> None:
    yaml = SMALL + "unless: [{word: 规划, in: clause, reason: plan}]\n"
    assert verdicts(yaml, "小学共有120所，规划初中120所。") == ["fails", "plan"]
