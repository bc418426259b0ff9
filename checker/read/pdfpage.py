"""One page of a PDF at a time: its characters with their boxes, its ruling lines. The only door to pdfium.

Everything is told in the direction of reading: u runs along the lines, v from line to line, in points. `user_box` leads
back to the coordinates of the page. pdfium is no friend of threads: one file is open at a time.
"""

from __future__ import annotations

import ctypes
import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from math import atan2, degrees, hypot
from typing import Any, NamedTuple

from checker.read.errors import ReadError, missing_extra

MOST_PAGES = 20_000
MOST_CHARACTERS = 200_000  # of one page
_MOST_OBJECTS = 50_000
_DEEPEST = 8
_THIN = 3.0  # a filled box of that height is a line
_ASLANT = 4.0  # degrees off the quarters of a turn
_HYPHENS = (0x02, 0xAD, 0xFFFE)
_LOCK = threading.Lock()
Box = tuple[float, float, float, float]
Matrix = tuple[float, float, float, float, float, float]
_SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Glyph(NamedTuple):
    """One character; `spaced`: the file sets a space before it. `size` of the font and its `weight`."""

    c: str
    u0: float
    v0: float
    u1: float
    v1: float
    size: float
    weight: int
    spaced: bool


class Rule(NamedTuple):
    """A straight line: along u at `at` = v, or (`upright`) along v at `at` = u."""

    upright: bool
    at: float
    start: float
    end: float


@dataclass(slots=True)
class _Ink:
    """What the characters of one text object share."""

    size: float
    weight: int
    turn: int | None


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on a page. `turns`: characters by the quarter turns of their lines, the most frequent first.

    `unmapped`: characters that the file gives no meaning; `aslant`: characters set at an angle, which are left out;
    `pictures`: it holds a picture; `full`: it holds more characters than are read; `bare`: nothing at all is on it.
    """

    number: int
    turns: tuple[tuple[int, tuple[Glyph, ...]], ...] = ()
    rules: tuple[Rule, ...] = ()
    unmapped: int = 0
    aslant: int = 0
    pictures: bool = False
    full: bool = False
    bare: bool = False
    broken: bool = False


def turned(turn: int, x: float, y: float) -> tuple[float, float]:
    """A point of the page as (u, v) of text that runs at `turn` quarter turns."""
    return ((x, -y), (y, x), (-x, y), (-y, -x))[turn]


def user_box(turn: int, u0: float, v0: float, u1: float, v1: float) -> Box:
    """(left, bottom, right, top) on the page of a box in the direction of reading."""
    return ((u0, -v1, u1, -v0), (v0, u0, v1, u1), (-u1, v0, -u0, v1), (-v1, -u1, -v0, -u0))[turn]


@contextmanager
def opened(data: bytes) -> Iterator[Pdf]:
    """The file, open. Raises ReadError: missing-extra, pdf-not, pdf-cut, pdf-locked, pdf-damaged."""
    if b"%PDF-" not in data[:1024]:
        raise ReadError("pdf-not", "not a PDF file, though its name says so")
    if b"%%EOF" not in data[-4096:]:
        raise ReadError("pdf-cut", "the file is cut short: its end is missing; get it again")
    try:
        import pypdfium2.raw as pdfium  # noqa: PLC0415
    except ImportError as error:
        if (error.name or "").split(".")[0] != "pypdfium2":
            raise
        raise missing_extra("pdf") from error
    with _LOCK:
        handle = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
        if not handle:
            raise _refused(pdfium, pdfium.FPDF_GetLastError())
        try:
            if pdfium.FPDF_GetPageCount(handle) < 1:
                raise _refused(pdfium, pdfium.FPDF_ERR_FORMAT)
            yield Pdf(pdfium, handle)
        finally:
            pdfium.FPDF_CloseDocument(handle)


def _refused(pdfium: Any, code: int) -> ReadError:
    if code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
        return ReadError("pdf-locked", "protected by a password; save it again without one")
    return ReadError("pdf-damaged", "the file is damaged: no PDF reader can open it; get it again or save it anew")


class Pdf:
    """An open file."""

    def __init__(self, pdfium: Any, handle: Any) -> None:
        self._pdfium, self._handle = pdfium, handle
        self.pages: int = pdfium.FPDF_GetPageCount(handle)

    def page(self, index: int) -> Page:
        """What stands on a page (from 0); the page is let go before this returns."""
        pdfium = self._pdfium
        page = pdfium.FPDF_LoadPage(self._handle, index)
        if not page:
            return Page(index + 1, broken=True)
        text = pdfium.FPDFText_LoadPage(page)
        try:
            return _Reading(pdfium, page, text).page(index + 1) if text else Page(index + 1, broken=True)
        finally:
            if text:
                pdfium.FPDFText_ClosePage(text)
            pdfium.FPDF_ClosePage(page)

    def unlocked(self) -> bytes:
        """The bytes of the file without its encryption, written anew."""
        import pypdfium2.internal as inner  # noqa: PLC0415

        out = io.BytesIO()
        if not self._pdfium.FPDF_SaveAsCopy(self._handle, inner.get_bufwriter(out), self._pdfium.FPDF_REMOVE_SECURITY):
            raise ReadError("pdf-damaged", "the file is damaged: no PDF reader can write it anew")
        return out.getvalue()


@dataclass(slots=True)
class _Reading:
    """One page while it is read."""

    pdfium: Any
    handle: Any
    text: Any
    inks: dict[int, _Ink] = field(default_factory=dict)
    unmapped: int = 0
    aslant: int = 0

    def page(self, number: int) -> Page:
        count = self.pdfium.FPDFText_CountChars(self.text)
        full = count > MOST_CHARACTERS
        by_turn = self._glyphs(min(count, MOST_CHARACTERS)) if not full else {}
        turns = sorted(by_turn.items(), key=lambda pair: -len(pair[1]))
        rules, pictures, objects = self._drawn(turns[0][0] if turns else 0)
        found = tuple((turn, tuple(glyphs)) for turn, glyphs in turns)
        bare = not objects and not found
        return Page(number, found, rules, self.unmapped, self.aslant, pictures, full, bare)

    # characters --------------------------------------------------------------------------------------------

    def _glyphs(self, count: int) -> dict[int, list[Glyph]]:
        pdfium, text = self.pdfium, self.text
        box, crop = pdfium.FS_RECTF(), pdfium.FS_RECTF()
        pdfium.FPDF_GetPageBoundingBox(self.handle, crop)
        left, bottom, right, top = crop.left, crop.bottom, crop.right, crop.top
        found: dict[int, list[Glyph]] = {}
        spaced, high = False, 0
        for i in range(count):
            code = pdfium.FPDFText_GetUnicode(text, i)
            if code in (0x20, 0xA0, 0x3000, 0x0A, 0x0D, 0x09):
                spaced = spaced or not pdfium.FPDFText_IsGenerated(text, i)
                continue
            if 0xD800 <= code < 0xDC00:
                high = code
                continue
            if high and 0xDC00 <= code < 0xE000:
                code = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00
            high = 0
            ink = self._ink(i)
            if ink is None or ink.turn is None:
                self.aslant += ink is not None
                continue
            if not pdfium.FPDFText_GetLooseCharBox(text, i, box):
                continue
            x, y = (box.left + box.right) / 2, (box.bottom + box.top) / 2
            if not (left <= x <= right and bottom <= y <= top):
                continue  # outside the visible part of the page
            u0, v0 = turned(ink.turn, box.left, box.bottom)
            u1, v1 = turned(ink.turn, box.right, box.top)
            c = self._character(i, code)
            place = (min(u0, u1), min(v0, v1), max(u0, u1), max(v0, v1))
            found.setdefault(ink.turn, []).append(Glyph(c, *place, ink.size, ink.weight, spaced))
            spaced = False
        return found

    def _character(self, i: int, code: int) -> str:
        """What a character is; U+FFFD if the file does not say. Private signs of symbol fonts are bullets."""
        if code in _HYPHENS:
            return "-"
        unknown = code < 0x20 or 0xD800 <= code < 0xE000 or 0xE000 <= code < 0xF000 or 0xF100 <= code < 0xF900
        unknown = unknown or code == 0xFFFD or code >= 0xF0000
        if unknown or (code < 0x2E80 and self.pdfium.FPDFText_HasUnicodeMapError(self.text, i) == 1):
            self.unmapped += 1
            return "\ufffd"
        return chr(code)

    def _ink(self, i: int) -> _Ink | None:
        """Size, weight and direction; None for what pdfium made up."""
        pdfium, text = self.pdfium, self.text
        origin = pdfium.FPDFText_GetTextObject(text, i)
        if not origin:
            return None
        key = _address(origin)
        ink = self.inks.get(key)
        if ink is None:
            matrix = pdfium.FS_MATRIX()
            pdfium.FPDFText_GetMatrix(text, i, matrix)
            scale = hypot(matrix.c, matrix.d) or 1.0
            angle = degrees(atan2(matrix.b, matrix.a)) % 360
            turn = round(angle / 90)
            straight = abs(angle - turn * 90) <= _ASLANT
            size = pdfium.FPDFText_GetFontSize(text, i) * scale
            weight = pdfium.FPDFText_GetFontWeight(text, i)
            ink = self.inks[key] = _Ink(size, weight, turn % 4 if straight else None)
        return ink

    # lines -------------------------------------------------------------------------------------------------

    def _drawn(self, turn: int) -> tuple[tuple[Rule, ...], bool, int]:
        """(ruling lines, whether a picture is there, number of objects)."""
        rules: list[Rule] = []
        pictures = False
        objects = 0
        for thing, matrix in self._objects():
            objects += 1
            kind = self.pdfium.FPDFPageObj_GetType(thing)
            if kind == self.pdfium.FPDF_PAGEOBJ_IMAGE or kind == self.pdfium.FPDF_PAGEOBJ_SHADING:
                pictures = True
            elif kind == self.pdfium.FPDF_PAGEOBJ_PATH:
                rules += self._path(thing, matrix, turn)
        return tuple(rules), pictures, objects

    def _objects(self) -> Iterator[tuple[Any, Matrix]]:
        """The objects of the page and of the forms in it, each with the matrix that leads to the page."""
        pdfium = self.pdfium
        todo: list[tuple[Any, Any, Any, Matrix, int]] = [
            (self.handle, pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject, _SAME, 0)
        ]
        seen = 0
        while todo:
            holder, count, get, outer, depth = todo.pop()
            for i in range(count(holder)):
                thing = get(holder, i)
                seen += 1
                if seen > _MOST_OBJECTS:
                    return
                if not thing:
                    continue
                yield thing, outer
                if pdfium.FPDFPageObj_GetType(thing) == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
                    inner = _times(self._matrix(thing), outer)
                    calls = (pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject)
                    todo.append((thing, *calls, inner, depth + 1))

    def _matrix(self, thing: Any) -> Matrix:
        m = self.pdfium.FS_MATRIX()
        if not self.pdfium.FPDFPageObj_GetMatrix(thing, m):
            return _SAME
        return (m.a, m.b, m.c, m.d, m.e, m.f)

    def _path(self, thing: Any, outer: Matrix, turn: int) -> Iterator[Rule]:
        """The straight lines of a path: its strokes, or a filled box that is as thin as a line."""
        pdfium = self.pdfium
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        if not pdfium.FPDFPath_GetDrawMode(thing, fill, stroke) or not (fill.value or stroke.value):
            return
        matrix = _times(self._matrix(thing), outer)
        x, y = ctypes.c_float(), ctypes.c_float()
        parts: list[list[tuple[float, float]]] = []
        for i in range(min(pdfium.FPDFPath_CountSegments(thing), _MOST_OBJECTS)):
            segment = pdfium.FPDFPath_GetPathSegment(thing, i)
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            a, b, c, d, e, f = matrix
            point = turned(turn, a * x.value + c * y.value + e, b * x.value + d * y.value + f)
            kind = pdfium.FPDFPathSegment_GetType(segment)
            if kind == pdfium.FPDF_SEGMENT_MOVETO or not parts:
                parts.append([point])
            elif kind == pdfium.FPDF_SEGMENT_BEZIERTO:
                parts.append([point])  # a curve is no ruling line
            else:
                parts[-1].append(point)
            if pdfium.FPDFPathSegment_GetClose(segment):
                parts[-1].append(parts[-1][0])
        for points in parts:
            yield from _strokes(points) if stroke.value else _filled(points)


def _address(pointer: Any) -> int:
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0


def _times(a: Matrix, b: Matrix) -> Matrix:
    """First a, then b."""
    return (
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    )


def _strokes(points: list[tuple[float, float]]) -> Iterator[Rule]:
    for (u0, v0), (u1, v1) in pairwise(points):
        rule = _line(u0, v0, u1, v1, 1.0)
        if rule is not None:
            yield rule


def _filled(points: list[tuple[float, float]]) -> Iterator[Rule]:
    us, vs = [u for u, _ in points], [v for _, v in points]
    rule = _line(min(us), min(vs), max(us), max(vs), _THIN)
    if rule is not None:
        yield rule


def _line(u0: float, v0: float, u1: float, v1: float, thin: float) -> Rule | None:
    """The line between two corners, if it is straight and longer than thick."""
    wide, high = abs(u1 - u0), abs(v1 - v0)
    if high <= thin and wide > max(thin, high):
        return Rule(False, (v0 + v1) / 2, min(u0, u1), max(u0, u1))
    if wide <= thin and high > max(thin, wide):
        return Rule(True, (u0 + u1) / 2, min(v0, v1), max(v0, v1))
    return None
