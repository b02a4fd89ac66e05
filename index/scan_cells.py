"""Cells of scanned tables from their print: read, doubted, parted where a line was not found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.characters import Reading, read_lines
from index.doubt import (
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
from index.grid import Grid, GridCell
from index.report import BBox, RawCell
from index.sheet import Sheet, cell_lines, crop, is_sealed
from index.text import cell_value

_CLEAR = 3
"""Pixels that print keeps off a border at least."""


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
    told = is_told(last.text) and not (
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
        abs(edge - end) > _CLEAR or whole is not None and edge == whole[i]
        for i, (edge, end) in enumerate(zip(box, line, strict=True))
    )
