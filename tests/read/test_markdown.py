import pytest

from checker.model.document import Document
from checker.read.markdown import read_markdown
from tests.read.words import WORDS


def read(text: str) -> Document:
    return read_markdown(text, "a.md", words=WORDS)


def kinds(document: Document) -> list[str]:
    return [block.kind for block in document.blocks]


@pytest.mark.parametrize(
    "text, reading",
    [
        ("共**48**所", "共48所"),
        ("共__48__所 *31* 所 ~~7~~ 所", "共__48__所 31 所 7 所".replace("__", "")),
        ("**“增长”**的48所", "“增长”的48所"),
        ("***48***所", "48所"),
        ("**共*48*所**", "共48所"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("2**3", "2**3"),
        (r"\*48\*所，a\_b", "*48*所，a_b"),
        ("见[附件3](http://x.y/2020 (t))中48所", "见附件3中48所"),
        ("见[附件 **3**][ref]\n\n[ref]: http://x.y/9", "见附件 3"),
        ("![图 7](x_2020.png)共48所", "共48所"),
        ("<https://x.y/2020> 48所，https://x.y/2021。", " 48所，。"),
        ("`x = 12`共48所", "共48所"),
        ("共<b>48</b>所<!-- 12 -->", "共48所"),
        ("31<br>12", "31<br>12"),
        ("48&nbsp;所", "48所"),
        ("共48所[^1]。", "共48所。"),
        ("共有\n48所", "共有48所"),
        ("in all\n48 schools", "in all\n48 schools"),
        ("共有48  \n12所", "共有48\n12所"),
        ("## 二、学校 48 所 ##", "二、学校 48 所"),
        ("学校\n====", "学校"),
        ("> 共有\n> 48所", "共有48所"),
        ("- 共48所", "共48所"),
        ("1. 共48所", "1. 共48所"),
        ("- 共有\n  48所", "共有48所"),
    ],
)
def test_reading(text: str, reading: str) -> None:
    assert read(text).reading.text.strip("\n") == reading.strip("\n")
    crlf = read(text.replace("\n", "\r\n"))
    assert crlf.reading.text.replace("\r\n", "\n").strip("\n") == reading.strip("\n")


def test_front_matter_code_and_comments_are_hidden() -> None:
    text = "---\ntitle: 报告 2024\n---\n\n```py\nx = 1\n```\n\n    y = 2\n\n<!-- 3 -->\n\n<div>\n共 4 个\n</div>\n"
    document = read(text)
    assert kinds(document) == ["meta", "code", "code", "comment", "paragraph"]
    assert document.reading.text.split() == ["共", "4", "个"]


def test_a_rule_is_no_front_matter() -> None:
    assert kinds(read("---\n\n共48所。\n\n---\n")) == ["caption", "paragraph", "caption"]


def test_headings_lists_and_levels() -> None:
    document = read("# 报告\n\n## 一、学校\n\n- 甲\n  - 乙\n    1) 丙\n")
    assert [(b.kind, b.level, b.marker) for b in document.blocks] == [
        ("heading", 1, "#"),
        ("heading", 2, "##"),
        ("item", 1, "-"),
        ("item", 2, "-"),
        ("item", 3, "1)"),
    ]
    assert {b.article for b in document.blocks} == {0}


def test_numbered_lines_head_what_follows() -> None:
    document = read("# 报告\n\n一、学校情况\n\n全县共有学校48所。\n\n二、教师情况\n\n共有教师900人。\n")
    assert [(b.kind, b.level) for b in document.blocks][1:3] == [("heading", 2), ("paragraph", 0)]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_table(newline: str) -> None:
    lines = ["表2 学校", "", "单位：所", "", "| 项目 | `a|b` |", "|:--|--:|", r"| **小\|学** | 31 |", "| 初中 |", ""]
    text = newline.join(["| 项目 | a\\|b |" if "`" in line else line for line in lines])
    document = read(text)
    (table,) = document.tables
    cells = [(c.row, c.column, text[slice(*c.span)], c.header) for c in table.cells]
    assert cells == [
        (0, 0, "项目", True),
        (0, 1, r"a\|b", True),
        (1, 0, r"**小\|学**", False),
        (1, 1, "31", False),
        (2, 0, "初中", False),
        (2, 1, "", False),
    ]
    assert table.unit and text[slice(*table.unit)] == "单位：所"
    assert table.caption and text[slice(*table.caption)] == "表2 学校"
    assert kinds(document) == ["caption", "caption", "table"]
    assert "小|学" in document.reading.text and ":--" not in document.reading.text


def test_unit_and_caption_on_one_line() -> None:
    text = "表3 各区学校数（单位：所）\n\n| 区 | 数 |\n|--|--|\n| 甲 | 3 |\n"
    (table,) = read(text).tables
    assert table.caption and text[slice(*table.caption)] == "表3 各区学校数"
    assert table.unit and text[slice(*table.unit)] == "单位：所"


def test_tables_in_quotes_and_lists() -> None:
    text = "> | a | b |\n> |--|--|\n> | 1 | 2 |\n\n- x\n\n  | c | d |\n  |--|--|\n  | 3 | 4 |\n"
    document = read(text)
    assert [[text[slice(*c.span)] for c in t.cells] for t in document.tables] == [list("ab12"), list("cd34")]


def test_digest_is_split_and_report_is_not() -> None:
    digest = "# 一周简讯\n\n## 甲县开学\n\n甲县48所。\n\n## 乙县开学\n\n乙县12所。\n"
    assert [b.article for b in read(digest).blocks] == [0, 0, 0, 1, 1]
    assert {b.article for b in read(digest.replace("一周简讯", "教育报告")).blocks} == {0}
