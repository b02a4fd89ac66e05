"""Rows of figures: lines of a table taken apart into what labels them and what they count.

A row's label may stand on its own line, begin above it, or go on below it; `texts` holds every
wording that the lines around allow, from which the matching chooses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.document import RawCell, RawTable
from index.formats import FORMS
from index.recognition.document_lines import Line
from index.recognition.label_matching import numbering, words
from index.text import cell_value, squash

_COLUMN_WORDS = {"信息内容"} | {
    squash(label)
    for form in FORMS.values()
    for table in form.tables
    if table.id != "applications"
    for column in table.columns
    for label in (column.label, *column.aliases)
}
_ROW_WORDS = {
    squash(label)
    for form in FORMS.values()
    for table in form.tables
    for row in table.rows
    for label in (row.label, *row.aliases)
}
_ROW_BODIES = {words(label) for label in _ROW_WORDS}
_AMOUNT = frozenset(["数量", "件数", "数", "件"])
"""What a row says that is labelled by the line above it."""
_CHANGE = re.compile(r"[增减][0-9.]+")
_HIGHEST = 5
"""Over how many lines a label may run above or below its figures."""


@dataclass(frozen=True, slots=True)
class Row:
    """Figures of one line (or of lines with a single figure each) and what may label them.

    `lines` are the indices that the figures stand on; `sure` says that blanks were kept.
    """

    lines: tuple[int, ...]
    labels: tuple[RawCell, ...]
    values: tuple[RawCell, ...]
    table: RawTable | None = None
    sure: bool = False
    texts: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        return all(cell_value(v.text)[1] == "blank" for v in self.values)


def rows_of(lines: Sequence[Line], wanted: Sequence[int], width: int) -> list[Row]:
    """The rows among the lines `wanted`, of up to `width` figures each."""
    split = {i: _split(lines[i], width) for i in wanted}
    rows: list[Row] = []
    for i in wanted:
        labels, values = split[i]
        if not values:
            continue
        row = Row((i,), labels, values, lines[i].table, lines[i].sure)
        if rows and _goes_on(rows[-1], row, width):
            last = rows[-1]
            rows[-1] = replace(last, lines=(*last.lines, i), values=last.values + values)
        else:
            rows.append(row)
    return [replace(row, texts=tuple(_wordings(row, split))) for row in rows]


def _goes_on(last: Row, row: Row, width: int) -> bool:
    """Whether a line of figures alone continues the one above: one number a line, or a few.

    Figures too many are taken as well: the row is then too long to be read.
    """
    alone = not row.labels and not row.sure and last.lines[-1] == row.lines[0] - 1
    fits = len(last.values) + len(row.values) <= width or len(last.lines) > 1
    return alone and not last.sure and fits


def _split(line: Line, width: int) -> tuple[tuple[RawCell, ...], tuple[RawCell, ...]]:
    """Labels and values of a line; the values of a table's row include its blanks."""
    cells = line.cells
    if not line.sure:
        cut = len(cells)
        while cut and _is_figure(cells[cut - 1]):
            cut -= 1
        return cells[:cut], cells[cut:]
    last = max((i for i, c in enumerate(cells) if is_label(c)), default=-1)
    cut = last + 1
    if len(cells) > width and len(cells) - cut < width and not _is_row_label(cells[cut - 1]):
        cut = len(cells) - width
    labels = tuple(c for c in cells[:cut] if (c.text or "").strip())
    return labels, _trimmed(cells[cut:], width, line.table)


def _trimmed(
    values: tuple[RawCell, ...], width: int, table: RawTable | None
) -> tuple[RawCell, ...]:
    """The values without blanks before or after them, where that leaves `width` in one way alone.

    Blanks stand before them where labels have columns of their own, after them in padded sheets,
    and among them where a column that nothing stands in parts others.
    """
    more = len(values) - width
    filled = [i for i, cell in enumerate(values) if cell_value(cell.text)[1] != "blank"]
    if more <= 0:
        return values
    if filled:
        ways = range(max(0, filled[-1] + 1 - width), min(more, filled[0]) + 1)
        if len(ways) == 1:
            return values[ways[0] : ways[0] + width]
    said = _columns_said(table) if table is not None else set()
    kept = tuple(cell for cell in values if cell.column in said)
    return kept if len(kept) == width else values


def _columns_said(table: RawTable) -> set[int]:
    """The columns in which something stands."""
    said = (c for c in table.cells if (c.text or "").strip())
    return {column for c in said for column in range(c.column, c.column + c.column_span)}


def _is_figure(cell: RawCell) -> bool:
    state = cell_value(cell.text)[1]
    return state in {"number", "dash", "unread"} or bool(_CHANGE.fullmatch(squash(cell.text or "")))


def is_label(cell: RawCell) -> bool:
    """Whether a cell says words: two Chinese characters or a number before one, no figure."""
    text = squash(cell.text or "")
    words = sum("\u3400" <= c <= "\u9fff" for c in text)
    named = words >= 2 or words == 1 and bool(re.match(r"\(?[0-9一二三四五六七][.,)]", text))
    return named and cell_value(cell.text)[1] == "text"


def _is_row_label(cell: RawCell) -> bool:
    """Whether a cell is surely the label of a row: no word in place of a figure."""
    return squash(cell.text or "") in _ROW_WORDS


def _wordings(
    row: Row,
    split: dict[int, tuple[tuple[RawCell, ...], tuple[RawCell, ...]]],
) -> Iterator[str]:
    """What may label a row: its own words, with words of lines above and below that lack figures."""
    own = [c.text or "" for c in row.labels if squash(c.text or "") not in _AMOUNT]
    if not row.labels and row.sure and row.empty:
        return
    if own:
        yield own[-1]
        yield "".join(own)
    above = _fragments(row.lines[0], -1, split)
    below = _fragments(row.lines[-1], 1, split)
    word = own[-1] if own else ""
    for up in range(len(above) + 1):
        head = "".join(reversed(above[:up]))
        for down in range(len(below) + 1):
            if up or down and word:
                yield head + word + "".join(below[:down])


def _fragments(
    start: int,
    step: int,
    split: dict[int, tuple[tuple[RawCell, ...], tuple[RawCell, ...]]],
) -> list[str]:
    """The innermost words of the neighbouring lines without figures, nearest first.

    They end where a line names columns, beyond which stands another table or none of the row, and
    where a table's row bears its own whole label: its figures are blank.  Below they end where a
    label of its own number begins.
    """
    found: list[str] = []
    i = start + step
    while i in split and len(found) < _HIGHEST:
        labels, values = split[i]
        if any(cell_value(v.text)[1] != "blank" for v in values):
            break
        if values and labels and words(labels[-1].text or "") in _ROW_BODIES:
            break
        if labels and all(squash(cell.text or "") in _COLUMN_WORDS for cell in labels):
            break
        if labels and step > 0 and numbering(labels[-1].text or ""):
            break
        if labels:
            found.append(labels[-1].text or "")
        i += step
    return found
