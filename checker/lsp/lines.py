"""The text of an open document and its places as the protocol counts them: line and code units from 0.

Lines end at \\n, \\r\\n and \\r only; the page breaks and separators at which Python would also cut are characters.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from itertools import accumulate

from lsprotocol.types import Position, PositionEncodingKind, Range

_LINE_END = re.compile(r"\r\n|\r|\n")


class Lines:
    """One text, never edited. Offsets are code points; positions count units of `encoding`."""

    def __init__(self, text: str, encoding: str = PositionEncodingKind.Utf16) -> None:
        self.text, self.encoding = text, encoding
        self._starts, self._stops = array("Q", [0]), array("Q")  # a line's text is [start, stop), its end left out
        for end in _LINE_END.finditer(text):
            self._stops.append(end.start())
            self._starts.append(end.end())
        self._stops.append(len(text))
        self._units: dict[int, array[int] | None] = {}  # of lines that were asked for: units before each character

    def position(self, offset: int) -> Position:
        """The place of an offset; one inside or behind a line's end is the end of its line."""
        line = bisect_right(self._starts, min(max(offset, 0), len(self.text))) - 1
        column = min(max(offset, 0), self._stops[line]) - self._starts[line]
        units = self._counted(line)
        return Position(line, column if units is None else units[column])

    def offset(self, position: Position) -> int:
        """The offset of a place. Behind the end of a line: its end; behind the last line: the end of the text; inside
        a character: its beginning."""
        if position.line >= len(self._starts):
            return len(self.text)
        line, character = max(position.line, 0), max(position.character, 0)
        units, length = self._counted(line), self._stops[line] - self._starts[line]
        column = character if units is None else bisect_right(units, character) - 1
        return self._starts[line] + min(column, length)

    def range(self, start: int, end: int) -> Range:
        """The range of the offsets [start, end)."""
        return Range(self.position(start), self.position(end))

    def line_end(self, offset: int) -> int:
        """Offset of the end of the line that an offset stands in, before its newline."""
        return self._stops[bisect_right(self._starts, min(max(offset, 0), len(self.text))) - 1]

    def line_start(self, offset: int) -> int:
        """Offset of the beginning of the line that an offset stands in."""
        return self._starts[bisect_right(self._starts, min(max(offset, 0), len(self.text))) - 1]

    def replaced(self, change: Range, text: str) -> Lines:
        """The lines after an edit; a range that is turned round is taken as it was meant."""
        start, end = sorted((self.offset(change.start), self.offset(change.end)))
        return Lines(self.text[:start] + text + self.text[end:], self.encoding)

    def _counted(self, line: int) -> array[int] | None:
        """Units before each character of a line and at its end; None where every character is one unit."""
        if line not in self._units:
            text = self.text[self._starts[line] : self._stops[line]]
            self._units[line] = None if self._plain(text) else array("Q", accumulate(self._widths(text), initial=0))
        return self._units[line]

    def _plain(self, text: str) -> bool:
        if self.encoding == PositionEncodingKind.Utf32 or text.isascii():
            return True
        return self.encoding != PositionEncodingKind.Utf8 and max(text) < "\U00010000"

    def _widths(self, text: str) -> list[int]:
        if self.encoding == PositionEncodingKind.Utf8:
            return [1 + (c > "\x7f") + (c > "\u07ff") + (c > "\uffff") for c in text]
        return [1 + (c > "\uffff") for c in text]
