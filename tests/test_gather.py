"""What cannot be read is said in the user's language."""

from __future__ import annotations

import pytest

from checker.gather import reason
from checker.read import READERS, UnknownKind, read_bytes
from checker.read.errors import ReadError


@pytest.mark.parametrize(
    "data, encoding",
    [(b"a\x00b", None), (b"\xff\xff\xfe\x81", None), (b"\xd6", "utf-8"), (b"\xff\xfe\x00\xd8", None), (b"a", "nope")],
)
def test_reading_errors_in_both_languages(data: bytes, encoding: str | None) -> None:
    try:
        read_bytes(data, "a.txt", encoding=encoding)
    except ReadError as error:
        zh, en = reason(error, "zh"), reason(error, "en")
        assert zh and en.isascii() and "\n" not in zh + en and "{" not in zh + en


def test_unknown_kinds_name_the_known_ones() -> None:
    said = reason(UnknownKind(".xyz", tuple(READERS)), "zh")
    assert ".xyz" in said and ".md" in said and "可以读" in said


def test_system_errors() -> None:
    assert reason(PermissionError(13, "Permission denied"), "en") == "cannot be read: permission denied"
