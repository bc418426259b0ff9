"""PDF -> Document. The text is made from the places of the characters, paragraphs whole over lines and pages.

Rows of a paragraph are lines of the text, rows of a table are lines of cells between pipes. Running heads and feet and
page numbers stand in the text and are not read. Every line and cell has its page, its box and the places of its
characters.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from checker.model.document import HIDDEN, Anchor, Block, BlockKind, Cell, Document, Note, Span, Table
from checker.read.articles import arrange
from checker.read.build import EMPTY, labelled, shape_of
from checker.read.laidout import table_of
from checker.read.lines import Line, cut, joint
from checker.read.marks import URL, bullet, bullet_width, marks, merge
from checker.read.outline import Outline
from checker.read.pdfflow import Body, Part, is_closed, parts_of, repeated
from checker.read.pdflines import Stretch, wide
from checker.read.pdfpage import MOST_CHARACTERS, MOST_PAGES, Page, opened, user_box
from checker.read.pdfsheet import Row, Sheet, hide_furniture, is_private, lay_out
from checker.read.pdftables import Laid
from checker.read.words import PageWords

_LEADERS = re.compile(r"(?:[.．]{4,}|…{2,}|[·‧]{4,}|(?:\. ){4,})[\s.·…]*[0-9０-９IVXivx]{1,5}\s*\Z")
_RADICALS = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")
_RAISED = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
_LARGER = 1.12
_BOLDER = 150
_LONGEST_HEADING = 60


def read_pdf(data: bytes, source: str, *, words: PageWords | None = None) -> Document:
    """Read a PDF file. Raises ReadError, see pdfpage.opened."""
    words = PageWords() if words is None else words
    if not data:
        return Document(source, "", notes=(EMPTY,))
    sheets: list[Sheet] = []
    seen = _Seen()
    with opened(data) as pdf:
        regions = 0
        for index in range(min(pdf.pages, MOST_PAGES)):
            page = pdf.page(index)
            sheet = lay_out(page, regions, words)
            regions += sheet.regions
            seen.page(page)
            sheets.append(sheet)
        seen.pages = pdf.pages
    sheets = hide_furniture(sheets, words)
    seen.furniture = sum(isinstance(item, Row) and item.hidden for sheet in sheets for item in sheet.items)
    for sheet in sheets:
        if all(isinstance(item, Row) and item.hidden for item in sheet.items) and sheet.number in seen.pictures:
            seen.silent.append(sheet.number)
    parts, body = parts_of(sheets, words)
    sheets.clear()
    return _Pdf(parts, body, words).document(source, seen)


@dataclass(slots=True)
class _Seen:
    """What is to be said of the pages."""

    pages: int = 0
    furniture: int = 0
    unmapped: dict[int, int] = field(default_factory=dict)
    aslant: list[int] = field(default_factory=list)
    silent: list[int] = field(default_factory=list)
    pictures: set[int] = field(default_factory=set)
    broken: list[int] = field(default_factory=list)
    full: list[int] = field(default_factory=list)

    def page(self, page: Page) -> None:
        """Take note of one page."""
        if page.unmapped:
            self.unmapped[page.number] = page.unmapped
        for there, pages in ((page.aslant, self.aslant), (page.broken, self.broken), (page.full, self.full)):
            if there:
                pages.append(page.number)
        drawn = page.pictures or not page.turns  # letters may be drawn as shapes
        if drawn and not (page.bare or page.broken or page.full):
            self.pictures.add(page.number)

    def notes(self, text: str) -> Iterator[Note]:
        """One line for each thing that was not read."""
        if not text.strip() and not (self.broken or self.full):
            yield Note("warning", "no text: scanned? nothing was checked", None, "pdf-silent") if self.silent else EMPTY
        else:
            yield from _note(self.silent, "pdf-page-silent", "page {pages} has no text: scanned? not checked")
        yield from _note(self.broken, "pdf-page-broken", "page {pages} is damaged and not read")
        most = f"page {{pages}} holds more than {MOST_CHARACTERS} characters and is not read"
        yield from _note(self.full, "pdf-page-full", most, most=MOST_CHARACTERS)
        count = sum(self.unmapped.values())
        unknown = f"the file does not say what {count} character(s) on page {{pages}} are; they are read as U+FFFD"
        yield from _note(list(self.unmapped), "pdf-unmapped", unknown, count=count)
        if self.pages > MOST_PAGES:
            fields = (("most", MOST_PAGES), ("pages", self.pages))
            said = f"only the first {MOST_PAGES} of {self.pages} pages are read"
            yield Note("warning", said, None, "pdf-long", fields)
        yield from _note(self.aslant, "pdf-aslant", "text set aslant on page {pages} is not read", "info")
        if self.furniture:
            said = f"{self.furniture} line(s) that run along at the edge of the pages are not read"
            yield Note("info", said, None, "pdf-furniture", (("count", self.furniture),))


def _note(pages: list[int], code: str, message: str, level: str = "warning", **fields: object) -> Iterator[Note]:
    if pages:
        said = ranges(pages)
        what = Note("info" if level == "info" else "warning", message.format(pages=said), None, code)
        yield replace(what, fields=(("pages", said), *fields.items()))


def ranges(numbers: Iterable[int]) -> str:
    """Sorted numbers as people write them: 3, 5-9. The first twenty stretches."""
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    said = [str(a) if a == b else f"{a}-{b}" for a, b in found[:20]]
    return ", ".join(said) + (" …" if len(found) > 20 else "")


class _Pdf:
    """One document in the making."""

    def __init__(self, parts: list[Part], body: Body, words: PageWords) -> None:
        self._parts, self._body, self._words = parts, body, words
        self._pieces: list[str] = []
        self._length = 0
        self._dropped: list[Span] = []
        self._read_as: list[tuple[Span, str]] = []
        self._anchors: list[tuple[Span, Anchor]] = []
        self._spans: list[Span] = []
        self._cells: dict[int, tuple[list[Cell], int, int]] = {}
        self._tables = 0

    def document(self, source: str, seen: _Seen) -> Document:
        """Put together."""
        for i, part in enumerate(self._parts):
            start = self._length
            if part.tables:
                self._table(i, part)
            else:
                self._paragraph(part)
            self._spans.append(Span(start, self._length))
            self._add("\n")
        text = "".join(self._pieces)
        blocks, tables = self._structure(text)
        links = [Span(*match.span()) for match in URL.finditer(text)]
        hidden = [block.span for block in blocks if block.kind in HIDDEN]
        dropped = merge([*self._dropped, *links, *hidden])
        read_as = _outside(sorted(self._read_as), dropped)
        notes = tuple(seen.notes(text))
        anchors = tuple(self._anchors)
        return Document(source, text, blocks, tables, tuple(dropped), notes, "utf-8", anchors, read_as)

    def _add(self, text: str) -> None:
        self._pieces.append(text)
        self._length += len(text)

    # text --------------------------------------------------------------------------------------------------

    def _line(self, line: Stretch, cell: str | None = None) -> Span:
        """Write a line: its anchor, what of it is not read, and what is read as something else."""
        at = self._length
        self._add(line.text)
        span = Span(at, self._length)
        box = user_box(line.turn, line.u0, line.v0, line.u1, line.v1)
        edges = line.edges if line.turn in (0, 1) else array("f", (-edge for edge in line.edges))
        self._anchors.append((span, Anchor(line.page, box, cell, None, edges, line.turn % 2 == 1)))
        for match in _RADICALS.finditer(line.text):
            said = unicodedata.normalize("NFKC", match[0])
            if len(said) == 1 and said != match[0]:
                self._read_as.append((Span(at + match.start(), at + match.end()), said))
        for start, end in line.raised:
            mark, before = line.text[start:end], line.text[start - 1 : start]
            power = mark.translate(_RAISED)
            if before.isascii() and before.isalnum() and all(c in "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻" for c in power):
                self._read_as += [(Span(at + i, at + i + 1), power[i - start]) for i in range(start, end)]
            else:
                self._dropped.append(Span(at + start, at + end))
        return span

    def _lines(self, lines: Iterable[Stretch], cell: str | None = None, glued: bool = False) -> Span:
        """Write lines below each other as one; `glued`: a number may be torn between them."""
        start = self._length
        before: Stretch | None = None
        for line in lines:
            if before is not None:
                self._add("\n")
            span = self._line(line, cell)
            if before is not None:
                self._joint(before, line, span.start, glued)
            before = line
        return Span(start, self._length)

    def _joint(self, before: Stretch, line: Stretch, at: int, glued: bool) -> None:
        a, b = before.text[-1:], line.text[:1]
        words = a.isascii() and b.isascii() and ((a.isalpha() and b.isalnum()) or (a.isalnum() and b.isalpha()))
        if glued and not line.led and not words:  # between ideographs a line breaks anywhere, in a number too
            self._dropped.append(Span(at - 1, at))
        elif a == "-" and b.islower() and b.isascii() and before.text[-2:-1].isalpha():
            self._dropped.append(Span(at - 2, at))  # a word divided at the end of a line
        else:
            near = a + "\n" + b
            self._dropped += [Span(at - 2 + s, at - 2 + e) for s, e in joint(near, 1, 2)]

    def _paragraph(self, part: Part) -> None:
        cjk = sum(wide(c) for row in part.rows[:3] for c in row.line.text[:40])
        self._lines((row.line for row in part.rows), glued=cjk > 0)

    def _table(self, i: int, part: Part) -> None:
        """Rows of cells between pipes; rows that repeat the head on a later page are not read."""
        self._tables += 1
        cells: list[Cell] = []
        top = headed = 0
        for table, skipped in zip(part.tables, repeated(part.tables), strict=True):
            headed = max(headed, skipped)
            start = self._length
            for row in range(table.rows):
                if row == skipped and skipped:
                    self._dropped.append(Span(start, self._length))
                self._row(table, row, skipped, top, cells)
            top += table.rows - skipped
        self._pieces.pop()
        self._length -= 1  # the last line end is that of the part
        self._cells[i] = (cells, part.tables[0].columns, headed)

    def _row(self, table: Laid, row: int, skipped: int, top: int, cells: list[Cell]) -> None:
        self._add("|")
        for one in (f for f in table.fields if f.row == row):
            name = f"table {self._tables}, row {top + row - skipped + 1}, column {one.column + 1}"
            self._add(" ")
            span = self._lines(one.lines, name, True)
            self._add(" |")
            if row >= skipped:
                cells.append(Cell(span, top + row - skipped, one.column, one.rows, one.columns))
        self._add("\n")

    # structure ---------------------------------------------------------------------------------------------

    def _structure(self, text: str) -> tuple[tuple[Block, ...], tuple[Table, ...]]:
        said, lines = self._said(text)
        known = [self._known(i, line) for i, line in enumerate(lines)]
        kinds = Outline(said, lines, self._words, known).kinds()
        for i, kind in enumerate(kinds):
            if known[i] is None and kind.kind == "paragraph" and not kind.marker and self._stands_out(i, lines[i]):
                known[i] = "heading"
        if "heading" in known:
            kinds = Outline(said, lines, self._words, known).kinds()
        style = marks(self._words)
        blocks: list[Block] = []
        shapes = []
        for i, (kind, line) in enumerate(zip(kinds, lines, strict=True)):
            number = style.number(line.head) if kind.kind == "heading" else None
            what: BlockKind = kind.kind
            if what == "tail" and kind.why == "link":
                what = "caption"
            marker = number.text if number else kind.marker
            if what == "item":
                marker = self._bullet(i, line, marker)
            blocks.append(Block(what, self._spans[i], int(what == "item"), marker))
            shapes.append(shape_of(line, self._words, number.rank if number else kind.rank, kind.why))
        arranged = arrange(blocks, shapes)
        tables = {}
        for i, (cells, columns, headed) in self._cells.items():
            tables[i] = table_of(text, self._spans[i], cells, columns, headed, self._words)
        return labelled(text, arranged, tables, self._words)

    def _said(self, text: str) -> tuple[str, list[Line]]:
        """Each part in one line as it is read, for the outline."""
        pieces: list[str] = []
        lines: list[Line] = []
        at = 0
        dropped = iter(sorted(self._dropped))
        drop = next(dropped, None)
        for span in self._spans:
            kept, start = [], span.start
            while drop is not None and drop.start < span.end:
                kept.append(text[start : drop.start])
                start = max(start, drop.end)
                drop = next(dropped, None)
            kept.append(text[start : span.end])
            content = "".join(kept).replace("\n", " ").strip() or " "
            lines.append(cut(content, 0, len(content))._replace(start=at, end=at + len(content)))
            pieces.append(content + "\n\n")
            at += len(content) + 2
        return "".join(pieces), lines

    def _known(self, i: int, line: Line) -> BlockKind | None:
        part = self._parts[i]
        if part.tables:
            return "table"
        if part.hidden or _LEADERS.search(line.tail) or not line.head.strip():
            return "meta"
        return "item" if is_private(line.head[:1]) else None

    def _stands_out(self, i: int, line: Line) -> bool:
        """Short, no sentence, and in larger or bolder letters than the text."""
        rows = self._parts[i].rows
        if line.length > _LONGEST_HEADING or is_closed(line.tail) or line.tail[-1:] in ",，、" or len(rows) > 3:
            return False
        larger = min(row.size for row in rows) > _LARGER * self._body.size
        bolder = min(row.line.weight for row in rows) >= self._body.weight + _BOLDER
        return larger or (bolder and min(row.size for row in rows) > 0.95 * self._body.size)

    def _bullet(self, i: int, line: Line, marker: str) -> str:
        """The bullet of an item, which is not read."""
        start = self._spans[i].start
        if is_private(line.head[:1]):
            self._dropped.append(Span(start, start + 1))
            return "•"
        if marker and bullet(line.head) == marker:
            self._dropped.append(Span(start, start + bullet_width(line.head)))
        return marker


def _outside(pieces: list[tuple[Span, str]], dropped: list[Span]) -> tuple[tuple[Span, str], ...]:
    """What is not dropped."""
    kept: list[tuple[Span, str]] = []
    k = 0
    for (start, end), said in pieces:
        while k < len(dropped) and dropped[k].end <= start:
            k += 1
        if k == len(dropped) or dropped[k].start >= end:
            kept.append((Span(start, end), said))
    return tuple(kept)
