"""Where a place of a document is: line and column, page, cell, paragraph; what a finding says, line by line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from checker.model.document import Anchor, Document, Span
from checker.model.report import Finding, Location
from checker.texts import say
from checker.width import clean


class Places:
    """Pages, cells and paragraphs of places, and lines and columns."""

    def __init__(self, document: Document) -> None:
        self.document = document

    def home(self, place: Location) -> Places:
        """The places of the document in which a place stands: this one, or another that was checked together."""
        return self if place.document is None else Places(place.document)

    @property
    def lined(self) -> bool:
        """Whether the lines of the text are lines of the file: not so for pages, cells and Word paragraphs."""
        return not self.document.anchors

    def anchor(self, span: Span) -> Mapping[str, object]:
        """page, box, cell, paragraph of the first anchored stretch that a span touches; only those known."""
        anchor = self.document.anchor(span) or Anchor()
        box = [round(edge, 2) for edge in anchor.box] if anchor.box else None
        known = {"page": anchor.page, "box": box, "cell": anchor.cell, "paragraph": anchor.paragraph}
        return {key: value for key, value in known.items() if value is not None}

    def named(self, span: Span, lang: str) -> str:
        """Page, cell and paragraph in words; empty for a place that has none of them."""
        anchor = self.anchor(span)
        words = [say(f"at-{key}", lang, n=anchor[key]) for key in ("page", "paragraph", "cell") if key in anchor]
        return say("and", lang).join(words)

    def bytes_at(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both from 1, the column counted in bytes of UTF-8."""
        line, column = self.document.place(offset)
        before = self.document.text[offset - column + 1 : offset]
        return line, len(before.encode("utf-8", "surrogatepass")) + 1


def said(finding: Finding, lang: str) -> list[str]:
    """What a finding says, one line each: message, computation, likely slip, suggestion; safe to show."""
    lines = [clean(" ".join(finding.message.split()) or finding.title)]
    if finding.steps:
        lines.append(say("and", lang).join(map(clean, finding.steps)))
    if finding.diagnosis:
        lines.append(say("diagnosis", lang) + clean(finding.diagnosis))
    if finding.suggestion:
        lines.append(say("suggestion", lang) + clean(finding.suggestion))
    return lines


def operands(finding: Finding, places: Places, lang: str) -> list[str]:
    """Every place of a finding, one line each: line:column (or page, cell, paragraph), label, text."""
    return [f"{where(place, places, lang)}  {place.label}: {clean(place.text)}" for place in finding.places]


def where(place: Location, places: Places, lang: str) -> str:
    """A place as people look it up: line:column, or page, cell and paragraph where a file has no lines."""
    if place.document is not None:
        return clean(place.where)
    line, column = places.document.place(place.span.start)
    return places.named(place.span, lang) or f"{line}:{column}"


def told(finding: Finding, places: Places, lang: str) -> str:
    """The message of a finding on one line; before it the page, cell or paragraph where a file has no lines."""
    here = places.named(finding.primary.span, lang)
    message = said(finding, lang)[0]
    return message if not here else here + say("colon", lang) + message


def briefly(finding: Finding, places: Places, lang: str) -> str:
    """All that a finding says on one line, for viewers that show one."""
    return " | ".join([told(finding, places, lang), *said(finding, lang)[1:]])


def elsewhere(places: Iterable[Location], lang: str) -> str:
    """Where the places stand that lie in other documents, in brackets; "" if there are none."""
    found = list(dict.fromkeys(clean(place.where) for place in places if place.document is not None))
    return say("elsewhere", lang, places=say("and", lang).join(found)) if found else ""
