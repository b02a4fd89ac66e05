"""XLSX to raw tables; a place in a sheet is its row."""

from __future__ import annotations

import tempfile
import zipfile
import zlib
from bisect import bisect_left
from collections.abc import Iterator, Sequence, Set
from pathlib import Path
from typing import Any

from index.document import Block, Document, RawCell, RawTable
from index.readers.files import source_of
from index.readers.limits import Limits, Progress
from index.readers.office_conversion import opened
from index.recognition.heading_marks import stands_alone
from index.report import Damaged, NoText, Place, TooLarge

_MOST_CELLS = 400_000
"""A sheet of more cells is no report's, nor a county's reports one below the other."""
_BROKEN = (
    zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError, IndexError, OSError,
    SyntaxError, EOFError, zlib.error,
)  # fmt: skip
"""What openpyxl raises of a broken workbook; a broken XML is a SyntaxError."""


def read_xlsx(path: Path, limits: Limits, progress: Progress | None = None) -> Document:
    """Visible sheets as tables; a row with one long text is a paragraph.

    Raises `Damaged`, `NoText`, `ToolMissing`, `TooSlow`.
    """
    import openpyxl

    with tempfile.TemporaryDirectory(prefix="nianbao-", ignore_cleanup_errors=True) as folder:
        file = opened(path, "xlsx", Path(folder), limits)
        try:
            book = openpyxl.load_workbook(file, data_only=True)
        except _BROKEN as error:
            raise Damaged(f"文件已损坏，无法打开：{path.name}", path=str(path)) from error
        uncounted = _uncounted(file, book)
        blocks = [
            block
            for sheet in book.worksheets
            if sheet.sheet_state == "visible"
            for block in _sheet(sheet, uncounted.get(sheet.title, frozenset()), path)
        ]
    if not blocks:
        raise NoText(f"工作簿里没有文字：{path.name}", path=str(path))
    return Document(source_of(path, "xlsx"), tuple(blocks))


def _uncounted(file: Path, book: Any) -> dict[str, frozenset[str]]:
    """By sheet the cells whose formula was never worked out: what they show is not known."""
    import openpyxl

    formulas = openpyxl.load_workbook(file)
    return {
        sheet.title: frozenset(
            cell.coordinate
            for cell in _cells(sheet)
            if cell.data_type == "f" and book[sheet.title][cell.coordinate].value is None
        )
        for sheet in formulas.worksheets
    }


def _cells(sheet: Any) -> Sequence[Any]:
    """The cells that a sheet holds; openpyxl's own ways to them make all that lie between."""
    return [cell for cell in sheet._cells.values() if cell.value is not None]


def _extent(sheet: Any, path: Path) -> tuple[int, int]:
    """The last row and column in which something stands.  Raises `TooLarge`."""
    held = _cells(sheet)
    rows = max((cell.row for cell in held), default=0)
    columns = max((cell.column for cell in held), default=0)
    if rows * columns > _MOST_CELLS:
        raise TooLarge(
            f"工作表“{sheet.title}”有 {rows} 行 {columns} 列，不像年度报告：{path.name}",
            path=str(path),
        )
    return rows, columns


def _sheet(sheet: Any, uncounted: Set[str], path: Path) -> Iterator[Block]:
    """Runs of rows as tables, rows that say one thing across the sheet as paragraphs.

    Hidden rows and columns are left out; what is merged over them begins at the first seen.
    """
    last_row, last_column = _extent(sheet, path)
    hidden = {r for r, height in sheet.row_dimensions.items() if height.hidden}
    seen_rows = [r for r in range(1, last_row + 1) if r not in hidden]
    unseen = {
        column
        for letters in sheet.column_dimensions.values()
        if letters.hidden
        for column in range(letters.min or 0, min(letters.max or 0, last_column) + 1)
    }
    columns = [c for c in range(1, last_column + 1) if c not in unseen]
    merged = [_merged(m, seen_rows, columns) for m in sheet.merged_cells.ranges]
    heads = {
        (rows[0], across[0]): (m, rows, across) for m, rows, across in merged if rows and across
    }
    covered = {(r, c) for _, rows, across in merged for r in rows for c in across} - heads.keys()
    rows: list[list[RawCell]] = []
    for index, r in enumerate(seen_rows):
        cells = []
        for place, c in enumerate(columns):
            if (r, c) in covered:
                continue
            m, down, across = heads.get((r, c), (None, [r], [c]))
            cell = sheet.cell(m.min_row, m.min_col) if m else sheet.cell(r, c)
            text = None if cell.coordinate in uncounted else _printed(cell.value)
            cells.append(RawCell(index, place, text, Place(line=r), len(down), len(across)))
        filled = [c for c in cells if (c.text or "").strip()]
        wide = len(columns)
        alone = len(filled) == 1 and (
            not rows or filled[0].column_span >= wide > 1 or stands_alone(filled[0].text or "")
        )
        if not filled or alone:
            yield from _taken(rows)
            rows = []
            yield from (Block(c.text or "", c.at) for c in filled)
        else:
            rows.append(cells)
    yield from _taken(rows)


def _merged(
    merged: Any, rows: Sequence[int], columns: Sequence[int]
) -> tuple[Any, list[int], list[int]]:
    """A merged range with those of its rows and columns that are seen."""
    down = [r for r in rows[bisect_left(rows, merged.min_row) :] if r <= merged.max_row]
    return merged, down, [c for c in columns if merged.min_col <= c <= merged.max_col]


def _taken(rows: list[list[RawCell]]) -> Iterator[Block]:
    if not rows:
        return
    top = rows[0][0].row
    cells = tuple(
        RawCell(
            c.row - top,
            c.column,
            c.text,
            c.at,
            min(c.row_span, top + len(rows) - c.row),
            c.column_span,
        )
        for row in rows
        for c in row
    )
    width = max(c.column + c.column_span for c in cells)
    yield Block(at=cells[0].at, table=RawTable(cells, len(rows), width, cells[0].at))


def _printed(value: object) -> str:
    """A sheet's value as it is shown: a whole number without `.0`."""
    if value is None:
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{value:.10g}"
    return str(value)
