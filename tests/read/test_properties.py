import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from checker.model.document import HIDDEN, Document
from checker.read import ReadError, read_bytes
from checker.read.markdown import read_markdown
from checker.read.text import read_text
from tests.read.words import SEEDS, WORDS

PIECES = [
    *("一、总体情况", "（一）学校", "1. 项目", "1、学校48所。", "- 乙项", "——经济平稳。", "壹 党建", "---", "|a|b|"),
    *("全县共有学校48所，其中小学31所。", "这一段没有写完，因为页面在这里断开了，下一页才", "的部分", "图为新校"),
    *("记者 李明", "关键词:", "标题", "本报讯 今天", "[x](http://a.b)", "> 引用", "```", "**48**所", "<b>7</b>"),
    *("    code", "# 题", "===", "[a]: b", "<!-- c", "-->", "* * *", "2020-01-02", "https://x.y/2020", "![p](q)"),
    *("`1`", "x  \ny", "a\tb\tc", "|--|--|"),
]
BREAKS = ["\n", "\n\n", "\r\n", "\r\n\r\n", "\n\n\n\n", "\r", "\f", " ", "\u3000", "\u2028", "\x85", "\v"]
texts = st.lists(st.sampled_from(PIECES + BREAKS), max_size=30).map("".join) | st.text(max_size=60)


def check(document: Document) -> None:
    text, at = document.text, 0
    for block in document.blocks:
        assert at <= block.span.start < block.span.end <= len(text)
        assert not text[at : block.span.start].strip()
        at = block.span.end
        assert not text[block.span.start].isspace() and not text[block.span.end - 1].isspace()
    assert not text[at:].strip()
    at = 0
    for span in document.dropped:
        assert at <= span.start < span.end <= len(text)
        at = span.end
    reading = document.reading
    assert len(reading.text) == len(text) - sum(b - a for a, b in document.dropped)
    for i, c in enumerate(reading.text):
        assert text[reading.origin(i)] == c
    for block in document.blocks:
        if block.kind in HIDDEN:
            assert any(s.start <= block.span.start and block.span.end <= s.end for s in document.dropped)
    articles = [block.article for block in document.blocks]
    assert articles == sorted(articles)
    for table in document.tables:
        for cell in table.cells:
            assert table.span.start <= cell.span.start <= cell.span.end <= table.span.end
    for i in range(0, len(text), 7):
        line, column = document.place(i)
        assert line >= 1 and column >= 1


@settings(max_examples=400, deadline=None)
@given(texts)
def test_text(text: str) -> None:
    check(read_text(text, "a.txt", words=WORDS))
    check(read_text(text, "a.txt"))


@settings(max_examples=400, deadline=None)
@given(texts)
@example("    \x0c")  # code that is nothing but white space
def test_markdown(text: str) -> None:
    check(read_markdown(text, "a.md", words=WORDS))


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name[:3])
def test_seeds(path) -> None:  # type: ignore[no-untyped-def]
    check(read_bytes(path.read_bytes(), str(path), words=WORDS))
    check(read_bytes(path.read_bytes(), "a.md", words=WORDS))
    crlf = path.read_bytes().replace(b"\n", b"\r\n")
    one, two = read_bytes(path.read_bytes(), "a.txt", words=WORDS), read_bytes(crlf, "a.txt", words=WORDS)
    check(two)
    assert [(b.kind, b.level, b.marker) for b in one.blocks] == [(b.kind, b.level, b.marker) for b in two.blocks]
    assert [c for c in one.reading.text if not c.isspace()] == [c for c in two.reading.text if not c.isspace()]


def timed(data: bytes, name: str) -> float:
    start = time.perf_counter()
    read_bytes(data, name, words=WORDS)
    return time.perf_counter() - start


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_a_line_of_fifty_megabytes(name: str) -> None:
    sentence = "全区共有学校48所，其中小学31所、初中12所。".encode()
    start = time.perf_counter()
    with pytest.raises(ReadError, match="line 3 has more than 1,000,000 characters"):
        read_bytes(b"\n\n" + sentence * (50_000_000 // len(sentence)), name)
    assert time.perf_counter() - start < 10
    read_bytes(b"x" * 1_000_000 + b"\n" + b"y" * 1_000_000, name)


def test_ten_megabytes() -> None:
    data = b"\n\n".join(path.read_bytes() for path in SEEDS)
    assert timed(data * (10_000_000 // len(data)), "a.txt") < 20


@pytest.mark.parametrize("line", ["标题\n", "- 一项\n", "x" * 70 + "\n", "甲\t乙\n", "一、甲\n\n"])
def test_linear(line: str) -> None:
    timed(line.encode() * 1000, "a.txt")
    one, four = timed(line.encode() * 5_000, "a.txt"), timed(line.encode() * 20_000, "a.txt")
    assert four < one * 10 + 0.5


@settings(max_examples=400, deadline=None)
@given(st.text("甲乙12> -\n\r\f\t#=.\u3000\x85", max_size=40))
def test_markdown_drops_marks_and_never_words(text: str) -> None:
    document = read_markdown(text, "a.md", words=WORDS)
    hidden = [block.span for block in document.blocks if block.kind in HIDDEN]
    kept = [c for i, c in enumerate(text) if c in "甲乙" and not any(a <= i < b for a, b in hidden)]
    assert kept == [c for c in document.reading.text if c in "甲乙"]
