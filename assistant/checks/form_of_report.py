"""Which form a report prints: its notice, its equations, whether （六） is one row."""

from __future__ import annotations

from index.formats import NOTICE_2019, NOTICE_2021, Equation, equations, form_of_year
from index.report import Report

ONE_ROW_KEYS = ("applications.other.natural_person", "applications.other.total")


def one_row_other(report: Report) -> bool:
    """Whether （六）其他处理 is printed as one row, as in the 2019 form."""
    return any(report.cell(key).state != "unread" for key in ONE_ROW_KEYS)


def equations_of(report: Report) -> tuple[Equation, ...]:
    """T01–T04 as they hold for the rows that this report prints."""
    base = "2019" if report.format == "2019" else "2021"
    return equations(base, one_row_other=one_row_other(report))


def notice_of(report: Report) -> str:
    """The notice that set the form which this report prints."""
    form = form_of_year(report.year) if report.year else None
    if report.format == "mixed" and form is not None:
        return form.notice
    return NOTICE_2019 if report.format == "2019" else NOTICE_2021
