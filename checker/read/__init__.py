"""Bytes -> Document. Knows no numbers.

`READERS` maps a suffix to a reader; a heavy reader is loaded when it is first used.
"""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Protocol

from checker.model.document import Document
from checker.read.encoding import decode
from checker.read.errors import CONVERTED, ReadError, UnknownKind, missing_extra, old_kind

if TYPE_CHECKING:
    from checker.read.words import PageWords

__all__ = [
    "CONVERTED",
    "READERS",
    "TAKEN",
    "ReadError",
    "Reader",
    "UnknownKind",
    "decode",
    "read_bytes",
    "read_path",
]


class Reader(Protocol):
    """A reader of one kind of file."""

    def __call__(self, data: bytes, source: str, encoding: str | None, words: PageWords) -> Document:
        """The document in `data`. Raises ReadError."""


def _text(data: bytes, source: str, encoding: str | None, words: PageWords) -> Document:
    from checker.read.text import read_text  # noqa: PLC0415  (a report that is kept need not be read)

    text, name, notes = decode(data, encoding)
    return read_text(text, source, notes, words=words, encoding=name)


def _markdown(data: bytes, source: str, encoding: str | None, words: PageWords) -> Document:
    from checker.read.markdown import read_markdown  # noqa: PLC0415  (a text file must not pay for markdown-it)

    text, name, notes = decode(data, encoding)
    return read_markdown(text, source, notes, words=words, encoding=name)


def _csv(data: bytes, source: str, encoding: str | None, words: PageWords) -> Document:
    from checker.read.csv import read_csv  # noqa: PLC0415  (sheets and grids are for tables only)

    text, name, notes = decode(data, encoding)
    tabs = source.lower().endswith(".tsv") and "\t" in text
    return read_csv(text, source, notes, words=words, encoding=name, divider="\t" if tabs else "")


def _xlsx(data: bytes, source: str, encoding: str | None, words: PageWords) -> Document:
    from checker.read.xlsx import read_xlsx  # noqa: PLC0415  (zip and xml for spreadsheets only)

    return read_xlsx(data, source, words=words)


def _html(data: bytes, source: str, encoding: str | None, words: PageWords) -> Document:
    from checker.read.html import read_html  # noqa: PLC0415  (the page parser is for pages only)

    return read_html(data, source, encoding, words=words)


def _docx(data: bytes, source: str, encoding: str | None, words: PageWords) -> Document:
    try:
        from checker.read.docx import read_docx  # noqa: PLC0415  (a text file must not pay for lxml)
    except ImportError as error:
        if (error.name or "").split(".")[0] != "lxml":
            raise
        raise missing_extra("docx") from error
    return read_docx(data, source, words=words)


def _pdf(data: bytes, source: str, encoding: str | None, words: PageWords) -> Document:
    from checker.read.pdf import read_pdf  # noqa: PLC0415  (a text file must not pay for it)

    return read_pdf(data, source, words=words)


READERS: dict[str, Reader] = {
    ".txt": _text, ".text": _text, ".md": _markdown, ".markdown": _markdown, ".docx": _docx,
    ".csv": _csv, ".tsv": _csv, ".xlsx": _xlsx, ".xlsm": _xlsx, ".html": _html, ".htm": _html,
    ".pdf": _pdf,
}  # fmt: skip


def _unknown(suffix: str, source: str) -> ReadError:
    """The error for a kind without a reader."""
    return old_kind(suffix, source) if suffix in CONVERTED else UnknownKind(suffix, tuple(READERS))


TAKEN = frozenset(READERS) | frozenset(CONVERTED)  # reports for certain, though old kinds must be converted first


def read_bytes(data: bytes, source: str, *, encoding: str | None = None, words: PageWords | None = None) -> Document:
    """Read a file's bytes as the kind that the suffix of `source` names.

    An empty file is a Document with a note. Raises UnknownKind for a suffix without a reader and ReadError for
    content that cannot be read, or for an old kind that can be converted.
    """
    suffix = PurePath(source).suffix.lower()
    reader = READERS.get(suffix)
    if reader is None:
        raise _unknown(suffix, source)
    if words is None:
        from checker.read.words import PageWords  # noqa: PLC0415

        words = PageWords()
    return reader(data, source, encoding, words)


def read_path(path: str | Path, *, encoding: str | None = None, words: PageWords | None = None) -> Document:
    """Read a file. Raises as `read_bytes` does, and ReadError (code unreadable) if it cannot be opened."""
    name = str(path)
    suffix = PurePath(name).suffix.lower()
    if suffix not in READERS:
        raise _unknown(suffix, name)
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        reason = (error.strerror or "cannot be opened").lower()
        raise ReadError("unreadable", f"{name}: {reason}", path=name, reason=reason) from error
    return read_bytes(data, name, encoding=encoding, words=words)
