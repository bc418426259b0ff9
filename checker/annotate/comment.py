"""What is the same in every kind of copy: the author, the words of a comment, the error for bytes that do not fit."""

from __future__ import annotations

from checker.model.report import Finding
from checker.texts import say

AUTHOR, INITIALS = "checker", "chk"


class ChangedError(Exception):
    """The bytes cannot be annotated; `key` is that of a text."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def comment(finding: Finding, lang: str) -> str:
    """Severity and title, message, the computation, the other numbers, what it may be."""
    lines = [f"{say(finding.severity, lang)}{say('colon', lang)}{finding.title}", finding.message]
    if finding.steps:
        lines.append(say("steps", lang) + say("join", lang).join(finding.steps))
    others = [f"{place.text} ({place.label})" if place.label else place.text for place in finding.related]
    if others:
        lines.append(say("others", lang) + say("and", lang).join(dict.fromkeys(others)))
    lines += [say(key, lang) + text for key in ("diagnosis", "suggestion") if (text := getattr(finding, key))]
    lines.append(f"{finding.rule} {finding.code}")
    return "\n".join("".join(c for c in line if c >= " ") for line in lines)
