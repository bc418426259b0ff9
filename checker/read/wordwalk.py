"""The one walk through a Word file: its text as shown, and which run each character comes from.

The reader takes the text and the places; the annotator walks again over the tree that it edits and takes the runs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from checker.model.document import Span
from checker.read.wordnumbers import Numbering, Styles, child, local, style_of, switched, value
from checker.read.wordparts import GONE, THROUGH, Field, Grid, Paragraph, Piece, Walk, Where, flat, rows, shown

_MATH = "officeDocument/2006/math"


class _At(NamedTuple):
    """What the blocks being walked belong to."""

    where: Where
    cell: str = ""
    host: Any = None
    number: int | None = None
    prefix: str = ""


def walk(
    document: Any, styles: Any, numbering: Any, footnotes: Any, endnotes: Any, heading_names: tuple[str, ...] = ()
) -> Walk:
    """Walk the body, then the notes that it refers to, in the order of the text."""
    walker = _Walker(Styles(styles, heading_names), Numbering(numbering))
    body = child(document, "body")
    walker.blocks(body if body is not None else (), _At("body"))
    walker.notes({"footnote": footnotes, "endnote": endnotes})
    text = "".join(walker.text)
    return Walk(text, tuple(walker.parts), tuple(walker.paragraphs), walker.pictures, walker.foreign)


class _Walker:
    """One walk in the making."""

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self.styles, self.numbering = styles, numbering
        self.text: list[str] = []
        self.length = 0
        self.parts: list[Paragraph | Grid] = []
        self.paragraphs: list[Paragraph] = []
        self.pictures = self.foreign = False
        self._pieces: list[Piece] = []
        self._host: Any = None  # the run of the body that is being read
        self._later: list[Callable[[], None]] = []  # boxes and inner tables, after the block that holds them
        self._noted: list[tuple[str, str, Any, int]] = []
        self._fields: list[str] = []  # open fields: code, result, contents
        self._code = ""
        self._count = 0
        self._tables = 0

    # blocks ------------------------------------------------------------------------------------------------

    def blocks(self, elements: Iterable[Any], at: _At) -> None:
        """Paragraphs and tables, in order."""
        torn: list[Any] = []  # paragraphs whose end mark was deleted: the next goes on with them
        for element in flat(elements):
            kind = local(element)
            if kind == "p":
                torn.append(element)
                if child(element, "pPr", "rPr", "del") is None:
                    self._shown(torn, at)
                    torn = []
                continue
            if torn:
                self._shown(torn, at)
                torn = []
            if kind == "tbl":
                self._table(element, at)
            elif kind == "altChunk":
                self.foreign = True
            self._rest()
        if torn:
            self._shown(torn, at)

    def _shown(self, elements: Sequence[Any], at: _At) -> None:
        """A paragraph on lines of its own."""
        self.parts.append(self._paragraph(elements, at))
        self._add("\n")
        self._rest()

    def _rest(self) -> None:
        while self._later:
            self._later.pop(0)()

    def _paragraph(self, elements: Sequence[Any], at: _At) -> Paragraph:
        if at.where == "body":
            self._count += len(elements)
        number = self._count if at.number is None else at.number
        properties = child(elements[-1], "pPr")
        label = self.numbering.label(*self.styles.numbering(properties))
        start = self.length
        if label is not None:
            self._add(label.text)
        own, self._pieces = self.length, []
        contents = "contents" in self._fields
        for element in elements:
            self._inline(element, None, at, number)
            contents = contents or "contents" in self._fields
            self._fields = ["result" if state == "code" else state for state in self._fields]
        paragraph = Paragraph(
            Span(start, self.length), own, tuple(self._pieces), number, at.where, at.cell, at.host,
            self.styles.level(properties), label, contents or self.styles.contents(style_of(properties)),
        )  # fmt: skip
        self.paragraphs.append(paragraph)
        return paragraph

    def notes(self, roots: dict[str, Any]) -> None:
        """The notes that the text refers to, each once."""
        bodies = {
            (kind, value(note, "id")): note
            for kind, root in roots.items()
            for note in (root if root is not None else ())
            if local(note) == kind
        }
        done = set()
        for kind, key, host, number in self._noted:
            note = bodies.get((kind, key))
            if note is not None and (kind, key) not in done:
                done.add((kind, key))
                self.blocks(note, _At("note", "", host, number))

    # tables ------------------------------------------------------------------------------------------------

    def _table(self, table: Any, at: _At) -> None:
        if not at.prefix:
            self._tables += 1
        title = at.prefix or f"table {self._tables}"
        lines = list(rows(table))
        width = max((column + span for _, cells in lines for _, column, span, _ in cells), default=0)
        if width < 2:  # a frame around text
            for i, (_, cells) in enumerate(lines):
                for cell, _, _, merge in cells:
                    if not merge:
                        self.blocks(cell, _At(at.where, f"{title}, row {i + 1}, column 1", at.host, self._number(at)))
            return
        start = self.length
        fields: list[Field] = []
        above: dict[int, int] = {}  # column -> the field that a merged cell belongs to
        for i, (_, cells) in enumerate(lines):
            column = 0
            self._add("|")
            for cell, first, span, merge in cells:
                self._add(" |" * (first - column))
                column = first + span
                if merge and first in above:
                    own = fields[above[first]]
                    fields[above[first]] = Field(own.span, own.row, own.column, i - own.row + 1, own.columns, own.name)
                    self._add(" |")
                    continue
                name = f"{title}, row {i + 1}, column {first + 1}"
                above.update((c, len(fields)) for c in range(first, column))
                self._add(" ")
                fields.append(Field(self._cell(cell, name, at), i, first, 1, span, name))
                self._add(" |")
            self._add("\n")
        headed = 0
        while headed < len(lines) and switched(child(lines[headed][0], "trPr", "tblHeader")):
            headed += 1
        self.parts.append(Grid(Span(start, self.length - 1), tuple(fields), len(lines), width, headed))

    def _number(self, at: _At) -> int:
        return self._count if at.number is None else at.number

    def _cell(self, cell: Any, name: str, at: _At) -> Span:
        start, inner = self.length, 0
        place = _At("cell", name, at.host, self._number(at))
        fresh = True
        for element in flat(cell):
            if local(element) == "p":
                if not fresh:
                    self._add("\n")
                before = self.length
                self._paragraph([element], place)
                fresh = self.length == before
            elif local(element) == "tbl":
                inner += 1
                deeper = place._replace(where=at.where, prefix=f"{name}, table {inner}")
                self._later.append(lambda element=element, deeper=deeper: self._table(element, deeper))  # type: ignore[misc]
        if fresh and self.length > start:  # a last empty paragraph
            self.text.pop()
            self.length -= 1
        return Span(start, self.length)

    # lines -------------------------------------------------------------------------------------------------

    def _add(self, text: str, run: Any = None, node: Any = None) -> None:
        if not text:
            return
        if node is not None:
            self._pieces.append(Piece(Span(self.length, self.length + len(text)), run, node))
        self.text.append(text)
        self.length += len(text)

    def _inline(self, element: Any, run: Any, at: _At, number: int) -> None:
        """What stands in a paragraph or a run."""
        for node in element:
            kind = local(node)
            if kind == "r" and _MATH not in node.tag:
                if switched(child(node, "rPr", "vanish")):  # hidden, but it may end a field
                    node = [mark for mark in node if local(mark) == "fldChar"]
                self._inline(node, node, at, number)
            elif kind == "AlternateContent":
                self._alternate(node, run, at, number)
            elif kind in ("drawing", "pict", "object"):
                self.pictures = True
                self._boxes(node, run, at, number)
            elif kind in GONE:
                if kind == "instrText" and self._fields[-1:] == ["code"]:
                    self._code += node.text or ""
            elif run is None or kind == "ruby":
                self._nested(node, kind, at, number)
            else:
                self._sign(node, kind, run, at, number)

    def _nested(self, node: Any, kind: str, at: _At, number: int) -> None:
        if kind in THROUGH:
            self._inline(node, None, at, number)
        elif kind == "ruby":
            base = child(node, "rubyBase")
            self._inline(base if base is not None else (), None, at, number)
        elif kind and _MATH in node.tag:
            if kind == "t":
                self._add(node.text or "", None, node)
            else:
                self._inline(node, None, at, number)

    def _sign(self, node: Any, kind: str, run: Any, at: _At, number: int) -> None:
        """One child of a run."""
        if kind == "fldChar":
            self._field(value(node, "fldCharType"))
        elif kind in ("footnoteReference", "endnoteReference"):
            host = run if at.host is None else at.host
            self._noted.append((kind[:-9], value(node, "id") or "", host, number))
        elif "code" not in self._fields:
            self._add(shown(node, kind), run, node)

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append("code")
            self._code = ""
        elif kind == "separate" and self._fields:
            self._fields[-1] = "contents" if self._code.split()[:1] == ["TOC"] else "result"
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _alternate(self, node: Any, run: Any, at: _At, number: int) -> None:
        """The choice that Word shows; what older programs show only if there is nothing in it."""
        for name in ("Choice", "Fallback"):
            branch = child(node, name)
            if branch is None:
                continue
            before = self.length, len(self._later)
            self._inline(branch, run, at, number)
            if (self.length, len(self._later)) != before:
                return

    def _boxes(self, node: Any, run: Any, at: _At, number: int) -> None:
        """Text boxes come after the block that they hang on."""
        for inner in node:
            if local(inner) == "txbxContent":
                place = _At("box", at.cell, run if at.host is None else at.host, number, at.prefix or "text box")
                self._later.append(lambda inner=inner, place=place: self.blocks(inner, place))  # type: ignore[misc]
            elif local(inner) == "AlternateContent":
                self._alternate(inner, run, at, number)
            else:
                self._boxes(inner, run, at, number)
