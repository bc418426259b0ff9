"""One line per finding, as compilers print them: path:line:column: severity: message [rule]; or a sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from checker.report.parts import Format
from checker.report.places import elsewhere
from checker.report.run import Checked, Run
from checker.report.summary import waived_by
from checker.width import clean


def _part(checked: Checked, run: Run) -> str:
    if not run.ledger:
        return "".join(f"{line}\n" for line in _lines(checked, run))
    from checker.report.sheettext import sheet_part  # noqa: PLC0415 - a report of lines need not wait for sheets

    return sheet_part(checked, run)


def _whole(run: Run, parts: Iterable[str]) -> Iterator[str]:
    if not run.ledger:
        return iter(parts)
    from checker.report.sheettext import sheet_whole  # noqa: PLC0415

    return sheet_whole(run, parts)


def _streams(run: Run) -> bool:
    return not run.ledger


text = Format(_part, _whole, _streams)  # findings, one line each; with the ledger the proof-reading sheet


def _lines(checked: Checked, run: Run) -> Iterator[str]:
    report = checked.report
    document, path = report.document, clean(checked.path)
    for finding in report.findings:
        line, column = document.place(finding.primary.span.start)
        said = clean(" ".join(finding.message.split()) or finding.title) + elsewhere(finding.related, run.lang)
        yield f"{path}:{line}:{column}: {finding.severity}: {said} [{finding.rule}]"
    for waived in report.waived if run.show_suppressed else ():
        finding = waived.finding
        line, column = document.place(finding.primary.span.start)
        said = clean(" ".join(finding.message.split()) or finding.title)
        why = clean(waived_by(waived, run.lang))
        yield f"{path}:{line}:{column}: suppressed: {said} [{finding.rule}] ({why})"
