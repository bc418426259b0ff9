import codecs
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.read import ReadError, decode

REPORT = "全县共有中小学48所，其中小学31所、初中12所、高中5所。\r\n今年新增学位1.76万个。\n"
BIG5 = "本縣共有學校四十八所，其中小學三十一所，國中十二所，學生人數為兩萬三千人。"
written = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\0\ufeff\ufffd"), max_size=60)


@given(written)
def test_marks_round_trip(text: str) -> None:
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ):
        assert decode(mark + text.encode(name)) == (text, name, ())


@given(written)
def test_utf8_without_mark(text: str) -> None:
    assume_text = "字" + text
    assert decode(assume_text.encode()) == (assume_text, "utf-8", ())


@given(written, st.sampled_from(["utf-8", "utf-16", "utf-32", "gb18030", "utf-8-sig"]))
def test_named_encoding_wins(text: str, name: str) -> None:
    assert decode(text.encode(name), name)[0] == text


@pytest.mark.parametrize("name", ["utf-32-le", "gb18030", "gbk", "utf-16-le", "utf-16-be"])
def test_a_report_without_mark(name: str) -> None:
    if name == "utf-32-le":
        data, expected = codecs.BOM_UTF32_LE + REPORT.encode(name), name
    else:
        data, expected = REPORT.encode(name), "gb18030" if name == "gbk" else name
    text, found, notes = decode(data)
    assert (text, found) == (REPORT, expected)
    assert len(notes) == (0 if name == "utf-32-le" else 1)


def test_utf16_without_mark_and_without_ascii() -> None:
    text = "全县共有学校四十八所，其中小学三十一所。"
    assert decode(text.encode("utf-16-le"))[:2] == (text, "utf-16-le")


def test_traditional_characters() -> None:
    assert decode(BIG5.encode("big5"))[:2] == (BIG5, "cp950")


def test_ascii_utf16_without_mark() -> None:
    assert decode("48 schools\n".encode("utf-16-be"))[:2] == ("48 schools\n", "utf-16-be")


def test_empty() -> None:
    assert decode(b"") == ("", "utf-8", ())
    assert decode(codecs.BOM_UTF8) == ("", "utf-8", ())


@pytest.mark.parametrize(
    "data, encoding, code, line",
    [
        (b"\x00\x01\x02\xff\xfe\x80\x00", None, "binary", r"binary file, not text: NUL byte at offset 0"),
        ("共有\0四十八所".encode(), None, "nul", r"NUL character at offset 2"),
        (b"%PDF-1.7\n", None, "binary", r"this is a PDF file"),
        (codecs.BOM_UTF16_LE + "学校".encode("utf-16-le")[:3], None, "utf16-pair", r"half a UTF-16 pair at byte 4"),
        (codecs.BOM_UTF16_BE + b"\xd8\x00\x00\x41", None, "utf16-pair", r"half a UTF-16 pair at byte 2"),
        ("各类学校".encode("gb18030"), "utf-8", "wrong-encoding", r"not utf-8 at byte 0; give the right --encoding"),
        (b"x", "utf-99", "unknown-encoding", r"unknown encoding 'utf-99'"),
        (b"x", "base64", "unknown-encoding", r"unknown encoding 'base64'"),
        (b"x", "a\0b", "unknown-encoding", r"unknown encoding"),
        (b"ab\xff\xff\x81", None, "undecodable", r"not UTF-8 at byte 2"),
    ],
)
def test_bad_input_has_one_line(data: bytes, encoding: str | None, code: str, line: str) -> None:
    with pytest.raises(ReadError) as caught:
        decode(data, encoding)
    assert caught.value.code == code
    assert re.search(line, str(caught.value))
    assert "\n" not in str(caught.value)


def test_replacement_characters_in_the_file_are_said() -> None:
    text, _, notes = decode("一\n学校\ufffd所".encode())
    assert text == "一\n学校\ufffd所"
    assert notes[0].level == "warning" and notes[0].line == 2


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_in_one_line(data: bytes) -> None:
    try:
        text, name, _ = decode(data)
    except ReadError as error:
        message = str(error)
    else:
        message = ""
        assert "\0" not in text
        assert name
    assert "\n" not in message
