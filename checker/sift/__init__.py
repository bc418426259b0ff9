"""After judging: selection, severities, duplicates, order. What is sifted out is kept with its reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from checker.model.document import Span
from checker.model.report import SEVERITIES, Finding, Severity

Sifted = tuple[tuple[Finding, ...], tuple[tuple[Finding, str], ...]]


def sift(
    findings: Sequence[Finding], level: Callable[[str, str, Severity], Severity], shows: Callable[[Severity], bool]
) -> Sifted:
    """(kept in the order of the text, sifted out with the reason).

    `level`: rule id, code and own severity -> the user's severity. A finding whose places all stand in
    a more severe (or equally severe and earlier) one is its duplicate: one slip is reported once.
    """
    kept: list[Finding] = []
    out: list[tuple[Finding, str]] = []
    levelled = [replace(f, severity=level(f.rule, f.code, f.severity)) for f in findings]
    for finding in sorted(levelled, key=_weight):
        if not shows(finding.severity):
            out.append((finding, "severity"))
        elif any(_covers(other, finding) for other in kept):
            out.append((finding, "duplicate"))
        else:
            kept.append(finding)
    kept.sort(key=lambda f: (f.primary.span, SEVERITIES.index(f.severity), f.rule))
    return tuple(kept), tuple(out)


def _weight(finding: Finding) -> tuple[int, int, Span, str]:
    return SEVERITIES.index(finding.severity), -len(finding.related), finding.primary.span, finding.rule


def _covers(kept: Finding, other: Finding) -> bool:
    have = {loc.span for loc in (kept.primary, *kept.related)}
    return all(loc.span in have for loc in (other.primary, *other.related))
