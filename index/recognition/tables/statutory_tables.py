"""The statutory tables of a report: lines to cells, by what the rows and columns say.

Every table is looked for among all rows of raw tables and among the printed lines between
chapters two and five.  A figure whose row or column is not certain is not read.
"""

from __future__ import annotations

from collections.abc import Sequence

from index.recognition.chapters import Chapter
from index.recognition.document_lines import Line
from index.recognition.heading_marks import TABLE_MARK, is_page_number
from index.recognition.tables.application_table import read_applications
from index.recognition.tables.disclosure_tables import read_disclosure
from index.recognition.tables.dispute_table import read_disputes
from index.recognition.tables.table_cells import Reading
from index.text import squash

_LONGEST_ROW = 120


def read_tables(lines: Sequence[Line], chapters: Sequence[Chapter]) -> Reading:
    """The cells of every statutory table found among `lines`."""
    wanted = _wanted(lines, chapters)
    reading = Reading()
    read_disclosure(lines, wanted, reading)
    read_applications(lines, wanted, reading)
    read_disputes(lines, wanted, reading)
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
