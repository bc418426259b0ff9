"""Where the characters of a page's text stand in its source: entities, line ends and tags between them."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from checker.model.document import Span
from checker.read.sheet import Piece

_TOKEN = re.compile(
    r"(?P<entity>&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[A-Za-z][A-Za-z0-9]*;?))"
    r"|(?P<tag></[^>]*>|<!--.*?-->|<[!?][^>]*>)|(?P<end>\r\n?)|(?P<plain>[^&\r<]+)|(?P<one>.)",
    re.DOTALL,
)
_BLANK = re.compile(r"[ \t\n\r\f]+")
_BLANKS = (" ", "\t", "\n", "\r", "\f")


@dataclass(frozen=True, slots=True)
class Bit:
    """A stretch of the source: read as it stands, or as `said`."""

    start: int
    end: int
    said: str = ""


def locate(source: str, at: int, data: str) -> tuple[list[Bit], bool]:
    """The stretches of `source` from `at` that make the text `data`, and whether all of it was found."""
    if "\r" not in data and "&" not in data and source.startswith(data, at):
        return [Bit(at, at + len(data))], True
    bits: list[Bit] = []
    done = 0
    while done < len(data):
        match = _TOKEN.match(source, at)
        if match is None:
            return bits, False
        at = match.end()
        kind, said = match.lastgroup, match[0]
        if kind == "entity":
            at, value = _entity(match.start(), said)
            if not data.startswith(value, done):
                return bits, False
            bits.append(Bit(match.start(), at, value if value != source[match.start() : at] else ""))
            done += len(value)
        elif kind == "tag" and data[done] != "<":
            continue
        elif kind == "end":
            if data[done] != "\n":
                return bits, False
            bits.append(Bit(match.start(), at, "\n"))
            done += 1
        else:
            length = min(len(said), len(data) - done)
            if source[match.start() : match.start() + length] != data[done : done + length]:
                return bits, False
            at = match.start() + length
            bits.append(Bit(match.start(), at))
            done += length
    return bits, True


def _entity(start: int, said: str) -> tuple[int, str]:
    """(end, character) of the entity at `start`; what is none is a bare &."""
    for length in range(len(said), 1, -1):
        value = html.unescape(said[:length])
        if len(value) == 1:
            return start + length, value
    return start + 1, "&"


def collapsed(source: str, bits: list[Bit]) -> list[Bit]:
    """White space as a browser shows it: a run is one space, or nothing where a line breaks between ideographs."""
    found: list[Bit] = []
    for bit in bits:
        blank = found[-1].said in _BLANKS and found[-1].end == bit.start if found else False
        if bit.said:
            if bit.said in _BLANKS and blank:
                found[-1] = Bit(found[-1].start, bit.end, "\n" if "\n" in (bit.said, found[-1].said) else " ")
            else:
                found.append(Bit(bit.start, bit.end, " ") if bit.said in "\t\f\r" else bit)
            continue
        at = bit.start
        for match in _BLANK.finditer(source, bit.start, bit.end):
            if match.start() == bit.start and blank:
                broken = found[-1].said == "\n" or "\n" in match[0] or "\r" in match[0]
                found[-1] = Bit(found[-1].start, match.end(), "\n" if broken else " ")
                at = match.end()
                continue
            if match[0] == " ":
                continue
            if match.start() > at:
                found.append(Bit(at, match.start()))
            found.append(Bit(*match.span(), " " if "\n" not in match[0] and "\r" not in match[0] else "\n"))
            at = match.end()
        if at < bit.end:
            found.append(Bit(at, bit.end))
    return found


def trimmed(source: str, bits: list[Bit]) -> list[Bit]:
    """Without white space at both ends."""
    bits = list(bits)
    while bits and not (bits[0].said or source[bits[0].start : bits[0].end]).strip():
        bits.pop(0)
    while bits and not (bits[-1].said or source[bits[-1].start : bits[-1].end]).strip():
        bits.pop()
    if bits and not bits[0].said:
        content = source[bits[0].start : bits[0].end]
        bits[0] = Bit(bits[0].end - len(content.lstrip()), bits[0].end)
    if bits and not bits[-1].said:
        content = source[bits[-1].start : bits[-1].end]
        bits[-1] = Bit(bits[-1].start, bits[-1].start + len(content.rstrip()))
    return bits


def pieces_of(source: str, bits: list[Bit], joint: str) -> tuple[list[Piece], list[Piece]]:
    """(what is kept, what is read as another character); `joint` is read before the first."""
    kept: list[Piece] = []
    said: list[Piece] = []
    for i, bit in enumerate(bits):
        if bit.said == "\n" and _glues(source, bits, i):
            continue
        kept.append((Span(bit.start, bit.end), joint))
        joint = ""
        if bit.said:
            said.append((Span(bit.start, bit.end), " " if bit.said == "\n" else bit.said))
    return kept, said


def _glues(source: str, bits: list[Bit], i: int) -> bool:
    """A line break beside an ideograph is no space, save between digits."""
    before = bits[i - 1].said or source[bits[i - 1].end - 1] if i else ""
    after = bits[i + 1].said or source[bits[i + 1].start] if i + 1 < len(bits) else ""
    if before.isspace() or after.isspace() or not before or not after:
        return True
    return any(c >= "\u2e80" or "\u2010" <= c <= "\u206f" for c in (before[-1], after[0]))


def read_of(source: str, bits: list[Bit]) -> str:
    """What the bits say."""
    return "".join(bit.said or source[bit.start : bit.end] for bit in bits)
