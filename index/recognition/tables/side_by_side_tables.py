"""A grid to the statutory tables in it: side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from index.document import RawCell, RawTable
from index.text import squash

_HEADS = frozenset(["信息内容", "自然人", "结果维持"])
"""A column label of each kind of table, which has it once or (the last) in each of its groups."""
_MIDDLE = frozenset(["社会公益组织", "法律服务机构"])
_CORNER = "勾稽关系"


def apart(table: RawTable) -> tuple[RawTable, ...]:
    """The tables from left to right; the table itself where it is one.

    They part where a table's corner stands right of something else, or at a blank column; each
    has column labels of its own.
    """
    said = [c for c in table.cells if (c.text or "").strip()]
    heads = {c.column for c in said if squash(c.text or "") in _HEADS}
    if len(heads) < 2:
        return (table,)
    cuts = [0]
    for cut in sorted(_corners(said) | _after_blanks(said, table.columns)):
        if any(cuts[-1] <= h < cut for h in heads) and any(h >= cut for h in heads):
            cuts += [cut] if _is_border(said, cut) else []
    if len(cuts) < 2:
        return (table,)
    return tuple(_slice(table, *ends) for ends in pairwise([*cuts, table.columns]))


def _corners(said: Sequence[RawCell]) -> set[int]:
    marks = (c for c in said if squash(c.text or "") == "信息内容" or _CORNER in (c.text or ""))
    return {c.column for c in marks} - {0}


def _after_blanks(said: Sequence[RawCell], columns: int) -> set[int]:
    """The columns right of a column in which nothing stands."""
    filled = {c.column + i for c in said for i in range(c.column_span)}
    return {c + 1 for c in range(columns - 1) if c not in filled and c + 1 in filled}


def _is_border(said: Sequence[RawCell], cut: int) -> bool:
    """Whether no cell lies across the cut, nor the application table in rows further down."""
    across = any(c.column < cut < c.column + c.column_span for c in said)
    left = [c.row for c in said if c.column < cut and squash(c.text or "") == "自然人"]
    right = [c.row for c in said if c.column >= cut and squash(c.text or "") in _MIDDLE]
    return not across and not any(abs(a - b) <= 2 for a in left for b in right)


def _slice(table: RawTable, start: int, end: int) -> RawTable:
    """The columns from `start` to `end` without blank ones and rows at the edges."""
    cells = [c for c in table.cells if start <= c.column < end]
    said = [c for c in cells if (c.text or "").strip()]
    left = min(c.column for c in said)
    right = max(c.column + c.column_span for c in said)
    rows = max(c.row + c.row_span for c in said)
    kept = tuple(_within(cells, left, right, rows))
    return replace(table, cells=kept, rows=rows, columns=right - left, at=kept[0].at)


def _within(cells: Sequence[RawCell], left: int, right: int, rows: int) -> Iterator[RawCell]:
    for cell in cells:
        if left <= cell.column < right and cell.row < rows:
            width = min(cell.column_span, right - cell.column)
            height = min(cell.row_span, rows - cell.row)
            yield replace(cell, column=cell.column - left, column_span=width, row_span=height)
