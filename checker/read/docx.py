"""Word (docx) -> Document. The text is as shown: numbering, insertions and field results in, deletions out.

Paragraphs are lines, rows of a table are lines of cells between pipes. Text boxes stand after their paragraph,
foot- and endnotes after the body. Headers, footers and comments are not read.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from checker.model.document import HIDDEN, Anchor, Block, BlockKind, Cell, Document, Note, Span, Table
from checker.read.articles import Shape, arrange, by_level
from checker.read.build import EMPTY, labelled, shape_of
from checker.read.errors import ReadError
from checker.read.laidout import table_of
from checker.read.lines import STOPS, Line, cut
from checker.read.marks import URL, marks, merge
from checker.read.outline import Kind, Outline
from checker.read.wordparts import Grid, Paragraph, Walk
from checker.read.words import PageWords
from checker.read.wordwalk import walk
from checker.read.wordzip import Parts, open_word

_LONGEST_HEADING = 60


def read_docx(data: bytes, source: str, *, words: PageWords | None = None) -> Document:
    """Read a Word file. Raises ReadError, see wordzip."""
    words = PageWords() if words is None else words
    if not data:
        return Document(source, "", notes=(EMPTY,))
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
                self._parts.append(part)
                self._lines.append(cut(self._text, start, end))
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
        grids = {i: self._table(p, blocks[i]) for i, p in enumerate(self._parts) if isinstance(p, Grid)}
        final, tables = labelled(self._text, blocks, grids, self._words)
        links = [Span(*match.span()) for match in URL.finditer(self._text)]
        dropped = merge([*links, *(block.span for block in final if block.kind in HIDDEN)])
        return Document(source, self._text, final, tables, tuple(dropped), self._notes(), "utf-8", self._anchors())

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
        return shape_of(line, self._words, rank, kind.why)

    def _number_levels(self, blocks: list[Block], shapes: list[Shape]) -> list[Block]:
        """Headings that only their number shows stand below those with a style."""
        deepest = max(block.level for block in blocks if block.kind == "heading")
        loose = [i for i, block in enumerate(blocks) if block.kind == "heading" and not block.level]
        ranks = sorted({shapes[i].rank for i in loose})
        for i in loose:
            blocks[i] = replace(blocks[i], level=deepest + 1 + ranks.index(shapes[i].rank))
        return blocks

    # tables ------------------------------------------------------------------------------------------------

    def _table(self, grid: Grid, block: Block) -> Table:
        cells = [Cell(f.span, f.row, f.column, f.rows, f.columns) for f in grid.fields]
        return table_of(self._text, block.span, cells, grid.columns, grid.headed, self._words)

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
            pictures = Note("warning", "no text, only pictures: nothing was checked", None, "pictures")
            notes.append(pictures if self._walk.pictures else EMPTY)
        if self._walk.foreign:
            message = "a file embedded in this one (altChunk) is not read; open it in Word and save it again"
            notes.append(Note("warning", message, None, "foreign"))
        return tuple(notes)
