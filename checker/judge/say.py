"""Weighed bindings -> Relations and Findings: places, steps, messages, fingerprints."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import regex

from checker.judge.binding import Filler, Items, Operand, Series
from checker.judge.diagnose import Slip, unique
from checker.judge.expression import Compiled, as_interval, show_like
from checker.judge.guards import scope_bounds
from checker.judge.weighed import Weighed
from checker.model.document import Span
from checker.model.expression import Call
from checker.model.report import Finding, Location, Relation, Severity

if TYPE_CHECKING:
    from checker.judge.compiled import CompiledRule
    from checker.judge.engine import Case

_LONGEST_PLACE = 24
_FIELD = regex.compile(r"\{([^{}]+)\}")


class Speaker:
    """Puts into words what one rule found in one document."""

    def __init__(self, compiled: CompiledRule, case: Case) -> None:
        self.compiled, self.rule, self.case = compiled, compiled.rule, case
        self.fields: dict[str, Compiled] = {}

    def relation(self, w: Weighed) -> Relation:
        return Relation.later(self.rule.id, w.verdict, w.reason, Told(self, w))

    def spans(self, w: Weighed) -> tuple[Location, ...]:
        return _distinct(
            [p for name, fillers in w.binding.slots.items() for f in fillers for p in self._places(name, f)]
        )

    def finding(self, w: Weighed, relation: Relation, severity: Severity, lang: str) -> Finding:
        slip = unique(list(w.found))
        primary = self._primary(w, slip)
        related = tuple(loc for loc in self._near(w, relation.spans, primary) if loc.span != primary.span)
        env = self.case.env(self.compiled, w.binding, w.mode)
        diagnosis, suggestion = self._diagnosis(env, slip, lang)
        return Finding(
            self.rule.id, self.rule.code, severity, self.rule.title[lang],
            self._message(self.rule.message[lang], env, w.reading), primary, related, relation.steps,
            suggestion, diagnosis, self._fingerprint(w, relation),
        )  # fmt: skip

    def _places(self, name: str, filler: Filler) -> list[Location]:
        if isinstance(filler, Operand):
            return [self._location(filler.span, name)]
        spans = filler.parts if isinstance(filler, Items) else tuple(m.span for m in filler.marks)
        return [self._location(Span(s.start, min(s.end, s.start + _LONGEST_PLACE)), name) for s in spans]

    def _location(self, span: Span, label: str) -> Location:
        return Location(span, self.case.document.text[span.start : span.end], label)

    def _primary(self, w: Weighed, slip: Slip | None) -> Location:
        if slip is not None:
            return self._location(slip.operand.span, slip.slot)
        for name, fillers in w.binding.slots.items():
            for f in fillers:
                if isinstance(f, Series) and not self.rule.patterns:
                    return self._location(f.marks[_culprit(f.numbers)].span, name)
        name = self.rule.primary or next(iter(self.rule.slots))
        fillers = w.binding.slots.get(name) or next(f for f in w.binding.slots.values() if f)
        return self._places(name, fillers[0])[0]

    def _near(self, w: Weighed, places: tuple[Location, ...], primary: Location) -> tuple[Location, ...]:
        """Of a long series of marks only the neighbours of the break; all operands otherwise."""
        series = any(isinstance(f, Series) for fillers in w.binding.slots.values() for f in fillers)
        if not series or len(places) <= 11:
            return places
        spans = [p.span for p in places]
        at = spans.index(primary.span) if primary.span in spans else 0
        return tuple(places[max(0, at - 5) : at + 6])

    def steps(self, w: Weighed) -> tuple[str, ...]:
        if not self.compiled.readings:
            return ()
        env = self.case.env(self.compiled, w.binding, w.mode)
        return tuple(self.compiled.readings[w.reading].steps(env, show_like))

    def _message(self, template: str, env: Mapping[str, Any], reading: int = 0) -> str:
        return str(_FIELD.sub(lambda m: self._field(m.group(1).strip(), env, reading), template))

    def _field(self, name: str, env: Mapping[str, Any], reading: int) -> str:
        assertion = self.compiled.readings[reading]
        if name == "expected":
            return assertion.expected(env, show_like) or "?"
        if name == "gap":
            return assertion.gap(env, show_like) or "?"
        filler = env.get(name)
        if isinstance(filler, str):
            return filler
        if isinstance(filler, tuple):
            return "、".join(f.text for f in filler)
        if filler is not None and hasattr(filler, "text"):
            return str(filler.text)
        compiled = self._compiled_field(name)
        if isinstance(compiled.expr.root, Call) and compiled.expr.root.function == "count":
            return show_like(as_interval(compiled.value(env)).high or Fraction(0), None)  # how many, not how much
        return compiled.shown(env, show_like)

    def _compiled_field(self, name: str) -> Compiled:
        if name not in self.fields:
            self.fields[name] = self.compiled.expression(name)
        return self.fields[name]

    def _diagnosis(self, env: Mapping[str, Any], slip: Slip | None, lang: str) -> tuple[str | None, str | None]:
        for compiled, named in zip(self.compiled.slips, self.rule.slips, strict=True):
            if compiled.truth(env).possible:
                return self._message(named.name[lang], env), None
        if slip is None:
            return None, None
        shown = slip.written or show_like(Fraction(slip.value) * slip.operand.worth, slip.operand)
        text = self.case.words[slip.kind][lang].format(old=slip.operand.text, new=shown)
        return text, shown

    def _fingerprint(self, w: Weighed, relation: Relation) -> str:
        """Rule, operands and the words around the first and the last, no positions.

        So an edit elsewhere, between two places far apart included, does not change it. A table's words are its title.
        """
        ends = (w.binding.start, max(w.binding.end - 1, w.binding.start)) if w.binding.end else ()
        sentences = dict.fromkeys(
            scope_bounds(self.case.mask, replace(w.binding, start=at, end=at), "sentence") for at in ends
        )
        said = "".join(self.case.mask.text[start:end] for start, end in sentences) or w.binding.context
        words = regex.sub(r"[^\p{L}]", "", said)[:200]
        data = "\x1f".join([self.rule.id, *(loc.text for loc in relation.spans), words])
        return hashlib.sha256(data.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Told:
    """What a relation says, worked out when it is asked for."""

    speaker: Speaker
    weighed: Weighed

    @property
    def alone(self) -> bool:
        (fillers, *others) = self.weighed.binding.slots.values()
        return not others and len(fillers) == 1 and isinstance(fillers[0], Operand)

    @property
    def steps(self) -> tuple[str, ...]:
        return self.speaker.steps(self.weighed)

    @property
    def spans(self) -> tuple[Location, ...]:
        return self.speaker.spans(self.weighed)

    @property
    def quantities(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(o.quantity.index for _, o in self.weighed.binding.operands()))


def _culprit(numbers: tuple[int, ...]) -> int:
    """Index of the mark that breaks 1, 2, 3 …: the only wrong one, else the first that does not follow."""
    wrong = [i for i, n in enumerate(numbers) if n != i + 1]
    if len(wrong) == 1:
        return wrong[0]
    return next((i for i in range(1, len(numbers)) if numbers[i] != numbers[i - 1] + 1), 0)


def _distinct(locations: list[Location]) -> tuple[Location, ...]:
    seen: dict[Span, Location] = {}
    for location in locations:
        seen.setdefault(location.span, location)
    return tuple(seen.values())
