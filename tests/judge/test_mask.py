"""The masked text: signs, brackets, places."""

from __future__ import annotations

import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.judge.mask import SECTION, Line, Mask, sign_class
from tests.judge.judging import mask

SIGN = regex.compile(f"[{sign_class()}]")


def signs(m: Mask) -> list[str]:
    """The sign of each number, in the order of the text."""
    return [m.text[m.where[q.index]] for q in m.quantities if q.index in m.where]


def test_alike_numbers_are_one_sign() -> None:
    m = mask("现有小学31所、初中13所、教师420人，占12%，增长5%。")
    schools, more, people, share, rate = signs(m)
    assert schools == more
    assert len({schools, people, share, rate}) == 4


def test_scale_and_currency_words_do_not_matter() -> None:
    a, b = signs(mask("完成投资3.2亿元，其中工业9000万元。"))
    assert a == b


def test_classes_take_their_kinds_and_roles() -> None:
    m = mask("现有小学31所，占12%，增长5%。")
    level, share, rate = signs(m)
    for kinds, roles, taken in (
        (("quantity",), (), {level}),
        (("percent",), (), {share, rate}),
        (("percent",), ("rate",), {rate}),
        ((), ("share",), {share}),
        ((), (), {level, share, rate}),
    ):
        assert {s for s in (level, share, rate) if regex.match(f"[{sign_class(kinds, roles)}]", s)} == taken


def test_names_keep_their_words() -> None:
    m = mask("“十四五”规划提出新建学校3所。")
    assert "十四五" in m.text and "3" not in m.text


def test_brackets_are_apart() -> None:
    m = mask("现有学校44所（小学31所、初中13所），教师420人。")
    sentence, inner = [m.text[line.start : line.end] for line in m.lines]
    assert SIGN.sub("#", sentence) == "现有学校#，教师#。"
    assert SIGN.sub("#", inner) == "现有学校#（小学#、初中#）"
    assert [line.bracket for line in m.lines] == [False, True]
    host = next(q for q in m.quantities if q.surface == "44所")
    assert m.where[host.index] == m.text.index(signs(m)[0])  # its first place is in the sentence
    assert sum(index == host.index for index in m.at.values()) == 2


def test_nested_brackets_are_one() -> None:
    m = mask("共有44所（小学31所（含村小9所）、初中13所）。")
    assert [SIGN.sub("#", m.text[line.start : line.end]) for line in m.lines] == [
        "共有#。",
        "共有#（小学#（含村小#）、初中#）",
    ]


def test_a_bracket_that_does_not_close_stays() -> None:
    m = mask("共有44所（小学31所、初中13所。")
    assert [SIGN.sub("#", m.text[line.start : line.end]) for line in m.lines] == ["共有#（小学#、初中#。"]


def test_headings_stand_behind_a_form_feed() -> None:
    m = mask("# 甲\n\n有3所。\n\n## 乙\n\n有4所。\n", markdown=True)
    assert m.text.count(SECTION) == 3  # two headings, and the end


def test_torn_lines_are_whole() -> None:
    text = "今年全县在册的农家书屋和流动书屋一共借出各类图书达到了三十六万册，其中平原乡镇借出图书"
    text += "11\n\n\n万册，山区乡镇借出25万册。"
    m = mask(text)
    torn = next(q for q in m.quantities if q.surface.startswith("11"))
    place = m.where[torn.index]
    assert m.span(place, place + 1) == torn.span
    assert "\n" not in m.text[m.lines[0].start : m.lines[0].end]


def test_tables_and_hidden_blocks_are_not_there() -> None:
    m = mask("有3所。\n\n| 甲 | 乙 |\n|---|---|\n| 丙 | 4 |\n\n```\n5所\n```\n", markdown=True)
    assert len(SIGN.findall(m.text)) == 1


def test_a_span_covers_numbers_whole() -> None:
    text = "共有学校44所。"
    m = mask(text)
    assert m.span(2, 5) == (2, 7)
    assert m.span(0, 5) == (0, 7)
    assert m.span(3, 3) == (3, 3)


PIECES = st.sampled_from(
    [
        *("共有学校44所", "（小学31所）", "，", "。", "、", "占12%", "（", "）", "\n", "\n\n", "其中"),
        *("第三", "一是", "2023年5月1日", "约30人", "(a 3.5kg)", "## 甲\n", "| 3 | 4所 |\n|---|---|\n| 5 | 6 |\n", " "),
        *("1.76万个", "“三农”", "十几名"),
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=25).map("".join), st.booleans())
def test_every_sign_leads_back(text: str, markdown: bool) -> None:
    m = mask(text, markdown=markdown)
    assert {i for i, c in enumerate(m.text) if SIGN.match(c)} == set(m.at)
    for place, index in m.at.items():
        quantity = m.quantities[index]
        assert m.span(place, place + 1) == quantity.span
        assert m.document.text[slice(*quantity.span)] == quantity.surface
    for i, c in enumerate(m.text):
        line = m.line(i) if m.lines else Line(0, 0, 0)
        if i not in m.at and line.start <= i < line.end and not c.isspace():
            start, end = m.span(i, i + 1)
            assert m.document.text[start:end] == c
    for q in m.quantities:
        block = next((b for b in m.document.blocks if b.span.start <= q.span.start < b.span.end), None)
        assert (q.index in m.where) == (block is not None and block.kind != "table")
