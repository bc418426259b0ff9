"""bind -> weigh -> Relation; Finding when it cannot be true (docs/rule-language.md, section 6)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import islice
from typing import Any

from checker.judge import cells, dated, derived, facts, pairs, table, twins
from checker.judge.binding import Binding, Filler, Items, Mode, Operand, altered, reread
from checker.judge.clock import Clock, Overtime
from checker.judge.compiled import CompiledRule, CompiledRules
from checker.judge.diagnose import Slip, convincing, slips
from checker.judge.guards import CompiledGuard, applies
from checker.judge.lone import lone
from checker.judge.mask import Mask
from checker.judge.outline import Outline
from checker.judge.owners import Owners
from checker.judge.prose import ProseBinder
from checker.judge.say import Speaker
from checker.judge.weighed import Weighed
from checker.lexicon import Lexicon
from checker.model.document import Document
from checker.model.interval import EVERYTHING, Interval, Truth
from checker.model.quantity import Quantity
from checker.model.report import SEVERITIES, Finding, Relation, Severity
from checker.model.rule import Rule

_MOST_EXPLAINED = 12
_MOST_SUSPECTS = 16


class Case:
    """One document before the judge: its mask, outline and tables, shared by all rules."""

    def __init__(
        self,
        document: Document,
        quantities: Sequence[Quantity],
        lexicon: Lexicon,
        year: int | None,
        lang: str,
        rules: CompiledRules,
        takes: Callable[[Sequence[Quantity]], bool] | None = None,
    ) -> None:
        self.document, self.quantities, self.lexicon, self.year = document, quantities, lexicon, year
        self.lang, self.takes = lang, takes
        self.words: Mapping[str, Mapping[str, str]] = lexicon.tables["slips"]
        self.mask = Mask(document, quantities)
        self.outline = Outline(document, quantities, self.mask)
        self.dated = dated.date_of(document, quantities, lexicon)
        self.clock = Clock(len(document.text))
        self.prose = ProseBinder(self.mask, lexicon, self.outline.by_mark, year, rules.needs, self.clock)
        self.owners = Owners(self.mask, quantities, lexicon, self.prose, self.outline)
        self.tables = table.lay_out(document, quantities, lexicon)
        self.facts = facts.Facts(self.mask, lexicon)
        self._known: Mapping[str, Any] = {
            "document_year": Interval.exact(year) if year else EVERYTHING,
            "document_date": self.dated,
            "document_marks": self.outline.heads,
        }

    def judge(self, compiled: CompiledRule) -> tuple[list[Relation], list[Finding]]:
        """Every relation that a rule binds here, and the findings among them. Overtime if its time is over."""
        if not compiled.limited:
            return self._judged(compiled)
        with self.clock:
            return self._judged(compiled)

    def _judged(self, compiled: CompiledRule) -> tuple[list[Relation], list[Finding]]:
        speaker = Speaker(compiled, self)
        if compiled.lone:
            return self._alone(compiled, speaker)
        bound = (
            b for b in self._bind(compiled) if self.takes is None or self.takes([o.quantity for _, o in b.operands()])
        )
        bindings = (self._given(compiled, binding) for binding in bound)
        weighed = [self._weigh(compiled, binding) for binding in bindings if binding is not None]
        relations: list[Relation] = []
        findings: list[Finding] = []
        for w in _settle(compiled, weighed):
            self._tell(speaker, w, relations, findings)
        return relations, findings

    def _alone(self, compiled: CompiledRule, speaker: Speaker) -> tuple[list[Relation], list[Finding]]:
        """The same of a rule about one number: each is a claim of its own."""
        relations: list[Relation] = []
        findings: list[Finding] = []
        for found in lone(self, compiled, speaker):
            if isinstance(found, Relation):
                relations.append(found)
            elif binding := self._given(compiled, found):
                self._tell(speaker, self._weigh(compiled, binding), relations, findings)
        return relations, findings

    def _tell(self, speaker: Speaker, w: Weighed, relations: list[Relation], findings: list[Finding]) -> None:
        relations.append(speaker.relation(w))
        if w.verdict == "fails":
            findings.append(speaker.finding(w, relations[-1], _severity(speaker.rule, w), self.lang))

    def _bind(self, compiled: CompiledRule) -> Iterator[Binding]:
        rule = compiled.rule
        if rule.pairs == "cells":
            yield from cells.beside_text(
                rule, self.tables, self.mask, self.prose, self.lexicon, lambda b: self.truth(compiled, b)[0]
            )
        elif rule.kind == "table" and any(slot.axis == derived.OTHER for slot in rule.slots.values()):
            yield from derived.derived(rule, self.tables, self.lexicon, lambda b: self.truth(compiled, b)[0])
        elif rule.kind == "table":
            yield from table.bind(rule, self.tables, lambda b: self.truth(compiled, b)[0])
        elif rule.pairs == "tables":
            yield from twins.same_cells(rule, self.tables, lambda b: self.truth(compiled, b)[0])
        elif rule.pairs == "units":
            yield from twins.same_digits(rule, self.tables)
        elif rule.pairs == "equal":
            yield from pairs.equal_numbers(rule, self.mask, self.prose)
        elif rule.kind == "facts":
            yield from self.facts.bind(rule, self.prose)
        elif compiled.patterns:
            yield from self.prose.bind(rule, compiled.patterns)
        else:
            yield from self.outline.bind(rule)

    def _given(self, compiled: CompiledRule, binding: Binding) -> Binding | None:
        """The binding itself or with the nearest other owner that meets the rule's `given`; None if none does.

        A slot with candidates that the pattern does not name is filled here: its owner is inferred.
        """
        missing = [n for n in compiled.sought if not binding.slots.get(n)]
        if missing and compiled.rule.slots[missing[0]].series:
            ones = list(self.owners.headings(compiled.rule, binding, missing[0]))
        elif missing and binding.trail:
            named = compiled.rule.slots[missing[0]].near is not None
            ones = [replace(one, inferred=not named) for one in self.owners.owners(compiled.rule, binding, missing[0])]
        elif compiled.given is None:
            return binding
        else:
            ones = [binding, *self.owners.others(compiled, binding)]
        meeting = (o for o in ones if compiled.given is None or compiled.given.truth(self.env(compiled, o)).possible)
        first = next(meeting, None)
        if first is not None or not compiled.rule.diagnose:
            return first
        # None fits as it is written; one that a single slip explains is the likeliest.
        slipped = (replace(o, inferred=True) for o in ones if convincing(self._slips(compiled, o)))
        return next(slipped, None)

    def names(self, words: tuple[str, ...] = ()) -> dict[str, Any]:
        """The names of every assertion; `words`: those of word lists that a pattern took."""
        return {**self._known, "words": words, "word": words[-1] if words else ""}

    def env(self, compiled: CompiledRule, binding: Binding, mode: Mode = "hard") -> dict[str, Any]:
        """Names of an assertion -> what they stand for under one reading of the digits."""
        env = self.names(binding.words)
        bound = binding.slots
        for name, several in compiled.shape:
            fillers = bound.get(name, ())
            if mode != "hard":  # binding gives every number its hard reading
                fillers = tuple(reread(f, mode) for f in fillers)
            env[name] = fillers if several else fillers[0] if fillers else EVERYTHING
        return env

    def truth(self, compiled: CompiledRule, binding: Binding, mode: Mode = "hard") -> tuple[Truth, int]:
        """Best answer over all readings, and which reading gave it."""
        self.clock.left()
        return _best(compiled, binding, self.env(compiled, binding, mode))

    def _weigh(self, compiled: CompiledRule, binding: Binding) -> Weighed:
        answer, which = self.truth(compiled, binding)
        if answer.possible:
            return self._expected(compiled, binding, which)
        for other in self.owners.others(compiled, binding):
            answer, which = self.truth(compiled, other)
            met = compiled.given is None or compiled.given.truth(self.env(compiled, other)).possible
            if answer.possible and met and self.truth(compiled, other, "expected")[0].possible:
                return Weighed(other, "holds", reading=which)
        if binding.holds_only:
            return Weighed(binding, "abstains", "holds-only")
        return self._accuse(compiled, binding, "hard")

    def _expected(self, compiled: CompiledRule, binding: Binding, which: int) -> Weighed:
        """It may hold. Hedged statements must also agree in what a careful writer means."""
        hedged = not compiled.still and any(o.quantity.hedge for _, o in binding.operands())
        if not hedged or self.truth(compiled, binding, "expected")[0].possible or binding.holds_only:
            return Weighed(binding, "holds", reading=which)
        for other in self.owners.others(compiled, binding):
            if self.truth(compiled, other, "expected")[0].possible:
                return Weighed(other, "holds", reading=self.truth(compiled, other)[1])
        return self._accuse(compiled, binding, "expected")

    def _accuse(self, compiled: CompiledRule, binding: Binding, mode: Mode) -> Weighed:
        if binding.doubt:
            return Weighed(binding, "abstains", binding.doubt)
        which = self.truth(compiled, binding, mode)[1]
        found: list[Slip] = []
        several = compiled.rule.diagnose and bool(compiled.sought)
        if several and not convincing(found := self._slips(compiled, binding)):
            binding, found = self._explained(compiled, binding, found)
        silent = self._excused(compiled, binding, mode)
        if isinstance(silent, Weighed):
            return silent
        if compiled.rule.diagnose and not several:
            found = self._slips(compiled, binding)
        lowered = int(
            binding.cue == "weak" or binding.inferred or mode == "expected"
            or any(o.quantity.hedge not in ("", "half") for _, o in binding.operands())  # 过半 is exact in its bounds
        )  # fmt: skip
        if (silent or binding.inferred) and not convincing(found, 2 if binding.likely else 3):
            return Weighed(binding, "abstains", silent[0].guard.reason if silent else "uncertain-partner")
        if silent:
            return Weighed(binding, "fails", reading=which, lowered=1, found=tuple(found), mode=mode)
        if mode == "hard" and self.truth(compiled, binding, "loose")[0].possible:
            lowered += 1
        return Weighed(binding, "fails", reading=which, lowered=lowered, found=tuple(found), mode=mode)

    def _excused(self, compiled: CompiledRule, binding: Binding, mode: Mode) -> list[CompiledGuard] | Weighed:
        """What the guards make of a binding that does not hold; the guards that only a slip can overrule."""
        env = self.env(compiled, binding, mode)
        excused = [
            g for g in compiled.guards if applies(g, binding, self.mask, env) and self._owned(compiled, g, binding)
        ]
        if any(g.guard.widen for g in excused) and self._widened(compiled, binding):
            return Weighed(binding, "holds", reading=0)
        silent = [g for g in excused if not g.guard.widen]
        firm = next((g for g in silent if not g.guard.slip_excepted), None)
        return silent if firm is None else Weighed(binding, "abstains", firm.guard.reason)

    def _explained(self, compiled: CompiledRule, binding: Binding, found: list[Slip]) -> tuple[Binding, list[Slip]]:
        """The nearest other owner with which one convincing slip closes the relation; the binding itself if none."""
        for other in islice(self.owners.others(compiled, binding), _MOST_EXPLAINED):
            if convincing(better := self._slips(compiled, other)):
                return other, better
        return binding, found

    def _owned(self, compiled: CompiledRule, guard: CompiledGuard, binding: Binding) -> bool:
        """For a guard about other owners: whether one of them meets it. True for every other guard."""
        if guard.other_owner is None:
            return True
        owners = (
            other
            for name in compiled.sought
            if binding.trail.get(name)
            for other in self.owners.owners(compiled.rule, binding, name)
        )
        return any(guard.other_owner.truth(self.env(compiled, other)).possible for other in owners)

    def _widened(self, compiled: CompiledRule, binding: Binding) -> bool:
        """Whether the relation closes when every operand may be off by half a unit of its last digit more."""
        env = self.env(compiled, binding)
        for name, fillers in binding.slots.items():
            wide = tuple(_widen(f) for f in fillers)
            env[name] = wide if isinstance(env[name], tuple) else wide[0]
        return any(r.truth(env).possible for r in compiled.readings)

    def _slips(self, compiled: CompiledRule, binding: Binding) -> list[Slip]:
        hedged = any(o.quantity.hedge for _, o in binding.operands())
        if compiled.rule.kind != "facts" and any(o.quantity.hedge not in ("", "about") for _, o in binding.operands()):
            return []  # their intervals are too wide for a fit to be evidence
        if compiled.rule.kind == "prose" and len(binding.operands()) > _MOST_SUSPECTS:
            return []  # so many edits of so many numbers: one closes by chance

        mode: Mode = "expected" if hedged else "hard"
        hard = self.env(compiled, binding)
        read = self.env(compiled, binding, mode) if hedged else hard

        def closes(slot: str, index: int, old: Operand, quantity: Quantity) -> bool:
            if compiled.given is not None:
                changed = _with(hard, slot, index, altered(old, quantity, "hard"))
                if not compiled.given.truth(changed).possible:
                    return False
            return _best(compiled, binding, _with(read, slot, index, altered(old, quantity, mode)))[0].possible

        return slips(binding, closes, compiled.opaque)


def _best(compiled: CompiledRule, binding: Binding, env: Mapping[str, Any]) -> tuple[Truth, int]:
    """Best answer over all readings, and which reading gave it."""
    best, which = Truth.NO, -1
    for i, (reading, names) in enumerate(zip(compiled.readings, compiled.reads, strict=True)):
        if not all(map(binding.slots.get, names)):
            continue  # a reading of another pattern
        answer = reading.truth(env)
        if which < 0 or answer.value > best.value:
            best, which = answer, i
    return best, max(which, 0)


def _with(env: Mapping[str, Any], name: str, index: int, filler: Filler) -> Mapping[str, Any]:
    """The same names with another filler in one place of a slot."""
    held = env[name]
    if isinstance(held, tuple):
        return {**env, name: (*held[:index], filler, *held[index + 1 :])}
    return env if index else {**env, name: filler}


def _widen(filler: Filler) -> Filler:
    if not isinstance(filler, Operand) or not filler.quantity.number:
        return filler
    return replace(filler, interval=filler.interval.widened(Fraction(filler.quantity.step) / 2 * filler.worth))


def _settle(compiled: CompiledRule, weighed: list[Weighed]) -> list[Weighed]:
    """One verdict per claim: a binding that holds clears the others of its claim; of failing ones the nearest stays."""
    claims: dict[object, list[Weighed]] = {}
    for w in weighed:
        claims.setdefault(_claim(compiled, w.binding), []).append(w)
    kept: list[Weighed] = []
    for group in claims.values():
        holding = [w for w in group if w.verdict == "holds"]
        if holding:
            kept.extend(holding[:3])
            continue
        failing = _whole_lists([w for w in group if w.verdict == "fails"])
        kept.append(
            min(failing, key=lambda w: (w.lowered, not w.found, w.binding.end - w.binding.start))
            if failing
            else group[0]
        )
    return kept


def _whole_lists(failing: list[Weighed]) -> list[Weighed]:
    """Without those whose list is only the end of another one's list."""
    if len(failing) < 2:
        return failing
    spans = [frozenset(o.span for _, o in w.binding.operands()) for w in failing]
    return [
        w
        for i, w in enumerate(failing)
        if not any(spans[i] < spans[j] and v.binding.end == w.binding.end for j, v in enumerate(failing))
    ]


def _claim(compiled: CompiledRule, binding: Binding) -> object:
    fillers = binding.slots.get(compiled.anchor) or next((f for f in binding.slots.values() if f), ())
    if not fillers:
        return id(binding)
    first = fillers[0]
    return first.span if isinstance(first, Operand | Items) else first.marks[0].span


def _severity(rule: Rule, w: Weighed) -> Severity:
    return SEVERITIES[min(SEVERITIES.index(rule.severity) + w.lowered, 2)]


def judge(
    rules: CompiledRules,
    document: Document,
    quantities: Sequence[Quantity],
    lexicon: Lexicon,
    year: int | None,
    lang: str,
    takes: Callable[[Sequence[Quantity]], bool] | None = None,
) -> tuple[list[Relation], list[Finding], list[str]]:
    """All relations and findings of one document, in the order of the rules; sorting is sifting's.

    The ids of rules that took too long come third: of them there is nothing, for half of what they bind could mislead.
    `takes`: whether numbers that a rule binds may be held against each other; all if not given.
    """
    case = Case(document, quantities, lexicon, year, lang, rules, takes)
    relations: list[Relation] = []
    findings: list[Finding] = []
    late: list[str] = []
    for compiled in rules.concerned(case.prose.possible):
        try:
            bound, found = case.judge(compiled)
        except Overtime:
            late.append(compiled.rule.id)
            continue
        relations.extend(bound)
        findings.extend(found)
    return relations, findings, late
