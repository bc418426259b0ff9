"""The proof-reading sheet as a Word file: A4, real headings, the numbers of a finding highlighted or underlined."""

from __future__ import annotations

import io
import zipfile
from string import Formatter
from typing import Any

from checker.report.run import Run
from checker.report.sheet import sheet
from checker.report.sheetparts import Grid, Heading, Line
from checker.report.xmltree import safe
from checker.texts import say
from checker.width import width

AUTHOR = "checker"
STYLES = ("Title", "Heading 1", "Heading 2", "Heading 3")
SIZES = (20, 15, 12, 10.5)  # points, of those; the text has the last
# Latin and Chinese, of Chinese Windows; others put their own in their place.
BODY, HEADS = ("Times New Roman", "SimSun"), ("Arial", "SimHei")
HANGING = 8  # columns; a longer label does not push the lines below it in
DATE = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can say


def docx(run: Run) -> bytes:
    """The sheet of a run, the same bytes for the same run. ImportError without python-docx."""
    import docx as library  # noqa: PLC0415
    from docx.shared import Pt  # noqa: PLC0415

    document = library.Document()
    _set_up(document, run)
    styles = {name: document.styles[name] for name in (*STYLES, "Normal", "Table Grid")}
    below_table = False
    for element in sheet(run, "sheet-colours"):
        match element:
            case Heading(level, text, fresh):
                paragraph = document.add_paragraph(safe(text), styles[STYLES[level]])
                paragraph.paragraph_format.page_break_before = fresh or None
            case Line():
                paragraph = document.add_paragraph(style=styles["Normal"])
                paragraph.paragraph_format.space_before = Pt(6) if below_table else None
                _line(paragraph, element)
            case Grid():
                _grid(document, element, styles)
        below_table = isinstance(element, Grid)
    out = io.BytesIO()
    document.save(out)
    return _timeless(out.getvalue())


def _set_up(document: Any, run: Run) -> None:
    """Page, fonts, footer and properties."""
    from docx.shared import Mm, Pt, RGBColor  # noqa: PLC0415

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin = section.bottom_margin = Mm(22)
    for name, size in (("Normal", SIZES[-1]), *zip(STYLES, SIZES, strict=True)):
        style = document.styles[name]
        _font(style, *(BODY if name == "Normal" else HEADS))
        style.font.size = Pt(size)
        style.font.color.rgb = RGBColor(0, 0, 0)
        style.paragraph_format.space_after = Pt(3)
        style.paragraph_format.line_spacing = 1.15
    for name, before in zip(STYLES[1:], (20, 12, 9), strict=True):
        document.styles[name].paragraph_format.space_before = Pt(before)
    _footer(section.footer.paragraphs[0], run.lang)
    properties = document.core_properties
    for said in list(properties._element):  # the library's template has a date and an author of its own
        properties._element.remove(said)
    properties.author, properties.title = AUTHOR, say("sheet-title", run.lang)


def _font(style: Any, latin: str, chinese: str) -> None:
    """Latin and Chinese fonts by name: those of the template's theme show no Chinese everywhere."""
    from docx.oxml.ns import qn  # noqa: PLC0415

    style.font.name = latin
    fonts = style.element.rPr.rFonts
    for key in list(fonts.attrib):
        if key.endswith("Theme"):
            del fonts.attrib[key]
    fonts.set(qn("w:eastAsia"), chinese)


def _footer(paragraph: Any, lang: str) -> None:
    """The page's number, as fields that Word fills in."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    codes = {"page": "PAGE", "pages": "NUMPAGES"}
    for text, field, _, _ in Formatter().parse(say("sheet-page", lang)):
        paragraph.add_run(text)
        if field:
            simple = OxmlElement("w:fldSimple")
            simple.set(qn("w:instr"), codes[field])
            run = paragraph.add_run("1")
            simple.append(run._r)
            paragraph._p.append(simple)


def _line(paragraph: Any, line: Line) -> None:
    """A paragraph: the label in bold, the number in question highlighted, the others underlined."""
    from docx.enum.text import WD_COLOR_INDEX  # noqa: PLC0415
    from docx.shared import Pt  # noqa: PLC0415

    if line.label:
        paragraph.add_run(safe(line.label)).bold = True
        if width(line.label.rstrip()) <= HANGING:
            indent = Pt(width(line.label) * SIZES[-1] / 2)
            paragraph.paragraph_format.left_indent = indent
            paragraph.paragraph_format.first_line_indent = -indent
    for style, text in line.pieces:
        run = paragraph.add_run(safe(text or ("^" if style else "")))
        if style == "primary":
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW
            run.bold = True
        elif style:
            run.underline = True


def _grid(document: Any, grid: Grid, styles: dict[str, Any]) -> None:
    """A table with lines; the head in bold and repeated on every page, numbers to the right."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.shared import Mm  # noqa: PLC0415

    table = document.add_table(len(grid.rows), len(grid.rows[0]), styles["Table Grid"])
    table.autofit = False
    first = 56 if grid.named else 20
    widths = [Mm(first)] + [Mm((160 - first) / (len(grid.rows[0]) - 1))] * (len(grid.rows[0]) - 1)
    for column, room in zip(table.columns, widths, strict=True):
        column.width = room
    for n, (row, texts) in enumerate(zip(table.rows, grid.rows, strict=True)):
        for i, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            cell.width = widths[i]
            (paragraph,) = cell.paragraphs
            paragraph.paragraph_format.space_after = Mm(0)
            paragraph.add_run(safe(text)).bold = n == 0
            if i or not grid.named:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _timeless(data: bytes) -> bytes:
    """The same zip with one fixed date on all its parts: the library writes the present time."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return out.getvalue()
