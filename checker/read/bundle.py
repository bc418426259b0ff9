"""A .zip of reports: its members by their names, each unpacked only when it is asked for, in memory, within limits."""

from __future__ import annotations

import posixpath
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from checker.read.archive import open_archive, unpack
from checker.read.errors import CONVERTED, ReadError, old_kind
from checker.walk import PACKED, passed_over

_MOST_MEMBER = 256 << 20
_UTF8_NAME = 0x800


@dataclass(frozen=True, slots=True)
class Member:
    """One report in a bundle. `name` is readable, with "/" between folders; `twins`: others have the same name."""

    name: str
    info: zipfile.ZipInfo
    twins: bool = False


@dataclass(frozen=True, slots=True)
class Bundle:
    """The reports of an open archive, and how many files of other kinds lie beside them, by suffix."""

    members: tuple[Member, ...]
    skipped: tuple[tuple[str, int], ...]
    archive: zipfile.ZipFile

    def read(self, member: Member) -> bytes:
        """The bytes of a report. Raises ReadError: same-name, old-kind-packed, and as `archive.unpack`."""
        if member.twins:
            raise ReadError("same-name", f"there are several of {member.name}; unpack the bundle")
        suffix = _suffix(member.name)
        if suffix in CONVERTED:
            raise old_kind(suffix, member.name, packed=True)
        return unpack(self.archive, member.info, _MOST_MEMBER)


@contextmanager
def open_bundle(file: IO[bytes], suffixes: Iterable[str], inside: str = "") -> Iterator[Bundle]:
    """The reports of these kinds in an archive, in the order of their names.

    Archives in the archive are counted with the skipped. `inside`: take only the member of this name, or what lies
    below the folder of this name. Raises ReadError as `archive.open_archive`.
    """
    known = frozenset(suffixes) - {PACKED}
    with open_archive(file, PACKED) as archive:
        named = [(_name(info), info) for info in archive.infolist()]
        counts = Counter(name for name, _ in named)
        members: list[Member] = []
        skipped: Counter[str] = Counter()
        for name, info in sorted(named, key=lambda pair: pair[0]):
            below = not inside or name == inside or name.startswith(inside.rstrip("/") + "/")
            if not below or name.endswith("/") or passed_over(name):
                continue
            if _suffix(name) in known:
                members.append(Member(name, info, counts[name] > 1))
            else:
                skipped[_suffix(name)] += 1
        yield Bundle(tuple(members), tuple(sorted(skipped.items())), archive)


def _suffix(name: str) -> str:
    return posixpath.splitext(name)[1].lower()


def _name(info: zipfile.ZipInfo) -> str:
    """The name as its writer meant it: without the mark for UTF-8 it is in the code of the writer, most often GBK."""
    name = info.orig_filename.partition("\0")[0]
    if not info.flag_bits & _UTF8_NAME:
        raw = name.encode("cp437")  # what zipfile took it for; every byte is a character there
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return name.replace("\\", "/")
