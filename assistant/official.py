"""Drafts as Word documents in the layout of official documents.

Source: GB/T 9704—2012: title 2号小标宋, body 3号仿宋, “一、” 黑体, “（一）” 楷体; 22 lines a page of
28 characters; margins top 37 mm, left 28 mm, type area 156 × 225 mm.  The fonts are those the
standard names; a machine without them falls back as the font table of the document says.
"""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from assistant.layout import Grid, grid, grids
from index.formats import FORMS, PARTS, REPORT_NAME, form_of_year
from index.report import Report, UnverifiedNumbers

if TYPE_CHECKING:
    from docx.document import Document

    from assistant.draft.request import Draft

TITLE, BODY, HEADING, SUBHEADING = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"
FALLBACKS: Mapping[str, str] = {
    TITLE: "方正小标宋_GBK,华文中宋,STZhongsong,宋体,SimSun,Noto Serif CJK SC",
    BODY: "仿宋,FangSong,华文仿宋,STFangsong,Noto Serif CJK SC",
    HEADING: "SimHei,Noto Sans CJK SC",
    SUBHEADING: "楷体,KaiTi,华文楷体,STKaiti,Noto Serif CJK SC",
}
_SIZE_2, _SIZE_3, _SIZE_5 = 22, 16, 10.5
"""Points of 2号, 3号 and 5号 type."""
_LINE = 28.95
"""Points a line: 225 mm of type area over 22 lines."""
_TYPE_WIDTH = 156
_VALUE_WIDTH = 12
"""Millimetres: the type area, and a column of numbers beside several columns of labels."""
_SMALL = 6
"""Rows up to which a table stays on one page."""
_SUBHEAD = re.compile(r"^（[一二三四五六七八九十]+）[^。；，]{1,20}。?")


def draft_docx(draft: Draft, accepted: Collection[str] = ()) -> bytes:
    """One drafted part under its heading.

    Raises UnverifiedNumbers where the draft states what the evidence does not bear out and the
    person at the desk has not `accepted` it, word by word.
    """
    refuse_unverified([draft], accepted)
    part = PARTS[draft.section - 1]
    document = _document()
    _paragraph(document, part.heading, HEADING, indent=True)
    _body(document, draft.text)
    return _bytes(document)


def report_docx(
    agency: str,
    year: int,
    parts: Mapping[int, Draft],
    tables: Report | None,
    accepted: Collection[str] = (),
) -> bytes:
    """A whole report: title, six parts, and the year's three tables, filled from `tables`.

    Without `tables` the form's cells stay empty: a blank is not 0.
    """
    refuse_unverified(list(parts.values()), accepted)
    document = _document()
    _paragraph(document, f"{agency}{year}年{REPORT_NAME}", TITLE, size=_SIZE_2, centred=True)
    _paragraph(document, "", BODY)
    _body(document, _preamble(year))
    for part in PARTS:
        _paragraph(document, part.heading, HEADING, indent=True)
        for drawn in _grids_of(part.number, year, tables):
            _table(document, drawn, tables)
        if part.number in parts and not _tables_alone(part.number):
            _body(document, parts[part.number].text)
    return _bytes(document)


def refuse_unverified(drafts: Sequence[Draft], accepted: Collection[str]) -> None:
    """Raises UnverifiedNumbers, naming them, where any is neither verified nor accepted."""
    doubtful = [c.text for d in drafts for c in d.unverified if c.text not in accepted]
    if doubtful:
        listed = "、".join(dict.fromkeys(doubtful))
        raise UnverifiedNumbers(f"草稿中有未核对的内容：{listed}。请逐项确认或改正后再导出")


def _preamble(year: int) -> str:
    return (
        "根据《中华人民共和国政府信息公开条例》（国务院令第711号）的规定，编制本报告。"
        f"本报告所列数据的统计期限自{year}年1月1日起，至{year}年12月31日止。"
    )


def _tables_alone(part: int) -> bool:
    """Parts two, three and four are printed as tables alone; their sentences belong to part one."""
    return part in (2, 3, 4)


def _grids_of(part: int, year: int, tables: Report | None) -> list[Grid]:
    if tables is not None and tables.cells:
        return [g for g in grids(tables) if g.part == part]
    form = form_of_year(year) or FORMS["2021"]
    return [grid(table) for table in form.tables if table.part == part]


# ---------------------------------------------------------------- drawing


def _document() -> Document:
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


def _body(document: Document, text: str) -> None:
    """Paragraphs of body type; a leading “（一）…。” is set in 楷体 as the standard asks."""
    for line in filter(None, (line.strip() for line in text.splitlines())):
        head = _SUBHEAD.match(line)
        paragraph = _paragraph(document, head[0] if head else "", SUBHEADING, indent=True)
        _run(paragraph, line[head.end() :] if head else line, BODY, _SIZE_3)


def _paragraph(
    document: Document,
    text: str,
    font: str,
    *,
    size: float = _SIZE_3,
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
        layout.first_line_indent = Pt(2 * _SIZE_3)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.JUSTIFY
    if text:
        _run(paragraph, text, font, size)
    return paragraph


def _run(paragraph: Any, text: str, font: str, size: float) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    run.font.name = font
    for script in ("w:eastAsia", "w:hAnsi", "w:ascii", "w:cs"):
        run._element.rPr.rFonts.set(qn(script), font)


def _table(document: Document, drawn: Grid, report: Report | None) -> None:
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm, Pt

    table = document.add_table(drawn.rows, drawn.columns, style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(table.columns, _widths(drawn), strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)
    for box in drawn.boxes:
        first = table.cell(box.row, box.column)
        last = table.cell(box.row + box.row_span - 1, box.column + box.column_span - 1)
        cell = first if first is last else first.merge(last)
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        text = _printed(report, box.key) if box.key else box.text
        paragraph = cell.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
        paragraph.paragraph_format.keep_with_next = (
            drawn.rows <= _SMALL and box.row < drawn.rows - 1
        )
        _run(paragraph, text, BODY, _SIZE_5)
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


def _printed(report: Report | None, key: str) -> str:
    return report.cell(key).text.strip() if report else ""


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
    _run(paragraph, "— ", "宋体", 14)
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)
    _run(paragraph, " —", "宋体", 14)


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


def _bytes(document: Document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()
