"""A printed page to blocks, whoever printed it: its columns, its tables ruled or not, its lines."""

from __future__ import annotations

from collections.abc import Sequence

from index.document import Block
from index.readers.line_numbers import without_line_numbers
from index.readers.page.page_layout import Glyph, has_figures, in_order, line_blocks, ruled_tables
from index.readers.page.printed_words import words_of
from index.readers.page.ruled_grids import Grid, Line, find_grids
from index.readers.page.unruled_column_labels import Head
from index.readers.page.unruled_tables import find_unruled
from index.readers.pdf.page_objects import Drawn, ruled_lines
from index.readers.pdf.rotated_pages import turn_of
from index.readers.pdf.two_columns import gutter
from index.readers.pdf.watermark import without_watermark


def page_blocks(number: int, drawn: Drawn, carried: Head | None) -> tuple[list[Block], Head | None]:
    """The page's blocks, and the head of a table without lines that may go on overleaf."""
    lines = ruled_lines(drawn)
    turn = turn_of(drawn)
    if turn is None:
        return _columns(number, drawn, lines, carried)
    glyphs, lines = [turn.glyph(glyph) for glyph in drawn.glyphs], turn.lines(*lines)
    blocks, carried = _upright(number, glyphs, find_grids(*lines), carried)
    return turn.blocks(blocks), carried


def _columns(
    number: int, drawn: Drawn, lines: tuple[list[Line], list[Line]], carried: Head | None
) -> tuple[list[Block], Head | None]:
    """The blocks of a page, of each of its columns one after the other where it has two."""
    glyphs = without_line_numbers(without_watermark(drawn.glyphs))
    middle = gutter(drawn.width, glyphs, lines[0])
    grids = find_grids(*lines)
    if middle is None:
        return _upright(number, glyphs, grids, carried)
    blocks: list[Block] = []
    for left in (True, False):
        column = [g for g in glyphs if (g.x0 < middle) == left]
        beside = [grid for grid in grids if (grid.xs[0] < middle) == left]
        found, carried = _upright(number, column, beside, carried)
        blocks += found
    return blocks, carried


def _upright(
    number: int, glyphs: Sequence[Glyph], grids: Sequence[Grid], carried: Head | None
) -> tuple[list[Block], Head | None]:
    """The blocks of a page whose print is upright, and the head that may go on overleaf."""
    tables, rest = ruled_tables(number, glyphs, grids)
    boxed = [(table, members) for table, members in tables if not has_figures(table)]
    words = words_of([*rest, *(glyph for _, members in boxed for glyph in members)])
    found, carried = find_unruled(number, words, carried)
    taken = {id(glyph) for table in found for word in table.words for glyph in word.glyphs}
    for table, members in boxed:
        if any(id(glyph) in taken for glyph in members):
            tables.remove((table, members))
            rest += members
    blocks = [Block(table=table) for table in (*(t for t, _ in tables), *(f.table for f in found))]
    lines = line_blocks(number, [glyph for glyph in rest if id(glyph) not in taken])
    return in_order([*blocks, *lines]), carried
