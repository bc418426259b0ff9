"""A file with many mistakes: all are told at once, at their places, and no mistake is told twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.rulebook import RuleErrors, load_rules
from tests.rulebook.lexicon import Lexicon

FILE = Path(__file__).parent.parent / "data" / "rules" / "ten_mistakes.yaml"


def place(line: int, text: str, nth: int = 1) -> tuple[int, int]:
    """Line and column of the nth occurrence of a text in a line of the file."""
    content = FILE.read_text("utf-8").split("\n")[line - 1]
    at = -1
    for _ in range(nth):
        at = content.index(text, at + 1)
    return line, at + 1


def test_all_mistakes_at_once() -> None:
    with pytest.raises(RuleErrors) as raised:
        load_rules([FILE], Lexicon())
    told = [((e.place.line, e.place.column), e.message, e.suggestion) for e in raised.value.errors]
    assert len(told) == 10
    assert told == [
        (place(1, "TenMistakes"), 'the id "TenMistakes" is not kebab-case', "ten-mistakes"),
        (place(3, "eror"), 'unknown severity "eror"', "error"),
        (place(4, "title"), 'the key "en" is missing', None),
        (place(7, "rol:"), 'unknown key "rol"', "role"),
        (place(7, "totl"), 'unknown slot "totl"', "total"),
        (place(10, "@of_wich"), 'unknown word list "@of_wich"', "@of_which"),
        (place(11, "("), "a group is not closed", None),
        (place(12, "summ"), 'unknown function "summ"', "sum"),
        (place(13, "totals"), 'unknown slot "totals"', "total"),
        (place(17, "«", 2), "a « stands inside another", None),
    ]


def test_error_as_text() -> None:
    with pytest.raises(RuleErrors) as raised:
        load_rules([FILE], Lexicon())
    lines = str(raised.value).splitlines()
    assert lines[1] == f'{FILE}:3:11: unknown severity "eror" (expected error, info or warning; did you mean "error"?)'
