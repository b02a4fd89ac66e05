"""How much of the statutory tables was read: silence about a table is no verdict on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.report import Cell, Place, Report

GROUPS = ("disclosure", "applications", "disputes")
"""The tables of parts two, three and four, as their cells' keys begin."""


@dataclass(frozen=True, slots=True)
class TableRead:
    """Of a part's statutory tables: how many cells they have, how many of them were not read,
    whether the tables are there at all, and where."""

    cells: int
    unread: int
    there: bool
    at: Place

    @property
    def mostly_unread(self) -> bool:
        """Whether tables that are there were not read, or more than half of their cells not."""
        return self.there and 2 * self.unread > self.cells


def tables_read(report: Report) -> Mapping[str, TableRead]:
    """For each group of `GROUPS` what was read; {} for forms without statutory cells."""
    if not report.cells:
        return {}
    cells: dict[str, list[Cell]] = {group: [] for group in GROUPS}
    for key, cell in report.cells.items():
        cells[key[: key.index(".")]].append(cell)
    return {group: _read(report, group, cells[group]) for group in GROUPS}


def _read(report: Report, group: str, cells: Sequence[Cell]) -> TableRead:
    met = [t for t in report.tables if t.table.startswith(group) and t.state != "missing"]
    unread = [cell.state for cell in cells].count("unread")
    places = (at for things in (met, cells) for thing in things if (at := thing.at) != Place())
    there = bool(met) or unread < len(cells)
    return TableRead(len(cells), unread, there, next(places, Place()))


def is_mostly_unread(report: Report) -> bool:
    """Whether some statutory table is there and was mostly not read."""
    return any(read.mostly_unread for read in tables_read(report).values())
