"""A rule made ready for judging: patterns as regexes, assertions as closures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import Any

from checker.judge.dates import Functions
from checker.judge.expression import Compiled, compile_expression
from checker.judge.guards import CompiledGuard, compile_guard
from checker.judge.pattern import CompiledPattern, Opening, by_role, compile_pattern
from checker.judge.sieve import Needs
from checker.lexicon import Lexicon
from checker.model.rule import Rule


@dataclass(frozen=True, eq=False)
class CompiledRule:
    """A rule made ready: patterns as regexes, assertions as closures.

    Its patterns are known at once, since they say where the rule can bind. All else is made when it first binds: one
    document needs few of all rules.
    """

    rule: Rule
    patterns: tuple[CompiledPattern, ...]
    _lexicon: Lexicon
    _functions: Mapping[str, Callable[..., Any]]
    limited: bool = False  # its time for one document is bounded

    def expression(self, text: str) -> Compiled:
        """An expression of the rule, or of its messages, with the functions of its lexicon. Raises ExpressionError."""
        return compile_expression(text, self._functions)

    @cached_property
    def readings(self) -> tuple[Compiled, ...]:
        """What may be asserted; one that holds is enough."""
        return tuple(map(self.expression, self.rule.readings))

    @cached_property
    def reads(self) -> tuple[frozenset[str], ...]:
        """The slots that each reading speaks of."""
        return tuple(reading.names.intersection(self.rule.slots) for reading in self.readings)

    @cached_property
    def guards(self) -> tuple[CompiledGuard, ...]:
        """Why a relation that does not hold may be no error."""
        return tuple(compile_guard(guard, self.expression, self._lexicon) for guard in self.rule.unless)

    @cached_property
    def slips(self) -> tuple[Compiled, ...]:
        """The conditions of the rule's own slips."""
        return tuple(self.expression(slip.condition) for slip in self.rule.slips)

    @cached_property
    def given(self) -> Compiled | None:
        """What every candidate must meet to be one."""
        return self.expression(self.rule.given) if self.rule.given else None

    @cached_property
    def anchor(self) -> str:
        """The slot by which two bindings speak of the same claim."""
        slots = self.rule.slots
        return ([n for n, s in slots.items() if not s.candidates] or list(slots))[0]

    @cached_property
    def lone(self) -> bool:
        """Whether all that it can bind is one number."""
        numbers = [pattern.opening is Opening.NUMBER for pattern in self.patterns]
        alone = self.rule.kind == "prose" and len(self.rule.slots) == 1 and not self.sought
        return alone and bool(numbers) and all(numbers)

    @cached_property
    def sought(self) -> tuple[str, ...]:
        """Slots with candidates: other numbers may fill them."""
        return tuple(n for n, s in self.rule.slots.items() if s.candidates)

    @cached_property
    def loose(self) -> tuple[str, ...]:
        """Slots with candidates or an open end."""
        return tuple(n for n, s in self.rule.slots.items() if s.candidates or s.open_end)

    @cached_property
    def opaque(self) -> frozenset[str]:
        """Slots of which readings and `given` ask more than their interval."""
        return frozenset().union(*(e.opaque for e in (*self.readings, self.given) if e is not None))

    @cached_property
    def still(self) -> bool:
        """Whether the readings look at no value, so that how the digits are read is nothing to them."""
        return all(reading.still for reading in self.readings)

    @cached_property
    def shape(self) -> tuple[tuple[str, bool], ...]:
        """Each slot, and whether an assertion sees it as several."""
        return tuple((n, s.many and not s.items and not s.series) for n, s in self.rule.slots.items())


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


def compile_rule(rule: Rule, lexicon: Lexicon, *, limited: bool = False) -> CompiledRule:
    """Compile a checked rule once; the result may be used on any number of documents. `limited`: see `Clock`."""
    patterns = tuple(compile_pattern(p, one, lexicon) for p in rule.patterns for one in by_role(rule))
    return CompiledRule(rule, patterns, lexicon, functions_of(lexicon), limited)


@lru_cache(maxsize=8)
def functions_of(lexicon: Lexicon) -> Mapping[str, Callable[..., Any]]:
    """The functions that assertions may call."""
    return MappingProxyType(Functions(lexicon).table())
