"""A statutory table as the printed form draws it: labels with their spans, places for the values.

Pure geometry over `index.formats`; exports, the desk and the official DOCX draw from it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from index.formats import FORMS, ONE_ROW_OTHER, Axis, Table, form_of_year
from index.report import UNREAD, Cell, Report

NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
APPLICANT_HEAD = "申请人情况"
CONTENT_HEAD = "信息内容"
UNREAD_MARK = "未读出"


@dataclass(frozen=True, slots=True)
class Box:
    """One box of the drawn form, 0-based; `key` is a cell's key, "" where `text` is a label."""

    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    text: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A drawn table: every place of `rows` × `columns` is covered by exactly one box.

    `head_rows` and `label_columns` say how much of the top and the left are labels.
    """

    table: str
    part: int
    rows: int
    columns: int
    head_rows: int
    label_columns: int
    boxes: tuple[Box, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(b.key for b in self.boxes if b.key)


Path = tuple[tuple[str, int], ...]
"""A line's labels from the outermost in, each with how many levels it takes."""


def _path(labels: Sequence[str], depth: int) -> Path:
    """Labels one level each; the innermost takes what is left."""
    return (*((label, 1) for label in labels[:-1]), (labels[-1], depth - len(labels) + 1))


def _axis_paths(axes: Sequence[Axis]) -> tuple[Path, ...]:
    depth = max(len(a.above) for a in axes) + 1
    return tuple(_path((*a.above, a.label), depth) for a in axes)


def _depth(paths: Sequence[Path]) -> int:
    return sum(levels for _, levels in paths[0])


def _runs(paths: Sequence[Path]) -> list[tuple[int, int, int, int, str]]:
    """(level, levels, first line, lines, label): equal labels under equal heads are one run."""
    found: list[tuple[int, int, int, int, str]] = []
    for line, path in enumerate(paths):
        level = 0
        for depth, (label, levels) in enumerate(path):
            shared = line and paths[line - 1][: depth + 1] == path[: depth + 1]
            inner = depth + 1 < len(path)
            if not (shared and inner):
                lines = 1
                while inner and [
                    p[: depth + 1] for p in paths[line + lines : line + lines + 1]
                ] == [path[: depth + 1]]:
                    lines += 1
                found.append((level, levels, line, lines, label))
            level += levels
    return found


def _left(paths: Sequence[Path], top: int) -> list[Box]:
    return [Box(top + i, lv, n, lvs, label) for lv, lvs, i, n, label in _runs(paths)]


def _top(paths: Sequence[Path], row: int, left: int) -> list[Box]:
    return [Box(row + lv, left + i, lvs, n, label) for lv, lvs, i, n, label in _runs(paths)]


def grid(table: Table) -> Grid:
    """The table as its form prints it, head lines and label columns included."""
    if table.across:
        return _across(table)
    rows, columns = _axis_paths(table.rows), _axis_paths(table.columns)
    left, width = _depth(rows), len(columns)
    head = 1 + _depth(columns)
    if table.item:
        boxes = [
            Box(0, 0, 1, left + width, table.item),
            Box(1, 0, head - 1, left, CONTENT_HEAD),
        ]
    else:
        boxes = [Box(0, 0, head, left, NOTE), Box(0, left, 1, width, APPLICANT_HEAD)]
    boxes += _top(columns, 1, left) + _left(rows, head)
    boxes += [
        Box(head + i, left + j, key=table.key(row, column))
        for i, row in enumerate(table.rows)
        for j, column in enumerate(table.columns)
    ]
    return Grid(table.id, table.part, head + len(rows), left + width, head, left, tuple(boxes))


def _across(table: Table) -> Grid:
    """Part four: the kinds of case side by side over one line of numbers."""
    depth = max(len(kind.above) for kind in table.rows) + 1
    lines = [(kind, result) for kind in table.rows for result in table.columns]
    paths = [
        (*_path((*kind.above, kind.label), depth), (result.label, 1)) for kind, result in lines
    ]
    head = depth + 1
    boxes = _top(paths, 0, 0)
    boxes += [Box(head, i, key=table.key(*line)) for i, line in enumerate(lines)]
    return Grid(table.id, table.part, head + 1, len(lines), head, 0, tuple(boxes))


def tables_of(report: Report) -> tuple[Table, ...]:
    """The tables to draw for a report: its form's; of a mixed report those that were printed."""
    form = FORMS.get(report.format)
    if form:
        return form.tables
    base = form_of_year(report.year) if report.year else None
    if report.format != "mixed" or base is None:
        return ()
    tables = []
    for own in base.tables:
        if own.id == "applications":
            tables.append(_mixed_rows(own, report.cells))
            continue
        others = [t for f in FORMS.values() for t in f.tables if t.id == own.id]
        tables.append(max((own, *others), key=lambda t: _read(t, report.cells)))
    return tuple(tables)


def _read(table: Table, cells: Mapping[str, Cell]) -> int:
    return sum(cells.get(key, UNREAD).state != "unread" for key in table.keys())


def _mixed_rows(table: Table, cells: Mapping[str, Cell]) -> Table:
    """Table three with the rows of （六） that were printed: one, or the form's three."""
    printed = any(table.key(ONE_ROW_OTHER, c) in cells for c in table.columns)
    if not printed or ONE_ROW_OTHER in table.rows:
        return table
    rows: list[Axis] = []
    for row in table.rows:
        if not row.key.startswith("other."):
            rows.append(row)
        elif ONE_ROW_OTHER not in rows:
            rows.append(ONE_ROW_OTHER)
    return Table(
        table.id, table.part, table.item, table.prefix, tuple(rows), table.columns, table.across
    )


def grids(report: Report) -> tuple[Grid, ...]:
    """Every statutory table of the report, drawn; () where its form has none (before 2019)."""
    return tuple(grid(table) for table in tables_of(report))


def joined(blocks: Sequence[Grid]) -> Grid:
    """Tables of one part as the published form has them: one, a block under the other.

    The last column of a block that is narrower takes what is left.
    """
    columns = max(block.columns for block in blocks)
    boxes, top = list[Box](), 0
    for block in blocks:
        boxes += [_in_block(box, block, top, columns) for box in block.boxes]
        top += block.rows
    head = blocks[0].head_rows if len(blocks) == 1 else 0
    return replace(blocks[0], rows=top, columns=columns, head_rows=head, boxes=tuple(boxes))


def _in_block(box: Box, block: Grid, top: int, columns: int) -> Box:
    last = box.column + box.column_span == block.columns
    left = columns - block.columns if last else 0
    return replace(box, row=top + box.row, column_span=box.column_span + left)


def shown(cell: Cell) -> str:
    """A cell's text as printed; an unread cell says so, a blank one is empty."""
    return UNREAD_MARK if cell.state == "unread" else cell.text
