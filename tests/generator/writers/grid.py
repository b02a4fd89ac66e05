"""The statutory tables as grids of spanned cells, ready for any writer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from index.form_rows import application_rows
from index.formats import APPLICANTS, DISPUTE_KINDS, DISPUTE_RESULTS, DISPUTES, FORMS, Axis, Table

from ..truth import TrueReport, plain
from .style import PLAIN, Style

CORNER = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a grid: its corner, its spans, its text, the statutory key of a value."""

    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """A table to draw; `header` rows come first, `item` is the line that stands above it."""

    part: int
    item: str
    rows: int
    columns: int
    header: int
    cells: tuple[GridCell, ...]

    def lines(self) -> Iterator[tuple[GridCell, ...]]:
        """The cells row by row, each cell in the row where it begins."""
        for row in range(self.rows):
            yield tuple(c for c in self.cells if c.row == row)


def grids(report: TrueReport, style: Style = PLAIN) -> tuple[Grid, ...]:
    """The report's tables in printed order, values and labels as it prints them."""
    made = [
        *_part_two(report, style),
        _applications(report.form, report.one_row_other, style.label_columns),
        _DISPUTES[style.disputes](),
    ]
    names = {2: "disclosure", 3: "applications", 4: "disputes"}
    return tuple(_filled(g, report, style) for g in made if names[g.part] not in report.lost_tables)


def _filled(grid: Grid, report: TrueReport, style: Style) -> Grid:
    """The grid with the report's values and with its own wording of labels."""
    cells = []
    for cell in grid.cells:
        text = cell.text
        if cell.key and cell.key in report.printed:
            text = report.printed[cell.key]
        elif cell.key and not cell.key.startswith("label:"):
            text = plain(report.cells.get(cell.key, 0))
        elif cell.key:
            text = _label(cell, report.labels, style)
        cells.append(cell if text == cell.text else replace(cell, text=text))
    return replace(grid, cells=tuple(cells))


_SHORT = re.compile(r"（区分处理的，只计这一情形，不计其他情形）")


def _label(cell: GridCell, labels: Mapping[str, str], style: Style) -> str:
    key = (cell.key or "").removeprefix("label:")
    if key in labels:
        return labels[key]
    if style.short_labels:
        short = {"other.not_corrected": "1.逾期不补正", "other.fee_unpaid": "2.逾期不缴费"}
        return short.get(key) or _SHORT.sub("", cell.text)
    return cell.text


# ---------------------------------------------------------------- part two


def _part_two(report: TrueReport, style: Style) -> tuple[Grid, ...]:
    tables = [
        t for t in FORMS[report.form].tables if t.part == 2 and t.id not in report.lost_tables
    ]
    if style.part_two == "joined":
        return (_joined(tuple(tables)),) if tables else ()
    return tuple(_small(t) for t in tables)


@cache
def _small(table: Table) -> Grid:
    """One table of part two under its own item line."""
    cells = list(_small_rows(table, 0, len(table.columns) + 1))
    return Grid(2, table.item, 1 + len(table.rows), 1 + len(table.columns), 1, tuple(cells))


def _small_rows(table: Table, top: int, width: int) -> Iterator[GridCell]:
    """Head and rows; the last column stretches to the joined table's width."""
    last = len(table.columns)

    def span(column: int) -> int:
        return width - last if column == last else 1

    yield GridCell(top, 0, "信息内容")
    for c, column in enumerate(table.columns, 1):
        yield GridCell(top, c, column.label, 1, span(c), f"label:column:{table.id}.{column.key}")
    for r, row in enumerate(table.rows, 1):
        yield GridCell(top + r, 0, row.label, key=f"label:disclosure.{row.key}")
        for c, column in enumerate(table.columns, 1):
            yield GridCell(top + r, c, "", 1, span(c), table.key(row, column))


@cache
def _joined(tables: tuple[Table, ...]) -> Grid:
    """All of part two as one table, each item a full row, as the form draws it."""
    width = 1 + max(len(t.columns) for t in tables)
    cells: list[GridCell] = []
    top = 0
    for table in tables:
        cells.append(GridCell(top, 0, table.item, 1, width))
        cells += _small_rows(table, top + 1, width)
        top += 2 + len(table.rows)
    return Grid(2, "", top, width, 0, tuple(cells))


# ---------------------------------------------------------------- parts three and four


def _applicant(index: int, cell: GridCell) -> GridCell:
    return replace(cell, key=f"label:column:applications.{APPLICANTS[index].key}")


@cache
def _applications(form: str, one_row_other: bool, labels: int) -> Grid:
    """The application table; of fewer label columns the innermost holds the groups' heads too."""
    rows = application_rows(form, one_row_other=one_row_other)
    cells = [
        GridCell(0, 0, CORNER, 3, labels),
        GridCell(0, labels, "申请人情况", 1, 7),
        _applicant(0, GridCell(1, labels, APPLICANTS[0].label, 2)),
        GridCell(1, labels + 1, APPLICANTS[1].above[0], 1, 5),
        _applicant(6, GridCell(1, labels + 6, APPLICANTS[-1].label, 2)),
        *(_applicant(i, GridCell(2, labels + i, APPLICANTS[i].label)) for i in range(1, 6)),
    ]
    drawn: set[tuple[str, ...]] = set()
    for r, row in enumerate(rows, 3):
        inside = ""
        for depth, group in enumerate(row.above):
            path = row.above[: depth + 1]
            if path in drawn:
                continue
            drawn.add(path)
            if depth < labels - 1:
                span = sum(other.above[: depth + 1] == path for other in rows)
                cells.append(GridCell(r, depth, group, span, 1, f"label:{'/'.join(path)}"))
            else:
                inside += group
        depth = min(len(row.above), labels - 1)
        label, key = inside + row.label, f"label:applications.{row.key}"
        cells.append(GridCell(r, depth, label, 1, labels - depth, None if inside else key))
        cells += [
            GridCell(r, labels + c, "", key=f"applications.{row.key}.{column.key}")
            for c, column in enumerate(APPLICANTS)
        ]
    return Grid(3, "", 3 + len(rows), labels + 7, 3, tuple(cells))


@cache
def _across() -> Grid:
    def across(kind: Axis, left: int, top: int, rows: int) -> Iterator[GridCell]:
        for i, result in enumerate(DISPUTE_RESULTS):
            yield GridCell(top, left + i, result.label, rows)
            yield GridCell(3, left + i, "", key=DISPUTES.key(kind, result))

    review, *suits = DISPUTE_KINDS
    cells = [
        GridCell(0, 0, review.label, 1, 5),
        GridCell(0, 5, suits[0].above[0], 1, 10),
        *(GridCell(1, 5 + 5 * i, s.label, 1, 5) for i, s in enumerate(suits)),
        *across(review, 0, 1, 2),
        *(c for i, s in enumerate(suits) for c in across(s, 5 + 5 * i, 2, 1)),
    ]
    return Grid(4, "", 4, 15, 3, tuple(sorted(cells, key=lambda c: (c.row, c.column))))


@cache
def _rows() -> Grid:
    """A row of five for each kind, suits below their common head."""
    review, *suits = DISPUTE_KINDS
    cells = [
        GridCell(0, 0, "", 1, 2),
        *(GridCell(0, 2 + i, result.label) for i, result in enumerate(DISPUTE_RESULTS)),
        GridCell(1, 0, review.label, 1, 2),
        GridCell(2, 0, suits[0].above[0], 2),
        *(GridCell(2 + i, 1, suit.label) for i, suit in enumerate(suits)),
        *(
            GridCell(r, 2 + i, "", key=DISPUTES.key(kind, result))
            for r, kind in enumerate(DISPUTE_KINDS, 1)
            for i, result in enumerate(DISPUTE_RESULTS)
        ),
    ]
    return Grid(4, "", 4, 7, 1, tuple(sorted(cells, key=lambda c: (c.row, c.column))))


@cache
def _turned() -> Grid:
    """A row of three for each result."""
    review, *suits = DISPUTE_KINDS
    cells = [
        GridCell(0, 0, "", 2),
        GridCell(0, 1, review.label, 2),
        GridCell(0, 2, suits[0].above[0], 1, 2),
        *(GridCell(1, 2 + i, suit.label) for i, suit in enumerate(suits)),
        *(GridCell(2 + r, 0, result.label) for r, result in enumerate(DISPUTE_RESULTS)),
        *(
            GridCell(2 + r, 1 + i, "", key=DISPUTES.key(kind, result))
            for r, result in enumerate(DISPUTE_RESULTS)
            for i, kind in enumerate(DISPUTE_KINDS)
        ),
    ]
    return Grid(4, "", 7, 4, 2, tuple(sorted(cells, key=lambda c: (c.row, c.column))))


@cache
def _stacked() -> Grid:
    """Three small tables one below the other: the kind, the five results, their figures."""
    cells = []
    for top, kind in zip((0, 3, 6), DISPUTE_KINDS, strict=True):
        head = "".join(kind.above)
        cells.append(GridCell(top, 0, f"{head}（{kind.label}）" if head else kind.label, 1, 5))
        cells += [GridCell(top + 1, i, r.label) for i, r in enumerate(DISPUTE_RESULTS)]
        cells += [
            GridCell(top + 2, i, "", key=DISPUTES.key(kind, r))
            for i, r in enumerate(DISPUTE_RESULTS)
        ]
    return Grid(4, "", 9, 5, 1, tuple(cells))


_DISPUTES = {"across": _across, "rows": _rows, "turned": _turned, "stacked": _stacked}
