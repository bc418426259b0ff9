"""A document -> HTML whose text nodes, joined, are the document's text: headings, paragraphs, items, tables, numbers.

What is not read stays in the page: whole blocks are folded, stretches inside a block are hidden until asked for.
Words that are ours and not the document's stand in <summary> elements only, which readers of the text leave out.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from checker.model.document import HIDDEN, Block, Cell, Document, Span, Table
from checker.report.html.escape import tag, text
from checker.report.html.states import Number
from checker.texts import say

HEADINGS = (3, 6)  # h1 is the page, h2 its parts
CHUNK = 40  # blocks that a browser lays out together
LAZY = 400  # in a document of more blocks only when they come into view: until then their height is a guess
DEEPEST = 4  # items are indented so often
CONTRADICTED = frozenset({"error", "warning", "info"})


def document_html(document: Document, numbers: Sequence[Number], lang: str) -> str:
    """The body of one document."""
    return _Writer(document, numbers, lang).whole()


class _Writer:
    def __init__(self, document: Document, numbers: Sequence[Number], lang: str) -> None:
        self.document, self.lang = document, lang
        self.numbers = numbers
        self._starts, self._ends = [n.span.start for n in numbers], [n.span.end for n in numbers]
        self._veils = sorted([*((span, None) for span in document.dropped), *document.read_as], key=lambda v: v[0])
        self._veil_ends = [span.end for span, _ in self._veils]
        self._tables = {t.span.start: t for t in document.tables}

    def whole(self) -> str:
        """Blocks with the gap behind each, in chunks; what stands before the first block leads."""
        blocks, end = self.document.blocks, len(self.document.text)
        starts = [b.span.start for b in blocks] + [end]
        lazy = len(blocks) > LAZY
        parts = [self._gap(0, starts[0])]
        for at in range(0, len(blocks), CHUNK):
            pairs = list(zip(blocks[at : at + CHUNK], starts[at + 1 :], strict=False))
            parts.append(tag("div", "".join(self._grouped(pairs)), class_="chunk lazy" if lazy else "chunk"))
        return "".join(parts)

    def _grouped(self, pairs: Sequence[tuple[Block, int]]) -> Iterator[str]:
        """Neighbouring items as one list. The second of a pair: where the next block begins."""
        for is_item, group in groupby(pairs, key=lambda pair: pair[0].kind == "item"):
            if is_item:  # only items may stand in a list, so the gap behind one belongs to it
                items = (self._item(block, self._gap(block.span.end, end)) for block, end in group)
                yield tag("ul", "".join(items), class_="items")
            else:
                yield "".join(self._block(block) + self._gap(block.span.end, end) for block, end in group)

    def _gap(self, start: int, end: int) -> str:
        """Text in no block: blank lines and what is not read, hidden; anything else as a paragraph of its own."""
        if start >= end:
            return ""
        if self._is_unread(start, end):
            return tag("span", text(self.document.text[start:end]), class_=self._hidden(start, end))
        return tag("p", self.stretch(start, end), class_="loose", data_o=start)

    def _is_unread(self, start: int, end: int) -> bool:
        """Whether nothing but blanks is read of a stretch."""
        return not self.document.reading.of(Span(start, end)).strip()

    def _hidden(self, start: int, end: int) -> str:
        """Blanks are never shown, other text that is not read on request."""
        return "unread" if self.document.text[start:end].strip() else "blank"

    def _block(self, block: Block) -> str:
        start, end = block.span
        if block.kind in HIDDEN:
            return self._folded(block)
        table = self._tables.get(start) if block.kind == "table" else None
        if table and table.span.end <= end and _is_plain(table):
            return self._table(block, table)
        if block.kind == "caption":
            raw = text(self.document.text[start:end]) if self._is_unread(start, end) else self.stretch(start, end)
            return tag("p", raw, class_="caption", data_o=start)
        inner = self.stretch(start, end)
        if block.kind == "heading":
            level = min(HEADINGS[0] - 1 + max(block.level, 1), HEADINGS[1])
            return tag(f"h{level}", inner, data_o=start)
        return tag("p", inner, class_="as-table" if block.kind == "table" else None, data_o=start)

    def _item(self, block: Block, gap: str) -> str:
        """One item of a list, with the gap behind it. A bullet is drawn where no mark is read."""
        bullet = not block.marker or not self.document.reading.of(block.span).lstrip().startswith(block.marker)
        depth = f"depth-{min(max(block.level, 1), DEEPEST)}"
        return tag("li", self.stretch(*block.span) + gap, class_=f"{depth} bullet" if bullet else depth,
                   data_o=block.span.start)  # fmt: skip

    def _folded(self, block: Block) -> str:
        raw = self.document.text[block.span.start : block.span.end]
        kind = say(f"page-{block.kind}", self.lang)
        label = tag("summary", text(say("page-not-read", self.lang, kind=kind, n=len(raw))))
        return tag("details", label + tag("div", text(raw), data_o=block.span.start), class_="not-read")

    def _table(self, block: Block, table: Table) -> str:
        """A table; what stands between two cells hides at the end of the first one."""
        rows = [list(cells) for _, cells in groupby(table.cells, key=lambda c: c.row)]
        order = {cells[0].row: i for i, cells in enumerate(rows)}
        starts = [c.span.start for c in table.cells[1:]] + [block.span.end]
        follows = dict(zip(map(id, table.cells), starts, strict=True))
        taken: dict[int, int] = {}  # column -> number of the first row where it is free again
        lines = []
        for i, cells in enumerate(rows):
            line, column = [], 0
            for cell in cells:
                line.append(_filler(column, cell.column, taken, i))
                below = sum(cell.row <= row < cell.row + cell.rows for row in order) if cell.rows > 1 else 1
                taken |= dict.fromkeys(range(cell.column, cell.column + cell.columns), i + below)
                column = cell.column + cell.columns
                line.append(self._cell(cell, follows[id(cell)], below))
            lines.append(tag("tr", "".join(line)))
        first = table.cells[0].span.start
        lead = self._between(block.span.start, first)
        return tag("div", lead + tag("table", "".join(lines)), class_="table", data_o=block.span.start)

    def _cell(self, cell: Cell, end: int, below: int) -> str:
        inner = self.stretch(*cell.span) + self._between(cell.span.end, end)
        across = cell.columns if cell.columns > 1 else None
        shown = self.document.reading.of(cell.span).strip()
        numeric = bool(shown) and not cell.header and shown[-1] in "0123456789%‰" and "\n" not in shown
        style = "numeric" if numeric else None
        rows = below if below > 1 else None
        return tag("th" if cell.header else "td", inner, class_=style, colspan=across, rowspan=rows)

    def _between(self, start: int, end: int) -> str:
        """What divides cells: bars, commas, tags. It shows only if it says something that is read."""
        if start >= end:
            return ""
        if any(char.isalnum() for char in self.document.reading.of(Span(start, end))):
            return self.stretch(start, end)
        raw = self.document.text[start:end]
        return tag("span", text(raw), class_="unread" if any(map(str.isalnum, raw)) else "blank")

    def stretch(self, start: int, end: int) -> str:
        """A stretch of the text with its numbers marked."""
        parts, at = [], start
        for number in self.numbers[bisect_right(self._ends, start) : bisect_left(self._starts, end)]:
            left, right = max(number.span.start, at), min(number.span.end, end)
            if left < right:
                parts += [self._veiled(at, left), self._number(number, left, right)]
                at = right
        return "".join([*parts, self._veiled(at, end)])

    def _number(self, number: Number, start: int, end: int) -> str:
        opening = f'<span class="n {number.state}" data-n="{number.index}"'
        if number.state in CONTRADICTED:  # few; all the others are reached from these by the arrow keys
            opening += f' tabindex="0" role="button" aria-describedby="state-{number.state}"'
        return f"{opening}>{self._veiled(start, end)}</span>"

    def _veiled(self, start: int, end: int) -> str:
        """Text without numbers: what is not read hides, what is read as another character shows that one."""
        raw, parts, at = self.document.text, [], start
        for (left, right), said in self._veils_in(start, end):
            left, right = max(left, start), min(right, end)
            parts.append(text(raw[at:left]))
            hidden = tag("span", text(raw[left:right]), class_=self._hidden(left, right) if said is None else "unread")
            parts.append(hidden if said is None else tag("span", hidden, class_="as", data_as=said))
            at = right
        return "".join([*parts, text(raw[at:end])])

    def _veils_in(self, start: int, end: int) -> Sequence[tuple[Span, str | None]]:
        first = bisect_right(self._veil_ends, start)
        last = bisect_left(self._veils, end, key=lambda v: v[0].start)
        return self._veils[first:last]


def _is_plain(table: Table) -> bool:
    """Whether the cells follow each other in the text as they do in the table, so that both can be shown at once."""
    return bool(table.cells) and all(
        a.span.end <= b.span.start and (a.row, a.column) < (b.row, b.column) for a, b in pairwise(table.cells)
    )


def _filler(start: int, end: int, taken: dict[int, int], row: int) -> str:
    """An empty cell for the columns of a row that no cell fills, those left out that a cell above reaches into."""
    free = sum(taken.get(column, 0) <= row for column in range(start, end))
    return tag("td", colspan=free if free > 1 else None) if free else ""
