"""What a walk through a Word file finds, and the elements that hold it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from checker.model.document import Span
from checker.read.wordnumbers import Label, child, integer, local, value

THROUGH = {"hyperlink", "ins", "moveTo", "smartTag", "customXml", "sdt", "sdtContent", "fldSimple", "dir", "bdo"}
THROUGH |= {"oMathPara", "oMath"}
GONE = {"del", "moveFrom", "pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "tblGrid", "trPr", "tcPr"}
GONE |= {"instrText", "delText"}
_MOST_COLUMNS = 63  # as in Word
Where = Literal["body", "cell", "box", "note"]


class Piece(NamedTuple):
    """A stretch of the text and where it stands: `node` of `run`; the run is None where there is none to split."""

    span: Span
    run: Any
    node: Any


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph. `span` holds its label too; `own` is where its own text starts.

    number: counts the paragraphs of the body from 1; that of the host for a text box or a note. cell: the cell's
    name, if it stands in one. host: the run of the body that a text box or a note hangs on. level: of a heading
    (0 for the title), -1 for running text. contents: a line of a table of contents.
    """

    span: Span
    own: int
    pieces: tuple[Piece, ...]
    number: int
    where: Where
    cell: str = ""
    host: Any = None
    level: int = -1
    label: Label | None = None
    contents: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """One cell of a table, once; rows and columns that it covers."""

    span: Span
    row: int
    column: int
    rows: int
    columns: int
    name: str


@dataclass(frozen=True, slots=True)
class Grid:
    """One table of two columns or more. `headed`: rows that the file repeats as header."""

    span: Span
    fields: tuple[Field, ...]
    rows: int
    columns: int
    headed: int


@dataclass(frozen=True, slots=True)
class Walk:
    """The text, what stands in it in order, and every paragraph, those of cells too. `pictures`: are there any?"""

    text: str
    parts: tuple[Paragraph | Grid, ...]
    paragraphs: tuple[Paragraph, ...]
    pictures: bool
    foreign: bool


def flat(elements: Iterable[Any]) -> Iterator[Any]:
    """Blocks, those in content controls and the like too; deleted ones are gone."""
    for element in elements:
        if local(element) in THROUGH:
            yield from flat(element)
        elif local(element) == "AlternateContent":
            branch = child(element, "Choice")
            yield from flat(branch if branch is not None else ())
        elif local(element) not in GONE:
            yield element


def rows(table: Any) -> Iterator[tuple[Any, list[tuple[Any, int, int, bool]]]]:
    """(row, its cells as (cell, first column, columns, goes on from the row above))."""
    for row in flat(table):
        if local(row) != "tr" or child(row, "trPr", "del") is not None:
            continue
        column = columns(child(row, "trPr", "gridBefore"), 0)
        cells: list[tuple[Any, int, int, bool]] = []
        for cell in flat(row):
            if local(cell) != "tc":
                continue
            properties = child(cell, "tcPr")
            merge, beside = child(properties, "vMerge"), child(properties, "hMerge")
            span = columns(child(properties, "gridSpan"), 1)
            if beside is not None and value(beside) != "restart" and cells:
                last = cells[-1]
                cells[-1] = (last[0], last[1], last[2] + span, last[3])
            else:
                cells.append((cell, column, span, merge is not None and value(merge) != "restart"))
            column += span
        yield row, cells


def columns(element: Any, least: int) -> int:
    return min(max(integer(value(element)) or least, least), _MOST_COLUMNS)


def shown(node: Any, kind: str) -> str:
    """What a child of a run shows."""
    if kind == "t":
        text = (node.text or "").replace("\n", " ").replace("\t", " ").replace("\r", " ")
        space = node.get("{http://www.w3.org/XML/1998/namespace}space")
        return text if space == "preserve" else text.strip(" ")
    if kind in ("tab", "ptab"):
        return "\t"
    if kind in ("br", "cr"):
        return "\n"
    if kind == "noBreakHyphen":
        return "-"
    if kind == "sym":
        code = value(node, "char") or ""
        at = int(code, 16) if len(code) == 4 and all(c in "0123456789abcdefABCDEF" for c in code) else 0
        return chr(at) if 0x20 <= at < 0xD800 else ""  # private signs belong to a font
    return ""
