"""The masked text that patterns read: each number one sign, brackets apart, tables and torn lines away.

A number becomes one code point of the private-use planes 15 and 16. It carries kind, role and
dimension, so "may be compared with" is "is the same character", and a slot is a character class.
Names, ordinals and identifiers keep their words after the sign, since patterns may need the words.

Layout: one line per block, in the order of the text, a line's end is \\n; a form feed before each
heading stops what may not leave a section. After the last block, each bracket once more as a line
of its own, `host（inside）`, between form feeds.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import get_args

import regex

from checker.model.document import HIDDEN, Block, Document, Span
from checker.model.quantity import Kind, Quantity, Role
from checker.model.rule import Scope

_BASE = 0xF0000
_DIMENSIONS = 512
_KINDS: tuple[str, ...] = get_args(Kind)
_ROLES: tuple[str, ...] = get_args(Role)
WORDED = frozenset({"name", "identifier", "ordinal"})
"""Kinds whose words stay in the masked text behind their sign."""
SECTION = "\f"
_OPEN, _CLOSE = "（(", "）)"
CLAUSE_ENDS = "，,。；;：:！!？?\n\f"
SENTENCE_ENDS = "。！!？?\n\f"
LINE_ENDS = "\n\f"
STOPS: Mapping[Scope, str] = {
    "clause": CLAUSE_ENDS, "sentence": SENTENCE_ENDS, "paragraph": LINE_ENDS, "section": SECTION, "document": "",
}  # fmt: skip
"""The characters that end each scope."""
_LONGEST_BRACKET = 400


def sign_class(kinds: Iterable[str] = (), roles: Iterable[str] = ()) -> str:
    """Content of a regex character class that takes every number of these kinds and roles; empty means any."""
    spans: list[list[int]] = []
    roles = tuple(roles) or _ROLES
    for kind in sorted(tuple(kinds) or _KINDS, key=_KINDS.index):
        for role in sorted(roles, key=_ROLES.index):
            first = _BASE + (_KINDS.index(kind) * len(_ROLES) + _ROLES.index(role)) * _DIMENSIONS
            if spans and spans[-1][1] == first - 1:
                spans[-1][1] = first + _DIMENSIONS - 1
            else:
                spans.append([first, first + _DIMENSIONS - 1])
    return "".join(f"{chr(a)}-{chr(b)}" for a, b in spans)


def sign_bits(kinds: Iterable[str] = (), roles: Iterable[str] = ()) -> int:
    """The same as a set of bits, one for each kind and role."""
    pairs = itertools.product(tuple(kinds) or _KINDS, tuple(roles) or _ROLES)
    return sum(1 << n for n in {_KINDS.index(kind) * len(_ROLES) + _ROLES.index(role) for kind, role in pairs})


def sign_number(sign: str) -> int:
    """Which kind and role a number's sign says: the place of its bit in `sign_bits`."""
    return (ord(sign) - _BASE) // _DIMENSIONS


ANY_SIGN = f"{chr(_BASE)}-{chr(_BASE + len(_KINDS) * len(_ROLES) * _DIMENSIONS - 1)}"


def _sign(quantity: Quantity, dimensions: dict[str, int]) -> str:
    name = quantity.style if quantity.kind == "marker" else quantity.dimension
    index = dimensions.setdefault(name, min(len(dimensions), _DIMENSIONS - 1))
    return chr(_BASE + (_KINDS.index(quantity.kind) * len(_ROLES) + _ROLES.index(quantity.role)) * _DIMENSIONS + index)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the masked text: [start, end), the block it comes from, and whether it is a bracket."""

    start: int
    end: int
    block: int
    bracket: bool = False


class Mask:
    """Masked text of one document, with the way back to its numbers and places."""

    __slots__ = ("_froms", "_line_starts", "_tos", "at", "document", "lines", "quantities", "text", "where")

    def __init__(self, document: Document, quantities: Sequence[Quantity]) -> None:
        self.document, self.quantities = document, quantities
        builder = _Builder(document, quantities)
        self.text: str = builder.finish()
        self.lines: tuple[Line, ...] = tuple(builder.lines)
        self._line_starts = [line.start for line in self.lines]
        self._froms, self._tos = builder.froms, builder.tos
        self.at: dict[int, int] = builder.at  # masked offset -> quantity index
        self.where: dict[int, int] = {}  # quantity index -> its first masked offset (in the main text if there)
        for place, index in builder.at.items():
            self.where.setdefault(index, place)

    def line(self, place: int) -> Line:
        """The line that a masked offset stands in."""
        return self.lines[self.line_number(place)]

    def line_number(self, place: int) -> int:
        return max(0, bisect_right(self._line_starts, place) - 1)

    def span(self, start: int, end: int) -> Span:
        """Span in the document's text of the masked [start, end)."""
        if start >= end:
            here = self._origin(start)
            return Span(here, here)
        first = self._origin(start)
        if end - 1 in self.at:
            return Span(first, self.quantities[self.at[end - 1]].span.end)
        i = bisect_right(self._froms, end - 1) - 1
        return Span(first, self.document.reading.stop(self._tos[i] + end - 1 - self._froms[i]))

    def _origin(self, place: int) -> int:
        if place in self.at:
            return self.quantities[self.at[place]].span.start
        i = bisect_right(self._froms, place) - 1
        return self.document.reading.origin(self._tos[i] + place - self._froms[i])

    def block(self, place: int) -> Block:
        return self.document.blocks[self.line(place).block]


def start_of(text: str, place: int, least: int = 0, ends: str = CLAUSE_ENDS) -> int:
    """Where the clause (or what `ends` ends) before a masked offset begins, `least` at the earliest."""
    found = _searched(ends)[0].search(text, max(least, 0), place)
    return found.end() if found else min(max(least, 0), place)


def end_of(text: str, place: int, most: int, ends: str = CLAUSE_ENDS) -> int:
    """Where the clause (or what `ends` ends) from a masked offset on ends, `most` at the latest."""
    found = _searched(ends)[1].search(text, place, most)
    return found.start() if found else max(min(most, len(text)), place)


@cache
def _searched(ends: str) -> tuple[regex.Pattern[str], regex.Pattern[str]]:
    """One of these characters, looked for backwards and forwards."""
    return regex.compile(f"(?r)[{regex.escape(ends)}]"), regex.compile(f"[{regex.escape(ends)}]")


class _Builder:
    """Assembles the masked text block by block."""

    def __init__(self, document: Document, quantities: Sequence[Quantity]) -> None:
        self.document, self.quantities = document, quantities
        self.reading = document.reading.text
        self.pieces: list[str] = []
        self.length = 0
        self.froms: list[int] = [0]
        self.tos: list[int] = [0]
        self.at: dict[int, int] = {}
        self.lines: list[Line] = []
        self.dimensions: dict[str, int] = {}
        self.next = 0  # first quantity not yet written
        self.brackets: list[tuple[int, list[tuple[str, int, int]]]] = []

    def finish(self) -> str:
        for number, block in enumerate(self.document.blocks):
            if block.kind in HIDDEN or block.kind == "table":
                continue
            start = self.document.reading.place(block.span.start)
            end = self.document.reading.place(block.span.end)
            if start < end:
                self._block(number, block, start, end)
        self._append(SECTION, None)
        for number, tokens in self.brackets:
            begin = self.length
            for text, place, index in tokens:
                self._append(text, place, index)
            self.lines.append(Line(begin, self.length, number, bracket=True))
            self._append("\n" + SECTION, None)
        return "".join(self.pieces)

    def _append(self, text: str, place: int | None, index: int = -1) -> None:
        """`place`: reading offset of the text's first character; `index`: the number whose sign comes first."""
        if index >= 0:
            self.at[self.length] = index
        if place is not None:
            self.froms.append(self.length)
            self.tos.append(place - (1 if index >= 0 and len(text) > 1 else 0))
        self.pieces.append(text)
        self.length += len(text)

    def _block(self, number: int, block: Block, start: int, end: int) -> None:
        if block.kind == "heading":
            self._append(SECTION, None)
        tokens = self._tokens(start, end)
        main, inner = _split_brackets(tokens)
        begin = self.length
        for text, place, index in main:
            self._append(text, place, index)
        self.lines.append(Line(begin, self.length, number))
        self._append("\n", None)
        self.brackets.extend((number, tokens) for tokens in inner)

    def _tokens(self, start: int, end: int) -> list[tuple[str, int, int]]:
        """The stretch as (text, reading offset, quantity index or -1); newlines inside become spaces."""
        quantities, reading = self.quantities, self.reading
        while self.next < len(quantities) and quantities[self.next].at.start < start:
            self.next += 1
        tokens: list[tuple[str, int, int]] = []
        at = start
        while self.next < len(quantities) and quantities[self.next].at.start < end:
            q = quantities[self.next]
            if q.at.start > at:
                tokens.append((reading[at : q.at.start].replace("\n", " "), at, -1))
            words = reading[q.at.start : q.at.end] if q.kind in WORDED else ""
            tokens.append((_sign(q, self.dimensions) + words, q.at.start, q.index))
            at = max(at, q.at.end)
            self.next += 1
        if at < end:
            tokens.append((reading[at:end].replace("\n", " "), at, -1))
        return tokens


def _split_brackets(
    tokens: list[tuple[str, int, int]],
) -> tuple[list[tuple[str, int, int]], list[list[tuple[str, int, int]]]]:
    """Takes each outermost bracket out of the tokens; each comes back as `host（inside）`."""
    if not any(c in text for text, _, _ in tokens for c in _OPEN):
        return tokens, []
    main: list[tuple[str, int, int]] = []
    inner: list[list[tuple[str, int, int]]] = []
    open_: list[tuple[str, int, int]] = []
    depth = length = 0
    for text, place, index in tokens:
        if index >= 0:
            (open_ if depth else main).append((text, place, index))
            length += len(text)
            continue
        begin = 0
        for i, c in enumerate(text):
            if c in _OPEN:
                if depth == 0:
                    if i > begin:
                        main.append((text[begin:i], place + begin, -1))
                    begin, length, open_ = i, 0, []
                depth += 1
            elif c in _CLOSE and depth:
                depth -= 1
                if depth == 0:
                    open_.append((text[begin : i + 1], place + begin, -1))
                    if length + i - begin <= _LONGEST_BRACKET:
                        inner.append(_host(main) + open_)
                    else:
                        main.extend(open_)
                    begin, open_ = i + 1, []
        if begin < len(text):
            (open_ if depth else main).append((text[begin:], place + begin, -1))
            length += len(text) - begin
    if open_:  # a bracket that never closes is no bracket
        main.extend(open_)
    return main, inner


def _host(main: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """The clause before the bracket: back to the last clause mark."""
    host: list[tuple[str, int, int]] = []
    for text, place, index in reversed(main):
        if index >= 0:
            host.append((text, place, index))
            continue
        cut = max(text.rfind(c) for c in CLAUSE_ENDS + "、")
        if cut + 1 < len(text):
            host.append((text[cut + 1 :], place + cut + 1, -1))
        if cut >= 0:
            break
    host.reverse()
    return host
