"""Tables set in columns of characters: the text is a page whose characters have places.

So programs write that keep a PDF's layout, and so people type.  A table is taken only where every
one of its rows comes out; else its lines stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.document import Block, RawTable
from index.readers.page.page_layout import Glyph
from index.readers.page.printed_words import words_of
from index.readers.page.unruled_tables import Found, find_unruled
from index.recognition.heading_marks import is_page_number
from index.recognition.wrapped_lines import wide
from index.report import Place
from index.text import fold, squash

_PITCH = 2.1
"""From line to line, where a Chinese character is 2 wide and 2 high: so little that the lines of a
label may have one of figures between them."""
_NARROW = (1.0, 2.0)
"""How wide a narrow character is, where a wide one is 2: half of it as they are shown, as much where
a program counts characters alone."""
_GAP = re.compile(r"\S(?:\s{2,}|\u3000)\S")
_BEGIN = re.compile(r"信息内容|申请人情况|自然人")
_END = re.compile(r"五[,.].{0,12}问题|.{0,4}存在的?主要问题")
_FEWEST = 8
"""Lines with gaps."""


def with_columns(blocks: Sequence[Block], printed: Sequence[str]) -> list[Block]:
    """The blocks with lines that make up a table set in columns of characters as that table.

    `printed` are the lines of the text as they came, whose blanks tell the columns.
    """
    lines = [i for i in _between(blocks) if not is_page_number(blocks[i].text)]
    if sum(bool(_GAP.search(blocks[i].text)) for i in lines) < _FEWEST:
        return list(blocks)
    texts = [printed[(blocks[i].at.line or 1) - 1] for i in lines]
    tables: dict[int, Block] = {}
    taken: set[int] = set()
    for table in _agreed([_tables(texts, narrow) for narrow in _NARROW]):
        rows = sorted({_row(g) for word in table.words for g in word.glyphs})
        used = [lines[row] for row in range(rows[0], rows[-1] + 1)]
        tables[used[0]] = _placed(table.table, [blocks[i].at for i in lines])
        taken.update(used)
    return [tables.get(i, block) for i, block in enumerate(blocks) if i not in taken or i in tables]


def _tables(texts: Sequence[str], narrow: float) -> list[Found]:
    """The whole tables among lines of text whose narrow characters are `narrow` wide."""
    glyphs = [g for row, text in enumerate(texts) for g in _glyphs(text, row, narrow)]
    found, _ = find_unruled(1, words_of(glyphs))
    return [table for table in found if _is_whole(table)]


def _agreed(readings: Sequence[list[Found]]) -> list[Found]:
    """The reading with the most rows; none where another with as many says something else."""
    rows = [sum(found.table.rows for found in reading) for reading in readings]
    best = [r for r, count in zip(readings, rows, strict=True) if count == max(rows)]
    said = [[c.text for found in reading for c in found.table.cells] for reading in best]
    return best[0] if all(one == said[0] for one in said) else []


def _between(blocks: Sequence[Block]) -> list[int]:
    """The printed lines from the first column labels to chapter five."""
    texts = [squash(block.text) if block.table is None else "" for block in blocks]
    start = next((i for i, text in enumerate(texts) if _BEGIN.search(text)), len(texts))
    end = next((i for i in range(start, len(texts)) if _END.match(texts[i])), len(texts))
    return [i for i in range(max(0, start - 1), end) if texts[i]]


def _glyphs(text: str, row: int, narrow: float) -> Iterator[Glyph]:
    """The characters of a line with their places, narrow ones `narrow` wide."""
    at, top = 0.0, row * _PITCH
    for character in text:
        width = 2.0 if character == "\u3000" or wide(character) == 2 else narrow
        if not character.isspace():
            yield Glyph(fold(character), at, top, at + width, top + 2)
        at += width


def _row(glyph: Glyph) -> int:
    return round(glyph.top / _PITCH)


def _is_whole(found: Found) -> bool:
    """Whether each cell of a table came out, the figures of each row in its columns."""
    return found.table.rows > 1 and all(cell.text is not None for cell in found.table.cells)


def _placed(table: RawTable, places: Sequence[Place]) -> Block:
    """The table with the places of its lines."""

    def at(place: Place) -> Place:
        top = place.bbox[1] if place.bbox else 0.0
        return places[min(len(places) - 1, max(0, round(top / _PITCH)))]

    cells = tuple(replace(cell, at=at(cell.at)) for cell in table.cells)
    return Block(at=cells[0].at, table=replace(table, cells=cells, at=cells[0].at))
