"""A Document flattened: printed lines and table rows, each as cells with their places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from index.document import Block, Document, RawCell, RawTable
from index.recognition.tables.side_by_side_tables import apart
from index.recognition.tables.upright_tables import upright
from index.report import NOWHERE, Place, TooLarge
from index.text import fold, normalise


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, a printed line or a table row.

    `cells` of a text line are its pieces, labels and numbers apart; `table` is the raw table that
    a row belongs to, `sure` whether blanks between its cells were kept, and `indented` whether a
    printed line starts with blanks.
    """

    cells: tuple[RawCell, ...]
    text: str
    at: Place = NOWHERE
    heading: int | None = None
    table: RawTable | None = None
    sure: bool = False
    indented: bool = False


MOST_LINES = 60_000
"""More than the longest files hold, a county's reports in one."""

_GAP = re.compile(r"\s{2,}|\t+")
_ONE = r"(?:[-+−－]?[0-9][0-9,]*(?:\.[0-9]+)?(?:\([^()]*\))?|[-/—–－]+|[增减][0-9]+)"
_FIGURE = re.compile(_ONE)
_TAIL = re.compile(rf"(?:^|(?<=\s)|(?<=[\u3400-\u9fff)”\"])){_ONE}(?:\s+{_ONE})*\s*$")


def check_length(count: int, path: str) -> None:
    """Refuse a text of more lines than any report has.  Raises `TooLarge`."""
    if count > MOST_LINES:
        raise TooLarge(f"内容超过 {MOST_LINES} 行，不像年度报告。", path=path)


def lines_of(document: Document) -> tuple[Line, ...]:
    """The document's lines in reading order; empty rows of tables are kept.  Raises `TooLarge`."""
    count = sum(block.table.rows if block.table else 1 for block in document.blocks)
    check_length(count, document.source.path)
    return tuple(line for block in document.blocks for line in _lines(block))


def _lines(block: Block) -> Iterator[Line]:
    if block.table is None:
        if block.text.strip():
            yield from _side_by_side(text_line(block.text, block.at, block.heading))
        return
    for table in apart(upright(block.table)):
        rows: dict[int, list[RawCell]] = {}
        for cell in table.cells:
            rows.setdefault(cell.row, []).append(cell)
        for number in sorted(rows):
            yield row_line(sorted(rows[number], key=lambda c: c.column), table)


def _side_by_side(line: Line) -> Iterator[Line]:
    """A printed line as the rows of tables that stand beside each other, each label and figures."""
    figures = [bool(_FIGURE.fullmatch(fold(cell.text or ""))) for cell in line.cells]
    starts = [i for i in range(1, len(figures)) if figures[i - 1] and not figures[i]]
    ends = [*starts, len(figures)]
    if not starts or not figures[-1] or figures[0]:
        yield line
        return
    for start, end in zip([0, *starts], ends, strict=True):
        cells = line.cells[start:end]
        yield replace(line, cells=cells, text=" ".join(cell.text or "" for cell in cells))


def row_line(cells: list[RawCell], table: RawTable) -> Line:
    """A table's row as a line."""
    first = next((c for c in cells if (c.text or "").strip()), cells[0])
    text = " ".join(" ".join((c.text or "").split()) for c in cells if (c.text or "").strip())
    if not table.gridded:
        cells = [piece for c in cells for piece in _pieces(c.text, c)]
    return Line(tuple(cells), normalise(text), first.at, None, table, table.gridded)


def text_line(text: str, at: Place, heading: int | None = None) -> Line:
    cells = tuple(_pieces(text, RawCell(0, 0, text, at)))
    indented = text.startswith(("  ", "\t", "\u3000"))
    return Line(cells, normalise(" ".join(text.split())), at, heading, indented=indented)


def _pieces(text: str | None, cell: RawCell) -> Iterator[RawCell]:
    """Labels and numbers of a printed line: `公开 0 1 0` is a label and three numbers."""
    if text is None:
        yield cell
        return
    column = cell.column * 100
    for chunk in _GAP.split(text.strip()):
        tail = _TAIL.search(fold(chunk))
        cut = tail.start() if tail else len(chunk)
        label = normalise(chunk[:cut].strip())
        for piece in ([label] if label else []) + chunk[cut:].split():
            yield replace(cell, column=column, text=piece)
            column += 1
