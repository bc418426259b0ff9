"""Compiled patterns kept between runs: they match as those compiled anew, and damage costs time only."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.cache import Cache, regexes

PATTERNS = [
    r"(?P<year>[12][0-9]{3})年(?:(?P<month>1[0-2]|[1-9])月)?", r"(?i)ab+?c|(?<!万)亿",
    r"([一二三四五六七八九十百千万亿]{1,8})(?:元|人)\1?",
    r"(?:(?>[^。，]{0,9})共|[〇零两]++)(?=\d)", r"^\s*(?:甲|乙)[^\u3400-\u9fff]{2,}$",
]  # fmt: skip
TEXTS = ["", "2023年12月共5人", "一百万元一百万", "abbbc亿万亿", "  甲--------", "全区其中共12", "两两零3"]


def forget() -> None:
    re.purge()
    regex.purge()


def answers() -> list[list[tuple[object, ...]]]:
    compiled = [*map(re.compile, PATTERNS), re.compile("12.*人", re.S | re.M), *map(regex.compile, PATTERNS)]
    compiled.append(regex.compile(r"(?P<n>[\p{Han}--[一二]]+)(?:，(?P<n>\d+))*", flags=regex.V1))
    of_all = [[(p.pattern, p.flags, p.groups, dict(p.groupindex))] for p in compiled]
    found = [[(m.span(), m.groupdict(), m.groups()) for m in p.finditer(t)] for p in compiled for t in TEXTS]
    assert all(any(hits) for hits in zip(*[iter(found)] * len(TEXTS), strict=True))  # each pattern is put to use
    return [*of_all, *found]


def test_they_match_as_those_that_are_compiled() -> None:
    forget()
    expected = answers()
    data = regexes.fresh(({}, {}))
    assert data is not None
    forget()
    plain, rich = regexes.restore(data)
    assert (len(plain), len(rich)) == (len(PATTERNS) + 1, len(PATTERNS) + 1)
    assert answers() == expected


def test_nothing_is_compiled_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    forget()
    answers()
    data = regexes.fresh(({}, {}))
    forget()
    known = regexes.restore(data)

    engine, again = regexes._private(re)._compiler, []
    compile_one = engine.compile
    monkeypatch.setattr(engine, "compile", lambda *given: again.append(given[0]) or compile_one(*given))
    monkeypatch.setattr("regex._main._Source", again.append)
    answers()
    monkeypatch.undo()
    assert again == []
    assert regexes.fresh(known) is None


def test_what_came_since_is_added() -> None:
    forget()
    re.compile("abcd+")
    known = regexes.restore(regexes.fresh(({}, {})))
    regex.compile("efgh+")
    re.compile("x+")  # shorter than it is worth
    plain, rich = regexes.restore(regexes.fresh(known))
    assert (list(plain), list(rich)) == ([("abcd+", 0)], [("efgh+", 0)])


def test_too_many_are_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    forget()
    monkeypatch.setattr(regexes, "MOST", 3)
    for n in range(4):
        re.compile(f"abc{n}")
    assert regexes.restore(regexes.fresh(({}, {}))) == ({}, {})


WHOLE = regexes.fresh(({}, {})) if re.compile("whole+") else None


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=60), st.integers(0, 400), st.booleans())
def test_damage_costs_time_only(junk: bytes, at: int, signed: bool) -> None:
    assert WHOLE is not None
    data = WHOLE[:at] + junk + WHOLE[at + len(junk) :]
    if signed:  # by somebody who knows how: code that is none is refused all the same
        data = zlib.crc32(junk).to_bytes(4, "big") + junk
    forget()
    regexes.restore(data)
    assert re.compile("whole+").match("wholeee")


def test_other_engines_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    forget()
    answers()
    data = regexes.fresh(({}, {}))
    forget()
    monkeypatch.delattr(re, "_cache")
    assert regexes.restore(data) == ({}, {})
    assert regexes.fresh(({}, {})) is None


def lint(folder: Path, text: str) -> str:
    (folder / "a.txt").write_text(text, encoding="utf-8")
    code = "import pathlib, re, sys, checker.cli as c, checker.prepared as p; n = []; o = re._compiler.compile\n"
    code += "p.folder = lambda: pathlib.Path('nowhere')\n"  # an installed package brings some along
    code += "re._compiler.compile = lambda *a: n.append(a) or o(*a)\n"
    code += "try: c.main(['lint', 'a.txt', '--isolated', '--lang', 'zh'])\nfinally: print(len(n), file=sys.stderr)"
    env = {**os.environ, "CHECKER_CACHE_DIR": str(folder / "cache")}
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, env=env, capture_output=True, text=True, timeout=60)
    return done.stdout + done.stderr


def test_the_second_run_compiles_next_to_nothing(tmp_path: Path) -> None:
    text = "全区共有社区书屋48家，其中东片31家、中片12家、西片6家。"
    first = lint(tmp_path, text)
    *said, compiled = lint(tmp_path, text.replace("西", "北")).splitlines()
    assert said == first.splitlines()[:-1] and "error" in said[0]
    assert int(first.splitlines()[-1]) > 100 > int(compiled)


def test_bytes_are_kept_and_missed(tmp_path: Path) -> None:
    store = Cache(tmp_path / "c")
    assert store.get_bytes(regexes.NAME) is None
    store.put_bytes(regexes.NAME, b"abc")
    assert store.get_bytes(regexes.NAME) == b"abc"
    assert Cache(None).get_bytes(regexes.NAME) is None
    (tmp_path / "file").write_text("x", encoding="utf-8")
    blocked = Cache(tmp_path / "file" / "c")
    blocked.put_bytes(regexes.NAME, b"abc")
    assert blocked.trouble is not None and blocked.get_bytes(regexes.NAME) is None


def test_a_set_in_another_order_is_not_kept() -> None:
    """A pattern that a library makes of a set is another one in each process: keeping it would fill the entry."""
    kept = {("[abc]x", 0): None}
    assert regexes._shuffled("[cab]x", kept)
    assert not regexes._shuffled("[abd]x", kept) and not regexes._shuffled("[abc]", kept)


def test_code_that_was_noted_is_not_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    forget()
    compiler = regexes._private(re)._compiler
    make = compiler._code
    monkeypatch.setattr(compiler, "_code", lambda *given: make(*given))  # one that nobody listens to yet
    noted = regexes.note()
    assert regexes.note() is noted
    expected = answers()
    anew = regexes.fresh(({}, {}))
    made: list[object] = []
    monkeypatch.setattr(compiler, "_code", lambda *given: made.append(given))
    data = regexes.fresh(({}, {}), noted)
    assert data == anew and made == []
    monkeypatch.undo()
    forget()
    regexes.restore(data)
    assert answers() == expected


def test_no_more_is_noted_than_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    forget()
    compiler = regexes._private(re)._compiler
    monkeypatch.setattr(compiler, "_code", lambda parsed, flags: [len(parsed), flags])
    monkeypatch.setattr(regexes, "MOST", 2)
    noted = regexes.note()
    for pattern in ("abcd", "abcde", "abcdef"):
        compiler._code(regexes._private(re)._parser.parse(pattern), 0)
    assert list(noted) == [("abcd", 0), ("abcde", 0)]
    compiler._code("what has no source", 0)


def test_an_engine_without_such_a_function_notes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(regexes._private(re)._compiler, "_code")
    assert regexes.note() == {}
