"""What a rule file means: do its names exist, do its parts fit together, do its examples prove it."""

from __future__ import annotations

import keyword
import re
from collections.abc import Collection
from dataclasses import dataclass, field

from checker.model import expression as ex
from checker.model import pattern as pt
from checker.model.spelling import nearest
from checker.rulebook.cost import CostError, weigh
from checker.rulebook.errors import RuleError, one_of
from checker.rulebook.marks import MarkError, split_fields, split_marks
from checker.rulebook.shape import GuardShape, RuleShape, SlotShape
from checker.rulebook.source import KeyPath, Source
from checker.rulebook.words import Words, columns

KEBAB = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_SLOT_NAME = re.compile(r"[a-z][a-z0-9_]*")
_OF_DOCUMENT = frozenset({"document_year", "document_date", "document_marks"})
_RESERVED = frozenset({"word", "words", *_OF_DOCUMENT, "expected", "gap", ex.NEVER})
_AXES = ("total", "leaf", "of_which", "other", "whole")
_ONLY_IN = {"each": "table", "pairs": "facts", "same": "facts"}
_LOOKS = ("open_list", "word", "hedged", "other_owner", "foreign", "restart", "nearer", "mixed")


def check(source: Source, shape: RuleShape, bad: frozenset[KeyPath], words: Words, strict: bool) -> list[RuleError]:
    """All mistakes of meaning in one rule file.

    `bad`: paths where the shape is a stand-in; nothing is said about them. `strict`: the least numbers of examples
    are asked for.
    """
    checker = _Checker(source, shape, bad, words)
    checker.identity()
    checker.slots()
    checker.patterns()
    checker.assertions()
    checker.guards()
    checker.messages()
    checker.kind()
    checker.used()
    checker.examples(strict)
    return checker.errors


@dataclass(slots=True)
class _Checker:
    source: Source
    shape: RuleShape
    bad: frozenset[KeyPath]
    words: Words
    errors: list[RuleError] = field(default_factory=list)
    in_patterns: set[str] = field(default_factory=set)
    in_assertions: set[str] = field(default_factory=set)
    has_words: bool = False  # some pattern has an @list, so `word` is a name

    def say(
        self,
        path: KeyPath,
        message: str,
        expected: str = "",
        suggestion: str | None = None,
        *,
        offset: int | None = None,
        key: bool = False,
    ) -> None:
        if not any(path[:n] in self.bad for n in range(1, len(path) + 1)):
            place = self.source.place(path, offset, key=key)
            self.errors.append(RuleError(place, message, expected, suggestion))

    # --- identity and slots -------------------------------------------------------------------------

    def identity(self) -> None:
        rule_id = self.shape.id
        stem = re.sub(r".*/|\.ya?ml$", "", self.source.path.replace("\\", "/"))
        if not KEBAB.fullmatch(rule_id):
            kebab = re.sub(r"[^a-z0-9]+", "-", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", rule_id).lower()).strip("-")
            suggestion = kebab if KEBAB.fullmatch(kebab) else None
            self.say(("id",), f'the id "{rule_id}" is not kebab-case', "small letters, digits and -", suggestion)
        elif rule_id != stem and self.source.path.endswith((".yaml", ".yml")):
            self.say(("id",), f'the id "{rule_id}" is not the name of its file', f'"{stem}"', stem)

    def slots(self) -> None:
        for name, slot in self.shape.slots.items():
            path: KeyPath = ("slots", name)
            if not _SLOT_NAME.fullmatch(name) or keyword.iskeyword(name) or name in _RESERVED:
                self.say(path, f'"{name}" cannot be the name of a slot', "snake_case, not a keyword", key=True)
            if slot.like is not None:
                self.like(name, slot.like)
            self.bounds(path, slot)
            for n, unit in enumerate(slot.unit):
                if unit.startswith("@"):
                    self.word_list(unit, self.item_path((*path, "unit"), n))
                elif not unit.strip():
                    self.say(self.item_path((*path, "unit"), n), "a unit is empty", "a unit as printed, or @list")
            if slot.near is not None:
                self.word_list(slot.near, (*path, "near"))
            if slot.axis is not None:
                if slot.axis.startswith("@"):
                    self.word_list(slot.axis, (*path, "axis"))
                elif slot.axis not in _AXES:
                    known = nearest(slot.axis, _AXES)
                    self.say((*path, "axis"), f'unknown axis "{slot.axis}"', f"{one_of(_AXES)}, or @list", known)

    def like(self, name: str, like: str) -> None:
        path: KeyPath = ("slots", name, "like")
        if like not in self.shape.slots:
            self.unknown_slot(path, like)
            return
        seen, at = [name], like
        while at not in seen and (slot := self.shape.slots.get(at)) is not None and slot.like is not None:
            seen.append(at)
            at = slot.like
        # Each circle is told once: at its first slot in the file.
        if at == name and name == min(seen, key=list(self.shape.slots).index):
            self.say(path, f'"like" runs in a circle: {" → ".join([*seen, name])}', "a slot that leads out of it")

    def bounds(self, path: KeyPath, slot: SlotShape) -> None:
        if slot.many is not None:
            least, _, most = slot.many.partition("..")
            # Lengths first: int() refuses thousands of digits.
            if len(slot.many) > 12 or int(least) < 1 or (most and int(most) < max(int(least), 2)):
                self.say((*path, "many"), f'malformed many "{slot.many}"', '"2.." or "2..8"')
        if slot.open_end and slot.many is None and not self.is_bad((*path, "many")):
            self.say((*path, "open_end"), "open_end is only for a slot with many", "many: 2..", key=True)
        if slot.min is not None and slot.max is not None and slot.min > slot.max:
            self.say((*path, "min"), "min is greater than max", f"at most {slot.max}")

    def item_path(self, path: KeyPath, n: int) -> KeyPath:
        """Path of the n-th item of a list that may be written as its single item."""
        return (*path, n) if (*path, n) in self.source.spots else path

    def unknown_slot(self, path: KeyPath, name: str, offset: int | None = None) -> None:
        known = self.shape.slots
        if not self.slots_lost:
            self.say(path, f'unknown slot "{name}"', one_of(known), nearest(name, known), offset=offset)

    def word_list(self, text: str, path: KeyPath) -> None:
        """A whole scalar that is `@name` or `@table.k`."""
        try:
            node = pt.parse_pattern(text)
        except pt.PatternError as error:
            self.say(path, error.message, error.expected, error.suggestion, offset=error.position)
            return
        if isinstance(node, pt.Words):
            self.reference(node, path)
        else:
            self.say(path, f'"{text}" is not a word list', "@name or @table.0")

    def reference(self, node: pt.Words, path: KeyPath) -> None:
        lists, tables = self.words.lists, self.words.tables
        if node.column is None:
            if node.name in lists:
                return
            if node.name in tables:
                self.say(path, f'"@{node.name}" is a table', "a column of it", f"@{node.name}.0", offset=node.at)
                return
            close = nearest(node.name, lists)
            hint = f"@{close}" if close else None
            self.say(path, f'unknown word list "@{node.name}"', one_of(lists), hint, offset=node.at)
        elif node.name not in tables:
            close = nearest(node.name, tables)
            hint = f"@{close}.{node.column}" if close else f"@{node.name}" if node.name in lists else None
            self.say(path, f'unknown word table "{node.name}"', one_of(tables), hint, offset=node.at)
        elif (width := columns(tables[node.name])) is None or node.column >= width:
            message = f'the word table "{node.name}" has no column {node.column}'
            self.say(path, message, f"0 to {width - 1}" if width else "a table of rows of words", offset=node.at)

    @property
    def slots_lost(self) -> bool:
        """Whether the slots could not be read at all: then no name of one can be called unknown."""
        return ("slots",) in self.bad

    # --- patterns and expressions -------------------------------------------------------------------

    def patterns(self) -> None:
        for n, entry in enumerate(self.shape.patterns):
            path = self.item_path(("patterns",), n)
            if self.is_bad((*path, "match")):
                continue
            path = (*path, "match") if (*path, "match") in self.source.spots else path
            try:
                tree = pt.parse_pattern(entry.match)
            except pt.PatternError as error:
                self.say(path, error.message, error.expected, error.suggestion, offset=error.position)
                self.in_patterns.update(re.findall(r"\{\s*(\w+)\s*\}", entry.match))
                self.has_words = self.has_words or "@" in entry.match
                continue
            told = len(self.errors)
            if not pt.binds(tree):
                self.say(path, "a match of this pattern may bind nothing", "a slot outside of ?, * and single branches")
            for node in pt.walk(tree):
                if isinstance(node, pt.SlotRef):
                    self.in_patterns.add(node.name)
                    if node.name not in self.shape.slots:
                        self.unknown_slot(path, node.name, node.at)
                elif isinstance(node, pt.Words):
                    self.has_words = True
                    self.reference(node, path)
            if len(self.errors) == told and not self.slots_lost:
                self.cost(tree, path, entry.scope or self.shape.scope)

    def cost(self, tree: pt.Node, path: KeyPath, scope: str) -> None:
        """Whether matching the pattern, all of whose names are known, takes bounded time."""
        try:
            weigh(tree, self.shape.slots, self.words, scope)
        except CostError as error:
            self.say(path, error.message, error.expected, offset=error.position)

    def expression(self, text: str, path: KeyPath) -> set[str]:
        """Check one assertion. Returns the names that it reads."""
        known = {*self.shape.slots, *_OF_DOCUMENT, *({"word", "words"} if self.has_words else ())}
        wrong = self.wrong(text, known)
        for offset, message, suggestion in wrong:
            expected = one_of(known) if message.startswith("unknown name") else ""
            self.say(path, message, expected, suggestion, offset=offset)
        try:
            expr = ex.parse_expression(text)
        except ex.ExpressionError:
            return set(re.findall(r"[a-z_]\w*", text))  # as good as read: no second error about a slot not used
        if not wrong and not expr.answers:
            self.say(path, "this is a value, not an assertion", "a comparison, such as total == sum(part)")
        for name in ex.bare_lists(expr.root, {n for n, slot in self.shape.slots.items() if slot.many is not None}):
            message = f'the slot "{name.name}" takes several numbers'
            self.say(path, message, "a function of them", f"sum({name.name})", offset=name.at)
        for node in ex.walk(expr.root):
            if isinstance(node, ex.Call) and node.function == "lookup" and node.arguments:
                table = node.arguments[0]
                if isinstance(table, ex.String) and table.value not in self.words.tables:
                    close = nearest(table.value, self.words.tables)
                    message = f'unknown word table "{table.value}"'
                    self.say(path, message, one_of(self.words.tables), close, offset=table.at)
        return set(expr.names)

    def wrong(self, text: str, names: Collection[str]) -> list[tuple[int, str, str | None]]:
        """What is wrong with an expression; names are not, when the slots could not be read."""
        found = ex.check_expression(text, names)
        return [entry for entry in found if not (self.slots_lost and entry[1].startswith("unknown name"))]

    def assertions(self) -> None:
        shape = self.shape
        if shape.assertion is not None and shape.readings is not None:
            self.say(("readings",), "assert and readings stand together", "one of them", key=True)
        if shape.assertion is None and shape.readings is None and not {("assert",), ("readings",)} & self.bad:
            self.say((), 'the key "assert" is missing', '"assert: …" or "readings: […]"')
        if shape.assertion is not None:
            self.in_assertions |= self.expression(shape.assertion, ("assert",))
        for n, reading in enumerate(shape.readings or ()):
            self.in_assertions |= self.expression(reading, ("readings", n))
        if shape.given is not None:
            self.in_assertions |= self.expression(shape.given, ("given",))
        for n, slip in enumerate(shape.slips):
            if ("slips", n) not in self.bad:
                self.expression(slip.condition, ("slips", n, "assert"))
        if shape.primary is not None and shape.primary not in shape.slots:
            self.unknown_slot(("primary",), shape.primary)

    # --- guards and messages ------------------------------------------------------------------------

    def guards(self) -> None:
        for n, guard in enumerate(self.shape.unless):
            path: KeyPath = ("unless", n)
            if path in self.bad:
                continue
            self.guard(guard, path)

    def guard(self, guard: GuardShape, path: KeyPath) -> None:
        looks = [k for k in _LOOKS if getattr(guard, k) is not None]
        if len(looks) > 1:
            message = f"a guard looks at one thing, not at {' and '.join(looks)}"
            self.say(path, message, f"one of {', '.join(_LOOKS)}")
        reaches = [k for k in ("within", "before", "after", "between") if getattr(guard, k) is not None]
        if guard.word is not None and len(reaches) != 1 and not self.is_bad(path):
            self.say(path, "a word guard must say where, once", "one of in, before, after, between")
        if guard.word is None and reaches and not self.is_bad(path):
            self.say(path, "in, before, after and between are only for a word", "word: '@list'")
        elif not looks and guard.when is None and not self.is_bad(path):
            self.say(path, "a guard must say what it looks at", f"one of {', '.join(_LOOKS)}, when")
        if not KEBAB.fullmatch(guard.reason):
            self.say((*path, "reason"), f'the reason "{guard.reason}" is not kebab-case', "small letters, digits and -")
        for name in ("open_list", "before", "after", "hedged", "mixed"):
            slot = getattr(guard, name)
            if slot is not None and slot not in self.shape.slots:
                self.unknown_slot((*path, name), slot)
        for key in ("between", "foreign", "restart", "nearer"):
            for k, slot in enumerate(getattr(guard, key) or ()):
                if slot not in self.shape.slots:
                    self.unknown_slot((*path, key, k), slot)
        if guard.word is not None and guard.word.startswith("@"):
            self.word_list(guard.word, (*path, "word"))
        for name in ("when", "other_owner"):
            if getattr(guard, name) is not None:
                self.expression(getattr(guard, name), (*path, name))

    def is_bad(self, path: KeyPath) -> bool:
        """Whether something at or under the path was taken out: then what is missing there was said already."""
        return any(entry[: len(path)] == path for entry in self.bad)

    def messages(self) -> None:
        for language, text in (("zh", self.shape.message.zh), ("en", self.shape.message.en)):
            path: KeyPath = ("message", language)
            try:
                fields = split_fields(text)
            except MarkError as error:
                self.say(path, error.message, "{slot} or {expression}", offset=error.position)
                continue
            for start, content in fields:
                indent = len(content) - len(content.lstrip())
                inner = content.strip()
                if _SLOT_NAME.fullmatch(inner):
                    known = {
                        *self.shape.slots,
                        *_OF_DOCUMENT,
                        "expected",
                        "gap",
                        *({"word", "words"} if self.has_words else ()),
                    }
                    if inner not in known and not self.slots_lost:
                        suggestion = nearest(inner, known)
                        self.say(path, f'unknown slot "{inner}"', one_of(known), suggestion, offset=start + indent)
                    continue
                for offset, message, suggestion in self.wrong(
                    content, {*self.shape.slots, *_OF_DOCUMENT, "word", "words"}
                ):
                    self.say(path, message, "", suggestion, offset=start + offset)

    # --- the whole ----------------------------------------------------------------------------------

    def kind(self) -> None:
        shape, kind = self.shape, self.shape.kind
        if ("kind",) in self.bad:
            return
        for name, wanted in _ONLY_IN.items():
            if getattr(shape, name) is not None and kind != wanted:
                self.say((name,), f'"{name}" is only for rules of kind {wanted}', f"kind: {wanted}", key=True)
        if kind == "prose" and not shape.patterns and not self.is_bad(("patterns",)):
            self.say((), "a rule of kind prose has no pattern", '"patterns: […]"')
        if kind == "outline" and not any(slot.series for slot in shape.slots.values()) and not self.is_bad(("slots",)):
            self.say(("slots",), "a rule of kind outline has no slot with a series", "series: {style: […]}", key=True)
        if kind == "table" and shape.each is None and ("each",) not in self.bad:
            self.say((), 'a rule of kind table must say "each"', "each: column or each: row")
        if kind == "facts" and shape.pairs is None and ("pairs",) not in self.bad:
            self.say(
                (),
                'a rule of kind facts must say "pairs"',
                "pairs: headline, restated, equal, cells, tables or units",
            )
        for name, slot in shape.slots.items():
            if slot.axis is not None and kind != "table":
                self.say(("slots", name, "axis"), '"axis" is only for rules of kind table', "kind: table", key=True)
            if slot.where is not None and kind != "facts":
                self.say(("slots", name, "where"), '"where" is only for rules of kind facts', "kind: facts", key=True)
            if slot.series is not None and kind not in ("prose", "outline"):
                message = '"series" is only for rules of kind outline or prose'
                self.say(("slots", name, "series"), message, "kind: outline", key=True)

    def used(self) -> None:
        """A slot that nothing binds or reads is a mistake; so is one that a prose rule asserts but never binds."""
        told = {p[0] for p in self.bad if len(p) <= 2 or p[0] == "patterns"}
        if told & {"patterns", "assert", "readings", "slots"}:
            return
        for names in (self.in_patterns, self.in_assertions):
            # A misspelt name was told; the slot that it means is not told again as not used.
            names |= {meant for name in names if (meant := nearest(name, self.shape.slots)) is not None}
        for name in self.shape.slots:
            if name in self.in_patterns or self.shape.pairs == "equal":
                continue
            if name not in self.in_assertions:
                self.say(("slots", name), f'the slot "{name}" is never used', "it in a pattern or assertion", key=True)
            elif self.shape.kind == "prose" and self.shape.patterns and self.shape.slots[name].candidates is None:
                self.say(("slots", name), f'the slot "{name}" is in no pattern', f"{{{name}}} in a pattern", key=True)

    def examples(self, strict: bool) -> None:
        examples = self.shape.examples
        if strict:
            # A rule whose binding is the finding (assert: never) has nothing that holds.
            least_holds = 0 if self.shape.assertion == ex.NEVER else 2
            for name, least in (("holds", least_holds), ("fails", 2), ("silent", 1)):
                given = len(getattr(examples, name))
                if given < least and not {("examples",), ("examples", name)} & self.bad:
                    path: KeyPath = ("examples", name) if ("examples", name) in self.source.spots else ("examples",)
                    self.say(path, f"the rule has {given} {name} examples", f"{least} or more", key=True)
        for n, fails in enumerate(examples.fails):
            path = self.item_path(("examples", "fails"), n)
            if self.is_bad((*path, "text")):
                continue
            path = (*path, "text") if (*path, "text") in self.source.spots else path
            try:
                _, marks = split_marks(fails.text)
            except MarkError as error:
                self.say(path, error.message, "«…» around each place", offset=error.position)
                continue
            if not marks:
                self.say(path, "no place is marked in this example", "«…» around each place that the finding names")
