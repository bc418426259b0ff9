"""Severities, selection by level, duplicates, order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from checker.config import Config
from checker.model.document import Span
from checker.model.report import SEVERITIES, Finding, Location, Suppressed


def select(findings: Sequence[Finding], config: Config) -> tuple[list[Finding], list[Suppressed]]:
    """(kept in the order of the text, sifted out), all with the user's severities.

    A finding whose places all stand in a more severe (or equally severe and earlier) one, or in its very number and in
    what else it points at, is its duplicate: one slip is reported once.
    """
    kept: list[Finding] = []
    out: list[Suppressed] = []
    levelled = [replace(f, severity=config.level(f.rule, f.code, f.severity)) for f in findings]
    for finding in sorted(levelled, key=_weight):
        if not config.shows(finding.severity):
            out.append(Suppressed(finding, "severity"))
        elif any(_covers(other, finding) for other in kept):
            out.append(Suppressed(finding, "duplicate"))
        else:
            kept.append(finding)
    kept.sort(key=lambda f: (f.primary.span, SEVERITIES.index(f.severity), f.rule))
    return kept, out


def _weight(finding: Finding) -> tuple[int, int, Span, str]:
    return SEVERITIES.index(finding.severity), -len(finding.related), finding.primary.span, finding.rule


def _covers(kept: Finding, other: Finding) -> bool:
    """Whether the kept one points at all that the other does; of one number also where its places are cut otherwise."""
    if set(map(_at, other.places)) <= set(map(_at, kept.places)):
        return True
    if _at(kept.primary) != _at(other.primary) or not other.related:
        return False
    return all(any(_meet(place, mine) for mine in kept.related) for place in other.related)


def _meet(a: Location, b: Location) -> bool:
    return _at(a)[0] == _at(b)[0] and a.span.meets(b.span)


def _at(place: Location) -> tuple[str, Span]:
    """Where a place is, whichever of the documents that were checked together it stands in."""
    return place.document.source if place.document else "", place.span
