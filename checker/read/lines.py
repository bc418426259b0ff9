"""Physical lines, and how hard-wrapped ones make one line of the writer."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

from checker.model.document import Span

CLOSERS = "”’」』）)》】〉］]〕\"'"
FINAL = "。！？；：!?;:…．."
STOPS = "。！？!?；"
_HEAD, _TAIL = 160, 16
_BREAKS = "\r\n\f\v\x85\u2028\u2029"
_CONTENT = re.compile(rf"\S[^{_BREAKS}]*")


class Line(NamedTuple):
    """One line of the writer: [start, end) without white space around it.

    `gap`: blank lines before it. `indent`: width of the white space before it. `joints`: what a reader
    must drop inside it, where physical lines were joined. `head` and `tail` are its ends, so that a line
    of fifty megabytes is never copied.
    """

    start: int
    end: int
    gap: int
    indent: int
    head: str
    tail: str
    joints: tuple[Span, ...] = ()

    @property
    def length(self) -> int:
        """Characters from the first to the last."""
        return self.end - self.start

    @property
    def closed(self) -> bool:
        """Ends like a sentence (a quote or bracket may follow the mark)."""
        last = self.tail.rstrip(CLOSERS)[-1:]
        return last != "" and last in FINAL

    @property
    def shut(self) -> bool:
        """Ends like a sentence, or with a closing quote or bracket (but not a title's 》)."""
        return self.closed or self.tail[-1:] in '”’」』）)】"'


def cut(text: str, start: int, end: int, gap: int = 1, indent: int = 0) -> Line:
    """The stretch [start, end), which has no white space around it, as a line; its head stops at a newline."""
    head, tail = text[start : min(end, start + _HEAD)], text[max(start, end - _TAIL) : end]
    return Line(start, end, gap, indent, head.split("\n", 1)[0], tail)


def split(text: str) -> list[Line]:
    """The lines that are not blank, in order. Linear; never copies more than the ends of a line."""
    lines: list[Line] = []
    previous = 0
    for match in _CONTENT.finditer(text):
        start, end = match.span()
        while text[end - 1].isspace():
            end -= 1
        between = text[previous:start]
        if between == "\n":
            gap = indent = 0
        else:
            line = max(map(between.rfind, _BREAKS)) + 1
            indent = _width(between[line : line + 80])
            breaks = between.count("\n") + between.count("\f") or between.count("\r")
            gap = max(breaks, between.count("\u2028") + between.count("\u2029")) - 1
        if not lines:
            gap += 1
        head, tail = text[start : min(end, start + _HEAD)], text[max(start, end - _TAIL) : end]
        lines.append(Line(start, end, max(0, gap), indent, head, tail))
        previous = end
    return lines


def joint(text: str, end: int, start: int) -> tuple[Span, ...]:
    """What to drop between a line that ends at `end` and the one at `start` that continues it.

    Beside an ideograph everything goes; between other letters and between digits one break stays, so that
    words and numbers are not glued together.
    """
    before, after = text[end - 1 : end], text[start : start + 1]
    if not before or not after:
        return (Span(end, start),) if start > end else ()
    if not (before.isdigit() and after.isdigit()) and (_wide(before) or _wide(after)):
        return (Span(end, start),) if start > end else ()
    keep = text.find("\n", end, start)
    keep = end if keep < 0 else keep
    return tuple(span for span in (Span(end, keep), Span(keep + 1, start)) if span.end > span.start)


def _wide(c: str) -> bool:
    return c >= "\u2e80" or "\u2010" <= c <= "\u206f"


def _width(s: str) -> int:
    """Columns: ideographs count two. (UTF-8 needs three bytes for them: half of 1 + 3 is 2.)"""
    return (len(s) + len(s.encode("utf-8", "surrogatepass"))) // 2


def unwrap(text: str, lines: Sequence[Line], fixed: Callable[[Line], bool]) -> list[Line]:
    """Join hard-wrapped lines, if the text is hard-wrapped at all.

    `fixed(line)`: the line starts something of its own (list item, numbered line, table row).
    """
    width = _wrap_width(text, lines, fixed)
    if not width:
        return list(lines)
    parts: list[list[Line]] = []
    open_paragraph = False
    base = min((line.indent for line in lines), default=0)
    for line in lines:
        hangs = bool(parts) and fixed(parts[-1][0]) and line.indent == parts[-1][0].indent + 2
        continues = open_paragraph and line.gap == 0 and not fixed(line) and (line.indent <= base or hangs)
        if continues:
            parts[-1].append(line)
        else:
            parts.append([line])
        # The next word would still have fitted: the writer broke the line on purpose.
        open_paragraph = _width(text[line.start : line.end]) + line.indent >= width * 0.8
    return [_join(text, part) for part in parts]


def _join(text: str, part: Sequence[Line]) -> Line:
    if len(part) == 1:
        return part[0]
    joints = tuple(span for a, b in pairwise(part) for span in joint(text, a.end, b.start))
    return part[0]._replace(end=part[-1].end, tail=part[-1].tail, joints=joints)


def _wrap_width(text: str, lines: Sequence[Line], fixed: Callable[[Line], bool]) -> int:
    """The width at which the text is wrapped, 0 if it is not."""
    inner: list[tuple[int, bool]] = []
    for i, line in enumerate(lines):
        if line.length > 200:
            return 0
        follows = i + 1 < len(lines) and lines[i + 1].gap == 0
        if follows and not fixed(line) and not fixed(lines[i + 1]):
            inner.append((_width(text[line.start : line.end]) + line.indent, line.closed))
    if len(inner) < 4:
        return 0
    widths = sorted(width for width, _ in inner)
    width = widths[int(len(widths) * 0.9)]
    if not 30 <= width <= 130 or widths[-1] > width * 1.3:
        return 0
    full = [closed for own, closed in inner if own >= width * 0.8]
    if len(full) < len(inner) * 0.6 or sum(full) > len(full) * 0.4:
        return 0
    return width
