"""Highlights in a copy of a PDF file: on the number of each finding, fainter on those it was held against."""

from __future__ import annotations

import io
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from checker.annotate.comment import AUTHOR, ChangedError, comment
from checker.model.document import Document, Span
from checker.model.report import Report, Severity
from checker.read.errors import missing_extra
from checker.read.pdfpage import Box, Page, opened, user_box

_COLOURS: Mapping[Severity, str] = {"error": "ff9a9a", "warning": "ffd27a", "info": "9fd0ff"}
_FAINT = "fff0a8"
_POPUP = (180.0, 120.0)  # points


@dataclass(frozen=True, slots=True)
class _Mark:
    """One highlight: its boxes on one page, its colour and what its note says."""

    page: int
    boxes: tuple[Box, ...]
    colour: str
    says: str


def annotate_pdf(data: bytes, report: Report, lang: str) -> bytes:
    """A copy of the file with one note per finding. A copy of an encrypted file is not encrypted.

    Raises ReadError as the reader does, and ChangedError if the bytes are not those of the report.
    """
    try:
        import pypdf  # noqa: PLC0415  (reading does without it)
        from pypdf.errors import PyPdfError  # noqa: PLC0415
    except ImportError as error:
        if (error.name or "").split(".")[0] != "pypdf":
            raise
        raise missing_extra("pdf") from error

    marks = list(_marks(report, lang))
    with opened(data) as pdf:
        pages = {mark.page: pdf.page(mark.page - 1) for mark in marks if mark.page <= pdf.pages}
        clean = pdf.unlocked() if b"/Encrypt" in data else b""
    _compare(report, pages)
    if not clean:
        try:
            return _written(pypdf, data, marks)
        except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            with opened(data) as pdf:  # pdfium mends what pypdf cannot read
                clean = pdf.unlocked()
    return _written(pypdf, clean, marks)


def boxes_of(document: Document, span: Span) -> Iterator[tuple[int, Box]]:
    """(page, box) of each stretch of a line that a span covers."""
    at = bisect_right(document.anchors, span.start, key=lambda pair: pair[0].end)
    while at < len(document.anchors) and document.anchors[at][0].start < span.end:
        own, anchor = document.anchors[at]
        box = anchor.box_of(own, span)
        if box is not None and anchor.page is not None:
            yield anchor.page, box
        at += 1


def _marks(report: Report, lang: str) -> Iterator[_Mark]:
    """The faint ones first, so that none lies over the note of a finding."""
    findings = sorted(report.findings, key=lambda f: f.primary.span)
    primary = {f.primary.span for f in findings}
    beside: dict[Span, list[str]] = defaultdict(list)
    for finding in findings:
        for place in finding.related:
            if place.span not in primary:
                said = f"{finding.title} ({place.label})" if place.label else finding.title
                beside[place.span].append(said)
    for span, titles in sorted(beside.items()):
        yield from _of_pages(report.document, span, _FAINT, "\n".join(dict.fromkeys(titles)))
    for finding in findings:
        colour = _COLOURS[finding.severity]
        yield from _of_pages(report.document, finding.primary.span, colour, comment(finding, lang))


def _of_pages(document: Document, span: Span, colour: str, says: str) -> Iterator[_Mark]:
    by_page: dict[int, list[Box]] = defaultdict(list)
    for page, box in boxes_of(document, span):
        by_page[page].append(box)
    for page, boxes in by_page.items():
        yield _Mark(page, tuple(boxes), colour, says)


def _compare(report: Report, pages: Mapping[int, Page]) -> None:
    """Raises ChangedError unless the characters of every number of a finding stand where they stood."""
    for finding in report.findings:
        span = finding.primary.span
        places = list(boxes_of(report.document, span))
        expected = Counter(c for c in report.document.text[span.start : span.end] if not c.isspace())
        found: Counter[str] = Counter()
        for number, box in places:
            if number not in pages:
                raise ChangedError("annotate-changed")
            found.update(_inside(pages[number], box))
        # Of what lies between two lines (a foot, a header) nothing is looked for.
        if places and expected - found:
            raise ChangedError("annotate-changed")


def _inside(page: Page, box: Box) -> Iterator[str]:
    left, bottom, right, top = box
    for turn, glyphs in page.turns:
        for g in glyphs:
            a, b, c, d = user_box(turn, g.u0, g.v0, g.u1, g.v1)
            if left <= (a + c) / 2 <= right and bottom <= (b + d) / 2 <= top:
                yield g.c


def _written(pypdf: Any, data: bytes, marks: Sequence[_Mark]) -> bytes:
    """The file with the highlights."""
    from pypdf.annotations import Highlight, Popup  # noqa: PLC0415
    from pypdf.generic import ArrayObject, FloatObject, NameObject, TextStringObject  # noqa: PLC0415

    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(data)))
    for mark in marks:
        lefts, bottoms, rights, tops = zip(*mark.boxes, strict=True)
        rect = (min(lefts), min(bottoms), max(rights), max(tops))
        quads = ArrayObject([FloatObject(value) for box in mark.boxes for value in _corners(box)])
        note = Highlight(rect=rect, quad_points=quads, highlight_color=mark.colour, printing=True, title_bar=AUTHOR)
        note[NameObject("/Contents")] = TextStringObject(mark.says)
        parent = writer.add_annotation(mark.page - 1, note)
        left = max(0.0, min(rect[2] + 6, float(writer.pages[mark.page - 1].cropbox.right) - _POPUP[0]))
        place = (left, rect[3] - _POPUP[1], left + _POPUP[0], rect[3])
        popup = writer.add_annotation(mark.page - 1, Popup(rect=place, parent=parent))
        parent[NameObject("/Popup")] = popup.indirect_reference
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _corners(box: Box) -> tuple[float, ...]:
    """Upper left, upper right, lower left, lower right, as viewers expect them."""
    left, bottom, right, top = box
    return (left, top, right, top, left, bottom, right, bottom)
