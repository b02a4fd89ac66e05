"""Cells of scanned tables from their print: read, doubted, parted where a line was not found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median

from index.document import RawCell
from index.readers.page.ruled_grids import Grid, GridCell
from index.readers.scan.recogniser import Reading, read_lines
from index.readers.scan.scanned_page import Sheet, cell_lines, crop, is_sealed
from index.readers.scan.second_reading import (
    as_value,
    is_doubtful,
    is_parted,
    is_told,
    joined,
    may_be_negative,
    may_be_seal,
    settle,
    stroke_of,
)
from index.readers.scan.tolerances import SCAN
from index.report import BBox
from index.text import cell_value

_SCALE = (0.6, 1.7)
"""How high others may be, of that height."""


def raw_cell(
    sheet: Sheet, cell: GridCell, lines: Sequence[BBox], readings: Iterator[Reading]
) -> RawCell:
    """A cell from the readings of its lines; a doubtful one is looked at again."""
    place = sheet.place(cell.bbox)
    at = (cell.row, cell.column, "", place, cell.row_span, cell.column_span)
    raw = joined([next(readings) for _ in lines])
    if raw is None:  # a figure in red would have gone with the seal
        return replace(RawCell(*at), text=None) if is_sealed(sheet, cell.bbox) else RawCell(*at)
    first = as_value(raw, stroke_of(sheet, lines))
    last = settle(sheet, lines, first) if is_doubtful(first, sheet, lines) else first
    told = is_told(last.text, last.confidence) and not (
        may_be_negative(last, sheet, lines)
        or is_parted(raw, sheet, lines)
        or is_sealed(sheet, cell.bbox)
        and may_be_seal(last)
    )
    return replace(
        RawCell(*at),
        text=last.text if told else None,
        confidence=last.confidence,
        first_text=first.text if last.text != first.text else None,
    )


def in_scale(cells: Sequence[RawCell], lines: Sequence[Sequence[BBox]]) -> list[RawCell]:
    """Cells and the lines of print of each, those unread whose print is not of the figures' size.

    What is much lower than the others is dirt, what is much higher two rows: no equation makes it
    a figure (confidence 0).
    """
    heights = [
        bottom - top
        for cell, boxes in zip(cells, lines, strict=True)
        if cell_value(cell.text)[1] == "number"
        for _, top, _, bottom in boxes
    ]
    if len(heights) < SCAN.figures_enough:
        return list(cells)
    least, most = (share * median(heights) for share in _SCALE)
    return [
        replace(cell, text=None, confidence=0.0)
        if cell_value(cell.text)[1] in {"number", "unread"}
        and not all(least < bottom - top < most for _, top, _, bottom in boxes)
        else cell
        for cell, boxes in zip(cells, lines, strict=True)
    ]


def parted(sheet: Sheet, grid: Grid, cell: GridCell, read: RawCell) -> list[RawCell]:
    """The cell, or what stands in its rows and columns where lines between them were not found.

    It is parted where it could not be read as one, and a value stands in several of them, clear
    of their borders.
    """
    if read.text is not None or cell.row_span * cell.column_span == 1:
        return [read]
    parts = [(part, cell_lines(sheet, part.bbox)) for part in grid.parts(cell)]
    if not all(stands_clear(p.bbox, line, cell.bbox) for p, lines in parts for line in lines):
        return [read]
    readings = iter(read_lines([crop(sheet, line) for _, lines in parts for line in lines]))
    cells = [raw_cell(sheet, part, lines, readings) for part, lines in parts]
    states = [cell_value(each.text)[1] for each in cells]
    values = sum(state in {"number", "dash"} for state in states)
    return cells if values > 1 and values + states.count("blank") == len(cells) else [read]


def stands_clear(box: BBox, line: BBox, whole: BBox | None = None) -> bool:
    """Whether a line of print keeps off the edges of its box but for those of the `whole` cell."""
    return all(
        abs(edge - end) > SCAN.clear_of_border or whole is not None and edge == whole[i]
        for i, (edge, end) in enumerate(zip(box, line, strict=True))
    )
