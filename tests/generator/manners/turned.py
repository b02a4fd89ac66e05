"""Pages whose grids are set otherwise: on their side, numbered, rows in one, labels shortened."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from ..truth import TrueReport
from ..writers import Style
from ..writers.grid import Grid, GridCell
from ..writers.outline import outline

Change = Callable[[Grid], Grid]
_FLAT = Style(label_columns=1)


def page_with(report: TrueReport, change: Change, style: Style) -> bytes:
    """The report as a page with each of its grids changed."""
    pieces = (
        _table(change(piece.grid)) if piece.grid else f"<p>{html.escape(piece.text)}</p>"
        for piece in outline(report, style)
    )
    return f"<html><body>{''.join(pieces)}</body></html>".encode()


def _table(grid: Grid) -> str:
    def cell(c: GridCell) -> str:
        text = html.escape(c.text).replace("\n", "<br/>")
        return f'<td rowspan="{c.row_span}" colspan="{c.column_span}"><p>{text}</p></td>'

    rows = (f"<tr>{''.join(map(cell, line))}</tr>" for line in grid.lines())
    return f"<table>{''.join(rows)}</table>"


def set_apart(report: TrueReport) -> bytes:
    """The report as a page whose every text is set at a place of its own."""
    pieces: list[str] = []
    top = 40
    for piece in outline(report, _FLAT):
        if piece.grid is None:
            for i in range(0, len(piece.text), 60):
                pieces.append(_set(piece.text[i : i + 60], 40, top))
                top += 18
            continue
        wide = 560 if piece.grid.part == 3 else 300
        for line in piece.grid.lines():
            for cell in line:
                left = 40 if not cell.column else wide + 90 * (cell.column - 1)
                left = 40 + 90 * cell.column if piece.grid.part == 4 else left
                pieces += [_set(cell.text, left, top)] if cell.text else []
            top += 18
    return f"<html><body><div>{''.join(pieces)}</div></body></html>".encode()


def _set(text: str, left: int, top: int) -> str:
    style = f"position:absolute;top:{top}px;left:{left}px;font-size:12px"
    return f'<p style="{style}">{html.escape(text)}</p>\n'


def _on_its_side(grid: Grid) -> Grid:
    """The application table with applicants below each other."""
    if grid.part != 3:
        return grid
    cells = sorted(
        (
            replace(c, row=c.column, column=c.row, row_span=c.column_span, column_span=c.row_span)
            for c in grid.cells
        ),
        key=lambda c: (c.row, c.column),
    )
    return replace(grid, cells=tuple(cells), rows=grid.columns, columns=grid.rows)


def _numbered(grid: Grid) -> Grid:
    """The application table as a statistical form: 行次 beside the labels, 甲 乙 1 2 below the heads."""
    if grid.part != 3:
        return grid
    left = grid.columns - 7
    cells = [
        replace(
            c,
            row=c.row + (c.row >= grid.header),
            column=c.column + (c.column >= left),
        )
        for c in grid.cells
    ]
    cells += [GridCell(0, left, "行次", grid.header), GridCell(grid.header, 0, "甲", 1, left)]
    cells += [GridCell(grid.header, left + i, str(i) if i else "乙") for i in range(8)]
    rows = range(grid.header + 1, grid.rows + 1)
    cells += [GridCell(row, left, str(i)) for i, row in enumerate(rows, 1)]
    cells.sort(key=lambda c: (c.row, c.column))
    return replace(grid, cells=tuple(cells), rows=grid.rows + 1, columns=grid.columns + 1)


def _stacked(grid: Grid) -> Grid:
    """The application table with the rows of a group in one, a line of each cell for each."""
    if grid.part != 3:
        return grid
    lines = [line for line in grid.lines() if line]
    cells = [cell for line in lines[: grid.header] for cell in line]
    for row, run in enumerate(_runs(lines[grid.header :]), grid.header):
        for column, stack in enumerate(zip(*run, strict=True)):
            cells.append(GridCell(row, column, "\n".join(c.text for c in stack)))
    last = max(cell.row for cell in cells) + 1
    return replace(grid, cells=tuple(cells), rows=last)


def _runs(lines: Sequence[tuple[GridCell, ...]]) -> Iterator[list[tuple[GridCell, ...]]]:
    """Lines whose labels are numbered 1. 2. 3. together, each other by itself."""
    run: list[tuple[GridCell, ...]] = []
    for line in lines:
        if run and not (line[0].text[:1].isdigit() and line[0].text[:1] != "1"):
            yield run
            run = []
        run.append(line)
    yield run


_SHORTER = (
    ("件数", "数"), ("结果维持", "维持"), ("结果纠正", "纠正"), ("商业企业", "企业"),
    ("社会公益", "公益"), ("（七）总计", "（七）合计"), ("本年度办理", "办理"), ("政府信息公开申请数量", "申请数量"),
    ("属于三类", "三类"), ("“", '"'),
)  # fmt: skip


def _shortened(grid: Grid) -> Grid:
    """Labels with words left out."""

    def short(text: str) -> str:
        for long, shorter in _SHORTER:
            text = text.replace(long, shorter)
        return text

    return replace(grid, cells=tuple(replace(c, text=short(c.text)) for c in grid.cells))


TURNED: dict[str, tuple[Change, Style]] = {
    "on its side": (_on_its_side, Style()),
    "on its side, labels flat": (_on_its_side, Style(label_columns=2, disputes="turned")),
    "numbered": (_numbered, Style()),
    "labels shortened": (_shortened, Style()),
    "labels shortened, disputes in rows": (_shortened, Style(disputes="rows")),
}
STACKED: tuple[Change, Style] = (_stacked, _FLAT)
"""Such a table has no blanks: they would part its lines."""
