"""Characters of a page -> stretches of lines, and stretches -> rows and columns in the order of reading."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from checker.read.pdfpage import Glyph

_ROW = 0.5  # overlap, of the lower one's height, that puts two runs into one row
_APART = 1.0  # em between two stretches of a row
_GUTTER = 1.2  # em between two columns
_RAISED = 0.8  # size of a raised mark, at most, of its line's
_MOST_COLUMNS = 4
_COLUMN = 8  # em
_FILLED = 0.7
_MOST_STRETCHES = 2_000


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters beside each other in one row. `edges`: where each begins and ends along u.

    `raised`: stretches of `text` that are smaller and higher than the rest. `led`: a space stands before it in the
    file. `parts`: number of stretches that a row was joined from.
    """

    page: int
    turn: int
    text: str
    edges: array[float]
    u0: float
    v0: float
    u1: float
    v1: float
    size: float
    weight: int
    raised: tuple[tuple[int, int], ...] = ()
    led: bool = False
    parts: int = 1

    @property
    def width(self) -> float:
        return self.u1 - self.u0


def stretches(glyphs: Iterable[Glyph], page: int, turn: int) -> list[list[Stretch]]:
    """The rows of a page from top to bottom, each a list of stretches from left to right."""
    rows: list[tuple[float, float, list[Glyph]]] = []
    for run in sorted(_runs(glyphs), key=lambda run: run[0].v0 + run[0].v1):
        v0, v1 = min(g.v0 for g in run), max(g.v1 for g in run)
        best, most = None, 0.0
        for row in reversed(rows[-40:]):
            overlap = min(v1, row[1]) - max(v0, row[0])
            low, high = sorted((v1 - v0, row[1] - row[0]))
            if overlap >= _ROW * low and low >= 0.45 * high and overlap > most:
                best, most = row, overlap
        if best is None:
            rows.append((v0, v1, list(run)))
        else:
            best[2].extend(run)
    rows.sort(key=lambda row: row[0] + row[1])
    return [[_stretch(part, page, turn) for part in _parted(row[2])] for row in rows]


def _runs(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Characters that follow each other in the file and on the page."""
    runs: list[list[Glyph]] = []
    for g in glyphs:
        if runs:
            last = runs[-1][-1]
            size = max(g.size, last.size)
            beside = -0.5 * size <= g.u0 - last.u1 <= 0.6 * size
            level = min(g.v1, last.v1) - max(g.v0, last.v0) >= _ROW * min(g.v1 - g.v0, last.v1 - last.v0)
            if beside and level:
                runs[-1].append(g)
                continue
        runs.append([g])
    return runs


def _parted(row: list[Glyph]) -> list[list[Glyph]]:
    """The characters of a row in order, parted at wide gaps; what is printed twice for weight counts once."""
    parts: list[list[Glyph]] = []
    for g in sorted(row, key=lambda g: g.u0):
        if not parts:
            parts.append([g])
            continue
        last = parts[-1][-1]
        if g.c == last.c and last.u1 - g.u0 > 0.7 * (g.u1 - g.u0) > 0:
            continue
        if g.u0 - last.u1 > _APART * max(g.size, last.size):
            parts.append([g])
        else:
            parts[-1].append(g)
    return parts


def _stretch(glyphs: list[Glyph], page: int, turn: int) -> Stretch:
    sizes = Counter(round(g.size, 1) for g in glyphs)
    size = max(sizes, key=lambda s: (sizes[s], s))
    weight = Counter(g.weight for g in glyphs).most_common(1)[0][0]
    bottom = median(g.v1 for g in glyphs if abs(g.size - size) < 0.1) if size else 0.0
    text: list[str] = []
    edges = array("f")
    raised: list[tuple[int, int]] = []
    usual = _usual_gap(glyphs)
    for i, g in enumerate(glyphs):
        if i and _space(glyphs[i - 1], g, usual):
            text.append(" ")
            edges.extend((glyphs[i - 1].u1, g.u0))
        if g.size < _RAISED * size and g.v1 < bottom - 0.15 * size:
            start = raised.pop()[0] if raised and raised[-1][1] == len(text) else len(text)
            raised.append((start, len(text) + 1))
        text.append(g.c)
        edges.extend((g.u0, g.u1))
    v0, v1 = min(g.v0 for g in glyphs), max(g.v1 for g in glyphs)
    ends = (glyphs[0].u0, v0, max(g.u1 for g in glyphs), v1)
    return Stretch(page, turn, "".join(text), edges, *ends, size, weight, tuple(raised), glyphs[0].spaced)


def _space(last: Glyph, g: Glyph, usual: float) -> bool:
    """Is there a space between two characters? `usual`: the gap that the line has anyway, in em.

    Between an ideograph and a figure type sets a narrow gap of its own.
    """
    size = max(last.size, g.size)
    gap = (g.u0 - last.u1) / size if size else 0.0
    if g.spaced and gap > 0.15:
        return True
    ideographs = wide(last.c) + wide(g.c)
    return gap - usual > (0.17, 0.45, 0.2)[ideographs]


def _usual_gap(glyphs: Sequence[Glyph]) -> float:
    """The gap between two characters of a line, in em: more than nothing if it is spaced out."""
    gaps = [(b.u0 - a.u1) / max(a.size, b.size, 1.0) for a, b in pairwise(glyphs)]
    return max(0.0, median(gaps)) if gaps else 0.0


def wide(c: str) -> bool:
    """An ideograph or its punctuation."""
    return c >= "\u2e80" or "\u2010" <= c <= "\u206f"


def joined(row: Sequence[Stretch], *, whole: bool = False) -> Stretch:
    """The stretches of a row as one, with tabs between them; `whole`: they are one line, a mark and its text."""
    if len(row) == 1:
        return row[0]
    edges = array("f")
    raised: list[tuple[int, int]] = []
    at = 0
    for i, one in enumerate(row):
        if i:
            edges.extend((row[i - 1].u1, one.u0))
            at += 1
        edges.extend(one.edges)
        raised += [(at + a, at + b) for a, b in one.raised]
        at += len(one.text)
    first, longest = row[0], max(row, key=lambda one: len(one.text))
    ends = (first.u0, min(s.v0 for s in row), row[-1].u1, max(s.v1 for s in row))
    text = "\t".join(one.text for one in row)
    looks = (longest.size, longest.weight)
    return Stretch(
        first.page, first.turn, text, edges, *ends, *looks, tuple(raised), first.led, 1 if whole else len(row)
    )


# columns -----------------------------------------------------------------------------------------------------


class _Cover:
    """The union of intervals."""

    def __init__(self) -> None:
        self.starts: list[float] = []
        self.ends: list[float] = []

    def add(self, start: float, end: float) -> None:
        i = bisect_left(self.ends, start)
        j = i
        while j < len(self.starts) and self.starts[j] <= end:
            start, end = min(start, self.starts[j]), max(end, self.ends[j])
            j += 1
        self.starts[i:j], self.ends[i:j] = [start], [end]

    def parts(self, gap: float) -> list[tuple[float, float]]:
        """The intervals, those nearer than `gap` joined."""
        found: list[tuple[float, float]] = []
        for start, end in zip(self.starts, self.ends, strict=True):
            if found and start - found[-1][1] < gap:
                found[-1] = (found[-1][0], end)
            else:
                found.append((start, end))
        return found


@dataclass(frozen=True, slots=True)
class Region:
    """Rows between two sides. `column`: other columns stand beside it."""

    rows: tuple[tuple[Stretch, ...], ...]
    left: float
    right: float
    column: bool = False


def regions(rows: Sequence[Sequence[Stretch]]) -> list[Region]:
    """Rows in the order of reading: columns of prose one after the other, all else from top to bottom."""
    flat = [one for row in rows for one in row]
    if not flat:
        return []
    whole = tuple(tuple(row) for row in rows)
    if all(len(row) == 1 for row in rows) or len(flat) > _MOST_STRETCHES:
        return [Region(whole, *sides(flat))]
    em = median(one.size for one in flat)
    done: list[Region] = []
    waiting: list[Stretch] = []
    for group in _groups(sorted(flat, key=lambda one: (one.v0 + one.v1, one.u0)), em):
        columns = _columns(group, em)
        if columns:
            if waiting:
                done.append(_plain(whole, waiting))
                waiting = []
            done += columns
        else:
            waiting += group
    if waiting:
        done.append(_plain(whole, waiting))
    return done


def _groups(flat: Sequence[Stretch], em: float) -> list[list[Stretch]]:
    """Divide what stands below each other so that one gutter runs through a group wherever one can."""
    groups: list[list[Stretch]] = []
    current: list[Stretch] = []
    cover = _Cover()
    open_ = False
    for one in flat:
        current.append(one)
        cover.add(one.u0, one.u1)
        if len(cover.parts(_GUTTER * em)) > 1:
            open_ = True
            continue
        trial, keep = _Cover(), 0
        for k, other in enumerate(reversed(current), 1):
            trial.add(other.u0, other.u1)
            if len(trial.parts(_GUTTER * em)) > 1:
                keep = k
            elif keep or k > 60:
                break
        if keep or open_:
            keep = keep or 1
            if len(current) > keep:
                groups.append(current[:-keep])
            current = current[-keep:]
            cover = _Cover()
            for other in current:
                cover.add(other.u0, other.u1)
            open_ = keep > 1
    if current:
        groups.append(current)
    return groups


def _columns(group: Sequence[Stretch], em: float) -> list[Region]:
    """The columns of a group, none if it is no prose in columns."""
    cover = _Cover()
    for one in group:
        cover.add(one.u0, one.u1)
    parts = cover.parts(_GUTTER * em)
    if not 2 <= len(parts) <= _MOST_COLUMNS:
        return []
    found: list[Region] = []
    for left, right in parts:
        own = [one for one in group if left <= one.u0 and one.u1 <= right]
        filled = median(one.width for one in own) / (right - left)
        if len(own) < 3 or right - left < _COLUMN * em or filled < _FILLED:
            return []
        found.append(Region(tuple((one,) for one in own), left, right, True))
    return found


def _plain(rows: Sequence[Sequence[Stretch]], members: Sequence[Stretch]) -> Region:
    """The rows as they were, without what stands elsewhere."""
    inside = {id(one) for one in members}
    kept = [tuple(one for one in row if id(one) in inside) for row in rows]
    return Region(tuple(row for row in kept if row), *sides(members))


def sides(members: Sequence[Stretch]) -> tuple[float, float]:
    """The left and the right side of a column: where its long lines begin and end."""
    lines = [one for one in members if one.text] or members  # a table has no text of its own
    longest = max(one.width for one in lines)
    long_ = [one for one in lines if one.width >= 0.8 * longest]
    return min(one.u0 for one in long_), median(one.u1 for one in long_)
