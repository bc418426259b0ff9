"""What can go wrong while reading: one class for a kind of file nobody reads, one for content that cannot be read."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from types import MappingProxyType


class ReadError(Exception):
    """A file that cannot be read. `str()` is one English line: what is wrong and what to do.

    `code` is stable and `fields` holds the values of the line (offset, encoding, kind ...), so that a
    face can say the same in another language. Codes: binary, nul, utf16-pair, wrong-encoding,
    unknown-encoding, undecodable, long-line, unreadable, missing-extra, page-unparsed, old-kind,
    old-kind-packed; of archives also those of `archive` and `bundle`, of Word files those of `wordzip`.
    """

    def __init__(self, code: str, message: str, **fields: object) -> None:
        super().__init__(message)
        self.code = code
        self.fields: Mapping[str, object] = MappingProxyType(dict(fields))


class UnknownKind(ReadError):
    """A file whose suffix has no reader. `code` is unknown-kind; `fields` has suffix and known."""

    def __init__(self, suffix: str, known: tuple[str, ...]) -> None:
        super().__init__(
            "unknown-kind",
            f"no reader for {suffix or 'a file without a suffix'}; files that can be read: {', '.join(known)}",
            suffix=suffix,
            known=known,
        )


# Kinds that nobody reads, and what LibreOffice makes of them.
CONVERTED: Mapping[str, str] = MappingProxyType(
    {".doc": "docx", ".wps": "docx", ".rtf": "docx", ".odt": "docx", ".xls": "xlsx", ".et": "xlsx"}
)


def old_kind(suffix: str, source: str, *, packed: bool = False) -> ReadError:
    """The error for a kind of CONVERTED; it names the command that converts the file. `packed`: it is in a bundle."""
    path = posixpath.basename(source) if packed else source
    import shlex  # noqa: PLC0415 - for who has such a file

    command = f"soffice --headless --convert-to {CONVERTED[suffix]} {shlex.quote(path)}"
    code, first = ("old-kind-packed", "unpack it and ") if packed else ("old-kind", "")
    return ReadError(code, f"no reader for {suffix}; {first}convert it: {command}", suffix=suffix, command=command)


def missing_extra(extra: str) -> ReadError:
    """The error for a kind whose package is not installed; `extra`: the one that brings it."""
    command = f"pip install 'checker[{extra}]'"
    return ReadError("missing-extra", f"such files need one more package: {command}", command=command)
