"""Word files for tests: made by python-docx, and what it cannot make by editing the parts."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import Any

import docx
from docx.oxml.parser import parse_xml
from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)


def element(xml: str) -> Any:
    """An element of one piece of markup; the usual prefixes are known."""
    end = min(at for at in (xml.find(">"), xml.find("/>"), xml.find(" ")) if at >= 0)
    return parse_xml(f"{xml[:end]} {SPACES}{xml[end:]}")


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def blank() -> Any:
    """A document of python-docx without a paragraph."""
    return docx.Document()


def body(*blocks: str) -> Any:
    """A document with these blocks, as markup."""
    document = blank()
    last = document.element.body[-1]
    for block in blocks:
        last.addprevious(element(block))
    return document


def saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def table(document: Any, rows: Sequence[Sequence[str]]) -> Any:
    made = document.add_table(len(rows), len(rows[0]))
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            made.cell(r, c).text = text
    return made


def of_markdown(text: str) -> bytes:
    """The same report as a Word file: headings, paragraphs, bullets, tables."""
    document = blank()
    rows: list[list[str]] = []
    for line in [*text.split("\n"), ""]:
        if line.startswith("|"):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            if not set("".join(cells)) <= set("-: "):
                rows.append(cells)
            continue
        if rows:
            table(document, rows)
            rows = []
        if line.startswith("#"):
            depth = len(line) - len(line.lstrip("#"))
            document.add_heading(line[depth:].strip(), depth)
        elif line.startswith("- "):
            document.add_paragraph(line[2:], style="List Bullet")
        elif line.strip():
            document.add_paragraph(line)
    return saved(document)


def with_parts(data: bytes, parts: dict[str, bytes | None]) -> bytes:
    """The same archive with parts replaced, added, or (None) left out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            if content is not None:
                new.writestr(name, content)
    return out.getvalue()


def with_notes(data: bytes, kind: str, notes: dict[int, str]) -> bytes:
    """Add footnotes or endnotes (kind: footnote, endnote) by their ids."""
    inside = "".join(
        f'<w:{kind} w:id="{key}"><w:p><w:r><w:{kind}Ref/></w:r>{run(text)}</w:p></w:{kind}>'
        for key, text in notes.items()
    )
    relations = "word/_rels/document.xml.rels"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = etree.fromstring(archive.read(relations))
        types = etree.fromstring(archive.read("[Content_Types].xml"))
    etree.SubElement(root, root[0].tag, Id=f"rId{kind}", Type=f"{R}/{kind}s", Target=f"{kind}s.xml")
    override = next(child.tag for child in types if child.tag.endswith("Override"))
    content = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}s+xml"
    etree.SubElement(types, override, PartName=f"/word/{kind}s.xml", ContentType=content)
    return with_parts(
        data,
        {
            relations: etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True),
            "[Content_Types].xml": etree.tostring(types, xml_declaration=True, encoding="UTF-8", standalone=True),
            f"word/{kind}s.xml": f"<w:{kind}s {SPACES}>{inside}</w:{kind}s>".encode(),
        },
    )


def numbered(document: Any, levels: Sequence[tuple[str, str]], more: str = "", nums: str = "") -> None:
    """Replace the numbering of a document by one list, numId 7: (format, text) of each level."""
    level = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>{more}</w:lvl>'
        for i, (form, text) in enumerate(levels)
    )
    part = document.part.numbering_part.element
    for child in list(part):
        part.remove(child)
    for xml in (
        f'<w:abstractNum w:abstractNumId="5">{level}</w:abstractNum>',
        '<w:num w:numId="7"><w:abstractNumId w:val="5"/></w:num>',
    ):
        part.append(element(xml))
    if nums:
        part.append(element(nums))


def item(text: str, level: int = 0, num: int = 7) -> str:
    """A numbered paragraph."""
    own = f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr></w:pPr>'
    return f"<w:p>{own}{run(text)}</w:p>"
