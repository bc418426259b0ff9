"""Tables of a page: drawn with ruling lines, or rows of stretches that stand in columns."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from checker.read.pdflines import Stretch, joined, stretches
from checker.read.pdfpage import Glyph, Rule

_NEAR = 2.5  # points between lines that are drawn as one
_SAME_LINE = 1.0
_OPEN = 8.0  # points that rows reach over the outermost upright line: the table is open there
_MOST_RULES = 1_500  # more on a page are a drawing
_MOST_SQUARES = 40_000
_GUTTER = 0.7  # em between the columns of a table without lines


@dataclass(frozen=True, slots=True)
class Field:
    """One cell: where it stands and its lines from top to bottom."""

    row: int
    column: int
    rows: int
    columns: int
    lines: tuple[Stretch, ...]

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class Laid:
    """A table on a page. `sides`: where its columns begin and end; `ruled`: it is drawn with lines."""

    page: int
    turn: int
    fields: tuple[Field, ...]
    rows: int
    columns: int
    sides: tuple[float, ...]
    box: tuple[float, float, float, float]  # u0, v0, u1, v1
    ruled: bool


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where the lines of a table cross, and its cells as (row, column, rows, columns)."""

    us: tuple[float, ...]
    vs: tuple[float, ...]
    cells: tuple[tuple[int, int, int, int], ...]


def ruled(rules: Sequence[Rule], glyphs: Sequence[Glyph], page: int, turn: int) -> tuple[list[Laid], list[Glyph]]:
    """The tables that ruling lines draw, and the characters outside them.

    A frame with less than two rows and two columns that hold text is none: its text is that of the page.
    """
    drawn = _merged(rules)
    frames = _frames(drawn) if len(drawn) <= _MOST_RULES else []
    rest = list(glyphs)
    found: list[Laid] = []
    for frame in frames:
        table, others = _filled(frame, rest, page, turn)
        if table is not None:
            found.append(table)
            rest = others
    return found, rest


def _filled(frame: _Frame, glyphs: Iterable[Glyph], page: int, turn: int) -> tuple[Laid | None, list[Glyph]]:
    us, vs = frame.us, frame.vs
    of_square: dict[tuple[int, int], int] = {}
    for n, (row, column, rows, columns) in enumerate(frame.cells):
        for i in range(row, row + rows):
            of_square.update(((i, j), n) for j in range(column, column + columns))
    inside: dict[int, list[Glyph]] = defaultdict(list)
    outside: list[Glyph] = []
    for g in glyphs:
        u, v = (g.u0 + g.u1) / 2, (g.v0 + g.v1) / 2
        square = (bisect_right(vs, v) - 1, bisect_right(us, u) - 1)
        if square in of_square:
            inside[of_square[square]].append(g)
        else:
            outside.append(g)
    if len({frame.cells[n][0] for n in inside}) < 2 or len({frame.cells[n][1] for n in inside}) < 2:
        return None, outside
    fields = []
    for n, (row, column, rows, columns) in enumerate(frame.cells):
        lines = tuple(joined(row_) for row_ in stretches(inside.get(n, ()), page, turn))
        fields.append(Field(row, column, rows, columns, lines))
    fields.sort(key=lambda f: (f.row, f.column))
    box = (us[0], vs[0], us[-1], vs[-1])
    return Laid(page, turn, tuple(fields), len(vs) - 1, len(us) - 1, us, box, True), outside


def _merged(rules: Sequence[Rule]) -> list[Rule]:
    """Lines drawn cell by cell as the lines they make."""
    lanes: list[list[Rule]] = []
    for rule in sorted(rules):
        if lanes and lanes[-1][0].upright == rule.upright and rule.at - lanes[-1][0].at <= _SAME_LINE:
            lanes[-1].append(rule)
        else:
            lanes.append([rule])
    found: list[Rule] = []
    for lane in lanes:
        lane.sort(key=lambda rule: rule.start)
        fresh = True
        for rule in lane:
            if not fresh and rule.start <= found[-1].end + _NEAR:
                found[-1] = found[-1]._replace(end=max(found[-1].end, rule.end))
            else:
                found.append(rule)
            fresh = False
    return found


def _frames(rules: Sequence[Rule]) -> list[_Frame]:
    """Lines that touch each other, as grids; the largest first, so that a table in a cell stays part of it."""
    frames: list[_Frame] = []
    for group in _touching(rules):
        upright = [r for r in group if r.upright]
        level = [r for r in group if not r.upright]
        if not upright or len(level) < 2:
            continue
        us = _places([*(r.at for r in upright), *_open_ends(upright, level)])
        vs = _places([*(r.at for r in level), min(r.start for r in upright), max(r.end for r in upright)])
        if len(us) < 3 or len(vs) < 3 or len(us) * len(vs) > _MOST_SQUARES:
            continue
        frames.append(_Frame(us, vs, _cells(us, vs, upright, level)))
    return sorted(frames, key=lambda f: -(f.us[-1] - f.us[0]) * (f.vs[-1] - f.vs[0]))


def _open_ends(upright: Sequence[Rule], level: Sequence[Rule]) -> list[float]:
    """Sides that no upright line closes, though the rows go on."""
    left, right = min(r.at for r in upright), max(r.at for r in upright)
    start, end = min(r.start for r in level), max(r.end for r in level)
    return [*([start] if start < left - _OPEN else []), *([end] if end > right + _OPEN else [])]


def _places(values: Iterable[float]) -> tuple[float, ...]:
    """Distinct places; those as near as the two edges of one line are one."""
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][-1] <= _NEAR:
            groups[-1].append(value)
        else:
            groups.append([value])
    return tuple(sum(group) / len(group) for group in groups)


def _touching(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Rules that touch or cross, together. One sweep down the page with the lines that are still open."""
    parent = list(range(len(rules)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    tops = [(r.start if r.upright else r.at) - _NEAR for r in rules]
    ends = [(r.end if r.upright else r.at) + _NEAR for r in rules]
    open_: list[int] = []
    for i in sorted(range(len(rules)), key=tops.__getitem__):
        open_ = [j for j in open_ if ends[j] >= tops[i]]
        a, b = _across(rules[i])
        for j in open_:
            c, d = _across(rules[j])
            if c <= b and a <= d:
                parent[root(i)] = root(j)
        open_.append(i)
    groups: dict[int, list[Rule]] = defaultdict(list)
    for i, rule in enumerate(rules):
        groups[root(i)].append(rule)
    return list(groups.values())


def _across(rule: Rule) -> tuple[float, float]:
    """What a rule covers of u."""
    return (rule.at - _NEAR, rule.at + _NEAR) if rule.upright else (rule.start - _NEAR, rule.end + _NEAR)


def _cells(
    us: tuple[float, ...], vs: tuple[float, ...], upright: Sequence[Rule], level: Sequence[Rule]
) -> tuple[tuple[int, int, int, int], ...]:
    """Squares of the grid that no line parts are one cell; what makes no rectangle stays in squares."""
    beside = _walls(us, vs, upright)  # (column line, row)
    below = _walls(vs, us, level)  # (row line, column)
    label: dict[tuple[int, int], tuple[int, int]] = {}
    for i in range(len(vs) - 1):
        for j in range(len(us) - 1):
            label[i, j] = (i, j)

    def root(at: tuple[int, int]) -> tuple[int, int]:
        while label[at] != at:
            label[at] = label[label[at]]
            at = label[at]
        return at

    for i, j in list(label):
        if (i, j + 1) in label and (j + 1, i) not in beside:
            label[root((i, j + 1))] = root((i, j))
        if (i + 1, j) in label and (i + 1, j) not in below:
            label[root((i + 1, j))] = root((i, j))
    groups: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for at in label:
        groups[root(at)].append(at)
    cells: list[tuple[int, int, int, int]] = []
    for squares in groups.values():
        top, left = min(i for i, _ in squares), min(j for _, j in squares)
        rows, columns = max(i for i, _ in squares) - top + 1, max(j for _, j in squares) - left + 1
        if rows * columns == len(squares):
            cells.append((top, left, rows, columns))
        else:
            cells += [(i, j, 1, 1) for i, j in squares]
    return tuple(sorted(cells))


def _walls(places: tuple[float, ...], across: tuple[float, ...], rules: Sequence[Rule]) -> set[tuple[int, int]]:
    """(line, square) where a rule at that line covers the middle of that square."""
    walls: set[tuple[int, int]] = set()
    for rule in rules:
        k = bisect_left(places, rule.at)
        k = min((n for n in (k - 1, k) if 0 <= n < len(places)), key=lambda n: abs(places[n] - rule.at))
        for n, (a, b) in enumerate(pairwise(across)):
            if rule.start - _NEAR <= (a + b) / 2 <= rule.end + _NEAR:
                walls.add((k, n))
    return walls


# without lines -----------------------------------------------------------------------------------------------


def aligned(rows: Sequence[tuple[Stretch, ...]], is_label: Callable[[str], bool]) -> list[tuple[int, int, Laid]]:
    """(first row, row after the last, table): rows of stretches that stand below each other in columns.

    Three rows of two stretches make a table, or two rows of three. A row of one stretch between them belongs to it.
    A row that `is_label` says names a table is none of its rows.
    """
    found: list[tuple[int, int, Laid]] = []
    i = 0
    while i < len(rows):
        if len(rows[i]) < 2 or is_label(rows[i][0].text):
            i += 1
            continue
        last = i + 1
        while last < len(rows) and _follows(rows, last) and not is_label(rows[last][0].text):
            last += 1
        table = _columns(rows[i:last])
        if table is not None:
            found.append((i, last, table))
            i = last
        else:
            i += 1
    return found


def _follows(rows: Sequence[tuple[Stretch, ...]], i: int) -> bool:
    """The row goes on with the table above: of several stretches, near, or a label between two such rows."""
    height = rows[i][0].v1 - rows[i][0].v0
    if rows[i][0].v0 - max(s.v1 for s in rows[i - 1]) > 2.5 * height:
        return False
    if len(rows[i]) > 1:
        return True
    between = len(rows[i - 1]) > 1 and i + 1 < len(rows) and len(rows[i + 1]) > 1
    return between and rows[i][0].u1 < rows[i + 1][1].u0


def _columns(rows: Sequence[tuple[Stretch, ...]]) -> Laid | None:
    full = [row for row in rows if len(row) > 1]
    most = max(len(row) for row in full)
    if len(full) < (3 if most == 2 else 2):
        return None
    em = full[0][0].size
    cover: list[list[float]] = []
    for one in sorted((s for row in full if len(row) == most for s in row), key=lambda s: s.u0):
        if cover and one.u0 - cover[-1][1] < _GUTTER * em:
            cover[-1][1] = max(cover[-1][1], one.u1)
        else:
            cover.append([one.u0, one.u1])
    if len(cover) != most:
        return None
    fields: list[Field] = []
    for i, row in enumerate(rows):
        at = -1
        for one in row:
            own = [k for k, (a, b) in enumerate(cover) if one.u0 < b and a < one.u1 and k > at]
            if not own:
                nearest = min(range(most), key=lambda k: abs(cover[k][0] + cover[k][1] - one.u0 - one.u1))
                own = [nearest] if nearest > at else []
            if not own:
                return None
            fields.append(Field(i, own[0], 1, own[-1] - own[0] + 1, (one,)))
            at = own[-1]
        blank = set(range(most)) - {k for f in fields if f.row == i for k in range(f.column, f.column + f.columns)}
        fields += [Field(i, k, 1, 1, ()) for k in sorted(blank)]
    if any(len(line.text) > 60 for f in fields for line in f.lines):
        return None  # prose that stands beside prose
    fields.sort(key=lambda f: (f.row, f.column))
    flat = [one for row in rows for one in row]
    box = (min(s.u0 for s in flat), min(s.v0 for s in flat), max(s.u1 for s in flat), max(s.v1 for s in flat))
    sides = (cover[0][0], *((a[1] + b[0]) / 2 for a, b in pairwise(cover)), cover[-1][1])
    return Laid(flat[0].page, flat[0].turn, tuple(fields), len(rows), most, sides, box, False)
