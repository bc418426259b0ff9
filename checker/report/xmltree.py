"""What the XML formats share: a tree of elements, and characters that XML 1.0 can hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from xml.etree import ElementTree

from checker.width import printable

# XML 1.0 has no way to write most of these, escaped or not; the others would turn a line or steer a terminal.
_BANNED = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202f-\u2065\u206a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def element(name: str, text: str = "", /, **attributes: str | int) -> ElementTree.Element:
    """One element; whatever XML cannot hold becomes a visible sign. Attributes hold one line each."""
    made = ElementTree.Element(name, {key: safe(str(value)) for key, value in attributes.items()})
    made.text = safe(text) or None
    return made


def safe(text: str) -> str:
    """The text without the characters that no XML file may hold."""
    return _BANNED.sub(lambda found: "\N{REPLACEMENT CHARACTER}", text)


def branch(child: ElementTree.Element) -> str:
    """A child of the root as it stands in the file."""
    ElementTree.indent(child, " ", 1)
    return ElementTree.tostring(child, encoding="unicode")


def tree(root: ElementTree.Element, branches: Iterable[str]) -> Iterator[str]:
    """The whole file: the root with its children, written already. Called .xml or not, it is UTF-8."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    empty = ElementTree.tostring(root, encoding="unicode")
    lead = empty.removesuffix(" />") + ">"
    for child in branches:
        yield f"{lead}\n {child}"
        lead = ""
    yield f"{empty}\n" if lead else f"\n</{root.tag}>\n"


def block(lines: list[str]) -> str:
    """Lines as the text of an element, each safe to show."""
    return "\n".join("".join(map(printable, line)) for line in lines)
