"""Surface patterns as data: the syntax tree of docs/rule-language.md, section 9, and its parser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

MAX_DEPTH = 10
MAX_LENGTH = 1000

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
    yield node
    if isinstance(node, Seq | Choice):
        for item in node.items:
            yield from walk(item)
    elif isinstance(node, Repeat):
        yield from walk(node.node)


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
