"""What a list says of a report without opening its review."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.review.compare_versions import identity
from assistant.review.letters import Key
from assistant.review.mends import mends
from index.report import GRADES, Grade, Level, Review


@dataclass(frozen=True, slots=True)
class Said:
    """One thing to mend in short: its rule, how grave it is, its words.

    `parts` are the findings that it rests on, by rule and place: what decisions are kept by.
    """

    rule: str
    grade: Grade
    message: str
    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """One report of a file: whose it is, how much of it was not read, what was found.

    `n` is its place among the reports of the file.
    """

    n: int
    agency: str
    year: int | None
    level: Level
    sha256: str
    unread: int = 0
    findings: tuple[Said, ...] = ()

    @property
    def key(self) -> Key | None:
        """Whose report of which year it is; None where that is not known."""
        return (self.agency, self.year) if self.agency and self.year else None

    @property
    def counts(self) -> Mapping[str, int]:
        """Things to mend by grade, each grade named."""
        found = Counter(f.grade for f in self.findings)
        return {grade: found[grade] for grade in GRADES}


def brief(n: int, review: Review) -> Brief | None:
    """The `n`th review of a file in short; None where no report was read."""
    report = review.report
    if report is None:
        return None
    return Brief(
        n=n,
        agency=report.agency,
        year=report.year,
        level=report.level,
        sha256=review.source.sha256,
        unread=sum(cell.state == "unread" for cell in report.cells.values()),
        findings=tuple(
            Said(
                m.finding.rule,
                m.finding.grade,
                m.finding.message,
                tuple(identity(review.findings[i]) for i in m.decided),
            )
            for m in mends(review.findings)
        ),
    )
