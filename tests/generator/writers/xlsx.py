"""A true report's tables as a workbook, a sheet a part."""

from __future__ import annotations

import io
from datetime import datetime
from zipfile import ZIP_DEFLATED, ZipFile

from index.formats import PARTS

from ..truth import TrueReport
from .grid import grids
from .style import PLAIN, Style
from .zipped import settled


def to_xlsx(report: TrueReport, style: Style = PLAIN) -> bytes:
    """The workbook's bytes: title above each part's tables, merged cells as the form draws them."""
    from openpyxl import Workbook
    from openpyxl.writer.excel import ExcelWriter

    book = Workbook()
    book.remove(book.active)
    book.properties.created = book.properties.modified = datetime(2024, 1, 1)
    for number in (2, 3, 4):
        sheet = book.create_sheet(PARTS[number - 1].numeral)
        sheet.append([report.title])
        sheet.append([PARTS[number - 1].heading])
        for grid in (g for g in grids(report, style) if g.part == number):
            if grid.item:
                sheet.append([grid.item])
            top = sheet.max_row + 1
            for cell in grid.cells:
                row, column = top + cell.row, 1 + cell.column
                figure = cell.text.isdigit()
                sheet.cell(row, column, int(cell.text) if figure else cell.text or None)
                if cell.row_span > 1 or cell.column_span > 1:
                    sheet.merge_cells(
                        start_row=row,
                        start_column=column,
                        end_row=row + cell.row_span - 1,
                        end_column=column + cell.column_span - 1,
                    )
    out = io.BytesIO()
    # Not `book.save`, which would put the time of saving in.
    ExcelWriter(book, ZipFile(out, "w", ZIP_DEFLATED)).save()
    return settled(out.getvalue())
