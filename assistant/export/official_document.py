"""Paper: Word documents in the layout of official documents, drawn with python-docx.

Source: GB/T 9704—2012: title 2号小标宋, body 3号仿宋, “一、” 黑体, “（一）” 楷体; 22 lines a page of
28 characters; margins top 37 mm, left 28 mm, type area 156 × 225 mm.  The fonts are those the
standard names; a machine without them falls back as the font table of the document says.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.export.printed_form import Grid
from index.numerals import ONE_TO_TEN

if TYPE_CHECKING:
    from docx.document import Document

TITLE, BODY, HEADING, SUBHEADING = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"
FALLBACKS: Mapping[str, str] = {
    TITLE: "方正小标宋_GBK,华文中宋,STZhongsong,宋体,SimSun,Noto Serif CJK SC",
    BODY: "仿宋,FangSong,华文仿宋,STFangsong,Noto Serif CJK SC",
    HEADING: "SimHei,Noto Sans CJK SC",
    SUBHEADING: "楷体,KaiTi,华文楷体,STKaiti,Noto Serif CJK SC",
}
SIZE_2, SIZE_3, SIZE_5 = 22, 16, 10.5
"""Points of 2号, 3号 and 5号 type."""
_LINE = 28.95
"""Points a line: 225 mm of type area over 22 lines."""
_TYPE_WIDTH = 156
_VALUE_WIDTH = 12
"""Millimetres: the type area, and a column of numbers beside several columns of labels."""
_SMALL = 6
"""Rows up to which a table stays on one page."""
_SUBHEAD = re.compile(rf"^（[{ONE_TO_TEN}]+）[^。；，]{{1,20}}。?")


@dataclass(frozen=True, slots=True)
class Look:
    """How a value's box is drawn: its text, a fill (RRGGBB, "" none), a raised mark after it."""

    text: str
    fill: str = ""
    mark: str = ""


def new_document() -> Document:
    import docx
    from docx.shared import Mm

    document = docx.Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin = Mm(37), Mm(35)
    page.left_margin, page.right_margin = Mm(28), Mm(26)
    _page_number(page)
    _state_fallbacks(document)
    return document


def add_body(document: Document, text: str) -> None:
    """Paragraphs of body type; a leading “（一）…。” is set in 楷体 as the standard asks."""
    for line in filter(None, (line.strip() for line in text.splitlines())):
        head = _SUBHEAD.match(line)
        paragraph = add_paragraph(document, head[0] if head else "", SUBHEADING, indent=True)
        add_run(paragraph, line[head.end() :] if head else line, BODY, SIZE_3)


def add_paragraph(
    document: Document,
    text: str,
    font: str,
    *,
    size: float = SIZE_3,
    centred: bool = False,
    indent: bool = False,
) -> Any:
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
    from docx.shared import Pt

    paragraph = document.add_paragraph()
    layout = paragraph.paragraph_format
    layout.space_before = layout.space_after = Pt(0)
    layout.line_spacing_rule, layout.line_spacing = (
        WD_LINE_SPACING.EXACTLY,
        Pt(max(_LINE, size * 1.5)),
    )
    if indent:
        layout.first_line_indent = Pt(2 * SIZE_3)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.JUSTIFY
    if text:
        add_run(paragraph, text, font, size)
    return paragraph


def add_run(paragraph: Any, text: str, font: str, size: float) -> Any:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    run.font.name = font
    for script in ("w:eastAsia", "w:hAnsi", "w:ascii", "w:cs"):
        run._element.rPr.rFonts.set(qn(script), font)
    return run


def add_table(document: Document, drawn: Grid, look: Callable[[str], Look]) -> None:
    """A statutory table; `look` says how the value of a cell's key is drawn."""
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm, Pt

    table = document.add_table(drawn.rows, drawn.columns, style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    widths = [Mm(width) for width in _widths(drawn)]
    # Looking each box up in the table, as it grows merged cells, would take seconds.
    cells = [row.cells for row in table.rows]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for line in cells:
        for cell, width in zip(line, widths, strict=True):
            cell.width = width
    for box in drawn.boxes:
        first = cells[box.row][box.column]
        last = cells[box.row + box.row_span - 1][box.column + box.column_span - 1]
        cell = first if first is last else first.merge(last)
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        shown = look(box.key) if box.key else Look(box.text)
        paragraph = cell.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
        paragraph.paragraph_format.keep_with_next = (
            drawn.rows <= _SMALL and box.row < drawn.rows - 1
        )
        add_run(paragraph, shown.text, BODY, SIZE_5)
        _mark(cell, paragraph, shown)
    for row in table.rows:
        _keep_together(row)
    document.add_paragraph()


def _widths(drawn: Grid) -> list[float]:
    """Millimetres a column: the innermost labels are long and get what the numbers leave."""
    labels, values = drawn.label_columns, drawn.columns - drawn.label_columns
    if labels < 2:
        return [_TYPE_WIDTH / drawn.columns] * drawn.columns
    left = _TYPE_WIDTH - values * _VALUE_WIDTH
    outer = left * 0.2
    return [outer] * (labels - 1) + [left - outer * (labels - 1)] + [_VALUE_WIDTH] * values


def _mark(cell: Any, paragraph: Any, shown: Look) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    if shown.mark:
        add_run(paragraph, shown.mark, BODY, SIZE_5).font.superscript = True
    if shown.fill:
        cell._tc.get_or_add_tcPr().append(
            parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{shown.fill}"/>')
        )


def _keep_together(row: Any) -> None:
    """A row is never split by a page break."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _page_number(section: Any) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    paragraph = section.footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    add_run(paragraph, "— ", "宋体", 14)
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)
    add_run(paragraph, " —", "宋体", 14)


def _state_fallbacks(document: Document) -> None:
    """Name each font's stand-ins in the document's font table (`w:altName`)."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls
    from lxml import etree

    part = next(p for p in document.part.package.iter_parts() if "fontTable" in p.partname)
    fonts = etree.fromstring(part.blob)
    for name, others in FALLBACKS.items():
        fonts.append(
            parse_xml(
                f'<w:font {nsdecls("w")} w:name="{name}"><w:altName w:val="{others}"/>'
                '<w:charset w:val="86"/></w:font>'
            )
        )
    part._blob = etree.tostring(fonts, xml_declaration=True, encoding="UTF-8", standalone=True)


def to_bytes(document: Document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()
