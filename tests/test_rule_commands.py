"""`checker rules test`: which rules are run, and how often they are loaded."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker import api
from checker.config import Config
from checker.lexicon import shipped_rules
from checker.rule_commands import test as run_test
from checker.rulebook import skeleton
from checker.terminal import Trouble


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch) -> list[Config]:
    """The configs of every loading of rules."""
    seen: list[Config] = []
    load = api.load

    def counted(*, config: Config, **_: object) -> api.Checker:
        seen.append(config)
        return load(config=config)

    monkeypatch.setattr(api, "load", counted)
    return seen


def test_a_shipped_rule_is_loaded_once(loads: list[Config]) -> None:
    path = next(p for p in sorted(shipped_rules().rglob("*.yaml")) if p.parent.name != "words")
    said, failed = run_test(Config(lang="en"), str(path))
    assert failed == 0 and said
    assert [c.rules for c in loads] == [()]


def test_ones_own_rule_is_added_and_run_alone(loads: list[Config], tmp_path: Path) -> None:
    path = tmp_path / "my-rule.yaml"
    path.write_text(skeleton("my-rule"), "utf-8")
    said, _ = run_test(Config(lang="en"), str(path))
    assert "sum" not in said
    assert [c.rules for c in loads] == [(path,)]


def test_a_path_without_rules(loads: list[Config], tmp_path: Path) -> None:
    with pytest.raises(Trouble):
        run_test(Config(), str(tmp_path))
    with pytest.raises(Trouble):
        run_test(Config(), str(shipped_rules() / "zh" / "nothing.yaml"))
    assert loads == []
