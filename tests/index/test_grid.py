"""Ruled lines to cells."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.readers.page.ruled_grids import Grid, Line, find_grids, merge_lines


def spans(grid: Grid) -> list[tuple[int, int, int, int]]:
    return [(c.row, c.column, c.row_span, c.column_span) for c in grid.cells]


def test_missing_boundaries_join_cells() -> None:
    horizontal = [Line(0, 0, 90), Line(20, 30, 90), Line(40, 0, 90)]
    vertical = [Line(0, 0, 40), Line(30, 0, 40), Line(60, 20, 40), Line(90, 0, 40)]
    (grid,) = find_grids(horizontal, vertical)
    assert spans(grid) == [(0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 1, 1), (1, 2, 1, 1)]


def test_a_table_cut_at_the_page_ends_where_its_vertical_lines_end() -> None:
    horizontal = [Line(0, 0, 90), Line(20, 0, 90)]
    vertical = [Line(x, 0, 45) for x in (0, 30, 60, 90)]
    (grid,) = find_grids(horizontal, vertical)
    assert grid.ys == (0, 20, 45)
    assert len(grid.cells) == 6


def test_frames_and_underlines_are_no_tables() -> None:
    horizontal = [Line(0, 0, 500), Line(700, 0, 500), Line(100, 50, 90)]
    vertical = [Line(0, 0, 700), Line(500, 0, 700)]
    assert find_grids(horizontal, vertical) == []


def test_two_tables_on_a_page_stay_two() -> None:
    horizontal = [Line(y, 0, 90) for y in (0, 20, 40, 100, 120, 140)]
    vertical = [Line(x, y, y + 40) for x in (0, 30, 60, 90) for y in (0, 100)]
    assert [g.ys for g in find_grids(horizontal, vertical)] == [(0, 20, 40), (100, 120, 140)]


@given(
    st.lists(st.integers(15, 60), min_size=2, max_size=9),
    st.lists(st.integers(15, 60), min_size=2, max_size=9),
    st.floats(-1, 1),
)
def test_a_full_grid_drawn_a_cell_at_a_time_has_every_cell_once(
    widths: list[int], heights: list[int], wobble: float
) -> None:
    xs = [sum(widths[:i]) for i in range(len(widths) + 1)]
    ys = [sum(heights[:i]) for i in range(len(heights) + 1)]
    horizontal = [Line(y + wobble, a, b) for y in ys for a, b in zip(xs, xs[1:], strict=False)] + [
        Line(y, xs[0], xs[-1]) for y in ys
    ]
    vertical = [Line(x, a, b) for x in xs for a, b in zip(ys, ys[1:], strict=False)]
    (grid,) = find_grids(horizontal, vertical)
    assert len(grid.cells) == len(widths) * len(heights)
    assert all(c.row_span == c.column_span == 1 for c in grid.cells)


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(1, 50)), min_size=1, max_size=20))
def test_merged_lines_cover_what_the_pieces_cover(pieces: list[tuple[int, int]]) -> None:
    merged = merge_lines([Line(10, a, a + n) for a, n in pieces], 3)
    for a, n in pieces:
        assert any(m.start <= a and a + n <= m.end for m in merged)
    assert all(b.start - a.end > 3 for a, b in zip(merged, merged[1:], strict=False))
