"""Mutation tests: the rules' own `holds` examples with one operand changed.

A change that breaks the relation beyond rounding must be found at its place, as error or warning (of a rule
that never says more than info: as info); one that does not
must get no error. Whether it breaks is decided by `tests/mutations/spec.py`, which shares nothing with the engine.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from checker.api import Checker, load
from tests.mutations.bench import Bench, Change, caught

MOST = 48  # changes of a rule that are tried
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
    text = f"{change.text[: change.start]}[{change.text[change.start : change.end]}→{change.new}]{change.text[change.end :]}"
    return f"{change.rule} ({change.name}): {' '.join(text.split())}"


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


def test_there_are_enough() -> None:
    figures, _ = table()
    assert sum(n for _, n in figures.values()) >= 1500
    assert len(figures) >= 70


def test_breaking_changes_are_found() -> None:
    figures, said = table()
    found, everything = (sum(pair[i] for pair in figures.values()) for i in (0, 1))
    assert found >= ALL * everything, f"{found} of {everything}\n{said}"


def test_each_rule_finds_its_own() -> None:
    figures, said = table()
    weak = [f"{rule}: {a}/{b}" for rule, (a, b) in figures.items() if b >= LEAST and a < EACH * b]
    assert weak == [], said


def test_other_changes_get_no_error() -> None:
    wrong = [shown(change) for change, _, error in tried() if change.breaks is False and error]
    assert wrong == []
