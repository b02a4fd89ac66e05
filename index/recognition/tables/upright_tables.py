"""A grid as the form has it: turned upright, without the ordinals of a statistical form, one row each.

Offices print the application table on its side, number rows and columns as statistical forms do,
and converters set the rows of a group into one, a line of every cell each.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from index.document import RawCell, RawTable
from index.formats import CARRIED_OVER, NEW_RECEIVED
from index.recognition.label_matching import LEAST, best_likeness, numbering
from index.text import cell_value, squash

_ORDINALS = frozenset(["序号", "行次", "行号", "编号", "栏次", "栏号", "列号", "列次"])
_STEMS = frozenset("甲乙丙丁")
"""What a statistical form calls its columns of labels, as it numbers those of figures."""
_FIRST = (NEW_RECEIVED, CARRIED_OVER)
_FEWEST = 3
"""Cells of as many figures each, beside labels that are numbered: rows set into one."""


def upright(table: RawTable) -> RawTable:
    """The table with one row of the form in each row, and nothing that only numbers them."""
    table = _turned(table) if _lies_on_its_side(table) else table
    return _unstacked(_without_ordinals(_turned(_without_ordinals(_turned(table)))))


def _turned(table: RawTable) -> RawTable:
    """The table with its rows as columns."""
    cells = (
        replace(c, row=c.column, column=c.row, row_span=c.column_span, column_span=c.row_span)
        for c in table.cells
    )
    ordered = tuple(sorted(cells, key=lambda c: (c.row, c.column)))
    return replace(table, cells=ordered, rows=table.columns, columns=table.rows)


def _lies_on_its_side(table: RawTable) -> bool:
    """Whether what labels the first rows of the application table stands side by side."""
    rows: dict[str, set[int]] = {}
    for cell in table.cells if table.gridded else ():
        text = cell.text or ""
        likely, key = max((best_likeness(text, axis), axis.key) for axis in _FIRST)
        if likely >= LEAST:
            rows.setdefault(key, set()).add(cell.row)
    return len(rows) == len(_FIRST) and len(set.union(*rows.values())) == 1


# ---------------------------------------------------------------- ordinals


def _without_ordinals(table: RawTable) -> RawTable:
    """The table without columns that only number its rows."""
    for column in reversed(range(table.columns)):
        own = [c for c in table.cells if c.column == column and c.column_span == 1]
        if _numbers_rows([squash(c.text or "") for c in own]) and len(own) < len(table.cells):
            table = _without_column(table, column)
    return table


def _numbers_rows(texts: Sequence[str]) -> bool:
    """Whether texts are a word for ordinals and digits, or 甲 (a column of labels) and 1, 2, 3."""
    said = [text for text in texts if text]
    marks = {text for text in said if not text.isdigit()}
    counted = [int(text) for text in said if text.isdigit()]
    if not marks or not counted or not marks <= _ORDINALS | _STEMS:
        return False
    return bool(marks & _ORDINALS) or counted == list(range(1, len(counted) + 1))


def _without_column(table: RawTable, column: int) -> RawTable:
    cells = []
    for cell in table.cells:
        covers = cell.column <= column < cell.column + cell.column_span
        if covers and cell.column_span == 1:
            continue
        left = cell.column - (cell.column > column)
        cells.append(replace(cell, column=left, column_span=cell.column_span - covers))
    return replace(table, cells=tuple(cells), columns=table.columns - 1)


# ---------------------------------------------------------------- rows set into one


def _unstacked(table: RawTable) -> RawTable:
    """The table with a row for each line of a row whose cells hold as many figures each."""
    heights = {row: _height(cells) for row, cells in _by_row(table)}
    if all(height == 1 for height in heights.values()):
        return table
    tops, top = {}, 0
    for row in range(table.rows):
        tops[row], top = top, top + heights.get(row, 1)
    cells = (piece for cell in table.cells for piece in _pieces(cell, heights, tops))
    return replace(table, cells=tuple(sorted(cells, key=lambda c: (c.row, c.column))), rows=top)


def _by_row(table: RawTable) -> Iterator[tuple[int, list[RawCell]]]:
    for row in range(table.rows):
        cells = [c for c in table.cells if c.row == row]
        if cells:
            yield row, cells


def _height(cells: Sequence[RawCell]) -> int:
    """How many rows a row holds: as many as each of its cells has lines, all figures but labels."""
    filled = [c for c in cells if (c.text or "").strip() and c.row_span == 1]
    figures = [c for c in filled if _are_figures((c.text or "").split("\n"))]
    heights = {len((c.text or "").split("\n")) for c in figures}
    if len(figures) < _FEWEST or len(heights) != 1 or heights == {1}:
        return 1
    height = heights.pop()
    labels = [_labels(c, height) for c in filled if c not in figures]
    return (
        height if any(len(each) == height and all(map(numbering, each)) for each in labels) else 1
    )


def _are_figures(lines: Sequence[str]) -> bool:
    return all(cell_value(line)[1] in {"number", "dash"} for line in lines)


def _labels(cell: RawCell, height: int) -> list[str]:
    """The labels in a cell: its lines, or these from one numbering to the next."""
    lines = (cell.text or "").split("\n")
    if len(lines) == height:
        return lines
    found: list[str] = []
    for line in lines:
        if numbering(line) or not found:
            found.append(line)
        else:
            found[-1] += line
    return found


def _pieces(
    cell: RawCell, heights: Mapping[int, int], tops: Mapping[int, int]
) -> Iterator[RawCell]:
    rows = range(cell.row, cell.row + cell.row_span)
    height, top = sum(heights.get(row, 1) for row in rows), tops[cell.row]
    stacked = cell.row_span == 1 and height > 1 and (cell.text or "").strip()
    texts = _labels(cell, height) if stacked else []
    if len(texts) != height:
        yield replace(cell, row=top, row_span=height)
        return
    for i, text in enumerate(texts):
        yield replace(cell, row=top + i, text=text)
