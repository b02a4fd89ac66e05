"""Scanned tables without lines: rows and columns told by the words, each cell read by its ink.

The words that the detector finds say where the table's rows and columns are, as in a PDF; but it
misses lone figures, so what a cell holds is always looked for on the picture.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import count, pairwise
from typing import TYPE_CHECKING

from index.document import RawCell, RawTable
from index.readers.page.page_layout import Glyph
from index.readers.page.printed_words import words_of
from index.readers.page.ruled_grids import Grid, GridCell
from index.readers.page.unruled_column_labels import Head
from index.readers.page.unruled_tables import Found, find_unruled
from index.readers.scan.deskew import without_grain
from index.readers.scan.recogniser import read_lines
from index.readers.scan.scanned_cells import in_scale, raw_cell, stands_clear
from index.readers.scan.scanned_page import Sheet, cell_lines, crop, without_specks
from index.readers.scan.second_reading import as_digits
from index.readers.scan.tolerances import SCAN
from index.report import BBox, Place
from index.text import cell_value, squash

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]

_GAP, _WIDE = 0.3, 1.4
"""Heights of a printed line: a wider gap may be one between columns; one beside punctuation, which
takes half its square, must be as wide as the second."""
_HALF = re.compile(r"[，。；：、“”（）,;:().]")
_NUMBER = re.compile(r"[0-9一二三四五六七]")


@dataclass(frozen=True, slots=True)
class Unruled:
    """A page's tables without lines, the printed lines outside them, the cells as a grid each."""

    tables: tuple[RawTable, ...] = ()
    lines: tuple[Glyph, ...] = ()
    grids: tuple[Grid, ...] = ()
    carried: Head | None = None


def read_unruled(sheet: Sheet, lines: Sequence[Glyph], carried: Head | None) -> Unruled:
    """The tables that stand among a page's printed lines, in pixels but for the cells' places.

    `carried` is the head of a table that began on an earlier page.
    """
    if carried is None and not any(_may_head(line.text) for line in lines):
        return Unruled(lines=tuple(lines))
    ink = without_grain(sheet.ruled.ink)
    pieces = [(p, line) for line in lines for p in _pieces(sheet, ink, _tight(ink, line))]
    found, carried = find_unruled(sheet.page, words_of([piece for piece, _ in pieces]), carried)
    read = [_read(sheet, table) for table in found]
    taken = {id(glyph) for table in found for word in table.words for glyph in word.glyphs}
    cut = {id(line) for piece, line in pieces if id(piece) in taken}
    left = [piece for piece, line in pieces if id(line) in cut and id(piece) not in taken]
    whole = [line for line in lines if id(line) not in cut]
    tables, grids = tuple(table for table, _ in read), tuple(grid for _, grid in read)
    return Unruled(tables, (*whole, *left), grids, carried)


def _may_head(text: str) -> bool:
    plain = squash(text)
    return any(label in plain for label in ("信息内容", "自然人", "结果"))


def _tight(ink: Picture, line: Glyph) -> Glyph:
    """A line in a box of its print's size: the detector's stand off on every side."""
    import numpy as np

    off = SCAN.stands_off * (line.bottom - line.top)
    marked = np.flatnonzero(_columns(ink, line.box))
    x0, x1 = (marked[0], marked[-1] + 1) if len(marked) else (0, round(line.x1 - line.x0))
    start = round(line.x0)
    return Glyph(line.text, float(start + x0), line.top + off, float(start + x1), line.bottom - off)


def _columns(ink: Picture, box: BBox) -> NDArray[np.bool_]:
    """Which columns of a box have print."""
    import numpy as np

    x0, top, x1, bottom = (max(0, round(v)) for v in box)
    return np.asarray(without_specks(ink[top:bottom, x0:x1], SCAN.dot, 1).any(axis=0))


def _pieces(sheet: Sheet, ink: Picture, line: Glyph) -> list[Glyph]:
    """A printed line cut where its ink leaves gaps as between columns."""
    import numpy as np

    if len(line.text) > SCAN.longest_piece:
        return [line]
    marked = np.flatnonzero(_columns(ink, line.box)) + round(line.x0)
    wide = np.flatnonzero(np.diff(marked) > _GAP * (line.bottom - line.top))
    if not len(wide):
        return [line]
    starts = [marked[0], *(marked[i + 1] for i in wide)]
    ends = [*(marked[i] + 1 for i in wide), marked[-1] + 1]
    boxes = [(float(a), line.top, float(b), line.bottom) for a, b in zip(starts, ends, strict=True)]
    pieces = _readings(sheet, boxes)
    whole = _whole(pieces)
    if len(whole) == 1:
        return [line]
    joined = dict(zip([box for box in whole if box not in boxes], count()))
    again = _readings(sheet, list(joined))
    first = {piece.box: piece for piece in pieces}
    return [p for box in whole if (p := first.get(box) or again[joined[box]]).text]


def _readings(sheet: Sheet, boxes: Sequence[BBox]) -> list[Glyph]:
    readings = read_lines([crop(sheet, box) for box in boxes])
    return [Glyph(r.text, *box) for box, r in zip(boxes, readings, strict=True)]


def _whole(pieces: Sequence[Glyph]) -> list[BBox]:
    """The boxes of pieces, those made one between which punctuation or a row's number leaves a gap."""
    boxes = [pieces[0].box]
    for left, right in pairwise(pieces):
        half = _HALF.fullmatch(left.text[-1:]) or _HALF.fullmatch(right.text[:1])
        number = _NUMBER.fullmatch(left.text) and not right.text[:1].isdecimal()
        if (half or number) and right.x0 - left.x1 <= _WIDE * (left.bottom - left.top):
            boxes[-1] = (boxes[-1][0], left.top, right.x1, right.bottom)
        else:
            boxes.append(right.box)
    return boxes


# ---------------------------------------------------------------- cells


def _read(sheet: Sheet, found: Found) -> tuple[RawTable, Grid]:
    """A table with its figures read from the picture, and their cells as a grid."""
    table = found.table
    heights = _heights(found)
    cells = {
        (c.row, c.column): _cell(c, heights[c.row])
        for c in table.cells
        if c.row >= found.row and c.column >= found.column
    }
    lines = {place: cell_lines(sheet, cell.bbox) for place, cell in cells.items()}
    readings = iter(read_lines([crop(sheet, box) for each in lines.values() for box in each]))
    each = [raw_cell(sheet, cell, lines[place], readings) for place, cell in cells.items()]
    scaled = in_scale(each, list(lines.values()))
    read = {
        place: _sure(raw, cell, lines[place])
        for (place, cell), raw in zip(cells.items(), scaled, strict=True)
    }
    told = tuple(
        _agreed(c, read[c.row, c.column])
        if (c.row, c.column) in read
        else replace(c, at=sheet.place(c.at.bbox) if c.at.bbox else c.at)
        for c in table.cells
    )
    at = Place(sheet.page, table.at.bbox)
    box = table.at.bbox or (0.0, 0.0, 0.0, 0.0)
    grid = Grid((box[0], box[2]), (box[1], box[3]), tuple(cells.values()))
    return RawTable(told, table.rows, table.columns, at), grid


def _heights(found: Found) -> dict[int, tuple[float, float]]:
    """Where each row begins and ends: midway to its neighbours."""
    boxes = {c.row: c.at.bbox for c in found.table.cells if c.row >= found.row and c.at.bbox}
    rows = sorted(boxes)
    if not rows:
        return {}
    beside = SCAN.beside_label * min(bottom - top for _, top, _, bottom in boxes.values())
    between = [(boxes[a][3] + boxes[b][1]) / 2 for a, b in pairwise(rows)]
    edges = [boxes[rows[0]][1] - beside, *between, boxes[rows[-1]][3] + beside]
    return dict(zip(rows, pairwise(edges), strict=True))


def _cell(cell: RawCell, height: tuple[float, float]) -> GridCell:
    x0, _, x1, _ = cell.at.bbox or (0.0, 0.0, 0.0, 0.0)
    return GridCell(cell.row, cell.column, 1, 1, (x0, height[0], x1, height[1]))


def _sure(read: RawCell, cell: GridCell, lines: Sequence[BBox]) -> RawCell:
    """The cell, unread where its print runs over into the next one."""
    clear = all(stands_clear(cell.bbox, line) for line in lines)
    return read if clear else replace(read, text=None)


def _agreed(told: RawCell, read: RawCell) -> RawCell:
    """What is read from the ink, unread where the words are not sure or name another number."""
    if told.text is None:
        return replace(read, text=None)
    value, state = cell_value(as_digits(told.text))
    other = state == "number" and value != cell_value(read.text)[0]
    return replace(read, text=None) if other else read
