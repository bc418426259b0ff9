"""Enumerations of words: how many members A、B和C may have."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

import regex

from checker.model.interval import Interval

_PAIRS = {"“": "”", "‘": "’", "《": "》", "「": "」", "『": "』", "〈": "〉", '"': '"', "【": "】"}
_CLOSING = frozenset(_PAIRS.values())
_QUOTED = regex.compile(r"“[^”]*”|《[^》]*》|‘[^’]*’")
_QUOTE, _QUOTES = regex.compile(r"“[^”]+”|《[^》]+》"), regex.compile(r"(?:“[^”]+”|《[^》]+》)+")


@dataclass(frozen=True, slots=True)
class Enumeration:
    """Members of a list as [start, end) in its text, and the interval of counts that its joins allow."""

    members: tuple[tuple[int, int], ...]
    count: Interval


def enumerate_items(text: str, conjunctions: tuple[str, ...], words: tuple[str, ...] = ()) -> Enumeration:
    """Split an enumeration at its top-level 、 and conjunctions. `words`: hold a conjunction's character (普及).

    A conjunction may join the last two members or stand inside one (语文和数学教研组), so every number
    between "none of them splits" and "all of them split" is possible; and where a conjunction stands
    before the last 、, the list may begin behind it (道路建设和甲、乙、丙三县).
    """
    inner, offset = _unquote(text)
    joins, whole_words = _joins(conjunctions, words)
    solid = [m.span() for m in whole_words.finditer(inner)] if words else []
    cuts: list[tuple[int, int, bool]] = []
    depth: list[str] = []
    i = 0
    while found := joins.search(inner, i):
        i, end = found.span()
        sign = found.group()
        if depth and sign[0] == depth[-1]:
            depth.pop()
        elif sign in _PAIRS:
            depth.append(_PAIRS[sign])
        elif (
            sign not in _CLOSING and not depth and i > 0 and end < len(inner) and not any(a <= i < b for a, b in solid)
        ):
            cuts.append((i, end, sign == "、"))
            i = end
            continue
        i += 1
    adjacent = _quoted_neighbours(inner)
    if not cuts and adjacent > 1:
        return Enumeration(_members(text, offset, cuts, inner), Interval.exact(adjacent))
    commas = sum(c[2] for c in cuts)
    joints = len(cuts) - commas
    members = _members(text, offset, cuts, inner)
    least, most = commas + 1, commas + joints + 1
    if joints == 1 and commas and not cuts[-1][2]:
        # The joint before the last member splits unless what stands before it is too short to be one.
        whole = [b - a for a, b in members[1:-2]] or [members[0][1] - members[0][0]]
        if members[-2][1] - members[-2][0] >= min(whole):
            least = most
    last_comma = max((k for k, c in enumerate(cuts) if c[2]), default=-1)
    for k, (_, _, comma) in enumerate(cuts):
        if not comma and k < last_comma:  # the list may begin behind this conjunction
            least = min(least, sum(c[2] for c in cuts[k + 1 :]) + 1)
    return Enumeration(members, Interval(Fraction(least), Fraction(most)))


@lru_cache(maxsize=8)
def _joins(conjunctions: tuple[str, ...], words: tuple[str, ...]) -> tuple[regex.Pattern[str], regex.Pattern[str]]:
    """What may split a list or opens and closes a quote in it; the words that hold a conjunction's character."""
    ordered = sorted(conjunctions, key=len, reverse=True)
    signs = (*_PAIRS, *_CLOSING, "、", *ordered)
    return regex.compile("|".join(map(regex.escape, signs))), regex.compile("|".join(map(regex.escape, words)))


def _unquote(text: str) -> tuple[str, int]:
    """(the list, where it starts): the inside of the quotes that end the text, if the list stands in them."""
    stripped = text.rstrip()
    for opening, close in _PAIRS.items():
        if stripped.endswith(close):
            start = stripped.rfind(opening, 0, len(stripped) - 1)
            if start >= 0 and "、" in stripped[start:] and "、" not in _outside(stripped[:start]):
                return stripped[start + 1 : -1], start + 1
    return text, 0


def _outside(text: str) -> str:
    """The text without what stands in quotes."""
    return str(_QUOTED.sub("", text))


def _quoted_neighbours(text: str) -> int:
    """“甲”“乙”“丙”: how many quoted members follow each other without a mark."""
    return len(_QUOTE.findall(text)) if _QUOTES.fullmatch(text) else 0


def _members(text: str, offset: int, cuts: list[tuple[int, int, bool]], inner: str) -> tuple[tuple[int, int], ...]:
    starts = [0, *(end for _, end, _ in cuts)]
    ends = [*(start for start, _, _ in cuts), len(inner)]
    return tuple((offset + a, offset + b) for a, b in zip(starts, ends, strict=True))
