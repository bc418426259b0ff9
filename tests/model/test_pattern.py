"""The grammar of patterns."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.model.pattern import (
    Choice,
    End,
    Gap,
    PatternError,
    Repeat,
    Seq,
    SlotRef,
    Start,
    Text,
    Words,
    binds,
    nullable,
    parse_pattern,
    walk,
)


def test_items() -> None:
    assert parse_pattern("^ {a} .. 其 中@w.1...(，|、)? $") == Seq(
        (
            Start(),
            SlotRef("a"),
            Gap(True),
            Text("其中"),
            Words("w", 1),
            Gap(False),
            Repeat(Choice((Text("，"), Text("、"))), "?"),
            End(),
        )
    )


def test_groups_and_repetition() -> None:
    tree = parse_pattern("{total} ... @of_which (... {part})+")
    assert isinstance(tree, Seq)
    assert tree.items[-1] == Repeat(Seq((Gap(False), SlotRef("part"))), "+")
    assert parse_pattern("的确?") == Seq((Text("的"), Repeat(Text("确"), "?")))
    assert parse_pattern("((甲))") == Text("甲")


@pytest.mark.parametrize(
    ("text", "answer"),
    [("{a}", True), ("甲 ({a}|乙 {b})", True), ("(... {a})+", True), ("甲", False), ("{a}*", False), ("甲 {a}?", False),
     ("({a}|乙)", False)],
)  # fmt: skip
def test_what_binds_in_every_match(text: str, answer: bool) -> None:
    assert binds(parse_pattern(text)) is answer


def test_offsets() -> None:
    tree = parse_pattern("甲 {a} (.. @b)+")
    assert [(type(n).__name__, n.at) for n in walk(tree)] == [
        ("Seq", 0), ("Text", 0), ("SlotRef", 2), ("Repeat", 6), ("Seq", 7), ("Gap", 7), ("Words", 10),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("", 0), ("  ", 2), ("{A}", 0), ("{a", 0), ("{a b}", 0), ("a}", 1), ("@", 0), ("@1", 0), ("a . b", 2),
        ("{a} .... {b}", 4), ("{a} .. ...", 7), ("(a", 0), ("a)", 1), ("a|", 2), ("|a", 0), ("()", 1), ("a++", 2),
        ("+a", 0), ("(a?)+", 4), ("(..)*", 4), ("^?", 1), ("..?", 2), ("(" * 11 + "a" + ")" * 11, 10),
        ("a" * 1001, 1000),
    ],
)  # fmt: skip
def test_errors(text: str, position: int) -> None:
    with pytest.raises(PatternError) as raised:
        parse_pattern(text)
    assert raised.value.position == position


@given(st.text(alphabet="{}ab@.(|)?+*^$ 甲，"))
def test_any_text_is_a_tree_or_one_error(text: str) -> None:
    tree, position = None, 0
    try:
        tree = parse_pattern(text)
    except PatternError as error:
        position = error.position
    assert 0 <= position <= len(text)
    for node in walk(tree) if tree is not None else ():
        assert not (isinstance(node, Repeat) and nullable(node.node))
