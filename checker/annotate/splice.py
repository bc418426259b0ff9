"""XML changed in place: elements with the bytes where they stand, so that all else of a part stays as it was.

What is put in is ASCII with character references, which is right in every encoding that begins like ASCII.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from checker.annotate.comment import ChangedError

_TAG = re.compile(rb"""<([^\s/>"'=]+)(?:\s+[^\s=/>]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*(/?)>""")
Edit = tuple[int, int, bytes]  # from, to, what stands there instead


@dataclass(frozen=True, slots=True)
class Element:
    """One element. `name`: without its namespace `space`; attributes with one are named "namespace name".

    start: of its start tag; inner: behind that; end: of its end tag; stop: behind that. An empty tag has inner = end
    = stop. tag: the name as written, with its prefix.
    """

    name: str
    space: str
    attributes: Mapping[str, str]
    start: int
    inner: int
    end: int
    stop: int
    tag: bytes
    children: tuple[Element, ...] = ()

    def all(self, *path: str) -> list[Element]:
        """The elements below at a path of names."""
        found = [self]
        for name in path:
            found = [child for element in found for child in element.children if child.name == name]
        return found


@dataclass(slots=True)
class _Open:
    """An element whose end is not yet read."""

    name: str
    attributes: dict[str, str]
    start: int
    children: list[Element] = field(default_factory=list)


def parse(data: bytes, depth: int) -> Element:
    """The root of a part with the elements down to a depth (1: the root alone).

    Raises ChangedError for what cannot be changed in place: UTF-16, or no XML at all.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    stack: list[_Open] = []
    done: list[Element] = []
    level = 0

    def begin(name: str, attributes: dict[str, str]) -> None:
        nonlocal level
        level += 1
        if level <= depth:
            stack.append(_Open(name, attributes, parser.CurrentByteIndex))

    def finish(name: str) -> None:
        nonlocal level
        level -= 1
        if level < depth:
            element = _closed(data, stack.pop(), parser.CurrentByteIndex)
            (stack[-1].children if stack else done).append(element)

    parser.StartElementHandler, parser.EndElementHandler = begin, finish
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError:
        _refuse()
    return done[0]


def _refuse(*_: Any) -> None:
    raise ChangedError("annotate-book")


def _closed(data: bytes, opened: _Open, end: int) -> Element:
    tag = _TAG.match(data, opened.start)
    if tag is None:  # not as it is counted: another encoding
        raise ChangedError("annotate-book")
    space, _, name = opened.name.rpartition(" ")
    inner = tag.end()
    end, stop = (inner, inner) if tag[2] else (end, data.index(b">", end) + 1)
    return Element(name, space, opened.attributes, opened.start, inner, end, stop, tag[1], tuple(opened.children))


def appended(data: bytes, element: Element, content: bytes) -> Edit:
    """Content as the last thing inside an element."""
    if element.inner < element.stop:
        return element.end, element.end, content
    opened = data[element.start : element.inner].removesuffix(b"/>").rstrip()
    return element.start, element.stop, opened + b">" + content + b"</" + element.tag + b">"


def edited(data: bytes, edits: Iterable[Edit]) -> bytes:
    """The part after edits that do not overlap."""
    pieces, at = [], 0
    for start, stop, content in sorted(edits, key=lambda edit: edit[:2]):
        pieces += [data[at:start], content]
        at = stop
    return b"".join((*pieces, data[at:]))


def markup(tag: str, attributes: Mapping[str, str], content: bytes = b"") -> bytes:
    """An element. Its namespace is one of the attributes."""
    said = "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items())
    return _ascii(f"<{tag}{said}>") + content + _ascii(f"</{tag}>")


def words(text: str) -> bytes:
    """Text as content of an element, without what XML cannot hold."""
    kept = (c for c in text if (c >= " " or c in "\n\t") and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff")
    return _ascii(escape("".join(kept)))


def _ascii(text: str) -> bytes:
    return text.encode("ascii", "xmlcharrefreplace")
