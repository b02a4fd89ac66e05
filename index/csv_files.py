"""CSV files, and the one guard against formulas that every table which leaves the program passes.

A spreadsheet runs a cell that begins with one of `STARTS`, and what stands in reports, file names
and answers was written by others.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from openpyxl.cell import Cell, WriteOnlyCell

STARTS = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula, or passes over on the way to one."""
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?%?")


def begins_formula(value: object) -> bool:
    """Whether a spreadsheet would run `value`: a text, no number, that begins as a formula does."""
    return isinstance(value, str) and value.startswith(STARTS) and not _NUMBER.fullmatch(value)


def harmless(value: Any) -> Any:
    """A value for a CSV cell: what would be run has a `'` before it, all else stays as it is."""
    return f"'{value}" if begins_formula(value) else value


def keep_text(cell: Cell | WriteOnlyCell) -> None:
    """A text in an XLSX cell stored as text, which also stays text when a person edits it."""
    if isinstance(cell.value, str):
        cell.data_type = "s"
        cell.quotePrefix = begins_formula(cell.value)


def csv_bytes(rows: Iterable[Sequence[Any]]) -> bytes:
    """Rows as CSV that Excel opens without asking: UTF-8 with its mark, no cell a formula."""
    text = io.StringIO()
    csv.writer(text).writerows([harmless(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")
