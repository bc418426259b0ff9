"""Mutation tests: the rules' own `holds` examples with one operand changed.

A change that breaks the relation beyond rounding must be found at its place, as error or warning (of a rule
that never says more than info: as info); one that does not
must get no error. Whether it breaks is decided by `tests/mutations/spec.py`, which shares nothing with the engine.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from functools import cache

import pytest

from checker.api import Checker, load
from tests.mutations.bench import Bench, Change, caught
from tests.mutations.spec import MAYBE, NO, YES, Spec
from tests.mutations.written import Number, number

MOST = 24  # changes of a rule that are tried
LEAST = 5  # a rule with fewer breaking changes has no share of its own
ALL, EACH = 0.90, 0.70


@cache
def checker() -> Checker:
    return load()


def changes() -> Iterator[Change]:
    """The changes of each rule, thinned evenly to MOST that break and MOST that do not."""
    rules = {rule.id: rule for rule in checker().rules}
    for rule in rules.values():
        made: dict[bool, list[Change]] = {True: [], False: []}
        for example in rule.examples:
            if example.kind == "holds":
                report = checker().check(example.text, source="example.md", markdown=True)
                for change in Bench(checker(), example.text, report, rules).changes(rule):
                    if change.breaks is not None:
                        made[change.breaks].append(change)
        for kind, most in ((True, MOST), (False, MOST // 4)):
            found = made[kind]
            yield from (found[i * len(found) // most] for i in range(most)) if len(found) > most else found


@cache
def tried() -> tuple[tuple[Change, bool, bool], ...]:
    """(change, caught, some error) of each."""
    results = []
    bases: dict[str, set[tuple[str, str]]] = {}
    severity = {rule.id: rule.severity for rule in checker().rules}
    for change in changes():
        if change.text not in bases:
            report = checker().check(change.text, source="example.md", markdown=True)
            bases[change.text] = {(f.rule, f.message) for f in report.findings}
        findings = checker().check(change.after, source="example.md", markdown=True).findings
        error = any(f.severity == "error" and (f.rule, f.message) not in bases[change.text] for f in findings)
        least = "info" if severity[change.rule] == "info" else "warning"
        results.append((change, caught(change, findings, bases[change.text], least), error))
    return tuple(results)


def shown(change: Change) -> str:
    before, old, rest = change.text[: change.start], change.text[change.start : change.end], change.text[change.end :]
    return f"{change.rule} ({change.name}): {' '.join(f'{before}[{old}→{change.new}]{rest}'.split())}"


def table() -> tuple[dict[str, tuple[int, int]], str]:
    """rule -> (found, tried), and the same as text with what was missed."""
    counts: dict[str, list[bool]] = defaultdict(list)
    for change, found, _ in tried():
        if change.breaks:
            counts[change.rule].append(found)
    figures = {rule: (sum(found), len(found)) for rule, found in counts.items()}
    lines = [f"{rule}: {a}/{b}" for rule, (a, b) in sorted(figures.items(), key=lambda x: x[1][0] / x[1][1])]
    missed = [shown(change) for change, found, _ in tried() if change.breaks and not found]
    return figures, "\n".join([*lines, "", *missed])


@pytest.mark.parametrize(
    "text, low, high",
    [
        ("48所", 48, 48),
        ("1.76万个", 17550, 17650),
        ("65.0%", "0.6495", "0.6505"),
        ("三百二十一个", 321, 321),
        ("捌万陆仟元", 86000, 86000),
        ("3000余人", 3000, None),
        ("近3000人", 0, 3000),
    ],
)
def test_the_second_opinion_reads(text: str, low: int | str, high: int | str | None) -> None:
    read = number(text)
    assert read is not None
    assert (read.low, read.high) == (Fraction(low), None if high is None else Fraction(high))


@pytest.mark.parametrize(
    "expression, answer",
    [
        ("total == sum(part)", YES),
        ("total == sum(part) + 1", NO),
        ("share == 30 / total", MAYBE),
        ("share == 31 / total", NO),
        ("first(part) < last(part) and not total < 1", YES),
        ("unheard(total) == 1", MAYBE),
    ],
)
def test_the_second_opinion_answers(expression: str, answer: int) -> None:
    def read(text: str) -> Number:
        found = number(text)
        assert found is not None
        return found

    slots = {"total": read("48所"), "part": [read("18所"), read("30所")], "share": read("62.5%")}
    assert Spec(slots, {}).truth(expression) == answer


def test_changes() -> None:
    """One test, since all of it needs the same 3,000 checks."""
    figures, said = table()
    found, everything = (sum(pair[i] for pair in figures.values()) for i in (0, 1))
    assert everything >= 1700
    assert len(figures) >= 90
    assert found >= ALL * everything, f"{found} of {everything}\n{said}"
    weak = [f"{rule}: {a}/{b}" for rule, (a, b) in figures.items() if b >= LEAST and a < EACH * b]
    assert weak == [], said
    wrong = [shown(change) for change, _, error in tried() if change.breaks is False and error]
    assert wrong == []
