"""What is read without typer is what typer reads: on plain command lines, and on hostile ones."""

from __future__ import annotations

from typing import Any

import pytest
import typer
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.cli.commands import COMMANDS, NEEDED, Function, Parameter, parameters
from checker.cli.declared import application
from checker.cli.options import Argument, Option
from checker.cli.quick import COMPLETING, read

MET: list[tuple[Function, dict[str, Any]]] = []


def _met(function: Function, values: dict[str, Any]) -> int:
    MET.append((function, values))
    return 0


TYPED = typer.main.get_command(application(_met))


def typed(words: list[str]) -> tuple[Function, dict[str, Any]] | None:
    """What typer makes of the words; None if it calls no command."""
    MET.clear()
    try:
        TYPED.main(words, prog_name="checker", standalone_mode=False)
    except Exception as error:
        if not hasattr(error, "format_message"):  # what typer says of a line that is wrong
            raise
    return MET[0] if MET else None


WORD = st.sampled_from(
    ["a.txt", "-", "", "甲", "b=c", "--lang", "zh", "-x", "--", "--help", "-q", "--format=json", "-oX"]
)
NAMES = sorted({n for c in COMMANDS.values() for p in parameters(c.load()) for n in getattr(p.declared, "names", ())})
ODD = st.one_of(WORD, st.sampled_from(NAMES), st.builds("{}={}".format, st.sampled_from(NAMES), WORD))


@settings(deadline=None, max_examples=300)
@given(st.sampled_from(sorted(COMMANDS)), st.lists(ODD, max_size=5))
def test_what_is_read_is_what_typer_reads(command: tuple[str, ...], words: list[str]) -> None:
    found = read([*command, *words])
    if found is not None:
        assert typed([*command, *words]) == found


def said(p: Parameter, value: str) -> st.SearchStrategy[list[str]]:
    assert isinstance(p.declared, Option)
    if p.kind is bool:
        return st.sampled_from(p.declared.names).map(lambda name: [name])
    long = [name for name in p.declared.names if name.startswith("--")]
    apart = st.sampled_from(p.declared.names).map(lambda name: [name, value])
    return apart | st.sampled_from(long).map(lambda name: [f"{name}={value}"])


@pytest.mark.parametrize("command", sorted(COMMANDS), ids=" ".join)
@settings(deadline=None, max_examples=30)
@given(st.data())
def test_plain_lines_need_no_typer(command: tuple[str, ...], data: st.DataObject) -> None:
    declared = parameters(COMMANDS[command].load())
    options = [p for p in declared if isinstance(p.declared, Option)]
    needed = [p for p in options if p.default is NEEDED]
    others = [p for p in options if p.default is not NEEDED]
    chosen = needed + (data.draw(st.lists(st.sampled_from(others), unique=True, max_size=4)) if others else [])
    parts = [data.draw(said(p, "x")) for p in chosen]
    parts += [["a.txt"] for p in declared if isinstance(p.declared, Argument) and (p.many or p.default is NEEDED)]
    line = [*command, *(word for part in data.draw(st.permutations(parts)) for word in part)]
    found = read(line)
    assert found is not None
    assert found == typed(line)


@pytest.mark.parametrize(
    "line",
    ["", "--help", "lint --help", "lint -h", "lnt a", "rules", "rules lst", "lint a --fomat json", "lint a --format",
     "lint a --format --quiet", "lint a --quiet=1", "lint a -qw", "lint a -- -b", "rules show", "rules show a b",
     "why", "lint a --lang zh --lang en", "lint a -o=b", "lint --install-completion", "rules schema x"],
)  # fmt: skip
def test_what_is_odd_is_left_to_typer(line: str) -> None:
    assert read(line.split()) is None


def test_completion_is_left_to_typer(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(["lint", "a"]) is not None
    monkeypatch.setenv(COMPLETING, "complete_bash")
    assert read(["lint", "a"]) is None
