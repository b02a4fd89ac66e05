"""Figures that name their own columns, a line for one or for a row: `自然人：3`, `规章：本年制发件数0，…`.

So systems export and people write the tables out.  Lines whose figures name every column of a
statutory table, below or behind the label of one of its rows, are rows of that table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.document import RawCell, RawTable
from index.form_rows import every_row
from index.formats import APPLICANTS, DISPUTE_KINDS, DISPUTE_RESULTS, FORMS, Axis
from index.recognition.document_lines import Line, row_line
from index.recognition.label_matching import LEAST, best_likeness, likeness, named_columns
from index.text import cell_value, squash

_FIGURE = r"[-+增减]?[0-9][0-9,]*(?:\.[0-9]+)?(?:[件项宗个条起次份]|万元)?(?:\([^()]*\))?|[-/—]+"
_LABEL = r"[\u3400-\u9fff/]{2,12}(?:\([^()]{1,8}\))?"
_PAIR = rf"{_LABEL}(?:[:=](?:{_FIGURE})?|(?:{_FIGURE}))"
_NAMED = re.compile(rf"(?:(?P<row>.*?)[-/>|:])?(?P<pairs>{_PAIR}(?:[,;]{_PAIR})*)[,;.]?")
_EACH = re.compile(rf"(?P<label>{_LABEL})[:=]?(?P<value>{_FIGURE})?(?:[,;.]|$)")
_PATH = re.compile(r"[->|]|(?<!增)/")
"""What parts the labels of a path; 增/减 is one."""
_BEGINS = re.compile(r"[\u3400-\u9fff)](?:[:=]|[0-9])")
_APART = re.compile(r"[0-9/—-]\s+[0-9/—-]")
"""Two figures that only a blank parts: a row of a table that has columns."""
_LONGEST = 240
_SURE = 0.75
_CORNER = "信息内容"


@dataclass(frozen=True, slots=True)
class _Columns:
    """The columns of a statutory table and the rows that it may have."""

    columns: tuple[Axis, ...]
    rows: tuple[Axis, ...]


_TABLES = (
    _Columns(APPLICANTS, every_row(3)),
    _Columns(DISPUTE_RESULTS, DISPUTE_KINDS),
    *(
        _Columns(table.columns, table.rows)
        for form in FORMS.values()
        for table in form.tables
        if table.part == 2
    ),
)


@dataclass(frozen=True, slots=True)
class _Named:
    """What a line says: the row's label, "" where it has none, and figures by their columns'."""

    row: str
    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of figures that name their columns, and the lines from `start` up to `end` that say it."""

    label: str
    pairs: tuple[tuple[str, str], ...]
    start: int
    end: int
    table: _Columns

    @property
    def order(self) -> tuple[str, ...]:
        return tuple(label for label, _ in self.pairs)


def with_named_figures(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines with those that name their figures' columns as rows of tables."""
    rows = list(_rows(lines))
    if not rows:
        return tuple(lines)
    made: list[Line] = []
    at = 0
    for run in _runs(rows):
        table_lines = iter(_table(run, lines))
        for i, row in enumerate(run):
            made += lines[at : row.start]
            made += [next(table_lines) for _ in range(1 if i else 2)]
            at = row.end
    return (*made, *lines[at:])


def _runs(rows: Sequence[_Row]) -> Iterator[list[_Row]]:
    """Rows of the same columns in the same order together."""
    run: list[_Row] = []
    for row in rows:
        if run and (row.table, row.order) != (run[0].table, run[0].order):
            yield run
            run = []
        run.append(row)
    if run:
        yield run


def _table(run: Sequence[_Row], lines: Sequence[Line]) -> Iterator[Line]:
    """The lines of a table: its column labels, then its rows."""
    texts = [[_CORNER, *run[0].order], *([row.label, *(v for _, v in row.pairs)] for row in run)]
    places = [lines[run[0].start].at, *(lines[row.end - 1].at for row in run)]
    rows = [
        [RawCell(r, c, text, at) for c, text in enumerate(row)]
        for r, (row, at) in enumerate(zip(texts, places, strict=True))
    ]
    cells = tuple(cell for row in rows for cell in row)
    table = RawTable(cells, len(rows), len(texts[0]), places[0])
    return (row_line(row, table) for row in rows)


def _rows(lines: Sequence[Line]) -> Iterator[_Row]:
    i = 0
    while i < len(lines):
        row = _row(lines, i)
        if row is None:
            i += 1
            continue
        yield row
        i = row.end


def _row(lines: Sequence[Line], start: int) -> _Row | None:
    """The row whose figures begin on a line; None where no whole row is named."""
    first = _named(lines[start])
    if first is None:
        return None
    label, begin = first.row, start
    if not label:
        above = lines[start - 1] if start else None
        if above is None or sum(bool((c.text or "").strip()) for c in above.cells) != 1:
            return None
        label, begin = above.text, start - 1
    pairs, end = list(first.pairs), start + 1
    while (table := _whole(label, tuple(pairs))) is None:
        after = _named(lines[end]) if end < len(lines) else None
        if after is None or after.row != first.row or len(pairs) > len(APPLICANTS):
            return None
        pairs += after.pairs
        end += 1
    return _Row(label, tuple(pairs), begin, end, table)


@lru_cache(maxsize=1024)
def _whole(label: str, pairs: tuple[tuple[str, str], ...]) -> _Columns | None:
    """The table whose columns the pairs name, each once, and one of whose rows the label names."""
    for table in _TABLES:
        keys = named_columns([text for text, _ in pairs], table.columns, _SURE)
        if keys and max(best_likeness(label, axis) for axis in table.rows) >= LEAST:
            return table
    return None


def _named(line: Line) -> _Named | None:
    """What a line names; None where it says anything else."""
    if line.table is not None:
        return _in_cells(line)
    text = squash(line.text)
    if len(text) > _LONGEST or _APART.search(line.text) or not _BEGINS.search(text):
        return None
    found = _NAMED.fullmatch(text)
    if found is None:
        return None
    pairs = tuple((f["label"], f["value"] or "") for f in _EACH.finditer(found["pairs"]))
    return _Named(_innermost(_PATH.split(found["row"] or "")), pairs)


def _in_cells(line: Line) -> _Named | None:
    """What a row of a table names whose last cell is a figure and whose others are labels."""
    *labels, value = line.cells
    texts = [squash(cell.text or "") for cell in labels]
    if not texts or not all(texts) or value.text is None:
        return None
    if cell_value(value.text)[1] == "text" or any(cell_value(t)[1] != "text" for t in texts):
        return None
    path = [part for text in texts for part in _PATH.split(text) if part]
    return _Named(_innermost(path[:-1]), ((path[-1], value.text),)) if path else None


def _innermost(path: Sequence[str]) -> str:
    """The row's own label at the end of a path of labels, which the applicants' group may follow."""
    path = list(path)
    groups = {head for axis in APPLICANTS for head in axis.above}
    while path and any(likeness(path[-1], head) >= _SURE for head in groups):
        path.pop()
    return path[-1] if path else ""
