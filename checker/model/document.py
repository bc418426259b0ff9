"""A document as it was read: its text, its blocks and tables, and how its paragraphs join for reading.

Every `Span` counts code points of `Document.text`, which is the decoded file, untouched. A reader
never rewrites text. What must not be read (code, comments, page furniture, a web page's tail) and
the line breaks inside torn paragraphs are listed in `Document.dropped`; `Document.read_as` lists stretches
that are read as one other character: an entity (&nbsp;), a tag or a comma that divides cells.
`Document.reading` is the text that remains, with the way back to the text as read.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    Edges = array[float]
else:
    Edges = array  # cannot be subscripted before Python 3.12

BlockKind = Literal[
    "heading",  # Markdown heading, numbered line, or a short unpunctuated line before a paragraph
    "paragraph",  # running text; one block even when page breaks tear it
    "item",  # one list item
    "table",  # a whole table; its cells are in Document.tables
    "caption",  # a line that names a picture or a table, or other page furniture
    "code",
    "meta",  # front matter
    "comment",  # HTML comment
    "tail",  # what follows an article on a web page: link lists, advertisements
]
HIDDEN: frozenset[str] = frozenset({"code", "meta", "comment", "tail"})


class Span(NamedTuple):
    """Half-open interval [start, end) of code points."""

    start: int
    end: int

    def meets(self, other: Span) -> bool:
        """Whether the two have a character in common."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a span stands in a format that has pages or cells; all parts optional.

    `box`: left, bottom, right, top in points, as the page counts them. `edges`: where each character begins and ends
    along x, along y if they run `upright`.
    """

    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    cell: str | None = None
    paragraph: int | None = None
    edges: Edges | None = field(default=None, repr=False)
    upright: bool = False

    def box_of(self, own: Span, span: Span) -> tuple[float, float, float, float] | None:
        """The box of the part of `span` that stands here; `own` is the span that is anchored here."""
        first, last = max(span.start, own.start) - own.start, min(span.end, own.end) - own.start
        if self.box is None or self.edges is None or first >= last:
            return self.box
        places = self.edges[2 * first : 2 * last]
        left, bottom, right, top = self.box
        if self.upright:
            return (left, min(places), right, max(places))
        return (min(places), bottom, max(places), top)


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of the document's structure.

    `level`: depth of a heading (1 = top) or of a list item. `marker`: the list or heading mark as
    written ("##", "-", "1."), empty if none. `article`: counts the articles of a collection from 0;
    facts are compared within one article only.
    """

    kind: BlockKind
    span: Span
    level: int = 0
    marker: str = ""
    article: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """One table cell; `span` is its content without padding (empty span for a blank cell)."""

    span: Span
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    header: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table. `caption` and `unit` are the lines that name it and that give its unit (单位：万元)."""

    span: Span
    cells: tuple[Cell, ...]
    header_rows: int = 1
    header_columns: int = 1
    caption: Span | None = None
    unit: Span | None = None
    article: int = 0


@dataclass(frozen=True, slots=True)
class Note:
    """Something the reader of a report must be told: a skipped part, a guessed encoding, a year assumed.

    `message` is one line, English as the readers write it. `code` is stable and `fields` holds the values of the
    line, so that it can be said in another language; empty for a note that is said as it is.
    """

    level: Literal["info", "warning", "error"]
    message: str
    line: int | None = None
    code: str = ""
    fields: tuple[tuple[str, object], ...] = ()


class Reading:
    """The text that is bound: `Document.text` without the dropped spans, some stretches read as one other character.

    `text[i]` is `document.text[reading.origin(i)]`, or what `Document.read_as` says of the stretch that begins there.
    Built once; never edited.
    """

    __slots__ = ("_from", "_stops", "_to", "text")

    def __init__(self, text: str, dropped: tuple[Span, ...], read_as: tuple[tuple[Span, str], ...] = ()) -> None:
        """`dropped`, `read_as`: sorted spans of `text`; none overlaps another. What is read is one character."""
        pieces: list[str] = []
        starts, origins = [0], [0]
        at = length = 0
        self._stops: dict[int, int] = {}
        changes = sorted([*((span, "") for span in dropped), *read_as])
        for (start, end), said in changes:
            if start > at:
                pieces.append(text[at:start])
                length += start - at
            at = end
            if said:
                pieces.append(said)
                self._stops[length] = end
                length += 1
            if starts[-1] == length:
                origins[-1] = at
            else:
                starts.append(length)
                origins.append(at)
        pieces.append(text[at:])
        self.text = text if not changes else "".join(pieces)
        self._from, self._to = tuple(starts), tuple(origins)

    def origin(self, place: int) -> int:
        """Offset in the document's text of the character at `place` of the reading."""
        i = bisect_right(self._from, place) - 1
        return self._to[i] + place - self._from[i]

    def stop(self, place: int) -> int:
        """Offset in the document's text right behind the character at `place` of the reading."""
        return self._stops.get(place) or self.origin(place) + 1

    def span(self, start: int, end: int) -> Span:
        """Span in the document's text of the non-empty reading [start, end); it may cover dropped characters."""
        if start >= end:
            place = self.origin(start)
            return Span(place, place)
        return Span(self.origin(start), self.stop(end - 1))

    def of(self, span: Span) -> str:
        """What is read of a span of the document's text."""
        return self.text[self.place(span.start) : self.place(span.end)]

    def place(self, origin: int) -> int:
        """Offset in the reading of the document offset `origin`; a dropped one gives the next kept place."""
        i = bisect_right(self._to, origin) - 1
        if i < 0:
            return 0
        place = self._from[i] + origin - self._to[i]
        if i + 1 < len(self._from) and place > self._from[i + 1]:
            return self._from[i + 1]
        return min(place, len(self.text))


@dataclass(frozen=True, slots=True)
class Document:
    """One text with its structure. `blocks` are in text order and do not overlap; blank lines are in none."""

    source: str
    text: str
    blocks: tuple[Block, ...] = ()
    tables: tuple[Table, ...] = ()
    dropped: tuple[Span, ...] = ()
    notes: tuple[Note, ...] = ()
    encoding: str = "utf-8"
    anchors: tuple[tuple[Span, Anchor], ...] = ()
    read_as: tuple[tuple[Span, str], ...] = ()
    comments: tuple[Span, ...] = ()  # what the format keeps for its writers: <!-- … -->, none of it is read
    reading: Reading = field(init=False, repr=False, compare=False)
    _lines: array[int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "reading", Reading(self.text, self.dropped, self.read_as))
        starts, at = array("I", [0]), self.text.find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = self.text.find("\n", at + 1)
        object.__setattr__(self, "_lines", starts)

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both from 1, counted in code points; lines end at \\n."""
        line = bisect_right(self._lines, offset)
        return line, offset - self._lines[line - 1] + 1

    def anchor(self, span: Span) -> Anchor | None:
        """The first anchored stretch that a span touches; its box is that of the span itself where the reader knows it.

        Anchors are in text order and do not overlap.
        """
        at = bisect_right(self.anchors, span.start, key=lambda pair: pair[0].end)
        for own, anchor in self.anchors[at : at + 1]:
            if own.start < span.end:
                return replace(anchor, box=anchor.box_of(own, span), edges=None)
        return None

    def line_span(self, line: int) -> Span:
        """Span of a line (from 1) without its newline. Raises IndexError for a line that is not there."""
        if not 1 <= line <= len(self._lines):
            raise IndexError(line)
        start = self._lines[line - 1]
        end = self._lines[line] - 1 if line < len(self._lines) else len(self.text)
        return Span(start, max(start, end))
