"""Side files: what they silence, and each mistake with its place."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.model.report import Report
from checker.sift import Outside
from checker.sift.side import read_side
from checker.sift.waiver import RuleName
from sift.helping import FAMILY, RULE, WRONG, checker

ROSTER = (RuleName(RULE, "CHK101", FAMILY), RuleName("declared-points", "CHK301", "outline"))
SHEET = "类别,数量（所）\n小学,31\n初中,13\n高中,5\n合计,48\n"


def faults(text: str, lang: str = "zh") -> list[tuple[str, str]]:
    waivers, wrong = read_side(text.encode(), "a.docx.checker.yaml", ROSTER, lang)
    assert not (wrong and waivers)
    return [(fault.place.removeprefix("a.docx.checker.yaml:"), fault.message) for fault in wrong]


def with_side(yaml: str, text: str = WRONG, name: str = "a.txt") -> Report:
    waivers, wrong = read_side(yaml.encode(), name + ".checker.yaml", checker().roster, "zh")
    assert wrong == ()
    return checker().check_bytes(text.encode(), source=name, outside=Outside(waivers))


def test_an_entry_silences_its_finding() -> None:
    finding = with_side("").findings[0]
    for key in ("text: 118家", "text: 52 家", f"fingerprint: '{finding.fingerprint}'", "text: 118家\n  line: 1"):
        report = with_side(f"- rule: {RULE}\n  {key}\n  reason: 口径不同\n")
        assert report.findings == () and report.notes == ()
        (waived,) = report.waived
        assert (waived.origin, waived.reason, waived.place) == ("side-file", "口径不同", "a.txt.checker.yaml:1")


@pytest.mark.parametrize("key", ["text: 118所", "fingerprint: '0'", "text: 118家\n  line: 2", "text: 118家\n  page: 1"])
def test_an_entry_that_means_nothing_is_said(key: str) -> None:
    report = with_side(f"- rule: {RULE}\n  {key}\n  reason: 口径不同\n")
    assert [f.rule for f in report.findings] == [RULE] and report.waived == ()
    assert [(n.code, n.level) for n in report.notes] == [("unused-side-entry", "warning")]
    assert "a.txt.checker.yaml:1" in report.notes[0].message


def test_cells() -> None:
    report = with_side("", SHEET, "a.csv")
    (finding,) = report.findings
    anchor = report.document.anchor(finding.primary.span)
    where = (
        f"line: {report.document.place(finding.primary.span.start)[0]}" if anchor is None else f"cell: {anchor.cell}"
    )
    entry = f"- rule: {finding.rule}\n  text: '{finding.primary.text}'\n  reason: 另有口径\n  "
    assert with_side(entry + where, SHEET, "a.csv").findings == ()
    assert with_side(entry + "cell: Z9", SHEET, "a.csv").findings == (finding,)


@pytest.mark.parametrize(
    "text, place, said",
    [
        ("rule: a", "1:1", "应是一个列表"),
        ("- a", "1:3", "几个键"),
        (f"- {{rule: {RULE}, text: a, reasn: b}}", "1:33", "没有 reasn 这个键"),
        (f"- {{rule: {RULE}, text: a, reasn: b}}", "1:33", "是不是 reason"),
        (f"- {{rule: {RULE}, text: a}}", "1:3", "缺 reason"),
        (f"- {{rule: {RULE}, reason: b}}", "1:3", "要有 text 或 fingerprint"),
        (f"- {{rule: {RULE}, text: 3, reason: b}}", "1:30", "加引号"),
        (f"- {{rule: {RULE}, text: a, reason: '  '}}", "1:41", "理由是空的"),
        (f"- {{rule: {RULE}, text: a, reason: b, line: 0}}", "1:50", "从 1 起的整数"),
        (f"- {{rule: {RULE}, text: a, reason: b, page: true}}", "1:50", "从 1 起的整数"),
        (f"-\n  rule: {RULE}x\n  text: a\n  reason: b", "2:9", f"是不是 {RULE}"),
        ("- {rule: [", "2:1", "YAML"),
        ("- &a {rule: x}\n- *a", "1:3", "anchors"),
    ],
)
def test_each_mistake_has_its_place(text: str, place: str, said: str) -> None:
    assert any(where == place and said in message for where, message in faults(text)), faults(text)
    assert all(message.isascii() for _, message in faults(text, "en"))


def test_all_mistakes_at_once_in_order() -> None:
    found = faults(f"- {{rule: x, text: a, reason: b}}\n- {{rule: {RULE}, text: 1, reason: b}}\n- 3\n")
    assert [where.split(":")[0] for where, _ in found] == ["1", "2", "3"]


def test_not_utf8() -> None:
    _, wrong = read_side("- a\n# 理由".encode("gb18030"), "x", ROSTER, "zh")
    assert [(f.line, f.message) for f in wrong] == [(2, "不是 UTF-8")]


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.sampled_from(["- ", "rule: ", RULE, "\n  ", "text: ", "a", "{", "}", "reason: ", "[", "\n", "&a ", "1", "'"])
    )
)
def test_no_side_file_raises(pieces: list[str]) -> None:
    faults("".join(pieces))
