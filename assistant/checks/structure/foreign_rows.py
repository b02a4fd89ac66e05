"""Rows of part two that belong to the other form alone."""

from __future__ import annotations

from functools import cache

from index.formats import FORMS, Form
from index.report import Report


def foreign_rows(report: Report, form: Form) -> tuple[str, ...]:
    """Cells of part two that were read and belong to the other form alone."""
    own = _disclosure_keys(form.name)
    return tuple(
        key
        for key, cell in report.cells.items()
        if key.startswith("disclosure.") and key not in own and cell.state != "unread"
    )


@cache
def _disclosure_keys(form: str) -> frozenset[str]:
    return frozenset(key for key in FORMS[form].keys() if key.startswith("disclosure."))
