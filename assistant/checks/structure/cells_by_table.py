"""The cells of a report, table by table."""

from __future__ import annotations

from collections.abc import Iterator

from index.formats import labels
from index.report import Cell, Report


def cells_by_table(report: Report) -> Iterator[tuple[str, int, list[tuple[str, Cell]]]]:
    """Each statutory table with its printed name, its part and its cells."""
    tables: dict[str, list[tuple[str, Cell]]] = {}
    known = labels()
    for key, cell in report.cells.items():
        tables.setdefault(known[key].table, []).append((key, cell))
    for cells in tables.values():
        label = known[cells[0][0]]
        yield label.item, label.part, cells
