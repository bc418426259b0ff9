"""Tables laid out: which rows and columns are headers, totals, parts; the number of each cell."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import pairwise
from typing import cast

import regex

from checker.lexicon import Lexicon
from checker.model.document import Cell, Document, Span, Table
from checker.model.interval import Interval
from checker.model.quantity import Kind, Quantity
from checker.units import Unit, units_of

_SPACE = regex.compile(r"\s+")
_BRACKET = regex.compile(r"[（(\[【][^（）()\[\]【】]*[)）\]】]")
_WHOLLY = regex.compile(r"[（(]\s*[^（）()-]*[)）]\Z")
_NUMBERED = regex.compile(r"(?:[（(]?[\p{Nd}\p{Nl}\p{No}\p{Numeric_Type=Numeric}]{1,3}[)）、．.:：]+)+")
_DASH = regex.compile(r"[-–—－―─…⋯/*×xX#＃·.]+\Z")
_DAY = frozenset({"year", "date", "ordinal", "name", "identifier", "marker"})
_MOST_HEADERS = 4
_MOST_TITLES = 3
Part = str  # total | subtotal | of_which | leaf | rate


@dataclass(frozen=True, slots=True)
class Grid:
    """A table laid out: the number of each cell, and what each row and column is.

    numbers[(row, column)]: the cell's number, if it holds exactly one. rows, columns: index -> total | subtotal |
    leaf | of_which | rate. titles: column or row -> its header path as one string. paths: the same, part by part.
    levels: row -> depth by its indentation or numbering, 0 = outermost. filled: cells that hold anything.
    units: column -> the unit that its header gives in brackets. unit: the one that the line above the table gives.
    """

    table: Table
    numbers: dict[tuple[int, int], Quantity]
    rows: dict[int, Part]
    columns: dict[int, Part]
    row_titles: dict[int, str]
    column_titles: dict[int, str]
    row_paths: Mapping[int, tuple[str, ...]]
    column_paths: Mapping[int, tuple[str, ...]]
    levels: Mapping[int, int]
    filled: frozenset[tuple[int, int]]
    units: Mapping[int, Unit] = field(default_factory=dict)
    unit: Unit | None = None


def lay_out(document: Document, quantities: Sequence[Quantity], lexicon: Lexicon) -> tuple[Grid, ...]:
    """The grids of all tables of a document."""
    starts = [q.span.start for q in quantities] if document.tables else []
    return tuple(_Layer(document, table, quantities, starts, lexicon).grid() for table in document.tables)


class _Layer:
    """Lays out one table."""

    def __init__(
        self,
        document: Document,
        table: Table,
        quantities: Sequence[Quantity],
        starts: Sequence[int],
        lexicon: Lexicon,
    ) -> None:
        self.document, self.table, self.lexicon = document, table, lexicon
        self.quantities, self.starts = quantities, starts
        self.cells: dict[tuple[int, int], Cell] = {}
        self.texts: dict[tuple[int, int], str] = {}
        self.held: dict[tuple[int, int], Quantity] = {}
        for cell in table.cells:
            text = _SPACE.sub("", document.reading.of(cell.span))
            if text:
                self.cells[cell.row, cell.column], self.texts[cell.row, cell.column] = cell, text
                number = self._number(cell, text)
                if number is not None:
                    self.held[cell.row, cell.column] = number
        self.tall = [cell for cell in self.cells.values() if cell.rows > 1]
        self.wide = {at[0] for at, cell in self.cells.items() if cell.columns > 1}
        self.last_row = max((row for row, _ in self.cells), default=0)
        self.last_column = max((c.column + c.columns - 1 for c in self.cells.values()), default=0)
        self.ranks = -1  # a row that numbers the columns
        self.header_rows = self._header_rows()
        self.header_columns = self._header_columns()

    def _number(self, cell: Cell, text: str) -> Quantity | None:
        """The one number that fills a cell; in brackets it is a negative one."""
        first = bisect_left(self.starts, cell.span.start)
        last = bisect_left(self.starts, cell.span.end, first)
        if last - first != 1:
            return None
        quantity = self.quantities[first]
        if quantity.span.end > cell.span.end or quantity.kind in ("name", "identifier"):
            return None
        said = _SPACE.sub("", self.document.reading.of(quantity.span))
        if _WHOLLY.match(text) and quantity.number is not None and len(said) >= len(text) - 2:
            return _negative(quantity)
        return quantity if len(said) >= len(text) - 2 else None

    def _header_rows(self) -> int:
        """Rows of headers: those that the reader says, and rows below them without a figure."""
        count = max(1, self.table.header_rows)
        while count < min(self.last_row, _MOST_HEADERS) and self._heads(count):
            count += 1
        ranks = [self.held.get(at) for at in sorted(self.cells) if at[0] == count and at[1]]
        title = self.texts.get((count, 0), "")
        listed = not title or title in self.lexicon.words("column_number_labels")
        if len(ranks) > 1 and count < self.last_row and listed and self._counts(ranks):
            self.ranks = count
            count += 1
        return count

    def _heads(self, row: int) -> bool:
        inner = [at for at in self.cells if at[0] == row and at[1]]
        spanned = any(cell.row < row < cell.row + cell.rows for cell in self.tall if not cell.column)
        named = (row, 0) in self.cells
        if not inner or (named and len(inner) < 2) or not (spanned or not named or self._spans(row - 1)):
            return False
        return not any(self._figure(at) for at in inner)

    def _spans(self, row: int) -> bool:
        """A cell of the row reaches over several columns."""
        return row in self.wide

    def _figure(self, at: tuple[int, int]) -> bool:
        """A number or what stands for one."""
        number = self.held.get(at)
        return _DASH.match(self.texts[at]) is not None or (number is not None and number.kind not in _DAY)

    def _counts(self, ranks: list[Quantity | None]) -> bool:
        """A row that numbers the columns: 1, 2, 3 ..."""
        numbers = [q.number for q in ranks if q is not None]
        first = numbers[0] if numbers else None
        return (
            first in (1, 2)
            and len(ranks) == len(numbers)
            and list(numbers) == [first + i for i in range(len(numbers)) if first is not None]
        )

    def _header_columns(self) -> int:
        """Columns of names: the first, and those behind it when it only numbers or groups the rows."""
        count = max(1, self.table.header_columns)
        rows = range(self.header_rows, self.last_row + 1)
        while count <= min(_MOST_TITLES, self.last_column - 1):
            names = [at for row in rows if (at := (row, count)) in self.cells]
            if len(names) * 2 < len(rows) or any(self._figure(at) for at in names):
                break
            if not (self._serial(count - 1, rows) or self._groups(count - 1, rows)):
                break
            count += 1
        return count

    def _serial(self, column: int, rows: range) -> bool:
        """A column that numbers the rows."""
        numbers = [q.number for row in rows if (q := self.held.get((row, column))) is not None]
        whole = [n for n in numbers if n is not None]
        return len(whole) > 1 and whole == [whole[0] + i for i in range(len(whole))] and whole[0] in (0, 1)

    def _groups(self, column: int, rows: range) -> bool:
        """A column whose cells span several rows or are left blank below the first of a group."""
        cells = [self.cells.get((row, column)) for row in rows]
        return any(cell is not None and cell.rows > 1 for cell in cells) or (
            sum(cell is None for cell in cells) > 1 and cells[0] is not None
        )

    def grid(self) -> Grid:
        """Put together."""
        columns = {c: self._column_path(c) for c in range(self.last_column + 1)}
        columns = {c: path for c, path in columns.items() if path}
        rows = self._row_paths()
        numbers = {at: q for at, q in self.held.items() if at[0] >= self.header_rows and at[1] >= self.header_columns}
        known = units_of(self.lexicon)
        parts = {c: self._column_part(path) for c, path in columns.items() if c >= self.header_columns}
        return Grid(
            self.table,
            numbers,
            {row: self._part(path) for row, path in rows.items()},
            parts,
            {row: "".join(path) for row, path in rows.items()},
            {column: "".join(path) for column, path in columns.items()},
            rows,
            columns,
            self._levels(rows),
            frozenset(self.cells),
            {c: unit for c, path in columns.items() if (unit := known.lookup(unit_in(path))) is not None},
            known.lookup(self._unit_line()),
        )

    def _unit_line(self) -> str:
        """What follows the colon of the unit line; of several units none."""
        line = self.table.unit
        return self.document.reading.of(line).replace("：", ":").partition(":")[2].strip() if line else ""

    def _column_path(self, column: int) -> tuple[str, ...]:
        path: list[str] = []
        for row in range(self.header_rows):
            at = self._over(row, column) if row != self.ranks else None
            if at is not None and not (path and path[-1] == self.texts[at]):
                path.append(self.texts[at])
        return tuple(path)

    def _over(self, row: int, column: int) -> tuple[int, int] | None:
        """The header cell over a column: one that spans it, or the last before it where cells are left blank."""
        for back in range(column, -1, -1):
            cell = self.cells.get((row, back))
            if cell is None:
                if row + 1 == self.header_rows or column < self.header_columns or (row + 1, column) not in self.cells:
                    return self._spanner(row, column)
                continue
            reaches = back + cell.columns > column
            blank = cell.columns == 1 and cell.rows == 1 and back >= self.header_columns and not self._spans(row)
            return (row, back) if reaches or blank else None
        return None

    def _spanner(self, row: int, column: int) -> tuple[int, int] | None:
        """The cell before that spans this place of its own row."""
        for back in range(column - 1, -1, -1):
            cell = self.cells.get((row, back))
            if cell is not None:
                return (row, back) if back + cell.columns > column else None
        return None

    def _row_paths(self) -> dict[int, tuple[str, ...]]:
        """Row -> its names. The group that a row stands in is handed down to rows where it is left blank."""
        found: dict[int, tuple[str, ...]] = {}
        names = range(self.header_columns)
        serial = self.header_columns > 1 and self._serial(0, range(self.header_rows, self.last_row + 1))
        group: dict[int, tuple[int, str]] = {}
        for row in range(self.header_rows, self.last_row + 1):
            path: list[str] = []
            for column in names:
                cell = self.cells.get((row, column))
                if serial and not column and cell is not None and self._figure((row, 0)):
                    continue
                if cell is not None:
                    group[column] = (row + cell.rows, self.texts[row, column])
                    path.append(self.texts[row, column])
                elif column + 1 < self.header_columns and column in group and (row, column + 1) in self.cells:
                    path.append(group[column][1])
            if path:
                found[row] = tuple(path)
        return found

    def _levels(self, rows: Mapping[int, tuple[str, ...]]) -> dict[int, int]:
        """Depth of each row by its indentation, else by the style of its numbering."""
        indents: dict[int, int] = {}
        styles: dict[int, str] = {}
        for row in rows:
            cell = self.cells.get((row, self.header_columns - 1)) or self.cells.get((row, 0))
            if cell is None:
                continue
            indents[row] = self._indent(cell)
            match = _NUMBERED.match(self.texts[cell.row, cell.column])
            styles[row] = regex.sub(r"[\p{Nd}]+", "1", regex.sub(r"[^\p{P}\p{Nd}]+", "N", match[0])) if match else ""
        widths = sorted({width for row, width in indents.items() if self._part(rows[row]) == "leaf"})
        if len(widths) > 1 and all(b - a >= 2 for a, b in pairwise(widths)):
            return {row: widths.index(width) if width in widths else 0 for row, width in indents.items()}
        order = list(dict.fromkeys(style for row, style in styles.items() if self._part(rows[row]) == "leaf"))
        if len(order) < 2 or not order[0]:
            return dict.fromkeys(rows, 0)
        return {row: order.index(style) if style in order else 0 for row, style in styles.items()}

    def _indent(self, cell: Cell) -> int:
        """White space right before a cell; an ideographic space counts two."""
        reading = self.document.reading
        at = place = reading.place(cell.span.start)
        width = 0
        while at > 0 and reading.text[at - 1].isspace() and reading.text[at - 1] not in "\r\n\t":
            at -= 1
            width += 2 if reading.text[at] in "\u3000\u2003" else 1
        return width if place > at else 0

    def _column_part(self, path: tuple[str, ...]) -> Part:
        title = "".join(path)
        if any(word in title for word in self.lexicon.lists["rate_header"]):
            return "rate"
        return self._part(path)

    def _part(self, path: tuple[str, ...]) -> Part:
        lists = self.lexicon.lists
        names = [plain_title(name) for name in path]
        if any(name.startswith(word) for name in names for word in lists["of_which_labels"]):
            return "of_which"
        last, group = names[-1], [name for name in names[:-1] if name not in lists["total_labels"]]
        if last in lists["total_labels"] or path[-1] in lists["total_labels"]:
            return "subtotal" if group and names[0] != last else "total"
        if last in lists["subtotal_labels"] or last.endswith(tuple(lists["subtotal_labels"])):
            return "subtotal"
        return "leaf"


def plain_title(title: str) -> str:
    """A title without its number, its brackets and its colon."""
    bare = _BRACKET.sub("", _NUMBERED.sub("", title, count=1)).strip(":：、.")
    return bare or title


def unit_in(path: Sequence[str]) -> str:
    """What a header says in brackets, which is most often a unit."""
    found = [match[0][1:-1] for name in path for match in _BRACKET.finditer(name)]
    return found[-1] if found else ""


def with_unit(quantity: Quantity, unit: Unit | None) -> Quantity:
    """A bare number in the unit that its table says, shown with it; one with a unit of its own keeps it."""
    if unit is None or quantity.dimension or quantity.kind != "quantity":
        return quantity
    start, end = quantity.shown_digits
    return replace(
        quantity,
        said=quantity.shown + unit.printed,
        said_digits=Span(start, end + len(unit.scale)),
        kind=cast(Kind, unit.kind),
        unit=unit.printed,
        dimension=unit.dimension,
        factor=unit.factor,
    )


def _negative(quantity: Quantity) -> Quantity:
    number = -abs(quantity.number) if quantity.number is not None else None
    if quantity.kind == "marker" and number is not None:
        exact = Interval.exact(Fraction(number))
        return replace(quantity, kind="quantity", number=number, hard=exact, expected=exact, style="")
    flipped = quantity.number is not None and quantity.number > 0
    hard, expected = (-quantity.hard, -quantity.expected) if flipped else (quantity.hard, quantity.expected)
    return replace(quantity, number=number, hard=hard, expected=expected)
