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
import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import get_args

import regex

from checker.model.document import HIDDEN, Block, Document, Span
from checker.model.pattern import WORDED
from checker.model.quantity import Columns, Kind, Quantities, Quantity, Role
from checker.model.rule import Scope

_BASE = 0xF0000
_DIMENSIONS = 512
_KINDS: tuple[str, ...] = get_args(Kind)
_ROLES: tuple[str, ...] = get_args(Role)
SECTION = "\f"
_OPEN = "（("
_BRACKET = re.compile("[（(）)]")
CLAUSE_ENDS = "，,。；;：:！!？?\n\f"
SENTENCE_ENDS = "。！!？?\n\f"
_HOST_ENDS = re.compile(f"[{CLAUSE_ENDS}、]")
LINE_ENDS = "\n\f"
STOPS: Mapping[Scope, str] = {
    "clause": CLAUSE_ENDS, "sentence": SENTENCE_ENDS, "paragraph": LINE_ENDS, "section": SECTION, "document": "",
}  # fmt: skip
"""The characters that end each scope."""
_LONGEST_BRACKET = 400
_Token = tuple[str, int, int]  # text, its place in the reading, the number whose sign comes first or -1


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


@cache
def sign_bits(kinds: tuple[str, ...] = (), roles: tuple[str, ...] = ()) -> int:
    """The same as a set of bits, one for each kind and role."""
    pairs = itertools.product(kinds or _KINDS, roles or _ROLES)
    return sum(1 << n for n in {_KINDS.index(kind) * len(_ROLES) + _ROLES.index(role) for kind, role in pairs})


def sign_number(sign: str) -> int:
    """Which kind and role a number's sign says: the place of its bit in `sign_bits`."""
    return (ord(sign) - _BASE) // _DIMENSIONS


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the masked text: [start, end), the block it comes from, and whether it is a bracket."""

    start: int
    end: int
    block: int
    bracket: bool = False


class Mask:
    """Masked text of one document, with the way back to its numbers and places."""

    __slots__ = ("_froms", "_line_starts", "_tos", "at", "document", "lines", "places", "quantities", "text", "where")

    def __init__(self, document: Document, quantities: Sequence[Quantity]) -> None:
        self.document, self.quantities = document, quantities
        own = quantities if isinstance(quantities, Quantities) else Quantities.of(quantities)
        builder = _Builder(document, own.columns)
        self.text: str = builder.finish()
        self.lines: tuple[Line, ...] = tuple(builder.lines)
        self._line_starts = [line.start for line in self.lines]
        self._froms, self._tos = builder.froms, builder.tos
        # the masked offsets of all signs, in order
        self.places: list[int] = builder.places
        # masked offset -> quantity index, in the same order
        self.at: dict[int, int] = dict(zip(builder.places, builder.indices, strict=True))
        # quantity index -> its first masked offset (in the main text if there)
        self.where: dict[int, int] = dict(zip(reversed(builder.indices), reversed(builder.places), strict=True))

    def line(self, place: int) -> Line:
        """The line that a masked offset stands in."""
        return self.lines[self.line_number(place)]

    def line_number(self, place: int) -> int:
        return max(0, bisect_right(self._line_starts, place) - 1)

    def ranks(self, start: int, end: int) -> range:
        """Where in `places` the signs of the masked [start, end) are."""
        return range(bisect_left(self.places, start), bisect_left(self.places, end))

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

    def __init__(self, document: Document, columns: Columns) -> None:
        self.document, self.columns = document, columns
        self.reading = document.reading.text
        self.pieces: list[str] = []
        self.length = 0
        self.froms = array("q", [0])
        self.tos = array("q", [0])
        self.places: list[int] = []  # masked offset of each sign
        self.indices: list[int] = []  # and the number it stands for
        self.lines: list[Line] = []
        self.signs: dict[tuple[str, str, str], str] = {}
        self.dimensions: dict[str, int] = {}
        self.next = 0  # first quantity not yet written
        self.brackets: list[tuple[int, list[_Token]]] = []

    def finish(self) -> str:
        """The masked text."""
        place = self.document.reading.place
        for number, block in enumerate(self.document.blocks):
            if block.kind in HIDDEN or block.kind == "table":
                continue
            start, end = place(block.span.start), place(block.span.end)
            if start < end:
                self._block(number, block, start, end)
        self._mark(SECTION)
        for number, tokens in self.brackets:
            begin = self.length
            self._write(tokens)
            self.lines.append(Line(begin, self.length, number, bracket=True))
            self._mark("\n" + SECTION)
        return "".join(self.pieces)

    def _mark(self, text: str) -> None:
        """Adds what stands nowhere in the document."""
        self.pieces.append(text)
        self.length += len(text)

    def _write(self, tokens: Iterable[_Token]) -> None:
        """Adds tokens, with the way back to their places."""
        length = self.length
        for text, place, index in tokens:
            if index >= 0:
                self.places.append(length)
                self.indices.append(index)
                if len(text) > 1:
                    place -= 1  # the words of a number stand behind its sign
            self.froms.append(length)
            self.tos.append(place)
            self.pieces.append(text)
            length += len(text)
        self.length = length

    def _block(self, number: int, block: Block, start: int, end: int) -> None:
        if block.kind == "heading":
            self._mark(SECTION)
        tokens = self._tokens(start, end)
        begin = self.length
        if _BRACKET.search(self.reading, start, end):
            tokens, inner = _split_brackets(tokens)
            self.brackets.extend((number, bracket) for bracket in inner)
        self._write(tokens)
        self.lines.append(Line(begin, self.length, number))
        self._mark("\n")

    def _tokens(self, start: int, end: int) -> list[_Token]:
        """The stretch as (text, reading offset, quantity index or -1); newlines inside become spaces."""
        kinds, roles, dimensions, styles, starts, ends = self.columns
        reading, signs, index, most = self.reading, self.signs, self.next, len(starts)
        torn = reading.find("\n", start, end) >= 0
        while index < most and starts[index] < start:
            index += 1
        tokens: list[_Token] = []
        at = start
        while index < most and starts[index] < end:
            first, kind = starts[index], kinds[index]
            if first > at:
                text = reading[at:first]
                tokens.append((text.replace("\n", " ") if torn else text, at, -1))
            key = kind, roles[index], styles[index] if kind == "marker" else dimensions[index]
            sign = signs.get(key) or self._sign(*key)
            tokens.append((sign + reading[first : ends[index]] if kind in WORDED else sign, first, index))
            if ends[index] > at:
                at = ends[index]
            index += 1
        self.next = index
        if at < end:
            tokens.append((reading[at:end].replace("\n", " "), at, -1))
        return tokens

    def _sign(self, kind: str, role: str, name: str) -> str:
        """The sign of a number of this kind, role, and dimension or style; further ones share the last place."""
        place = self.dimensions.setdefault(name, min(len(self.dimensions), _DIMENSIONS - 1))
        sign = chr(_BASE + (_KINDS.index(kind) * len(_ROLES) + _ROLES.index(role)) * _DIMENSIONS + place)
        self.signs[kind, role, name] = sign
        return sign


def _split_brackets(tokens: list[_Token]) -> tuple[list[_Token], list[list[_Token]]]:
    """Takes each outermost bracket out of the tokens; each comes back as `host（inside）`."""
    main: list[_Token] = []
    inner: list[list[_Token]] = []
    open_: list[_Token] = []
    depth = length = 0
    for text, place, index in tokens:
        if index >= 0:
            (open_ if depth else main).append((text, place, index))
            length += len(text)
            continue
        begin = 0
        for match in _BRACKET.finditer(text):
            i = match.start()
            if match[0] in _OPEN:
                if depth == 0:
                    if i > begin:
                        main.append((text[begin:i], place + begin, -1))
                    begin, length, open_ = i, 0, []
                depth += 1
            elif depth:
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


def _host(main: list[_Token]) -> list[_Token]:
    """The clause before the bracket: back to the last clause mark."""
    host: list[_Token] = []
    for text, place, index in reversed(main):
        if index >= 0:
            host.append((text, place, index))
            continue
        marks = _HOST_ENDS.split(text)
        cut = len(text) - len(marks[-1]) - 1
        if cut + 1 < len(text):
            host.append((text[cut + 1 :], place + cut + 1, -1))
        if cut >= 0:
            break
    host.reverse()
    return host
