"""The equations that hold over the cells of a form, as data."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from index.form_rows import application_rows, result_rows
from index.formats import (
    APPLICANTS,
    COLUMN_KEYS,
    DISPUTE_KINDS,
    DISPUTE_RESULTS,
    DISPUTES,
    RESULTS,
    full_label,
)


@dataclass(frozen=True, slots=True)
class Equation:
    """`sum(left) = sum(right)`; `name` says in Chinese which line of the form it holds for."""

    rule: str
    name: str
    left: tuple[str, ...]
    right: tuple[str, ...]


@cache
def equations(form: str, *, one_row_other: bool = False) -> tuple[Equation, ...]:
    """T01–T04 of a form, as data.

    Source: T02 is printed in the form (第一项加第二项之和，等于第三项加第四项之和); the others are
    the arithmetic of its totals.
    """

    def app(row: str, column: str) -> str:
        return f"applications.{row}.{column}"

    rows = application_rows(form, one_row_other=one_row_other)
    results = result_rows(form, one_row_other=one_row_other)
    found = [
        Equation(
            "T01",
            full_label(row).removeprefix(f"{RESULTS} / "),
            tuple(app(row.key, c) for c in COLUMN_KEYS[:-1]),
            (app(row.key, "total"),),
        )
        for row in rows
    ]
    found += [
        Equation(
            "T02",
            c.label,
            (app("new_received", c.key), app("carried_over", c.key)),
            (app("total", c.key), app("carried_forward", c.key)),
        )
        for c in APPLICANTS
    ]
    found += [
        Equation(
            "T03",
            c.label,
            tuple(app(r.key, c.key) for r in results),
            (app("total", c.key),),
        )
        for c in APPLICANTS
    ]
    found += [
        Equation(
            "T04",
            kind.label,
            tuple(DISPUTES.key(kind, r) for r in DISPUTE_RESULTS[:-1]),
            (DISPUTES.key(kind, DISPUTE_RESULTS[-1]),),
        )
        for kind in DISPUTE_KINDS
    ]
    return tuple(found)
