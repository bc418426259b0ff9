"""What an editor's settings ask for."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("pygls", reason="pygls is not installed")

from checker.lsp.settings import KEYS, Settings, read_settings, watched

BASE = Settings(select=("sum",))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*KEYS, "x"]), inner, max_size=4),
    max_leaves=8,
)


def test_every_key() -> None:
    said = {
        "checker": {
            "select": ["count"],
            "ignore": "a-rule, another-rule",
            "severity": {"a-rule": "info"},
            "rules": ["mine"],
            "isolated": True,
            "lang": "en",
            "inlayHints": False,
            "delay": 0,
            "maxCharacters": 9,
            "trace": {"server": "off"},
        }
    }
    taken, wrong = read_settings(said, BASE, "zh")
    assert wrong == ()
    assert taken == Settings(
        ("count",), ("a-rule", "another-rule"), ("a-rule=info",), ("mine",), True, "en", False, 0, 9
    )
    asked = taken.asked("zh")
    assert list(asked.rules) == ["mine"]
    assert asked.lang == "en"


def test_nothing_said_changes_nothing() -> None:
    for said in (None, {}, {"checker": None}, {"lang": "", "select": [], "rules": None}, {"checker": {"lang": "auto"}}):
        assert read_settings(said, BASE, "zh") == (BASE, ())


@pytest.mark.parametrize(
    "said, words",
    [
        ({"delay": "soon"}, "delay"),
        ({"delay": True}, "delay"),
        ({"lang": "fr"}, "lang"),
        ({"rules": [1]}, "rules"),
        ({"inlayHint": True}, "inlayHint"),
        ([1], "[1]"),
        ("x", "'x'"),
    ],
)
def test_a_wrong_one_is_said_and_the_others_are_taken(said: object, words: str) -> None:
    if isinstance(said, dict):
        said = {**said, "ignore": ["date"]}
    taken, wrong = read_settings(said, BASE, "en")
    assert len(wrong) == 1 and words in wrong[0]
    assert taken.ignore == (("date",) if isinstance(said, dict) else ())
    assert taken.select == BASE.select


@given(JSON)
@settings(max_examples=40, deadline=None)
def test_nonsense_never_breaks(said: object) -> None:
    taken, wrong = read_settings(said, BASE, "zh")
    assert isinstance(taken, Settings)
    assert all("\n" not in line for line in wrong)


def test_the_files_to_watch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    own = watched(Settings(rules=("own", "one.yaml")))
    assert list(own)[1:] == [(tmp_path / "own", "**/*.{yaml,yml}"), (tmp_path, "one.yaml")]
