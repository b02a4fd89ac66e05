"""Tables made of boxes: rows of boxes or lists, and boxes that a page's style sets on a grid."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from index.document import RawCell, RawTable
from index.readers.html.html_tables import INLINE, spanned
from index.readers.merged_cells import is_layout, lay_out
from index.recognition.heading_marks import TABLE_MARK
from index.report import Place
from index.text import cell_value, squash

_BOXES = frozenset(["div", "section", "article", "ul", "ol", "dl"])
_FEWEST_ROWS = 3
_FEWEST_PLACED = 6
"""Boxes: fewer on a grid are a page's own parts."""
_ON_GRID = {
    line: re.compile(
        rf"grid-{line}\s*:\s*(\d{{1,4}})\s*(?:/\s*(?:span\s+(\d{{1,4}})|(\d{{1,4}})))?", re.I
    )
    for line in ("row", "column")
}


def boxed_table(element: Any) -> RawTable | None:
    """The grid of a statutory table made of boxes or lists; None where an element is none."""
    if element.tag not in _BOXES or len(element) < _FEWEST_ROWS:
        return None
    children = [child for child in element if isinstance(child.tag, str)]
    return _placed(element, children) or _rows_of_boxes(element, children)


def _placed(element: Any, children: Sequence[Any]) -> RawTable | None:
    """Boxes each of which says its rows and columns of a grid."""
    cells = []
    for child in children if len(children) >= _FEWEST_PLACED else ():
        lines = [_line(child.get("style") or "", pattern) for pattern in _ON_GRID.values()]
        if None in lines:
            return None
        (row, rows), (column, columns) = (line for line in lines if line)
        cell = spanned(child)
        cells.append(RawCell(row, column, cell.text, cell.at, rows, columns))
    if not any(cell_value(cell.text)[1] == "number" for cell in cells):
        return None
    cells.sort(key=lambda c: (c.row, c.column))
    height, width = (
        max(c.row + c.row_span for c in cells),
        max(c.column + c.column_span for c in cells),
    )
    return RawTable(tuple(cells), height, width, Place(line=element.sourceline))


def _line(style: str, pattern: re.Pattern[str]) -> tuple[int, int] | None:
    """From which row or column on, and over how many, a box is set; None where it does not say."""
    found = pattern.search(style)
    if found is None:
        return None
    start = int(found[1])
    span = int(found[2] or 1) if not found[3] else int(found[3]) - start
    return start - 1, max(1, span)


def _rows_of_boxes(element: Any, children: Sequence[Any]) -> RawTable | None:
    """An element whose children are rows, theirs the cells, which hold no boxes."""
    rows = [[cell for cell in row if isinstance(cell.tag, str)] for row in children]
    if sum(len(row) > 1 for row in rows) * 2 <= len(rows) or not all(map(_are_cells, rows)):
        return None
    found = [[spanned(cell) for cell in row] for row in rows]
    texts = (squash(cell.text) for row in found for cell in row)
    if is_layout(found) or not any(map(TABLE_MARK.search, texts)):
        return None
    return lay_out(found, Place(line=element.sourceline))


def _are_cells(row: Sequence[Any]) -> bool:
    """Whether a row's elements are boxes alike that hold no boxes."""
    alike = len({cell.tag for cell in row}) == 1 and row[0].tag not in INLINE | {"td", "th", "tr"}
    return alike and not any(
        inner.tag in _BOXES for cell in row for inner in cell.iterdescendants()
    )
