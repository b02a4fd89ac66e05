"""Part three: the application table, its seven columns, and rows whose blanks were lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from index.document import RawCell, RawTable
from index.form_rows import editions_with, every_row, result_rows
from index.formats import APPLICANTS, FORMS, LATEST, ONE_ROW_OTHER, OTHER_2021
from index.recognition.document_lines import Line
from index.recognition.label_matching import Match, best_likeness, match_in_order
from index.recognition.tables.bunched_labels import bunches, is_bare, matches_in, texts_beside
from index.recognition.tables.lost_blanks import Balance, solve_rows
from index.recognition.tables.table_cells import (
    Reading,
    above_labels,
    as_cell,
    figures_of,
    label_at,
)
from index.recognition.tables.table_columns import Header, find_header, in_order, is_regular, under
from index.recognition.tables.table_rows import Row, is_label, rows_of
from index.report import UNREAD, Cell, PrintedLabel
from index.text import cell_value, squash

_EXACT = 0.95
_FEWEST_BLANK = 3
"""Fewer rows of blanks alone do not tell that the application table is there."""
_APPLICATION_ROWS = every_row(3)
_FORMS = tuple(
    [axis for axis in _APPLICATION_ROWS if name in editions_with(axis.key)]
    for name in reversed(FORMS)
)
_OTHER_KEYS = {axis.key for axis in OTHER_2021}


def read_applications(lines: Sequence[Line], wanted: Sequence[int], reading: Reading) -> None:
    free = [i for i in wanted if i not in reading.lines]
    found = rows_of(lines, free, len(APPLICANTS))
    rows = [r for r in found if _may_be_row(r)]
    handicap = [_handicap(row) for row in rows]
    bunched = bunches(lines, rows)
    texts = texts_beside(rows, bunched)
    matches = _one_form(match_in_order(texts, _APPLICATION_ROWS, handicap))
    for bunch in bunched:
        matches += matches_in(bunch, lines, rows, _APPLICATION_ROWS, matches, _FORMS)
    matches.sort(key=lambda m: m.run)
    if len(matches) < _FEWEST_BLANK and all(rows[m.run].empty for m in matches):
        matches = []
    columns = _Columns(lines, free, rows, matches)
    for match in matches:
        row, axis = rows[match.run], _APPLICATION_ROWS[match.row]
        reading.editions &= editions_with(axis.key)
        reading.labels.append(PrintedLabel(f"applications.{axis.key}", match.text, label_at(row)))
        reading.lines.update(dict.fromkeys(row.lines, 3))
        values = None if _doubtful(row, rows) else columns.of(row)
        if not columns.are_labelled(row):
            reading.in_order.add(axis.key)
        if values is None and best_likeness(match.text, axis) > _EXACT:
            reading.pending[axis.key] = row
        for column in APPLICANTS:
            cell = as_cell(values.get(column.key)) if values else UNREAD
            reading.cells[f"applications.{axis.key}.{column.key}"] = cell
    reading.labels += columns.labels
    _place_lost(reading, columns.order)
    marked = any("申请人情况" in squash(lines[i].text) for i in wanted)
    if matches or marked:
        reading.met.add("applications")


def _handicap(row: Row) -> float:
    """What is taken off the likeness of a row that may be none of the table's."""
    if row.empty and not _spanned(row):
        return 0.2
    return 0.1 if is_bare(row) and len(row.values) != len(APPLICANTS) else 0.0


def _may_be_row(row: Row) -> bool:
    """Whether a row may be of the table: labelled or of a bunch, and no row of column labels."""
    filled = [value for value in row.values if (value.text or "").strip()]
    heads = bool(filled) and all(map(is_label, filled))
    return not heads and bool(any(row.texts) or is_bare(row) and len(row.values) <= len(APPLICANTS))


def _one_form(matches: Sequence[Match]) -> list[Match]:
    """The matches without a one-row （六） where its three rows are there: it is their group."""
    keys = {_APPLICATION_ROWS[m.row].key for m in matches}
    return [
        m
        for m in matches
        if _APPLICATION_ROWS[m.row] is not ONE_ROW_OTHER or not keys & _OTHER_KEYS
    ]


def _spanned(row: Row) -> bool:
    return row.table is not None and is_regular(row.table)


def _doubtful(row: Row, rows: Sequence[Row]) -> bool:
    """Whether a row put together from several lines may hold a stray figure.

    Only where other rows lost blanks, and where its own sum does not hold.
    """
    if len(row.lines) < 2 or len(row.values) != len(APPLICANTS):
        return False
    lost = any(0 < len(r.values) < len(APPLICANTS) and len(r.lines) > 1 for r in rows)
    figures = [cell_value(raw.text)[0] or 0 for raw in row.values]
    return lost and abs(sum(figures[:-1]) - figures[-1]) > 1e-6


class _Columns:
    """The seven columns of the application table, raw table by raw table."""

    def __init__(
        self,
        lines: Sequence[Line],
        wanted: Sequence[int],
        rows: Sequence[Row],
        matches: Sequence[Match],
    ) -> None:
        self.labels: list[PrintedLabel] = []
        self._headers: dict[int, Header] = {}
        self._printed = False
        self._order = tuple(c.key for c in APPLICANTS)
        firsts = [rows[m.run] for m in matches]
        start = min((row.lines[0] for row in firsts), default=0)
        self._total_first(lines, [i for i in wanted if i < start])
        for row in firsts:
            if row.table is not None and row.sure and id(row.table) not in self._headers:
                self._headers[id(row.table)] = self._header(row.table, row.values[0].row)
        if not self.labels:
            self._by_sums(firsts)

    def _header(self, table: RawTable, first: int) -> Header:
        cells = [c for c in table.cells if c.row < first and (c.text or "").strip()]
        header = find_header(cells, APPLICANTS)
        self.labels += [
            PrintedLabel(f"column:applications.{key}", cell.text or "", cell.at)
            for key, cell in header.cells.items()
        ]
        if is_regular(table) and len(header.ranges) == len(APPLICANTS):
            self._order = header.order
            return header
        return Header({}, {})

    def _total_first(self, lines: Sequence[Line], head: Sequence[int]) -> None:
        """Text that prints 总计 before 自然人 has its figures in that order too."""
        text = squash("".join(lines[i].text for i in head[-12:]))
        person, total = text.rfind("自然人"), max(text.rfind("总计"), text.rfind("合计"))
        self._printed = person >= 0
        if 0 <= total < person:
            self._order = (self._order[-1], *self._order[:-1])

    def _by_sums(self, rows: Sequence[Row]) -> None:
        """Without any header, rows whose first figure is the sum of the rest have 总计 first."""
        whole = [[cell_value(raw.text)[0] or 0 for raw in row.values] for row in rows]
        counted = [f for f in whole if len(f) == len(APPLICANTS) and any(f)]
        first = sum(abs(sum(f[1:]) - f[0]) < 1e-6 for f in counted)
        last = sum(abs(sum(f[:-1]) - f[-1]) < 1e-6 for f in counted)
        if first == len(counted) >= 2 and not last:
            self._order = (APPLICANTS[-1].key, *(c.key for c in APPLICANTS[:-1]))

    @property
    def order(self) -> tuple[str, ...]:
        return self._order

    def _header_of(self, row: Row) -> Header | None:
        header = self._headers.get(id(row.table)) if row.table is not None else None
        told = header is not None and header.ranges and not above_labels(header, row)
        return header if told else None

    def are_labelled(self, row: Row) -> bool:
        """Whether labels tell the row's columns apart: above its grid, or printed in order."""
        return self._printed or self._header_of(row) is not None

    def of(self, row: Row) -> Mapping[str, RawCell | None] | None:
        """The row's cells by column, None where a run of figures is too short or too long."""
        header = self._header_of(row)
        if header is not None:
            return under(header, row.values)
        return in_order(self._order, row.values[: len(self._order)] if row.empty else row.values)


def _place_lost(reading: Reading, order: Sequence[str]) -> None:
    """Read the rows whose blanks were lost, where the equations leave one placement."""
    if not reading.pending:
        return
    counted = {key: [n for _, n in figures_of(row)] for key, row in reading.pending.items()}
    lost = {key: figures for key, figures in counted.items() if 0 < len(figures) < len(order)}
    one_row = f"applications.{ONE_ROW_OTHER.key}.total" in reading.cells
    form = max(reading.editions, default=LATEST)
    results = tuple(r.key for r in result_rows(form, one_row_other=one_row))
    balances = (
        Balance(("new_received", "carried_over"), ("total", "carried_forward")),
        Balance(results, ("total",)),
    )
    solved = solve_rows(_known(reading, order), lost, balances, order.index("total"))
    for key, slots in solved.items():
        figures = dict(
            zip(slots, (raw for raw, _ in figures_of(reading.pending[key])), strict=True)
        )
        at = reading.pending[key].values[0].at
        for i, column in enumerate(order):
            cell = as_cell(figures[i]) if i in figures else Cell(None, "", "blank", at)
            reading.cells[f"applications.{key}.{column}"] = replace(cell, how="equations")


def _known(reading: Reading, order: Sequence[str]) -> dict[str, list[float]]:
    """The application rows that are wholly read, blanks and dashes as 0."""
    known = {}
    for axis in _APPLICATION_ROWS:
        cells = [reading.cells.get(f"applications.{axis.key}.{c}", UNREAD) for c in order]
        if all(cell.state in {"number", "blank", "dash"} for cell in cells):
            known[axis.key] = [cell.value or 0 for cell in cells]
    return known
