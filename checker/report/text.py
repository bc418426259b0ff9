"""One line per finding, as compilers print them: path:line:column: severity: message [rule]."""

from __future__ import annotations

from checker.report.excerpt import elsewhere
from checker.report.run import Run
from checker.width import clean


def text(run: Run) -> str:
    """Findings, one line each; with the ledger also a line per relation."""
    lines = []
    for checked in run.documents:
        document, path = checked.report.document, clean(checked.path)
        for finding in checked.report.findings:
            line, column = document.place(finding.primary.span.start)
            said = clean(" ".join(finding.message.split()) or finding.title) + elsewhere(finding.related, run.lang)
            lines.append(f"{path}:{line}:{column}: {finding.severity}: {said} [{finding.rule}]")
        if run.ledger:
            for relation in checked.report.relations:
                line, column = document.place(relation.start)
                said = clean(", ".join(relation.steps) or relation.reason or "") + elsewhere(relation.spans, run.lang)
                lines.append(f"{path}:{line}:{column}: {relation.verdict}: {said} [{relation.rule}]")
    return "".join(f"{line}\n" for line in lines)
