"""JUnit's XML, for the test views of CI servers: a suite for every document, a case for every claim of a rule.

A finding at or above the --fail-on of its document is a failed case, so that the view says what the exit code says; any
other finding is told in a case that passes. A rule whose relations all hold is a case that passes, one that could
decide nothing is skipped, with its reasons. Names hold no positions: a server knows a case again after an edit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from xml.etree.ElementTree import Element

from checker.config import fails
from checker.model.report import Failed, Finding, Relation
from checker.report.parts import Format
from checker.report.places import Places, operands, said, told
from checker.report.run import Checked, Run
from checker.report.xmltree import block, branch, element, tree
from checker.texts import say

COUNTS = ("tests", "failures", "errors")


def _part(checked: Checked, run: Run) -> str:
    return _written(_suite(checked, run))


def _written(suite: Element) -> str:
    """A line with the counts of a suite, then the suite."""
    return " ".join(suite.get(key, "0") for key in COUNTS) + "\n" + branch(suite)


def _whole(run: Run, parts: Iterable[str]) -> Iterator[str]:
    unread = [_written(_unread(failed)) for failed in run.unreadable]
    sums = [0] * len(COUNTS)
    for part in chain(parts, unread):
        sums = [total + int(n) for total, n in zip(sums, part[: part.index("\n")].split(), strict=True)]
    root = element("testsuites", name="checker", **dict(zip(COUNTS, sums, strict=True)))
    return tree(root, (part[part.index("\n") + 1 :] for part in chain(parts, unread)))


junit = Format(_part, _whole)  # the whole run as one `testsuites` element


def _suite(checked: Checked, run: Run) -> Element:
    cases = [*_failed(checked, run), *_agreed(checked)]
    suite = element("testsuite", name=checked.path)
    suite.extend(cases)
    notes = [f"{say('line', run.lang, line=n.line) if n.line else ''}{n.message}" for n in checked.report.notes]
    if notes and not run.quiet:
        suite.append(element("system-out", block(notes)))
    return _counted(suite)


def _counted(suite: Element) -> Element:
    cases = suite.findall("testcase")
    suite.set("tests", str(len(cases)))
    for plural, name in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(plural, str(sum(case.find(name) is not None for case in cases)))
    return suite


def _failed(checked: Checked, run: Run) -> list[Element]:
    """A case for every finding."""
    places = Places(checked.report.document)
    nth: Counter[str] = Counter()
    cases = []
    for finding in checked.report.findings:
        nth[finding.rule] += 1
        name = finding.rule if nth[finding.rule] == 1 else f"{finding.rule} ({nth[finding.rule]})"
        case = element("testcase", classname=checked.path, name=name)
        body = block(_body(finding, places, run.lang))
        if fails(checked.fail_on, finding.severity):
            message = told(finding, places, run.lang)
            case.append(element("failure", body, type=finding.severity, message=message))
        else:
            case.append(element("system-out", f"{finding.severity}: {body}"))
        cases.append(case)
    return cases


def _body(finding: Finding, places: Places, lang: str) -> list[str]:
    first, *more = said(finding, lang)
    return [f"{finding.title} [{finding.code or finding.rule}]", first, *more, *operands(finding, places, lang)]


def _agreed(checked: Checked) -> list[Element]:
    """A case for every other rule that bound something."""
    spoke = {finding.rule for finding in checked.report.findings}
    by_rule: dict[str, list[Relation]] = {}
    for relation in checked.report.relations:
        if relation.rule not in spoke:
            by_rule.setdefault(relation.rule, []).append(relation)
    cases = []
    for rule, relations in by_rule.items():
        case = element("testcase", classname=checked.path, name=rule)
        if not any(relation.verdict == "holds" for relation in relations):
            reasons = dict.fromkeys(relation.reason or relation.verdict for relation in relations)
            case.append(element("skipped", message=", ".join(reasons)))
        cases.append(case)
    return cases


def _unread(failed: Failed) -> Element:
    suite = element("testsuite", name=failed.path)
    case = element("testcase", classname=failed.path, name="read")
    case.append(element("error", type="unreadable", message=failed.message))
    suite.append(case)
    return _counted(suite)
