"""Patterns that are admitted end in time on every text, and mean what they meant before they were made atomic."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
import regex
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from checker.judge import clock
from checker.judge.clock import Clock, Overtime
from checker.judge.compiled import CompiledRule, CompiledRules, compile_rule
from checker.judge.engine import judge
from checker.judge.mask import sign_class
from checker.model.pattern import PatternError, parse_pattern
from checker.rulebook import RuleErrors, load_rule_text
from checker.rulebook.cost import MOST_STEPS, CostError, weigh
from checker.rulebook.shape import SlotShape
from tests.judge.judging import REST, lexicon, read

SLOTS = """
kind: prose
scope: %s
slots:
  a: {role: level}
  b: {role: rate, kind: [percent]}
  c: {role: level, like: a, many: 2..}
  d: {kind: name}
  l: {items: true}
"""
SHAPES = {
    "a": SlotShape(role=["level"]),
    "b": SlotShape(role=["rate"], kind=["percent"]),
    "c": SlotShape(role=["level"], like="a", many="2.."),
    "d": SlotShape(kind=["name"]),
    "l": SlotShape(items=True),
}
SIGNS = [
    sign_class(["quantity"], ["level"])[0],
    sign_class(["percent"], ["rate"])[0],
    sign_class(["name"], ["none"])[0],
]
SIGNS.append(chr(ord(SIGNS[0]) + 1))  # another dimension

atoms = st.sampled_from(
    [
        "{a}",
        "{b}",
        "{c}",
        "{d}",
        "{l}",
        "..",
        "...",
        "甲",
        "乙",
        "甲甲",
        "，",
        "、",
        "@of_which",
        "(甲|甲乙)",
        "(，|、)",
        "^",
        "$",
    ]
)
sequences = st.lists(atoms, min_size=1, max_size=6).map(" ".join)
groups = st.tuples(sequences, st.sampled_from(["?", "+", "*", ""])).map(lambda t: f"({t[0]}){t[1]}")
patterns = st.lists(st.one_of(atoms, groups), min_size=1, max_size=6).map(" ".join)
pieces = st.sampled_from([*SIGNS, "甲", "乙", "甲甲", "，", "、", "。", "其中", "，其中", "字", "和"])
unlucky = st.tuples(
    st.lists(pieces, min_size=1, max_size=5).map("".join), st.integers(1, 60), st.text("甲，末", max_size=3)
)


def compiled(text: str, scope: str) -> CompiledRule | None:
    """The rule of a pattern, if it is admitted."""
    names = [name for name in "abcdl" if f"{{{name}}}" in text]
    head = [line for line in (SLOTS % scope).splitlines() if line[:2] != "  " or line[2] in names]
    rest = "\n".join(head) + f"\npatterns: ['{text}']\nassert: never\n"
    try:
        rule = load_rule_text(REST + rest, "test-rule.yaml", lexicon(), strict=False)
    except RuleErrors:
        return None
    return compile_rule(rule, lexicon(), limited=True)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(patterns, st.sampled_from(["clause", "sentence", "document"]), st.lists(unlucky, min_size=1, max_size=3))
def test_admitted_patterns_end_in_time(text: str, scope: str, parts: list[tuple[str, int, str]]) -> None:
    """Within the steps that were counted, each of them generously 100 ns; and matches are those of the plain regex."""
    assume("{" in text)
    one = compiled(text, scope)
    assume(one is not None)
    assert one is not None
    steps = weigh(parse_pattern(text), SHAPES, lexicon(), scope)
    assert steps <= MOST_STEPS
    hostile = "".join(piece * n + end for piece, n, end in parts)[:1500]
    for pattern in one.patterns:
        source = pattern.matcher.regex.pattern
        begun = time.thread_time_ns()
        found = [(m.span(), m.capturesdict()) for m in pattern.matcher.regex.finditer(hostile, overlapped=True)]
        assert time.thread_time_ns() - begun <= 50_000_000 + len(hostile) * steps * 100, (text, hostile)
        plain = regex.compile(source.replace("(?>", "(?:"), flags=regex.V1)
        with suppress(TimeoutError):  # what the atomic groups are for
            assert [(m.span(), m.capturesdict()) for m in plain.finditer(hostile, overlapped=True, timeout=1)] == found


@settings(max_examples=300, deadline=None)
@given(patterns)
def test_refusals_name_a_place_in_the_pattern(text: str) -> None:
    refused: PatternError | CostError | None = None
    try:
        weigh(parse_pattern(text), SHAPES, lexicon(), "sentence")
    except (PatternError, CostError) as error:
        refused = error
    assert refused is None or (0 <= refused.position <= len(text) and refused.expected)


def test_without_atoms_it_was_exponential() -> None:
    """The test above can fail: a shipped shape of pattern, once plain and once as it is written now."""
    one = compiled("{a} (.. 甲 .. {c} ，)+ 末 .. {b}", "sentence")
    assert one is not None
    finder = one.patterns[0].matcher.regex
    hostile = SIGNS[0] + ("甲甲" + SIGNS[0] + "，") * 30 + "末" + "字" * 30 + SIGNS[1]
    begun = time.thread_time_ns()
    assert list(finder.finditer(hostile, overlapped=True)) == []
    assert time.thread_time_ns() - begun < 500_000_000
    with pytest.raises(TimeoutError):
        list(regex.compile(finder.pattern.replace("(?>", "(?:"), regex.V1).finditer(hostile, timeout=1))


SLOW = "{a} ... 的 ... 的 {b}"
TEXT = "学校3所" + "的" * 620


def late(text: str, document: str, *, limited: bool = True) -> tuple[list[str], int]:
    one = compiled(text, "document")
    assert one is not None
    rule = compile_rule(one.rule, lexicon(), limited=limited)
    relations, _, over = judge(CompiledRules([rule]), *read(document), lexicon(), None, "zh")
    return over, len(relations)


def test_a_slow_rule_is_stopped_in_the_midst_of_a_search(monkeypatch: pytest.MonkeyPatch) -> None:
    assert late(SLOW, TEXT * 20 + "增长30%。")[0] == []
    monkeypatch.setattr(clock, "_SECONDS", 0)
    monkeypatch.setattr(clock, "_CHARACTERS", 10_000_000)  # a millisecond; the search takes twenty
    assert late(SLOW, TEXT * 20 + "增长30%。") == (["test-rule"], 0)
    assert late(SLOW, TEXT * 20 + "增长30%。", limited=False)[0] == []


def test_time_is_looked_at_between_bindings_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "_SECONDS", 0)
    document = "小学3所、初中5所。" * 40
    assert late("{a}", document, limited=False) == ([], 80)
    assert late("{a}", document) == (["test-rule"], 0)


def test_all_strangers_together_have_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "_SECONDS", 0)
    monkeypatch.setattr(clock, "_RULES", 2)
    shared = Clock(500)  # a hundredth of a second for each
    for over in (False, False, True):
        with shared:
            begun = time.thread_time_ns()
            if over:
                with pytest.raises(Overtime):
                    shared.left()
            else:
                assert shared.left()
            while time.thread_time_ns() - begun < 12_000_000:
                pass
    assert shared.left() is None
