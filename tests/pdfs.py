"""PDF files for tests, made with reportlab: Chinese text at places that a test chooses."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT, LATIN = "STSong-Light", "Helvetica"
WIDTH, HEIGHT = 595.0, 842.0
LEFT, TOP, EM, PITCH = 72.0, 770.0, 12.0, 20.0
COLUMNS = 37  # ideographs of a full line


@cache
def _registered() -> str:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    return FONT


def pdf(*pages: Callable[[Canvas], None], **options: object) -> bytes:
    """A file; each page is drawn by a function that gets the canvas."""
    _registered()
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT), invariant=1, **options)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def put(canvas: Canvas, x: float, y: float, text: str, size: float = EM, font: str = FONT) -> None:
    """One line of text."""
    canvas.setFont(font, size)
    canvas.drawString(x, y, text)


def width(text: str, size: float = EM) -> float:
    """Of a line, in points."""
    _registered()
    return float(pdfmetrics.stringWidth(text, FONT, size))


def wrapped(text: str, columns: float = COLUMNS, indent: int = 2) -> list[str]:
    """A paragraph in lines that fill the measure, the first one indented by ideographic spaces."""
    lines, line = [], "\u3000" * indent
    for c in text:
        if width(line + c) > columns * EM + 0.01:
            lines.append(line)
            line = ""
        line += c
    return [*lines, line]


def lines(
    texts: Sequence[str], x: float = LEFT, top: float = TOP, size: float = EM, pitch: float = PITCH
) -> Callable[[Canvas], None]:
    """Lines below each other; leading ideographic spaces are moved over, not drawn."""

    def draw(canvas: Canvas) -> None:
        for i, text in enumerate(texts):
            bare = text.lstrip("\u3000")
            put(canvas, x + (len(text) - len(bare)) * size, top - i * pitch, bare, size)

    return draw


def grid(
    canvas: Canvas, rows: Sequence[Sequence[str]], x: float = LEFT, top: float = 700.0, wide: float = 80.0,
    high: float = 22.0, merged: Sequence[tuple[int, int, int, int]] = (), sides: bool = True,
) -> None:  # fmt: skip
    """A table drawn with lines. `merged`: (row, column, rows, columns) of cells over several squares."""
    count, columns = len(rows), len(rows[0])
    covered = {(i, j): (r, c) for r, c, h, w in merged for i in range(r, r + h) for j in range(c, c + w)}
    for i in range(count + 1):
        for j in range(columns):
            if 0 < i < count and covered.get((i - 1, j), (i - 1, j)) == covered.get((i, j), (i, j)):
                continue
            canvas.line(x + j * wide, top - i * high, x + (j + 1) * wide, top - i * high)
    for j in range(columns + 1):
        for i in range(count):
            if not sides and j in (0, columns):
                continue
            if 0 < j < columns and covered.get((i, j - 1), (i, j - 1)) == covered.get((i, j), (i, j)):
                continue
            canvas.line(x + j * wide, top - i * high, x + j * wide, top - (i + 1) * high)
    for i, row in enumerate(rows):
        for j, text in enumerate(row):
            if text:
                put(canvas, x + j * wide + 4, top - i * high - 15, text, 10)


def chain(*draws: Callable[[Canvas], None]) -> Callable[[Canvas], None]:
    """Several drawings on one page."""

    def draw(canvas: Canvas) -> None:
        for one in draws:
            one(canvas)

    return draw


def office(document: object, folder: object) -> bytes | None:
    """The PDF that LibreOffice makes of a Word file; None where it is not installed."""
    program = shutil.which("soffice")
    if program is None:
        return None
    place = Path(str(folder))
    document.save(str(place / "a.docx"))  # type: ignore[attr-defined]
    command = [program, f"-env:UserInstallation=file://{place / 'profile'}", "--headless", "--convert-to", "pdf"]
    subprocess.run(
        [*command, "--outdir", str(place), str(place / "a.docx")], check=True, capture_output=True, timeout=180
    )
    return (place / "a.pdf").read_bytes()
