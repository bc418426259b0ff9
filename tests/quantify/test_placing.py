"""What the word files say of the characters around a numeral must be true of their patterns."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.lexicon import default_lexicon
from checker.quantify import numbers
from checker.quantify.patterns import shapes
from checker.quantify.placing import Plans, Shape, is_odd
from checker.quantify.vocabulary import vocabulary
from checker.quantify.words import Stretches, alternation, around, finder, scan

LEXICON = default_lexicon()
WORDS = vocabulary(LEXICON)
SHAPES = [*shapes(LEXICON.table("shapes"), LEXICON), *shapes(LEXICON.table("markers"), LEXICON)]
# Whatever stands beside numerals in the patterns, so that near misses are common.
NEAR = sorted({char for shape in SHAPES for char in (*(shape.behind or ()), *(shape.before or ()))} - {"\n"})
NUMERALS = st.one_of(
    st.integers(0, 10**12).map(str),
    st.decimals(0, 3000, places=2).map(str),
    st.text("0123456789", min_size=1, max_size=12),
    st.text("一二三四五六七八九十百千万两零〇半", min_size=1, max_size=5),
)
TEXTS = st.lists(
    st.one_of(
        NUMERALS, st.sampled_from(NEAR), st.sampled_from(["年度", "季度", "日", " ", "分之", "号", "强", "时代"])
    ),
    min_size=1,
    max_size=9,
).map("".join)


def everything() -> Plans:
    """Plans that try all at each numeral, as if the word files said nothing of the places."""
    free = [Shape(s.name, s.kind, s.style, s.unit, s.back, s.where, s.pattern) for s in SHAPES]
    return Plans([s for s in free if s.kind == "marker"], [s for s in free if s.kind != "marker"], None, odd=True)


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_a_shape_fits_only_where_its_place_says(text: str) -> None:
    for match in WORDS.written.finditer(text):
        at, end = match.span()
        odd, behind, before = is_odd(match[0][0], end - at), text[end : end + 1], text[at - 1 : at]
        for shape in SHAPES:
            fits = shape.pattern.match(text, at)
            if fits and fits.end() > at and shape.name != "noun_arabic" and shape.name != "noun_chinese":
                assert shape.may_be(behind, odd), shape.name
                assert shape.before is None or before in shape.before, shape.name


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_what_is_found_does_not_depend_on_the_plans(text: str) -> None:
    found = [(q.span, q.kind, q.parts, q.number) for q in numbers(text, LEXICON)]
    plans, odd = dict(WORDS.plans), dict(WORDS.odd_plans)
    free = everything()
    try:
        for one in {text[i : i + 1] for i in range(len(text) + 1)}:
            WORDS.plans[one] = WORDS.odd_plans[one] = free[one]
        assert [(q.span, q.kind, q.parts, q.number) for q in numbers(text, LEXICON)] == found
    finally:
        for kept, before in ((WORDS.plans, plans), (WORDS.odd_plans, odd)):
            kept.clear()
            kept.update(before)


def test_a_shape_that_says_nothing_is_tried_everywhere() -> None:
    free = Shape("x", "name", "", "", 0, "", re.compile("[0-9]+x"))
    for behind in ("", "年", "x", "、"):
        assert Plans((), (free,), frozenset(), odd=False)[behind].shapes == (free,)
    assert not Plans((), (free,), frozenset(), odd=False)["年"].quiet


@pytest.mark.parametrize(
    "written, odd", [("7", False), ("0", False), ("07", True), ("0.5", True), ("123456", False), ("20230918", True)]
)
def test_odd_numerals(written: str, odd: bool) -> None:
    assert is_odd(written[0], len(written)) is odd


@given(st.sets(st.text("甲乙丙丁", min_size=1, max_size=4), min_size=1, max_size=8), st.text("甲乙丙丁戊", max_size=20))
def test_scan_finds_what_the_alternation_finds(words: set[str], text: str) -> None:
    plain = re.compile(alternation(words))
    assert [m.span() for m in scan(words).finditer(text)] == [m.span() for m in plain.finditer(text)]


@given(st.sets(st.text("甲乙一二", min_size=1, max_size=4), min_size=1, max_size=8), st.text("甲乙一二", max_size=12))
def test_a_finder_finds_the_longest_word_around_a_numeral(words: set[str], text: str) -> None:
    one = finder(words)
    near = around([one])
    for at, char in enumerate(text):
        if char not in "一二":
            continue
        found = one.find(text, at)
        fitting = [
            (start, start + len(word))
            for word in words
            for start in range(len(text))
            if text.startswith(word, start)
            and (first := next((i for i, c in enumerate(word) if c in "一二"), None)) is not None
            and start + first == at
        ]
        assert (found is None) == (not fitting)
        if found is not None:
            assert found[1] - found[0] == max(end - start for start, end in fitting)
            assert near.meets(text, at)


def test_stretches_need_one_of_their_signs() -> None:
    both = Stretches([(["@"], "[a-z]+@[a-z]+"), (["<", ">"], "<[a-z]+>")])
    assert both.of("a@b <c>") == [(0, 3), (4, 7)]
    assert both.of("<c> a") == [(0, 3)]
    assert both.of("nothing") == []
