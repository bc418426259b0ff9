"""Web pages (.html) -> Document. The only file that needs justhtml.

The text stays the decoded file: tags are dropped from the reading, entities are read as the characters they name, so
every number has its place in the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from checker.model.document import HIDDEN, Block, BlockKind, Document, Note, Span, Table
from checker.read.build import EMPTY, labelled
from checker.read.encoding import decode
from checker.read.errors import ReadError, missing_extra
from checker.read.htmltable import Laid, is_data, lay
from checker.read.lines import Line, cut
from checker.read.marks import marks
from checker.read.outline import Outline, tail_start
from checker.read.pieces import Bit, collapsed, locate, pieces_of, read_of, trimmed
from checker.read.sheet import Piece, keep
from checker.read.words import PageWords

_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_CHINESE = ("gb2312", "gbk", "x-gbk", "gb_2312-80")
_UNREAD_TAGS = (
    "head script style noscript template svg math iframe object audio video canvas map button select textarea datalist"
    " input nav footer aside dialog"
)
_UNREAD = frozenset(_UNREAD_TAGS.split())
_FURNITURE = frozenset({"nav", "footer", "aside", "header"})
_BLOCK_TAGS = (
    "html body p div section article main header figure figcaption blockquote address center dl dt dd ul ol li pre hr"
    " h1 h2 h3 h4 h5 h6 table caption thead tbody tfoot tr td th fieldset legend form details summary hgroup br"
)
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_HEADING = re.compile(r"h([1-6])\Z")
_REFERENCE = re.compile(
    r"(&#[0-9]*)[^\x00-\x7F]"
)  # no such sign belongs to it, but the parser takes ① and ４ for digits
_NO_DISPLAY = re.compile(r"display\s*:\s*none", re.IGNORECASE)


def read_html(data: bytes, source: str, encoding: str | None = None, *, words: PageWords | None = None) -> Document:
    """The article of a page. Raises ReadError: missing-extra, page-unparsed, or what `decode` raises."""
    words = PageWords() if words is None else words
    text, name, notes = _decoded(data, encoding)
    plain = _REFERENCE.sub("\\1\ufffd", text)
    root = _tree(plain)
    page = _Page(text, plain, words)
    page.walk(root)
    page.find_comments(root)
    return page.document(source, notes, name)


def _tree(text: str) -> Any:
    """The document node of a page. Raises ReadError: missing-extra, page-unparsed."""
    try:
        from justhtml import JustHTML  # noqa: PLC0415
    except ImportError:
        raise missing_extra("html") from None
    try:
        return JustHTML(text, sanitize=False, track_node_locations=True).root
    except Exception as error:  # HTML has no wrong text: whatever the parser raises is a slip of its own
        raise ReadError(
            "page-unparsed", "its tags are in a tangle that the parser cannot undo; save the page as text"
        ) from error


def _decoded(data: bytes, encoding: str | None) -> tuple[str, str, tuple[Note, ...]]:
    """As `decode`; what the page says of itself counts where its bytes are no UTF-8."""
    said = _CHARSET.search(data[:4096]) if encoding is None else None
    if said:
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            own = said[1].decode("ascii", "replace").lower()
            try:
                return decode(data, "gb18030" if own in _CHINESE else own)
            except ReadError:
                pass
    return decode(data, encoding)


@dataclass(slots=True)
class _Found:
    """A block in the making."""

    kind: BlockKind
    bits: list[Bit]
    level: int = 0
    marker: str = ""
    laid: Laid | None = None

    @property
    def span(self) -> Span:
        return Span(self.bits[0].start, self.bits[-1].end)


@dataclass(slots=True)
class _State:
    """What the walk is inside of."""

    kind: BlockKind = "paragraph"
    level: int = 0
    depth: int = 0
    article: bool = False


@dataclass(slots=True)
class _Page:
    """One document in the making.

    text    of the file.
    parsed  what the tree was made from: signs may differ, their places do not.
    """

    text: str
    parsed: str
    words: PageWords
    found: list[_Found] = field(default_factory=list)
    bits: list[Bit] = field(default_factory=list)
    lost: list[int] = field(default_factory=list)
    furniture: set[str] = field(default_factory=set)
    comments: list[Span] = field(default_factory=list)

    def walk(self, root: Any) -> None:
        """Collect the blocks. No recursion: pages nest as deep as they like."""
        stack: list[tuple[Any, _State, bool]] = [(root, _State(), False)]
        while stack:
            node, state, leaving = stack.pop()
            name = node.name
            if leaving:
                self._flush(state)
                continue
            if name == "#text":
                self._take(node)
                continue
            if name.startswith(("#comment", "!")) or self._skipped(node, state):
                continue
            if name == "table" and is_data(node):
                self._flush(state)
                self._table(node, stack, state)
                continue
            inner = state
            if name in _BLOCKS and not (name == "br" and state.kind == "heading"):
                self._flush(state)
                inner = _inside(name, state)
                stack.append((node, inner, True))
            elif name == "br":
                self._space(node)
            stack.extend((child, inner, False) for child in reversed(node.children or ()))
        self._flush(_State())

    def find_comments(self, root: Any) -> None:
        """Collect the comments, those of unread parts included."""
        todo = [root]
        while todo:
            node = todo.pop()
            at = node.origin_offset if node.name.startswith("#comment") else None
            if at is not None and self.text.startswith("<!--", at):
                end = self.text.find("-->", at)
                self.comments.append(Span(at, end + 3 if end >= 0 else len(self.text)))
            todo.extend(node.children or ())
        self.comments.sort()

    def _skipped(self, node: Any, state: _State) -> bool:
        name, attributes = node.name, node.attrs or {}
        if name == "header" and not state.article and not _titled(node):
            self.furniture.add(name)
            return True
        if name in _UNREAD:
            if name in _FURNITURE:
                self.furniture.add(name)
            return True
        hidden = "hidden" in attributes or attributes.get("aria-hidden") == "true"
        return hidden or bool(_NO_DISPLAY.search(attributes.get("style") or ""))

    def _take(self, node: Any) -> None:
        data, at = node.data or "", node.origin_offset
        if at is None:
            if data.strip():
                self.lost.append(0)
            return
        bits, whole = locate(self.parsed, at, data)
        if not whole:
            self.lost.append(bits[-1].end if bits else at)
        self.bits.extend(collapsed(self.text, bits))

    def _space(self, node: Any) -> None:
        at = node.origin_offset
        if at is not None:
            self.bits.append(Bit(at, at + 1, " "))

    def _flush(self, state: _State) -> None:
        bits = trimmed(self.text, self.bits)
        self.bits = []
        if bits:
            depth = state.level if state.kind == "heading" else state.depth
            self.found.append(_Found(state.kind, bits, depth))

    def _table(self, node: Any, stack: list[tuple[Any, _State, bool]], state: _State) -> None:
        """A table of data; its caption becomes a block of its own before it."""
        laid = lay(node, self._cell)
        self.bits = []
        for caption in laid.captions:
            _, bits = self._cell(caption)
            if bits:
                self.found.append(_Found("paragraph", bits))
        if laid.bits:
            self.found.append(_Found("table", laid.bits, laid=laid))

    def _cell(self, node: Any) -> tuple[list[Bit], list[Bit]]:
        """(indentation, what a cell says); blocks inside it are parted by a space."""
        self.bits = []
        todo = [node]
        while todo:
            inner = todo.pop()
            if inner.name == "#text":
                self._take(inner)
                continue
            if inner.name.startswith(("#comment", "!")) or (inner is not node and self._skipped(inner, _State())):
                continue
            if inner.name in _BLOCKS and inner is not node and self.bits:
                self._space(inner)
            todo.extend(reversed(inner.children or ()))
        bits, lead = trimmed(self.text, self.bits), []
        for bit in self.bits:
            if not bits or bit.start >= bits[0].start:
                break
            end = min(bit.end, bits[0].start)
            if (bit.said or self.text[bit.start]) not in " \n" and self.text[bit.start : end]:
                lead.append(Bit(bit.start, end, bit.said))
        self.bits = []
        return lead, bits

    def document(self, source: str, notes: tuple[Note, ...], encoding: str) -> Document:
        """Put together."""
        found = self._ordered()
        self._outline(found)
        kept: list[Piece] = []
        said: list[Piece] = []
        blocks: list[Block] = []
        tables: dict[int, Table] = {}
        for one in found:
            if one.kind not in HIDDEN:
                more, other = self._pieces(one)
                kept += more
                said += other
            if one.laid is not None and one.kind == "table":
                tables[len(blocks)] = Table(one.span, one.laid.cells, one.laid.header_rows)
            blocks.append(Block(one.kind, one.span, one.level, one.marker))
        named, final = labelled(self.text, blocks, tables, self.words)
        dropped, read_as = keep(self.text, kept, said)
        document = Document(source, self.text, named, final, dropped, (), encoding, (), read_as, tuple(self.comments))
        return replace(document, notes=(*notes, *self._notes(document)))

    def _pieces(self, one: _Found) -> tuple[list[Piece], list[Piece]]:
        if one.laid is None:
            return pieces_of(self.text, one.bits, "\n")
        kept: list[Piece] = []
        said: list[Piece] = []
        for i, (cell, joint) in enumerate(one.laid.parts):
            more, other = pieces_of(self.text, cell, joint if i else "\n")
            kept += more
            said += other
        return kept, said

    def _ordered(self) -> list[_Found]:
        """In the order of the file; what a broken table lets fall into another block is lost."""
        ordered: list[_Found] = []
        for one in sorted(self.found, key=lambda f: f.span):
            if ordered and one.span.start < ordered[-1].span.end:
                self.lost.append(one.span.start)
            else:
                ordered.append(one)
        return ordered

    def _outline(self, found: list[_Found]) -> None:
        """Headings that are no h1 ... h6, captions, and the tail of the page, as in a plain text."""
        lines = list(self._lines(found))
        said = "".join(line + "\n\n" for line, _ in lines)
        shapes = [shape for _, shape in lines]
        tail = tail_start(said, shapes, self.words) if any(f.kind == "paragraph" for f in found) else len(found)
        last = max((i for i, one in enumerate(found) if one.laid is not None), default=-1)
        tail = len(found) if tail <= last else tail
        for one in found[tail:]:
            one.kind, one.level = "tail", 0
        taken = [None if one.kind == "paragraph" else one.kind for one in found]
        kinds = Outline(said, shapes, self.words, taken).kinds()
        deepest = max((one.level for one in found if one.kind == "heading"), default=0)
        ranks = sorted({kind.rank for one, kind in zip(found, kinds, strict=True) if _new_heading(one, kind.kind)})
        style = marks(self.words)
        for one, kind, shape in zip(found, kinds, shapes, strict=True):
            if _new_heading(one, kind.kind):
                one.kind, one.level, one.marker = "heading", deepest + 1 + ranks.index(kind.rank), kind.marker
            elif one.kind == "paragraph" and kind.kind in ("caption", "item"):
                one.kind, one.level, one.marker = kind.kind, int(kind.kind == "item"), kind.marker
            elif one.kind == "heading" and (number := style.number(shape.head)):
                one.marker = number.text

    def _lines(self, found: Sequence[_Found]) -> Iterator[tuple[str, Line]]:
        at = 0
        for one in found:
            content = read_of(self.text, one.bits).replace("\n", " ")
            yield content, cut(content, 0, len(content))._replace(start=at, end=at + len(content))
            at += len(content) + 2

    def _notes(self, document: Document) -> Iterator[Note]:
        if not document.blocks:
            yield EMPTY
        if self.furniture:
            parts = ", ".join(sorted(self.furniture))
            message = f"parts of the page around the article are not read: {parts}"
            yield Note("info", message, None, "page-parts", (("parts", parts),))
        tails = [block.span for block in document.blocks if block.kind == "tail"]
        if tails:
            first, last = document.place(tails[0].start)[0], document.place(tails[-1].end - 1)[0]
            message = f"from here to line {last}: the tail of a web page, not read"
            yield Note("info", message, first, "tail", (("last", last),))
        if self.lost:
            line = document.place(min(self.lost))[0]
            message = f"{len(self.lost)} piece(s) of text in broken markup are not read"
            yield Note("warning", message, line, "broken-markup", (("count", len(self.lost)),))


def _inside(name: str, state: _State) -> _State:
    heading = _HEADING.match(name)
    article = state.article or name in ("article", "main")
    if heading:
        return _State("heading", int(heading[1]), state.depth, article)
    depth = state.depth + (name in ("ul", "ol"))
    if name == "li":
        return _State("item", 0, max(1, depth), article)
    keeps = name in ("p", "div", "br", "ul", "ol") and state.kind in ("item", "heading")
    return _State(state.kind if keeps else "paragraph", state.level if keeps else 0, depth, article)


def _new_heading(one: _Found, kind: BlockKind) -> bool:
    return one.kind == "paragraph" and kind == "heading"


def _titled(node: Any) -> bool:
    """A header that holds the page's h1."""
    todo = list(node.children or ())
    while todo:
        inner = todo.pop()
        if inner.name == "h1":
            return True
        todo.extend(inner.children or ())
    return False
