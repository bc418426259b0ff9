"""Rules about one number alone: judged number by number, without a binding for those that hold.

Such rules look at every number of a sort, and nearly all hold. Nothing else is bound that could be settled with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from checker.judge.binding import Binding, Operand
from checker.judge.compiled import CompiledRule
from checker.judge.pattern import CompiledPattern
from checker.judge.prose import binding_of
from checker.judge.say import Speaker, Told
from checker.judge.weighed import Weighed
from checker.model.document import Span
from checker.model.interval import Truth
from checker.model.report import Location, Relation

if TYPE_CHECKING:
    from checker.judge.engine import Case


def lone(case: Case, compiled: CompiledRule, speaker: Speaker) -> Iterator[Relation | Binding]:
    """Each number that the rule binds: as a relation if it holds, else as a binding that is still to be judged."""
    ((name, several),) = compiled.shape
    env = case.names()
    readings, given, prose = compiled.readings, compiled.given, case.prose
    seen: set[Span] = set()
    for pattern in compiled.patterns:
        for place, quantity in prose.alone(compiled.rule, pattern):
            if quantity.span in seen or (case.takes is not None and not case.takes([quantity])):
                continue
            seen.add(quantity.span)
            case.clock.left()
            operand = prose.operand(quantity)
            env[name] = (operand,) if several else operand
            if given is not None and not given.truth(env).possible:
                if compiled.rule.diagnose:
                    yield binding_of(name, pattern, place, operand)
                continue
            answers = [reading.truth(env) for reading in readings]
            best = max(answers, key=_worth) if len(answers) > 1 else answers[0]
            if best is not Truth.NO and (compiled.still or not quantity.hedge):
                found = _Found(speaker, name, pattern, place, operand, answers.index(best))
                yield Relation.later(compiled.rule.id, "holds", None, found)
            else:
                yield binding_of(name, pattern, place, operand)


def _worth(truth: Truth) -> int:
    return int(truth.value)


class _Found(NamedTuple):
    """What the relation of a number that holds says, worked out when it is asked for."""

    speaker: Speaker
    name: str
    pattern: CompiledPattern
    place: int
    operand: Operand
    reading: int

    @property
    def alone(self) -> bool:
        return True

    @property
    def _told(self) -> Told:
        binding = binding_of(self.name, self.pattern, self.place, self.operand)
        return Told(self.speaker, Weighed(binding, "holds", reading=self.reading))

    @property
    def steps(self) -> tuple[str, ...]:
        return self._told.steps

    @property
    def spans(self) -> tuple[Location, ...]:
        return self._told.spans

    @property
    def quantities(self) -> tuple[int, ...]:
        return (self.operand.quantity.index,)
