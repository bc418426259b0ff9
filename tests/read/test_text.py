"""Structure of plain texts. The texts are made up, in the manner of reports, web pages and news digests."""

import subprocess
import sys

import pytest

from checker.model.document import Document
from checker.read import ReadError, UnknownKind, read_bytes, read_path
from checker.read.text import read_text
from checker.read.words import PageWords
from tests.read.words import ROOT, WORDS

LONG = "全县各类学校在上半年里面持续推进校舍改造、师资培训和课后服务等方面的工作,累计新增了学位"


def read(text: str) -> Document:
    return read_text(text, "a.txt", words=WORDS)


def kinds(document: Document) -> str:
    return "".join(block.kind[0] for block in document.blocks)


def seed(number: str) -> Document:
    path = next((ROOT / "seeds").glob(f"{number}_*.txt"))
    return read_bytes(path.read_bytes(), str(path), words=WORDS)


def heads(document: Document) -> list[tuple[int, str]]:
    return [(b.level, b.marker) for b in document.blocks if b.kind == "heading"]


@pytest.mark.parametrize(
    "number, shape, levels",
    [
        ("000", "hhcpp" + "hppp" + "hppp" + "hppppp" + "hppppp", [1, 1, 2, 2, 2, 2]),
        ("001", "hcppcp" + "h" + "p" * 9 + "h" + "p" * 6 + "h" + "p" * 6 + "t", [1, 2, 2, 2]),
        ("002", "hp" + "hppppp" + "hpp" + "hppppp" + "c", [1, 2, 2, 2]),
        ("003", "hcp" + "hp" * 4 + "p" + "h" + "i" * 25 + "ccc", [1, 2, 2, 2, 2, 2]),
        ("004", "hc" + "hppp" * 2 + "hppp" * 0, None),
    ],
)
def test_seed(number: str, shape: str, levels: list[int] | None) -> None:
    document = seed(number)
    assert {block.article for block in document.blocks} == {0}
    assert kinds(document).startswith(shape) if levels is None else kinds(document) == shape
    if levels is not None:
        assert [level for level, _ in heads(document)] == levels


@pytest.mark.parametrize(
    "number, joined",
    [
        ("000", "校车线路3条28公里,延长"),
        ("000", "在局党组书记、局长"),
        ("003", "顺利开学;2018年8月,咸安区"),
        ("003", "教研互动体系,形成以"),
        ("004", "该项目实施周期为三年"),
        ("004", "2018年普惠性民办幼儿园进行"),
        ("004", "举全区之力建学校、增学位"),
    ],
)
def test_torn_paragraphs_of_the_seeds(number: str, joined: str) -> None:
    document = seed(number)
    at = document.reading.text.index(joined)
    span = document.reading.span(at, at + len(joined))
    assert any(b.span.start <= span.start and span.end <= b.span.end for b in document.blocks if b.kind == "paragraph")


def test_seed_001_tail_and_003_caption_are_out_of_the_reading() -> None:
    reading = seed("001").reading.text
    assert reading.rstrip().endswith("谢谢大家!")
    document = seed("003")
    caption = "2019年新建并投入使用的咸宁高新实验外国语学校"
    assert caption in document.text and caption not in document.reading.text
    assert [note.line for note in document.notes] == [21]


def test_seed_004_sections() -> None:
    assert [marker for level, marker in heads(seed("004")) if level == 2] == list("壹陆柒捌贰叁肆玖伍拾")


def test_headings_without_punctuation_are_not_torn() -> None:
    document = read(f"某县教育工作总结\n\n李明\n\n{LONG}48个。\n\n成绩与经验\n\n{LONG}12个。\n")
    assert kinds(document) == "hhphp"
    assert not document.dropped


def test_a_caption_splits_a_paragraph() -> None:
    document = read(f"总结\n\n{LONG}2024\n\n\n\n新校区教学楼\n\n\n年秋季学期新增48个。\n")
    assert kinds(document) == "hp"
    assert f"{LONG}2024年秋季学期新增48个。" in document.reading.text


def test_digits_are_never_glued() -> None:
    document = read(f"总结\n\n{LONG}48\n\n2019年又新增了12个。\n")
    assert "48\n2019" in document.reading.text


def test_a_numbered_line_ends_a_torn_paragraph() -> None:
    assert kinds(read(f"总结\n\n{LONG},\n\n二、下一步打算\n\n{LONG}5个。\n")) == "hphp"


def test_months_are_no_marks() -> None:
    document = read("总结\n\n1、2月份全县新增学位48个。\n\n1.76万个学位已经投入使用。\n\n三、四季度继续新增学位。\n")
    assert [block.marker for block in document.blocks[1:]] == ["", "", ""]


def test_a_run_of_numbered_lines_is_a_list() -> None:
    assert kinds(read("获奖名单\n\n1、某市先进单位\n2、某县先进集体\n3、文明校园\n\n以上为2024年名单。\n")) == "hiiip"


def test_bullets_are_out_of_the_reading_and_signs_stay() -> None:
    document = read("要点\n\n- 2024年新增48个\n• 减少12个\n-5.3%是去年的增速。\n")
    assert kinds(document) == "hiip"
    assert "\n2024年新增48个\n减少12个\n-5.3%" in document.reading.text


def test_hard_wrapped_chinese() -> None:
    line = "全县各类学校在上半年里面持续推进校舍改造和师资培训以及课后服务等方面工作"
    document = read("\n".join([line, line, line, "共有学校48所。", "", line, line, "新增学位12个。"]))
    assert kinds(document) == "pp"
    assert document.reading.text.count("\n") == 2


def test_hard_wrapped_english_keeps_a_break_between_words() -> None:
    text = (
        "The county runs 48 schools in all, of which 31 are primary schools and the\n"
        "remaining 17 are secondary schools, and the number of pupils has increased\n"
        "by 3 per cent since the last census of the year, while the number of staff\n"
        "has stayed where it was before the reform of the system was brought under\n"
        "way by the county.\n"
    )
    document = read(text)
    assert kinds(document) == "p"
    assert document.reading.text == text


def test_tail_needs_only_short_lines_to_the_end() -> None:
    body = f"某县教育工作总结\n{LONG}48个。\n"
    assert kinds(read(body + "相关阅读\n- 甲县开学\n- 乙县放假2天\n")) == "hpt"
    assert "t" not in kinds(read(body + "关键词：教育\n" + LONG + "12个。\n"))
    assert "t" not in kinds(read_text(body + "相关阅读\n- 甲县开学\n", "a.txt"))


def test_digest_with_datelines() -> None:
    items = [f"某地第{i}批项目开工\n本报讯（记者 李明）{LONG}{i}个。\n{LONG}。" for i in (3, 4, 5)]
    document = read("\n".join(items) + "\n")
    assert [block.article for block in document.blocks] == [0, 0, 0, 1, 1, 1, 2, 2, 2]


def test_digest_with_links_between() -> None:
    document = read("\n".join(f"某地项目{c}开工\n{LONG}1个。\n[原文](https://x.y/{c})" for c in "甲乙丙"))
    assert [block.article for block in document.blocks] == [0, 0, 0, 1, 1, 1, 2, 2, 2]
    assert "https" not in document.reading.text


def test_days_of_a_chronicle_are_articles() -> None:
    document = read("20240101\n- 新增48例\n- 新增5例\n20240102\n- 新增52例\n")
    assert [block.article for block in document.blocks] == [0, 0, 0, 1, 1]


def test_a_report_is_one_article_and_levels_nest() -> None:
    document = read(f"工作报告\n一、回顾\n（一）学校\n{LONG}。\n（二）教师\n{LONG}。\n二、打算\n1.校舍\n{LONG}。\n")
    assert [level for level, _ in heads(document)] == [1, 2, 3, 3, 2, 4]
    assert {block.article for block in document.blocks} == {0}


@pytest.mark.parametrize("rule", ["\t", "   "])
def test_aligned_tables(rule: str) -> None:
    rows = [["学段", "学校", "学生"], ["小学", "31", "9000"], ["初中", "12", "4500"]]
    text = "表1 学校情况\n单位：所\n" + "\n".join(rule.join(row) for row in rows) + "\n"
    document = read(text)
    (table,) = document.tables
    assert [text[slice(*cell.span)] for cell in table.cells] == [cell for row in rows for cell in row]
    assert table.caption and text[slice(*table.caption)] == "表1 学校情况"
    assert table.unit and text[slice(*table.unit)] == "单位：所"
    assert kinds(document) == "cct"


def test_tabs_keep_blank_cells_and_pipes_make_tables() -> None:
    document = read("甲\t乙\t丙\n1\t\t3\n4\t5\t6\n")
    blank = document.tables[0].cells[4]
    assert blank.span.start == blank.span.end
    document = read("| 甲 | 乙 |\n|---|--:|\n| 1 | 2 |\n")
    assert [(c.row, c.column) for c in document.tables[0].cells] == [(0, 0), (0, 1), (1, 0), (1, 1)]


def test_empty_and_blank_files_have_a_note() -> None:
    for data in (b"", b" \n\t\n"):
        for name in ("a.txt", "a.md"):
            assert [note.message for note in read_bytes(data, name).notes] == ["the file is empty"]


def test_unknown_kind_and_missing_file(tmp_path) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(UnknownKind, match=r"no reader for \.xyz; files that can be read: \.txt"):
        read_bytes(b"", "a.xyz")
    with pytest.raises(UnknownKind, match="no reader for a file without a suffix"):
        read_path(tmp_path / "README")
    with pytest.raises(ReadError, match="no such file") as caught:
        read_path(tmp_path / "a.txt")
    assert caught.value.code == "unreadable"
    (tmp_path / "a.TXT").write_bytes("共48所。".encode())
    assert read_path(tmp_path / "a.TXT", words=PageWords()).text == "共48所。"


def test_text_does_not_import_markdown_it() -> None:
    code = "import sys, checker.read as r; r.read_bytes(b'x', 'a.txt'); sys.exit('markdown_it' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
