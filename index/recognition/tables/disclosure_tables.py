"""Part two: rows of what was disclosed, under the columns of the form whose labels stand above."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from index.document import RawCell
from index.form_rows import every_row
from index.formats import FORMS, Axis, Table
from index.recognition.document_lines import Line
from index.recognition.heading_marks import TABLE_MARK
from index.recognition.label_matching import best_likeness, match_in_order
from index.recognition.tables.table_cells import Reading, above_labels, as_cell, label_at
from index.recognition.tables.table_columns import Header, find_header, in_order, is_regular, under
from index.recognition.tables.table_rows import Row, rows_of
from index.report import PrintedLabel
from index.text import squash

_DISCLOSURE: Mapping[Table, frozenset[str]] = {
    table: frozenset(name for name, form in FORMS.items() if table in form.tables)
    for form in FORMS.values()
    for table in form.tables
    if table.part == 2
}
"""Every table of part two with the editions that print it."""


_SURE = 0.75


def read_disclosure(lines: Sequence[Line], wanted: Sequence[int], reading: Reading) -> None:
    axes = every_row(2)
    rows = [row for row in rows_of(lines, wanted, 3) if any(row.texts)]
    matches = match_in_order([_inner(row) for row in rows], axes, [0.0] * len(rows))
    last, head = -1, list[int]()
    for match in sorted(matches, key=lambda m: m.run):
        row, axis = rows[match.run], axes[match.row]
        above = [i for i in wanted if last < i < row.lines[0]]
        head = above if any(_is_heading(lines[i]) for i in above) else head
        last = row.lines[-1]
        _read_disclosed(row, axis, lines, head, reading)
        reading.labels.append(PrintedLabel(f"disclosure.{axis.key}", match.text, label_at(row)))
        reading.lines.update(dict.fromkeys(row.lines, 2))
    _mark_disclosure(lines, wanted, reading)


def _is_heading(line: Line) -> bool:
    """Whether a line names an item of part two or its columns."""
    words = squash(line.text)
    return bool(TABLE_MARK.search(words)) or "信息内容" in words


def _inner(row: Row) -> list[str]:
    """The row's single labels, and what the lines just above may add."""
    return [cell.text or "" for cell in row.labels] + [t for t in row.texts[:4] if t]


def _read_disclosed(
    row: Row, axis: Axis, lines: Sequence[Line], head: Sequence[int], reading: Reading
) -> None:
    """One row of part two, under the columns of the form whose labels stand above it."""
    tables = [t for t in _DISCLOSURE if axis.key in {r.key for r in t.rows}]
    table = _by_heading(tables, [lines[i] for i in head], row) or _by_count(tables, row)
    if table is None:
        reading.met.update(t.id for t in tables[:1])
        return
    if len({t.columns for t in tables}) > 1:
        reading.editions &= _DISCLOSURE[table]
    values = _disclosed_values(row, table, [c for i in head for c in lines[i].cells], reading)
    for column in table.columns:
        reading.cells[table.key(axis, column)] = as_cell(values.get(column.key))


def _by_heading(tables: Sequence[Table], head: Sequence[Line], row: Row) -> Table | None:
    """The table most of whose column labels are printed above, whole in a cell or over lines."""
    heading = squash("".join(line.text for line in head))
    texts = [cell.text or "" for line in head for cell in line.cells]
    found = []
    for table in tables:
        printed = sum(_is_named(column, texts, heading) for column in table.columns)
        found.append(((2 * printed - len(table.columns), printed), table))
    best = max(score for score, _ in found)
    winners = [t for score, t in found if score == best]
    fitting = [t for t in winners if len(t.columns) == len(row.values)] or winners
    return fitting[0] if best[1] and len(fitting) == 1 else None


def _is_named(column: Axis, texts: Sequence[str], heading: str) -> bool:
    """Whether a column's label is among texts, or within the heading that these make."""
    inside = any(squash(label) in heading for label in (column.label, *column.aliases))
    return inside or any(best_likeness(text, column) >= _SURE for text in texts)


def _by_count(tables: Sequence[Table], row: Row) -> Table | None:
    """The table that has as many columns, where only one has."""
    fitting = [t for t in tables if len(t.columns) == len(row.values)]
    return fitting[0] if len(fitting) == 1 else None


def _disclosed_values(
    row: Row, table: Table, head: Sequence[RawCell], reading: Reading
) -> Mapping[str, RawCell | None]:
    header = find_header(head, table.columns) if head else Header({}, {})
    for key, cell in header.cells.items():
        label = PrintedLabel(f"column:disclosure.{key}", cell.text or "", cell.at)
        if label not in reading.labels:
            reading.labels.append(label)
    same = row.table is not None and is_regular(row.table)
    whole = len(header.ranges) == len(table.columns)
    if same and row.sure and whole and not above_labels(header, row):
        return under(header, row.values)
    keys = [c.key for c in table.columns]
    return in_order(keys, row.values, padded=row.sure) or {}


def _mark_disclosure(lines: Sequence[Line], wanted: Sequence[int], reading: Reading) -> None:
    """Note which items of part two are there, and the lines that only name or head them."""
    text = squash("".join(lines[i].text for i in wanted))
    for table in _DISCLOSURE:
        if squash(table.item) in text or any(key in reading.cells for key in table.keys()):
            reading.met.add(table.id)
