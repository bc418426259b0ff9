"""Markdown -> Document. The only file beside inline.py that needs markdown-it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from operator import itemgetter
from typing import Any

from markdown_it.token import Token

from checker.model.document import HIDDEN, Block, BlockKind, Document, Note, Span, Table
from checker.read.articles import Shape, arrange
from checker.read.build import EMPTY, labelled, shape_of
from checker.read.inline import Inline, html_comments, html_marks
from checker.read.lines import Line, joint, split
from checker.read.marks import marks, merge
from checker.read.rows import grid, pipe_cells
from checker.read.words import PageWords

_FRONT = re.compile(r"---[ \t]*(?:\r\n|\n|\r)")
_FRONT_END = re.compile(r"(?:\r\n|\n|\r)(?:---|\.\.\.)[ \t]*(?=[\r\n]|\Z)")
_FRONT_KEY = re.compile(r"\s*(?:#.*\s+)*[^\s:][^:\r\n]*:(?:\s|\Z)")
_NEWLINE = re.compile(r"\r\n|\n|\r")
_PREFIX = re.compile(r"[\s>]*(?:(?:[-*+]|\d{1,9}[.)])(?:[ \t]+|\Z)[\s>]*)*")
_ORDERED = re.compile(r"\d{1,9}[.)][ \t]+\Z")
_HIDDEN_HTML = re.compile(r"\s*<(?:script|style|pre|svg|video|audio|iframe|textarea)\b", re.IGNORECASE)


def read_markdown(
    text: str,
    source: str,
    notes: tuple[Note, ...] = (),
    *,
    words: PageWords | None = None,
    encoding: str = "utf-8",
) -> Document:
    """The structure of a Markdown text (CommonMark with GFM tables, strikethrough and front matter). Never fails.

    Marks, targets of links, pictures, code, comments, tags and front matter are dropped from the reading.
    """
    words = PageWords() if words is None else words
    return _Markdown(text, words).document(source, notes, encoding)


class _Markdown:
    """One document in the making."""

    def __init__(self, text: str, words: PageWords) -> None:
        self._text, self._words = text, words
        self._starts = [0, *(m.end() for m in _NEWLINE.finditer(text))]
        self._inline = Inline()
        self._env: dict[str, Any] = {}
        self._blocks: list[Block] = []
        self._dropped: list[Span] = []
        self._tables: dict[int, Table] = {}
        self._rules: set[int] = set()
        self._notes: list[Note] = []
        self._comments: list[Span] = []

    def document(self, source: str, notes: tuple[Note, ...], encoding: str) -> Document:
        """Parse and put together."""
        front = self._front_matter()
        body = "\n" * len(_NEWLINE.findall(self._text, 0, front)) + self._text[front:]
        self._walk(self._inline.md.parse(body, self._env))
        self._fill()
        self._head_numbered()
        blocks = self._articles()
        blocks, tables = labelled(self._text, blocks, self._tables, self._words)
        if not self._text.strip():
            self._notes.append(EMPTY)
        hidden = [block.span for block in blocks if block.kind in HIDDEN]
        dropped = tuple(merge([*self._dropped, *hidden]))
        return Document(
            source,
            self._text,
            blocks,
            tables,
            dropped,
            (*notes, *self._notes),
            encoding,
            comments=tuple(self._comments),
        )

    def _front_matter(self) -> int:
        """Length of the front matter, which becomes a block."""
        opening = _FRONT.match(self._text)
        if not opening or not _FRONT_KEY.match(self._text, opening.end()):
            return 0
        closing = _FRONT_END.search(self._text, opening.end() - 1)
        if not closing:
            return 0
        self._blocks.append(Block("meta", Span(0, len(self._text[: closing.end()].rstrip()))))
        return closing.end()

    # lines -------------------------------------------------------------------------------------------------

    def _line(self, number: int) -> Span:
        """A line without its end, trimmed on the right."""
        if number >= len(self._starts):
            return Span(len(self._text), len(self._text))
        start = self._starts[number]
        end = self._starts[number + 1] if number + 1 < len(self._starts) else len(self._text)
        return Span(start, start + len(self._text[start:end].rstrip()))

    def _span(self, token: Token) -> Span:
        """From the first character of the token's lines, list and quote marks included, to the last."""
        first, last = token.map or (0, 0)
        while last > first + 1 and not self._text[slice(*self._line(last - 1))].strip():
            last -= 1
        while first + 1 < last and not self._text[slice(*self._line(first))].strip():
            first += 1  # a form feed is white space to us and a character to Markdown
        start, end = self._line(first)
        start += len(self._text[start:end]) - len(self._text[start:end].lstrip())
        return Span(start, max(start, self._line(last - 1).end))

    # blocks ------------------------------------------------------------------------------------------------

    def _walk(self, tokens: list[Token]) -> None:
        depth, marker = 0, ""
        fresh = False
        for i, token in enumerate(tokens):
            kind = token.type
            if kind in ("bullet_list_open", "ordered_list_open"):
                depth += 1
            elif kind in ("bullet_list_close", "ordered_list_close"):
                depth -= 1
            elif kind == "list_item_open":
                marker, fresh = token.info + token.markup, True
            elif kind == "list_item_close":
                fresh = False
            elif kind == "heading_open":
                self._prose(token, tokens[i + 1], "heading", int(token.tag[1:]), token.markup)
            elif kind == "paragraph_open":
                if fresh:
                    self._prose(token, tokens[i + 1], "item", depth, marker)
                else:
                    self._prose(token, tokens[i + 1], "paragraph", 0, "")
                fresh = False
            elif kind in ("fence", "code_block"):
                self._blocks.append(Block("code", self._span(token)))
            elif kind == "html_block":
                self._html(self._span(token))
            elif kind == "hr":
                self._rules.add(len(self._blocks))
                span = self._span(token)
                self._blocks.append(Block("caption", span))
                self._dropped.append(span)
            elif kind == "table_open":
                self._table(token)

    def _prose(self, token: Token, inline: Token, kind: BlockKind, level: int, marker: str) -> None:
        """A heading, a paragraph or a list item."""
        span = self._span(token)
        if span.start == span.end:  # white space that Markdown takes for a character
            return
        first, last = token.map or (0, 0)
        content = inline.content
        head = content.split("\n", 1)[0].strip()
        while first + 1 < last and head not in self._text[slice(*self._line(first))]:
            first += 1
        spans, hard, comments = self._inline.marks(content, self._env)
        places: list[tuple[int, int, int]] = []  # (offset in content, offset in text, length)
        at = 0
        for k, piece in enumerate(content.split("\n")):
            lead = len(piece) - len(piece.lstrip())
            places.append((at + lead, self._find(first + k, piece.strip()), len(piece.strip())))
            at += len(piece) + 1
        for start, end in spans:
            self._dropped.extend(_mapped(start, end, places))
        for start, end in comments:
            lines = list(_mapped(start, end, places))
            self._comments.append(Span(lines[0].start, lines[-1].end))
        for k, ((_, start, length), (_, following, _)) in enumerate(pairwise(places)):
            end = start + length
            if k in hard:
                keep = self._text.find("\n", end, following)
                keep = end if keep < 0 else keep
                self._dropped.extend((Span(end, keep), Span(keep + 1, following)))
            else:
                self._dropped.extend(joint(self._text, end, following))
        begin, stop = places[0][1], places[-1][1] + places[-1][2]
        ordered = _ORDERED.search(self._text[span.start : begin])
        self._dropped.append(Span(span.start, span.start + ordered.start() if ordered else begin))
        self._dropped.append(Span(stop, max(stop, span.end)))
        if kind in ("paragraph", "item") and spans and merge(spans) == [Span(0, len(content))]:
            kind = "caption" if kind == "paragraph" else kind  # nothing but a picture or a link
        self._blocks.append(Block(kind, span, level, marker))

    def _find(self, number: int, piece: str) -> int:
        """Where a piece of a paragraph stands in its line: at the end, or before the closing marks of a heading."""
        start, end = self._line(number)
        if not piece:
            return end
        at = self._text.rfind(piece, start, end) if end - len(piece) < start else end - len(piece)
        if self._text[at : at + len(piece)] != piece:
            at = self._text.find(piece, start, end)
        return at if at >= 0 else start

    def _html(self, span: Span) -> None:
        content = self._text[slice(*span)]
        spans = [Span(span.start + a, span.start + b) for a, b in html_marks(content)]
        left = self._text[span.start : span.end]
        for a, b in reversed(html_marks(content)):
            left = left[:a] + left[b:]
        if _HIDDEN_HTML.match(content):
            self._blocks.append(Block("code", span))
            return
        self._comments.extend(Span(span.start + a, span.start + b) for a, b in html_comments(content))
        if not left.strip():
            self._blocks.append(Block("comment" if content.lstrip().startswith("<!--") else "code", span))
        else:
            self._blocks.append(Block("paragraph", span))
            self._dropped.extend(spans)

    def _table(self, token: Token) -> None:
        span = self._span(token)
        first, last = token.map or (0, 0)
        rows: list[list[Span]] = []
        for number in range(first, last):
            start, end = self._line(number)
            prefix = _PREFIX.match(self._text, start, end)
            start = prefix.end() if prefix else start
            if number == first + 1:
                self._dropped.append(Span(start, end))
                continue
            if start >= end:
                continue
            cells = pipe_cells(self._text, start, end)
            width = len(rows[0]) if rows else len(cells)
            cells = [*cells[:width], *(Span(end, end) for _ in range(width - len(cells)))]
            rows.append(cells)
            for cell in cells:
                spans, _, comments = self._inline.marks(self._text[slice(*cell)], self._env)
                self._dropped.extend(Span(cell.start + a, cell.start + b) for a, b in spans)
                self._comments.extend(Span(cell.start + a, cell.start + b) for a, b in comments)
        self._tables[len(self._blocks)] = Table(span, grid(rows))
        self._blocks.append(Block("table", span))

    # finishing ---------------------------------------------------------------------------------------------

    def _fill(self) -> None:
        """Lines that belong to no token (definitions of links, empty list items) become hidden blocks."""
        filled: list[Block] = []
        tables: dict[int, Table] = {}
        rules: set[int] = set()
        at = 0
        for i, block in enumerate([*self._blocks, None]):
            end = block.span.start if block else len(self._text)
            for line in split(self._text[at:end]):
                if filled and filled[-1].kind == "meta" and filled[-1].level and not line.gap:
                    filled[-1] = replace(filled[-1], span=Span(filled[-1].span.start, at + line.end))
                else:
                    filled.append(Block("meta", Span(at + line.start, at + line.end), 1))
            if block and block.span.start < block.span.end:  # not white space that Markdown takes for a character
                if i in self._tables:
                    tables[len(filled)] = self._tables[i]
                if i in self._rules:
                    rules.add(len(filled))
                filled.append(block)
                at = block.span.end
        self._blocks = [replace(block, level=0) if block.kind == "meta" else block for block in filled]
        self._tables, self._rules = tables, rules

    def _read(self, block: Block) -> Line | None:
        """The first line of a block as the shapes of a line are judged."""
        lines = split(self._text[block.span.start : block.span.end].lstrip("#> \t"))
        return lines[0] if lines else None

    def _head_numbered(self) -> None:
        """A short numbered paragraph without closing punctuation heads what follows, # or not."""
        style = marks(self._words)
        deepest, ranks = 0, []
        found: dict[int, tuple[int, str]] = {}
        for i, block in enumerate(self._blocks):
            if block.kind == "heading":
                deepest = max(deepest, block.level)
            if block.kind != "paragraph" or i + 1 == len(self._blocks) or block.span.end - block.span.start > 60:
                continue
            line = self._read(block)
            number = style.number(line.head) if line and not line.closed else None
            alone = "\n" not in self._text[slice(*block.span)]
            body = self._blocks[i + 1].kind in ("paragraph", "item", "table")
            if number and number.script == "cjk" and alone and body:
                found[i] = (number.rank, number.text)
                ranks.append(number.rank)
        order = sorted(set(ranks))
        for i, (rank, marker) in found.items():
            level = deepest + 1 + order.index(rank)
            self._blocks[i] = replace(self._blocks[i], kind="heading", level=level, marker=marker)

    def _articles(self) -> tuple[Block, ...]:
        """Number the articles of a digest; the levels stay as Markdown gives them."""
        levels = [block.level for block in self._blocks if block.kind == "heading"]
        top = next((level for level in sorted(set(levels)) if levels.count(level) > 1), 0)
        style = marks(self._words)
        blocks, shapes = [], []
        for i, block in enumerate(self._blocks):
            line = self._read(block)
            blocks.append(replace(block, kind="paragraph") if block.kind == "heading" and block.level > top else block)
            number = style.number(line.head) if line and block.kind == "heading" else None
            why = "rule" if i in self._rules else ""
            if line is None:
                shapes.append(Shape(-1, why, None, self._words))
                continue
            shapes.append(shape_of(line, self._words, number.rank if number else -1, why))
        arranged = arrange(blocks, shapes)
        return tuple(replace(b, article=a.article) for b, a in zip(self._blocks, arranged, strict=True))


def _mapped(start: int, end: int, places: list[tuple[int, int, int]]) -> Iterator[Span]:
    """A span of the content as spans of the text: one per line it touches."""
    i = max(0, bisect_right(places, start, key=itemgetter(0)) - 1)
    while i < len(places) and places[i][0] < end:
        offset, origin, length = places[i]
        a, b = max(start, offset), min(end, offset + length)
        if b > a:
            yield Span(origin + a - offset, origin + b - offset)
        i += 1
