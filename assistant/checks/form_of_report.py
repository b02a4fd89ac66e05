"""Which form a report prints: its notice, its equations, whether （六） is one row."""

from __future__ import annotations

from index.equations import Equation, equations
from index.formats import FORMS, edition, form_of_year
from index.report import Report

ONE_ROW_KEYS = ("applications.other.natural_person", "applications.other.total")


def one_row_other(report: Report) -> bool:
    """Whether （六）其他处理 is printed as one row, as in the 2019 form."""
    return any(report.cell(key).state != "unread" for key in ONE_ROW_KEYS)


def equations_of(report: Report) -> tuple[Equation, ...]:
    """T01–T04 as they hold for the rows that this report prints."""
    return equations(edition(report.format, report.year), one_row_other=one_row_other(report))


def notice_of(report: Report) -> str:
    """The notice that set the form which this report prints."""
    form = form_of_year(report.year) if report.year else None
    if report.format == "mixed" and form is not None:
        return form.notice
    return FORMS[edition(report.format, report.year)].notice
