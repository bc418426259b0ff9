"""A surface pattern with what is known of its matches before there is any (docs/rule-language.md, section 3)."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import regex

from checker.judge.mask import CLAUSE_ENDS, LINE_ENDS, SENTENCE_ENDS, STOPS, sign_bits
from checker.judge.regexes import MAGNITUDES, MEASURED, Writer, admitted, numeric, word_set
from checker.lexicon import Lexicon
from checker.model.pattern import (
    BULLETS,
    MARKS,
    PARALLEL,
    WORDED,
    Choice,
    Node,
    Repeat,
    Seq,
    SlotRef,
    Text,
    Words,
    before_gaps,
    parse_pattern,
    walk,
)
from checker.model.rule import Pattern, Rule, Scope, Slot


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
    right behind the enumeration that it begins with: marks, or a number; nothing if that is not known. inside: the
    numbers of which one must stand there or among the words of the enumeration; 0 if that is not known. many: whether
    a slot takes several numbers.
    """

    pattern: Pattern
    slots: tuple[str, ...]
    needs: tuple[frozenset[str], ...]
    signs: tuple[int, ...]
    within: Reach
    opening: Opening
    ends: str | int
    inside: int
    many: bool
    _write: Callable[[], Matcher]

    def lists(self, sign: int, mark: str, signs: int) -> bool:
        """Whether a run of words may begin with its enumeration. What stands right behind the run: `mark`, and its bit
        if that is a sign, 0 if not; `signs`: the bits of all that stand in the run."""
        if isinstance(self.ends, int):
            return bool(self.ends & sign)
        return (not self.ends or mark in self.ends) and (not self.inside or bool(self.inside & (sign | signs)))

    @cached_property
    def matcher(self) -> Matcher:
        """Made when first asked for: one document needs few of all patterns, and a regex takes long to compile."""
        return self._write()


_EVERYWHERE = frozenset("，。")


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


def _reach(scope: Scope, slots: Iterable[Slot], characters: Iterable[str]) -> Reach:
    """What a pattern with these slots and the characters of its words stays within."""
    stops = set(STOPS[scope]).difference(*(MARKS.get(c, c) for c in characters))
    if not stops.issuperset(LINE_ENDS) or any(slot.series == (BULLETS,) for slot in slots):
        return Reach.ANYTHING
    worded = any(not WORDED.isdisjoint(slot.kinds) for slot in slots)  # their words may hold any mark
    return Reach.SENTENCE if stops.issuperset(SENTENCE_ENDS) and not worded else Reach.LINE


_tree = lru_cache(maxsize=256)(parse_pattern)  # a pattern is compiled once for each role


def compile_pattern(pattern: Pattern, rule: Rule, lexicon: Lexicon) -> CompiledPattern:
    """Compile one pattern of a rule. The pattern's syntax and names have been checked at loading."""
    scope, tree = pattern.scope or rule.scope, _tree(pattern.match)
    order = tuple(_occurrences(tree, optional=False))
    used = tuple(dict.fromkeys(name for name, _ in order))
    certain = [rule.slots[name] for name, optional in order if not optional]

    def write() -> Matcher:
        writer = Writer(rule, lexicon, scope, used, order, before_gaps(tree))
        source = writer.write(tree, followed_by_slot=False)
        return Matcher(regex.compile(source, flags=regex.V1), tuple(writer.words))

    return CompiledPattern(
        pattern,
        used,
        tuple(_needs(tree, rule.slots, lexicon)),
        tuple(_signs(slot) for slot in certain if numeric(slot)),
        _reach(scope, [rule.slots[name] for name in used], _characters(_within(tree), lexicon)),
        *_opening(tree, rule.slots, lexicon),
        any(rule.slots[name].many for name in used),
        write,
    )


def _opening(tree: Node, slots: Mapping[str, Slot], lexicon: Lexicon) -> tuple[Opening, str | int, int]:
    """How a pattern begins; what must stand behind and in its first enumeration (`CompiledPattern.ends`, `inside`)."""
    first, *rest = tree.items if isinstance(tree, Seq) else (tree,)
    slot = slots[first.name] if isinstance(first, SlotRef) else None
    if slot is None:
        return Opening.ANY, "", 0
    if numeric(slot) and not slot.series and not rest:
        return Opening.NUMBER, "", 0
    if slot.series == (BULLETS,):
        return Opening.BULLETS, "", 0
    if not slot.items or any(c in CLAUSE_ENDS for word in lexicon.lists["conjunctions"] for c in word):
        return Opening.ANY, "", 0
    for node in rest:
        if isinstance(node, SlotRef) and numeric(slots[node.name]):
            ends_it = set(MEASURED).issuperset(slots[node.name].kinds or MAGNITUDES)
            wanted = _signs(slots[node.name])
            return (Opening.LIST, wanted, 0) if ends_it else (Opening.LIST, "", wanted)
        if isinstance(node, Text) and node.text[0] in CLAUSE_ENDS:
            return Opening.LIST, MARKS.get(node.text[0], node.text[0]), 0
        inner = node.node if isinstance(node, Repeat) and node.op == "?" else node
        if not _within_a_list(inner, lexicon):
            break
    return Opening.LIST, "", 0


def _within_a_list(node: Node, lexicon: Lexicon) -> bool:
    return isinstance(node, Words | Text) and not any(c in CLAUSE_ENDS for w in _literals(node, lexicon) for c in w)


@lru_cache(maxsize=1024)
def _bits(kinds: tuple[str, ...], roles: tuple[str, ...]) -> int:
    return sign_bits(kinds, roles)


def _signs(slot: Slot) -> int:
    return sum(_bits(tuple(kinds), tuple(roles)) for kinds, roles in admitted(slot))


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


def _within(tree: Node) -> Node:
    """A pattern without the mark that it ends with: a sentence holds what ends it."""

    def is_mark(node: Node) -> bool:
        return (isinstance(node, Text) and len(node.text) == 1) or (
            isinstance(node, Choice) and all(map(is_mark, node.items))
        )

    *first, last = tree.items if isinstance(tree, Seq) else (tree,)
    return Seq(tuple(first), tree.at) if first and is_mark(last) else tree


def _characters(node: Node, lexicon: Lexicon) -> frozenset[str]:
    """All characters of the words that stand in a pattern."""
    texts = [part.text for part in walk(node) if isinstance(part, Text)]
    lists = [word_set(part, lexicon) for part in walk(node) if isinstance(part, Words)]
    return frozenset().union(*texts, *map(_characters_of, lists))


@lru_cache(maxsize=1024)  # many patterns name the same lists
def _characters_of(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset().union(*words)


def _literals(node: Node, lexicon: Lexicon) -> Iterable[str]:
    """All words that stand in a pattern."""
    for part in walk(node):
        if isinstance(part, Text):
            yield part.text
        elif isinstance(part, Words):
            yield from word_set(part, lexicon)


def _needs(node: Node, slots: Mapping[str, Slot], lexicon: Lexicon) -> list[frozenset[str]]:
    """Sets of words and marks of which the text must hold one, or nothing matches."""
    if isinstance(node, Seq):
        return [some for item in node.items for some in _needs(item, slots, lexicon)]
    if isinstance(node, Repeat):
        return _needs(node.node, slots, lexicon) if node.op == "+" else []
    if isinstance(node, Words):
        cores = _cores(word_set(node, lexicon))
        return [] if "" in cores else [cores]
    if isinstance(node, Text):
        return [some] if (some := _told(node.text)) else []
    if isinstance(node, SlotRef):
        slot = slots[node.name]
        if slot.series == (PARALLEL,):
            return [_told("；")]
        joints = _cores(lexicon.lists["conjunctions"])
        return [joints | _told("、")] if slot.items and "" not in joints else []
    if isinstance(node, Choice):
        parts = [_needs(option, slots, lexicon) for option in node.items]
        if all(parts):
            return [frozenset().union(*(min(p, key=len) for p in parts))]
    return []


def _told(text: str) -> frozenset[str]:
    """What tells the texts that hold words or a mark: the core of the words, or the mark in all its widths; nothing
    for commas and full stops, which stand everywhere."""
    if core := _core(text):
        return frozenset([core])
    return frozenset(next((MARKS[c] for c in text if c in MARKS and c not in _EVERYWHERE), ""))


@lru_cache(maxsize=1024)  # many patterns name the same lists
def _cores(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(_core, words))


def _core(word: str) -> str:
    """The longest stretch of a word within a line and without marks, which have any width: 。其中 -> 其中."""
    return max("".join(" " if c in MARKS or c in LINE_ENDS else c for c in word).split(" "), key=len)
