"""Word (docx) -> Document. The text is as shown: numbering, insertions and field results in, deletions out.

Paragraphs are lines, rows of a table are lines of cells between pipes. Text boxes stand after their paragraph,
foot- and endnotes after the body. Headers, footers and comments are not read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from checker.model.document import HIDDEN, Anchor, Block, BlockKind, Cell, Document, Note, Span, Table
from checker.read.articles import Shape, arrange, by_level
from checker.read.errors import ReadError
from checker.read.lines import STOPS, Line
from checker.read.marks import URL, marks, merge
from checker.read.outline import Kind, Outline, is_date, is_dateline
from checker.read.text import labels_above
from checker.read.wordparts import Grid, Paragraph, Walk
from checker.read.words import PageWords
from checker.read.wordwalk import walk
from checker.read.wordzip import Parts, open_word

_LONGEST_HEADING = 60
_HEAD, _TAIL = 160, 16
_DIGIT = re.compile(r"[-+−(（]?\s*[0-9０-９]")


def read_docx(data: bytes, source: str, *, words: PageWords | None = None) -> Document:
    """Read a Word file. Raises ReadError, see wordzip."""
    words = PageWords() if words is None else words
    if not data:
        return Document(source, "", notes=(Note("info", "the file is empty", None, "empty"),))
    try:
        return _Word(walk_parts(open_word(data), words), words).document(source)
    except RecursionError as error:
        raise ReadError("bad-xml", "nested too deeply", part="word/document.xml", line=1) from error


def walk_parts(parts: Parts, words: PageWords) -> Walk:
    """The walk over a file's parts."""
    return walk_roots(parts.document, parts.styles, parts.numbering, parts.footnotes, parts.endnotes, words)


def walk_roots(document: Any, styles: Any, numbering: Any, footnotes: Any, endnotes: Any, words: PageWords) -> Walk:
    """The walk over parts that somebody else holds: the annotator edits the tree that it walks."""
    return walk(document, styles, numbering, footnotes, endnotes, words.heading_styles)


class _Word:
    """One document in the making."""

    def __init__(self, done: Walk, words: PageWords) -> None:
        self._walk, self._words, self._text = done, words, done.text
        self._marks = marks(words)
        self._parts: list[Paragraph | Grid] = []
        self._lines: list[Line] = []
        for part in done.parts:
            start, end = part.span
            content = self._text[start:end]
            start += len(content) - len(content.lstrip())
            end -= len(content) - len(content.rstrip())
            if start < end:
                head, tail = self._text[start : min(end, start + _HEAD)], self._text[max(start, end - _TAIL) : end]
                self._parts.append(part)
                self._lines.append(Line(start, end, 1, 0, head.split("\n", 1)[0], tail))
        self._titled = any(isinstance(p, Paragraph) and p.level == 0 for p in self._parts)

    def document(self, source: str) -> Document:
        """Put together."""
        known = [self._known(i) for i in range(len(self._parts))]
        styled = "heading" in known
        kinds = Outline(self._text, self._lines, self._words, known).kinds()
        blocks = [self._block(i, kinds[i], styled) for i in range(len(kinds))]
        shapes = [self._shape(i, kind, blocks[i]) for i, kind in enumerate(kinds)]
        arranged = by_level(blocks, shapes) if styled else arrange(blocks, shapes)
        blocks = [replace(a, level=b.level) if b.kind == "item" else a for a, b in zip(arranged, blocks, strict=True)]
        if styled:
            blocks = self._number_levels(blocks, shapes)
        blocks, tables = self._label(blocks)
        links = [Span(*match.span()) for match in URL.finditer(self._text)]
        dropped = merge([*links, *(block.span for block in blocks if block.kind in HIDDEN)])
        return Document(
            source, self._text, tuple(blocks), tables, tuple(dropped), self._notes(), "utf-8", self._anchors()
        )

    def _known(self, i: int) -> BlockKind | None:
        """What the file itself says of a block."""
        part, line = self._parts[i], self._lines[i]
        if isinstance(part, Grid):
            return "table"
        if part.contents:
            return "meta"
        if part.level >= 0:
            stops = any(self._text.find(stop, line.start, line.end - 1) >= 0 for stop in STOPS)
            return None if stops and line.length > _LONGEST_HEADING else "heading"
        return "item" if part.label is not None and part.label.bullet else None

    def _block(self, i: int, kind: Kind, styled: bool) -> Block:
        part, line = self._parts[i], self._lines[i]
        span, what, marker = Span(line.start, line.end), kind.kind, kind.marker
        number = self._marks.number(line.head)
        if isinstance(part, Grid) or what == "meta":
            return Block(what, span)
        label = part.label
        if what == "tail":
            what = "caption"
        if styled and what == "heading" and part.level < 0:
            script = number.script if number else ""
            what = "heading" if script == "cjk" and not line.closed else "item" if script == "digit" else "paragraph"
        if what == "heading":
            level = part.level + (1 if self._titled else 0) if part.level >= 0 else 0
            return Block(what, span, level, number.text if number else "")
        if what == "item":
            return Block(what, span, label.level + 1 if label else 1, "•" if label and label.bullet else marker)
        return Block(what, span, 0, marker)

    def _shape(self, i: int, kind: Kind, block: Block) -> Shape:
        line = self._lines[i]
        number = self._marks.number(line.head) if block.kind == "heading" else None
        rank = number.rank if number else kind.rank
        digest = any(word in line.head for word in self._words.digest)
        return Shape(rank, kind.why, line.length, is_date(line), is_dateline(line, self._words), digest)

    def _number_levels(self, blocks: list[Block], shapes: list[Shape]) -> list[Block]:
        """Headings that only their number shows stand below those with a style."""
        deepest = max(block.level for block in blocks if block.kind == "heading")
        loose = [i for i, block in enumerate(blocks) if block.kind == "heading" and not block.level]
        ranks = sorted({shapes[i].rank for i in loose})
        for i in loose:
            blocks[i] = replace(blocks[i], level=deepest + 1 + ranks.index(shapes[i].rank))
        return blocks

    # tables ------------------------------------------------------------------------------------------------

    def _label(self, blocks: list[Block]) -> tuple[list[Block], tuple[Table, ...]]:
        """Tables with the lines above them, or their own first row, that name them and give their unit."""
        tables, captions = [], set()
        for i, part in enumerate(self._parts):
            if not isinstance(part, Grid):
                continue
            caption, unit, used = labels_above(self._text, blocks, i, self._words)
            captions.update(used)
            table = self._table(part, blocks[i])
            tables.append(replace(table, caption=table.caption or caption, unit=table.unit or unit))
        named = [
            replace(b, kind="caption", level=0) if i in captions and b.kind != "heading" else b
            for i, b in enumerate(blocks)
        ]
        return named, tuple(tables)

    def _table(self, grid: Grid, block: Block) -> Table:
        cells = [Cell(self._trim(f.span), f.row, f.column, f.rows, f.columns) for f in grid.fields]
        wide = {c.row for c in cells if c.columns >= grid.columns and c.span.start < c.span.end}
        filled = {c.row for c in cells if c.row not in wide}
        above = {row for row in wide if filled and row < min(filled)}
        below = {row for row in wide if filled and row > max(filled)}
        caption, unit = self._titles([c.span for c in cells if c.row in above])
        cells = [c for c in cells if c.row not in above | below]
        top = [c for c in cells if c.row == min(filled, default=0)]
        deepest = max((c.row + c.rows for c in top), default=1)
        if any(c.columns > 1 for c in top) and deepest - min(filled, default=0) == 1:
            deepest += self._words_only([c for c in cells if c.row == deepest])
        headers = max(deepest, grid.headed)
        columns = self._header_columns([c for c in cells if c.row >= headers])
        cells = [replace(c, header=c.row < headers) for c in cells]
        return Table(block.span, tuple(cells), headers, columns, caption, unit, block.article)

    def _titles(self, spans: Sequence[Span]) -> tuple[Span | None, Span | None]:
        """(caption, unit) among rows that go over the whole width at the top of a table."""
        caption = unit = None
        for span in spans:
            content = self._text[span.start : span.end]
            found = [content.find(label) for label in self._words.unit_label if label in content]
            if found and unit is None:
                unit = Span(span.start + min(found), span.end)
                span = self._trim(Span(span.start, unit.start))
            if caption is None and span.start < span.end:
                caption = span
        return caption, unit

    def _trim(self, span: Span) -> Span:
        content = self._text[span.start : span.end]
        start = span.start + len(content) - len(content.lstrip())
        return Span(start, max(start, span.start + len(content.rstrip())))

    def _words_only(self, cells: Sequence[Cell]) -> bool:
        """A row without a number in it, below a header that covers several columns, belongs to the header."""
        return bool(cells) and not any(_DIGIT.match(self._text, c.span.start, c.span.end) for c in cells)

    def _header_columns(self, body: Sequence[Cell]) -> int:
        """Two, if cells of the first column cover several rows and those of the second name the rows."""
        if not any(c.column == 0 and c.rows > 1 for c in body):
            return 1
        second = [c for c in body if c.column == 1 and c.span.start < c.span.end]
        return 2 if second and self._words_only(second) else 1

    # the rest ----------------------------------------------------------------------------------------------

    def _anchors(self) -> tuple[tuple[Span, Anchor], ...]:
        found: list[tuple[Span, Anchor]] = []
        for paragraph in self._walk.paragraphs:
            if paragraph.where != "cell" and paragraph.span.start < paragraph.span.end:
                cell = paragraph.cell or None
                found.append((paragraph.span, Anchor(cell=cell, paragraph=None if cell else paragraph.number)))
        for part in self._walk.parts:
            if isinstance(part, Grid):
                found.extend((f.span, Anchor(cell=f.name)) for f in part.fields if f.span.start < f.span.end)
        return tuple(sorted(found, key=lambda pair: pair[0]))

    def _notes(self) -> tuple[Note, ...]:
        notes = []
        if not self._parts:
            empty = Note("info", "the file is empty", None, "empty")
            pictures = Note("warning", "no text, only pictures: nothing was checked", None, "pictures")
            notes.append(pictures if self._walk.pictures else empty)
        if self._walk.foreign:
            message = "a file embedded in this one (altChunk) is not read; open it in Word and save it again"
            notes.append(Note("warning", message, None, "foreign"))
        return tuple(notes)
