"""Small rules written as YAML in a test, judged alone. Words are the shipped ones; sentences are invented."""

from __future__ import annotations

from functools import cache

from checker.judge.compiled import CompiledRule, CompiledRules, compile_rule
from checker.judge.engine import Case
from checker.judge.mask import Mask
from checker.lexicon import Lexicon, load_lexicon, shipped_rules
from checker.model.document import Document
from checker.model.quantity import Quantity
from checker.model.report import Finding, Relation
from checker.quantify import extract
from checker.read import read_bytes
from checker.read.words import PageWords
from checker.rulebook import load_rule_text

REST = """
id: test-rule
code: CHK999
severity: error
title: {zh: 甲, en: a}
message: {zh: '{expected}', en: '{expected}'}
why: made for a test
examples: {}
"""

SUM = """
kind: prose
slots:
  total: {role: level}
  part: {role: level, like: total, many: 2..}
patterns: ['{total} ... @of_which (... {part})+']
assert: total == sum(part)
"""
RATE = """
kind: prose
slots:
  new: {role: level}
  delta: {role: change, like: new}
  rate: {role: rate, kind: percent}
patterns: ['{new} ... {delta} .. ， .. {rate}']
assert: signed(rate) == signed(delta) / (new - signed(delta))
"""


@cache
def lexicon() -> Lexicon:
    return load_lexicon([shipped_rules()])


@cache
def rule(text: str) -> CompiledRule:
    """A rule of its kind, slots, patterns and assertion; the rest is filled in."""
    return compile_rule(load_rule_text(REST + text, "rules/zh/own/test-rule.yaml", lexicon(), strict=False), lexicon())


def read(text: str, *, markdown: bool = False) -> tuple[Document, tuple[Quantity, ...]]:
    name = "a.md" if markdown else "a.txt"
    document = read_bytes(text.encode(), name, encoding="utf-8", words=PageWords.from_lists(lexicon().lists))
    return document, tuple(extract(document, lexicon()))


def mask(text: str, *, markdown: bool = False) -> Mask:
    return Mask(*read(text, markdown=markdown))


def judged(yaml: str, text: str, *, markdown: bool = False) -> tuple[list[Relation], list[Finding]]:
    compiled = CompiledRules([rule(yaml)])
    return Case(*read(text, markdown=markdown), lexicon(), None, "zh", compiled).judge(compiled[0])


def verdicts(yaml: str, text: str, *, markdown: bool = False) -> list[str]:
    """`holds`, `fails`, or the reason for abstaining, of each relation."""
    return [r.reason or r.verdict for r in judged(yaml, text, markdown=markdown)[0]]


def bound(yaml: str, text: str, *, markdown: bool = False) -> list[list[str]]:
    """The words of the places of each relation."""
    return [[p.text for p in r.spans] for r in judged(yaml, text, markdown=markdown)[0]]
