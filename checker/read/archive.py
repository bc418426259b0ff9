"""Zip archives of strangers, opened with care: workbooks, Word files, bundles of reports.

Limits hold for what an archive declares; zipfile never gives more of a member than is declared. Nothing is ever
written to the disk, so a name that climbs out of the archive is only a name.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections import Counter
from typing import IO

from checker.read.errors import ReadError

MOST_MEMBERS = 20_000
MOST_BYTES = 1 << 30  # of all members, pictures too
MOST_RATIO = 250  # of a member larger than LEAST_RATED; text and tables reach 50, zeros 1000
LEAST_RATED = 8 << 20
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError, KeyError)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA})


def open_package(data: bytes, suffix: str) -> zipfile.ZipFile:
    """The archive of one Office file of the kind `suffix` (.docx), each part looked at before anything is unpacked.

    Raises ReadError: locked, old-office, and what `open_archive` and `weigh` raise; damaged-zip also for two parts of
    one name, since readers differ in which of them they show.
    """
    if data.startswith(_OLE):
        if _LOCKED in data:
            raise _locked()
        raise ReadError("old-office", f"an old Office file under a new name; save it as {suffix}", suffix=suffix)
    archive = open_archive(io.BytesIO(data), suffix)
    names = Counter(info.filename for info in archive.infolist())
    for info in archive.infolist():
        weigh(info)
        if names[info.filename] > 1:
            raise ReadError("damaged-zip", f"there are two of {info.filename}", part=info.filename)
    return archive


def open_archive(file: IO[bytes], suffix: str) -> zipfile.ZipFile:
    """The archive in a file of the kind `suffix`. Raises ReadError: not-zip, damaged-zip, too-many, too-large."""
    if not file.read(2) == b"PK":
        raise ReadError("not-zip", f"no {suffix} file, though its name says so", suffix=suffix)
    try:
        archive = zipfile.ZipFile(file)
    except BROKEN as error:
        raise ReadError("damaged-zip", "the file is cut or damaged", part="zip") from error
    members = archive.infolist()
    if len(members) > MOST_MEMBERS:
        raise ReadError(
            "too-many", f"more than {MOST_MEMBERS} files inside; divide it", most=MOST_MEMBERS, count=len(members)
        )
    if sum(info.file_size for info in members) > MOST_BYTES:
        raise ReadError("too-large", f"unpacked it is larger than {MOST_BYTES >> 20} MB", most=MOST_BYTES >> 20)
    return archive


def weigh(info: zipfile.ZipInfo) -> None:
    """Refuse a member that should not or cannot be unpacked. Raises ReadError: locked, zip-method, zip-bomb."""
    if info.flag_bits & 1:
        raise _locked()
    if info.compress_type not in _METHODS:
        method = info.compress_type
        raise ReadError("zip-method", f"packed by a method that is not known: {method}", method=method)
    if info.file_size > LEAST_RATED and info.file_size > MOST_RATIO * max(1, info.compress_size):
        raise ReadError("zip-bomb", f"{info.filename} is packed too tightly: a zip bomb", part=info.filename)


def unpack(archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> bytes:
    """The content of a member of at most `most` bytes. Raises ReadError: damaged-zip, too-large, and as `weigh`."""
    weigh(info)
    if info.file_size > most:
        raise ReadError("too-large", f"{info.filename} is larger than {most >> 20} MB", most=most >> 20)
    try:
        return archive.read(info)
    except BROKEN as error:
        raise ReadError("damaged-zip", f"{info.filename} is cut or damaged", part=info.filename) from error


def _locked() -> ReadError:
    return ReadError("locked", "protected by a password; save it again without one")
