"""Which cell of a row stands under which column of the form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.document import RawCell, RawTable
from index.formats import Axis
from index.recognition.label_matching import best_likeness
from index.text import cell_value, squash

Range = tuple[int, int]
_SURE = 0.75


@dataclass(frozen=True, slots=True)
class Header:
    """A table's column labels as printed and the grid columns below each, by the axis' key."""

    ranges: Mapping[str, Range]
    cells: Mapping[str, RawCell]

    @property
    def order(self) -> tuple[str, ...]:
        return tuple(sorted(self.ranges, key=lambda key: self.ranges[key]))


def is_regular(table: RawTable) -> bool:
    """Whether cells with their spans fill the whole grid, so that columns line up."""
    area = sum(c.row_span * c.column_span for c in table.cells)
    return table.gridded and area == table.rows * table.columns


def find_header(cells: Sequence[RawCell], axes: Sequence[Axis]) -> Header:
    """The column labels among `cells`; an axis that two columns claim is left out.

    Cells side by side of the same words are one cell whose span was filled.  A label that is known
    by no wording is known by its place among those of the form's order.
    """
    claims: dict[str, list[RawCell]] = {}
    for cell in cells:
        likely, key = max((best_likeness(cell.text or "", axis), axis.key) for axis in axes)
        if likely >= _SURE:
            claims.setdefault(key, []).append(cell)
    ranges = {key: _joined(cells) for key, cells in claims.items()}
    found = {key: joined for key, joined in ranges.items() if joined is not None}
    header = Header(found, {key: claims[key][0] for key in found})
    return header if len(found) == len(axes) else _with_placed(header, cells, axes)


def _with_placed(header: Header, cells: Sequence[RawCell], axes: Sequence[Axis]) -> Header:
    """The header with each label that alone stands between those of the columns beside it."""
    order = [axis.key for axis in axes]
    known = [key for key in order if key in header.ranges]
    if 2 * len(known) <= len(order) or list(header.order) != known:
        return header
    ranges, named = dict(header.ranges), dict(header.cells)
    for before, key, after in zip(order, order[1:], order[2:], strict=False):
        if key in ranges or before not in header.ranges or after not in header.ranges:
            continue
        between = (header.ranges[before][1], header.ranges[after][0])
        inside = [c for c in cells if _range(c) == between and (c.text or "").strip()]
        if inside:
            ranges[key], named[key] = between, max(inside, key=lambda c: c.row)
    return Header(ranges, named)


def _joined(cells: Sequence[RawCell]) -> Range | None:
    """The columns of the cells, None where they are apart or of different words."""
    ranges = sorted({_range(c) for c in cells})
    same = len(ranges) == 1 or len({squash(c.text or "") for c in cells}) == 1
    touching = all(a[1] == b[0] for a, b in pairwise(ranges))
    return (ranges[0][0], ranges[-1][1]) if same and touching else None


def _range(cell: RawCell) -> Range:
    return cell.column, cell.column + cell.column_span


def under(header: Header, row: Sequence[RawCell]) -> dict[str, RawCell | None]:
    """The cell of `row` below each column label; None where it cannot be told."""
    found = {key: _below(key, header, row) for key in header.ranges}
    if None in found.values() and len(row) == len(found):
        pairs = dict(zip(header.order, sorted(row, key=lambda c: c.column), strict=True))
        if all(_mostly(cell, key, header) for key, cell in pairs.items()):
            return dict(pairs)
    return found


def _mostly(cell: RawCell, key: str, header: Header) -> bool:
    """Whether a cell whose borders were drawn aslant stands below one label more than others."""
    start, end = _range(cell)
    shared = {k: min(end, e) - max(start, s) for k, (s, e) in header.ranges.items()}
    others = max((v for k, v in shared.items() if k != key), default=0)
    return cell.row_span == 1 and shared[key] > max(others, 0)


def _below(key: str, header: Header, row: Sequence[RawCell]) -> RawCell | None:
    start, end = header.ranges[key]
    met = [c for c in row if c.column < end and c.column + c.column_span > start]
    filled = [c for c in met if cell_value(c.text)[1] != "blank"]
    repeated = header.cells[key].column_span < end - start and len({c.text for c in met}) == 1
    if len(filled) > 1 and not repeated or not met:
        return None
    cell = filled[0] if filled else met[0]
    others = (r for k, r in header.ranges.items() if k != key)
    shared = any(cell.column < e and cell.column + cell.column_span > s for s, e in others)
    return None if shared or cell.row_span > 1 else cell


def in_order(
    keys: Sequence[str], values: Sequence[RawCell], *, padded: bool = False
) -> dict[str, RawCell | None] | None:
    """Values given to columns one by one; None where their numbers differ.

    `padded` takes blanks after the last value for grid columns that the table does not use, but
    not where others stand before the first: either may be the columns that are not used.
    """
    values = list(values)
    leading = bool(values) and cell_value(values[0].text)[1] == "blank"
    padded = padded and not leading
    while padded and len(values) > len(keys) and cell_value(values[-1].text)[1] == "blank":
        values.pop()
    return dict(zip(keys, values, strict=True)) if len(values) == len(keys) else None
