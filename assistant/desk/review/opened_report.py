"""A report that a page has open, from a person's list or from the library."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from assistant.desk.frame.user_state import Correction
from index.corrected_cells import shown
from index.report import Report, Review
from index.stores.values import Correction as Kept


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


def named(opened: Opened) -> Review:
    """The review under the name its file had, not the path where it is kept."""
    review = opened.review
    return replace(review, source=replace(review.source, path=opened.filename))


def by_hand(opened: Opened) -> list[Kept]:
    """What people set in its cells, as the library keeps such words."""
    report = opened.report
    return [
        Kept(
            opened.id,
            report.agency,
            report.year,
            c.key,
            c.text,
            shown(c.first) if c.first else "",
            "",
            c.who,
            c.when,
        )
        for c in opened.corrections
        if report.cell(c.key).how == "correction"
    ]
