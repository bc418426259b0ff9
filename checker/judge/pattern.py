"""A surface pattern -> one compiled regex over the masked text (docs/rule-language.md, section 3).

A gap excludes every number that a slot of its pattern could take there; so it can be atomic before
a number, and matching stays linear.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import regex

from checker.judge.mask import CLAUSE_ENDS, LINE_ENDS, SENTENCE_ENDS, STOPS, WORDED, sign_bits, sign_class
from checker.lexicon import Lexicon
from checker.model.pattern import Choice, End, Gap, Node, Repeat, Seq, SlotRef, Start, Text, Words, parse_pattern, walk
from checker.model.rule import Pattern, Rule, Scope, Slot

MAGNITUDES = (
    "quantity", "money", "percent", "permille", "points", "multiple", "tenths", "doubling", "fraction", "duration",
)  # fmt: skip
_SHORT_GAP = 24
_LONG_GAP: dict[Scope, int] = {"clause": 60, "sentence": 120, "paragraph": 300, "section": 600, "document": 600}
_MARKS = {
    "，": "，,", "、": "、､", "；": "；;", "：": "：:", "。": "。！？!?", "（": "（(", "）": "）)",
}  # fmt: skip
_MEASURED = (
    "quantity", "money", "percent", "permille", "points", "multiple", "tenths", "doubling", "fraction", "ratio",
    "range", "date", "time", "duration", "year", "marker",
)  # fmt: skip
LIST_ENDS = CLAUSE_ENDS + sign_class(_MEASURED)
"""What no enumeration goes over, as content of a character class."""
_ITEM_STOPS = LIST_ENDS + "、"
_LONGEST_ITEM = 40
PARALLEL = ";"
"""The series style that stands for parallel clauses between semicolons."""
BULLETS = "-"
"""The series style that stands for the items of a list, one on each line."""


@dataclass(frozen=True, slots=True)
class Matcher:
    """`regex` finds a pattern in masked text. `words`: (group, list, column) of the pattern's word lists, in order."""

    regex: regex.Pattern[str]
    words: tuple[tuple[str, str, int | None], ...]


@dataclass(frozen=True, eq=False)
class CompiledPattern:
    """A pattern of a rule, with what is known of its matches before there is any.

    needs, signs: of each set of words (of bits, see `sign_bits`) a match holds at least one. within: what no match goes
    over the end of. opening: what it begins with, where that tells where it can begin. ends: what must stand
    right behind the enumeration that it begins with: marks, or a number; nothing if that is not known. many: whether a
    slot takes several numbers.
    """

    pattern: Pattern
    slots: tuple[str, ...]
    needs: tuple[frozenset[str], ...]
    signs: tuple[int, ...]
    within: Reach
    opening: Opening
    ends: str | int
    many: bool
    _write: Callable[[], Matcher]

    def behind(self, sign: int, mark: str) -> bool:
        """Whether the enumeration may end before a sign (its bit, 0 for none), which is also given as it stands."""
        return bool(self.ends & sign) if isinstance(self.ends, int) else not self.ends or mark in self.ends

    @cached_property
    def matcher(self) -> Matcher:
        """Made when first asked for: one document needs few of all patterns, and a regex takes long to compile."""
        return self._write()


class Opening(enum.Enum):
    """How a pattern begins."""

    ANY = enum.auto()
    NUMBER = enum.auto()  # it is one number and nothing else
    LIST = enum.auto()  # with an enumeration
    BULLETS = enum.auto()  # with the items of a list


class Reach(enum.Enum):
    """A stretch of text."""

    SENTENCE = enum.auto()
    LINE = enum.auto()
    ANYTHING = enum.auto()


def _reach(scope: Scope, slots: Iterable[Slot], words: str) -> Reach:
    """What a pattern with these slots and words stays within."""
    stops = set(STOPS[scope]).difference(*(_MARKS.get(c, c) for c in words))
    if not stops.issuperset(LINE_ENDS) or any(slot.series == (BULLETS,) for slot in slots):
        return Reach.ANYTHING
    worded = any(not WORDED.isdisjoint(slot.kinds) for slot in slots)  # their words may hold any mark
    return Reach.SENTENCE if stops.issuperset(SENTENCE_ENDS) and not worded else Reach.LINE


def _admitted(slot: Slot) -> Iterable[tuple[Sequence[str], Sequence[str]]]:
    """(kinds, roles) of the numbers that a slot admits; no roles: any."""
    if slot.series:
        yield ["marker"], ()
        return
    kinds = slot.kinds or MAGNITUDES
    free = [k for k in kinds if k not in MAGNITUDES]  # dates, years, names … have no role
    measured = [k for k in kinds if k in MAGNITUDES]
    if measured:
        yield measured, slot.roles
    if free:
        yield free, ()


def slot_class(slot: Slot) -> str:
    """Character class content of the signs that a slot's roles and kinds admit."""
    return "".join(sign_class(kinds, roles) for kinds, roles in _admitted(slot))


def compile_pattern(pattern: Pattern, rule: Rule, lexicon: Lexicon) -> CompiledPattern:
    """Compile one pattern of a rule. The pattern's syntax and names have been checked at loading."""
    scope, tree = pattern.scope or rule.scope, parse_pattern(pattern.match)
    order = tuple(_occurrences(tree, optional=False))
    used = tuple(dict.fromkeys(name for name, _ in order))
    certain = [rule.slots[name] for name, optional in order if not optional]

    def write() -> Matcher:
        writer = _Writer(rule, lexicon, scope, used, order)
        source = writer.write(tree, followed_by_slot=False)
        return Matcher(regex.compile(source, flags=regex.V1), tuple(writer.words))

    return CompiledPattern(
        pattern,
        used,
        tuple(_needs(tree, lexicon)),
        tuple(_signs(slot) for slot in certain if _numeric(slot)),
        _reach(scope, [rule.slots[name] for name in used], "".join(_literals(tree, lexicon))),
        *_opening(tree, rule.slots, lexicon),
        any(rule.slots[name].many for name in used),
        write,
    )


def _opening(tree: Node, slots: Mapping[str, Slot], lexicon: Lexicon) -> tuple[Opening, str | int]:
    """How a pattern begins; what must stand behind its first enumeration (see `CompiledPattern.ends`)."""
    first, *rest = tree.items if isinstance(tree, Seq) else (tree,)
    slot = slots[first.name] if isinstance(first, SlotRef) else None
    if slot is None:
        return Opening.ANY, ""
    if _numeric(slot) and not slot.series and not rest:
        return Opening.NUMBER, ""
    if slot.series == (BULLETS,):
        return Opening.BULLETS, ""
    if not slot.items or any(c in CLAUSE_ENDS for word in lexicon.lists["conjunctions"] for c in word):
        return Opening.ANY, ""
    for node in rest:
        if isinstance(node, SlotRef) and _numeric(slots[node.name]):
            kinds = slots[node.name].kinds
            return Opening.LIST, _signs(slots[node.name]) if kinds and set(kinds) <= set(_MEASURED) else ""
        if isinstance(node, Text) and node.text[0] in CLAUSE_ENDS:
            return Opening.LIST, _MARKS.get(node.text[0], node.text[0])
        if not (isinstance(node, Repeat) and node.op == "?" and _within_a_list(node.node, lexicon)):
            break
    return Opening.LIST, ""


def _within_a_list(node: Node, lexicon: Lexicon) -> bool:
    return isinstance(node, Words | Text) and not any(c in CLAUSE_ENDS for w in _literals(node, lexicon) for c in w)


def _numeric(slot: Slot) -> bool:
    """Whether a slot is filled by the sign of a number."""
    return not slot.items and slot.series not in ((PARALLEL,), (BULLETS,))


@lru_cache(maxsize=1024)
def _bits(kinds: tuple[str, ...], roles: tuple[str, ...]) -> int:
    return sign_bits(kinds, roles)


def _signs(slot: Slot) -> int:
    return sum(_bits(tuple(kinds), tuple(roles)) for kinds, roles in _admitted(slot))


def by_role(rule: Rule) -> list[Rule]:
    """The rule once for each role that all its alike slots admit, then the rule itself.

    A sign carries the role, so "the same sign" can only be asked of one role at a time.
    """
    kin = {name for name, slot in rule.slots.items() if slot.like} | {s.like for s in rule.slots.values() if s.like}
    kin |= {name for name, slot in rule.slots.items() if slot.many}
    roles = {rule.slots[name].roles for name in kin}
    if len(roles) != 1 or len(next(iter(roles))) < 2:
        return [rule]
    return [
        *(
            replace(rule, slots={n: replace(s, roles=(role,)) if n in kin else s for n, s in rule.slots.items()})
            for role in next(iter(roles))
        ),
        rule,
    ]


def _occurrences(node: Node, optional: bool) -> Iterable[tuple[str, bool]]:
    """(slot, whether the pattern can do without it) of each place of a slot, in the order of the text."""
    if isinstance(node, SlotRef):
        yield node.name, optional
    elif isinstance(node, Seq | Choice):
        for item in node.items:
            yield from _occurrences(item, optional or isinstance(node, Choice))
    elif isinstance(node, Repeat):
        yield from _occurrences(node.node, optional or node.op != "+")


def _literals(node: Node, lexicon: Lexicon) -> Iterable[str]:
    """All words that stand in a pattern."""
    for part in walk(node):
        if isinstance(part, Text):
            yield part.text
        elif isinstance(part, Words):
            yield from _word_set(part, lexicon)


def _table_words(lexicon: Lexicon, name: str, column: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(row[column]) for row in lexicon.tables[name] if column < len(row)))


def _word_set(node: Words, lexicon: Lexicon) -> tuple[str, ...]:
    return lexicon.lists[node.name] if node.column is None else _table_words(lexicon, node.name, node.column)


def _needs(node: Node, lexicon: Lexicon) -> list[frozenset[str]]:
    """Sets of words of which the text must hold one, or nothing matches."""
    if isinstance(node, Seq):
        return [some for item in node.items for some in _needs(item, lexicon)]
    if isinstance(node, Repeat):
        return _needs(node.node, lexicon) if node.op == "+" else []
    if isinstance(node, Words):
        cores = _cores(_word_set(node, lexicon))
        return [] if "" in cores else [cores]
    if isinstance(node, Text) and _core(node.text):
        return [frozenset([_core(node.text)])]
    if isinstance(node, Choice):
        parts = [_needs(option, lexicon) for option in node.items]
        if all(parts):
            return [frozenset().union(*(min(p, key=len) for p in parts))]
    return []


@lru_cache(maxsize=1024)  # many patterns name the same lists
def _cores(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(_core, words))


def _core(word: str) -> str:
    """The longest stretch of a word within a line and without marks, which have any width: 。其中 -> 其中."""
    return max("".join(" " if c in _MARKS or c in LINE_ENDS else c for c in word).split(" "), key=len)


def literal(word: str) -> str:
    """A word as a regex; its punctuation marks match any width."""
    return "".join(f"[{regex.escape(_MARKS[c])}]" if c in _MARKS else regex.escape(c) for c in word)


def alternatives(words: Iterable[str]) -> str:
    """Words as one alternation, longest first."""
    return "|".join(literal(w) for w in sorted(set(words), key=lambda w: (-len(w), w)))


class _Writer:
    """Writes the regex left to right, knowing which slots are bound already."""

    def __init__(
        self, rule: Rule, lexicon: Lexicon, scope: Scope, used: tuple[str, ...], order: tuple[tuple[str, bool], ...]
    ) -> None:
        self.slots: Mapping[str, Slot] = rule.slots
        self.lexicon, self.scope, self.used = lexicon, scope, used
        self.order = order  # places of slots, and whether each is optional
        self.passed = 0  # places of slots written so far
        self.bound: dict[tuple[str, str], str] = {}  # (root of `like`, class) -> group that fixes the sign
        self.words: list[tuple[str, str, int | None]] = []
        self.started = False  # something was written before

    def write(self, node: Node, followed_by_slot: bool) -> str:
        if isinstance(node, Seq):
            return self._sequence(node, followed_by_slot)
        if isinstance(node, Choice):
            return self._choice(node, followed_by_slot)
        if isinstance(node, Repeat):
            before = dict(self.bound)
            body = self.write(node.node, _starts_with_slot(node.node) or followed_by_slot)
            if node.op != "+":
                self.bound = before
            return f"(?:{body}){node.op}"
        if isinstance(node, SlotRef):
            self.passed += 1
            return self._slot(self.slots[node.name])
        if isinstance(node, Words):
            return self._words(node)
        if isinstance(node, Gap):
            return self._gap(node, followed_by_slot)
        if isinstance(node, Start):
            return rf"(?<![^{regex.escape(SENTENCE_ENDS + '；;')}])"
        if isinstance(node, End):
            return rf"(?=[{regex.escape(SENTENCE_ENDS + '；;')}]|\Z)"
        return literal(node.text)

    def _sequence(self, node: Seq, followed_by_slot: bool) -> str:
        parts = []
        for i, item in enumerate(node.items):
            following = node.items[i + 1] if i + 1 < len(node.items) else None
            parts.append(self.write(item, _starts_with_slot(following) if following is not None else followed_by_slot))
            self.started = True
            if following is None and isinstance(item, SlotRef) and self.slots[item.name].items:
                parts.append(rf"(?=[{_class_escape(CLAUSE_ENDS)}（）()]|\Z)")
        return "".join(parts)

    def _choice(self, node: Choice, followed_by_slot: bool) -> str:
        before, branches, after = dict(self.bound), [], []
        for option in node.items:
            self.bound = dict(before)
            branches.append(self.write(option, followed_by_slot))
            after.append(self.bound)
        self.bound = {k: v for k, v in after[0].items() if all(other.get(k) == v for other in after[1:])}
        return "(?:" + "|".join(branches) + ")"

    def _root(self, slot: Slot) -> str:
        seen = {slot.name}
        while slot.like and slot.like not in seen:
            seen.add(slot.like)
            slot = self.slots[slot.like]
        return slot.name

    def _key(self, slot: Slot) -> tuple[str, str]:
        return self._root(slot), slot_class(slot)

    def _kin(self, slot: Slot) -> bool:
        """Whether other members of the pattern must carry the same sign as this slot."""
        key = self._key(slot)
        if len(slot.roles) > 1:  # the sign carries the role, so likeness is checked after the match
            return False
        return slot.many or any(
            name != slot.name and not self.slots[name].items and self._key(self.slots[name]) == key
            for name in self.used
        )

    def _slot(self, slot: Slot) -> str:
        if slot.items:
            return self._items(slot)
        if slot.series == (BULLETS,):
            return f"(?:\\n|(?<=\\n))(?P<{slot.name}>(?:[^\\n\\f]+\\n){{2,40}})"
        if slot.series == (PARALLEL,):
            clause = f"[^{_class_escape(SENTENCE_ENDS)}：:；;]{{2,200}}"
            return f"(?P<{slot.name}>{clause}(?:[；;]{clause})+)"
        key = self._key(slot)
        fixed = self.bound.get(key)
        if fixed and self._kin(slot) and not slot.series:
            sign = f"(?P={fixed})"
        else:
            sign = f"[{key[1]}]"
            self.bound[key] = slot.name
        worded = any(kind in WORDED for kind in slot.kinds)
        return f"(?P<{slot.name}>{sign})" + ("[^\\s，。；：、]{0,12}?" if worded else "")

    def _items(self, slot: Slot) -> str:
        item = f"[^{_class_escape(_ITEM_STOPS)}]"
        join = alternatives(self.lexicon.lists["conjunctions"])
        # A list that opens a pattern begins where its clause does.
        first = "" if self.started else f"(?<!{item}|[、])"
        # The last member is lazy: an open-list word after it is none of it.
        many = f"(?:{item}{{1,{_LONGEST_ITEM}}}、)+{item}{{1,{_LONGEST_ITEM}}}?"
        two = f"{item}{{1,{_LONGEST_ITEM}}}?(?:{join}){item}{{1,{_LONGEST_ITEM}}}?"
        return f"{first}(?P<{slot.name}>{many}|{two})"

    def _words(self, node: Words) -> str:
        group = f"w{len(self.words)}_"
        self.words.append((group, node.name, node.column))
        return f"(?P<{group}>{alternatives(_word_set(node, self.lexicon))})"

    def _in_the_way(self) -> Iterable[str]:
        """The slots whose numbers a gap here must not run over: those written already, and those that may be next."""
        names = [name for name, _ in self.order[: self.passed]]
        for name, optional in self.order[self.passed :]:
            names.append(name)
            if not optional:
                break
        return dict.fromkeys(names)

    def _gap(self, node: Gap, followed_by_slot: bool) -> str:
        stops = CLAUSE_ENDS + "（(）)" if node.short else STOPS[self.scope]
        excluded, same = "", []
        for name in self._in_the_way():
            slot = self.slots[name]
            if not _numeric(slot):
                continue
            key = self._key(slot)
            fixed = self.bound.get(key)
            if fixed and self._kin(slot) and not slot.series:
                same.append(f"(?!(?P={fixed}))")
            else:
                excluded += key[1]
        if (excluded or same) and not any("range" in self.slots[name].kinds for name in self.used):
            excluded += sign_class(["range"], ["level", "change", "rate", "share", "average", "price"])
        one = "".join(dict.fromkeys(same)) + f"[^{_class_escape(stops)}{excluded}]"
        if not stops and not excluded:
            one = "".join(dict.fromkeys(same)) + r"[\s\S]"
        size = _SHORT_GAP if node.short else _LONG_GAP[self.scope]
        return f"(?:{one}){{0,{size}}}" + ("+" if followed_by_slot else "?")


def _class_escape(chars: str) -> str:
    return "".join("\\" + c if c in r"\^[]&~|" else c for c in chars)  # "-" stays: it makes sign ranges


def _starts_with_slot(node: Node | None) -> bool:
    """Whether the node can only begin with a number (a gap before it may then be atomic)."""
    if isinstance(node, SlotRef):
        return True
    if isinstance(node, Seq):
        return bool(node.items) and _starts_with_slot(node.items[0])
    if isinstance(node, Choice):
        return all(_starts_with_slot(option) for option in node.items)
    return isinstance(node, Repeat) and node.op == "+" and _starts_with_slot(node.node)
