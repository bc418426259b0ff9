"""The parts of a Word file, opened with care. The only reader's file that imports lxml.

Nothing is unpacked that is larger than its limit, no entity is ever resolved, nothing is fetched.
"""

from __future__ import annotations

import posixpath
import zipfile
from dataclasses import dataclass
from typing import Any

from lxml import etree

from checker.read.archive import open_package, unpack
from checker.read.errors import ReadError

_MOST_XML = 32 << 20  # of one part that is parsed; a thousand pages have about ten
_RELATED = ("styles", "numbering", "footnotes", "endnotes")


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

    Raises ReadError: no-main-part, not-word, bad-xml, entities, and as `archive.open_package` and `unpack`.
    """
    archive = open_package(data, ".docx")
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
    content = unpack(archive, archive.getinfo(name), _MOST_XML)
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
