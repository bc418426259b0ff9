"""A page as laid out: its lines and tables in the order of reading, and what runs along on every page."""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from checker.read.marks import bullet, marks
from checker.read.outline import names_something
from checker.read.pdflines import Region, Stretch, joined, regions, stretches
from checker.read.pdfpage import Page
from checker.read.pdftables import Laid, aligned, ruled
from checker.read.words import PageWords

_EDGE = 4  # lines from the top and from the bottom that may run along
_PLACE = 6.0  # points within which they stand at the same place
_NUMBER = re.compile(r"[0-9０-９]+")
_BLANK = re.compile(r"\s+")
_LOOSE = 1.2  # heights of a line between the lines of a text, at most
_APART = 0.6  # heights of a line between what runs along and the text


@dataclass(frozen=True, slots=True)
class Row:
    """A line and the sides of its column. `region` tells columns and pages apart. `column`: others stand beside."""

    line: Stretch
    left: float
    right: float
    region: int
    column: bool
    hidden: bool = False

    @property
    def size(self) -> float:
        """Of its font, in points."""
        return self.line.size or 1.0

    @property
    def indent(self) -> float:
        """In em."""
        return (self.line.u0 - self.left) / self.size


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows and tables of a page in the order of reading; `regions`: how many columns and the like it has."""

    number: int
    items: tuple[Row | Laid, ...]
    regions: int


def lay_out(page: Page, region: int, words: PageWords) -> Sheet:
    """The rows and tables of a page; its regions are numbered from `region` on."""
    items: list[Row | Laid] = []
    count = 0
    is_mark, is_label = _mark(words), _label(words)
    for k, (turn, glyphs) in enumerate(page.turns):
        drawn = page.rules if k == 0 else ()
        tables, rest = ruled(drawn, glyphs, page.number, turn)
        rows = [_with_mark(row, is_mark) for row in stretches(rest, page.number, turn)]
        size = rows[0][0].size if rows else 10.0
        stands: dict[int, Laid] = {}
        for table in tables:  # a stretch without text stands for it
            one = Stretch(page.number, turn, "", array("f"), *table.box, size, 0)
            stands[id(one)] = table
            rows.append([one])
        rows.sort(key=lambda row: row[0].v0 + (row[0].v1 if row[0].text else row[0].v0))
        for found in regions(rows):
            items += _items(found, region + count, stands, is_label)
            count += 1
    return Sheet(page.number, tuple(items), count)


def _mark(words: PageWords) -> Callable[[str], bool]:
    """Is a stretch nothing but the bullet or the number of a point?"""
    style = marks(words)

    def is_mark(text: str) -> bool:
        number = style.number(text + " ")
        return bool(bullet(text + " ")) or is_private(text) or (number is not None and number.text == text)

    return is_mark


def _label(words: PageWords) -> Callable[[str], bool]:
    """Does a row name a table or its unit?"""
    return lambda text: names_something(text, words) or any(label in text for label in words.unit_label)


def is_private(c: str) -> bool:
    """A sign of a symbol font: a bullet."""
    return len(c) == 1 and "\uf000" <= c <= "\uf0ff"


def _with_mark(row: list[Stretch], is_mark: Callable[[str], bool]) -> list[Stretch]:
    """A row in which the mark of a point stands before its text."""
    if len(row) == 2 and len(row[0].text) <= 6 and is_mark(row[0].text):
        return [joined(row, whole=True)]
    return row


def _items(
    region: Region, number: int, stands: dict[int, Laid], is_label: Callable[[str], bool]
) -> Iterator[Row | Laid]:
    """A region's rows, and its tables: drawn ones, and rows of stretches that stand below each other."""
    waiting: list[tuple[Stretch, ...]] = []
    for row in region.rows:
        table = next((stands[id(one)] for one in row if id(one) in stands), None)
        if table is None:
            waiting.append(row)
            continue
        yield from _rows(waiting, region, number, is_label)
        waiting = []
        yield table
    yield from _rows(waiting, region, number, is_label)


def _rows(
    rows: Sequence[tuple[Stretch, ...]], region: Region, number: int, is_label: Callable[[str], bool]
) -> Iterator[Row | Laid]:
    at = 0
    for first, last, table in aligned(rows, is_label):
        for row in rows[at:first]:
            yield Row(joined(row), region.left, region.right, number, region.column)
        yield table
        at = last
    for row in rows[at:]:
        yield Row(joined(row), region.left, region.right, number, region.column)


# what runs along ---------------------------------------------------------------------------------------------


def hide_furniture(sheets: Sequence[Sheet], words: PageWords) -> list[Sheet]:
    """The sheets with running heads and feet and page numbers marked as hidden.

    They stand first or last on the page and apart from the text, at the same place on other pages, with the same text
    but for a number that goes up with the pages; or they have the shape of a page number.
    """
    pages: dict[tuple[object, ...], set[int]] = defaultdict(set)
    edges = [(sheet, *_edges(sheet)) for sheet in sheets]
    for sheet, top, bottom in edges:
        for row in (*top[:_EDGE], *bottom[:_EDGE]):
            for key in _keys(row, sheet.number):
                pages[key].add(sheet.number)
    least = 2 if len(sheets) <= 4 else 3
    shape = _page_number(words)
    done: list[Sheet] = []
    for sheet, top, bottom in edges:
        hidden: set[int] = set()
        for side in (top, bottom):
            runs = 0
            while runs < min(len(side), _EDGE) and (
                any(len(pages[key]) >= least for key in _keys(side[runs], sheet.number))
                or shape.fullmatch(_BLANK.sub("", side[runs].line.text))
            ):
                runs += 1
            if runs == len(side) > 1:
                runs = 1  # a page like another one
            while runs and not _stands_apart(side, runs):
                runs -= 1
            hidden.update(id(row) for row in side[:runs])
        items = (replace(i, hidden=True) if isinstance(i, Row) and id(i) in hidden else i for i in sheet.items)
        done.append(Sheet(sheet.number, tuple(items), sheet.regions))
    return done


def _edges(sheet: Sheet) -> tuple[list[Row], list[Row]]:
    """The rows of a page from the top, and from the bottom."""
    rows = [item for item in sheet.items if isinstance(item, Row)]
    rows = [row for row in rows if row.line.turn == rows[0].line.turn]
    rows.sort(key=lambda row: row.line.v0)
    return rows, rows[::-1]


def _keys(row: Row, page: int) -> Iterator[tuple[object, ...]]:
    """What is the same on other pages: all numbers as they are, or one of them less the page."""
    text = _BLANK.sub("", row.line.text)[:120]
    numbers = [int(match.group()) for match in _NUMBER.finditer(text)]
    place = (round(row.line.v0 / _PLACE), _NUMBER.sub("#", text))
    yield (*place, *numbers)
    if len(numbers) <= 3:
        for i, number in enumerate(numbers):
            yield (*place, *numbers[:i], ("page", number - page), *numbers[i + 1 :])


def _page_number(words: PageWords) -> re.Pattern[str]:
    """The shapes of a page number, without white space."""
    either = "|".join(
        re.escape(_BLANK.sub("", shape)).replace(r"\{digit\}", "[0-9０-９]{1,4}") for shape in words.page_number
    )
    return re.compile(either or "(?!)", re.IGNORECASE)


def _stands_apart(side: Sequence[Row], runs: int) -> bool:
    """What stands at the edge is farther from the text than its lines from each other, or set in another size."""
    if runs == len(side):
        return True
    last, following = side[runs - 1].line, side[runs].line
    gaps = sorted(_gap(a.line, b.line) for a, b in pairwise(side[runs : runs + 12]))
    usual = min(gaps[len(gaps) // 2] if gaps else 0.0, _LOOSE * (following.v1 - following.v0))
    other = abs(last.size - following.size) > 0.05 * following.size
    return _gap(last, following) > max(1.25 * usual, _APART * (last.v1 - last.v0) * (not other))


def _gap(a: Stretch, b: Stretch) -> float:
    return max(b.v0 - a.v1, a.v0 - b.v1, 0.0)
