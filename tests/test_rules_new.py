"""`checker rules new`: skeletons of every kind that load and pass, and the questions on a terminal."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import time
from pathlib import Path
from typing import get_args

import pytest
import remembered
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from checker import api, cli
from checker.config import Config
from checker.examples import run_examples
from checker.lexicon import Lexicon
from checker.model.rule import RuleKind
from checker.rule_commands import Author, new
from checker.rulebook import Draft, load_rule_text, skeleton
from checker.terminal import Trouble

pty = pytest.importorskip("pty", reason="no pseudo-terminals on this system")

HOLDS = "车间有机床30台，其中车床20台、铣床10台。"
FAILS = "车间有机床31台，其中车床20台、铣床10台。"


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(api, "load", remembered.load)
    return tmp_path


@pytest.mark.parametrize("kind", get_args(RuleKind))
def test_every_skeleton_loads_and_passes(kind: RuleKind, here: Path) -> None:
    path = here / "mine.yaml"
    path.write_text(skeleton(Draft("mine", kind=kind, severity="info")), "utf-8")
    checker = api.load(config=Config(rules=(path,)))
    rule = next(r for r in checker.rules if r.id == "mine")
    assert (rule.kind, rule.severity) == (kind, "info")
    results = run_examples(rule, checker)
    assert len(results) == 5
    assert [f"{r.kind} {r.number}: {r.detail}" for r in results if not r.ok] == []


# A rule file with characters that nobody can see is refused.
SEEN = st.characters(exclude_categories=["Cs", "Cc", "Cf", "Co", "Cn", "Zl", "Zp"], exclude_characters="«»")


@settings(max_examples=25)
@given(
    title=st.text(SEEN, min_size=1, max_size=20),
    holds=st.text(SEEN, min_size=1, max_size=20),
    kind=st.sampled_from(get_args(RuleKind)),
)
def test_any_words_can_stand_in_a_new_rule(title: str, holds: str, kind: RuleKind) -> None:
    text = skeleton(Draft("mine", kind=kind, title=title, holds=holds, fails=f"«{holds}»"))
    rule = load_rule_text(text, "mine.yaml", Lexicon({}, {}))
    assert rule.title == {"zh": title, "en": title}
    assert next(e.text for e in rule.examples if e.kind == "holds") == holds
    assert next(e.text for e in rule.examples if e.kind == "fails") == holds


def test_codes_do_not_clash(here: Path) -> None:
    for name in ("one", "two", "three"):
        new(Author(Config()), Draft(name))
    rules = api.load(config=Config(rules=(here,))).rules
    assert [r.code for r in rules if r.id in ("one", "two", "three")] == ["OWN101", "OWN103", "OWN102"]


def test_editors_find_the_schema(here: Path) -> None:
    (here / "rule.schema.json").write_text("{}", "utf-8")
    (here / "rules" / "zh").mkdir(parents=True)
    new(Author(Config()), Draft("mine"))
    text = (here / "rules" / "zh" / "own" / "mine.yaml").read_text("utf-8")
    assert text.startswith("# yaml-language-server: $schema=../../../rule.schema.json\n")


def test_examples_get_their_marks() -> None:
    author = Author(Config())
    assert author.marked(FAILS) == "车间有机床«31台»，其中车床«20台»、铣床«10台»。"
    assert author.marked("机床«31台»，车床20台。") == "机床«31台»，车床20台。"
    assert author.wrong_example("没有数。") and author.wrong_example("«31台") and author.wrong_example(" ")
    assert author.wrong_example(HOLDS) == ""


def test_no_name_and_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "checker", "rules", "new", "--lang", "zh"],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "没有给出 ID（用 --help 看用法）\n"


def test_a_name_that_is_taken(here: Path) -> None:
    new(Author(Config()), Draft("mine"))
    with pytest.raises(Trouble, match="mine"):
        new(Author(Config()), Draft("mine"))


def test_the_questions_on_a_terminal(here: Path) -> None:
    answers = ["Bad Name", "machine-parts", "机床之和应等于总数", "prosa", "prose", "", "没有数。", HOLDS, FAILS]
    said, code = at_terminal(["rules", "new", "--lang", "zh"], answers)
    assert code == 0, said
    for expected in ("用小写字母", "没有 'prosa'", "没有读到数", "读到：31台，20台，10台", "checker rules test"):
        assert expected in said
    data = yaml.safe_load((here / "machine-parts.yaml").read_text("utf-8"))
    assert data["title"]["zh"] == "机床之和应等于总数" and data["severity"] == "warning"
    assert data["examples"]["holds"][0] == HOLDS
    with pytest.raises(SystemExit) as ended:  # the rule that the answers make loads, and proves itself
        cli.main(["rules", "test", "machine-parts.yaml"])
    assert ended.value.code == 0


def at_terminal(words: list[str], answers: list[str]) -> tuple[str, int]:
    """Run the command line on a pseudo-terminal; one answer is typed whenever a question stands there."""
    child, terminal = pty.fork()
    if child == 0:
        os.execv(sys.executable, [sys.executable, "-m", "checker", *words])
    said, left, end = b"", list(answers), time.monotonic() + 60
    while time.monotonic() < end:
        ready, _, _ = select.select([terminal], [], [], 1)
        if not ready:
            continue
        try:
            piece = os.read(terminal, 65536)
        except OSError:  # the other end is closed
            break
        if not piece:
            break
        said += piece
        if left and said.decode("utf-8", "replace").endswith(": "):
            os.write(terminal, left.pop(0).encode() + b"\n")
    _, status = os.waitpid(child, 0)
    os.close(terminal)
    return said.decode("utf-8", "replace"), os.waitstatus_to_exitcode(status)
