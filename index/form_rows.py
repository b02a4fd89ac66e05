"""The rows of the forms: of one edition, of its groups, of all editions together."""

from __future__ import annotations

from functools import cache

from index.formats import FORMS, ONE_ROW_OTHER, OTHER, RESULT_TOTAL, RESULTS, Axis, Edition


def result_rows(form: str, *, one_row_other: bool = False) -> tuple[Axis, ...]:
    """The result rows that （七）总计 sums: 21 of 2019, 23 of 2021 (21 with one-row （六）)."""
    rows = application_rows(form, one_row_other=one_row_other)
    return tuple(r for r in rows if RESULTS in r.above and r is not RESULT_TOTAL)


def group_rows(group: str, form: str, *, one_row_other: bool = False) -> tuple[Axis, ...]:
    """The rows of one of `GROUPS` in that form."""
    rows = result_rows(form, one_row_other=one_row_other)
    return tuple(r for r in rows if r.key == group or r.key.startswith(f"{group}."))


def application_rows(form: str, *, one_row_other: bool = False) -> tuple[Axis, ...]:
    """The rows of part three in that form; with `one_row_other` （六） as a row of its own."""
    rows = FORMS[form].table("applications").rows
    folded = (ONE_ROW_OTHER if one_row_other and OTHER in r.above else r for r in rows)
    return tuple(dict.fromkeys(folded))


@cache
def every_row(part: int) -> tuple[Axis, ...]:
    """The rows of a part in all editions in printed order, each key once, as the latest words it."""
    found: list[Axis] = []
    for form in reversed(FORMS.values()):
        place = 0
        for row in (r for t in form.tables if t.part == part for r in t.rows):
            keys = [f.key for f in found]
            if row.key not in keys:
                found.insert(place, row)
                keys.insert(place, row.key)
            place = keys.index(row.key) + 1
    return tuple(found)


@cache
def editions_with(row: str) -> frozenset[Edition]:
    """The editions whose part three prints that row."""
    return frozenset(
        f.name for f in FORMS.values() if row in {r.key for r in application_rows(f.name)}
    )
