"""Binding in running text: patterns over the masked text."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from itertools import chain
from operator import itemgetter

import regex

from checker.judge.binding import Binding, Filler, Items, Operand, Series, operand
from checker.judge.clock import Clock, Overtime
from checker.judge.items import enumerate_items
from checker.judge.mask import SENTENCE_ENDS, Mask, end_of, sign_number
from checker.judge.pattern import CompiledPattern, Opening
from checker.judge.regexes import LIST_ENDS, alternatives
from checker.judge.sieve import Needs, Sieve, Stretch
from checker.lexicon import Lexicon
from checker.model.document import Span
from checker.model.interval import Interval
from checker.model.pattern import BULLETS, PARALLEL
from checker.model.quantity import Quantity
from checker.model.rule import Rule, Slot

_RUNS = regex.compile(f"[^{LIST_ENDS}]+")
_CLAUSES = regex.compile("[；;]")
_SENTENCES = regex.compile(f"[^{SENTENCE_ENDS}]*[{SENTENCE_ENDS}]?")
_CROWDED = 120
"""A sentence of more numbers is a table that lost its lines: no list is bound in it."""


class ProseBinder:
    """Finds every place of one document where a pattern of a rule fits."""

    def __init__(
        self, mask: Mask, lexicon: Lexicon, series: Mapping[int, Series], year: int | None, needs: Needs, clock: Clock
    ) -> None:
        self.mask, self.lexicon, self.series, self.year = mask, lexicon, series, year
        self.clock = clock
        self.conjunctions = lexicon.lists["conjunctions"]
        self.list_ends, self.open_words, self._joins = _endings(lexicon)
        whole, calm = [(0, len(mask.text))], self._calm()
        self.whole = Sieve(mask, whole, needs)
        self.calm = self.whole if calm == whole else Sieve(mask, calm, needs)
        self._runs: dict[Stretch, list[tuple[int, int, str, int]]] = {}
        self._lists_of: dict[Stretch, Items | None] = {}
        self._operands: dict[int, Operand] = {}
        self._units: dict[tuple[str, ...], frozenset[str]] = {}

    @cached_property
    def _bulleted(self) -> list[int]:
        """Where the lists of the document begin: the ends of the lines before them."""
        items = [not line.bracket and self.mask.block(line.start).kind == "item" for line in self.mask.lines]
        begins = [n for n, item in enumerate(items) if item and not (n and items[n - 1])]
        return [max(self.mask.lines[n].start - 1, 0) for n in begins]

    @cached_property
    def _numbers(self) -> dict[int, list[tuple[int, Quantity]]]:
        """Kind and role as a sign says them -> (first masked offset, number) of each."""
        found: dict[int, list[tuple[int, Quantity]]] = {}
        text, quantities, where = self.mask.text, self.mask.quantities, self.mask.where
        for place, index in self.mask.at.items():
            if where[index] == place:
                found.setdefault(sign_number(text[place]), []).append((place, quantities[index]))
        return found

    def _calm(self) -> list[tuple[int, int]]:
        """The masked text without its crowded sentences."""
        text, places = self.mask.text, self.mask.places
        step = _CROWDED // 2  # a crowded sentence holds so many numbers from one that is counted in these steps
        runs = zip(places[::step], places[step::step], strict=False)
        if all(end_of(text, first, last, SENTENCE_ENDS) < last for first, last in runs):
            return [(0, len(text))]
        stretches, start = [], 0
        for sentence in _SENTENCES.finditer(text):
            first, last = sentence.span()
            if len(self.mask.ranks(first, last)) > _CROWDED:
                stretches.append((start, first))
                start = last
        return [(a, b) for a, b in (*stretches, (start, len(text))) if a < b]

    @property
    def possible(self) -> Iterable[CompiledPattern]:
        """The patterns that may match here; some may be given twice."""
        return chain(self.whole.found, self.calm.found)

    def bind(self, rule: Rule, patterns: tuple[CompiledPattern, ...]) -> Iterator[Binding]:
        """Every binding of the patterns, each distinct set of operands once, in the order of patterns."""
        seen: set[tuple[tuple[int, int], ...]] = set()
        for pattern in patterns:
            if pattern.opening is Opening.NUMBER:
                name = pattern.slots[0]
                found = (binding_of(name, pattern, place, self.operand(q)) for place, q in self.alone(rule, pattern))
            else:
                found = (b for match in self._matches(pattern) if (b := self._binding(rule, pattern, match)))
            for binding in found:
                key = tuple(
                    sorted(
                        (f.span.start, f.span.end)
                        for fs in binding.slots.values()
                        for f in fs
                        if not isinstance(f, Series)
                    )
                )
                if key not in seen:
                    seen.add(key)
                    yield binding

    def alone(self, rule: Rule, pattern: CompiledPattern) -> Iterator[tuple[int, Quantity]]:
        """(masked offset, number) for a pattern that is one number: no match is needed to find it."""
        slot, wanted = rule.slots[pattern.slots[0]], pattern.signs[0]
        groups = [numbers for sign, numbers in self._numbers.items() if wanted >> sign & 1]
        for place, quantity in groups[0] if len(groups) == 1 else sorted(chain(*groups), key=itemgetter(0)):
            if self.fits(slot, quantity):
                yield place, quantity

    def _matches(self, pattern: CompiledPattern) -> Iterator[regex.Match[str]]:
        """Every match of a pattern, at most one from each place, in the order of the text. Raises Overtime."""
        try:
            yield from self._searched(pattern)
        except TimeoutError:
            raise Overtime from None

    def _searched(self, pattern: CompiledPattern) -> Iterator[regex.Match[str]]:
        stretches = (self.calm if pattern.many else self.whole).found.get(pattern)
        if not stretches:
            return
        text, finder, limit = self.mask.text, pattern.matcher.regex, self.clock.left()
        if pattern.opening is Opening.BULLETS:
            yield from (
                match
                for place in self._bulleted
                if (match := finder.match(text, place, timeout=limit and self.clock.left()))
            )
            return
        if pattern.opening is not Opening.LIST:
            for start, end in stretches:
                yield from finder.finditer(text, start, end, overlapped=True, timeout=limit and self.clock.left())
            return
        # A list begins where its clause does, and what comes right behind it ends its clause.
        for stretch in stretches:
            for place, sign, behind, signs in self._lists(stretch):
                if pattern.lists(sign, behind, signs) and (
                    match := finder.match(text, place, stretch[1], timeout=limit and self.clock.left())
                ):
                    yield match

    def _lists(self, stretch: Stretch) -> list[tuple[int, int, str, int]]:
        """Of each run of words that may be a list: its start, and what `CompiledPattern.lists` asks for."""
        if stretch not in self._runs:
            text, joins = self.mask.text, self._joins
            self._runs[stretch] = [
                (start, self._sign(end), text[end : end + 1], self._signs(start, end))
                for start, end in (run.span() for run in _RUNS.finditer(text, *stretch))
                if text[start] != "、" and joins.search(text, start, end)
            ]
        return self._runs[stretch]

    def _sign(self, place: int) -> int:
        """The bit of the sign at a masked offset, 0 if none is there."""
        return 1 << sign_number(self.mask.text[place]) if place in self.mask.at else 0

    def _signs(self, start: int, end: int) -> int:
        """The bits of all signs in a stretch."""
        text, places, bits = self.mask.text, self.mask.places, 0
        for n in self.mask.ranks(start, end):
            bits |= 1 << sign_number(text[places[n]])
        return bits

    def _binding(self, rule: Rule, pattern: CompiledPattern, match: regex.Match[str]) -> Binding | None:
        slots: dict[str, tuple[Filler, ...]] = {}
        trail: dict[str, tuple[int, ...]] = {}
        for name in pattern.slots:
            slot = rule.slots[name]
            places = match.spans(name)
            fillers = [f for start, end in places if (f := self._filler(slot, start, end)) is not None]
            if len(fillers) != len(places) or (places and not _enough(slot, len(fillers))):
                return None
            slots[name] = tuple(fillers)
            trail[name] = tuple(start for start, _ in places)
        if any(self._cut(match.start(), rule.slots[name], places) for name, places in trail.items()):
            return None
        if not self._alike(rule, slots) or not self._same_row(pattern, match):
            return None
        words = tuple(match.group(group) for group, _, _ in pattern.matcher.words if match.group(group) is not None)
        start, end = match.span()
        said = pattern.pattern
        return Binding(slots, start, end, said.cue, said.holds_only, said.firm, words, trail=trail)

    def _filler(self, slot: Slot, start: int, end: int) -> Filler | None:
        if slot.series == (BULLETS,):
            return self._bullets(start, end)
        if slot.items or slot.series == (PARALLEL,):
            return self._items(slot, start, end)
        quantity = self.mask.quantities[self.mask.at[start]]
        if slot.series:
            series = self.series.get(quantity.index)
            first = series is not None and series.marks[0].quantity.index == quantity.index
            return series if first and series is not None and slot.takes(series.style) else None
        return self.operand(quantity) if self.fits(slot, quantity) else None

    def operand(self, quantity: Quantity) -> Operand:
        """The operand of a number of the document, made once: many rules ask for the same."""
        made = self._operands.get(quantity.index)
        if made is None:
            made = self._operands[quantity.index] = operand(quantity, "hard", self.year)
        return made

    def admits(self, slot: Slot, quantity: Quantity) -> bool:
        """Whether the slot takes a number that no pattern has chosen by its role and kind."""
        if (slot.kinds and quantity.kind not in slot.kinds) or (slot.roles and quantity.role not in slot.roles):
            return False
        return self.fits(slot, quantity)

    def fits(self, slot: Slot, quantity: Quantity) -> bool:
        """Whether a number meets what the slot asks beyond role and kind."""
        if slot.units and quantity.unit not in self._unit_words(slot.units):
            return False
        if slot.forms and (quantity.style or "day") not in slot.forms:
            return False
        if slot.unhedged and quantity.hedge:
            return False
        if slot.hedges and quantity.hedge not in slot.hedges:
            return False
        if slot.where and slot.where != self._part(quantity):
            return False
        if slot.numeral and (slot.numeral == "digits") != any(c.isdecimal() for c in quantity.written):
            return False
        if slot.max is not None or slot.min is not None:
            if quantity.number is None:
                return False
            if slot.max is not None and quantity.number > slot.max:
                return False
            if slot.min is not None and quantity.number < slot.min:
                return False
        return True

    def _part(self, quantity: Quantity) -> str:
        return "heading" if self.mask.block(self.mask.where[quantity.index]).kind == "heading" else "body"

    def speaks_of(self, slot: Slot) -> bool:
        """Whether the document has a unit that the slot takes."""
        return not slot.units or any(unit in self.mask.document.text for unit in self._unit_words(slot.units))

    def _unit_words(self, units: tuple[str, ...]) -> frozenset[str]:
        if units not in self._units:
            lists = (self.lexicon.lists[name[1:]] if name.startswith("@") else (name,) for name in units)
            self._units[units] = frozenset(chain.from_iterable(lists))
        return self._units[units]

    def _items(self, slot: Slot, start: int, end: int) -> Items | None:
        text = self.mask.text[start:end]
        if slot.series:  # parallel clauses
            cuts = [m.start() for m in _CLAUSES.finditer(text)]
            bounds = [start, *(start + c + 1 for c in cuts), end]
            parts = tuple(self.mask.span(a, b) for a, b in itertools.pairwise(bounds))
            return Items(self.mask.span(start, end), text, Interval.exact(len(cuts) + 1), parts)
        if (start, end) not in self._lists_of:
            self._lists_of[start, end] = self._listed(text, start, end)
        found = self._lists_of[start, end]
        most = slot.most if slot.many else None
        return found if found and slot.least <= len(found.members) <= (most or len(found.members)) else None

    def _listed(self, text: str, start: int, end: int) -> Items | None:
        """The enumeration that stands in [start, end); None if it is none. Many rules ask for the same."""
        found = enumerate_items(text, self.conjunctions, self.lexicon.lists["joint_words"])
        if not found.members or not self._ends_well(text, found.members):
            return None
        parts = tuple(self.mask.span(start + a, start + b) for a, b in found.members)
        follows = self.open_words.match(self.mask.text, end) is not None
        members = tuple(text[a:b] for a, b in found.members)
        return Items(Span(parts[0].start, parts[-1].end), text, found.count, parts, members, follows)

    def _ends_well(self, text: str, members: tuple[tuple[int, int], ...]) -> bool:
        """Whether the last member is one: it ends in no verb or joint, opens no quote, and is not far longer than
        the others (…、西藏建设 4 所: the list ended before the verb)."""
        last = text[members[-1][0] : members[-1][1]]
        if self.list_ends.search(last) or self.open_words.search(last):
            return False
        longest = max((b - a for a, b in members[:-1]), default=len(last))
        return len(last) <= 2 * longest + 2

    def _cut(self, start: int, slot: Slot, places: tuple[int, ...]) -> bool:
        """Whether the match begins with a list of bare numbers that began before it: 2021、«2022、2023年»."""
        text = self.mask.text
        return (
            slot.many and len(places) > 1 and places[0] == start
            and text[start - 1 : start] in ("、", "､") and start - 2 in self.mask.at and text[start - 2] == text[start]
        )  # fmt: skip

    def _bullets(self, start: int, end: int) -> Items | None:
        """The items of one whole list: its lines, those of deeper levels not counted."""
        mask = self.mask
        first, last = mask.line_number(start), mask.line_number(end - 2)

        def level(n: int) -> int:
            inside = 0 <= n < len(mask.lines) and not mask.lines[n].bracket
            block = mask.document.blocks[mask.lines[n].block] if inside else None
            return block.level if block is not None and block.kind == "item" else -1

        levels = [level(n) for n in range(first, last + 1)]
        if min(levels) < 0 or level(first - 1) >= 0 or level(last + 1) >= 0:
            return None
        places = [mask.lines[n] for n, deep in zip(range(first, last + 1), levels, strict=True) if deep == min(levels)]
        parts = tuple(mask.span(line.start, line.end) for line in places)
        return Items(Span(parts[0].start, parts[-1].end), mask.text[start:end], Interval.exact(len(parts)), parts)

    def _alike(self, rule: Rule, slots: Mapping[str, tuple[Filler, ...]]) -> bool:
        for name, fillers in slots.items():
            like = rule.slots[name].like
            if not like or not slots.get(like):
                continue
            dimension = getattr(slots[like][0], "quantity", None)
            for filler in fillers:
                other = getattr(filler, "quantity", None)
                if dimension is not None and other is not None and other.dimension != dimension.dimension:
                    return False
        return True

    def _same_row(self, pattern: CompiledPattern, match: regex.Match[str]) -> bool:
        """Words taken from several columns of one table must stand in one row of it."""
        tables: dict[str, list[tuple[int, str]]] = {}
        for group, name, column in pattern.matcher.words:
            if column is not None and match.group(group) is not None:
                tables.setdefault(name, []).append((column, match.group(group)))
        return all(
            any(all(c < len(row) and row[c] == word for c, word in pairs) for row in self.lexicon.tables[name])
            for name, pairs in tables.items()
        )


def binding_of(name: str, pattern: CompiledPattern, place: int, filler: Operand) -> Binding:
    """The binding of a pattern that is one number, in the slot `name`, at a masked offset."""
    said = pattern.pattern
    return Binding({name: (filler,)}, place, place + 1, said.cue, said.holds_only, said.firm, trail={name: (place,)})


@lru_cache(maxsize=8)
def _endings(lexicon: Lexicon) -> tuple[regex.Pattern[str], regex.Pattern[str], regex.Pattern[str]]:
    """What no list ends with, the words that leave one open, and what joins two members."""
    ends = (*lexicon.lists["conjunctions"], *lexicon.lists["list_breakers"], "“", "《", "‘", '"')
    open_words = alternatives(lexicon.lists["open_list"])
    return (
        regex.compile(rf"(?:{alternatives(ends)})\s*$"),
        regex.compile(rf"[，,]?(?:{open_words})"),
        regex.compile(alternatives((*lexicon.lists["conjunctions"], "、"))),
    )


def _enough(slot: Slot, n: int) -> bool:
    return slot.items or bool(slot.series) or (n >= slot.least and (slot.most is None or n <= slot.most))
