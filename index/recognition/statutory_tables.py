"""The statutory tables of a report: lines to cells, by what the rows and columns say.

Every table is looked for among all rows of raw tables and among the printed lines between
chapters two and five.  A figure whose row or column is not certain is not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from index.formats import (
    APPLICANTS,
    APPLICATIONS_2021,
    DISPUTE_KINDS,
    DISPUTE_RESULTS,
    DISPUTES,
    FORMS,
    ONE_ROW_OTHER,
    OTHER_2021,
    Axis,
    Table,
    result_rows,
)
from index.recognition.chapters import Chapter
from index.recognition.document_lines import Line
from index.recognition.heading_marks import TABLE_MARK, is_page_number
from index.recognition.label_matching import Match, best_likeness, match_in_order
from index.recognition.lost_blanks import Balance, solve_groups, solve_rows
from index.recognition.table_columns import Header, find_header, in_order, is_regular, under
from index.recognition.table_rows import Row, is_label, rows_of
from index.report import UNREAD, Cell, Place, PrintedLabel, RawCell, RawTable
from index.text import cell_value, squash

_LONGEST_ROW = 120
_EXACT, _LIKELY = 0.95, 0.75
_FEWEST_BLANK = 3
"""Fewer rows of blanks alone do not tell that the application table is there."""
_HIGHEST_HEAD = 10
"""Over how many lines above a row of part four its column labels are looked for."""
_APPLICATION_ROWS: tuple[Axis, ...] = tuple(
    row for row in APPLICATIONS_2021.rows[: APPLICATIONS_2021.rows.index(OTHER_2021[0])]
) + (ONE_ROW_OTHER, *OTHER_2021, *APPLICATIONS_2021.rows[-2:])
_OTHER_KEYS = {axis.key for axis in OTHER_2021}
_DISCLOSURE: tuple[tuple[str, Table], ...] = tuple(
    (name, table) for name, form in FORMS.items() for table in form.tables if table.part == 2
)


@dataclass(slots=True)
class Reading:
    """What was read of the tables: cells by key, labels as printed, the forms they belong to.

    `lines` gives the part (2, 3, 4) of each line whose figures were taken, `met` the ids of tables
    of which at least a mark was seen.
    """

    cells: dict[str, Cell] = field(default_factory=dict)
    labels: list[PrintedLabel] = field(default_factory=list)
    forms: set[str] = field(default_factory=set)
    lines: dict[int, int] = field(default_factory=dict)
    met: set[str] = field(default_factory=set)
    pending: dict[str, Row] = field(default_factory=dict)


def read_tables(lines: Sequence[Line], chapters: Sequence[Chapter]) -> Reading:
    """The cells of every statutory table found among `lines`."""
    wanted = _wanted(lines, chapters)
    reading = Reading()
    _read_disclosure(lines, wanted, reading)
    _read_applications(lines, wanted, reading)
    _read_disputes(lines, wanted, reading)
    return reading


def _wanted(lines: Sequence[Line], chapters: Sequence[Chapter]) -> list[int]:
    """Rows of raw tables, and printed lines from chapter two (or the first mark) to chapter five."""
    starts = {c.number: c.line for c in reversed(chapters) if c.number}
    marks = [i for i, line in enumerate(lines) if TABLE_MARK.search(squash(line.text))]
    first = min([starts[n] for n in (2, 3, 4) if n in starts] + marks[:1], default=len(lines))
    last = min((starts[n] for n in (5, 6) if starts.get(n, 0) > first), default=len(lines))
    headings = {c.line for c in chapters}
    return [
        i
        for i, line in enumerate(lines)
        if i not in headings
        and (line.table is not None or first <= i < last)
        and len(line.text) <= _LONGEST_ROW
        and "。" not in line.text
        and not is_page_number(line.text)
    ]


def as_cell(raw: RawCell | None) -> Cell:
    """A raw cell as a statutory one, `UNREAD` where there is none."""
    if raw is None:
        return UNREAD
    value, state = cell_value(raw.text)
    how = "ocr" if raw.first_text is not None else None
    return Cell(value, (raw.text or "").strip(), state, raw.at, raw.first_text, how)


# ---------------------------------------------------------------- part two


def _read_disclosure(lines: Sequence[Line], wanted: Sequence[int], reading: Reading) -> None:
    axes = _disclosure_rows()
    rows = [row for row in rows_of(lines, wanted, 3) if any(row.texts)]
    matches = match_in_order([_inner(row) for row in rows], axes, [0.0] * len(rows))
    last, head = -1, list[int]()
    for match in sorted(matches, key=lambda m: m.run):
        row, axis = rows[match.run], axes[match.row]
        above = [i for i in wanted if last < i < row.lines[0]]
        head = above if any(_is_heading(lines[i]) for i in above) else head
        last = row.lines[-1]
        _read_disclosed(row, axis, lines, head, reading)
        reading.labels.append(PrintedLabel(f"disclosure.{axis.key}", match.text, _label_at(row)))
        reading.lines.update(dict.fromkeys(row.lines, 2))
    _mark_disclosure(lines, wanted, reading)


def _is_heading(line: Line) -> bool:
    """Whether a line names an item of part two or its columns."""
    words = squash(line.text)
    return bool(TABLE_MARK.search(words)) or "信息内容" in words


def _inner(row: Row) -> list[str]:
    """The row's single labels, and what the lines just above may add."""
    return [cell.text or "" for cell in row.labels] + [t for t in row.texts[:4] if t]


def _label_at(row: Row) -> Place:
    return row.labels[-1].at if row.labels else row.values[0].at


def _disclosure_rows() -> list[Axis]:
    """The row labels of part two of both forms in printed order, each once."""
    found: dict[str, Axis] = {}
    for _, table in reversed(_DISCLOSURE):
        for row in table.rows:
            found.setdefault(row.key, row)
    order = [
        "regulations", "normative_documents", "licensing", "other_services",
        "penalties", "compulsion", "fees", "procurement",
    ]  # fmt: skip
    return [found[key] for key in order]


def _read_disclosed(
    row: Row, axis: Axis, lines: Sequence[Line], head: Sequence[int], reading: Reading
) -> None:
    """One row of part two, under the columns of the form whose labels stand above it."""
    tables = [(name, t) for name, t in _DISCLOSURE if axis.key in {r.key for r in t.rows}]
    heading = squash("".join(lines[i].text for i in head))
    chosen = _by_heading(tables, heading, row) or _by_count(tables, row)
    if chosen is None:
        reading.met.update(t.id for _, t in tables[:1])
        return
    form, table = chosen
    if len({t.columns for _, t in tables}) > 1:
        reading.forms.add(form)
    values = _disclosed_values(row, table, [c for i in head for c in lines[i].cells], reading)
    for column in table.columns:
        reading.cells[table.key(axis, column)] = as_cell(values.get(column.key))


def _by_heading(
    tables: Sequence[tuple[str, Table]], heading: str, row: Row
) -> tuple[str, Table] | None:
    """The form most of whose column labels are printed above."""
    found = []
    for name, table in tables:
        printed = sum(squash(column.label) in heading for column in table.columns)
        found.append(((2 * printed - len(table.columns), printed), name, table))
    best = max(f[0] for f in found)
    winners = [(name, t) for score, name, t in found if score == best]
    fitting = [w for w in winners if len(w[1].columns) == len(row.values)] or winners
    return fitting[0] if best[1] and len(fitting) == 1 else None


def _by_count(tables: Sequence[tuple[str, Table]], row: Row) -> tuple[str, Table] | None:
    """The form that has as many columns, where only one has."""
    fitting = [(name, t) for name, t in tables if len(t.columns) == len(row.values)]
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
    if same and row.sure and whole and not _above_labels(header, row):
        return under(header, row.values)
    keys = [c.key for c in table.columns]
    return in_order(keys, row.values, padded=row.sure) or {}


def _mark_disclosure(lines: Sequence[Line], wanted: Sequence[int], reading: Reading) -> None:
    """Note which items of part two are there, and the lines that only name or head them."""
    text = squash("".join(lines[i].text for i in wanted))
    for _, table in _DISCLOSURE:
        if squash(table.item) in text or any(key in reading.cells for key in table.keys()):
            reading.met.add(table.id)


# ---------------------------------------------------------------- part three


def _read_applications(lines: Sequence[Line], wanted: Sequence[int], reading: Reading) -> None:
    free = [i for i in wanted if i not in reading.lines]
    rows = [row for row in rows_of(lines, free, len(APPLICANTS)) if any(row.texts)]
    handicap = [0.2 if row.empty and not _spanned(row) else 0.0 for row in rows]
    matches = match_in_order([row.texts for row in rows], _APPLICATION_ROWS, handicap)
    matches = _one_form(matches)
    if len(matches) < _FEWEST_BLANK and all(rows[m.run].empty for m in matches):
        matches = []
    columns = _Columns(lines, free, rows, matches)
    for match in matches:
        row, axis = rows[match.run], _APPLICATION_ROWS[match.row]
        reading.forms |= {"2019"} if axis is ONE_ROW_OTHER else set()
        reading.forms |= {"2021"} if axis.key in _OTHER_KEYS else set()
        reading.labels.append(PrintedLabel(f"applications.{axis.key}", match.text, _label_at(row)))
        reading.lines.update(dict.fromkeys(row.lines, 3))
        values = None if _doubtful(row, rows) else columns.of(row)
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

    def of(self, row: Row) -> Mapping[str, RawCell | None] | None:
        """The row's cells by column, None where a run of figures is too short or too long."""
        header = self._headers.get(id(row.table)) if row.table is not None else None
        if header is not None and header.ranges and not _above_labels(header, row):
            return under(header, row.values)
        return in_order(self._order, row.values[: len(self._order)] if row.empty else row.values)


def _above_labels(header: Header, row: Row) -> bool:
    """Whether column labels stand above a row's own: a head whose corner was lost is shifted."""
    ends = [cell.column + cell.column_span for cell in row.labels]
    return bool(ends) and min(start for start, _ in header.ranges.values()) < max(ends)


def _place_lost(reading: Reading, order: Sequence[str]) -> None:
    """Read the rows whose blanks were lost, where the equations leave one placement."""
    if not reading.pending:
        return
    counted = {key: [n for _, n in _figures(row)] for key, row in reading.pending.items()}
    lost = {key: figures for key, figures in counted.items() if 0 < len(figures) < len(order)}
    one_row = "2019" in reading.forms and f"applications.{ONE_ROW_OTHER.key}.total" in reading.cells
    results = tuple(r.key for r in result_rows("2021", one_row_other=one_row))
    balances = (
        Balance(("new_received", "carried_over"), ("total", "carried_forward")),
        Balance(results, ("total",)),
    )
    solved = solve_rows(_known(reading, order), lost, balances, order.index("total"))
    for key, slots in solved.items():
        figures = dict(zip(slots, (raw for raw, _ in _figures(reading.pending[key])), strict=True))
        at = reading.pending[key].values[0].at
        for i, column in enumerate(order):
            cell = as_cell(figures[i]) if i in figures else Cell(None, "", "blank", at)
            reading.cells[f"applications.{key}.{column}"] = replace(cell, how="equations")


def _figures(row: Row) -> list[tuple[RawCell, float]]:
    """The row's filled cells with what they count; [] where one is no figure."""
    filled = [(raw, *cell_value(raw.text)) for raw in row.values]
    if any(state in {"text", "unread"} for _, _, state in filled):
        return []
    return [(raw, value or 0) for raw, value, state in filled if state != "blank"]


def _known(reading: Reading, order: Sequence[str]) -> dict[str, list[float]]:
    """The application rows that are wholly read, blanks and dashes as 0."""
    known = {}
    for axis in _APPLICATION_ROWS:
        cells = [reading.cells.get(f"applications.{axis.key}.{c}", UNREAD) for c in order]
        if all(cell.state in {"number", "blank", "dash"} for cell in cells):
            known[axis.key] = [cell.value or 0 for cell in cells]
    return known


# ---------------------------------------------------------------- part four


def _read_disputes(lines: Sequence[Line], wanted: Sequence[int], reading: Reading) -> None:
    free = [i for i in wanted if i not in reading.lines]
    keys = DISPUTES.keys()
    found: list[tuple[Row, dict[str, Cell]]] = []
    parts: list[tuple[Row, dict[str, Cell]]] = []
    for row in rows_of(lines, free, len(keys)):
        if any(is_label(raw) for raw in row.values):
            continue
        if not row.labels and (under_labels := _disputes_below(row)):
            kinds = {key.split(".")[1] for key in under_labels}
            (found if len(kinds) == len(DISPUTE_KINDS) else parts).append((row, under_labels))
            continue
        order = _dispute_order(lines, row)
        values = in_order(order, _below_results(row)) if not row.labels else None
        if values:
            found.append((row, {key: as_cell(raw) for key, raw in values.items()}))
        elif len(row.values) > 5 and (solved := _place_disputes(row)):
            found.append((row, solved))
    if any("结果维持" in squash(lines[i].text) for i in free) or found:
        reading.met.add("disputes")
    found = [f for f in found if not f[0].empty] or found
    if not found and sorted(key for _, cells in parts for key in cells) == sorted(keys):
        found = parts
    elif len(found) != 1:
        found = _disputes_by_label(lines, free)
    for row, cells in found:
        reading.lines.update(dict.fromkeys(row.lines, 4))
        reading.cells.update(cells)


def _disputes_below(row: Row) -> dict[str, Cell]:
    """The cells of a table's row below the labels of all kinds or of some whole ones.

    {} where one is not clear.
    """
    if row.table is None or not is_regular(row.table):
        return {}
    heads = [c for c in row.table.cells if c.row < row.values[0].row and (c.text or "").strip()]
    heads.sort(key=lambda c: c.row, reverse=True)
    found: dict[str, Cell] = {}
    for raw in row.values:
        above = [c.text or "" for c in heads if _overlap(c, raw)]
        kind = next((a for text in above if (a := _axis_of([text], DISPUTE_KINDS))), None)
        result = next((a for text in above if (a := _axis_of([text], DISPUTE_RESULTS))), None)
        if kind and result and DISPUTES.key(kind, result) not in found:
            found[DISPUTES.key(kind, result)] = as_cell(raw)
        elif (raw.text or "").strip():
            return {}
    kinds = {key.split(".")[1] for key in found}
    whole = len(found) == len(kinds) * len(DISPUTE_RESULTS)
    return found if whole or len(kinds) == len(DISPUTE_KINDS) else {}


def _below_results(row: Row) -> Sequence[RawCell]:
    """The row's values without blanks in columns beside those that its table labels."""
    if row.table is None or not is_regular(row.table):
        return row.values
    heads = [c for c in row.table.cells if _axis_of([c.text or ""], DISPUTE_RESULTS)]
    labelled = [v for v in row.values if any(_overlap(c, v) for c in heads)]
    return (
        [v for v in row.values if v in labelled or (v.text or "").strip()] if heads else row.values
    )


def _overlap(a: RawCell, b: RawCell) -> bool:
    return a.column < b.column + b.column_span and b.column < a.column + a.column_span


def _disputes_by_label(
    lines: Sequence[Line], wanted: Sequence[int]
) -> list[tuple[Row, dict[str, Cell]]]:
    """Part four as rows of five (one a kind of case) or of three (one a result), each labelled.

    Where two rows claim the same kind or result neither is taken.
    """
    for axes, columns in ((DISPUTE_KINDS, DISPUTE_RESULTS), (DISPUTE_RESULTS, DISPUTE_KINDS)):
        claims: dict[str, list[tuple[Row, dict[str, Cell]]]] = {}
        for row in rows_of(lines, wanted, len(columns)):
            if any(is_label(raw) for raw in row.values):
                continue
            order, head = _labels_above(lines, row, columns)
            own = _axis_of(row.texts, axes) if row.labels else _kind_above(lines, head, axes)
            values = _below_labels(row, columns) or in_order(
                [c.key for c in order], row.values, padded=row.sure
            )
            if own is None or not order or values is None or any(map(is_label, row.values)):
                continue
            by_row = axes is DISPUTE_KINDS
            cells = {
                DISPUTES.key(own, c) if by_row else DISPUTES.key(c, own): as_cell(values[c.key])
                for c in order
            }
            claims.setdefault(own.key, []).append((row, cells))
        found = [claim[0] for claim in claims.values() if len(claim) == 1]
        if found:
            return found
    return []


def _below_labels(row: Row, columns: Sequence[Axis]) -> Mapping[str, RawCell | None]:
    """The row's values by the labels they stand below in a grid; {} where one has no label."""
    if row.table is None or not is_regular(row.table):
        return {}
    head = [c for c in row.table.cells if c.row < row.values[0].row and (c.text or "").strip()]
    header = find_header(head, columns)
    found = under(header, row.values)
    return found if len(found) == len(columns) and None not in found.values() else {}


def _axis_of(texts: Iterable[str], axes: Sequence[Axis]) -> Axis | None:
    """The axis that one of the texts surely names; a group's head names none."""
    heads = {head for axis in axes for head in axis.above}
    named = [text for text in texts if squash(text) not in heads]
    likely = [(best_likeness(text, axis), i) for text in named for i, axis in enumerate(axes)]
    best, index = max(likely, default=(0.0, 0))
    return axes[index] if best > _LIKELY else None


def _labels_above(
    lines: Sequence[Line], row: Row, columns: Sequence[Axis]
) -> tuple[list[Axis], int]:
    """The columns in printed order by the labels nearest above a row, and the uppermost's line."""
    found: list[tuple[tuple[int, int], Axis]] = []
    regular = row.table is not None and is_regular(row.table)
    for i in range(row.lines[0] - 1, max(-1, row.lines[0] - _HIGHEST_HEAD), -1):
        if regular and lines[i].table is row.table:
            named = [(c.column, _axis_of([c.text or ""], columns)) for c in lines[i].cells]
            found += [((0, column), axis) for column, axis in named if axis is not None]
        else:
            found += [((i, at), axis) for at, axis in _named_in(lines[i].text, columns)]
        if len(found) >= len(columns):
            order = [axis for _, axis in sorted(found, key=lambda f: f[0])]
            return (order, i) if len({a.key for a in order}) == len(found) else ([], i)
    return [], row.lines[0]


def _named_in(text: str, axes: Sequence[Axis]) -> list[tuple[int, Axis]]:
    """The axes whose labels a printed line holds, and where, however they are parted."""
    by_label = {squash(label): axis for axis in axes for label in (axis.label, *axis.aliases)}
    labels = sorted(by_label, key=len, reverse=True)
    found = re.finditer("|".join(map(re.escape, labels)), squash(text))
    return [(match.start(), by_label[match[0]]) for match in found]


def _kind_above(lines: Sequence[Line], head: int, axes: Sequence[Axis]) -> Axis | None:
    """The kind of case that the line above a small table's labels names."""
    cells = lines[head - 1].cells if head else ()
    return _axis_of([cell.text or "" for cell in cells], axes)


def _dispute_order(lines: Sequence[Line], row: Row) -> tuple[str, ...]:
    """The keys of part four's 15 columns, each kind's five as the line of labels above has them."""
    above = [line.cells for line in lines[max(0, row.lines[0] - 4) : row.lines[0]]]
    for cells in reversed(above):
        labels = [squash(cell.text or "") for cell in cells]
        named = [next((a for a in DISPUTE_RESULTS if squash(a.label) == t), None) for t in labels]
        results = [axis for axis in named if axis]
        five = len(DISPUTE_RESULTS)
        groups = [results[i : i + five] for i in range(0, len(results), five)]
        whole = [len({a.key for a in group}) == five for group in groups]
        if len(results) == len(DISPUTES.keys()) and all(whole):
            kinds = zip(DISPUTE_KINDS, groups, strict=True)
            return tuple(DISPUTES.key(kind, a) for kind, group in kinds for a in group)
    return DISPUTES.keys()


def _place_disputes(row: Row) -> dict[str, Cell]:
    """The 15 cells of a shorter run of figures, where the sums leave one placement; {} if not."""
    figures = _figures(row)
    kinds, width = len(DISPUTE_KINDS), len(DISPUTE_RESULTS)
    slots = solve_groups([n for _, n in figures], kinds, width) if figures else None
    if slots is None or len(figures) >= kinds * width:
        return {}
    placed = dict(zip(slots, (raw for raw, _ in figures), strict=True))
    blank = Cell(None, "", "blank", row.values[0].at)
    return {
        key: replace(as_cell(placed[i]) if i in placed else blank, how="equations")
        for i, key in enumerate(DISPUTES.keys())
    }
