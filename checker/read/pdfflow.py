"""Rows and tables of all pages -> paragraphs and tables, whole over lines, columns and pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median

from checker.read.lines import CLOSERS, FINAL
from checker.read.marks import bullet, dash, marks
from checker.read.pdflines import wide
from checker.read.pdfsheet import Row, Sheet, is_private
from checker.read.pdftables import Laid
from checker.read.words import PageWords

_INDENT = 1.2  # em
_NO_START = "，。、；：！？）》」』】〕”’…,.;:!?)]%％"
_SAME_SIZE = 1.12
_FEW = 5  # long lines that tell where a column ends
_PITCH = 1.25
_FAR = 1.7
_SHIFT = 4.0  # points by which the columns of a table may move from page to page


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph (`rows`), a table, perhaps of several pages (`tables`), or what runs along (`hidden`)."""

    rows: tuple[Row, ...]
    tables: tuple[Laid, ...]
    hidden: bool


@dataclass(slots=True)
class _Open:
    """A part in the making."""

    rows: list[Row] = field(default_factory=list)
    tables: list[Laid] = field(default_factory=list)
    hidden: bool = False

    @property
    def page(self) -> int:
        """Where it ends."""
        return self.tables[-1].page if self.tables else self.rows[-1].line.page


@dataclass(frozen=True, slots=True)
class Body:
    """What most text of a document looks like: size of the font, its weight, lines from one to the next in em."""

    size: float
    weight: int
    pitch: float
    indents: bool


def parts_of(sheets: Sequence[Sheet], words: PageWords) -> tuple[list[Part], Body]:
    """Paragraphs and tables in the order of reading."""
    items = [item for sheet in sheets for item in sheet.items]
    sides = _sides([item for item in items if isinstance(item, Row) and not item.hidden])
    for i, item in enumerate(items):
        if isinstance(item, Row) and item.region in sides:
            items[i] = replace(item, left=sides[item.region][0], right=sides[item.region][1])
    body = _body([item for item in items if isinstance(item, Row) and not item.hidden])
    flow = _Flow(words, body)
    for item in items:
        flow.add(item)
    return [Part(tuple(p.rows), tuple(p.tables), p.hidden) for p in flow.parts], body


def _sides(rows: Sequence[Row]) -> dict[int, tuple[float, float]]:
    """The sides of regions that have too few long lines to tell them: those of the document."""
    sides: dict[int, tuple[float, float]] = {}
    plain: dict[int, list[Row]] = {}
    for row in rows:
        if not row.column:
            plain.setdefault(row.region, []).append(row)
    known = {n: own for n, own in plain.items() if sum(r.line.u1 > r.right - 3 * r.size for r in own) >= _FEW}
    by_turn: dict[int, list[tuple[float, float]]] = {}
    for own in known.values():
        by_turn.setdefault(own[0].line.turn, []).append((own[0].left, own[0].right))
    for n, own in plain.items():
        usual = by_turn.get(own[0].line.turn)
        if n in known or not usual:
            continue
        left, right = median(a for a, _ in usual), median(b for _, b in usual)
        sides[n] = (min(own[0].left, left), max(own[0].right, right))
    return sides


def _body(rows: Sequence[Row]) -> Body:
    sizes: Counter[float] = Counter()
    weights: Counter[int] = Counter()
    for row in rows:
        sizes[round(row.size, 1)] += len(row.line.text)
    size = max(sizes, key=lambda s: sizes[s], default=10.0)
    pitches: list[float] = []
    indented = flush = 0
    for row in rows:
        if abs(row.size - size) < 0.1:
            weights[row.line.weight] += len(row.line.text)
    for before, row in pairwise(rows):
        if before.region != row.region or abs(before.size - row.size) > 0.1:
            continue
        if full(before, row):
            pitches.append((row.line.v1 - before.line.v1) / row.size)
        elif row.indent > _INDENT:
            indented += 1
        else:
            flush += 1
    pitch = median(pitches) if pitches else 1.6
    return Body(size, max(weights, key=lambda w: weights[w], default=400), pitch, indented > flush)


def full(row: Row, following: Row) -> bool:
    """The row goes to the side of its column: what begins the next one had no room in it."""
    text, edges = following.line.text, following.line.edges
    end = 1
    while end < len(text) and text[end] in _NO_START:
        end += 1
    if not ideograph(text[:1]):
        while end < len(text) and not ideograph(text[end]) and text[end] not in " \t":
            end += 1
    token = edges[2 * end - 1] - edges[0]
    return row.right - row.line.u1 < token + 0.8 * row.size


def ideograph(c: str) -> bool:
    """A character that a line may be broken before."""
    return wide(c) and c.isalnum()


def is_closed(text: str) -> bool:
    """Ends like a sentence."""
    return text.rstrip(CLOSERS)[-1:] in tuple(FINAL) and bool(text.rstrip(CLOSERS))


class _Flow:
    """Parts in the making."""

    def __init__(self, words: PageWords, body: Body) -> None:
        self._words, self._marks, self._body = words, marks(words), body
        self.parts: list[_Open] = []
        self._region = -1
        self._last: _Open | None = None  # where the last row went; None after a table

    def add(self, item: Row | Laid) -> None:
        """The next row or table."""
        if isinstance(item, Laid):
            self._table(item)
        elif item.hidden:
            self.parts.append(_Open([item], hidden=True))
        else:
            part = self._open(item)
            if part is None:
                part = _Open()
                self.parts.append(part)
            part.rows.append(item)
            self._region, self._last = item.region, part

    def _open(self, row: Row) -> _Open | None:
        """The paragraph that a row goes on with."""
        if row.region == self._region:
            return self._last if self._last is not None and self._goes_on(self._last, row) else None
        for part in reversed(self.parts[-40:]):
            if part.hidden or not part.rows or not _alike(part.rows[-1], row):
                if part.tables and part.page == row.line.page and not row.column:
                    continue  # a table at the head of a page
                if part.tables:
                    return None
                continue
            return part if self._over(part, row) else None
        return None

    def _over(self, part: _Open, row: Row) -> bool:
        """A paragraph goes on in the next column or on the next page."""
        before = part.rows[-1]
        if before.line.parts > 1 or row.line.parts > 1 or not full(before, row):
            return False
        hanging = len(part.rows) > 1 and abs(part.rows[-1].indent - row.indent) < 0.6
        if row.indent > _INDENT and not hanging:
            return False
        if not is_closed(before.line.text):
            return not self._mark(row) or before.line.text[-1:] in ",，、"
        return self._body.indents and not self._mark(row)

    def _goes_on(self, part: _Open, row: Row) -> bool:
        """The next row of the same column belongs to the paragraph."""
        before, first = part.rows[-1], part.rows[0]
        pitch = (row.line.v1 - before.line.v1) / row.size
        if not _alike(before, row) or pitch > _FAR * self._body.pitch or pitch < 0 or before.line.turn != row.line.turn:
            return False
        closed = is_closed(before.line.text)
        mark = self._mark(row)
        if mark and (mark == self._mark(first) or bullet(row.line.text[:40])):
            return False  # the next point of a list
        if not closed and self._title(before, row, pitch):
            return True
        if not full(before, row):
            return not closed and self._broken(first, row)
        if len(part.rows) > 1 and part.rows[1].region == row.region:
            if abs(row.line.u0 - part.rows[1].line.u0) > 0.6 * row.size:
                return False
        else:
            step = (row.line.u0 - first.line.u0) / row.size if first.region == row.region else row.indent
            if step > 0.6 and not self._mark(first):
                return False
            if closed and abs(step) <= 0.6 and (row.indent > _INDENT or not self._body.indents) and len(part.rows) == 1:
                return not self._mark(row) and row.indent <= _INDENT and pitch <= _PITCH * self._body.pitch
        return not closed or (not self._mark(row) and pitch <= _PITCH * self._body.pitch)

    def _title(self, before: Row, row: Row, pitch: float) -> bool:
        """Two lines of one title: larger than the text, one in the middle below the other."""
        middle = (before.left + before.right) / 2
        centred = row.indent > _INDENT and before.indent > -_INDENT
        centred = centred and all(abs((r.line.u0 + r.line.u1) / 2 - middle) < r.size for r in (before, row))
        larger = min(before.size, row.size) > _SAME_SIZE * self._body.size
        return centred and larger and pitch <= _PITCH * max(self._body.pitch, 1.2)

    def _broken(self, first: Row, row: Row) -> bool:
        """In a document that indents its paragraphs, a line was ended on purpose and the paragraph goes on."""
        return self._body.indents and first.indent > _INDENT and abs(row.indent) < 0.6 and not self._mark(row)

    def _mark(self, row: Row) -> str:
        """The mark that a row starts with: its bullet, or the rank of its numbering; "" without one."""
        head = row.line.text[:40]
        number = self._marks.number(head)
        if number is not None:
            return f"#{number.rank}"
        return head[:1] if is_private(head[:1]) else bullet(head) or dash(head)

    # tables ------------------------------------------------------------------------------------------------

    def _table(self, table: Laid) -> None:
        between = self._since_table()
        if between is not None:
            last, names = between
            if _same_columns(last.tables[-1], table) and table.page == last.page + 1:
                for part in names:
                    part.hidden = True
                last.tables.append(table)
                return
        self.parts.append(_Open(tables=[table]))
        self._last = None

    def _since_table(self) -> tuple[_Open, list[_Open]] | None:
        """The last table, if nothing but what runs along and a line that says "continued" stands after it."""
        names: list[_Open] = []
        for part in reversed(self.parts[-12:]):
            if part.tables:
                return part, names
            if part.hidden:
                continue
            said = "".join(row.line.text for row in part.rows)
            if len(said) > 40 or not any(word in said for word in self._words.continued):
                return None
            names.append(part)
        return None


def _alike(a: Row, b: Row) -> bool:
    return max(a.size, b.size) / min(a.size, b.size) <= _SAME_SIZE


def _same_columns(a: Laid, b: Laid) -> bool:
    if a.columns != b.columns or a.turn != b.turn or a.ruled != b.ruled:
        return False
    shift = _SHIFT if a.ruled else 3 * _SHIFT
    inner = zip(a.sides[1:-1], b.sides[1:-1], strict=True) if not a.ruled else zip(a.sides, b.sides, strict=True)
    return all(abs(x - y) <= shift for x, y in inner)


def repeated(tables: Sequence[Laid]) -> Iterator[int]:
    """For each piece of a table, how many of its first rows repeat the head of the first piece."""
    first = _texts(tables[0])
    yield 0
    for table in tables[1:]:
        own = _texts(table)
        same = 0
        while same < min(len(own), len(first)) - 1 and own[same] == first[same] and any(own[same]):
            same += 1
        yield same


def _texts(table: Laid) -> list[list[str]]:
    rows: list[list[str]] = [[] for _ in range(table.rows)]
    for one in table.fields:
        rows[one.row].append(one.text)
    return rows
