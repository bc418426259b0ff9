"""Depth of headings, and the articles of a collection."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from checker.model.document import Block
from checker.read.lines import Line
from checker.read.outline import is_date, is_dateline
from checker.read.words import PageWords


class Shape(NamedTuple):
    """What a block's first line showed: see outline.Kind. `line`: None for a block without text."""

    rank: int
    why: str
    line: Line | None
    words: PageWords

    @property
    def length(self) -> int:
        """Characters of the line."""
        return self.line.length if self.line else 0

    @property
    def date(self) -> bool:
        """The line is one date."""
        return self.line is not None and is_date(self.line)

    @property
    def dateline(self) -> bool:
        """The line opens a news item."""
        return self.line is not None and is_dateline(self.line, self.words)

    @property
    def digest(self) -> bool:
        """The line names a collection."""
        return self.line is not None and any(word in self.line.head for word in self.words.digest)


def arrange(blocks: Sequence[Block], shapes: Sequence[Shape]) -> tuple[Block, ...]:
    """Give every heading its level and every block its article."""
    collection = is_collection(blocks, shapes)
    levels = _levels(blocks, shapes, collection)
    arranged: list[Block] = []
    article, body = 0, False
    for i, block in enumerate(blocks):
        opens = block.kind == "heading" and shapes[i].rank < 0
        parted = i > 0 and shapes[i - 1].why in ("link", "rule")
        if collection and opens and (body or parted):
            article, body = article + 1, False
        if block.kind in ("paragraph", "item", "table"):
            body = True
        level = levels[i] if block.kind == "heading" else block.level
        same = block.article == article and block.level == level
        arranged.append(block if same else Block(block.kind, block.span, level, block.marker, article))
    return tuple(arranged)


def by_level(blocks: Sequence[Block], shapes: Sequence[Shape]) -> tuple[Block, ...]:
    """Number the articles where the file says what a heading is; the levels stay as they are."""
    levels = [block.level for block in blocks if block.kind == "heading"]
    top = next((level for level in sorted(set(levels)) if levels.count(level) > 1), 0)
    lower = [replace(b, kind="paragraph") if b.kind == "heading" and b.level > top else b for b in blocks]
    return tuple(replace(b, article=a.article) for b, a in zip(blocks, arrange(lower, shapes), strict=True))


def _levels(blocks: Sequence[Block], shapes: Sequence[Shape], collection: bool) -> list[int]:
    heads = [i for i, block in enumerate(blocks) if block.kind == "heading"]
    ranks = sorted({shapes[i].rank for i in heads if shapes[i].rank >= 0})
    levels = [0] * len(blocks)
    if not heads:
        return levels
    body = next((i for i, b in enumerate(blocks) if b.kind in ("paragraph", "item", "table")), len(blocks))
    before_body = [i for i in heads[:8] if i < body]
    title = {i for i in before_body if shapes[i].rank < 0}
    under = 1 if collection or not title else 2
    base = 2 if title or collection else 1
    for i in heads:
        rank = shapes[i].rank
        levels[i] = base + ranks.index(rank) if rank >= 0 else 1 if i in title else under
    return levels


def is_collection(blocks: Sequence[Block], shapes: Sequence[Shape]) -> bool:
    """Several articles in one file, each with its headline.

    Signs, any one is enough: two headlines with an agency's dateline below; two headlines after a link or a
    rule; a title that names a digest; headings that are dates; at least four headlines of which three in four
    have one paragraph only. Numbered headings are sections of one report unless datelines or links say otherwise.
    """
    plain = [i for i, block in enumerate(blocks) if block.kind == "heading" and shapes[i].rank < 0]
    with_body = [i for i in plain if i + 1 < len(blocks) and blocks[i + 1].kind in ("paragraph", "item")]
    if len(with_body) < 2:
        return False
    if sum(shapes[i + 1].dateline for i in with_body) >= 2 or sum(shapes[i].date for i in with_body) >= 2:
        return True
    parted = [i for i in with_body if i > 0 and shapes[i - 1].why in ("link", "rule")]
    if len(parted) >= 2:
        return True
    if any(block.kind == "heading" and shape.rank >= 0 for block, shape in zip(blocks, shapes, strict=True)):
        return False
    if shapes[plain[0]].digest:
        return True
    bodies = []
    for i, following in zip(plain, [*plain[1:], len(blocks)], strict=True):
        bodies.append(sum(block.kind in ("paragraph", "item") for block in blocks[i + 1 : following]))
    bodies = [n for n in bodies if n]
    if len(bodies) < 4 or sum(n == 1 for n in bodies) * 4 < len(bodies) * 3:
        return False
    lengths = sorted(shapes[i].length for i in with_body)
    return lengths[len(lengths) // 2] >= 12
