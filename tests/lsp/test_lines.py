"""Places in a text as editors count them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("pygls", reason="pygls is not installed")

from lsprotocol.types import Position, Range

from checker.lsp.lines import Lines

ENCODINGS = ("utf-8", "utf-16", "utf-32")
CHARACTERS = st.sampled_from("a1,é所数😀𠮷e\u0301\u200d\n\r\f\v\x85\u2028\x00\ud800")
TEXTS = st.lists(CHARACTERS | st.just("\r\n"), max_size=40).map("".join)


def units(text: str, encoding: str) -> int:
    """Counted another way: by encoding."""
    code = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}[encoding]
    return len(text.encode(code[0], "surrogatepass")) // code[1]


def lines_of(text: str) -> list[str]:
    """Lines without their ends, as the protocol cuts them."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


@given(TEXTS, st.sampled_from(ENCODINGS), st.data())
@settings(max_examples=80, deadline=None)
def test_there_and_back(text: str, encoding: str, data: st.DataObject) -> None:
    lines = Lines(text, encoding)
    offset = data.draw(st.integers(0, len(text)))
    place = lines.position(offset)
    back = lines.offset(place)
    assert back == offset or text[back:offset] == "\r", "only the middle of a line's end is no place of its own"
    line = lines_of(text)[place.line]
    before = text[lines.line_start(offset) : back]
    assert line.startswith(before)
    assert place.character == units(before, encoding)


@given(TEXTS, st.sampled_from(ENCODINGS), st.integers(0, 45), st.integers(0, 90))
@settings(max_examples=80, deadline=None)
def test_any_place_has_an_offset(text: str, encoding: str, line: int, character: int) -> None:
    offset = Lines(text, encoding).offset(Position(line, character))
    wanted = lines_of(text)
    if line >= len(wanted):
        assert offset == len(text)
        return
    start = Lines(text, encoding).offset(Position(line, 0))
    before = text[start:offset]
    assert wanted[line].startswith(before)
    assert units(before, encoding) <= character
    if before != wanted[line]:  # the next character would be too far
        assert units(wanted[line][: len(before) + 1], encoding) > character


@given(TEXTS, TEXTS, st.sampled_from(ENCODINGS), st.data())
@settings(max_examples=60, deadline=None)
def test_an_edit_of_a_range(text: str, new: str, encoding: str, data: st.DataObject) -> None:
    lines = Lines(text, encoding)
    a, b = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    a, b = (lines.offset(lines.position(at)) for at in (a, b))
    for change in (lines.range(a, b), Range(lines.position(b), lines.position(a))):
        assert lines.replaced(change, new).text == text[:a] + new + text[b:]


def test_only_three_signs_end_a_line() -> None:
    lines = Lines("一\f二\u2028三\x85四\r\n五\r六")
    assert lines.position(7) == Position(0, 7)
    assert lines.position(9) == Position(1, 0)
    assert lines.position(11) == Position(2, 0)
    assert lines.line_end(0) == 7


def test_inside_a_character_is_its_beginning() -> None:
    assert Lines("😀所", "utf-16").offset(Position(0, 1)) == 0
    assert Lines("😀所", "utf-8").offset(Position(0, 6)) == 1
