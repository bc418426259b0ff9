"""The proof-reading sheet as plain text of 80 columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from types import MappingProxyType

from checker.report.run import Checked, Run
from checker.report.sheet import of_document, opening, rest
from checker.report.sheetparts import Element, Grid, Heading, Line, ending
from checker.width import pad, width, wrap

COLUMNS = 80
HANGING, INDENT = 26, 4  # lines below a longer label are indented so far
MARKS = MappingProxyType({"primary": "【{}】", "related": "「{}」"})


def sheet_part(checked: Checked, run: Run) -> str:
    """What the sheet says of one document."""
    return _text(of_document(checked, run))


def sheet_whole(run: Run, parts: Iterable[str]) -> Iterator[str]:
    """The sheet of a run, lines of at most 80 columns; the numbers of a finding in brackets."""
    before = ""
    for part in chain([_text(opening(run, "sheet-marks"))], parts, [_text(rest(run))]):
        yield part[1:] if before.endswith("\n\n") and part.startswith("\n") else part
        before = part or before


def _text(elements: Iterable[Element]) -> str:
    """Where a heading follows a table there is one blank line, not two; so too where two parts meet."""
    lines = [line for element in elements for line in _element(element)]
    return "".join(f"{line}\n" for line, before in zip(lines, [".", *lines], strict=False) if line or before)


def _element(element: Element) -> Iterator[str]:
    match element:
        case Heading(level, text, _):
            yield from _heading(level, text)
        case Line():
            yield from _line(element)
        case Grid():
            yield from _grid(element)


def _heading(level: int, text: str) -> Iterator[str]:
    if level == 1:
        yield from ("", "═" * COLUMNS)
    elif level > 1:
        yield ""
    lines = wrap(text, COLUMNS)
    yield from lines
    if level in (0, 2):
        yield ("═" if level == 0 else "─") * max(map(width, lines))


def _line(line: Line) -> Iterator[str]:
    """Label and text, further lines under the text's beginning, or indented a little behind a long label."""
    text = "".join(MARKS[style].format(piece) if style else piece for style, piece in line.pieces)
    used = width(line.label)
    indent = used if used <= HANGING else INDENT
    first, *others = wrap(line.label + text, COLUMNS - indent, first=COLUMNS)
    yield first
    yield from (" " * indent + other for other in others)


def _grid(grid: Grid) -> Iterator[str]:
    """Columns with two blanks between them; numbers stand right. Long paths give way."""
    widths = [max(map(width, column)) for column in zip(*grid.rows, strict=True)]
    if grid.named:
        widths[0] = min(widths[0], COLUMNS - sum(widths[1:]) - 2 * len(widths[1:]))
    yield ""
    for row in grid.rows:
        cells = [
            pad(ending(cell, room), room) if grid.named and i == 0 else " " * (room - width(cell)) + cell
            for i, (cell, room) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  ".join(cells).rstrip()
    yield ""
