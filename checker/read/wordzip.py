"""The parts of a Word file, opened with care. The only reader's file that imports lxml.

Nothing is unpacked that is larger than its limit, no entity is ever resolved, nothing is fetched.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from dataclasses import dataclass
from typing import Any

from lxml import etree

from checker.read.errors import ReadError

MOST_MEMBERS = 20_000
MOST_BYTES = 1 << 30  # of all members, pictures too, as declared; zipfile never gives more than is declared
MOST_XML = 32 << 20  # of one part that is parsed; a thousand pages have about ten
MOST_RATIO = 250  # of a member larger than LEAST_RATED; text and tables reach 50, zeros 1000
LEAST_RATED = 8 << 20
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_RELATED = ("styles", "numbering", "footnotes", "endnotes")
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)


@dataclass(frozen=True, slots=True)
class Parts:
    """The roots of the parts that are read; None for one that is not there."""

    document: Any
    styles: Any = None
    numbering: Any = None
    footnotes: Any = None
    endnotes: Any = None


def open_word(data: bytes, *, whole: bool = False) -> Parts:
    """Parse the parts. `whole`: look also at each part that is not read, as one who hands the file on must.

    Raises ReadError with code locked, not-zip, damaged-zip, too-large, zip-bomb, no-main-part, not-word, bad-xml
    or entities.
    """
    archive = _archive(data)
    main = _main(archive)
    document = _parse(archive, main)
    if _local(document) != "document" or not any(_local(child) == "body" for child in document):
        raise ReadError("not-word", f"{main} is no Word document", part=main)
    found = {}
    folder, name = posixpath.split(main)
    for kind, target in _relations(archive, posixpath.join(folder, "_rels", name + ".rels")):
        part = _member(archive, posixpath.join(folder, target))
        if kind in _RELATED and kind not in found and part is not None:
            found[kind] = _parse(archive, part)
    if whole:
        for info in archive.infolist():
            if info.filename.lower().endswith((".xml", ".rels")):
                _parse(archive, info.filename)
    return Parts(document, **found)


def _archive(data: bytes) -> zipfile.ZipFile:
    if data.startswith(_OLE):
        raise ReadError("locked", "password-protected, or an old .doc under a new name; save it as .docx without one")
    if not data.startswith(b"PK"):
        raise ReadError("not-zip", "not a Word file (docx), though its name says so")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _BROKEN as error:
        raise ReadError("damaged-zip", "the file is cut or damaged", part="zip") from error
    members = archive.infolist()
    if len(members) > MOST_MEMBERS or sum(info.file_size for info in members) > MOST_BYTES:
        raise ReadError("too-large", f"too large unpacked (more than {MOST_BYTES >> 20} MB)", most=MOST_BYTES >> 20)
    for info in members:
        if info.flag_bits & 1:
            raise ReadError("locked", "password-protected; save it as .docx without a password")
        if info.file_size > LEAST_RATED and info.file_size > MOST_RATIO * max(1, info.compress_size):
            raise ReadError("zip-bomb", f"{info.filename} is packed too tightly: a zip bomb", part=info.filename)
    return archive


def _member(archive: zipfile.ZipFile, name: str) -> str | None:
    """The name of a part as the archive spells it."""
    wanted = posixpath.normpath(name).lstrip("/")
    names = archive.NameToInfo
    if wanted in names:
        return wanted
    return next((own for own in names if own.lower() == wanted.lower()), None)


def _main(archive: zipfile.ZipFile) -> str:
    for kind, target in _relations(archive, "_rels/.rels"):
        part = _member(archive, target) if kind == "officeDocument" else None
        if part is not None:
            return part
    part = _member(archive, "word/document.xml")
    if part is None:
        raise ReadError("no-main-part", "no word/document.xml inside: not a Word file, or a damaged one")
    return part


def _relations(archive: zipfile.ZipFile, name: str) -> list[tuple[str, str]]:
    """(last word of the type, target) of a part's relations; none for a part without."""
    part = _member(archive, name)
    if part is None:
        return []
    found = []
    for relation in _parse(archive, part):
        if _local(relation) == "Relationship" and relation.get("TargetMode") != "External":
            found.append((relation.get("Type", "").rpartition("/")[2], relation.get("Target", "")))
    return found


def _parse(archive: zipfile.ZipFile, name: str) -> Any:
    info = archive.getinfo(name)
    if info.file_size > MOST_XML:
        raise ReadError("too-large", f"{name} is larger than {MOST_XML >> 20} MB", most=MOST_XML >> 20)
    try:
        content = archive.read(info)
    except _BROKEN as error:
        raise ReadError("damaged-zip", f"{name} is cut or damaged", part=name) from error
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise ReadError("bad-xml", f"{name}, line {error.lineno}: not XML", part=name, line=error.lineno) from error
    tree = root.getroottree().docinfo
    if tree.doctype or tree.internalDTD is not None:
        raise ReadError("entities", f"{name} declares entities; no Word file does", part=name)
    return root


def _local(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
