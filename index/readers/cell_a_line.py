"""Text that shows a cell a line with a bar beside it: a stream of cells, blanks among them.

So pages are copied whose tables were laid out by cells: the bar stands at the end of each cell's
line, before it, or on a line of its own between two cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from index.document import Block, RawCell, RawTable
from index.formats import FORMS
from index.recognition.heading_marks import CHAPTER
from index.report import Place
from index.text import cell_value, squash

_FEWEST = 12
"""So many lines that hold a cell and a bar are no rows of single cells by chance."""
_LONGEST = 80
"""Characters of a line that is still of a cell."""

Numbered = tuple[int, str]
"""A line's number in the source and the line."""


def cell_runs(lines: Sequence[Numbered]) -> list[tuple[int, int]]:
    """The stretches of `lines` (from, up to) that hold a cell a line and bars."""
    runs: list[tuple[int, int]] = []
    start = 0
    for end in range(len(lines) + 1):
        if end < len(lines) and _may_be_cell(lines[end][1]):
            continue
        first, last = _trimmed(lines, start, end)
        barred = sum("|" in line for _, line in lines[first:last])
        if barred >= _FEWEST and 5 * barred >= 2 * _filled(lines[first:last]):
            runs.append((first, last))
        start = end + 1
    return runs


def _filled(lines: Sequence[Numbered]) -> int:
    return sum(bool(line.strip()) for _, line in lines)


def _may_be_cell(line: str) -> bool:
    """Whether a line is blank, a bar, or one cell with or without a bar beside it."""
    text = line.strip().strip("|").strip()
    head = CHAPTER.match(squash(text)) and "|" not in line
    return not {"|", "\t"} & set(text) and len(text) <= _LONGEST and "。" not in text and not head


def _trimmed(lines: Sequence[Numbered], start: int, end: int) -> tuple[int, int]:
    """The stretch without what stands before its first bar's cell and after its last bar's."""
    barred = [i for i in range(start, end) if "|" in lines[i][1]]
    if not barred:
        return start, start
    lone = lines[barred[0]][1].strip() == "|"
    first = max(start, barred[0] - 1) if lone else barred[0]
    last = barred[-1] + 1
    after = lines[barred[-1]][1].strip().startswith("|") and last < end
    return first, last + 1 if after and lines[barred[-1]][1].strip() == "|" else last


@dataclass(slots=True)
class _Cell:
    text: str
    line: int


def cell_table(lines: Sequence[Numbered]) -> Block:
    """A stretch as a table: a row for each label, with the figures and blanks that follow it."""
    rows = list(_rows(_cells(lines)))
    cells = tuple(
        RawCell(r, c, cell.text, Place(line=cell.line))
        for r, row in enumerate(rows)
        for c, cell in enumerate(row)
    )
    width = max(len(row) for row in rows)
    return Block(at=cells[0].at, table=RawTable(cells, len(rows), width, cells[0].at))


def _cells(lines: Sequence[Numbered]) -> Iterator[_Cell]:
    """The cells that bars part; a cell's own line breaks are none of them."""
    boxed = all(line.strip().startswith("|") for _, line in lines if "|" in line.strip()[1:])
    stream = _Stream()
    for number, line in lines:
        text = line.strip()
        text = text.removeprefix("|") if boxed and len(text) > 1 and text.endswith("|") else text
        pieces = text.split("|")
        for piece in pieces[:-1]:
            yield from stream.take(piece, number, ends=True)
        yield from stream.take(pieces[-1], number, ends=False)
    yield from stream.rest()


@dataclass(slots=True)
class _Stream:
    """The cell that is being read."""

    texts: list[str] = field(default_factory=list)
    line: int = 0

    def take(self, piece: str, number: int, *, ends: bool) -> Iterator[_Cell]:
        if piece.strip():
            self.line = self.line if self.texts else number
            self.texts.append(piece.strip())
        if ends:
            yield _Cell("".join(self.texts), self.line if self.texts else number)
            self.texts = []

    def rest(self) -> Iterator[_Cell]:
        if self.texts:
            yield _Cell("".join(self.texts), self.line)


def _rows(cells: Iterator[_Cell]) -> Iterator[list[_Cell]]:
    row: list[_Cell] = []
    for cell in cells:
        if _is_label(cell.text):
            if row:
                yield row
            row = [cell]
            if squash(cell.text) in _column_labels():
                yield row
                row = []
        else:
            row.append(cell)
    if row:
        yield row


def _is_label(text: str) -> bool:
    return cell_value(text)[1] == "text" and len(re.findall("[\u3400-\u9fff]", text)) >= 2


@cache
def _column_labels() -> frozenset[str]:
    """What stands above columns, never before a row's figures."""
    return frozenset(
        squash(label)
        for form in FORMS.values()
        for table in form.tables
        for axis in (*table.columns, *(table.rows if table.across else ()))
        for label in (axis.label, *axis.aliases, *axis.above)
    )
