"""Word files: merged, frozen, and wrong ones named with file and line."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from checker.lexicon import LexiconError, default_lexicon, load_lexicon


def write(folder: Path, name: str, text: str) -> Path:
    (folder / "words").mkdir(exist_ok=True)
    path = folder / "words" / name
    path.write_text(text, encoding="utf-8")
    return path


def test_merges_files(tmp_path: Path) -> None:
    write(tmp_path, "a.yaml", "lists: {one: [x, y]}")
    write(tmp_path, "b.yaml", "tables: {two: {k: [v]}}")
    found = load_lexicon([tmp_path])
    assert found.words("one") == ("x", "y")
    assert found.table("two")["k"] == ("v",)
    assert found.words("absent") == ()
    with pytest.raises(TypeError):
        found.lists["one"] = ()  # type: ignore[index]


@pytest.mark.parametrize(
    "text, line",
    [
        ("words: {}", 1),
        ("lists:\n  One: [x]", 2),
        ("lists:\n  one: [1]", 2),
        ("lists:\n  one: x", 2),
        ("lists: {one: [x]", 2),
        ("lists:\n  one: [x]\n  one: [y]", 3),
        ("tables:\n  one: {a: yes}", None),
    ],
)
def test_errors_name_file_and_line(tmp_path: Path, text: str, line: int | None) -> None:
    path = write(tmp_path, "a.yaml", text)
    with pytest.raises(LexiconError, match=f"{path.name}:{line or 2}"):
        load_lexicon([tmp_path])


def test_a_name_in_two_files_is_an_error(tmp_path: Path) -> None:
    write(tmp_path, "a.yaml", "lists: {one: [x]}")
    write(tmp_path, "b.yaml", "lists: {one: [x]}")
    with pytest.raises(LexiconError, match="already"):
        load_lexicon([tmp_path])


def test_survives_pickling() -> None:
    lexicon = default_lexicon()
    again = pickle.loads(pickle.dumps(lexicon))
    assert dict(again.lists) == dict(lexicon.lists)
    assert again.table("units") == lexicon.table("units")
