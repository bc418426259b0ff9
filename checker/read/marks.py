"""Marks at the start of a line: numbering styles and bullets."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from checker.model.document import Span
from checker.read.words import PageWords

URL = re.compile(r"(?:https?://|www\.)[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+")
_BULLET = re.compile(r"([-*+–])[ \t\u3000]+|([•·●○■□◆◇▪►➢✓※◎])[ \t\u3000]*")
_DASH = re.compile(r"(?:—{1,2}|-{2,4}|─{2})(?=[^\s—─-])")
_RULE = re.compile(r"[-=*_~—─·.•#\s]{3,}\Z")
_LINK = re.compile(r"!?\[[^\]\n]*\]\([^()\s]*\)\Z|(?:https?://|www\.)\S+\Z")
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^>]*)?>?")
_DIGITS = re.compile("[0-9]+")
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


class Mark(NamedTuple):
    """A numbering mark as written, its style (one pattern) and the rank of that style (0 = outermost)."""

    text: str
    rank: int
    script: str  # "cjk", "digit": what the numeral is written in


class Marks(NamedTuple):
    """The compiled marks of one set of words."""

    styles: tuple[tuple[re.Pattern[str], int, str], ...]
    numerals: str
    any: re.Pattern[str]

    def number(self, head: str) -> Mark | None:
        """The numbering mark that a line starts with, if any."""
        if not self.any.match(head):
            return None
        for pattern, rank, script in self.styles:
            match = pattern.match(head)
            if match and not self._counts_on(match.group(), head[match.end() :]):
                return Mark(match.group().strip(), rank, script)
        return None

    def _counts_on(self, mark: str, rest: str) -> bool:
        """Two numbers in a row (January and February), not a mark before a text."""
        if not mark.endswith("、"):
            return False
        if mark[0] in "0123456789":
            following = _DIGITS.match(rest)
            return following is not None and int(following.group()) == int(mark[:-1]) + 1
        at = self.numerals.find(mark[-2])
        return at >= 0 and rest[:1] == self.numerals[at + 1 : at + 2] != "" and rest[1:2] not in self.numerals


@lru_cache(maxsize=16)
def marks(words: PageWords) -> Marks:
    """Compile the numbering styles of a word list."""
    cjk = f"[{re.escape(words.numerals)}]{{1,4}}" if words.numerals else "(?!)"
    capital = f"[{re.escape(words.capitals)}]{{1,3}}" if words.capitals else "(?!)"
    digit = r"[0-9０-９]{1,3}"
    places = {
        "{cjk}": cjk,
        "{capital}": capital,
        "{digit}": digit,
        "{any}": f"(?:{cjk}|{capital}|{digit})",
        "{circled}": f"[{_CIRCLED}]",
    }
    styles: list[tuple[re.Pattern[str], int, str]] = []
    for rank, line in enumerate(words.heading_marks):
        for template in line.split("|"):
            body = "".join(
                places.get(piece, re.escape(piece)) for piece in re.split(r"(\{\w+\})", template.rstrip(" "))
            )
            after = r"(?=[ \t\u3000])" if template.endswith(" ") else ""
            if template.rstrip(" ").endswith((".", "．")):
                after = r"(?![0-9０-９])"  # 1.76 is a number
            if template.endswith(("{any}", "{digit}")):
                after = r"(?=[\s:：.、．]|\Z)"
            script = "digit" if "{digit}" in template or "{circled}" in template else "cjk"
            styles.append((re.compile(body + after), rank, script))
    either = re.compile("|".join(f"(?:{pattern.pattern})" for pattern, _, _ in styles) or "(?!)")
    return Marks(tuple(styles), words.numerals, either)


def bullet(head: str) -> str:
    """The bullet a line starts with, "" if none. A minus sign with its number is none."""
    match = _BULLET.match(head)
    return (match.group(1) or match.group(2)) if match else ""


def bullet_width(head: str) -> int:
    """Characters of the bullet and the white space after it."""
    match = _BULLET.match(head)
    return match.end() if match else 0


def dash(head: str) -> str:
    """The long dash that leads a point of an outline, "" if none."""
    match = _DASH.match(head)
    return match.group() if match else ""


def is_rule(head: str) -> bool:
    """A line of dashes, stars and the like."""
    return _RULE.match(head) is not None


def is_link(head: str) -> bool:
    """A line that is one link and nothing else."""
    return _LINK.match(head) is not None


def is_tag(head: str) -> bool:
    """A line that is one HTML tag (the rest of a web page)."""
    return head.startswith("<") and _TAG.match(head) is not None


def merge(spans: Iterable[Span]) -> list[Span]:
    """Sorted, not overlapping, none empty."""
    merged: list[Span] = []
    for span in sorted(spans):
        if span.end <= span.start:
            continue
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged
