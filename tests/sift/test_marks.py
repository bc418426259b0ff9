"""Marks in the text silence what they name, and nothing else; a broken one says so."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from checker.sift.marks import VERBS
from sift.helping import CODE, FAMILY, RIGHT, RULE, TABLE, WRONG, check, checker, codes, rules

SECOND = "全市现有公园64座，其中城区公园35座、郊区公园19座、湿地公园20座。"


def mark(words: str) -> str:
    return f"<!-- checker: {words} -->"


@pytest.mark.parametrize("markdown", [True, False])
@pytest.mark.parametrize(
    "text",
    [
        f"{WRONG}{mark(f'ignore {RULE} 口径不同')}",
        f"{mark(f'ignore {RULE} 口径不同')}\n{WRONG}",
        f"{mark(f'ignore {RULE} 口径不同')}\n\n{WRONG}",
        f"{mark(f'ignore {CODE} 口径不同')}\n{WRONG}",
        f"{mark(f'ignore {FAMILY} 口径不同')}\n{WRONG}",
        f"{mark(f'ignore-next-line {RULE} 口径不同')}\n\n{WRONG}",
        f"{WRONG} {mark(f'ignore-line {RULE} 口径不同')}",
        f"{mark(f'ignore-start {RULE} 口径不同')}\n\n{RIGHT}\n\n{WRONG}\n\n{mark('ignore-end')}",
        f"{mark(f'ignore-start {RULE} 口径不同')}\n{WRONG}\n{mark(f'ignore-end {RULE}')}",
        f"{WRONG}\n\n{mark(f'ignore-file {RULE} 口径不同')}",
        f"{WRONG}<!-- Checker：IGNORE {RULE}，口径不同 -->",
        f"{WRONG}{mark(f'ignore {RULE} “118 家” 口径不同')}",
        f"{WRONG}{mark(f'ignore {RULE} 口径不同')}\n\n平安\n\n- 平安",
        f'{WRONG}{mark(f"""ignore {RULE} "52家" 口径不同""")}',
    ],
)
def test_every_form(text: str, markdown: bool) -> None:
    report = check(text, markdown=markdown)
    assert rules(report) == [] and codes(report) == []
    (waived,) = report.waived
    assert (waived.origin, waived.reason, waived.finding.rule) == ("mark", "口径不同", RULE)
    line = text[: text.lower().index("<!-- checker")].count("\n") + 1
    assert waived.place == f"报告.md:{line}"


def test_a_mark_speaks_for_its_stretch_alone() -> None:
    text = f"{mark(f'ignore {RULE} 口径不同')}\n{WRONG}\n\n{SECOND}\n"
    assert [f.primary.text for f in check(text).findings] == ["64座"]
    assert [f.primary.text for f in check(f"{WRONG}\n\n{SECOND}{mark(f'ignore {RULE} 理由')}").findings] == ["118家"]


def test_a_row_of_a_table() -> None:
    rows = TABLE.split("\n")
    rule = check(TABLE).findings[0].rule
    for n, used in ((5, True), (2, False)):
        inside = "\n".join([*rows[:n], rows[n][:-1] + f"{mark(f'ignore {rule} 理由')} |", *rows[n + 1 :]])
        assert (rules(check(inside)) == []) is used
        assert codes(check(inside)) == ([] if used else ["unused-suppression"])
    assert rules(check(f"{mark(f'ignore {rule} 理由')}\n\n{TABLE}")) == []


def test_a_quoted_number_must_be_one_of_the_findings_own() -> None:
    report = check(f'{WRONG}{mark(f"""ignore {RULE} "76所" 理由""")}')
    assert rules(report) == [RULE] and codes(report) == ["unused-suppression"]


@pytest.mark.parametrize(
    "words, code",
    [
        (f"ignore {RULE}", "mark-no-reason"),
        (f"ignore {RULE} “118家”", "mark-no-reason"),
        (f"ignore {RULE} ——", "mark-no-reason"),
        ("ignore", "mark-broken"),
        ("ignore 口径不同", "mark-broken"),
        (f"ignroe {RULE} 理由", "mark-broken"),
        ("", "mark-broken"),
        (f"ignore-start {RULE} 理由", "mark-broken"),
        ("ignore-end", "mark-broken"),
        ("ignore sum-of-part 理由", "unknown-rule"),
        ("ignore declared-points 理由", "unused-suppression"),
    ],
)
def test_what_is_wrong_is_said_and_silences_nothing(words: str, code: str) -> None:
    report = check(f"开头。\n\n{WRONG}{mark(words)}")
    assert rules(report) == [RULE] and report.waived == ()
    (note,) = (n for n in report.notes if n.code == code)
    assert (note.level, note.line) == ("warning", 3)


def test_no_colon_is_a_slip_and_other_comments_are_none() -> None:
    assert codes(check(f"{WRONG}<!-- checker ignore {RULE} 理由 -->")) == ["mark-broken"]
    assert codes(check(f"{WRONG}<!-- checkers: ignore {RULE} 理由 --><!-- checker 是谁 -->")) == []


def test_hints() -> None:
    assert "是不是 ignore" in check(f"{WRONG}{mark(f'ignroe {RULE} 理由')}").notes[0].message
    assert f"是不是 {RULE}" in check(f"{WRONG}{mark('ignore sum-of-part 理由')}").notes[0].message
    english = checker(lang="en").check(f"{WRONG}{mark('ignore sum-of-part 理由')}")
    assert "did you mean sum-of-parts?" in english.notes[0].message and english.notes[0].message.isascii()


def test_one_of_two_rules_unused() -> None:
    report = check(f"{WRONG}{mark(f'ignore {RULE}, declared-points 理由')}")
    assert rules(report) == [] and [n.fields for n in report.notes] == [(("rules", "declared-points"),)]


def test_a_rule_that_takes_no_part_is_not_called_unused() -> None:
    text = f"{WRONG}{mark(f'ignore {RULE} 理由')}"
    assert codes(checker(ignore=(FAMILY,)).check(text)) == []
    assert codes(checker(severity="error", levels=((RULE, "info"),)).check(text)) == []


@pytest.mark.parametrize(
    "code", ["`{}`", "```\n{}\n```", "    {}", "<pre>\n{}\n</pre>", "<script>\n{}\n</script>", "~~~md\n{}\n~~~"]
)
def test_marks_in_code_do_nothing(code: str) -> None:
    report = check(code.format(mark(f"ignore-file {RULE} 理由")) + f"\n\n{WRONG}")
    assert rules(report) == [RULE] and codes(report) == []


def test_marks_in_quotes_lists_and_over_lines() -> None:
    assert rules(check(f"> {mark(f'ignore {RULE} 理由')}\n>\n> {WRONG}")) == []
    assert rules(check(f"- 甲\n- {WRONG}{mark(f'ignore {RULE} 理由')}")) == []
    report = check(f"<!-- checker: ignore\n  {RULE}\n  口径\n  不同 -->\n{WRONG}")
    assert rules(report) == [] and report.waived[0].reason == "口径 不同"


@pytest.mark.parametrize(
    "page, left",
    [
        ("<p>{w}</p><!-- {m} -->\n<p>{s}</p>", ["64座"]),
        ("<!-- {m} --><p>{w}</p><p>{s}</p>", ["64座"]),
        ("<!-- {m} -->\n<p>{w}</p>\n<p>{s}</p>", ["64座"]),
        ("<p>{w}<!-- {m} --></p>\n<p>{s}</p>", ["64座"]),
        ("<html><head><!-- checker: ignore-file sum 理由 --></head><body><p>{w}</p><p>{s}</p></body></html>", []),
        ("<script>var a = '<!-- {m} -->';</script><p>{w}</p><p>{s}</p>", ["118家", "64座"]),
        ("<p>&lt;!-- {m} --&gt;</p><p>{w}</p><p>{s}</p>", ["118家", "64座"]),
    ],
)
def test_pages(page: str, left: list[str]) -> None:
    text = page.format(w=WRONG, s=SECOND, m=f"checker: ignore {RULE} 理由")
    report = checker().check_bytes(text.encode(), source="a.html")
    assert [f.primary.text for f in report.findings] == left


def test_a_mark_leaves_the_text_around_it_as_it_was() -> None:
    """Structure, numbers and places of a plain text do not change when a mark stands in a line of its own."""
    lines = ["一、基本情况", "", WRONG, "", RIGHT]
    bare, marked = "\n".join(lines), "\n".join([*lines[:2], mark(f"ignore-file {FAMILY} 理由"), *lines[2:]])
    one, two = check(bare, markdown=False), check(marked, markdown=False)
    assert [b.kind for b in one.document.blocks] == [b.kind for b in two.document.blocks]
    assert [q.surface for q in one.quantities] == [q.surface for q in two.quantities]
    assert all(two.document.text[slice(*q.span)] == q.surface for q in two.quantities)


WORDS = st.lists(
    st.sampled_from(
        ["<!--", "-->", "checker:", "checker：", "checker", RULE, ",", "“118家”", '"', "理由", "\n", "\n\n", "> ", "- ",
         "`", "```", "| ", "<p>", "</p>", WRONG, "\r\n", "\u2028", *VERBS]
    ),
    max_size=14,
)  # fmt: skip


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(words=WORDS, name=st.sampled_from(["a.md", "a.txt", "a.html"]))
@example(words=["<!--", "checker:", "ignore"], name="a.html")
def test_broken_marks_never_raise(words: list[str], name: str) -> None:
    report = checker(select=(FAMILY,)).check_bytes(" ".join(words).encode(), source=name)
    assert all(w.reason for w in report.waived)
    assert all(report.document.text[s.start : s.start + 4] == "<!--" for s in report.document.comments)


PROSE = st.lists(
    st.sampled_from(
        ["天气晴好。", "大家都很高兴。", "会议在周五召开。", "## 小标题", "- 甲\n- 乙", "> 引文。", "<!-- 说明 -->"]
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=60, deadline=None)
@given(
    more=PROSE,
    marked=st.sampled_from(
        [
            f"{WRONG}{mark(f'ignore {RULE} 理由')}",
            f"{mark(f'ignore {RULE} 理由')}\n{WRONG}",
            f"{mark(f'ignore-next-line {RULE} 理由')}\n{WRONG}",
            f"{mark(f'ignore-start {RULE} 理由')}\n\n{WRONG}\n\n{mark('ignore-end')}",
            f"{WRONG}\n\n{mark(f'ignore-file {RULE} 理由')}",
        ]
    ),
)
def test_a_paragraph_before_changes_nothing(more: list[str], marked: str) -> None:
    report = checker(select=(FAMILY,)).check("\n\n".join([*more, marked]), markdown=True)
    assert rules(report) == [] and len(report.waived) == 1 and codes(report) == []
