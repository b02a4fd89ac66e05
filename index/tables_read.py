"""How much of the statutory tables was read: silence about a table is no verdict on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from index.report import Place, Report

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
    return {group: _read(report, group) for group in GROUPS} if report.cells else {}


def _read(report: Report, group: str) -> TableRead:
    cells = [cell for key, cell in report.cells.items() if key.startswith(f"{group}.")]
    met = [t for t in report.tables if t.table.startswith(group) and t.state != "missing"]
    unread = sum(cell.state == "unread" for cell in cells)
    places = [t.at for t in met if t.at != Place()] or [c.at for c in cells if c.at != Place()]
    there = bool(met) or unread < len(cells)
    return TableRead(len(cells), unread, there, places[0] if places else Place())


def is_mostly_unread(report: Report) -> bool:
    """Whether some statutory table is there and was mostly not read."""
    return any(read.mostly_unread for read in tables_read(report).values())
