"""One line per finding, as compilers print them: path:line:column: severity: message [rule]; or a sheet."""

from __future__ import annotations

from checker.report.excerpt import elsewhere
from checker.report.run import Run
from checker.report.sheettext import sheet_text
from checker.report.summary import waived_by
from checker.width import clean


def text(run: Run) -> str:
    """Findings, one line each; with the ledger the proof-reading sheet."""
    if run.ledger:
        return sheet_text(run)
    lines = []
    for checked in run.documents:
        report = checked.report
        document, path = report.document, clean(checked.path)
        for finding in report.findings:
            line, column = document.place(finding.primary.span.start)
            said = clean(" ".join(finding.message.split()) or finding.title) + elsewhere(finding.related, run.lang)
            lines.append(f"{path}:{line}:{column}: {finding.severity}: {said} [{finding.rule}]")
        for waived in report.waived if run.show_suppressed else ():
            finding = waived.finding
            line, column = document.place(finding.primary.span.start)
            said = clean(" ".join(finding.message.split()) or finding.title)
            why = clean(waived_by(waived, run.lang))
            lines.append(f"{path}:{line}:{column}: suppressed: {said} [{finding.rule}] ({why})")
    return "".join(f"{line}\n" for line in lines)
