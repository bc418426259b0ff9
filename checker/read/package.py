"""The parts of a workbook: looked at before openpyxl parses them, and what it does not tell of a streamed sheet."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import ParseError, iterparse

from checker.read.archive import BROKEN, open_package
from checker.read.errors import ReadError
from checker.read.sheet import MOST_CELLS

_MOST_PART = 64 << 20  # of a part that is no sheet: sheets are streamed
_MOST_ELEMENTS = 2_000_000
_HEAD = 1 << 16
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})\Z")
_NUMBER = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[Ee][-+]?[0-9]+)?")
_DECLARES = tuple("<!DOCTYPE".encode(name) for name in ("utf-8", "utf-16-le", "utf-16-be"))


@contextmanager
def open_book(data: bytes) -> Iterator[zipfile.ZipFile]:
    """The archive of a workbook. Raises ReadError: entities, too-large, damaged-zip, and as `archive.open_package`."""
    with open_package(data, ".xlsx") as archive:
        for part in archive.infolist():
            if part.filename.lower().endswith((".xml", ".rels")):
                _look(archive, part)
        yield archive


def _look(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Refuse a part that declares entities, and one that is too large to be parsed whole."""
    if part.file_size > _MOST_PART and "/worksheets/" not in part.filename:
        most = _MOST_PART >> 20
        raise ReadError("too-large", f"{part.filename} is larger than {most} MB; divide it", most=most)
    try:
        with archive.open(part) as opened:
            head = opened.read(_HEAD)
    except BROKEN as error:
        raise ReadError("damaged-zip", f"{part.filename} is cut or damaged", part=part.filename) from error
    if any(mark in head for mark in _DECLARES) or (len(head) == _HEAD and not re.search(rb"<\0?[A-Za-z]", head)):
        name = part.filename
        raise ReadError("entities", f"{name} declares a document type; no workbook does", part=name)


@dataclass(slots=True)
class _Facts:
    """What a pass over a sheet's XML gathers; rows and columns count from 1.

    cut: the sheet goes on behind `last_row`. merged: first cell -> (rows, columns).
    """

    first_row: int = 0
    last_row: int = 0
    last_column: int = 0
    cut: bool = False
    merged: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    bare_formulas: list[str] = field(default_factory=list)

    def covered(self) -> set[tuple[int, int]]:
        """Cells that a merged one hides; of no more than MOST_CELLS in all."""
        found: set[tuple[int, int]] = set()
        left = MOST_CELLS
        for (row, column), (rows, columns) in self.merged.items():
            left -= rows * columns
            if left < 0:  # a sheet has no more cells, but merged ones of strangers may overlap
                break
            found.update((r, c) for r in range(row, row + rows) for c in range(column, column + columns))
            found.discard((row, column))
        return found

    def clip(self) -> None:
        """Merged cells end where the sheet does: a title may be merged over thousands of empty columns."""
        for (row, column), (rows, columns) in list(self.merged.items()):
            rows, columns = min(rows, self.last_row - row + 1), min(columns, self.last_column - column + 1)
            if rows > 0 and columns > 0:
                self.merged[row, column] = rows, columns
            else:
                del self.merged[row, column]


SheetFacts = _Facts


def sheet_names(archive: zipfile.ZipFile) -> list[str]:
    """The sheets that the workbook names, in its order; none where it lies at another place than in all of them."""
    if "xl/workbook.xml" not in archive.namelist():
        return []
    with archive.open("xl/workbook.xml") as part:
        elements = (element for _, element in iterparse(part))
        return [e.get("name") or "" for e in elements if e.tag.rpartition("}")[2] == "sheet"]


def facts_of(archive: zipfile.ZipFile, path: str) -> SheetFacts:
    """One pass over a sheet that stops where too many cells were met. Raises ReadError."""
    facts = _Facts()
    pass_ = _Pass(facts)
    try:
        with archive.open(path) as part:
            parents: list[Any] = []
            for event, element in iterparse(part, events=("start", "end")):
                if event == "start":
                    parents.append(element)
                    continue
                parents.pop()
                if not pass_.take(element):
                    facts.cut = True
                    break
                if parents and parents[-1].tag.rpartition("}")[2] in ("sheetData", "worksheet", "mergeCells", "cols"):
                    parents[-1].remove(element)
    except (*BROKEN, ParseError) as error:
        raise ReadError("damaged-zip", f"{path} is cut or damaged", part=path) from error
    facts.clip()
    return facts


class _Pass:
    """Takes the elements of a sheet one by one."""

    def __init__(self, facts: _Facts) -> None:
        self.facts = facts
        self.row = self.column = self.filled = self.elements = 0

    def take(self, element: Any) -> bool:
        """Whether to go on."""
        kind = element.tag.rpartition("}")[2]
        if kind == "c":
            return self._cell(element)
        if kind == "row":
            self.row = int(element.get("r") or self.row + 1)
            self.column = 0
            if element.get("hidden") in ("1", "true"):
                self.facts.hidden_rows.add(self.row)
        elif kind == "col" and element.get("hidden") in ("1", "true"):
            first, last = int(element.get("min") or 1), int(element.get("max") or 1)
            self.facts.hidden_columns.update(range(max(first, 1), min(last, 16_384) + 1))
        elif kind == "mergeCell":
            self._merged(element.get("ref") or "")
        return True

    def _cell(self, element: Any) -> bool:
        facts = self.facts
        row, column = place_of(element.get("r") or "") or (self.row + 1, self.column + 1)
        self.column = column
        self.elements += 1
        inner = {child.tag.rpartition("}")[2]: child for child in element}
        value = inner["v"].text if "v" in inner else None
        if value and element.get("t", "n") == "n" and not _NUMBER.fullmatch(value.strip()):
            cell, said = element.get("r") or f"R{row}C{column}", value[:20]  # openpyxl stops at NaN or INF
            raise ReadError("bad-cell", f"{cell} holds {said!r}, which is no number", cell=cell, value=said)
        if value or "is" in inner:
            self.filled += 1
            facts.first_row = facts.first_row or row
            facts.last_row = max(facts.last_row, row)
            facts.last_column = max(facts.last_column, column)
        elif "f" in inner:
            facts.bare_formulas.append(element.get("r") or "")
        return self.filled < MOST_CELLS and self.elements < _MOST_ELEMENTS

    def _merged(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        a, b = place_of(first), place_of(last)
        if a and b and b[0] >= a[0] and b[1] >= a[1]:
            self.facts.merged[a] = (b[0] - a[0] + 1, b[1] - a[1] + 1)


def place_of(reference: str) -> tuple[int, int] | None:
    """(row, column), from 1, of a reference such as B3; None if it is none."""
    match = _REFERENCE.match(reference)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column
