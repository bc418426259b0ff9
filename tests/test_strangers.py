"""Rules of strangers on the command line: one clear line, exit code 2; a slow one is said, never silently left out."""

from __future__ import annotations

import json
from pathlib import Path

import command
import pytest

from checker import api
from checker.judge import clock

RULE = """\
id: own-sum
code: TST101
severity: error
title: {zh: 分项, en: Parts}
kind: prose
slots: {a: {role: level}, b: {role: level, like: a}}
patterns: ['{a} .. @own_words .. {b}']
assert: a > b
message: {zh: '{a}应大于{b}', en: '{a} must be larger than {b}'}
why: made for a test
examples:
  holds: [甲校3人、对照乙校2人。, 甲校5人、对照乙校2人。]
  fails: [甲校«3人»、对照乙校«4人»。, 甲校«3人»、对照乙校«5人»。]
  silent: [甲校3人。]
"""
TEXT = "甲校30人、对照乙校40人。\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    rules = tmp_path / "rules"
    (rules / "words").mkdir(parents=True)
    (rules / "own-sum.yaml").write_text(RULE, encoding="utf-8")
    (rules / "words" / "own.yaml").write_text("lists: {own_words: [对照]}", encoding="utf-8")
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CHECKER_CACHE_DIR", str(tmp_path / "cache"))
    return rules


def test_a_slow_rule_is_said_and_tried_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lint = ("lint", "a.txt", "--rules", str(folder / "own-sum.yaml"), "--select", "own-sum", "--lang", "en")
    with monkeypatch.context() as short:
        short.setattr(clock, "_SECONDS", 0)
        short.setattr(clock, "_CHARACTERS", 10**12)
        code, out, err = command.called(capsys, *lint)
        assert code == 0 and "own-sum" in err + out
        assert "took too long on this document and was skipped" in err + out
    code, out, _ = command.called(capsys, *lint, "--format", "json")
    report = json.loads(out)["documents"][0]
    assert code == 1 and [f["rule"] for f in report["findings"]] == ["own-sum"]
    assert not [note for note in report["notes"] if note["code"] == "rule-late"]
    # Words beside a single rule file bear on the report, too.
    (folder / "words" / "own.yaml").write_text("lists: {own_words: [不同于]}", encoding="utf-8")
    assert command.called(capsys, *lint)[0] == 0


def test_shipped_rules_have_all_the_time(folder: Path) -> None:
    checker = api.load(rules=[folder])
    assert {c.rule.id for c in checker.compiled if c.limited} == {"own-sum"}


@pytest.mark.parametrize(
    "file, old, new, said",
    [
        (
            "own-sum.yaml",
            "@own_words",
            "(.. 甲)+ @own_words",
            "own-sum.yaml:7:20: what is repeated here can be read in",
        ),
        ("own-sum.yaml", "a > b", "a ** 10 ** 10 > b", "own-sum.yaml:8:14: an exponent is a whole number up to 12"),
        ("own-sum.yaml", "a > b", "!!python/name:os.system a > b", "own-sum.yaml:8:9: the tag"),
        ("words/own.yaml", "[对照]", "&a [对照]", "own.yaml:1:20: anchors and aliases are not allowed"),
        ("words/own.yaml", "lists", '"\\u001b]0;x"', "own.yaml:1:"),
    ],
)
def test_one_clear_line_and_exit_code_2(
    folder: Path, capsys: pytest.CaptureFixture[str], file: str, old: str, new: str, said: str
) -> None:
    path = folder / file
    path.write_text(path.read_text("utf-8").replace(old, new), encoding="utf-8")
    code, out, err = command.called(capsys, "lint", "a.txt", "--rules", str(folder), "--lang", "en")
    assert code == 2 and out == ""
    assert said in err and all(line.isprintable() for line in err.splitlines()), err
    assert len(err.splitlines()) == 1
