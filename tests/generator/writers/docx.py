"""A true report as a Word document."""

from __future__ import annotations

import io
from typing import Any

from ..truth import TrueReport
from .grid import Grid
from .outline import outline
from .style import PLAIN, Style
from .zipped import settled

_FONTS = {"serif": "宋体", "sans": "黑体", "cid": "仿宋"}
_STYLES = {"title": "Title", "heading": "Heading 1"}


def to_docx(report: TrueReport, style: Style = PLAIN) -> bytes:
    """The document's bytes: headings as Word styles, merged cells as the form draws them."""
    import docx
    from docx.enum.section import WD_ORIENT
    from docx.oxml.ns import qn

    document = docx.Document()
    normal = document.styles["Normal"]
    normal.font.name = _FONTS[style.font]
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), _FONTS[style.font])
    if style.landscape:
        page = document.sections[0]
        page.orientation = WD_ORIENT.LANDSCAPE
        page.page_width, page.page_height = page.page_height, page.page_width
    for piece in outline(report, style):
        if piece.grid:
            _table(document, piece.grid, style)
        else:
            document.add_paragraph(piece.text, style=_STYLES.get(piece.kind))
    out = io.BytesIO()
    document.save(out)
    return settled(out.getvalue())


def _table(document: Any, grid: Grid, style: Style) -> None:
    table = document.add_table(grid.rows, grid.columns)
    if style.ruled:
        table.style = "Table Grid"
    rows = [list(row.cells) for row in table.rows]  # row.cells is slow: ask once
    for cell in grid.cells:
        first = rows[cell.row][cell.column]
        if cell.row_span > 1 or cell.column_span > 1:
            last = rows[cell.row + cell.row_span - 1][cell.column + cell.column_span - 1]
            first = first.merge(last)
        run = first.paragraphs[0].add_run(cell.text)
        if style.split_digits and len(cell.text) > 1 and cell.text.isdigit():
            run.text = cell.text[:1]
            first.paragraphs[0].add_run(cell.text[1:])
    document.add_paragraph("")
