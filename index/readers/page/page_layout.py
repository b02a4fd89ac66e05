"""Glyphs and grids of a page to blocks in reading order; pure, the same for PDF and for scans."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.document import Block, RawCell, RawTable
from index.readers.page.ruled_grids import Grid, GridCell
from index.readers.page.tolerances import PAGE
from index.report import BBox, Place
from index.text import cell_value

_NOTED = re.compile(r"[0-9]+[（(].")
_SIDE_BY_SIDE = re.compile(r"[0-9]+(?: [0-9]+){2,}")


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character, or a piece of text that is never cut, with its box; y grows downwards."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def box(self) -> BBox:
        return (self.x0, self.top, self.x1, self.bottom)


@dataclass(frozen=True, slots=True)
class TextLine:
    """A printed line: its text, its box, how high its characters are, the characters, and the
    pieces of its text that wide gaps part."""

    text: str
    box: BBox
    height: float
    glyphs: tuple[Glyph, ...] = ()
    pieces: tuple[str, ...] = ()


def ruled_tables(
    page: int, glyphs: Sequence[Glyph], grids: Sequence[Grid]
) -> tuple[list[tuple[RawTable, list[Glyph]]], list[Glyph]]:
    """The page's ruled tables, each with its glyphs, and the glyphs that stand in none.

    A grid with several figures side by side in a cell does not part its columns: it is none.
    """
    inside: list[list[Glyph]] = [[] for _ in grids]
    outside: list[Glyph] = []
    for glyph in glyphs:
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
        for grid, members in zip(grids, inside, strict=True):
            if grid.xs[0] <= x <= grid.xs[-1] and grid.ys[0] <= y <= grid.ys[-1]:
                members.append(glyph)
                break
        else:
            outside.append(glyph)
    tables = []
    for grid, members in zip(grids, inside, strict=True):
        table = grid_table(page, grid, members)
        if any(_SIDE_BY_SIDE.fullmatch(cell.text or "") for cell in table.cells):
            outside += members
        else:
            tables.append((table, members))
    return tables, outside


def has_figures(table: RawTable) -> bool:
    """Whether some cell holds a figure or a dash."""
    return any(cell_value(cell.text)[1] in {"number", "dash"} for cell in table.cells)


def line_blocks(page: int, glyphs: Iterable[Glyph]) -> list[Block]:
    """The printed lines that glyphs make, two blanks in their wide gaps."""
    lines = text_lines(glyphs)
    return [Block("  ".join(line.pieces), Place(page, line.box)) for line in lines]


def in_order(blocks: Iterable[Block]) -> list[Block]:
    """The blocks of a page from top to bottom."""
    return sorted(blocks, key=_top)


def _top(block: Block) -> tuple[float, float]:
    box = (block.table.at if block.table else block.at).bbox or (0.0, 0.0, 0.0, 0.0)
    return (box[1], box[0])


def grid_table(page: int, grid: Grid, glyphs: Iterable[Glyph]) -> RawTable:
    """A grid filled with the glyphs whose middles stand in its cells.

    `glyphs` come as they were written: words that run over a cell's border stay together.  What
    is much higher than its cell is no part of the table.
    """
    owner = {
        (r, c): cell
        for cell in grid.cells
        for r in range(cell.row, cell.row + cell.row_span)
        for c in range(cell.column, cell.column + cell.column_span)
    }
    contents: dict[GridCell, list[Glyph]] = {cell: [] for cell in grid.cells}
    last: tuple[Glyph, GridCell] | None = None
    for glyph in glyphs:
        r = _slot(grid.ys, (glyph.top + glyph.bottom) / 2)
        c = _slot(grid.xs, (glyph.x0 + glyph.x1) / 2)
        cell = owner[r, c]
        if last is not None and cell is not last[1] and _runs_over(last[0], glyph):
            cell = last[1]
        last = (glyph, cell)
        if glyph.bottom - glyph.top <= PAGE.largest * (cell.bbox[3] - cell.bbox[1]):
            contents[cell].append(glyph)
    cells = tuple(
        RawCell(
            cell.row,
            cell.column,
            cell_text(members, cell.bbox),
            Place(page, cell.bbox),
            cell.row_span,
            cell.column_span,
        )
        for cell, members in contents.items()
    )
    return RawTable(cells, len(grid.ys) - 1, len(grid.xs) - 1, Place(page, grid.bbox))


def _runs_over(last: Glyph, glyph: Glyph) -> bool:
    """Whether a character that is no digit follows `last` without any gap."""
    height = last.bottom - last.top
    words = not glyph.text.isascii() and not glyph.text.isdigit() and last.text.strip()
    touching = abs(glyph.x0 - last.x1) < PAGE.touching * height
    return bool(words and touching and abs(glyph.bottom - last.bottom) < 0.1 * height)


def _slot(boundaries: Sequence[float], at: float) -> int:
    return min(max(bisect_right(boundaries, at) - 1, 0), len(boundaries) - 2)


def cell_text(glyphs: Sequence[Glyph], box: BBox) -> str | None:
    """A cell's text with its wrapped lines joined; None where a glyph has no known character
    or digits are printed upon each other.

    A number is only joined over a line break where the first line fills the cell: `12` over `34`
    is 1234 in a narrow column and two numbers in a wide one.  It fills it too where what stands
    together on the second line (as no line ends in a bracket) found no room on the first.
    """
    text = ""
    right = box[2]
    last: TextLine | None = None
    lines = text_lines(glyphs)
    room = max((line.box[2] - line.box[0] for line in lines), default=0.0)
    for line in lines:
        if "(cid:" in line.text or _is_overprinted(line):
            return None
        apart = (
            last is not None
            and text[-1:].isalnum()
            and text[-1:].isascii()
            and line.text[:1].isalnum()
            and line.text[:1].isascii()
            and right - last.box[2] > last.height
            and last.box[2] - last.box[0] + _unbroken(line) <= room
        )
        text += f" {line.text}" if apart else line.text
        last = line
    return text


def _is_overprinted(line: TextLine) -> bool:
    """Whether a digit stands upon another: which of them is meant nobody can tell."""
    figures = [g for g in line.glyphs if g.text.isdigit() and len(g.text) == 1]
    return any(
        not _printed_twice(a, b) and b.x0 - a.x0 < PAGE.upon * (a.x1 - a.x0)
        for a, b in pairwise(figures)
    )


def _unbroken(line: TextLine) -> float:
    """How wide the line's first figure is with a bracket that opens after it; 0 without one."""
    found = _NOTED.match("".join(glyph.text[:1] for glyph in line.glyphs))
    return line.glyphs[found.end() - 1].x1 - line.glyphs[0].x0 if found else 0.0


def text_lines(glyphs: Iterable[Glyph]) -> list[TextLine]:
    """Glyphs in printed lines, top down; a gap wider than half a character is a space."""
    lines: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: (g.top + g.bottom, g.x0)):
        if not glyph.text.strip() and not lines:
            continue
        if lines and _same_line(lines[-1], glyph):
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    found = (_line(sorted(line, key=lambda g: g.x0)) for line in lines)
    return [line for line in found if line.text]


def _same_line(line: Sequence[Glyph], glyph: Glyph) -> bool:
    """Whether a glyph overlaps the line's last ones by half of the smaller height."""
    other = line[-1]
    overlap = min(other.bottom, glyph.bottom) - max(other.top, glyph.top)
    return overlap > 0.5 * min(other.bottom - other.top, glyph.bottom - glyph.top)


def _line(glyphs: Sequence[Glyph]) -> TextLine:
    pieces, last = [""], None
    inked = [g for g in glyphs if g.text.strip()]
    if not inked:
        return TextLine("", (0.0, 0.0, 0.0, 0.0), 0.0)
    height = sorted(g.bottom - g.top for g in inked)[len(inked) // 2]
    for glyph in glyphs:
        if last is not None and _printed_twice(last, glyph):
            continue
        gap = glyph.x0 - last.x1 if last is not None else 0.0
        if gap > 0.5 * height and last is not None and _is_apart(gap, last, glyph):
            pieces.append("")
        elif gap > 0.5 * height and not pieces[-1].endswith(" "):
            pieces[-1] += " "
        pieces[-1] += glyph.text
        last = glyph
    said = tuple(piece.strip() for piece in pieces if piece.strip())
    box = (
        min(g.x0 for g in inked),
        min(g.top for g in inked),
        max(g.x1 for g in inked),
        max(g.bottom for g in inked),
    )
    return TextLine(" ".join(said), box, height, tuple(inked), said)


def _is_apart(gap: float, last: Glyph, glyph: Glyph) -> bool:
    """Whether a gap parts columns: it is wide, or print of different sizes stands beside it."""
    low, high = sorted((last.bottom - last.top, glyph.bottom - glyph.top))
    return (
        gap > PAGE.wide_gap * high or high > PAGE.unlike_size * low > 0 and bool(last.text.strip())
    )


def _printed_twice(a: Glyph, b: Glyph) -> bool:
    """Imitated bold: the same character again, a hair to the right."""
    hair = max(0.25 * (a.x1 - a.x0), 0.12 * (a.bottom - a.top))
    return a.text == b.text and b.x0 - a.x0 < hair
