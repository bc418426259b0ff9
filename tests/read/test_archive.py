"""Word files and workbooks of strangers: what cannot be read is one clear error, soon and in little memory."""

from __future__ import annotations

import io
import struct
import sys
import time
import zipfile
from collections.abc import Callable

import command
import openpyxl
import pytest
import word

from checker.gather import reason
from checker.model.document import Document
from checker.read import ReadError, read_bytes
from tests.read.words import WORDS

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
LOCKED = OLE + "EncryptedPackage".encode("utf-16-le") + bytes(600)
CELLS = "xl/worksheets/sheet1.xml"
PARTS = {"a.docx": "word/document.xml", "a.xlsx": CELLS}


def workbook() -> bytes:
    made = openpyxl.Workbook()
    for row in (["名", "数"], ["甲", 3], ["乙", 4], ["合计", 7]):
        made.active.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


GOOD = {"a.docx": word.saved(word.body(f"<w:p>{word.run('正文')}</w:p>")), "a.xlsx": workbook()}


def with_sheet(rows: str, dimension: str = "A1:B9") -> bytes:
    """A workbook with these rows of XML."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = f'<worksheet xmlns="{space}"><dimension ref="{dimension}"/><sheetData>{rows}</sheetData></worksheet>'
    return word.with_parts(GOOD["a.xlsx"], {CELLS: sheet.encode()})


def read(data: bytes, name: str) -> Document:
    return read_bytes(data, name, words=WORDS)


def refused(data: bytes, name: str) -> str:
    """The code of the error; it is one line in both languages."""
    with pytest.raises(ReadError) as caught:
        read(data, name)
    for said in (str(caught.value), reason(caught.value, "zh"), reason(caught.value, "en")):
        assert said and "\n" not in said and "{" not in said
    assert caught.value.code != "internal" and reason(caught.value, "zh") != str(caught.value)
    return caught.value.code


def flagged(data: bytes, at: int, value: int) -> bytes:
    """Two bytes of every entry of the directory set, and of every local header."""
    made = bytearray(data)
    for mark, shift in ((b"PK\x03\x04", 0), (b"PK\x01\x02", 2)):
        place = data.find(mark)
        while place >= 0:
            struct.pack_into("<H", made, place + at + shift, value)
            place = data.find(mark, place + 1)
    return bytes(made)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def doubled(name: str) -> bytes:
    out = io.BytesIO(GOOD[name])
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(PARTS[name], archive.read(PARTS[name]))
    return out.getvalue()


def crowded(name: str) -> bytes:
    out = io.BytesIO(GOOD[name])
    with zipfile.ZipFile(out, "a") as archive:
        for n in range(20_001):
            archive.writestr(f"m/{n}", b"")
    return out.getvalue()


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", GOOD)
def test_archives_that_are_refused(name: str) -> None:
    good = GOOD[name]
    assert refused(LOCKED, name) == refused(flagged(good, 6, 1), name) == "locked"
    assert refused(OLE, name) == "old-office"
    assert refused(flagged(good, 8, 99), name) == "zip-method"
    assert refused(b"<html>", name) == "not-zip"
    assert refused(good[:-30], name) == "damaged-zip"
    assert refused(doubled(name), name) == "damaged-zip"
    began = time.process_time()
    assert refused(crowded(name), name) == "too-many"
    assert time.process_time() - began < 10


@pytest.mark.parametrize("name", GOOD)
def test_a_bomb_is_refused_before_it_is_unpacked(name: str) -> None:
    resource = pytest.importorskip("resource")
    unit = 1 if sys.platform == "darwin" else 1024
    data = bytearray(word.with_parts(GOOD[name], {PARTS[name]: b" " * (60 << 20)}))
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    assert refused(bytes(data), name) == "zip-bomb"
    place = data.rfind(b"PK\x01\x02", 0, data.rfind(PARTS[name].encode()))
    struct.pack_into("<I", data, place + 24, 0xF0000000)
    assert refused(bytes(data), name) == "too-large"
    assert time.process_time() - began < 1
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * unit < 30 << 20


LAUGHS = "<!DOCTYPE r [<!ENTITY a 'ha'>" + "".join(
    f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
OUTSIDE = "<!DOCTYPE r [<!ENTITY i SYSTEM 'file:///etc/hostname'>"
REMOTE = "<!DOCTYPE r SYSTEM 'http://127.0.0.1:9/r.dtd' ["


@pytest.mark.parametrize("part", [CELLS, "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml", "_rels/.rels"])
@pytest.mark.parametrize("declared", [LAUGHS, OUTSIDE, REMOTE])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_in_workbooks(part: str, declared: str, encoding: str) -> None:
    data = f"<?xml version='1.0'?>{declared}]><r>&i;</r>".encode(encoding)
    assert refused(word.with_parts(GOOD["a.xlsx"], {part: data}), "a.xlsx") == "entities"


def test_entities_behind_a_long_comment() -> None:
    data = f"<!--{'x' * 70_000}-->{LAUGHS}]><r>&i;</r>".encode()
    assert refused(word.with_parts(GOOD["a.xlsx"], {CELLS: data}), "a.xlsx") == "entities"


@pytest.mark.parametrize("declared", [LAUGHS, OUTSIDE, REMOTE])
def test_entities_in_word_files(declared: str) -> None:
    body = f"<w:document {word.SPACES}><w:body><w:p><w:r><w:t>&i;</w:t></w:r></w:p></w:body></w:document>"
    for encoding in ("utf-8", "utf-16"):
        data = f"<?xml version='1.0' encoding='{encoding}'?>{declared}]>{body}".encode(encoding)
        for part in (PARTS["a.docx"], "word/styles.xml"):
            code = refused(word.with_parts(GOOD["a.docx"], {part: data}), "a.docx")
            assert code in ("entities", "bad-xml")  # lxml itself stops what grows too much


def test_a_package_without_its_main_part() -> None:
    assert refused(word.with_parts(GOOD["a.docx"], {PARTS["a.docx"]: None}), "a.docx") == "no-main-part"
    assert refused(word.with_parts(GOOD["a.xlsx"], {"xl/workbook.xml": None}), "a.xlsx") == "damaged-zip"
    assert refused(GOOD["a.xlsx"], "a.docx") == "not-word"
    assert refused(GOOD["a.docx"], "a.xlsx") == "damaged-zip"


# cells ----------------------------------------------------------------------------------------------------------


def row(*cells: str) -> str:
    return "<row>" + "".join(cells) + "</row>"


def test_cells_that_are_no_numbers() -> None:
    rows = row('<c t="inlineStr"><is><t>项</t></is></c>', '<c t="inlineStr"><is><t>数</t></is></c>')
    rows += row("<c><v>1E400</v></c>", "<c><v>-1E-400</v></c>", "<c><v>.5</v></c>", "<c><v> 7 </v></c>")
    rows += row('<c t="d"><v>2024-03-01</v></c>', '<c s="0"><v>45352</v></c>', '<c t="str"><v>NaN</v></c>')
    rows += row('<c t="e"><v>#DIV/0!</v></c>', '<c t="e"><v>#REF!</v></c>', '<c t="b"><v>1</v></c>')
    document = read(with_sheet(rows), "a.xlsx")
    assert "#DIV/0! | #REF! | TRUE" in document.text
    assert "2024-03-01 | 45352 | NaN" in document.text
    report = command.shipped().check_bytes(with_sheet(rows), source="a.xlsx")
    assert not report.findings and all(q.span for q in report.quantities)
    for value in ("NaN", "INF", "-1.#IND", "0x10", "1.5.2"):  # spreadsheets refuse such a file, too
        assert refused(with_sheet(row("<c><v>3</v></c>", f'<c r="B1"><v>{value}</v></c>')), "a.xlsx") == "bad-cell"


def test_formulas_without_a_stored_value_are_said() -> None:
    document = read(with_sheet(row("<c><f>1+1</f></c>", "<c><f>A1*2</f><v/></c>", "<c><v>3</v></c>")), "a.xlsx")
    (note,) = document.notes
    assert note.code == "bare-formula" and dict(note.fields)["count"] == 2


@pytest.mark.parametrize("rows, dimension", [
    ("", "A1:XFD1048576"),
    (row("<c><v>3</v></c>", "<c><v>4</v></c>") + '<row r="1048576"/>', "A1:XFD1048576"),
    ("<row/>" * 300_000, "A1:A300000"),
    ("".join(f'<row r="{n}"><c s="1"/></row>' for n in range(1, 100_000)), "A1:A100000"),
])  # fmt: skip
def test_sheets_that_declare_more_than_they_hold(rows: str, dimension: str) -> None:
    data = with_sheet(rows, dimension)
    began = time.process_time()
    document = read(data, "a.xlsx")
    assert len(document.text) < 50 and not [n for n in document.notes if n.code == "large-sheet"]
    assert time.process_time() - began < 10


def test_ragged_rows_are_read_as_they_stand() -> None:
    text = '名,数,比\n甲,3\n\n乙,4,5,6,7\n,,,\n合计\n"开,口\n丙,8\n'
    document = read(text.encode(), "a.csv")
    assert document.text == text
    found = {document.text[c.span.start : c.span.end] for table in document.tables for c in table.cells}
    found |= {document.text[b.span.start : b.span.end] for b in document.blocks}
    assert {"甲", "3", "乙", "7"} <= found and any("合计" in piece for piece in found)


def bad_readers() -> list[tuple[str, Callable[[bytes], bytes]]]:
    return [
        ("cut", lambda data: data[: len(data) // 2]),
        ("turned", lambda data: data[::-1]),
    ]


@pytest.mark.parametrize("name", GOOD)
@pytest.mark.parametrize("case, spoil", bad_readers())
def test_spoilt_files_are_errors(name: str, case: str, spoil: Callable[[bytes], bytes]) -> None:
    assert refused(spoil(GOOD[name]), name) in ("damaged-zip", "not-zip")
