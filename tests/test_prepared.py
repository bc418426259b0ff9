"""What a wheel brings ready made: the same as read and compiled anew, and left alone where it does not fit."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from checker import api, prepared
from checker.cache import Cache, digest, of_contents, regexes
from checker.cache.regexes import Codes
from checker.config import Config
from checker.lexicon import shipped_rules
from checker.preparing import prepare
from checker.rulebook import skeleton
from checker.setup import Loaded
from checker.shelf import Shelf, nowhere, ready

TEXT = "全区共有社区书屋48家，其中东片31家、中片12家、西片6家。"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    text = folder.parent / "one.txt"
    text.write_text(TEXT, encoding="utf-8")
    prepare(folder, [text])
    return folder


@pytest.fixture
def here(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of them, where they are looked for."""
    folder = tmp_path / "shipped"
    shutil.copytree(made, folder)
    monkeypatch.setattr(prepared, "folder", lambda: folder)
    return folder


def test_rules_are_those_that_would_be_read(here: Path) -> None:
    lexicon, rules = api._read([shipped_rules()])
    known = ready(nowhere())
    assert known is not None
    assert known[1] == tuple(replace(rule, examples=()) for rule in rules)
    assert all(Path(rule.path).is_file() for rule in known[1])
    assert known[0].lists == lexicon.lists and list(known[0].lists) == list(lexicon.lists)
    assert known[0].tables == lexicon.tables


def test_nothing_is_read_where_they_are_there(here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "_read", lambda folders: pytest.fail(f"read {folders}"))
    (tmp_path / "one.txt").write_text(TEXT, encoding="utf-8")
    store = Cache(tmp_path / "c")
    checker, _ = Loaded().checker(Config(), store)
    assert checker.check(TEXT).findings
    assert api.check(TEXT).findings and api.check_file(here.parent / "one.txt").findings
    shutil.rmtree(here)
    assert Loaded().checker(Config(), Cache(tmp_path / "c"))[0].rules == checker.rules  # they are on the shelf now


def test_nothing_is_put_on_the_shelf_of_files_that_changed(here: Path, tmp_path: Path) -> None:
    store = Cache(tmp_path / "c")
    assert ready(Shelf(store, digest("some"), lambda: False)) is not None
    assert Shelf(store, digest("some"), lambda: True).take() is None


def test_with_rules_of_ones_own_all_are_read(here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reads: list[int] = []
    real = api._read
    monkeypatch.setattr(api, "_read", lambda folders: reads.append(len(folders)) or real(folders))
    (tmp_path / "own-rule.yaml").write_text(skeleton("own-rule"), encoding="utf-8")
    own = Config(rules=(tmp_path / "own-rule.yaml",))
    assert Loaded().checker(own, Cache(None))[0].rules[-1].id == "own-rule"
    assert reads == [2]


def test_who_wants_examples_reads_them(here: Path) -> None:
    assert all(rule.examples for rule in api.load().rules)
    assert all(rule.examples for rule in Loaded(examples=True).checker(Config(), Cache(None))[0].rules)


@pytest.mark.parametrize("change", ["a rule", "a word", "code", "a rule more", "a rule less"])
def test_made_of_other_files_they_are_left_alone(
    here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    rules = tmp_path / "rules"
    shutil.copytree(shipped_rules(), rules)
    monkeypatch.setattr(prepared, "shipped_rules", lambda: rules)
    assert prepared.rules() is not None  # wherever they lie
    rule = next(path for path in sorted(rules.rglob("*.yaml")) if path.parent.name != "words")
    if change == "code":
        package = tmp_path / "checker"
        shutil.copytree(Path(prepared.__file__).parent, package)
        monkeypatch.setattr(prepared, "__file__", str(package / "prepared.py"))
        assert prepared.rules() is not None
        rule = package / "shelf.py"
    elif change == "a word":
        rule = min(rules.rglob("words/*.yaml"))
    if change == "a rule less":
        rule.unlink()
    elif change == "a rule more":
        shutil.copy(rule, rule.with_name("another.yaml"))
    else:
        rule.write_text(rule.read_text(encoding="utf-8") + "# new\n", encoding="utf-8")
    assert prepared.rules() is None and ready(nowhere()) is None


@pytest.mark.parametrize("damage", [b"", b"x", zlib.compress(b"")])
def test_damaged_ones_count_as_none(here: Path, damage: bytes) -> None:
    for name in (prepared.RULES, prepared.PATTERNS):
        (here / name).write_bytes(damage)
    assert prepared.rules() is None and prepared.patterns(regexes.NAME) is None
    assert api.check(TEXT).findings


def test_what_is_no_book_is_read_anew(here: Path) -> None:
    (here / prepared.RULES).write_bytes(zlib.compress(f"{prepared._made_of()}\n[1, 2]".encode()))
    assert ready(nowhere()) is None and api.check(TEXT).findings


def test_a_folder_on_another_system(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its name has signs that JSON writes otherwise, and others between the folders."""
    folder, of = 'C:\\all "rules"', prepared._made_of()
    monkeypatch.setattr(prepared, "_made_of", lambda: of)
    monkeypatch.setattr(prepared, "shipped_rules", lambda: folder)
    monkeypatch.setattr(prepared.os, "sep", "\\")
    text = prepared.rules()
    assert text is not None
    paths = {place for place in map(str, _strings(json.loads(text))) if place.endswith(".yaml")}
    assert paths and all(re.fullmatch(r'C:\\all "rules"(\\[\w-]+)+\.yaml', place) for place in paths)
    prepared.write(here, text, regexes.NAME, b"")
    monkeypatch.undo()
    value = zlib.decompress((here / prepared.RULES).read_bytes()).decode("ascii").partition("\n")[2]
    assert f'"{prepared.ROOT}/zh/' in value and "C:" not in value


def _strings(value: object) -> list[str]:
    if isinstance(value, dict):
        value = list(value.values())
    return [text for one in value for text in _strings(one)] if isinstance(value, list) else [str(value)]


def test_patterns_fit_their_engines_alone(here: Path, tmp_path: Path) -> None:
    assert prepared.patterns(digest("another Python")) is None
    data = prepared.patterns(regexes.NAME)
    known: Codes = regexes.restore(data)
    assert len(known[0]) > 100 and not known[1]
    store = Cache(tmp_path / "c")
    Loaded().checker(Config(), store)
    assert store.get_bytes(regexes.NAME) == data


def test_always_the_same_of_the_same(here: Path, made: Path) -> None:
    text, data = prepared.rules(), prepared.patterns(regexes.NAME)
    assert text is not None and data is not None
    prepared.write(here, text, regexes.NAME, data)
    for name in (prepared.RULES, prepared.PATTERNS):
        assert (here / name).read_bytes() == (made / name).read_bytes()


def test_the_order_of_patterns_is_theirs() -> None:
    re.purge()
    re.compile("second+")
    re.compile("first+")
    other = regexes.lasting()
    re.purge()
    re.compile("first+")
    re.compile("second+")
    assert list(regexes.restore(regexes.lasting())[0]) == [("first+", 0), ("second+", 0)]
    assert regexes.lasting() == other


def test_contents_count_and_nothing_else(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    (one / "in").mkdir(parents=True)
    (one / "a.py").write_text("a", encoding="utf-8")
    (one / "in" / "b.yaml").write_text("b", encoding="utf-8")
    shutil.copytree(one, two)
    os.utime(two / "a.py", (1, 1))
    (two / "note.md").write_text("no code", encoding="utf-8")
    (two / "left").mkdir()
    (two / "left" / "c.py").write_text("c", encoding="utf-8")
    assert of_contents(one) == of_contents(two, leaving=two / "left") != of_contents(two)
    (two / "in" / "b.yaml").write_text("B", encoding="utf-8")
    assert of_contents(one) != of_contents(two, leaving=two / "left")


def test_the_first_run_has_no_need_of_yaml(made: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    code = "import sys, checker.prepared as p; from pathlib import Path; p.folder = lambda: Path(sys.argv[1])\n"
    code += "import re, checker.cli as c; n = []; o = re._compiler.compile\n"
    code += "re._compiler.compile = lambda *a: n.append(a) or o(*a)\n"
    code += "try: c.main(['lint', 'a.txt', '--isolated', '--lang', 'en'])\n"
    code += "finally: print({'yaml', 'pydantic'} & sys.modules.keys(), len(n) < 100, file=sys.stderr)"
    env = {**os.environ, "CHECKER_CACHE_DIR": str(tmp_path / "cache")}
    words = [sys.executable, "-c", code, str(made)]
    done = subprocess.run(words, cwd=tmp_path, env=env, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1 and done.stderr.splitlines()[-1] == "set() True"


def test_a_python_that_lets_no_pattern_be_kept_has_the_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def cannot() -> bytes:
        raise AttributeError("_compiler")

    monkeypatch.setattr(regexes, "lasting", cannot)
    prepare(tmp_path, [])
    monkeypatch.setattr(prepared, "folder", lambda: tmp_path)
    assert prepared.rules() and not prepared.patterns(regexes.NAME)
    assert regexes.restore(prepared.patterns(regexes.NAME)) == ({}, {})
