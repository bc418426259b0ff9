"""Plain text -> Document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from checker.model.document import Block, BlockKind, Cell, Document, Note, Span, Table
from checker.read.articles import arrange
from checker.read.build import EMPTY, labelled, shape_of
from checker.read.lines import Line, joint, split, unwrap
from checker.read.marks import URL, bullet, bullet_width, dash, is_rule, marks, merge
from checker.read.outline import Kind, Outline, tail_start
from checker.read.rows import find_tables, is_delimiter
from checker.read.words import PageWords

_MOST_BLANK = 8
# Plain text has no comments; what is written to this tool is one all the same.
_COMMENT = re.compile(r"<!--[ \t]*checker\b[^\n]*?-->", re.IGNORECASE)
_COLUMNS = re.compile(r"\t|\S {2,}\S")
_MERGED = ("tail", "table")


@dataclass(slots=True)
class _Piece:
    """A block in the making: its lines, what it drops, and what its first line showed."""

    kind: Kind
    lines: list[Line]
    dropped: list[Span] = field(default_factory=list)
    table: tuple[Cell, ...] | None = None

    @property
    def span(self) -> Span:
        return Span(self.lines[0].start, self.lines[-1].end)


def read_text(
    text: str,
    source: str,
    notes: tuple[Note, ...] = (),
    *,
    words: PageWords | None = None,
    encoding: str = "utf-8",
) -> Document:
    """The structure of a plain text. Never fails; `text` stays as it is.

    `words`: the word lists of the page (none by default). `notes`: said in the document before the reader's own.
    """
    words = PageWords() if words is None else words
    comments = tuple(Span(*found.span()) for found in _COMMENT.finditer(text))
    if not comments:
        return _read(text, source, notes, words, encoding)
    # Structure is seen as if nothing stood there: blanks keep every other place where it is.
    document = _read(_COMMENT.sub(lambda m: " " * len(m[0]), text), source, notes, words, encoding)
    dropped = tuple(merge((*document.dropped, *comments)))
    return replace(document, text=text, dropped=dropped, comments=comments)


def _read(text: str, source: str, notes: tuple[Note, ...], words: PageWords, encoding: str) -> Document:
    style = marks(words)

    def fixed(line: Line) -> bool:
        return (
            bool(
                bullet(line.head)
                or dash(line.head)
                or style.number(line.head)
                or is_rule(line.head)
                or "|" in line.head
            )
            or _COLUMNS.search(line.head) is not None
        )

    lines = unwrap(text, split(text), fixed)
    own = [bool(bullet(line.head)) for line in lines]
    tail = tail_start(text, lines, words)
    taken: list[BlockKind | None] = ["tail" if i >= tail else None for i in range(len(lines))]
    tables = find_tables(text, lines[:tail], own[:tail])
    for first, last, _ in tables:
        taken[first:last] = ["table"] * (last - first)
    kinds = Outline(text, lines, words, taken).kinds()
    pieces = _pieces(text, lines, kinds, {first: cells for first, _, cells in tables})
    pieces = _mend(text, pieces)
    return _document(text, source, notes, words, pieces, encoding)


def _pieces(
    text: str, lines: Sequence[Line], kinds: Sequence[Kind], tables: dict[int, tuple[Cell, ...]]
) -> list[_Piece]:
    """One piece per line; the lines of a tail and of a table are one."""
    pieces: list[_Piece] = []
    for i, (line, kind) in enumerate(zip(lines, kinds, strict=True)):
        together = pieces and kind.kind in _MERGED and not kind.why and pieces[-1].kind == kind and i not in tables
        if together:
            pieces[-1].lines.append(line)
            continue
        piece = _Piece(kind, [line], list(line.joints), tables.get(i))
        if kind.kind == "item" and bullet(line.head) == kind.marker:
            piece.dropped.insert(0, Span(line.start, line.start + bullet_width(line.head)))
        pieces.append(piece)
    for piece in pieces:
        if piece.kind.kind == "table":
            for line in piece.lines:
                if is_delimiter(text[line.start : line.end]):
                    piece.dropped.append(Span(line.start, line.end))
        elif piece.kind.kind == "tail":
            piece.dropped = [piece.span]
    return pieces


def _mend(text: str, pieces: list[_Piece]) -> list[_Piece]:
    """Join the halves of torn paragraphs; a caption between them goes into the paragraph and out of the reading."""
    mended: list[_Piece] = []
    i = 0
    while i < len(pieces):
        piece = pieces[i]
        i += 1
        while _torn(text, piece) and i < len(pieces):
            if _continues(piece, pieces[i]):
                dropped = joint(text, piece.span.end, pieces[i].span.start)
                used = 1
            elif i + 1 < len(pieces) and _splits(piece, pieces[i], pieces[i + 1]):
                dropped = (Span(piece.span.end, pieces[i + 1].span.start),)
                used = 2
            else:
                break
            last = pieces[i + used - 1]
            piece.dropped += [*dropped, *last.dropped]
            piece.lines += last.lines
            i += used
        mended.append(piece)
    return mended


def _torn(text: str, piece: _Piece) -> bool:
    """Running text that stops in the middle of a sentence."""
    if piece.kind.kind not in ("paragraph", "item") or piece.lines[-1].shut:
        return False
    span = piece.span
    if span.end - span.start > 60 or len(piece.lines) > 1:
        return True
    inside = any(text.find(stop, span.start, span.end) >= 0 for stop in "。！？；")
    commas = sum(text.count(c, span.start, span.end) for c in ",，")
    return piece.kind.kind == "paragraph" and (
        inside or commas >= 2 or (commas == 1 and span.end - span.start > 36) or text[span.end - 1] in ",，、"
    )


def _continues(piece: _Piece, following: _Piece) -> bool:
    line = following.lines[0]
    if following.kind.kind != "paragraph" or following.kind.marker or line.gap > _MOST_BLANK:
        return False
    return line.indent <= piece.lines[0].indent or line.gap > 0


def _splits(piece: _Piece, middle: _Piece, following: _Piece) -> bool:
    """`middle` is a caption that fell into a torn paragraph, `following` goes on with it.

    The caption stands apart more than paragraphs do, or the paragraph broke off where no sentence can end.
    """
    line, after = middle.lines[0], following.lines[0]
    if middle.kind.kind not in ("caption", "heading") or middle.kind.marker or middle.kind.why or len(middle.lines) > 1:
        return False
    if not _continues(piece, following) or not 0 < line.gap <= _MOST_BLANK or not after.gap:
        return False
    broken = piece.lines[-1].tail[-1]
    return (line.gap > 1 and after.gap > 1) or broken in ",，、(（“" or broken.isdigit()


def _document(
    text: str, source: str, notes: tuple[Note, ...], words: PageWords, pieces: list[_Piece], encoding: str
) -> Document:
    blocks = [Block(p.kind.kind, p.span, 1 if p.kind.kind == "item" else 0, p.kind.marker) for p in pieces]
    shapes = [shape_of(p.lines[0], words, p.kind.rank, p.kind.why) for p in pieces]
    arranged = arrange(blocks, shapes)
    tables = {i: Table(p.span, p.table) for i, p in enumerate(pieces) if p.table is not None}
    final, named = labelled(text, arranged, tables, words, headings=True)
    links = [Span(*match.span()) for match in URL.finditer(text)]
    dropped = tuple(merge([*links, *(span for p in pieces for span in p.dropped)]))
    document = Document(source, text, final, named, dropped, notes, encoding)
    own = _notes(document, pieces)
    return replace(document, notes=(*notes, *own)) if own else document


def _notes(document: Document, pieces: Sequence[_Piece]) -> tuple[Note, ...]:
    """What was left out of the reading. A link between articles is not worth a note."""
    notes = []
    if not pieces:
        notes.append(EMPTY)
    for piece in pieces:
        if piece.kind.kind == "tail" and not piece.kind.why:
            first = document.place(piece.span.start)[0]
            last = document.place(piece.span.end - 1)[0]
            message = f"from here to line {last}: the tail of a web page, not read"
            notes.append(Note("info", message, first, "tail", (("last", last),)))
        if piece.kind.kind != "paragraph":
            continue
        wide = [span for span in piece.dropped if document.text[span.start : span.end].strip()]
        if wide:
            line = document.place(wide[0].start + _leading(document.text, wide[0]))[0]
            notes.append(Note("info", "a caption inside a torn paragraph is not read", line, "caption"))
    return tuple(notes)


def _leading(text: str, span: Span) -> int:
    content = text[span.start : span.end]
    return len(content) - len(content.lstrip())
