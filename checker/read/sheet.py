"""Cells in rows and columns -> tables and the lines around them. Shared by csv and xlsx; knows no file format."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from checker.model.document import Block, Cell, Span, Table
from checker.read.build import labelled as labelled
from checker.read.words import PageWords

MOST_CELLS = 200_000
_LABEL_CELLS = 2


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of rows between blank ones: the lines above a table, its cells, the lines below it."""

    above: tuple[Cell, ...]
    table: tuple[Cell, ...]
    below: tuple[Cell, ...]


def regions(text: str, cells: Sequence[Cell], words: PageWords) -> list[Region]:
    """Divide cells that are not blank, sorted by row and column, at blank rows; set the lines around tables apart."""
    rows = [tuple(row) for _, row in groupby(cells, key=lambda cell: cell.row)]
    groups: list[list[tuple[Cell, ...]]] = []
    reach = -1
    for row in rows:
        if not groups or row[0].row > reach:
            groups.append([])
        groups[-1].append(row)
        reach = max(reach, row[0].row + 1, *(cell.row + cell.rows for cell in row))
    return [_region(text, group, words) for group in groups]


def _region(text: str, rows: list[tuple[Cell, ...]], words: PageWords) -> Region:
    width = len({cell.column for row in rows for cell in row})
    first, last = 0, len(rows)
    while first < last and _is_label(text, rows[first], width, words):
        first += 1
    while last > first and len(rows[last - 1]) == 1 and (_wide(rows[last - 1][0], text) or rows[last - 1][0].column):
        last -= 1
    if last - first < 2 or max((len(row) for row in rows[first:last]), default=0) < 2:
        return Region(tuple(cell for row in rows for cell in row), (), ())
    above, table, below = rows[:first], rows[first:last], rows[last:]
    return Region(*(tuple(cell for row in part for cell in row) for part in (above, table, below)))


def _wide(cell: Cell, text: str) -> bool:
    """A note below a table, not the name of a row whose other cells are blank."""
    content = text[cell.span.start : cell.span.end]
    return cell.columns > 1 or len(content) > 12 or any(mark in content for mark in ":：。；")


def _is_label(text: str, row: tuple[Cell, ...], width: int, words: PageWords) -> bool:
    """A title or a line with the unit: one cell, or two of a wide table of which one names the unit."""
    if len(row) == 1:
        return True
    named = any(
        re.match(r"[(（]?\s*" + re.escape(label) + r"\s*[:：]", text[cell.span.start : cell.span.end])
        for cell in row
        for label in words.unit_label
    )
    return named and len(row) <= _LABEL_CELLS and width > _LABEL_CELLS


def blocks_of(text: str, found: Sequence[Region], heading: Span | None = None) -> tuple[list[Block], dict[int, Table]]:
    """Blocks of regions in text order, and the tables by the number of their block."""
    blocks = [Block("heading", heading, 1)] if heading else []
    tables: dict[int, Table] = {}
    for region in found:
        blocks += [Block("paragraph", cell.span) for cell in region.above]
        if region.table:
            span = Span(region.table[0].span.start, max(cell.span.end for cell in region.table))
            top = region.table[0].row
            left = min(cell.column for cell in region.table)
            shifted = tuple(
                replace(cell, row=cell.row - top, column=cell.column - left, header=cell.row == top)
                for cell in region.table
            )
            tables[len(blocks)] = Table(span, shifted)
            blocks.append(Block("table", span))
        blocks += [Block("paragraph", cell.span) for cell in region.below]
    return blocks, tables


Piece = tuple[Span, str]


def keep(
    text: str, pieces: Sequence[Piece], replaced: Sequence[Piece] = ()
) -> tuple[tuple[Span, ...], tuple[Piece, ...]]:
    """(dropped, read as) of a text of which only sorted pieces are read.

    Each piece comes with the character that is read between it and the one before, nothing if they are glued.
    `replaced`: stretches inside pieces that are read as another character.
    """
    dropped: list[Span] = []
    said: list[Piece] = list(replaced)
    if pieces and pieces[0][0].start:
        dropped.append(Span(0, pieces[0][0].start))
    for (before, _), (after, joint) in pairwise(pieces):
        gap = Span(before.end, after.start)
        if gap.start == gap.end:
            continue
        if joint:
            said.append((Span(gap.start, gap.start + 1), joint))
            gap = Span(gap.start + 1, gap.end)
        if gap.end > gap.start:
            dropped.append(gap)
    end = pieces[-1][0].end if pieces else 0
    if end < len(text):
        dropped.append(Span(end, len(text)))
    return tuple(dropped), tuple(sorted(said))
