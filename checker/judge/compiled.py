"""A rule made ready for judging: patterns as regexes, assertions as closures."""

from __future__ import annotations

from dataclasses import dataclass

from checker.judge.dates import Functions
from checker.judge.expression import Compiled, compile_expression
from checker.judge.guards import CompiledGuard, compile_guard
from checker.judge.pattern import CompiledPattern, by_role, compile_pattern
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


def compile_rule(rule: Rule, lexicon: Lexicon) -> CompiledRule:
    """Compile a checked rule once; the result may be used on any number of documents."""
    functions = Functions(lexicon).table()
    guards = tuple(compile_guard(g, lambda text: compile_expression(text, functions), lexicon) for g in rule.unless)
    loose = tuple(n for n, s in rule.slots.items() if s.candidates or s.open_end)
    firm = [n for n, s in rule.slots.items() if not s.candidates]
    readings = tuple(compile_expression(text, functions) for text in rule.readings)
    return CompiledRule(
        rule,
        tuple(compile_pattern(p, one, lexicon) for p in rule.patterns for one in by_role(rule)),
        readings,
        tuple(reading.names & rule.slots.keys() for reading in readings),
        guards,
        tuple(compile_expression(s.condition, functions) for s in rule.slips),
        compile_expression(rule.given, functions) if rule.given else None,
        (firm or list(rule.slots))[0],
        loose,
    )
