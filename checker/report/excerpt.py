"""The sentence with its numbers underlined and labelled, cut and wrapped to a number of columns.

12 │ 全区共有中小学48所，其中小学31所、初中13所、高中5所。
   │               ^^^^          ────      ────      ───
   │               total         part      part      part
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from checker.model.document import Document, Span
from checker.model.report import Location
from checker.width import ELLIPSIS, PAUSES, best_break, char_width, is_turning, printable, width

STOPS = frozenset("。！？!?；;")
WHOLE_ROWS = 3  # a sentence of up to so many rows is shown whole
CUT_ROWS = 2  # a longer one is cut to about so many
CONTEXTS = (48, 36, 24, 14)  # characters kept on each side of a number in a longer one; the first that fits
Piece = tuple[str, str]  # style ("" for none) and text


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of one line to underline; `label` is empty on all but the first piece of a torn number."""

    start: int
    end: int
    label: str
    primary: bool

    @property
    def style(self) -> str:
        return "primary" if self.primary else "related"


@dataclass(frozen=True, slots=True)
class Cell:
    """One shown character and the offset it comes from (-1 for an ellipsis)."""

    char: str
    offset: int


@dataclass(frozen=True, slots=True)
class Row:
    """One row of text and the rows below it. `line` is the line's number on the first row of a line, else None."""

    line: int | None
    text: tuple[Piece, ...]
    below: tuple[tuple[Piece, ...], ...]


def excerpt(document: Document, primary: Location | None, related: Sequence[Location], columns: int) -> list[Row]:
    """Rows for every line of a document that a finding touches, in text order; the places are all in it."""
    rows: list[Row] = []
    marks = _marks(document, primary, related)
    for line, of_line in groupby(marks, key=lambda m: document.place(m.start)[0]):
        here = list(of_line)
        cells = _cells(document.text, document.line_span(line), here, columns)
        for i, row in enumerate(_rows(cells, here, columns)):
            rows.append(_row(line if i == 0 else None, row, here, columns))
    return rows


def sentences(
    document: Document, primary: Location | None, related: Sequence[Location], columns: int
) -> Iterator[tuple[int, tuple[Piece, ...]]]:
    """The same on one row for every line: where its first mark begins, and its text in pieces, one for each mark.

    A sentence is cut as one in rows of `columns` is. A place where something is missing is an empty piece.
    """
    marks = _marks(document, primary, related)
    for line, of_line in groupby(marks, key=lambda m: document.place(m.start)[0]):
        here = list(of_line)
        cells = _cells(document.text, document.line_span(line), here, columns)
        yield here[0].start, _marked(cells, here)


def _marked(cells: Sequence[Cell], marks: Sequence[Mark]) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    missing = [m for m in marks if m.start == m.end]
    for owner, group in groupby(cells, key=lambda c: _owner(c.offset, marks)):
        style, text = owner.style if owner else "", ""
        for cell in group:
            while missing and cell.offset >= missing[0].start:
                pieces += [(style, text)] if text else []
                pieces.append((missing.pop(0).style, ""))
                text = ""
            text += cell.char
        pieces.append((style, text))
    return (*pieces, *((m.style, "") for m in missing))


def _marks(document: Document, primary: Location | None, related: Sequence[Location]) -> list[Mark]:
    """Pieces to underline: one per line that a place touches, those of one stretch merged, in text order."""
    labels: dict[Span, list[str]] = {}
    for place in (primary, *related) if primary else related:
        names = labels.setdefault(Span(*place.span), [])
        if place.label and place.label not in names:
            names.append(place.label)
    marks: list[Mark] = []
    for span, names in labels.items():
        label = "/".join(names)
        for start, end in _line_pieces(document.text, span):
            marks.append(Mark(start, end, label, primary is not None and span == primary.span))
            label = ""
    return sorted(marks, key=lambda m: (m.start, -m.end))


def _line_pieces(text: str, span: Span) -> list[Span]:
    """The parts of a span on each line, without blanks at their ends; an empty span stays one empty piece."""
    pieces, at = [], span.start
    for part in text[span.start : span.end].split("\n"):
        left = at + len(part) - len(part.lstrip())
        if part.strip():
            pieces.append(Span(left, left + len(part.strip())))
        at += len(part) + 1
    return pieces or [Span(span.start, span.start)]


def _cells(text: str, line: Span, marks: Sequence[Mark], columns: int) -> list[Cell]:
    """The characters of a line to show: the sentences around the marks, long stretches between them cut."""
    start, end = _sentence(text, line, marks)
    windows = [Span(start, end)]
    for context in CONTEXTS:
        rows = WHOLE_ROWS if windows == [Span(start, end)] else CUT_ROWS
        if sum(width(text[left:right]) for left, right in windows) <= rows * columns:
            break
        windows = _windows(text, start, end, marks, context)
    cells = [Cell(ELLIPSIS, -1)] if windows[0].start > start else []
    for i, (left, right) in enumerate(windows):
        cells += [Cell(printable(text[at]), at) for at in range(left, right) if not is_turning(text[at])]
        if i + 1 < len(windows) or right < end:
            cells.append(Cell(ELLIPSIS, -1))
    return cells


def _sentence(text: str, line: Span, marks: Sequence[Mark]) -> Span:
    """From the beginning of the first mark's sentence to the end of the last one's, on this line."""
    start = marks[0].start
    while start > line.start and text[start - 1] not in STOPS:
        start -= 1
    last = max(m.end for m in marks)
    end = min(last, line.end)
    while end < line.end and text[end] not in STOPS:
        end += 1
    end = min(end + 1, line.end)
    shown = text[start:end]
    start += len(shown) - len(shown.lstrip())
    return Span(start, max(end - (len(shown) - len(shown.rstrip())), last, start))


def _windows(text: str, start: int, end: int, marks: Sequence[Mark], context: int) -> list[Span]:
    """Stretches around the marks, of whole clauses if they can be; two that nearly touch become one."""
    windows: list[Span] = []
    for mark in marks:
        left, right = max(start, mark.start - context), min(end, mark.end + context)
        left = next((at for at in range(left + 1, mark.start) if text[at - 1] in PAUSES), left)
        right = next((at for at in range(right, mark.end, -1) if text[at - 1] in PAUSES), right)
        if windows and left <= windows[-1].end + 2:
            windows[-1] = Span(windows[-1].start, max(right, windows[-1].end))
        else:
            windows.append(Span(left, right))
    return windows


def _rows(cells: Sequence[Cell], marks: Sequence[Mark], columns: int) -> list[Sequence[Cell]]:
    """Cells in rows of at most `columns`; a number is not broken when it fits in a row."""
    rows: list[Sequence[Cell]] = []
    while True:
        used = fits = 0
        for cell in cells:
            used += char_width(cell.char)
            if used > columns:
                break
            fits += 1
        if fits >= len(cells):
            return [*rows, cells]
        cut = _cut(cells, marks, max(fits, 1))
        rows.append(cells[:cut])
        cells = cells[cut:]
        while cells and cells[0].char == " ":
            cells = cells[1:]


def _cut(cells: Sequence[Cell], marks: Sequence[Mark], fits: int) -> int:
    """Where to end a row of which `fits` cells have room: a good place outside all marks, else any such place."""
    free = [at for at in range(fits, fits // 2, -1) if not _inside(cells[at - 1], cells[at], marks)]
    text = "".join(cell.char for cell in cells[: fits + 1])
    return best_break(text, fits, free)


def _inside(before: Cell, after: Cell, marks: Iterable[Mark]) -> bool:
    """Whether a break between two cells would tear a number."""
    return any(m.start <= before.offset and -1 < after.offset < m.end for m in marks)


def _row(line: int | None, cells: Sequence[Cell], marks: Sequence[Mark], columns: int) -> Row:
    """One row with its underline and its labels."""
    owner = [_owner(cell.offset, marks) for cell in cells]
    text = _pieces((m.style if m else "", c.char) for m, c in zip(owner, cells, strict=True))
    under = _pieces(
        (m.style if m else "", (("^" if m.primary else "─") if m else " ") * char_width(c.char))
        for m, c in zip(owner, cells, strict=True)
    )
    starts: list[tuple[int, Mark]] = []
    at = 0
    for cell, mark, before in zip(cells, owner, [None, *owner], strict=False):
        if mark and mark is not before and mark.label and cell.offset == mark.start:
            starts.append((at, mark))
        at += char_width(cell.char)
    below = [under] if any(owner) else []
    for mark in marks:  # an empty place: a caret where something is missing
        if mark.start == mark.end:
            at = sum(char_width(c.char) for c in cells if -1 < c.offset < mark.start)
            at = min(at, columns - 1)  # behind the last character of a full row
            below += [(("", " " * at), (mark.style, "^"))]
            starts.append((at, mark))
    starts.sort(key=lambda s: s[0])
    return Row(line, text, tuple(below + _labels(starts, columns)))


def _owner(offset: int, marks: Sequence[Mark]) -> Mark | None:
    """The mark that owns a character: the primary one, else the shortest."""
    here = [m for m in marks if m.start <= offset < m.end]
    return min(here, key=lambda m: (not m.primary, m.end - m.start)) if here else None


def _labels(starts: Sequence[tuple[int, Mark]], columns: int) -> list[tuple[Piece, ...]]:
    """Label rows: each label under the start of its number, those without room one row lower with a line down."""
    levels: list[list[tuple[int, str, str]]] = []
    for at, mark in reversed(starts):
        start = max(0, min(at, columns - width(mark.label)))
        level = 0
        while level < len(levels) and start + width(mark.label) >= levels[level][-1][0]:
            level += 1
        if level == len(levels):
            levels.append([])
        for above in levels[:level]:
            if at < above[-1][0]:
                above.append((at, "│", mark.style))
        levels[level].append((start, mark.label, mark.style))
    rows = []
    for entries in levels:
        pieces: list[Piece] = []
        used = 0
        for start, label, style in reversed(entries):
            pieces += [("", " " * (start - used)), (style, label)]
            used = start + width(label)
        rows.append(_pieces(pieces))
    return rows


def _pieces(parts: Iterable[Piece]) -> tuple[Piece, ...]:
    """Neighbours of one style joined; blanks at the end left out."""
    joined = [(style, "".join(text for _, text in group)) for style, group in groupby(parts, key=lambda p: p[0])]
    if joined and not joined[-1][0]:
        joined[-1] = ("", joined[-1][1].rstrip())
    return tuple(p for p in joined if p[1])


def far_apart(rows: Sequence[Row]) -> list[bool]:
    """For each row, whether lines of the document are left out before it."""
    lines, last = [], 0
    for row in rows:
        last = row.line or last
        lines.append(last)
    return [False, *(b - a > 1 for a, b in pairwise(lines))][: len(rows)]
