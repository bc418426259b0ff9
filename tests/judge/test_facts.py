"""Two statements of one measure."""

from __future__ import annotations

from tests.judge.judging import bound, read, verdicts

RESTATED = """
kind: facts
pairs: restated
same: {subject: 1, period: true, certain: 0}
slots: {first: {role: level}, second: {role: level, like: first}}
assert: first == second
"""
HEADLINE = """
kind: facts
pairs: headline
same: {subject: 0.6, period: true, certain: 0.6}
slots: {head: {role: level}, body: {role: level, like: head}}
assert: head == body
"""
EQUAL = """
kind: facts
pairs: equal
slots: {first: {role: level, where: heading}, second: {role: level, where: body}}
assert: never
"""
FILL = "大家都说今年的日子越过越好，各项工作稳步推进。"


def test_the_same_name() -> None:
    text = f"全县农家书屋总数为128家。{FILL}年末，全县农家书屋总数为118家。"
    assert bound(RESTATED, text) == [["128家", "118家"]]
    assert verdicts(RESTATED, text) == ["fails"]
    assert verdicts(RESTATED, text.replace("118", "128")) == ["holds"]


def test_other_names_and_units_are_other_facts() -> None:
    assert bound(RESTATED, f"全县农家书屋总数为128家。{FILL}全县村级阅览室为118家。") == []
    assert bound(RESTATED, f"全县农家书屋总数为128家。{FILL}全县农家书屋总数为118人。") == []


def test_other_periods_are_other_facts() -> None:
    text = f"2022年全县农家书屋总数为128家。{FILL}2023年全县农家书屋总数为118家。"
    assert bound(RESTATED, text) == []


def test_scales_are_compared_in_base_units() -> None:
    text = f"全县图书借阅总量为1.28万册。{FILL}全县图书借阅总量为12803册。"
    assert verdicts(RESTATED, text) == ["holds"]
    assert verdicts(RESTATED, text.replace("12803", "12903")) == ["fails"]


def test_the_same_name_however_far_apart() -> None:
    """Hundreds of names that end alike stand between the two, and each pair is bound once."""
    others = "".join(f"{chr(0x6C00 + n)}庄的农家书屋总数为{n}家。" for n in range(2, 300))
    text = f"全县农家书屋总数为128家。{others}全县农家书屋总数为118家。"
    assert bound(RESTATED, text) == [["128家", "118家"]]


def test_a_name_behind_words_that_open_a_clause_is_the_same() -> None:
    text = f"全县在校学生总数128人。{FILL}食堂面向全县在校学生总数118人供餐。"
    assert bound(RESTATED, text) == [["128人", "118人"]]
    assert bound(RESTATED, text.replace("面向全县", "邻县")) == []


def test_an_agreeing_partner_goes_first() -> None:
    text = f"全县农家书屋总数为128家。{FILL}全县农家书屋总数为118家。{FILL}全县农家书屋总数为128家。"
    assert "holds" in verdicts(RESTATED, text)


def test_headline_and_body() -> None:
    text = "# 全县建成农家书屋128家\n\n今年，全县建成农家书屋118家，群众都说好。\n"
    assert verdicts(HEADLINE, text, markdown=True) == ["fails"]
    assert verdicts(HEADLINE, text.replace("118", "128"), markdown=True) == ["holds"]
    assert verdicts(HEADLINE, text.replace("农家书屋118", "乡村道路118"), markdown=True) in ([], ["uncertain-partner"])


def test_articles_are_apart() -> None:
    item = "# {}县建成农家书屋\n\n本报讯（记者 李明）全县农家书屋总数为{}家。\n\n"
    text = item.format("甲", 128) + item.format("乙", 118)
    assert [block.article for block in read(text, markdown=True)[0].blocks] == [0, 0, 1, 1]
    assert bound(RESTATED, text, markdown=True) == []


def test_where() -> None:
    """A slot may ask for a number of a heading, or of the text under one."""
    heading, body = "# 全县建成农家书屋128家", "全县农家书屋达128家。"
    assert bound(EQUAL, f"{heading}\n\n{body}\n", markdown=True) == [["128家", "128家"]]
    assert bound(EQUAL, f"{body}\n\n{body}\n", markdown=True) == []
    assert bound(EQUAL, f"{heading}\n\n{heading}\n\n{body}\n", markdown=True) == [["128家", "128家"]]
