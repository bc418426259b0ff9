"""Rules and words kept between runs: the same as read anew, and never older than their files."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from checker import api
from checker.cache import Cache, digest
from checker.config import Config
from checker.model.rule import Rule
from checker.rulebook import skeleton
from checker.setup import Book, Loaded
from checker.shelf import Examples, Shelf
from checker.terminal import Trouble

OF = digest("some files")
WORDS = "lists:\n  own_words: [{}]\n"


@pytest.fixture(scope="module")
def read() -> api.Checker:
    return api.load()


def entry(folder: Path) -> Path:
    found = folder / digest("rules", OF)[:2]
    (inside,) = found.glob("*.z")
    return inside


def bare(rules: Sequence[Rule]) -> tuple[Rule, ...]:
    """Rules without their examples."""
    return tuple(replace(rule, examples=()) for rule in rules)


def test_what_is_kept_is_what_was_read(read: api.Checker, tmp_path: Path) -> None:
    shelf = Shelf(Cache(tmp_path), OF, lambda: True, examples=True)
    assert shelf.take() is None
    assert shelf.put(read.lexicon, read.rules) == (read.lexicon, read.rules)
    known = Shelf(Cache(tmp_path), OF, lambda: True, examples=True).take()
    assert known is not None
    lexicon, rules = known
    assert rules == read.rules and any(rule.examples and rule.unless and rule.slips for rule in rules)
    assert lexicon.lists == read.lexicon.lists and list(lexicon.lists) == list(read.lexicon.lists)
    assert lexicon.tables == read.lexicon.tables
    assert [list(slots) for slots in (r.slots for r in rules)] == [list(r.slots) for r in read.rules]


def test_a_check_is_given_no_examples(read: api.Checker, tmp_path: Path) -> None:
    shelf = Shelf(Cache(tmp_path), OF, lambda: True)
    assert shelf.put(read.lexicon, read.rules)[1] == bare(read.rules)
    known = shelf.take()
    assert known is not None and known[1] == bare(read.rules)


def test_without_the_examples_rules_are_read_anew(read: api.Checker, tmp_path: Path) -> None:
    shelf = Shelf(Cache(tmp_path), OF, lambda: True, examples=True)
    shelf.put(read.lexicon, read.rules)
    shelf.store.put(digest("examples", OF), Examples, Examples(()))  # of other rules
    assert shelf.take() is None and shelf._replace(examples=False).take() is not None
    assert api.load(shelf=shelf).rules == read.rules
    assert shelf.take() is not None


def test_the_answer_is_the_same(read: api.Checker, tmp_path: Path) -> None:
    shelf = Shelf(Cache(tmp_path), OF, lambda: True)
    api.load(shelf=shelf)
    kept = api.load(shelf=shelf)
    text = "全区共有社区书屋48家，其中东片31家、中片12家、西片6家。"
    assert kept.check(text) == read.check(text)


def test_files_that_changed_meanwhile_are_not_kept(read: api.Checker, tmp_path: Path) -> None:
    Shelf(Cache(tmp_path), OF, lambda: False).put(read.lexicon, read.rules)
    assert Shelf(Cache(tmp_path), OF, lambda: True).take() is None


@pytest.mark.parametrize("damage", [b"", b"x", zlib.compress(b"[]"), zlib.compress(b'["%s",[[],{},[]]]' % OF.encode())])
def test_a_damaged_entry_is_made_anew(read: api.Checker, tmp_path: Path, damage: bytes) -> None:
    shelf = Shelf(Cache(tmp_path), OF, lambda: True)
    shelf.put(read.lexicon, read.rules)
    entry(tmp_path).write_bytes(damage)
    assert shelf.take() is None
    assert api.load(shelf=shelf).rules == bare(read.rules)
    again = shelf.take()
    assert again is not None and again[1] == bare(read.rules)


def own(folder: Path, *words: str) -> Path:
    """A pack of one rule and its own words."""
    (folder / "words").mkdir(parents=True, exist_ok=True)
    (folder / "own-rule.yaml").write_text(skeleton("own-rule"), encoding="utf-8")
    (folder / "words" / "own.yaml").write_text(WORDS.format(", ".join(words)), encoding="utf-8")
    return folder


def made(folder: Path, *rules: Path) -> api.Checker:
    return Book(Config(rules=rules), Cache(folder), Loaded()).checker()


def test_a_changed_file_is_read_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pack = own(tmp_path / "pack", "甲组")
    reads: list[int] = []
    real = api._read
    monkeypatch.setattr(api, "_read", lambda folders: reads.append(len(folders)) or real(folders))
    assert made(tmp_path / "c", pack).lexicon.words("own_words") == ("甲组",)
    assert made(tmp_path / "c", pack).lexicon.words("own_words") == ("甲组",)
    assert reads == [2]
    own(pack, "乙组")
    assert made(tmp_path / "c", pack).lexicon.words("own_words") == ("乙组",)
    rule = (pack / "own-rule.yaml").read_text(encoding="utf-8")
    (pack / "own-rule.yaml").write_text(rule.replace("severity: warning", "severity: info"), encoding="utf-8")
    assert made(tmp_path / "c", pack).rules[-1].severity == "info"
    assert reads == [2, 2, 2]


def test_words_beside_a_single_rule_file_count(tmp_path: Path) -> None:
    file = own(tmp_path / "pack", "甲组") / "own-rule.yaml"
    assert made(tmp_path / "c", file).lexicon.words("own_words") == ("甲组",)
    own(tmp_path / "pack", "乙组")
    assert made(tmp_path / "c", file).lexicon.words("own_words") == ("乙组",)


def test_faults_are_told_each_time(tmp_path: Path) -> None:
    pack = own(tmp_path / "pack", "甲组")
    made(tmp_path / "c", pack)
    (pack / "own-rule.yaml").write_text("id: own-rule\nfoo: 1\n", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(Trouble, match=r"own-rule\.yaml:2:1"):
            made(tmp_path / "c", pack)


def test_two_sets_of_rules_side_by_side(tmp_path: Path) -> None:
    pack = own(tmp_path / "pack", "甲组")
    for _ in range(2):
        both = made(tmp_path / "c", pack), made(tmp_path / "c")
        assert len(both[0].rules) == len(both[1].rules) + 1
        assert (both[0].lexicon.words("own_words"), both[1].lexicon.words("own_words")) == (("甲组",), ())


def test_nowhere_to_keep_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert made(tmp_path / "file" / "c").rules


def test_two_at_once(read: api.Checker, tmp_path: Path) -> None:
    def turn(_: int) -> bool:
        shelf = Shelf(Cache(tmp_path), OF, lambda: True, examples=True)
        shelf.put(read.lexicon, read.rules)
        known = shelf.take()
        return known is not None and known[1] == read.rules

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(turn, range(8)))
    assert [path.suffix for path in tmp_path.rglob("*") if path.is_file() and path.name != "CACHEDIR.TAG"] == [".z"] * 2


def test_files_are_looked_at_again_only_after_they_were_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pack = own(tmp_path / "pack", "甲组")
    looks: list[tuple[Path, ...]] = []
    now = Loaded._now
    monkeypatch.setattr(Loaded, "_now", staticmethod(lambda rules: looks.append(rules) or now(rules)))
    made(tmp_path / "c", pack)
    assert len(looks) == 2
    made(tmp_path / "c", pack)
    assert len(looks) == 3
    key = digest("rules", now((pack,)))
    (tmp_path / "c" / key[:2] / f"{key[2:]}.z").write_bytes(b"damaged")
    made(tmp_path / "c", pack)
    assert len(looks) == 5
