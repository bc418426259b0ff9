"""Review comments in a copy of a Word file, each on exactly the runs of its number."""

from __future__ import annotations

import io
from bisect import bisect_right
from collections import defaultdict
from copy import deepcopy
from itertools import pairwise
from typing import Any

from checker.annotate.comment import AUTHOR, INITIALS, ChangedError, comment
from checker.model.document import Span
from checker.model.report import Report
from checker.read.docx import walk_roots
from checker.read.wordnumbers import local
from checker.read.wordparts import Paragraph, Piece
from checker.read.words import PageWords
from checker.read.wordzip import open_word

__all__ = ["ChangedError", "annotate_docx"]

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def annotate_docx(data: bytes, report: Report, lang: str) -> bytes:
    """A copy of the file with one comment per finding.

    Raises ReadError as the reader does, and ChangedError if the bytes are not those of the report.
    """
    import docx  # noqa: PLC0415  (reading does without it)
    from docx.text.run import Run  # noqa: PLC0415

    parts = open_word(data, whole=True)
    if "purl.oclc.org" in parts.document.tag:
        raise ChangedError("annotate-strict")
    try:
        document = docx.Document(io.BytesIO(data))
    except (ValueError, KeyError) as error:  # what is not of the plain kind inside
        raise ChangedError("annotate-strict") from error
    done = walk_roots(
        document.element, parts.styles, parts.numbering, parts.footnotes, parts.endnotes, PageWords()
    )  # fmt: skip
    if done.text != report.document.text:
        raise ChangedError("annotate-changed")
    findings = sorted(report.findings, key=lambda f: f.primary.span)
    places = _Places(done.paragraphs, [f.primary.span for f in findings])
    for finding in findings:
        ends = places.runs(finding.primary.span)
        if ends:
            runs = [Run(run, document) for run in ends]
            document.add_comment(runs, comment(finding, lang), author=AUTHOR, initials=INITIALS)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


class _Places:
    """Which runs stand at which offsets, after the runs were split where a span begins or ends."""

    def __init__(self, paragraphs: tuple[Paragraph, ...], spans: list[Span]) -> None:
        self._paragraphs = paragraphs
        self._starts = [p.span.start for p in paragraphs]
        self._runs: list[tuple[Span, Any]] = []
        by_paragraph: dict[int, set[int]] = defaultdict(set)
        for span in spans:
            at = self._at(span)
            if at is not None:
                by_paragraph[at].update(span)
        for at, cuts in by_paragraph.items():
            paragraph = paragraphs[at]
            if paragraph.host is None:
                self._runs.extend(_split(paragraph.pieces, cuts))
        self._runs.sort(key=lambda pair: pair[0])

    def _at(self, span: Span) -> int | None:
        """The paragraph that a span begins in."""
        at = bisect_right(self._starts, span.start) - 1
        while at > 0 and self._paragraphs[at].span.start == self._paragraphs[at].span.end:
            at -= 1  # empty ones stand where the next begins
        return at if at >= 0 else None

    def runs(self, span: Span) -> list[Any]:
        """The first and the last run of a span; what it hangs on, or the nearest run, where it has none of its own."""
        at = self._at(span)
        if at is None:
            return []
        paragraph = self._paragraphs[at]
        if paragraph.host is not None:
            return [paragraph.host]
        found = [run for (start, end), run in self._runs if start < span.end and span.start < end]
        if found:
            return [found[0], found[-1]]
        for near in (paragraph, *self._paragraphs[at + 1 :], *reversed(self._paragraphs[:at])):
            own = [piece.run for piece in near.pieces if piece.run is not None]
            if own and near.host is None:
                return [own[0]]
        return []


def _split(pieces: tuple[Piece, ...], cuts: set[int]) -> list[tuple[Span, Any]]:
    """Split the runs of one paragraph at the cuts: (span, run) of all runs afterwards, in order."""
    of_run: dict[Any, list[Piece]] = {}
    for piece in pieces:
        if piece.run is not None:
            of_run.setdefault(piece.run, []).append(piece)
    found: list[tuple[Span, Any]] = []
    for run, own in of_run.items():
        start, end = own[0].span.start, own[-1].span.end
        places = sorted(cut for cut in cuts if start < cut < end)
        made = [run]
        for cut in reversed(places):  # from the back, so that the run itself stays the first
            made.insert(1, _cut(run, own, cut))
        found.extend((Span(a, b), part) for (a, b), part in zip(pairwise([start, *places, end]), made, strict=True))
    return found


def _cut(run: Any, pieces: list[Piece], cut: int) -> Any:
    """Move what stands from the cut on into a new run with the same format, right behind."""
    at = max(i for i, piece in enumerate(pieces) if piece.span.start < cut)
    span, _, node = pieces[at]
    fresh = run.makeelement(run.tag, dict(run.attrib), nsmap=run.nsmap)
    fresh.extend(deepcopy(child) for child in run if local(child) == "rPr")
    if cut < span.end:
        text = (node.text or "").strip(" ") if node.get(_SPACE) != "preserve" else node.text
        rest = deepcopy(node)
        node.text, rest.text = text[: cut - span.start], text[cut - span.start :]
        for half in (node, rest):
            half.set(_SPACE, "preserve")
        fresh.append(rest)
    following = []
    behind = node.getnext()
    while behind is not None:
        following.append(behind)
        behind = behind.getnext()
    fresh.extend(following)
    run.addnext(fresh)
    return fresh
