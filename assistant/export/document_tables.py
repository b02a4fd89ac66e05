"""Tables of official documents: the statutory forms with their spans, and plain lists."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.export.official_document import BODY, HEADING, SIZE_5, TYPE_WIDTH, add_run
from assistant.export.printed_form import Grid

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table

_VALUE_WIDTH = 11
"""Millimetres of a column of numbers beside several columns of labels."""
_NARROW, _WIDE = 57, 102
"""Twentieths of a point between a cell's text and its sides: 1 mm in a form, 1.8 mm in a list."""
_TALL = 20
"""Rows from which a form is set smaller, so that it stays on one page: labels that span rows would be
missing on the next."""
_COMPACT = 9
"""Points of a tall form's text (小五)."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a value's box is drawn: its text, a fill (RRGGBB, "" none), a raised mark after it."""

    text: str
    fill: str = ""
    mark: str = ""


def is_tall(drawn: Grid) -> bool:
    """Whether a form needs a page of its own."""
    return drawn.rows >= _TALL


def add_table(document: Document, drawn: Grid, look: Callable[[str], Look]) -> Table:
    """A statutory table; `look` says how the value of a cell's key is drawn."""
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm, Pt

    table = _ruled(document, drawn.rows, drawn.columns, _NARROW)
    widths = [Mm(width) for width in _widths(drawn)]
    # Looking each box up in the table, as it grows merged cells, would take seconds.
    cells = [row.cells for row in table.rows]
    tall = is_tall(drawn)
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
        layout = paragraph.paragraph_format
        layout.space_before = layout.space_after = Pt(0 if tall else 2)
        layout.keep_with_next = box.row < drawn.rows - 1
        add_run(paragraph, shown.text, BODY, _COMPACT if tall else SIZE_5)
        _mark(cell, paragraph, shown)
    for n, row in enumerate(table.rows):
        _keep_together(row)
        if n < drawn.head_rows < drawn.rows:
            _repeat(row)
    return table


def _ruled(document: Document, rows: int, columns: int, padding: int) -> Table:
    """An empty table with its lines: an office's template need not have a style for it."""
    from docx.enum.table import WD_TABLE_ALIGNMENT
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    table = document.add_table(rows, columns)
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    lines = "".join(f'<w:{s} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for s in sides)
    borders = parse_xml(f"<w:tblBorders {nsdecls('w')}>{lines}</w:tblBorders>")
    edges = "".join(f'<w:{s} w:w="{padding}" w:type="dxa"/>' for s in ("left", "right"))
    margins = parse_xml(f"<w:tblCellMar {nsdecls('w')}>{edges}</w:tblCellMar>")
    properties = table._tbl.tblPr
    properties.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
    properties.insert_element_before(margins, "w:tblLook")
    return table


def add_cells(
    document: Document, widths: Sequence[float], rows: Sequence[Sequence[Sequence[str]]]
) -> None:
    """A list: `widths` in millimetres, of each row's cells the paragraphs; the first is the head.

    The head is repeated on every page, and no row is broken over two.
    """
    from docx.shared import Mm

    table = _ruled(document, len(rows), len(widths), _WIDE)
    for column, wide in zip(table.columns, widths, strict=True):
        column.width = Mm(wide)
    for n, (line, row) in enumerate(zip(rows, table.rows, strict=True)):
        for cell, wide, texts in zip(row.cells, widths, line, strict=True):
            cell.width = Mm(wide)
            _fill(cell, texts, HEADING if n == 0 else BODY, centred=n == 0 or wide < TYPE_WIDTH / 3)
        _keep_together(row)
    _repeat(table.rows[0])


def _fill(cell: Any, texts: Sequence[str], font: str, *, centred: bool) -> None:
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    for n, text in enumerate(texts):
        paragraph = cell.add_paragraph() if n else cell.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.LEFT
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
        add_run(paragraph, text, font, SIZE_5)


def _repeat(row: Any) -> None:
    """A row that stands at the top of every page of its table."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _widths(drawn: Grid) -> list[float]:
    """Millimetres a column: the innermost labels are long and get what the numbers leave."""
    labels, values = drawn.label_columns, drawn.columns - drawn.label_columns
    if labels < 2:
        return [TYPE_WIDTH / drawn.columns] * drawn.columns
    left = TYPE_WIDTH - values * _VALUE_WIDTH
    outer = left * 0.15
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
