"""Changes of the rules' own `holds` examples, and what the specification says of each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from checker.api import Checker
from checker.model.report import SEVERITIES, Finding, Location, Relation, Report, Severity
from checker.model.rule import Rule, Slot
from tests.mutations.edits import contraries, edits
from tests.mutations.spec import NO, Spec, interval
from tests.mutations.written import RATIO, Number, date, fraction, loose, mark, number, terms

UP, DOWN = "增升涨提扩多高快翻", "降减跌缩滑少低慢落"
MARKS = "，。；、：（）！？\n|“”"
JOINTS = ("、", "和", "与", "及", "，")
EXCUSES = ("partial-list", "open-list")  # a sum that falls short may be a list that is not complete


@dataclass(frozen=True)
class Change:
    """One change of an example: text[start:end] becomes `new`. breaks: True, False, or None where nobody can say."""

    rule: str
    name: str
    text: str
    start: int
    end: int
    new: str
    breaks: bool | None
    reach: tuple[int, int]  # a finding must touch this part of the text after the change

    @property
    def after(self) -> str:
        return self.text[: self.start] + self.new + self.text[self.end :]


@dataclass(frozen=True)
class _Edit:
    """An example as it was edited: the text after, where, by how much longer; what the places at spans say now (None:
    nothing), and a member that was added to a slot."""

    after: str
    at: int = 0
    shift: int = 0
    written: Mapping[Any, str | None] = field(default_factory=dict)
    added: tuple[str, str] | None = None


@dataclass(frozen=True)
class Bench:
    """One example with the relations that hold in it."""

    checker: Checker
    text: str
    report: Report
    rules: Mapping[str, Rule]

    @property
    def held(self) -> list[Relation]:
        return [r for r in self.report.relations if r.verdict == "holds"]

    def changes(self, rule: Rule) -> Iterator[Change]:
        """Every change of an operand of this rule's relations, each once."""
        seen: set[tuple[int, int, str]] = set()
        for relation in self.held:
            if relation.rule == rule.id:
                for change in (*self._operands(relation), *self._lists(relation), *self._words(relation)):
                    place = (change.start, change.end, change.new)
                    if place not in seen:
                        seen.add(place)
                        yield change

    # --- the changes ------------------------------------------------------------------------------------------------

    def _operands(self, relation: Relation) -> Iterator[Change]:
        kinds = {q.span: q.kind for q in self.report.quantities}
        for loc in relation.spans:
            kind = kinds.get(loc.span)
            if kind is None and not re.fullmatch(r"-?[0-9.]+", loc.text.strip()):
                continue
            slot = self.rules[relation.rule].slots.get(loc.label)
            for name, new in edits(loc.text, kind in ("quantity", "money")):
                read = number(new)
                if read and slot and not (slot.min or read.value) <= read.value <= (slot.max or read.value):
                    continue  # no number for this slot, as the rule says
                if name in ("percent", "points") and loc.label != "d":
                    continue
                yield self._change(relation, name, loc.span.start, loc.span.end, new, {loc.span: new})

    def _lists(self, relation: Relation) -> Iterator[Change]:
        """A member of a list left out, and one more."""
        slots = self.rules[relation.rule].slots
        by_slot: dict[str, list[Location]] = {}
        for loc in relation.spans:
            by_slot.setdefault(loc.label, []).append(loc)
        for label, members in by_slot.items():
            slot = slots.get(label)
            if slot is None or len(members) < 2 or slot.series:
                continue
            joined = all(self._between(a, b) in JOINTS for a, b in pairwise(members))
            if not joined:
                continue
            at, second = members[0].span.end, members[1]
            reach = (min(x.span.start for x in relation.spans), max(x.span.end for x in relation.spans))
            if len(members) > 2:
                yield self._change(relation, "drop", at, second.span.end, "", {second.span: None}, reach)
            more = "、庚" + second.text[1:] if slot.items else "、" + second.text
            reach = (reach[0], reach[1] + len(more))
            yield self._change(relation, "add", at, at, more, {}, reach, added=(label, second.text))

    def _words(self, relation: Relation) -> Iterator[Change]:
        """A word of direction before an operand turned round."""
        start = min(x.span.start for x in relation.spans)
        end = max(x.span.end for x in relation.spans)
        for a, b, new in contraries(self.text):
            if start <= a and b <= end and not any(x.span.start < b and a < x.span.end for x in relation.spans):
                yield self._change(relation, "word", a, b, new, {}, (start, end + len(new)))

    def _between(self, a: Location, b: Location) -> str:
        return self.text[a.span.end : b.span.start]

    def _change(
        self,
        relation: Relation,
        name: str,
        start: int,
        end: int,
        new: str,
        written: Mapping[Any, str | None],
        reach: tuple[int, int] | None = None,
        added: tuple[str, str] | None = None,
    ) -> Change:
        made = _Edit(self.text[:start] + new + self.text[end:], start, len(new) - (end - start), written)
        own = self._breaks(relation, replace(made, added=added))
        if name in ("percent", "points"):
            own = self._mixed(relation, name, own)
        if own is False:  # then it must not break another relation that holds here, or nothing is known
            apart = name in ("word", "drop", "add")
            for other in self.held:
                touched = any(x.span.start < max(end, start + 1) and start < x.span.end for x in other.spans)
                if other is relation or not (touched or apart):
                    continue
                whole = not apart and {x.span for x in other.spans} >= set(written)
                if not whole or self._breaks(other, made) is not False:
                    own = None
        return Change(relation.rule, name, self.text, start, end, new, own, reach or (start, start + len(new)))

    # --- what the specification says --------------------------------------------------------------------------------

    def _breaks(self, relation: Relation, made: _Edit) -> bool | None:
        rule = self.rules[relation.rule]
        ratios: tuple[str, ...] | None = None
        for tried in ((), ("rate",)):
            before = self._spec(relation, _Edit(self.text), tried)
            if any(before.applies(r) and before.truth(r) != NO for r in rule.readings):
                ratios = tried
                break
        if ratios is None:
            return None  # the specification cannot read the example itself
        now = self._spec(relation, made, ratios)
        if any(now.applies(r) and now.truth(r) != NO for r in rule.readings):
            return None if now.unknown else False
        for guard in rule.unless:
            alone = guard.word is None and guard.hedged is None and (guard.open_list is None or "等" in made.after)
            if guard.when is not None and alone and (guard.reason in EXCUSES or not guard.slip_excepted):
                check = self._spec(relation, made, ratios)
                if check.truth(guard.when) != NO and not check.unknown:
                    return None
        if rule.severity != "error":  # what may be due to rounded numbers is one level lower: nothing is promised
            wide = self._spec(relation, made, ratios, rounded=True)
            if any(wide.applies(r) and wide.truth(r) != NO for r in rule.readings):
                return None
        return True

    def _mixed(self, relation: Relation, name: str, own: bool | None) -> bool | None:
        """A difference between two percentages: in points it is new - old, in percent it is relative to the old."""
        percents = {x.label: number(x.text) for x in relation.spans if number(x.text) is not None}
        if own or set(percents) != {"old", "new", "d"} or not all(n and n.is_ratio for n in percents.values()):
            return True if own else None
        spec = Spec(percents, {})
        right = "abs(d) == abs(new - old)" if name == "points" else "abs(d) == abs(new - old) / old"
        return True if spec.truth(right) == NO else None

    def _spec(self, relation: Relation, made: _Edit, ratios: tuple[str, ...] = (), rounded: bool = False) -> Spec:
        rule = self.rules[relation.rule]
        slots: dict[str, Any] = {}
        for loc in relation.spans:
            slot = rule.slots.get(loc.label)
            text = made.written.get(loc.span, loc.text)
            if slot is None or text is None:
                continue
            start = loc.span.start + (made.shift if loc.span.start > made.at else 0)
            value = _value(slot, text, made.after, start)
            if loc.label in ratios and isinstance(value, Number) and not value.unit:
                value = number(text + "%")
                assert value is not None
            if rounded and isinstance(value, Number):
                value = loose(value)
            if slot.many or slot.series or slot.items:
                slots.setdefault(loc.label, []).append(value)
            else:
                slots[loc.label] = value
        if made.added is not None:
            label, text = made.added
            slots[label].append(_value(rule.slots[label], text, text, 0))
        if any(v is None or (isinstance(v, list) and None in v) for v in slots.values()):
            slots = {k: None if v is None or (isinstance(v, list) and None in v) else v for k, v in slots.items()}
        years = set(re.findall(r"((?:19|20)[0-9]{2})年", made.after))
        if len(years) == 1:
            slots.setdefault("document_year", interval(int(min(years))))
        tables = self.checker.lexicon.tables
        keys = [key for r in rule.readings for key in re.findall(r'lookup\("(\w+)", words?\b', r)]
        start = min(x.span.start for x in relation.spans) - 12
        end = max(x.span.end for x in relation.spans) + max(made.shift, 0) + 2
        here = made.after[max(0, start) : end]
        words = [w for key in keys for w in _words(tables.get(key)) if w in here]
        longest = [w for w in dict.fromkeys(words) if not any(w != o and w in o for o in words)]
        return Spec(slots, tables, tuple(longest))


def _words(table: Any) -> Iterator[str]:
    """The keys of a table, or the first two columns of its rows."""
    for row in table or ():
        yield from (row,) if isinstance(row, str) else row[:2]


def _value(slot: Slot, text: str, after: str, start: int) -> Any:
    text = text.strip()
    if slot.items:
        return text
    if slot.series or "ordinal" in slot.kinds:
        found = mark(text)
        return found if found is not None else text
    if "range" in slot.kinds and len(slot.kinds) == 1:
        return terms(text, r"至|到|—|–|~|～|-")
    if "ratio" in slot.kinds:
        return terms(text, RATIO)
    if "fraction" in slot.kinds:
        return fraction(text)
    if "identifier" in slot.kinds:
        return text
    if "date" in slot.kinds or "year" in slot.kinds:
        if "weekday" in slot.forms:
            return number(text)
        return date(re.sub(r"\s", "", text))
    read = number(text)
    return None if read is None else replace(read, direction=_direction(after, start))


def _direction(text: str, at: int) -> int:
    """The nearest word of rise or fall before the number, in its clause."""
    for c in reversed(text[max(0, at - 12) : at]):
        if c in UP:
            return 1
        if c in DOWN:
            return -1
        if c in MARKS:
            return 0
    return 0


def caught(change: Change, findings: tuple[Finding, ...], before: set[tuple[str, str]], least: Severity) -> bool:
    """A finding of that severity or more points at the changed place, and it was not there before."""
    start, end = change.reach
    end = max(end, start + 1)
    return any(
        SEVERITIES.index(f.severity) <= SEVERITIES.index(least)
        and (f.rule, f.message) not in before
        and any(p.span.start < end and start < p.span.end for p in f.places)
        for f in findings
    )


__all__ = ["Bench", "Change", "caught"]
