"""What is the same in every kind of copy: the author, the words of a comment, the error for bytes that do not fit."""

from __future__ import annotations

from checker.model.document import Document
from checker.model.report import Finding, Location
from checker.texts import say

AUTHOR, INITIALS = "checker", "chk"


class ChangedError(Exception):
    """The bytes cannot be annotated; `key` is that of a text."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def comment(finding: Finding, lang: str, document: Document | None = None) -> str:
    """Severity and title, message, the computation, the other numbers, what it may be; a line each.

    `document`: the finding's own, if the cells of the other numbers are to be named.
    """
    lines = [f"{say(finding.severity, lang)}{say('colon', lang)}{finding.title}", finding.message]
    if finding.steps:
        lines.append(say("steps", lang) + say("join", lang).join(finding.steps))
    others = [_named(place, document) for place in finding.related]
    if others:
        lines.append(say("others", lang) + say("and", lang).join(dict.fromkeys(others)))
    lines += [say(key, lang) + text for key in ("diagnosis", "suggestion") if (text := getattr(finding, key))]
    lines.append(f"{finding.rule} {finding.code}")
    return "\n".join("".join(c for c in line if c >= " ") for line in lines)


def _named(place: Location, document: Document | None) -> str:
    """A number with its label and where it stands, if that is not on the same page."""
    anchor = document.anchor(place.span) if document is not None and place.document is None else None
    where = place.where or (anchor.cell if anchor is not None and anchor.cell else "")
    said = ", ".join(part for part in (place.label, where) if part)
    return f"{place.text} ({said})" if said else place.text
