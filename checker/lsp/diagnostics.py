"""Findings and notes -> diagnostics."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from lsprotocol import types

from checker.lsp.checked import Checked
from checker.lsp.pages import Pages
from checker.model.document import Span
from checker.model.report import Finding
from checker.texts import say
from checker.width import clean

SOURCE = "checker"
LEVELS: Mapping[str, types.DiagnosticSeverity] = MappingProxyType(
    {
        "error": types.DiagnosticSeverity.Error,
        "warning": types.DiagnosticSeverity.Warning,
        "info": types.DiagnosticSeverity.Information,
    }
)
START = types.Range(types.Position(0, 0), types.Position(0, 0))


@dataclass(frozen=True, slots=True)
class Abilities:
    """What the client can show."""

    related: bool = False
    markdown: bool = False
    tree: bool = False
    versioned: bool = False
    show: bool = False


def diagnostics(checked: Checked, abilities: Abilities, pages: Pages) -> list[types.Diagnostic]:
    """One for each finding, and for each note that something was not read."""
    findings = (_finding(checked, f, abilities, pages) for f in checked.report.findings)
    return [*findings, *_notes(checked), *(fault(text, serious=False) for text in checked.faults)]


def fault(text: str, *, serious: bool = True) -> types.Diagnostic:
    """The one diagnostic of a document that could not be checked."""
    level = types.DiagnosticSeverity.Error if serious else types.DiagnosticSeverity.Information
    return types.Diagnostic(START, text, level, source=SOURCE)


def data(finding: Finding) -> dict[str, object]:
    """What a diagnostic carries for the code actions, and for tools that read diagnostics."""
    return {
        "rule": finding.rule,
        "fingerprint": finding.fingerprint,
        "steps": list(finding.steps),
        "diagnosis": finding.diagnosis,
        "suggestion": finding.suggestion,
    }


def _finding(checked: Checked, finding: Finding, abilities: Abilities, pages: Pages) -> types.Diagnostic:
    href = pages.uri(checked.rules, finding.rule)
    related = [
        types.DiagnosticRelatedInformation(
            types.Location(checked.uri, checked.range(place.span)), clean(f"{place.label}: {place.text}")
        )
        for place in finding.related
    ]
    return types.Diagnostic(
        checked.range(finding.primary.span),
        message(finding, checked.rules.lang, others=not abilities.related),
        LEVELS[finding.severity],
        finding.rule,
        types.CodeDescription(href) if href else None,
        SOURCE,
        related_information=related if related and abilities.related else None,
        data=data(finding),
    )


def message(finding: Finding, lang: str, *, others: bool) -> str:
    """What is wrong, the sum to redo, the likely slip. `others`: also the other numbers."""
    lines = [finding.message or finding.title]
    if finding.steps:
        lines.append(say("and", lang).join(finding.steps))
    lines += [say(key, lang) + text for key in ("diagnosis", "suggestion") if (text := getattr(finding, key))]
    if others and finding.related:
        named = (f"{place.label} {place.text}" for place in finding.places[1:])
        lines.append(say("others", lang) + say("and", lang).join(named))
    return "\n".join(map(clean, lines))


def _notes(checked: Checked) -> Iterator[types.Diagnostic]:
    """What was not read or is not sure; what is only told (a year that was assumed) is left out."""
    for note in checked.report.notes:
        if note.level != "info":
            place = START
            if note.line is not None:
                try:
                    place = checked.range(checked.report.document.line_span(note.line))
                except IndexError:
                    place = checked.range(Span(0, 0))
            yield types.Diagnostic(place, clean(note.message), types.DiagnosticSeverity.Information, source=SOURCE)
