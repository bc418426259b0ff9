"""Findings -> what can be done about them: take the likely value, keep silent with a reason, open the rule's page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from lsprotocol import types

from checker.lsp.checked import COMMENTED, Checked
from checker.lsp.diagnostics import Abilities
from checker.model.document import Span
from checker.model.report import Finding, Report
from checker.texts import say

OPEN_PAGE = "checker.openRule"  # command of the server: opens the page of a rule, by its id
TRIED = 3  # suggestions of one request
MARK = "<!-- checker: ignore {rule} {reason} -->"
PAGES = (".html", ".htm")
_NUMERAL = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_WRITTEN = re.compile(r"[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Edit:
    """Other text for a span of the document."""

    span: Span
    text: str

    def applied(self, text: str, shift: int) -> str:
        """The editor's text after it."""
        return text[: self.span.start + shift] + self.text + text[self.span.end + shift :]


def value_edit(report: Report, finding: Finding) -> Edit | None:
    """The edit that puts the suggested digits in place of a number's own; scale, unit and commas stay as written.

    None where the suggestion is not one number of the same form: then a person has to decide.
    """
    number = next((q for q in report.quantities if q.span == finding.primary.span), None)
    if number is None or not finding.suggestion:
        return None
    text = report.document.text
    written = _WRITTEN.match(text, number.digits.start, number.span.end)
    if written is None:
        return None
    digits = _digits(finding.suggestion, text[written.end() : number.span.end])
    if digits is None or _places(digits) != _places(written[0]):
        return None
    if "," in written[0]:
        whole, point, rest = digits.partition(".")
        digits = f"{int(whole):,}{point}{rest}"
    return None if digits == written[0] else Edit(Span(*written.span()), digits)


def _digits(suggestion: str, tail: str) -> str | None:
    """The digits of a suggestion that says a number with all of its tail (12.0亿元) or the beginning of it (12.0亿)."""
    for end in range(len(tail), -1, -1):
        head = suggestion.removesuffix(tail[:end])
        if len(head) == len(suggestion) - end and _NUMERAL.fullmatch(head):
            return head
    return None


def _places(numeral: str) -> int:
    return len(numeral.partition(".")[2])


def mends(before: Report, after: Report, finding: Finding) -> bool:
    """Whether an edit did what it was for: fewer findings of the rule, and of no rule more than before."""
    old, new = (Counter(f.rule for f in report.findings) for report in (before, after))
    return new[finding.rule] < old[finding.rule] and all(new[rule] <= old[rule] for rule in new)


def mark_edit(checked: Checked, finding: Finding) -> Edit | None:
    """The edit that puts a mark that suppresses a finding on its line; None for kinds of files without comments.

    In a page the mark stands right behind the number: the end of a line may lie inside a tag. In Markdown it stands at
    the end of the line, in a table inside the last cell of the row.
    """
    if checked.kind not in COMMENTED:
        return None
    document, end = checked.report.document, finding.primary.span.end
    text = document.text
    if checked.kind not in PAGES:
        place = checked.lines.line_end(end + checked.shift) - checked.shift
        row = text[:place].rstrip()
        if row.endswith("|") and any(t.span.start <= end <= t.span.end for t in document.tables):
            place = len(row) - 1
        if place >= end and not any(start < place < stop for start, stop in document.dropped):
            end = place
    mark = MARK.format(rule=finding.rule, reason=say("lsp-reason", checked.rules.lang))
    before = "" if end and text[end - 1].isspace() else " "
    after = " " if end < len(text) and text[end] == "|" else ""
    return Edit(Span(end, end), before + mark + after)


def suggested(checked: Checked, asked: types.Range) -> list[tuple[Finding, Edit]]:
    """Findings at a range with the edit that takes their suggestion; still to be tried by `mends`.

    Only the first few of a wide range: to try one is to check the text once more.
    """
    found = ((f, value_edit(checked.report, f)) for f in checked.findings(checked.span(asked)))
    return list(islice(((finding, edit) for finding, edit in found if edit is not None), TRIED))


def actions(
    checked: Checked, params: types.CodeActionParams, sound: list[tuple[Finding, Edit]], abilities: Abilities
) -> list[types.CodeAction]:
    """What is offered at a range. `sound`: the edits that were tried and mend what they should."""
    lang, offered = checked.rules.lang, []
    for finding in checked.findings(checked.span(params.range)):
        about = _told(params.context.diagnostics, finding)
        for mended, edit in sound:
            if mended is finding:
                old, new = finding.primary.text, _rewritten(checked.report, finding, edit)
                title = say("lsp-take", lang, old=old, new=new)
                offered.append(_action(title, about, edit=_workspace_edit(checked, edit, abilities)))
        mark = mark_edit(checked, finding)
        if mark is not None:
            title = say("lsp-ignore", lang, rule=finding.rule, text=finding.primary.text)
            offered.append(_action(title, about, edit=_workspace_edit(checked, mark, abilities)))
        title = say("lsp-open", lang, rule=finding.rule)
        offered.append(_action(title, about, command=types.Command(title, OPEN_PAGE, arguments=[finding.rule])))
    return list({action.title: action for action in offered}.values())


def wanted(params: types.CodeActionParams) -> bool:
    """Whether quick fixes are among what the client asks for."""
    only = params.context.only
    return only is None or any(kind in ("", types.CodeActionKind.QuickFix) for kind in only)


def _action(
    title: str,
    about: list[types.Diagnostic],
    *,
    edit: types.WorkspaceEdit | None = None,
    command: types.Command | None = None,
) -> types.CodeAction:
    # None is preferred: which of several numbers is the wrong one is for the author to say.
    return types.CodeAction(title, types.CodeActionKind.QuickFix, about or None, edit=edit, command=command)


def _told(diagnostics: Sequence[types.Diagnostic], finding: Finding) -> list[types.Diagnostic]:
    """The client's diagnostics that are about a finding."""
    return [d for d in diagnostics if isinstance(d.data, dict) and d.data.get("fingerprint") == finding.fingerprint]


def _rewritten(report: Report, finding: Finding, edit: Edit) -> str:
    """The number as it reads after the edit."""
    span, text = finding.primary.span, report.document.text
    return text[span.start : edit.span.start] + edit.text + text[edit.span.end : span.end]


def _workspace_edit(checked: Checked, edit: Edit, abilities: Abilities) -> types.WorkspaceEdit:
    """As an edit of this version where the client knows versions."""
    change = types.TextEdit(checked.range(edit.span), edit.text)
    if not abilities.versioned:
        return types.WorkspaceEdit(changes={checked.uri: [change]})
    document = types.OptionalVersionedTextDocumentIdentifier(checked.uri, checked.version)
    return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(document, [change])])
