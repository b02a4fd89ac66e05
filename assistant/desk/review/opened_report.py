"""A report that a page has open, from a person's list or from the library."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from assistant.desk.frame.user_state import Correction
from index.report import Cell, Report, Review


@dataclass(frozen=True, slots=True)
class Opened:
    """One report with its review: the `n`th of a file of the list, or one kept in the library."""

    source: Literal["review", "library"]
    id: str
    n: int
    review: Review
    file: Path
    filename: str
    corrections: tuple[Correction, ...] = ()

    @property
    def report(self) -> Report:
        assert self.review.report is not None
        return self.review.report

    @property
    def path(self) -> str:
        return f"{self.source}/{self.id}/{self.n}"


def corrected(report: Report, key: str, text: str) -> Report:
    """The report with one cell read as a person says; the machine's reading stays beside it."""
    from index.text import cell_value

    old = report.cell(key)
    value, state = cell_value(text)
    first = old.first_text if old.how == "correction" else old.text
    cell = Cell(value, text, state, old.at, first_text=first, how="correction")
    return replace(report, cells={**report.cells, key: cell})


def named(opened: Opened) -> Review:
    """The review under the name its file had, not the path where it is kept."""
    review = opened.review
    return replace(review, source=replace(review.source, path=opened.filename))
