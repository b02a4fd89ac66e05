"""The table behind an answer: which columns are numbers, what they sum to, and as a file."""

from __future__ import annotations

import re

from assistant.ask.answer import Answer, Table
from assistant.ask.plan.catalogue import catalogue
from index.csv_files import csv_bytes

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
YEAR_HEAD = "年度"
SUMMED = ("件", "项")
"""Units whose numbers of several bodies may be added up."""


def numeric(table: Table | None) -> frozenset[int]:
    """The columns that hold numbers, the year's left out."""
    if table is None:
        return frozenset()
    return frozenset(
        i
        for i, head in enumerate(table.columns)
        if head != YEAR_HEAD and any(_NUMBER.fullmatch(row[i]) for row in table.rows)
    )


def total(answer: Answer) -> tuple[str, ...]:
    """A last row with the sums of plain counts of several bodies in one year; () where none holds.

    Shares, averages, and counts of several years (which would count a stock twice) are not summed,
    nor is what was rounded or converted.
    """
    table, plan = answer.table, answer.plan
    if table is None or plan is None or len(table.rows) < 2:
        return ()
    if plan.unit or plan.decimals is not None or not _one_year(answer, table):
        return ()
    counts = {i for i in numeric(table) if _plain_count(table.columns[i])}
    if not counts or 0 in counts:
        return ()
    row = [_sum(table, i) if i in counts else "" for i in range(len(table.columns))]
    missing = sum(any(not _NUMBER.fullmatch(r[i]) for i in counts) for r in table.rows)
    return (f"以上合计（{missing}行没有数）" if missing else "以上合计", *row[1:])


def _one_year(answer: Answer, table: Table) -> bool:
    if YEAR_HEAD in table.columns:
        return len({row[table.columns.index(YEAR_HEAD)] for row in table.rows}) == 1
    return len(answer.asked.years) == 1


def _plain_count(head: str) -> bool:
    """Whether a column is a measure of the form itself that counts something."""
    measure = catalogue().get(re.sub(r"（(?:项|件)）$", "", head))
    return measure is not None and measure.over is None and measure.unit in SUMMED


def _sum(table: Table, column: int) -> str:
    numbers = [float(r[column]) for r in table.rows if _NUMBER.fullmatch(r[column])]
    return f"{sum(numbers):.10g}"


def csv(table: Table) -> bytes:
    """All rows for a spreadsheet."""
    return csv_bytes((table.columns, *table.rows))
