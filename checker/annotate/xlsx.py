"""Cell comments in a copy of a workbook. Parts are changed in place and all others copied: charts, pictures, pivot
tables and macros stay as they are, which a library that reads and writes the whole workbook would not promise.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from bisect import bisect_left
from collections.abc import Mapping
from copy import copy as copied

from checker.annotate.comment import AUTHOR, ChangedError, comment
from checker.annotate.splice import Edit, Element, appended, edited, markup, parse, words
from checker.model.document import Document, Span
from checker.model.report import Report
from checker.read.package import open_book, place_of
from checker.read.xlsx import read_xlsx

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_COMMENTS = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_DRAWING = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_TYPES = "[Content_Types].xml"
# What may follow the reference to the drawing of the comments in a sheet.
_BEHIND = frozenset({
    "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "AlternateContent", "webPublishItems",
    "tableParts", "extLst",
})  # fmt: skip
_VML = (
    b'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    b'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="%d"/>'
    b"</o:shapelayout></xml>"
)
_SHAPE_TYPE = (
    b'<v:shapetype xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    b'id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    b'<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SHAPE = (
    '<v:shape xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel" id="_x0000_s{id}" type="#_x0000_t202" '
    'style="position:absolute;width:260pt;height:{height}pt;z-index:1;visibility:hidden" fillcolor="#ffffe1" '
    'o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
    '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div>'
    '</v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:Anchor>{left}, 15, {top}, 2, {right}, 15, {bottom}, 4</x:Anchor><x:AutoFill>False</x:AutoFill>"
    "<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_SHAPE_ID = re.compile(rb"_x0000_s(\d{1,9})")
_IDS = 1024  # of shapes in one block of a drawing
_ROW = 14  # points of a line of text, and about those of a row
_WIDE = 26  # full-width characters in a line of a comment


def annotate_xlsx(data: bytes, report: Report, lang: str) -> bytes:
    """A copy of the workbook with a comment on each cell that is the primary place of findings.

    A comment that a cell has is kept, ours stand below it. Raises ReadError as the reader does, and ChangedError if
    the bytes are not those of the report or cannot be changed in place.
    """
    if read_xlsx(data, report.document.source).text != report.document.text:
        raise ChangedError("annotate-changed")
    with open_book(data) as archive:
        book = _Package(archive)
        for title, cells in _texts(report, lang).items():
            book.comment(title, cells)
        return book.saved()


def _texts(report: Report, lang: str) -> dict[str, dict[str, str]]:
    """Sheet -> cell -> what its comment says."""
    found: dict[str, dict[str, list[str]]] = {}
    for finding in report.findings:
        title, _, cell = _cell(report.document, finding.primary.span).rpartition("!")
        found.setdefault(title, {}).setdefault(cell, []).append(comment(finding, lang, report.document))
    return {title: {cell: "\n\n".join(said) for cell, said in cells.items()} for title, cells in found.items()}


def _cell(document: Document, span: Span) -> str:
    """The cell of a place; the next one for a place that lies in none (the name of a sheet)."""
    at = min(bisect_left(document.anchors, span.end, key=lambda pair: pair[0].end), len(document.anchors) - 1)
    anchor = document.anchor(span) or document.anchors[at][1]
    return anchor.cell or ""


class _Package:
    """The parts of a workbook, those that were changed among them."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.changed: dict[str, bytes] = {}
        self.names = {name.lower(): name for name in archive.namelist()}
        main = next((target for _, kind, target in self.relations("") if kind == "officeDocument"), "")
        root = parse(self.part(main), 3)
        if root.space != _MAIN:
            raise ChangedError("annotate-book")
        targets = {name: target for name, _, target in self.relations(main)}
        self.sheets = {
            sheet.attributes.get("name", ""): targets.get(sheet.attributes.get(f"{_OFFICE} id", ""), "")
            for sheet in root.all("sheets", "sheet")
        }

    def part(self, name: str) -> bytes:
        """The content of a part as it is now."""
        own = self.names.get(name.lower())
        if own is None:
            raise ChangedError("annotate-book")
        return self.changed[own] if own in self.changed else self.archive.read(own)

    def put(self, name: str, content: bytes) -> None:
        """Change a part, or add one."""
        self.changed[self.names.setdefault(name.lower(), name)] = content

    def relations(self, part: str) -> list[tuple[str, str, str]]:
        """(id, last word of the type, part) of what a part refers to inside the package."""
        path = _relations_of(part)
        if path.lower() not in self.names:
            return []
        folder = posixpath.dirname(part)
        return [
            (r.attributes["Id"], r.attributes["Type"].rpartition("/")[2], _resolved(folder, r.attributes["Target"]))
            for r in parse(self.part(path), 2).children
            if r.attributes.keys() >= {"Id", "Type", "Target"} and r.attributes.get("TargetMode") != "External"
        ]

    def comment(self, title: str, cells: Mapping[str, str]) -> None:
        """Put comments on cells of a sheet."""
        sheet = self.sheets.get(title, "")
        known = {kind: target for _, kind, target in self.relations(sheet)}
        part = known.get("comments", "")
        fresh = list(cells)
        if part:
            old = {one.attributes.get("ref", "") for one in parse(self.part(part), 3).all("commentList", "comment")}
            fresh = [cell for cell in cells if cell not in old]
            self.put(part, _told(self.part(part), cells))
        else:
            part = self.unused("xl/comments{}.xml")
            blank = markup("comments", {"xmlns": _MAIN}, markup("authors", {}) + markup("commentList", {}))
            self.put(part, _told(b'<?xml version="1.0" encoding="UTF-8"?>\n' + blank, cells))
            self.relate(sheet, "comments", part)
            self.declare("Override", "PartName", "/" + part, _COMMENTS)
        if fresh:
            self.draw(sheet, {cell: cells[cell] for cell in fresh})

    def draw(self, sheet: str, cells: Mapping[str, str]) -> None:
        """The boxes in which comments are shown."""
        data = self.part(sheet)
        root = parse(data, 2)
        named = next((child.attributes.get(f"{_OFFICE} id", "") for child in root.all("legacyDrawing")), "")
        part = next((target for name, _, target in self.relations(sheet) if name == named), "")
        ids = [int(n) for drawing in self.drawings() for n in _SHAPE_ID.findall(self.part(drawing))]
        first = max(ids, default=_IDS - 1) + 1
        if not part:
            part = self.unused("xl/drawings/vmlDrawing{}.vml")
            block = -(-first // _IDS)
            first = block * _IDS + 1
            self.put(part, _VML % block)
            where = next((child.start for child in root.children if child.name in _BEHIND), root.end)
            name = self.relate(sheet, "vmlDrawing", part)
            reference = markup("legacyDrawing", {"xmlns": _MAIN, "xmlns:r": _OFFICE, "r:id": name})
            self.put(sheet, edited(data, [(where, where, reference)]))
            self.declare("Default", "Extension", "vml", _DRAWING)
        drawing = self.part(part)
        end = drawing.rfind(b"</xml>")
        if end < 0:
            raise ChangedError("annotate-book")
        shapes = b"" if b'id="_x0000_t202"' in drawing else _SHAPE_TYPE
        shapes += b"".join(_shape(first + i, cell, text) for i, (cell, text) in enumerate(cells.items()))
        self.put(part, edited(drawing, [(end, end, shapes)]))

    def drawings(self) -> list[str]:
        """The drawings of comments in the whole workbook."""
        return [name for low, name in self.names.items() if low.endswith(".vml")]

    def unused(self, form: str) -> str:
        """A name for a part that there is not yet."""
        number = 1
        while form.format(number).lower() in self.names:
            number += 1
        return form.format(number)

    def relate(self, part: str, kind: str, target: str) -> str:
        """Let a part refer to another one; the id of that relation."""
        path = _relations_of(part)
        space = f"{_PACKAGE}/relationships"
        data = self.part(path) if path.lower() in self.names else markup("Relationships", {"xmlns": space})
        root = parse(data, 2)
        taken = {child.attributes.get("Id") for child in root.children}
        name = next(name for n in range(len(taken) + 1) if (name := f"rIdChecker{n + 1}") not in taken)
        relative = posixpath.relpath(target, posixpath.dirname(part))
        one = {"xmlns": space, "Id": name, "Type": f"{_OFFICE}/{kind}", "Target": relative}
        self.put(path, edited(data, [appended(data, root, markup("Relationship", one))]))
        return name

    def declare(self, tag: str, key: str, value: str, content: str) -> None:
        """Say of what type a part or a kind of parts is, unless it is said already."""
        data = self.part(_TYPES)
        root = parse(data, 2)
        if any(child.attributes.get(key, "").lower() == value.lower() for child in root.all(tag)):
            return
        one = markup(tag, {"xmlns": f"{_PACKAGE}/content-types", key: value, "ContentType": content})
        # defaults come first in the files of Excel, and some readers want them there
        edit = (root.inner, root.inner, one) if tag == "Default" and root.children else appended(data, root, one)
        self.put(_TYPES, edited(data, [edit]))

    def saved(self) -> bytes:
        """The archive: every part that was not changed as it was, in its order, then the new ones."""
        out = io.BytesIO()
        rest = dict(self.changed)
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
            for info in self.archive.infolist():
                content = rest.pop(info.filename) if info.filename in rest else self.archive.read(info)
                copy.writestr(copied(info), content)  # it writes into the entry that it is given
            for name, content in rest.items():
                fresh = zipfile.ZipInfo(name)  # dated 1980: the same input gives the same bytes
                fresh.compress_type = zipfile.ZIP_DEFLATED
                copy.writestr(fresh, content)
        return out.getvalue()


def _relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", name + ".rels")


def _resolved(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


def _told(data: bytes, cells: Mapping[str, str]) -> bytes:
    """A part of comments with ours added; those on cells that have a comment below it."""
    root = parse(data, 5)
    if root.space != _MAIN or not root.all("authors") or not root.all("commentList"):
        raise ChangedError("annotate-book")
    old = {one.attributes.get("ref", ""): one for one in root.all("commentList", "comment")}
    number = str(len(root.all("authors", "author")))
    edits: list[Edit] = []
    new: list[bytes] = []
    for cell in sorted(cells, key=lambda cell: place_of(cell) or (0, 0)):
        texts = old[cell].all("text") if cell in old else []
        if texts:
            edits += _below(data, texts[0], cells[cell])
        else:
            text = markup("text", {}, _run(cells[cell]))
            new.append(markup("comment", {"xmlns": _MAIN, "ref": cell, "authorId": number}, text))
    edits.append(appended(data, root.all("commentList")[0], b"".join(new)))
    if new:
        author = markup("author", {"xmlns": _MAIN}, words(AUTHOR))
        edits.append(appended(data, root.all("authors")[0], author))
    return edited(data, edits)


def _below(data: bytes, text: Element, said: str) -> list[Edit]:
    """Our text as a run behind those of a comment; a text without runs becomes one."""
    edits: list[Edit] = []
    for plain in text.all("t"):
        run = plain.tag[: -len(plain.name)] + b"r"
        edits += [(plain.start, plain.start, b"<" + run + b">"), (plain.stop, plain.stop, b"</" + run + b">")]
    where = next((child.start for child in text.children if child.name in ("rPh", "phoneticPr")), None)
    run = _run("\n\n" + said, {"xmlns": _MAIN})
    return [*edits, appended(data, text, run) if where is None else (where, where, run)]


def _run(text: str, attributes: Mapping[str, str] | None = None) -> bytes:
    return markup("r", attributes or {}, markup("t", {"xml:space": "preserve"}, words(text)))


def _shape(number: int, cell: str, text: str) -> bytes:
    row, column = (n - 1 for n in place_of(cell) or (1, 1))
    lines = sum(1 + len(line) // _WIDE for line in text.split("\n")) + 1
    top = max(row - 1, 0)
    places = {"left": column + 1, "top": top, "right": column + 6, "bottom": top + lines, "row": row, "column": column}
    return _SHAPE.format(id=number, height=lines * _ROW, **places).encode("ascii")
