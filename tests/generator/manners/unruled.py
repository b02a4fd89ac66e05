"""Pages whose tables lack lines, stand elsewhere in their cells, or are turned."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from ..truth import TrueReport
from ..writers import Style
from ..writers.grid import Grid, GridCell
from ..writers.layout import MARGIN, Line, Page, Setter, Text, width_of, wrapped
from ..writers.outline import outline
from ..writers.pdf import FONT, put


@dataclass(frozen=True, slots=True)
class Manner:
    """How the tables are set: where in its cell a figure and a label stand, which lines are drawn.

    `figures`, `labels`: 0 left, 0.5 middle, 1 right; `level`: 0 top, 0.5 middle of the row.
    `lines`: "none", "rows" (below every row), "head" (around the column labels), "frame" (around
    the table), "halves" (rows, frame, and a line right of the row labels).   `turned`: by a quarter, 90 with the page's own rotation, 180 without.  `shift`: how far below the page's top the report begins.
    """

    figures: float = 0.5
    labels: float = 0.5
    level: float = 0.5
    lines: str = "none"
    running: str = ""
    total_first: bool = False
    turned: int = 0
    shift: float = 0.0
    style: Style = field(default_factory=lambda: Style(ruled=False))


class Unruled(Setter):
    """Sets a report's tables in a manner of its own."""

    def __init__(self, manner: Manner) -> None:
        self.manner = manner
        super().__init__(manner.style)

    def new_page(self) -> None:
        super().new_page()
        page, number = self.pages[-1], len(self.pages)
        if self.manner.running:
            page.texts.append(Text(200, 40, 9, self.manner.running))
            page.texts.append(Text(page.width / 2, page.height - 25, 9, f"- {number} -"))

    def table(self, grid: Grid) -> None:
        super().table(_total_first(grid) if self.manner.total_first else grid)

    def _rows(
        self, grid: Grid, rows: Sequence[int], edges: Sequence[float], heights: Sequence[float]
    ) -> None:
        self.head = {id(c) for c in grid.cells if c.row < grid.header}
        top = self.y
        super()._rows(grid, rows, edges, heights)
        if self.manner.lines in ("frame", "halves"):
            right = MARGIN + edges[-1]
            self._box(MARGIN, top, right, self.y)
            if self.manner.lines == "halves":
                self._box(MARGIN, top, MARGIN + edges[3 if grid.part == 3 else 1], self.y)

    def _box(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.pages[-1].lines += [
            Line(x0, y0, x1, y0),
            Line(x0, y1, x1, y1),
            Line(x0, y0, x0, y1),
            Line(x1, y0, x1, y1),
        ]

    def _cell(self, cell: GridCell | None, box: tuple[float, float, float, float]) -> None:
        manner, size = self.manner, self.style.size
        x0, y0, x1, y1 = box
        if manner.lines in ("rows", "halves"):
            self.pages[-1].lines.append(Line(x0, y1, x1, y1))
        if cell is None or not cell.text:
            return
        if manner.lines == "head" and id(cell) in self.head:
            self._box(*box)
        value = cell.key is not None and not cell.key.startswith("label:")
        across = manner.figures if value else manner.labels if cell.column < 3 else 0.5
        lines = wrapped(cell.text, size, x1 - x0 - 4)
        level = manner.level if value else 0.5
        top = y0 + 3 + (y1 - y0 - 6 - len(lines) * size * 1.2) * level
        for i, line in enumerate(lines):
            x = x0 + 2 + (x1 - x0 - 4 - width_of(line, size)) * across
            self.pages[-1].texts.append(Text(x, top + i * size * 1.2 + size, size, line))


def _total_first(grid: Grid) -> Grid:
    """Part three with 总计 as the first of its seven columns."""
    if grid.part != 3:
        return grid
    first = grid.columns - 7

    def moved(cell: GridCell) -> GridCell:
        if cell.column < first or cell.column_span >= 7:
            return cell
        last = cell.column == grid.columns - 1
        return replace(cell, column=first if last else cell.column + 1)

    return replace(
        grid, cells=tuple(sorted(map(moved, grid.cells), key=lambda c: (c.row, c.column)))
    )


def _pages(report: TrueReport, manner: Manner) -> list[Page]:
    setter = Unruled(manner)
    setter.y += manner.shift
    body = manner.style.size + 1.5
    for piece in outline(report, manner.style):
        if piece.grid:
            setter.table(piece.grid)
            continue
        size = {"title": body + 5, "heading": body + 2}.get(piece.kind, body)
        indent = 2 * body if piece.kind == "text" else 0
        setter.paragraph(piece.text, size, indent=indent, centre=piece.kind in ("title", "item"))
    return setter.pages


def drawn(report: TrueReport, manner: Manner) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    for page in _pages(report, manner):
        if manner.turned:
            # reportlab swaps the sides of a page that it says to be turned
            sides = (page.height, page.width)
            canvas.setPageSize(sides[::-1] if manner.turned % 180 else sides)
            canvas.setPageRotation(manner.turned % 180)
            canvas.translate(page.height, 0)
            canvas.rotate(90)
        else:
            canvas.setPageSize((page.width, page.height))
        put(canvas, page)
    canvas.save()
    return out.getvalue()


_WIDE = Style(ruled=False, landscape=True)
_SMALL = Style(ruled=False, size=7, break_after=3)
_LARGE = Style(ruled=False, size=11)
UNRULED: dict[str, Manner] = {
    "middle": Manner(),
    "right": Manner(figures=1),
    "left": Manner(figures=0, labels=0),
    "top": Manner(labels=0, level=0),
    "lines below rows": Manner(lines="rows"),
    "head boxed": Manner(lines="head"),
    "framed": Manner(lines="frame", figures=1),
    "labels in a box": Manner(lines="halves"),
    "landscape": Manner(style=_WIDE),
    "small, broken over pages": Manner(style=_SMALL, figures=1),
    "large": Manner(style=_LARGE),
    "huge, labels wrapped": Manner(style=replace(_LARGE, size=14), lines="rows"),
    "head on every page": Manner(style=replace(_SMALL, repeat_header=True)),
    "total first": Manner(total_first=True),
    "disputes in rows": Manner(style=replace(_WIDE, disputes="rows")),
    "disputes turned": Manner(style=replace(_WIDE, disputes="turned")),
    "disputes one below the other": Manner(style=replace(_WIDE, disputes="stacked")),
    "apart": Manner(style=replace(_WIDE, part_two="separate")),
    "page turned": Manner(turned=90),
    "print turned": Manner(turned=180),
    "ruled print turned": Manner(turned=180, style=Style()),
    "running title": Manner(running="河湾县政府信息公开工作年度报告"),
}
