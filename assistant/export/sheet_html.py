"""The send-back sheet as one self-contained HTML page; every text of a report is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from assistant.export.printed_form import Box, Grid
from assistant.export.review_sheet import LEGEND, SHEET_TITLE, Sheet

TEMPLATES = Path(__file__).parent / "templates"


def html(sheets: Sequence[Sheet]) -> str:
    """The page for one or more reports, styles inside, nothing loaded from anywhere."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    template = environment.get_template("sheet.html")
    return template.render(sheets=sheets, title=SHEET_TITLE, legend=LEGEND, rows=rows)


def rows(grid: Grid) -> list[list[Box]]:
    """The boxes of a drawn table by the row they begin in; a row without one is empty."""
    boxes = sorted(grid.boxes, key=lambda b: (b.row, b.column))
    begun = {row: list(group) for row, group in groupby(boxes, key=lambda b: b.row)}
    return [begun.get(row, []) for row in range(grid.rows)]
