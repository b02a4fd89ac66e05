"""Part four: fifteen cells in one row, in rows of five or of three, or in tables of their own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from index.document import RawCell
from index.formats import (
    DISPUTE_KINDS,
    DISPUTE_RESULTS,
    DISPUTES,
    Axis,
)
from index.recognition.document_lines import Line
from index.recognition.label_matching import best_likeness
from index.recognition.tables.lost_blanks import solve_groups
from index.recognition.tables.table_cells import Reading, as_cell, figures_of
from index.recognition.tables.table_columns import find_header, in_order, is_regular, under
from index.recognition.tables.table_rows import Row, is_label, rows_of
from index.report import Cell
from index.text import cell_value, squash

_LIKELY = 0.75
_RESULT = squash(DISPUTE_RESULTS[0].label)
_HIGHEST_HEAD = 10
"""Over how many lines above a row of part four its column labels are looked for."""


def read_disputes(lines: Sequence[Line], wanted: Sequence[int], reading: Reading) -> None:
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
        if values and (_is_headed(lines, row) or _adds_up([values[key] for key in keys])):
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


def _is_headed(lines: Sequence[Line], row: Row) -> bool:
    """Whether cases are named above a row of figures alone: its columns, or its chapter."""
    above = lines[max(0, row.lines[0] - _HIGHEST_HEAD) : row.lines[0]]
    return any("复议" in (text := squash(line.text)) or _RESULT in text for line in above)


def _adds_up(cells: Sequence[RawCell | None]) -> bool:
    """Whether the last of each kind's five figures is the sum of the others."""
    figures = [cell_value(cell.text)[0] or 0 if cell else 0 for cell in cells]
    five = len(DISPUTE_RESULTS)
    groups = (figures[i : i + five] for i in range(0, len(figures), five))
    return any(figures) and all(sum(group[:-1]) == group[-1] for group in groups)


def _place_disputes(row: Row) -> dict[str, Cell]:
    """The 15 cells of a shorter run of figures, where the sums leave one placement; {} if not."""
    figures = figures_of(row)
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
