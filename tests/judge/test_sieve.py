"""The sieve leaves out no place where a pattern matches."""

from __future__ import annotations

import pytest

from checker.judge.compiled import compile_rule
from checker.judge.mask import Mask
from checker.judge.pattern import CompiledPattern, Opening, Reach
from checker.judge.sieve import Needs, Sieve, Stretch
from checker.lexicon import shipped_rules
from checker.model.rule import Rule
from checker.rulebook import load_rules
from tests.judge.judging import lexicon, mask, rule

RULES = [r for r in load_rules([shipped_rules()], lexicon()) if r.patterns]
SHARE = """
kind: prose
slots:
  whole: {role: level}
  part: {role: level, like: whole}
patterns: ['{whole} ... (甲|乙) ... 丙? 丁 {part}']
assert: whole > part
"""


def places(pattern: CompiledPattern, m: Mask, stretches: list[Stretch]) -> list[Stretch]:
    return [
        found.span()
        for start, end in stretches
        for found in pattern.matcher.regex.finditer(m.text, start, end, overlapped=True)
    ]


@pytest.mark.parametrize("one", RULES, ids=lambda r: r.id)
def test_no_match_is_lost(one: Rule) -> None:
    """The patterns of a rule over all its examples at once."""
    m = mask("\n\n".join(e.text for e in one.examples), markdown=True)
    patterns, everywhere = compile_rule(one, lexicon()).patterns, [(0, len(m.text))]
    sieve = Sieve(m, everywhere, Needs(patterns))
    found = 0
    for pattern in patterns:
        known = places(pattern, m, everywhere)
        assert (pattern in sieve.found) >= bool(known)
        if pattern.opening is not Opening.NUMBER:  # these are not searched
            assert places(pattern, m, sieve.found.get(pattern, [])) == known
        found += len(known)
    assert found


def test_only_lines_that_may_match_are_searched() -> None:
    (pattern, *_) = rule(SHARE).patterns
    texts = ("共有3所，乙和丁2所。", "共有3所，丁和甲2所。", "共有3所，甲和丙2所。", "2024年，乙和丁都好。", "乙丁。")
    m = mask("\n\n".join(texts))
    found = [m.text[start:end] for start, end in Sieve(m, [(0, len(m.text))], Needs([pattern])).found.get(pattern, [])]
    assert pattern.within is Reach.SENTENCE and len(found) == 2
    assert all("丁" in line for line in found)


def searched(match: str, text: str) -> list[str]:
    """Where a pattern of two alike numbers is searched for."""
    yaml = f"""
kind: prose
slots:
  whole: {{role: level}}
  part: {{role: level, like: whole}}
patterns: ['{match}']
assert: whole > part
"""
    (pattern, *_) = rule(yaml).patterns
    m = mask(text)
    return [m.text[start:end] for start, end in Sieve(m, [(0, len(m.text))], Needs([pattern])).found.get(pattern, [])]


def test_a_sentence_must_hold_as_many_numbers_as_the_pattern() -> None:
    assert len(searched("{whole} ... {part}", "共有3所。共有5所，建2所。没有。共有7所，建2所，修4所。")) == 2


def test_a_mark_is_needed_in_any_width() -> None:
    assert len(searched("{whole} .. ： {part}", "共有3所，建2所。共有3所：2所。共有4所:2所。")) == 2
    assert len(searched("{whole} .. ， {part}", "共有3所，建2所。共有3所：2所。共有4所:2所。")) == 3


def test_the_mark_that_ends_a_sentence_belongs_to_it() -> None:
    (pattern, *_) = rule(SHARE.replace("丁 {part}", "丁 {part} (。|，)")).patterns
    assert pattern.within is Reach.SENTENCE
    (pattern, *_) = rule(SHARE.replace("丁 {part}", "丁 。 {part}")).patterns
    assert pattern.within is Reach.LINE


def test_a_pattern_that_crosses_lines_is_searched_everywhere() -> None:
    (pattern, *_) = rule(SHARE + "scope: section\n").patterns
    m = mask("共有3所，乙和\n\n丁2所。")
    assert pattern.within is Reach.ANYTHING
    assert list(Sieve(m, [(0, len(m.text))], Needs([pattern])).found.get(pattern, [])) == [(0, len(m.text))]
    m = mask("共有3所，乙和\n\n丙2所。")
    assert list(Sieve(m, [(0, len(m.text))], Needs([pattern])).found.get(pattern, [])) == []


def test_only_the_stretches_that_are_given_are_searched() -> None:
    (pattern, *_) = rule(SHARE).patterns
    m = mask("共有3所，乙和丁2所。共有4所，乙和丁3所。")
    cut = m.text.index("。") + 1
    assert list(Sieve(m, [(cut, len(m.text))], Needs([pattern])).found.get(pattern, [])) == [
        (cut, m.text.rindex("。") + 1)
    ]
