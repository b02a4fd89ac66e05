"""Ruled lines to cells: the one place where a table's grid is found, for PDF and for pictures.

Coordinates are whatever the caller uses, growing right and down.  A line that is drawn many times
(once a cell, or as a thin rectangle's two sides) counts once; a boundary that no line covers joins
the cells on its two sides, which is how merged cells are known.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.report import BBox


@dataclass(frozen=True, slots=True)
class Line:
    """A ruled line: `at` is its y (horizontal) or x (vertical), `start`–`end` its extent."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a grid: its first row and column, how many of each it spans, its box."""

    row: int
    column: int
    row_span: int
    column_span: int
    bbox: BBox


@dataclass(frozen=True, slots=True)
class Grid:
    """One ruled table: `ys` and `xs` are the boundaries of its rows and columns."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[GridCell, ...]

    @property
    def bbox(self) -> BBox:
        return (self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def parts(self, cell: GridCell) -> list[GridCell]:
        """The cells that `cell` would be if no line between them were missing."""
        return [
            GridCell(r, c, 1, 1, (self.xs[c], self.ys[r], self.xs[c + 1], self.ys[r + 1]))
            for r in range(cell.row, cell.row + cell.row_span)
            for c in range(cell.column, cell.column + cell.column_span)
        ]


def find_grids(
    horizontal: Iterable[Line], vertical: Iterable[Line], tolerance: float = 3.0
) -> list[Grid]:
    """Every ruled table of a page, top down; frames and single boxes are not tables."""
    rows = merge_lines(horizontal, tolerance)
    columns = merge_lines(vertical, tolerance)
    grids = [_grid(h, v, tolerance) for h, v in _components(rows, columns, tolerance)]
    return sorted(
        (g for g in grids if g is not None and len(g.xs) > 2 and len(g.cells) > 2),
        key=lambda g: (g.ys[0], g.xs[0]),
    )


def merge_lines(lines: Iterable[Line], tolerance: float, beside: float | None = None) -> list[Line]:
    """Collinear pieces that touch or nearly touch made one line.

    `tolerance` is how far apart they may be along the line, `beside` across it (None: as far).
    """
    merged: list[Line] = []
    across = tolerance if beside is None else beside
    for group in _groups(sorted(lines, key=lambda s: s.at), across):
        at = sum(s.at for s in group) / len(group)
        start, end = None, 0.0
        for piece in sorted(group, key=lambda s: s.start):
            if start is None:
                start, end = piece.start, piece.end
            elif piece.start <= end + tolerance:
                end = max(end, piece.end)
            else:
                merged.append(Line(at, start, end))
                start, end = piece.start, piece.end
        if start is not None:
            merged.append(Line(at, start, end))
    return merged


def _groups(lines: Sequence[Line], tolerance: float) -> Iterable[list[Line]]:
    """Lines (sorted by `at`) in runs no wider than `tolerance` from their first."""
    group: list[Line] = []
    for line in lines:
        if group and line.at - group[0].at > tolerance:
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _components(
    horizontal: Sequence[Line], vertical: Sequence[Line], tolerance: float
) -> list[tuple[list[Line], list[Line]]]:
    """Lines that hang together by crossing or touching."""
    count = len(horizontal)
    parent = list(range(count + len(vertical)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, h in enumerate(horizontal):
        for j, v in enumerate(vertical):
            if (
                h.start - tolerance <= v.at <= h.end + tolerance
                and v.start - tolerance <= h.at <= v.end + tolerance
            ):
                parent[root(count + j)] = root(i)
    found: dict[int, tuple[list[Line], list[Line]]] = {}
    for i, h in enumerate(horizontal):
        found.setdefault(root(i), ([], []))[0].append(h)
    for j, v in enumerate(vertical):
        found.setdefault(root(count + j), ([], []))[1].append(v)
    return [pair for pair in found.values() if pair[0] and pair[1]]


def _boundaries(lines: Sequence[Line], others: Sequence[Line], tolerance: float) -> list[float]:
    """Where rows or columns part: the lines' places, and the far ends of the lines across.

    The ends matter where a browser cut a table at a page break and drew no line there.
    """
    places = sorted(line.at for line in lines)
    distinct = places[:1]
    for place in places[1:]:
        if place - distinct[-1] > tolerance:
            distinct.append(place)
    low, high = min(o.start for o in others), max(o.end for o in others)
    if low < distinct[0] - 2 * tolerance:
        distinct.insert(0, low)
    if high > distinct[-1] + 2 * tolerance:
        distinct.append(high)
    return distinct


def _covered(lines: Sequence[Line], at: float, start: float, end: float, tolerance: float) -> bool:
    """Whether lines at `at` run along most of `start`–`end`."""
    along = sum(
        max(0.0, min(end, s.end) - max(start, s.start))
        for s in lines
        if abs(s.at - at) <= tolerance
    )
    return along >= 0.7 * (end - start)


def _grid(horizontal: list[Line], vertical: list[Line], tolerance: float) -> Grid | None:
    xs = _boundaries(vertical, horizontal, tolerance)
    ys = _boundaries(horizontal, vertical, tolerance)
    if len(xs) < 2 or len(ys) < 2:
        return None
    return grid_of(
        xs,
        ys,
        [[_covered(vertical, x, y0, y1, tolerance) for x in xs[1:-1]] for y0, y1 in pairwise(ys)],
        [[_covered(horizontal, y, x0, x1, tolerance) for x0, x1 in pairwise(xs)] for y in ys[1:-1]],
    )


def grid_of(
    xs: Sequence[float],
    ys: Sequence[float],
    right: Sequence[Sequence[bool]],
    below: Sequence[Sequence[bool]],
) -> Grid:
    """The grid of boundaries `xs` and `ys` of which some pieces are drawn and some are not.

    `right[r][c]` says that a line stands between columns c and c + 1 in row r, `below[r][c]` that
    one lies between rows r and r + 1 in column c; the outer frame is taken for drawn.
    """
    open_right = [[*(not drawn for drawn in row), False] for row in right]
    open_below = [[not drawn for drawn in row] for row in below] + [[False] * (len(xs) - 1)]
    return Grid(tuple(xs), tuple(ys), tuple(_cells(xs, ys, open_right, open_below)))


def _cells(
    xs: Sequence[float],
    ys: Sequence[float],
    open_right: Sequence[Sequence[bool]],
    open_below: Sequence[Sequence[bool]],
) -> Iterable[GridCell]:
    """Each cell once, in reading order, grown right and then down as far as no line stops it."""
    taken: set[tuple[int, int]] = set()
    for r in range(len(ys) - 1):
        for c in range(len(xs) - 1):
            if (r, c) in taken:
                continue
            right = c
            while open_right[r][right] and (r, right + 1) not in taken:
                right += 1
            bottom = r
            while all(open_below[bottom][i] for i in range(c, right + 1)) and all(
                open_right[bottom + 1][i] for i in range(c, right)
            ):
                bottom += 1
            taken.update((i, j) for i in range(r, bottom + 1) for j in range(c, right + 1))
            box = (xs[c], ys[r], xs[right + 1], ys[bottom + 1])
            yield GridCell(r, c, bottom - r + 1, right - c + 1, box)
