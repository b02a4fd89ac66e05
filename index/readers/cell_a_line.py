"""Text that shows a cell a line with a bar beside it: a stream of cells, blanks among them.

So pages are copied whose tables were laid out by cells: the bar stands at the end of each cell's
line, before it, or on a line of its own between two cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from index.document import Block, RawCell, RawTable
from index.form_rows import every_row
from index.formats import APPLICANTS, FORMS
from index.recognition.heading_marks import CHAPTER
from index.recognition.label_matching import numbering, words
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


def bare_runs(lines: Sequence[Numbered]) -> list[tuple[int, int]]:
    """The stretches that hold a cell a line without any bar, an empty line for a blank one.

    Only where the rows of the application table prove it: each is followed by just its figures.
    """
    heads = [i for i, (_, line) in enumerate(lines) if CHAPTER.match(squash(line))]
    runs = [(a + 1, b) for a, b in pairwise([*heads, len(lines)])]
    proved = any(_is_a_cell_a_line(lines[start:end]) for start, end in runs)
    found = [_cells_at_the_end(lines, start, end) for start, end in runs if proved]
    return [(start, end) for start, end in found if start < end]


def _is_a_cell_a_line(lines: Sequence[Numbered]) -> bool:
    """Whether rows of the application table have as many lines behind them as it has columns."""
    labels = [i for i, (_, line) in enumerate(lines) if _is_label(line.strip())]
    numbered = [i for i in labels if numbering(lines[i][1])]
    rows = [i for i in numbered if words(lines[i][1]) in _row_words()]
    ends = dict(pairwise(labels))
    heights = [ends[i] - i - 1 for i in rows if i in ends]
    width = len(APPLICANTS)
    return heights.count(width) >= _FEWEST and set(heights) <= {0, width}


def _cells_at_the_end(lines: Sequence[Numbered], start: int, end: int) -> tuple[int, int]:
    """The stretch from its first cell on after which no line is a paragraph, if it has figures."""
    texts = [i for i in range(start, end) if not _may_be_cell(lines[i][1])]
    start = max(texts, default=start - 1) + 1
    while start < end and not lines[start][1].strip():
        start += 1
    figures = (cell_value(line)[1] == "number" for _, line in lines[start:end])
    return (start, end) if any(figures) else (end, end)


@cache
def _row_words() -> frozenset[str]:
    """What the labels of the application table's rows say."""
    axes = every_row(3)
    return frozenset(words(label) for axis in axes for label in (axis.label, *axis.aliases))


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
    """A row for each label; figures behind labels of columns are one of their own."""
    row: list[_Cell] = []
    last = ""
    for cell in cells:
        label = _is_label(cell.text)
        if row and (label or len(row) == 1 and _is_head(row[0].text, last)):
            yield row
            last = row[0].text if len(row) == 1 else ""
            row = []
        row.append(cell)
    if row:
        yield row


def _is_head(text: str, before: str) -> bool:
    """Whether a label before figures stands above a column: one of its kind stands before it."""
    of, none = _column_labels(), frozenset[int]()
    return bool(of.get(squash(text), none) & of.get(squash(before), none))


def _is_label(text: str) -> bool:
    return cell_value(text)[1] == "text" and len(re.findall("[\u3400-\u9fff]", text)) >= 2


@cache
def _column_labels() -> dict[str, frozenset[int]]:
    """What stands above columns, and above those of which tables."""
    found: dict[str, frozenset[int]] = {}
    tables = [table for form in FORMS.values() for table in form.tables]
    for number, table in enumerate(tables):
        for part, axes in enumerate((table.columns, table.rows if table.across else ())):
            for axis in axes:
                for label in (axis.label, *axis.aliases):
                    own = frozenset([2 * number + part])
                    found[squash(label)] = found.get(squash(label), own) | own
    return found
