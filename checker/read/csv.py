"""Tables of divided values (.csv, .tsv) -> Document. The text stays the decoded file; quotes are not read.

The csv module of the standard library gives no positions, so fields are found here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from checker.model.document import Cell, Document, Note, Span
from checker.read.rows import trimmed
from checker.read.sheet import MOST_CELLS, Piece, blocks_of, keep, labelled, regions
from checker.read.words import PageWords

_DIVIDERS = ",;\t"
_SAMPLE = 50
_SAID = re.compile(r"sep=([,;\t|])[^\S\r\n]*(?:\r\n|\r|\n)")
_BREAK = re.compile(r"\r\n|[\r\n\f]")


def read_csv(
    text: str,
    source: str,
    notes: tuple[Note, ...] = (),
    *,
    words: PageWords | None = None,
    encoding: str = "utf-8",
    divider: str = "",
) -> Document:
    """Tables and the lines around them. Never fails; rows may differ in length.

    `divider`: what divides cells; found from the first rows if not given.
    """
    words = PageWords() if words is None else words
    told = _SAID.match(text)
    at = told.end() if told else 0
    divider = told[1] if told else divider or sniff(text)
    cells: list[Cell] = []
    quotes: set[Span] = set()
    for row, column, start, end, quoted in scan(text, divider, at):
        span = trimmed(text, start, end)
        if span.start < span.end:
            if len(cells) == MOST_CELLS:
                line = text.count("\n", 0, start) + 1
                message = f"more than {MOST_CELLS} cells: from here on the table is not read"
                notes = (*notes, Note("warning", message, line, "many-cells", (("most", MOST_CELLS),)))
                break
            cells.append(Cell(span, row, column))
            if quoted:
                quotes.add(span)
    if not cells:
        notes = (*notes, Note("info", "the file is empty", None, "empty"))
    found = regions(text, cells, words)
    blocks, tables = blocks_of(text, found)
    named, final = labelled(text, blocks, tables, words)
    dropped, read_as = keep(text, _pieces(text, cells, quotes))
    return Document(source, text, named, final, dropped, notes, encoding, (), read_as)


def sniff(text: str) -> str:
    """The divider of a text: a comma, unless another one divides the first rows more evenly."""

    def evenness(divider: str) -> tuple[int, int]:
        widths: dict[int, int] = {}
        for row, column, *_ in scan(text, divider, 0):
            if row >= _SAMPLE:
                break
            widths[row] = column + 1
        counts = Counter(width for width in widths.values() if width > 1)
        return counts.most_common(1)[0][::-1] if counts else (0, 0)

    best = max(_DIVIDERS, key=lambda d: (evenness(d)[0], -_DIVIDERS.index(d)))
    comma, other = evenness(","), evenness(best)
    return best if other[0] > comma[0] and other[0] >= 2 else ","


def scan(text: str, divider: str, at: int) -> Iterator[tuple[int, int, int, int, bool]]:
    """(row, column, start, end, quoted) of every field; a quoted one without its quotes. Linear."""
    cut = re.escape(divider)
    field = re.compile(
        rf'[^\S\r\n{cut}]*+"((?:[^"]|""){{0,32768}}+)"[^\S\r\n{cut}]*+(?={cut}|[\r\n\f]|\Z)|([^{cut}\r\n\f]*+)'
    )
    row = column = 0
    while at <= len(text):
        match = field.match(text, at)
        assert match is not None  # an empty field always matches
        quoted = match[1] is not None
        start, end = match.span(1 if quoted else 2)
        yield row, column, start, end, quoted
        at = match.end()
        if text.startswith(divider, at):
            at, column = at + len(divider), column + 1
            continue
        broken = _BREAK.match(text, at)
        if broken is None:
            return
        at, row, column = broken.end(), row + 1, 0


def _pieces(text: str, cells: Sequence[Cell], quoted: set[Span]) -> list[Piece]:
    """What is read: the cells, and between them a bar or, at the end of a row, a line break."""
    pieces: list[Piece] = []
    previous: Cell | None = None
    for cell in cells:
        joint = "" if previous is None else "|" if previous.row == cell.row else "\n"
        previous = cell
        at = cell.span.start
        while at and text[at - 1] in " \u3000\xa0":
            at -= 1  # its indentation
        if cell.span not in quoted:
            pieces.append((Span(at, cell.span.end), joint))
            continue
        for match in re.finditer(r'""|\s*[\r\n]\s*', text[cell.span.start : cell.span.end]):
            start, end = cell.span.start + match.start(), cell.span.start + match.end()
            pieces.append((Span(at, start), joint))
            at, joint = end, '"' if match[0] == '""' else " "
        pieces.append((Span(at, cell.span.end), joint))
    return pieces
