"""Run a rule's own examples: each must hold, fail at its marks, abstain or stay silent as it says."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from checker.api import Checker
from checker.model.document import Span
from checker.model.report import Report
from checker.model.rule import Example, Rule


@dataclass(frozen=True, slots=True)
class ExampleResult:
    """What came of one example. `number` counts the examples of a kind from 1; `detail` says what went wrong."""

    kind: Literal["holds", "fails", "abstains", "silent"]
    number: int
    text: str
    ok: bool
    detail: str = ""


def run_examples(rule: Rule, checker: Checker) -> list[ExampleResult]:
    """Run all examples of one rule, alone: other rules of the checker take no part."""
    alone = replace(
        checker,
        config=replace(checker.config, select=(rule.id,), ignore=(), severity="info", levels=()),
        compiled=tuple(c for c in checker.compiled if c.rule.id == rule.id),
    )
    counts: dict[str, int] = {}
    results = []
    for example in rule.examples:
        counts[example.kind] = counts.get(example.kind, 0) + 1
        report = alone.check(example.text, source=f"{rule.id}.md", markdown=True)
        detail = _CHECKS[example.kind](example, report)
        results.append(ExampleResult(example.kind, counts[example.kind], example.text, not detail, detail))
    return results


def _holds(example: Example, report: Report) -> str:
    if report.findings:
        return f"a finding: {report.findings[0].message}"
    if not any(r.verdict == "holds" for r in report.relations):
        reasons = ", ".join(str(r.reason) for r in report.relations) or "nothing is bound"
        return f"no relation holds ({reasons})"
    return ""


def _fails(example: Example, report: Report) -> str:
    found = report.findings
    if len(found) != 1:
        verdicts = ", ".join(f"{r.verdict} {r.reason or ''}".strip() for r in report.relations) or "nothing is bound"
        return f"{len(found)} findings instead of 1 ({verdicts})"
    places, marks = [place.span for place in found[0].places], [Span(*mark) for mark in example.marks]
    for mark in marks:
        if not any(mark.meets(span) for span in places):
            return f"the finding does not name «{example.text[mark.start : mark.end]}»"
    for span in places:
        if not any(span.meets(mark) for mark in marks):
            return f"the finding names “{example.text[span.start : span.end]}”, which is not marked"
    if example.message and example.message not in found[0].message:
        return f"the message is “{found[0].message}”"
    return ""


def _abstains(example: Example, report: Report) -> str:
    if report.findings:
        return f"a finding: {report.findings[0].message}"
    reasons = [r.reason for r in report.relations if r.verdict == "abstains"]
    if not reasons:
        return "no relation abstains (" + (", ".join(r.verdict for r in report.relations) or "nothing is bound") + ")"
    if example.reason and example.reason not in reasons:
        return f"it abstains because of {', '.join(map(str, reasons))}"
    return ""


def _silent(example: Example, report: Report) -> str:
    if report.relations:
        r = report.relations[0]
        return f"it binds {' '.join(loc.text for loc in r.spans)} ({r.verdict})"
    return ""


_CHECKS = {"holds": _holds, "fails": _fails, "abstains": _abstains, "silent": _silent}
