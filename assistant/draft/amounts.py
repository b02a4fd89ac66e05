"""Counts of a report's tables by name: a cell, or a named sum of cells.

A cell that is blank or unread makes the count unknown, never 0.
"""

from __future__ import annotations

from collections.abc import Sequence

from index.form_rows import group_rows
from index.formats import edition
from index.report import Report

Amount = int | float


def amount(report: Report, name: str) -> Amount | None:
    """A cell's number, or one of the named sums; None where a cell it needs has no number.

    Named sums: `total` ((七) 总计), `organisations` (the five columns of 新收), and the groups of
    results that have several rows (`denied`, `unavailable`, `rejected`, `other`).
    """
    if name == "organisations":
        whole = amount(report, "applications.new_received.total")
        persons = amount(report, "applications.new_received.natural_person")
        return None if whole is None or persons is None else whole - persons
    if name == "total":
        return report.cell("applications.total.total").value
    if "." not in name:
        return added(report, _group_keys(report, name))
    return report.cell(name).value


def _group_keys(report: Report, group: str) -> tuple[str, ...]:
    one_row = "applications.other.total" in report.cells
    rows = group_rows(group, edition(report.format, report.year), one_row_other=one_row)
    return tuple(f"applications.{row.key}.total" for row in rows)


def added(report: Report, names: Sequence[str]) -> Amount | None:
    """The counts' sum; None where one is unknown."""
    values = [amount(report, name) for name in names]
    return None if None in values or not values else sum(v for v in values if v is not None)


def number(value: Amount) -> str:
    """A number as reports print it: no trailing `.0`."""
    return f"{value:g}" if isinstance(value, float) and not value.is_integer() else f"{value:.0f}"
