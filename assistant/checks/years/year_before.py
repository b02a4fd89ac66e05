"""The same body's report of the year before."""

from __future__ import annotations

from assistant.checks.rule import Context
from index.report import Report


def year_before(report: Report, context: Context) -> Report | None:
    """The earlier report, if it is of the year before."""
    earlier = context.earlier
    if earlier is None or not report.year or earlier.year != report.year - 1:
        return None
    return earlier
