"""What is gathered while the statutory tables are read, and a raw cell as a statutory one."""

from __future__ import annotations

from dataclasses import dataclass, field

from index.document import RawCell
from index.formats import FORMS
from index.recognition.tables.table_columns import Header
from index.recognition.tables.table_rows import Row
from index.report import UNREAD, Cell, Place, PrintedLabel
from index.text import cell_value


@dataclass(slots=True)
class Reading:
    """What was read of the tables: cells by key, labels as printed, the editions of the form that
    print all that was met (all of them where nothing tells, none where two are mixed).

    `lines` gives the part (2, 3, 4) of each line whose figures were taken, `met` the ids of tables
    of which at least a mark was seen, `in_order` the rows of part three whose figures no column
    labels told apart.
    """

    cells: dict[str, Cell] = field(default_factory=dict)
    labels: list[PrintedLabel] = field(default_factory=list)
    editions: frozenset[str] = frozenset(FORMS)
    lines: dict[int, int] = field(default_factory=dict)
    met: set[str] = field(default_factory=set)
    pending: dict[str, Row] = field(default_factory=dict)
    in_order: set[str] = field(default_factory=set)


def as_cell(raw: RawCell | None) -> Cell:
    """A raw cell as a statutory one, `UNREAD` where there is none."""
    if raw is None:
        return UNREAD
    value, state = cell_value(raw.text)
    return Cell(value, (raw.text or "").strip(), state, raw.at, raw.first_text, _how(raw))


def _how(raw: RawCell) -> str | None:
    """What confirms a cell so far; sums are looked at when all cells are read."""
    if raw.first_text is not None:
        return "ocr"
    if raw.seen_again:
        return "second reading"
    return "unconfirmed" if raw.confidence < 1 and raw.text is not None else None


def label_at(row: Row) -> Place:
    return row.labels[-1].at if row.labels else row.values[0].at


def figures_of(row: Row) -> list[tuple[RawCell, float]]:
    """The row's filled cells with what they count; [] where one is no figure."""
    filled = [(raw, *cell_value(raw.text)) for raw in row.values]
    if any(state in {"text", "unread"} for _, _, state in filled):
        return []
    return [(raw, value or 0) for raw, value, state in filled if state != "blank"]


def above_labels(header: Header, row: Row) -> bool:
    """Whether column labels stand above a row's own: a head whose corner was lost is shifted."""
    ends = [cell.column + cell.column_span for cell in row.labels]
    return bool(ends) and min(start for start, _ in header.ranges.values()) < max(ends)
