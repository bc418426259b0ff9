"""Spreadsheets (.xlsx) -> Document. The only file that needs openpyxl.

The text is made here: each sheet its name, then its tables, a line per row, cells parted by " | ". Every cell is
anchored. Numbers are written as the sheet shows them.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from checker.model.document import Anchor, Block, Cell, Document, Note, Span, Table
from checker.read.errors import ReadError, missing_extra
from checker.read.package import SheetFacts, facts_of, open_book, sheet_names
from checker.read.sheet import MOST_CELLS, blocks_of, labelled, regions
from checker.read.shown import shown
from checker.read.words import PageWords

_MOST_COLUMNS = 512
_MOST_TEXT = 32_767
_GAP = " | "
_INDENT = "\u3000"
Value = tuple[str, int]  # what a cell shows, and its indentation


def read_xlsx(data: bytes, source: str, *, words: PageWords | None = None) -> Document:
    """Sheets as headings and tables. Raises ReadError: missing-extra, bad-cell, and as `package.open_book`."""
    words = PageWords() if words is None else words
    try:
        import openpyxl  # noqa: PLC0415
    except ImportError:
        raise missing_extra("xlsx") from None
    with open_book(data) as package, warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # openpyxl warns of what it leaves out: names and styles, and sheets, which we say
        try:
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            made = _Book(words)
            made.lost(sheet_names(package), book.sheetnames)
            for sheet in book.worksheets:
                made.sheet(sheet, facts_of(package, getattr(sheet, "_worksheet_path", "")))
            book.close()
        except ReadError:
            raise
        except Exception as error:  # openpyxl raises whatever a damaged part makes of it
            why = type(error).__name__
            raise ReadError("damaged-zip", f"the workbook is cut or damaged ({why})", part=why) from error
    return made.document(source)


@dataclass(slots=True)
class _Book:
    """One document in the making."""

    words: PageWords
    lines: list[str] = field(default_factory=list)
    length: int = 0
    parts: list[tuple[list[Cell], Span | None]] = field(default_factory=list)
    anchors: list[tuple[Span, Anchor]] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    cells: int = 0

    def document(self, source: str) -> Document:
        """Put together."""
        text = "".join(self.lines)
        if not self.anchors:
            self.notes.append(Note("info", "the file is empty", None, "empty"))
        blocks: list[Block] = []
        tables: dict[int, Table] = {}
        for cells, heading in self.parts:
            more, found = blocks_of(text, regions(text, cells, self.words), heading)
            tables |= {len(blocks) + i: table for i, table in found.items()}
            blocks += more
        named, final = labelled(text, blocks, tables, self.words)
        return Document(source, text, named, final, (), tuple(self.notes), "utf-8", tuple(self.anchors))

    def lost(self, named: Sequence[str], there: Sequence[str]) -> None:
        """Say which sheets the workbook names although the file does not hold them."""
        for name in named:
            if name not in there:
                self._note("warning", f"sheet {name!r} is not in the file", "lost-sheet", sheet=name)

    def sheet(self, sheet: Any, facts: SheetFacts) -> None:
        """Read one sheet."""
        if sheet.sheet_state != "visible":
            self._note("info", f"sheet {sheet.title!r} is hidden; it is not read", "hidden-sheet", sheet=sheet.title)
            return
        values = self._values(sheet, facts)
        if facts.bare_formulas:
            first, count = facts.bare_formulas[0], len(facts.bare_formulas)
            message = f"sheet {sheet.title!r}: {count} formula(s) without a stored value are not read, first {first}"
            self._note("warning", message, "bare-formula", sheet=sheet.title, count=count, first=first)
        hidden = sum(row in facts.hidden_rows for row in {row for row, _ in values})
        hidden += sum(column in facts.hidden_columns for column in {column for _, column in values})
        if hidden:
            message = f"sheet {sheet.title!r}: {hidden} hidden row(s) or column(s) are read as well"
            self._note("info", message, "hidden-rows", sheet=sheet.title, count=hidden)
        if not values:
            return
        self._write("\n" if self.length else "")
        heading: Span | None = Span(self.length, self.length + len(sheet.title))
        self._write(sheet.title + "\n\n")
        for part in _parts(values, facts):
            self._part(part, values, facts, sheet.title, heading)
            heading = None

    def _note(self, level: str, message: str, code: str, **fields: object) -> None:
        self.notes.append(Note(level, message, None, code, tuple(fields.items())))  # type: ignore[arg-type]

    def _values(self, sheet: Any, facts: SheetFacts) -> dict[tuple[int, int], Value]:
        """What the cells show, by row and column from 1."""
        values: dict[tuple[int, int], Value] = {}
        covered = facts.covered()
        last = facts.last_row
        if facts.cut or facts.last_column > _MOST_COLUMNS or self.cells >= MOST_CELLS:
            message = f"sheet {sheet.title!r} is too large: only its first rows and columns are read"
            self._note("warning", message, "large-sheet", sheet=sheet.title)
        if not last or self.cells >= MOST_CELLS:
            return values
        sheet.reset_dimensions()
        width = min(facts.last_column, _MOST_COLUMNS)
        blank: object = None
        for row in sheet.iter_rows(min_row=facts.first_row, max_row=last, min_col=1, max_col=width):
            if row is blank:  # rows that are not there are one and the same: a million of them must cost little
                continue
            if all(cell.value is None for cell in row):
                blank = row
                continue
            for cell in row:
                if cell.value is None or (cell.row, cell.column) in covered:
                    continue
                text = " ".join(shown(cell.value, cell.number_format)[:_MOST_TEXT].split())
                if text:
                    indent = cell.alignment.indent if isinstance(cell.value, str) and cell.has_style else 0
                    values[cell.row, cell.column] = (text, int(indent or 0))
        self.cells += len(values)
        return values

    def _write(self, piece: str) -> None:
        self.lines.append(piece)
        self.length += len(piece)

    def _part(
        self,
        part: Sequence[tuple[int, int]],
        values: dict[tuple[int, int], Value],
        facts: SheetFacts,
        title: str,
        heading: Span | None,
    ) -> None:
        """Write one stretch of cells that blank rows or columns set apart."""
        cells: list[Cell] = []
        row = 0
        begin = self.length
        for at in part:
            text, indent = values[at]
            self._write("" if self.length == begin else _GAP if at[0] == row else "\n")
            row = at[0]
            self._write(_INDENT * indent)
            span = Span(self.length, self.length + len(text))
            self._write(text)
            rows, columns = facts.merged.get(at, (1, 1))
            cells.append(Cell(span, at[0], at[1], rows, columns))
            self.anchors.append((span, Anchor(cell=f"{title}!{_letters(at[1])}{at[0]}")))
        self._write("\n\n")
        self.parts.append((cells, heading))


def _letters(column: int) -> str:
    """The name of a column: 1 -> A, 27 -> AA."""
    name = ""
    while column:
        column, digit = divmod(column - 1, 26)
        name = chr(65 + digit) + name
    return name


def _parts(values: dict[tuple[int, int], Value], facts: SheetFacts) -> Iterator[list[tuple[int, int]]]:
    """Stretches of cells: divided at blank rows, then, where both sides are tables, at blank columns."""
    group: list[tuple[int, int]] = []
    reach = 0
    for at in sorted(values):
        if group and at[0] > reach + 1:
            yield from _columns(group, facts)
            group = []
        group.append(at)
        reach = max(reach, at[0] + facts.merged.get(at, (1, 1))[0] - 1)
    if group:
        yield from _columns(group, facts)


def _columns(group: list[tuple[int, int]], facts: SheetFacts) -> Iterator[list[tuple[int, int]]]:
    used: set[int] = set()
    for at in group:
        used.update(range(at[1], at[1] + facts.merged.get(at, (1, 1))[1]))
    edges = [c for c in sorted(used) if c - 1 not in used]
    sides = [[at for at in group if a <= at[1] < b] for a, b in zip(edges, [*edges[1:], 1 << 20], strict=True)]
    tables = all(len({r for r, _ in side}) > 1 and len({c for _, c in side}) > 1 for side in sides)
    if len(sides) > 1 and tables:
        yield from sides
    else:
        yield group
