"""Surface patterns as data: the syntax tree of docs/rule-language.md, section 9, and its parser."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Literal, TypeAlias
from unicodedata import category

MAX_DEPTH = 10
MAX_LENGTH = 1000

# How far what has no end of its own may reach: matching is bounded by these.
SHORT_GAP: Final = 24
LONG_GAP: Final[Mapping[str, int]] = MappingProxyType(
    {"clause": 60, "sentence": 120, "paragraph": 300, "section": 600, "document": 600}
)
MOST_REPEATS: Final = 400
"""How often a `+` or `*` repeats."""
MOST_MEMBERS: Final = 200
LONGEST_MEMBER: Final = 40
"""Characters of one member of an enumeration of words."""
LONGEST_CLAUSE: Final = 200
MOST_BULLETS: Final = 40
LONGEST_NAME: Final = 12
"""Characters of a number that keeps its words."""
MARKS: Final[Mapping[str, str]] = MappingProxyType(
    {"，": "，,", "、": "、､", "；": "；;", "：": "：:", "。": "。！？!?", "（": "（(", "）": "）)"}
)
"""A mark and all that it stands for: its other widths, and for a full stop all that ends a sentence."""
WORDED: Final = frozenset({"name", "identifier", "ordinal"})
"""Kinds of numbers that keep their words in the text that patterns read."""
PARALLEL: Final = ";"
"""The series style that stands for parallel clauses between semicolons."""
BULLETS: Final = "-"
"""The series style that stands for the items of a list, one on each line."""

RepeatOp = Literal["?", "+", "*"]


@dataclass(frozen=True, slots=True)
class Text:
    """Characters to be found as they are (marks in any width). `at`: offset of a node in the pattern."""

    text: str
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Words:
    """`@name`: any word of a list; with `column`, that column of one row of a word table."""

    name: str
    column: int | None = None
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class SlotRef:
    """`{name}`: what the slot of that name takes."""

    name: str
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Gap:
    """`..` (short) or `...`."""

    short: bool
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Start:
    """`^`: start of a sentence."""

    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class End:
    """`$`: end of a sentence."""

    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Seq:
    """Items one after another; never empty."""

    items: tuple[Node, ...]
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Choice:
    """Two or more alternatives."""

    items: tuple[Node, ...]
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Repeat:
    """`?`, `+` or `*` of a node that cannot match nothing."""

    node: Node
    op: RepeatOp
    at: int = field(default=0, compare=False)


Node: TypeAlias = Text | Words | SlotRef | Gap | Start | End | Seq | Choice | Repeat


class PatternError(ValueError):
    """A pattern that does not follow the grammar. `position` is an offset in the pattern's text."""

    def __init__(self, position: int, message: str, expected: str = "a pattern", suggestion: str | None = None) -> None:
        super().__init__(f"{message} at {position}")
        self.position, self.message, self.expected, self.suggestion = position, message, expected, suggestion


def parse_pattern(text: str) -> Node:
    """The tree of a pattern. A repetition sign after plain text binds to its last character, as in regular expressions.

    A single item is not wrapped in `Seq`; groups leave no node of their own. Raises PatternError at the first
    place that does not fit, also for a pattern longer than MAX_LENGTH or nested deeper than MAX_DEPTH.
    """
    if len(text) > MAX_LENGTH:
        raise PatternError(MAX_LENGTH, "the pattern is too long", f"at most {MAX_LENGTH} characters")
    parser = _Parser(text)
    node = parser.choice(0)
    if parser.at < len(text):
        raise PatternError(parser.at, "a bracket closes that was not opened", 'no ")" here')
    return node


def walk(node: Node) -> Iterator[Node]:
    """The node and all nodes under it, in the order of the text."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        yield one
        if isinstance(one, (Seq, Choice)):
            waiting += one.items[::-1]
        elif isinstance(one, Repeat):
            waiting.append(one.node)


def flat(node: Seq) -> tuple[Node, ...]:
    """The items of a sequence, those of the sequences in it among them: a group without a sign means nothing."""
    return tuple(one for item in node.items for one in (flat(item) if isinstance(item, Seq) else (item,)))


def unrolls(node: Node) -> bool:
    """Whether a node is a `+` whose first turn is better seen as items of the sequence around it: one with numbers
    in it, but no repetition of numbers within."""
    if not isinstance(node, Repeat) or node.op != "+":
        return False
    inner = [one for one in walk(node.node) if isinstance(one, Repeat)]
    return has_slot(node) and not any(map(has_slot, inner))


def has_slot(node: Node) -> bool:
    """Whether a slot stands in the node."""
    return any(isinstance(one, SlotRef) for one in walk(node))


def starts_with_slot(node: Node | None) -> bool:
    """Whether the node can only begin with a slot."""
    if isinstance(node, SlotRef):
        return True
    if isinstance(node, Seq):
        return starts_with_slot(node.items[0])
    if isinstance(node, Choice):
        return all(starts_with_slot(option) for option in node.items)
    return isinstance(node, Repeat) and node.op == "+" and starts_with_slot(node.node)


def before_gaps(node: Node) -> frozenset[int]:
    """`at` of the slots behind which nothing but a long gap can come."""
    found: set[int] = set()
    _trace(node, frozenset({None}), found)
    return frozenset(found)


def _firsts(node: Node) -> frozenset[type | None]:
    """Types that a node can begin with; None for a short gap, and for the end."""
    if isinstance(node, Seq):
        firsts: set[type | None] = set()
        for item in node.items:
            firsts |= _firsts(item)
            if not (isinstance(item, Repeat) and item.op != "+"):
                return frozenset(firsts)
        return frozenset(firsts | {None})
    if isinstance(node, Choice):
        return frozenset().union(*map(_firsts, node.items))
    if isinstance(node, Repeat):
        return _firsts(node.node)
    return frozenset({None if isinstance(node, Gap) and node.short else type(node)})


def _trace(node: Node, after: frozenset[type | None], found: set[int]) -> None:
    """Puts into `found` the slots of a node; `after`: what can come behind it."""
    if isinstance(node, SlotRef):
        if after == {Gap}:
            found.add(node.at)
    elif isinstance(node, Choice):
        for option in node.items:
            _trace(option, after, found)
    elif isinstance(node, Repeat):
        _trace(node.node, after if node.op == "?" else after | _firsts(node.node), found)
    elif isinstance(node, Seq):
        for item in reversed(node.items):
            _trace(item, after, found)
            skipped = isinstance(item, Repeat) and item.op != "+"
            after = _firsts(item) | after if skipped else _firsts(item)


def nullable(node: Node) -> bool:
    """Whether the node can match the empty text, so that repeating it would mean nothing."""
    if isinstance(node, Repeat):
        return node.op != "+" or nullable(node.node)
    if isinstance(node, Seq):
        return all(nullable(item) for item in node.items)
    if isinstance(node, Choice):
        return any(nullable(item) for item in node.items)
    return isinstance(node, Gap | Start | End)


def binds(node: Node) -> bool:
    """Whether every match of the node takes something for a slot."""
    if isinstance(node, Repeat):
        return node.op == "+" and binds(node.node)
    if isinstance(node, Seq):
        return any(binds(item) for item in node.items)
    if isinstance(node, Choice):
        return all(binds(item) for item in node.items)
    return isinstance(node, SlotRef)


_SLOT = re.compile(r"\{\s*([a-z][a-z0-9_]*)\s*\}")
_WORDS = re.compile(r"@([a-z][a-z0-9_]*)(?:\.([0-9])(?![0-9]))?")
_DOTS = re.compile(r"\.+")
_OPS: dict[str, RepeatOp] = {"?": "?", "+": "+", "*": "*"}


class _Parser:
    """Recursive descent, one character of lookahead; `at` is the place reached."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0

    def peek(self) -> str:
        """Next sign that is not a space, or "" at the end."""
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1
        return self.text[self.at : self.at + 1]

    def choice(self, depth: int) -> Node:
        start = self.at
        items = [self.seq(depth)]
        while self.peek() == "|":
            self.at += 1
            items.append(self.seq(depth))
        return items[0] if len(items) == 1 else Choice(tuple(items), start)

    def seq(self, depth: int) -> Node:
        items: list[Node] = []
        while (sign := self.peek()) and sign not in "|)":
            item = self.item(sign, depth)
            last = items[-1] if items else None
            if isinstance(item, Text) and isinstance(last, Text):
                items[-1] = Text(last.text + item.text, last.at)
            elif isinstance(item, Gap) and isinstance(last, Gap):
                raise PatternError(item.at, "two gaps in a row", "one gap")
            else:
                items.append(item)
        if not items:
            raise PatternError(self.at, "nothing stands here", "a slot, a word, a list or a group")
        return items[0] if len(items) == 1 else Seq(tuple(items), items[0].at)

    def item(self, sign: str, depth: int) -> Node:
        start = self.at
        node = self.atom(sign, depth)
        op = _OPS.get(self.peek())
        if op is None:
            return node
        if nullable(node):
            expected = "a slot, a word, a list, or a group that has one"
            raise PatternError(self.at, f'"{op}" repeats what may be empty', expected)
        self.at += 1
        if self.peek() in _OPS:
            raise PatternError(self.at, "two repetition signs in a row", "one of ? + *")
        return Repeat(node, op, start)

    def atom(self, sign: str, depth: int) -> Node:
        start = self.at
        if sign == "{":
            if not (slot := _SLOT.match(self.text, start)):
                raise PatternError(start, "a slot is not written well", "{name} with a small-letter name")
            self.at = slot.end()
            return SlotRef(slot[1], start)
        if sign == "@":
            if not (words := _WORDS.match(self.text, start)):
                raise PatternError(start, "a word list has no name", "@name or @table.0")
            self.at = words.end()
            return Words(words[1], int(words[2]) if words[2] else None, start)
        if sign == ".":
            return self.dots(start)
        if sign in "^$":
            self.at += 1
            return Start(start) if sign == "^" else End(start)
        if sign == "(":
            return self.group(start, depth)
        if sign in _OPS:
            raise PatternError(start, f'"{sign}" repeats nothing', "an item before it")
        if sign == "}":
            raise PatternError(start, "a brace closes that was not opened", 'no "}" here')
        if category(sign) in ("Cc", "Co", "Cs", "Cn"):
            raise PatternError(start, f"no text has the character U+{ord(sign):04X}", "words and marks")
        self.at += 1
        return Text(sign, start)

    def dots(self, start: int) -> Node:
        run = _DOTS.match(self.text, start)
        assert run is not None
        if len(run[0]) not in (2, 3):
            raise PatternError(start, f'"{run[0]}" is not a gap', '".." or "..."', ".." if len(run[0]) < 2 else "...")
        self.at = run.end()
        return Gap(len(run[0]) == 2, start)

    def group(self, start: int, depth: int) -> Node:
        if depth >= MAX_DEPTH:
            raise PatternError(start, "groups are nested too deeply", f"at most {MAX_DEPTH} levels")
        self.at += 1
        node = self.choice(depth + 1)
        if self.peek() != ")":
            raise PatternError(start, "a group is not closed", 'a ")"')
        self.at += 1
        return node
