"""Targets fed with files: every reader, and bundles. ReadError is the one error that a reader may raise."""

from __future__ import annotations

import io
import tempfile
import traceback
from functools import cache
from pathlib import Path

from checker.api import TAKEN
from checker.model.document import Document
from checker.quantify import extract
from checker.read import ReadError, read_bytes
from checker.read.bundle import open_bundle
from checker.texts import TEXTS
from fuzz import invariants
from fuzz.surface import require
from fuzz.texts import checker

SECRET = "canary-5d41402abc4b2a76"
SECRET_PATH = Path(tempfile.gettempdir()) / "checker-fuzz-canary.txt"


@cache
def plant() -> Path:
    """A file that no document may bring into its text: an external entity that was followed would."""
    SECRET_PATH.write_text(SECRET, encoding="ascii")
    return SECRET_PATH


def _refused(error: ReadError) -> None:
    """A refusal is one line, in words that the tool has in both languages."""
    require(str(error) and "\n" not in str(error), f"{error.code} is not one line")
    require(f"read-{error.code}" in TEXTS, f"no words for {error.code}")
    cause = error.__cause__
    if isinstance(cause, IndexError | KeyError | TypeError | AttributeError | AssertionError | ArithmeticError):
        frame = traceback.extract_tb(cause.__traceback__)[-1]
        # Of a library's mistake the file is blamed; of one's own that would hide it.
        require("/checker/" not in frame.filename, f"{error.code} hides a mistake in {frame.name}: {cause!r}")


def _reader(name: str, data: bytes) -> None:
    try:
        document = read_bytes(data, name, words=checker().page_words)
    except ReadError as error:
        _refused(error)
        return
    _sound(document)


def _sound(document: Document) -> None:
    invariants.document(document)
    require(SECRET not in document.text, "a file of this machine was read into the document")
    invariants.quantities(document, extract(document, checker().lexicon), checker().lexicon)


def text(data: bytes) -> None:
    """Plain text in any encoding."""
    _reader("a.txt", data)


def markdown(data: bytes) -> None:
    """Markdown in any encoding."""
    _reader("a.md", data)


def html(data: bytes) -> None:
    """Web pages."""
    _reader("a.html", data)


def csv(data: bytes) -> None:
    """Divided values."""
    _reader("a.csv", data)
    _reader("a.tsv", data)


def docx(data: bytes) -> None:
    """Word files."""
    _reader("a.docx", data)


def xlsx(data: bytes) -> None:
    """Workbooks."""
    _reader("a.xlsx", data)


def pdf(data: bytes) -> None:
    """PDF files."""
    _reader("a.pdf", data)


def bundle(data: bytes) -> None:
    """Archives of reports; each member is read as its name says."""
    try:
        with open_bundle(io.BytesIO(data), TAKEN) as opened:
            for member in opened.members:
                try:
                    inside = opened.read(member)
                    document = read_bytes(inside, f"b.zip/{member.name}", words=checker().page_words)
                except ReadError as error:
                    _refused(error)
                    continue
                _sound(document)
    except ReadError as error:
        _refused(error)
