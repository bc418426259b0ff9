"""A rule made ready for judging: patterns as regexes, assertions as closures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from checker.judge.dates import Functions
from checker.judge.expression import Compiled, compile_expression
from checker.judge.guards import CompiledGuard, compile_guard
from checker.judge.pattern import CompiledPattern, by_role, compile_pattern
from checker.judge.sieve import Needs
from checker.lexicon import Lexicon
from checker.model.rule import Rule


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """A rule made ready: patterns as regexes, assertions as closures."""

    rule: Rule
    patterns: tuple[CompiledPattern, ...]
    readings: tuple[Compiled, ...]
    reads: tuple[frozenset[str], ...]  # the slots that each reading speaks of
    guards: tuple[CompiledGuard, ...]
    slips: tuple[Compiled, ...]
    given: Compiled | None
    anchor: str  # the slot by which two bindings speak of the same claim
    loose: tuple[str, ...]  # slots with candidates or an open end
    opaque: frozenset[str]  # slots of which readings and `given` ask more than their interval
    shape: tuple[tuple[str, bool], ...]  # each slot, and whether an assertion sees it as several


class CompiledRules(tuple[CompiledRule, ...]):
    """Rules that are judged together, with what their patterns need, found out once."""

    @cached_property
    def needs(self) -> Needs:
        return Needs(self._homes)

    def concerned(self, patterns: Iterable[CompiledPattern]) -> list[CompiledRule]:
        """The rules that can bind something where only these patterns may match."""
        numbers = self._others.union(self._homes[pattern] for pattern in patterns)
        return [self[n] for n in sorted(numbers)]

    @cached_property
    def _homes(self) -> dict[CompiledPattern, int]:
        """The patterns, and which rule each is of."""
        return {pattern: n for n, compiled in enumerate(self) for pattern in compiled.patterns}

    @cached_property
    def _others(self) -> frozenset[int]:
        """The rules that do not bind by patterns alone."""
        return frozenset(n for n, c in enumerate(self) if not c.patterns or c.rule.kind in ("table", "facts"))


def compile_rule(rule: Rule, lexicon: Lexicon) -> CompiledRule:
    """Compile a checked rule once; the result may be used on any number of documents."""
    functions = Functions(lexicon).table()
    guards = tuple(compile_guard(g, lambda text: compile_expression(text, functions), lexicon) for g in rule.unless)
    loose = tuple(n for n, s in rule.slots.items() if s.candidates or s.open_end)
    firm = [n for n, s in rule.slots.items() if not s.candidates]
    readings = tuple(compile_expression(text, functions) for text in rule.readings)
    given = compile_expression(rule.given, functions) if rule.given else None
    return CompiledRule(
        rule,
        tuple(compile_pattern(p, one, lexicon) for p in rule.patterns for one in by_role(rule)),
        readings,
        tuple(reading.names & rule.slots.keys() for reading in readings),
        guards,
        tuple(compile_expression(s.condition, functions) for s in rule.slips),
        given,
        (firm or list(rule.slots))[0],
        loose,
        frozenset().union(*(e.opaque for e in (*readings, given) if e is not None)),
        tuple((n, s.many and not s.items and not s.series) for n, s in rule.slots.items()),
    )
