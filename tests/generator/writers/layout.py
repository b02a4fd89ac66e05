"""A report set on pages: text and lines in points, for the PDF and the picture writers alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ..truth import TrueReport
from .grid import Grid, GridCell
from .outline import outline
from .style import PLAIN, Style

A4 = (595.0, 842.0)
MARGIN = 56.0
LEADING = 1.35


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text: left end, baseline from the top, size."""

    x: float
    y: float
    size: float
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(slots=True)
class Page:
    width: float
    height: float
    texts: list[Text] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)


def width_of(text: str, size: float) -> float:
    """The width of `text`: an em for Chinese, half an em for ASCII."""
    return size * sum(0.5 if ord(c) < 0x2E80 and c not in "“”‘’…—" else 1.0 for c in text)


def wrapped(text: str, size: float, width: float, indent: float = 0) -> list[str]:
    """`text` broken to `width`, the first line shorter by `indent`."""
    lines, line, room = [], "", width - indent
    for character in text:
        if line and width_of(line + character, size) > room and character not in "，。；、）》":
            lines.append(line)
            line, room = "", width
        line += character
    return [*lines, line]


class Setter:
    """Pages being filled from the top; what it has filled is `pages`."""

    def __init__(self, style: Style) -> None:
        self.style = style
        self.size = A4[::-1] if style.landscape else A4
        self.pages: list[Page] = []
        self.new_page()

    def new_page(self) -> None:
        self.pages.append(Page(*self.size))
        self.y = MARGIN

    @property
    def width(self) -> float:
        return self.size[0] - 2 * MARGIN

    @property
    def room(self) -> float:
        return self.size[1] - MARGIN - self.y

    def paragraph(self, text: str, size: float, *, indent: float = 0, centre: bool = False) -> None:
        for i, line in enumerate(wrapped(text, size, self.width, indent)):
            if self.room < size * LEADING:
                self.new_page()
            left = (self.width - width_of(line, size)) / 2 if centre else indent * (i == 0)
            self.pages[-1].texts.append(Text(MARGIN + left, self.y + size, size, line))
            self.y += size * LEADING
        self.y += size * 0.3

    def table(self, grid: Grid) -> None:
        """The table over as many pages as it takes, broken between rows."""
        edges = _column_edges(grid, self.width)
        heights = _row_heights(grid, edges, self.style.size)
        rows: list[int] = []
        for row in range(grid.rows):
            full = sum(heights[r] for r in (*rows, row)) > self.room
            forced = grid.part == 3 and row - grid.header == self.style.break_after
            if rows and row >= grid.header and (full or forced):
                self._rows(grid, rows, edges, heights)
                self.new_page()
                rows = list(range(grid.header)) if self.style.repeat_header else []
            rows.append(row)
        self._rows(grid, rows, edges, heights)
        self.y += 6

    def _rows(
        self, grid: Grid, rows: Sequence[int], edges: Sequence[float], heights: Sequence[float]
    ) -> None:
        """Draw these rows here; a cell begun on an earlier page keeps its frame, not its text."""
        tops, y = {}, self.y
        for row in rows:
            tops[row] = (y, y + heights[row])
            y += heights[row]
        for cell in grid.cells:
            part = [r for r in range(cell.row, cell.row + cell.row_span) if r in tops]
            if part:
                left, right = edges[cell.column], edges[cell.column + cell.column_span]
                self._cell(
                    cell if part[0] == cell.row else None,
                    (MARGIN + left, tops[part[0]][0], MARGIN + right, tops[part[-1]][1]),
                )
        self.y = y

    def _cell(self, cell: GridCell | None, box: tuple[float, float, float, float]) -> None:
        page, size = self.pages[-1], self.style.size
        x0, y0, x1, y1 = box
        if self.style.ruled:
            page.lines += [Line(x0, y0, x1, y0), Line(x0, y1, x1, y1)]
            page.lines += [Line(x0, y0, x0, y1), Line(x1, y0, x1, y1)]
        lines = wrapped(cell.text, size, x1 - x0 - 4) if cell and cell.text else []
        top = y0 + (y1 - y0 - len(lines) * size * 1.2) / 2
        for i, line in enumerate(lines):
            x = x0 + (x1 - x0 - width_of(line, size)) / 2
            page.texts.append(Text(x, top + i * size * 1.2 + size, size, line))


def _column_edges(grid: Grid, width: float) -> list[float]:
    if grid.part == 3:
        labels = {10: [0.09, 0.11, 0.24], 9: [0.09, 0.35], 8: [0.44]}[grid.columns]
        shares = [*labels, *[0.08] * 7]
    else:
        shares = [1 / grid.columns] * grid.columns
    edges = [0.0]
    for share in shares:
        edges.append(edges[-1] + width * share)
    return edges


def _row_heights(grid: Grid, edges: Sequence[float], size: float) -> list[float]:
    heights = [size * 1.2 + 6] * grid.rows
    for cell in grid.cells:
        room = edges[cell.column + cell.column_span] - edges[cell.column] - 4
        need = len(wrapped(cell.text, size, room)) * size * 1.2 + 6
        rows = range(cell.row, cell.row + cell.row_span)
        missing = need - sum(heights[r] for r in rows)
        if missing > 0:
            heights[rows[-1]] += missing
    return heights


def pages(report: TrueReport, style: Style = PLAIN) -> list[Page]:
    """The report set on pages."""
    setter = Setter(style)
    body = style.size + 1.5
    for piece in _dressed(report, style):
        if isinstance(piece, Grid):
            setter.table(piece)
            continue
        kind, text = piece
        size = {"title": body + 5, "heading": body + 2}.get(kind, body)
        setter.paragraph(
            text, size, indent=2 * body if kind == "text" else 0, centre=kind in ("title", "item")
        )
    return setter.pages


def _dressed(report: TrueReport, style: Style) -> Iterator[Grid | tuple[str, str]]:
    for piece in outline(report, style):
        yield piece.grid if piece.grid else (piece.kind, piece.text)
