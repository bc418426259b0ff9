"""What each line is: heading, paragraph, item, caption or tail. Shapes and word lists, no numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from checker.model.document import BlockKind
from checker.read.lines import STOPS, Line
from checker.read.marks import Mark, bullet, dash, is_link, is_rule, is_tag, marks
from checker.read.words import PageWords

_BYLINE_MARKS = "●○■□◆◇▲△◎★☆※ \u3000(（[【"
_BRACKETED = re.compile(r"[(（\[【〔][^()（）\[\]【】〔〕]*[)）\]】〕]\Z")
_DATE_LINE = re.compile(r"(?:19|20)\d{2}(\D?)\d{1,2}\1?\d{1,2}\D?\Z")
_NAME = re.compile(r"[ \u3000]+[^\s,，。:：]{1,2}[ \u3000]?[^\s,，。:：]{1,12}\Z")

_OPTION = re.compile("[A-HＡ-Ｈ][.．、:：]|[(（][A-H][)）]")  # the answers that a question offers are no headings


class Kind(NamedTuple):
    """What a line is. `rank`: the rank of its numbering style, -1 for a line without a number.

    `why` tells kinds of caption apart ("byline") and marks a headline that a dateline follows ("headline").
    """

    kind: BlockKind
    marker: str = ""
    rank: int = -1
    why: str = ""


@lru_cache(maxsize=16)
def _dateline(words: PageWords) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(w).replace("…", ".{0,20}?") for w in words.dateline) or "(?!)")


@lru_cache(maxsize=16)
def _caption(words: PageWords) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(w).replace(r"\{digit\}", r"[0-9]+") for w in words.caption) or "(?!)")


def names_something(head: str, words: PageWords) -> bool:
    """The line starts as the name of a picture or a table does."""
    return _caption(words).match(head) is not None


def is_dateline(line: Line, words: PageWords) -> bool:
    """The first line of a news item, with the agency's name."""
    return _dateline(words).match(line.head) is not None


def is_date(line: Line) -> bool:
    """A line that is one date: the heading of a day in a chronicle."""
    return line.length <= 16 and _DATE_LINE.match(line.head) is not None


def labelled(head: str, labels: Sequence[str]) -> bool:
    """The line is one of the labels, alone or before a colon, white space or closing bracket."""
    bare = head.lstrip(_BYLINE_MARKS)
    if not bare.startswith(tuple(labels)):
        return False
    for label in labels:
        after = bare[len(label) : len(label) + 1]
        if bare.startswith(label) and (after in ("", " ", ":", "：", "\u3000", "/") or label[-1] == "/"):
            return True
    return False


def tail_start(text: str, lines: Sequence[Line], words: PageWords) -> int:
    """Index of the first line of a web page's tail (len(lines) if there is none).

    A tail begins at a trigger word and runs to the end of the file through short lines and other triggers.
    """
    start = i = len(lines)
    while i > 0:
        line = lines[i - 1]
        trigger = labelled(line.head, words.page_tail)
        short = line.length <= 60 and line.tail[-1:] != "。"
        if not trigger and not short:
            break
        i -= 1
        if trigger:
            start = i
    while 0 < start < len(lines) and (is_rule(lines[start - 1].head) or is_link(lines[start - 1].head)):
        start -= 1
    return start


class Outline:
    """Classifies the lines of one text, last line first: a heading is known by what follows it."""

    def __init__(self, text: str, lines: Sequence[Line], words: PageWords, taken: Sequence[BlockKind | None]) -> None:
        """`taken[i]`: the kind of a line that is known already (table, tail)."""
        self._text, self._lines, self._words, self._taken = text, lines, words, taken
        self._marks = marks(words)
        bodies = (i for i, line in enumerate(lines) if (line.closed and line.length > 12) or line.length > 60)
        self._first = next(bodies, 0)
        self._numbers: list[Mark | None] = [
            None if bullet(line.head) else self._marks.number(line.head) for line in lines
        ]

    def kinds(self) -> list[Kind]:
        """One Kind per line."""
        found: list[Kind] = [Kind("paragraph")] * len(self._lines)
        for i in range(len(self._lines) - 1, -1, -1):
            following = found[i + 1] if i + 1 < len(found) else None
            found[i] = self._kind(i, following)
        return found

    def _kind(self, i: int, following: Kind | None) -> Kind:
        line, taken = self._lines[i], self._taken[i]
        if taken is not None:
            return Kind(taken)
        if (is_link(line.head) and line.length <= len(line.head)) or is_tag(line.head):
            return Kind("tail", why="link")
        if is_rule(line.head) and line.length <= len(line.head):
            return Kind("caption", why="rule")
        if self._is_byline(i):
            return Kind("caption", why="byline")
        if self._is_caption(line):
            return Kind("caption")
        mark = bullet(line.head)
        if mark:
            return Kind("item", mark)
        mark = dash(line.head)
        if mark:
            return Kind("item", mark) if line.closed or line.length > 60 else Kind("caption", why="byline")
        number = self._numbers[i]
        if number is not None:
            return self._numbered(i, number, following)
        return self._plain(i, following)

    def _is_byline(self, i: int) -> bool:
        line, words = self._lines[i], self._words
        if line.length > 60 or (line.closed and line.length > 12 and line.tail[-1:] in "。；"):
            return False
        if labelled(line.head, words.byline):
            return True
        if i > self._first and i > 8:
            return False
        if any(line.tail.endswith(end) for end in words.byline_end) and line.head[:1] in "0123456789（(":
            return True
        name = _NAME.search(line.head) if line.length <= 40 else None
        return name is not None and any(line.head[: name.start()].endswith(office) for office in words.offices)

    def _is_caption(self, line: Line) -> bool:
        if line.length > 60 or line.closed:
            return False
        if line.length <= 20 and line.head.startswith(self._words.furniture):
            return True
        return _BRACKETED.match(line.head) is not None or names_something(line.head, self._words)

    def _stops_inside(self, line: Line) -> bool:
        end = max(line.start, line.end - 3)
        return any(self._text.find(stop, line.start, end) >= 0 for stop in STOPS)

    def title_shaped(self, line: Line, *, numbered: bool = False) -> bool:
        """Short, without closing punctuation, not a clause chain."""
        if line.length > 60 or line.closed or self._stops_inside(line):
            return False
        commas = sum(line.head.count(c) for c in ",，")
        limit = 60 if commas == 0 else 48 if commas == 1 and numbered else 36
        return line.tail[-1:] not in ",，、" and line.length <= limit

    def _numbered(self, i: int, number: Mark, following: Kind | None) -> Kind:
        line = self._lines[i]
        short = self.title_shaped(line, numbered=True)
        one_sentence = line.closed and line.length <= 45 and not self._stops_inside(line)
        sibling = self._sibling(i, number)
        if short and not sibling and following is not None and following.kind not in ("caption", "tail"):
            return Kind("heading", number.text, number.rank)
        body = following is not None and following.kind in ("paragraph", "item") and following.rank != number.rank
        if one_sentence and number.script == "cjk" and not sibling and body:
            return Kind("heading", number.text, number.rank)
        if number.script == "digit" or (short and sibling):
            return Kind("item", number.text, number.rank)
        return Kind("paragraph", number.text, number.rank)

    def _sibling(self, i: int, number: Mark) -> bool:
        """The line before or after is a point of the same series: a list, not headings with their bodies."""
        for j in (i + 1, i - 1):
            if 0 <= j < len(self._lines):
                other = self._numbers[j]
                if other is not None and other.rank == number.rank and self._lines[j].length <= 120:
                    return True
        return False

    def _after_link(self, i: int) -> bool:
        """A link or a rule stands before the line: one article of a collection ends, the next begins."""
        return i > 0 and (is_link(self._lines[i - 1].head) or is_rule(self._lines[i - 1].head))

    def _plain(self, i: int, following: Kind | None) -> Kind:
        line = self._lines[i]
        after = self._lines[i + 1] if i + 1 < len(self._lines) else None
        whole = line.length <= len(line.head)
        if is_dateline(line, self._words):
            return Kind("paragraph")
        if after is not None and is_dateline(after, self._words) and whole and line.tail[-1:] != "。":
            return Kind("heading", why="headline")
        if following is not None and self._after_link(i) and whole and not line.closed:
            return Kind("heading")
        long_title = i == 0 and line.length <= 90 and not (set(line.head) & set(",，；;。！？")) and not line.closed
        if long_title and following is not None and (following.kind == "paragraph" or following.why == "link"):
            return Kind("heading")
        if not self.title_shaped(line) or _OPTION.match(line.head):
            return Kind("paragraph")
        if following is None or after is None or following.kind == "tail":
            alone = line.gap > 0 or (i > 0 and self._taken[i - 1] is not None)
            return Kind("caption") if alone else Kind("paragraph")
        if after.head.startswith(self._words.continuation) and self._words.continuation:
            return Kind("paragraph")
        in_title = i < self._first
        if following.kind in ("paragraph", "item"):
            return Kind("heading")
        if following.kind == "table":
            return Kind("caption", why="table")
        if following.kind == "heading":
            labelled_value = ":" in line.head or "：" in line.head
            plain = following.rank < 0 and following.why != "headline"
            if in_title or (not labelled_value and (not plain or after.gap > 0 or is_date(line))):
                return Kind("heading")
            return Kind("paragraph")
        if in_title or following.why == "byline":
            return Kind("heading")
        return Kind("caption") if line.gap > 0 and after.gap > 0 else Kind("paragraph")
