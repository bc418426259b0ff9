"""What several readers share: lines as the outline sees them, tables with their labels, the note of an empty file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from checker.model.document import Block, Note, Span, Table
from checker.read.articles import Shape
from checker.read.lines import Line
from checker.read.words import PageWords

EMPTY = Note("info", "the file is empty", None, "empty")


def shape_of(line: Line, words: PageWords, rank: int, why: str = "") -> Shape:
    """What the first line of a block shows; `rank` and `why` are those of its Kind."""
    return Shape(rank, why, line, words)


def labelled(
    text: str, blocks: Sequence[Block], tables: Mapping[int, Table], words: PageWords, *, headings: bool = False
) -> tuple[tuple[Block, ...], tuple[Table, ...]]:
    """Tables with the lines above them that name them and give their unit; those lines become captions.

    `tables`: by the number of their block; a caption or unit that a table has stays. `headings`: a heading without a
    number that names a table becomes a caption too.
    """
    named: list[Table] = []
    captions: set[int] = set()
    for i, table in sorted(tables.items()):
        caption, unit, used = labels_above(text, blocks, i, words)
        captions.update(j for j in used if headings or blocks[j].kind != "heading")
        own = replace(table, caption=table.caption or caption, unit=table.unit or unit, article=blocks[i].article)
        named.append(own)
    done = list(blocks)
    for i in captions:
        done[i] = replace(blocks[i], kind="caption", level=0)
    return tuple(done), tuple(named)


def labels_above(
    text: str, blocks: Sequence[Block], table: int, words: PageWords
) -> tuple[Span | None, Span | None, list[int]]:
    """(caption, unit, blocks used) of the table that is block number `table`: the lines right above it."""
    caption: Span | None = None
    unit: Span | None = None
    used: list[int] = []
    for i in range(table - 1, max(-1, table - 3), -1):
        block = blocks[i]
        if block.span.end - block.span.start > 80 or block.kind not in ("caption", "paragraph", "heading"):
            break
        if text.count("\n", block.span.end, blocks[i + 1].span.start) > 2:
            break
        content = text[block.span.start : block.span.end]
        at = min((p for p in (_unit_at(content, label) for label in words.unit_label) if p is not None), default=None)
        if at is not None and unit is None:
            end = len(content.rstrip(")）]】"))
            unit = Span(block.span.start + at, block.span.start + end)
            used.append(i)
            named = content[:at].rstrip(" \u3000(（[【")
            if not named:
                continue
            caption = Span(block.span.start, block.span.start + len(named))
            break
        if block.kind == "paragraph" and content[-1] in "。；，,;：:":
            break
        caption = block.span
        if block.kind != "heading" or not block.marker:
            used.append(i)
        break
    return caption, unit, used


def _unit_at(content: str, label: str) -> int | None:
    """Where "unit:" stands in a line, if it does."""
    match = re.search(re.escape(label) + r"\s*[:：]", content)
    return match.start() if match else None
