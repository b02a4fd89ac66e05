"""Cells with spans laid out on a grid, as HTML and word processors give them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.document import RawCell, RawTable
from index.report import NOWHERE, Place

_LONGEST_LABEL = 160
_NARROW = 3
"""Rows of more cells are of data."""
_FEWEST_DATA, _FEWEST_PROSE = 10, 2
_WIDEST = 200
_TALLEST = 5000
_LARGEST = 200_000


@dataclass(frozen=True, slots=True)
class Spanned:
    """A cell before it has a place on the grid."""

    text: str
    rows: int = 1
    columns: int = 1
    at: Place = NOWHERE


def is_layout(rows: Sequence[Sequence[Spanned]]) -> bool:
    """Whether a table only lays out a page: a single cell, or cells that hold paragraphs."""
    cells = [cell for row in rows for cell in row]
    return len(cells) < 2 or any(len(cell.text) > _LONGEST_LABEL for cell in cells)


def mixed(rows: Sequence[Sequence[Spanned]]) -> list[tuple[bool, slice]]:
    """The parts of a table that frames paragraphs and holds tables of data: whether a part is
    data, and its rows; [] for every other table.

    A row of one cell is a paragraph or a heading.
    """
    data = [row for row in rows if len(row) > 1]
    prose = sum("。" in cell.text for row in rows if len(row) == 1 for cell in row)
    if sum(len(row) > _NARROW for row in data) < _FEWEST_DATA or prose < _FEWEST_PROSE:
        return []
    if is_layout(data):
        return []
    starts = [i for i, row in enumerate(rows) if not i or (len(row) > 1) != (len(rows[i - 1]) > 1)]
    ends = [*starts[1:], len(rows)]
    return [(len(rows[a]) > 1, slice(a, b)) for a, b in zip(starts, ends, strict=True)]


def lay_out(rows: Sequence[Sequence[Spanned]], at: Place = NOWHERE) -> RawTable:
    """The grid that the spans describe; a span never reaches below the last row.

    A table of more rows or cells than any report has is laid out without spans.
    """
    area = sum(min(c.rows, len(rows)) * min(c.columns, _WIDEST) for row in rows for c in row)
    spanned = len(rows) <= _TALLEST and area <= _LARGEST
    taken: set[tuple[int, int]] = set()
    cells: list[RawCell] = []
    for r, row in enumerate(rows):
        c = 0
        for cell in row:
            while (r, c) in taken:
                c += 1
            height = min(cell.rows, len(rows) - r) if spanned else 1
            width = min(cell.columns, _WIDEST) if spanned else 1
            taken.update((r + i, c + j) for i in range(height) for j in range(width))
            cells.append(RawCell(r, c, cell.text, cell.at, height, width))
            c += width
    columns = max((cell.column + cell.column_span for cell in cells), default=0)
    return RawTable(tuple(cells), len(rows), columns, at)
