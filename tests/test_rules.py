"""The shipped rules: all load strictly, and each proves itself with its own examples."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

import pytest

from checker.api import Checker, load
from checker.examples import ExampleResult, run_examples
from checker.lexicon import load_lexicon, shipped_rules
from checker.rulebook import load_rules

FILES = sorted(p for p in shipped_rules().rglob("*.yaml") if p.parent.name != "words")


@lru_cache(maxsize=1)
def checker() -> Checker:
    return load()


@lru_cache(maxsize=None)
def results(rule: str) -> dict[tuple[str, int], ExampleResult]:
    one = next(r for r in checker().rules if r.id == rule)
    return {(r.kind, r.number): r for r in run_examples(one, checker())}


def cases() -> list[object]:
    found = []
    for rule in checker().rules:
        counts: Counter[str] = Counter()
        for example in rule.examples:
            counts[example.kind] += 1
            number = counts[example.kind]
            found.append(pytest.param(rule.id, example.kind, number, id=f"{rule.id}/{example.kind}/{number}"))
    return found


@pytest.mark.parametrize(("rule", "kind", "number"), cases())
def test_example(rule: str, kind: str, number: int) -> None:
    result = results(rule)[kind, number]
    assert result.ok, f"{result.detail}\n{result.text}"


@pytest.mark.parametrize("file", FILES, ids=lambda p: p.stem)
def test_file_loads_alone(file: object) -> None:
    """Each file is complete in itself: names, words and examples."""
    path = next(p for p in FILES if p == file)
    lexicon = load_lexicon([shipped_rules()])
    (rule,) = load_rules([path], lexicon)
    assert rule.id == path.stem


def test_every_file_is_a_rule() -> None:
    assert sorted(r.id for r in checker().rules) == sorted(p.stem for p in FILES)


def test_codes_are_unique() -> None:
    codes = Counter(r.code for r in checker().rules)
    assert [code for code, n in codes.items() if n > 1] == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_rule_speaks(language: str) -> None:
    for rule in checker().rules:
        assert rule.title.get(language), rule.id
        assert rule.message.get(language), rule.id
        assert rule.why.strip(), rule.id


def test_no_rule_accuses_the_correct_examples_of_another() -> None:
    """What one rule gives as right must not be an error for any other."""
    wrong = []
    for rule in checker().rules:
        for example in rule.examples:
            if example.kind not in ("holds", "silent"):
                continue
            report = checker().check(example.text, source="example.md", markdown=True)
            wrong += [f"{rule.id}: {f.rule}: {f.message}\n{example.text}" for f in report.findings if f.severity == "error"]
    assert wrong == []
