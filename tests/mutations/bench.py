"""Changes of the rules' own `holds` examples, and what the specification says of each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from checker.api import Checker
from checker.model.report import Finding, Location, Relation, Report
from checker.model.rule import Rule, Slot
from tests.mutations.edits import contraries, edits
from tests.mutations.spec import MAYBE, NO, Spec
from tests.mutations.written import Number, date, mark, number, terms

UP, DOWN = "增升涨提扩多高快翻", "降减跌缩滑少低慢落"
MARKS = "，。；、：（）！？\n|“”"
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
            for name, new in edits(loc.text, kind in ("quantity", "money")):
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
            joined = all(self._between(a, b) in ("、", "和", "与", "及", "，") for a, b in zip(members, members[1:], strict=False))
            if not joined:
                continue
            first, second, last = members[0], members[1], members[-1]
            reach = (min(x.span.start for x in relation.spans), max(x.span.end for x in relation.spans) + len(last.text))
            more = "新" + second.text + "、" if slot.items else second.text + "、"
            if len(members) > 2:
                end = members[2].span.start
                yield self._change(relation, "drop", second.span.start, end, "", {second.span: None}, reach)
            at = second.span.start
            yield self._change(relation, "add", at, at, more, {}, reach, added=(label, second.text))
            del first

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
        after = self.text[:start] + new + self.text[end:]
        own = self._breaks(relation, written, after, start, len(new) - (end - start), added)
        if own is False:  # then it must not break another relation that holds here, or nothing is known
            for other in self.held:
                touched = any(x.span.start < max(end, start + 1) and start < x.span.end for x in other.spans)
                if other is not relation and (touched or name in ("word", "drop", "add")):
                    if not {x.span for x in other.spans} >= set(written) or name in ("word", "drop", "add"):
                        own = None
                    elif self._breaks(other, written, after, start, len(new) - (end - start), None) is not False:
                        own = None
        return Change(relation.rule, name, self.text, start, end, new, own, reach or (start, start + len(new)))

    # --- what the specification says --------------------------------------------------------------------------------

    def _breaks(
        self,
        relation: Relation,
        written: Mapping[Any, str | None],
        after: str,
        at: int,
        shift: int,
        added: tuple[str, str] | None,
    ) -> bool | None:
        rule = self.rules[relation.rule]
        for ratios in ((), ("rate",)):
            before = self._spec(relation, {}, self.text, 0, 0, None, ratios)
            if any(before.truth(reading) != NO for reading in rule.readings) and not before.unknown:
                break
        else:
            if not any(self._spec(relation, {}, self.text, 0, 0, None).truth(r) != NO for r in rule.readings):
                return None  # the specification cannot read the example itself
            ratios = ()
        now = self._spec(relation, written, after, at, shift, added, ratios)
        if all(now.truth(reading) == NO for reading in rule.readings):
            for guard in rule.unless:
                if guard.when is not None and (guard.reason in EXCUSES or not guard.slip_excepted):
                    check = self._spec(relation, written, after, at, shift, added, ratios)
                    if check.truth(guard.when) != NO and not check.unknown:
                        return None
            return True
        return None if now.unknown else False

    def _spec(
        self,
        relation: Relation,
        written: Mapping[Any, str | None],
        after: str,
        at: int,
        shift: int,
        added: tuple[str, str] | None,
        ratios: tuple[str, ...] = (),
    ) -> Spec:
        rule = self.rules[relation.rule]
        slots: dict[str, Any] = {}
        for loc in relation.spans:
            slot = rule.slots.get(loc.label)
            text = written.get(loc.span, loc.text)
            if slot is None or text is None:
                continue
            start = loc.span.start + (shift if loc.span.start > at else 0)
            value = _value(slot, text, after, start)
            if loc.label in ratios and isinstance(value, Number) and not value.unit:
                value = number(text + "%")
                assert value is not None
            if slot.many or slot.series or slot.items:
                slots.setdefault(loc.label, []).append(value)
            else:
                slots[loc.label] = value
        if added is not None:
            slots[added[0]].append(_value(rule.slots[added[0]], added[1], added[1], 0))
        if any(v is None or (isinstance(v, list) and None in v) for v in slots.values()):
            slots = {k: None if v is None or (isinstance(v, list) and None in v) else v for k, v in slots.items()}
        tables = self.checker.lexicon.tables
        keys = {t[0] for r in rule.readings for t in re.findall(r'lookup\("(\w+)", (word)\)', r)}
        start = min(x.span.start for x in relation.spans)
        end = max(x.span.end for x in relation.spans) + max(shift, 0) + 2
        mappings = [tables[k] for k in keys if isinstance(tables.get(k), Mapping)]
        words = [w for table in mappings for w in table if w in after[start:end]]
        longest = [w for w in words if not any(w != o and w in o for o in words)]
        return Spec(slots, tables, tuple(longest))


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
        return terms(text, r"[:：∶]")
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


def caught(change: Change, findings: tuple[Finding, ...], before: set[tuple[str, str]]) -> bool:
    """An error or a warning points at the changed place, and it was not there before."""
    start, end = change.reach
    end = max(end, start + 1)
    return any(
        f.severity in ("error", "warning")
        and (f.rule, f.message) not in before
        and any(p.span.start < end and start < p.span.end for p in (f.primary, *f.related))
        for f in findings
    )


__all__ = ["MAYBE", "Bench", "Change", "caught"]
