"""What mistakes the rules are for: nearly all classes have a rule, and the rest are said in docs/decisions.md."""

from __future__ import annotations

from pathlib import Path

from checker.api import load

ROOT = Path(__file__).parent.parent
CLASSES = (ROOT / "tests" / "data" / "classes.txt").read_text("utf-8").split()


def test_there_are_78() -> None:
    assert len(CLASSES) == len(set(CLASSES)) == 78


def test_each_rule_names_known_classes() -> None:
    wrong = [(rule.id, rule.classes) for rule in load().rules if not rule.classes or set(rule.classes) - set(CLASSES)]
    assert wrong == []


def test_at_least_72_classes_have_a_rule_and_the_others_are_explained() -> None:
    covered = {name for rule in load().rules for name in rule.classes}
    without = [name for name in CLASSES if name not in covered]
    assert len(CLASSES) - len(without) >= 72
    said = (ROOT / "docs" / "decisions.md").read_text("utf-8")
    assert "## Classes without a rule" in said
    section = said.split("## Classes without a rule", 1)[1].split("\n## ", 1)[0]
    assert [name for name in without if f"`{name}`" not in section] == []
