"""Growth from a few: a rate over a handful of cases says how many they were."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from assistant.ask.plan.plan import Compute, Plan
from assistant.ask.plan.rows import BODY, YEAR, Row, Rows
from assistant.ask.plan.transform import year_before

FEW = 5
"""What a year must have counted at least for the growth from it to say something."""
_NAMED = 5


def note(plan: Plan, done: Mapping[str, Rows], shown: Rows) -> str:
    """What to say of the rates of growth among the rows `shown` that start from few; "" for none."""
    steps = [s for s in plan.steps if isinstance(s, Compute) and s.fn == "增长率"]
    found = list(dict.fromkeys(b for step in steps for b in _bases(step, done[step.of], shown)))
    more = f"等{len(found)}处" if len(found) > _NAMED else ""
    said = f"基数不足{FEW}，增长率仅供参考：{'、'.join(found[:_NAMED])}{more}"
    return said if found else ""


def _bases(step: Compute, rows: Rows, shown: Rows) -> Iterator[str]:
    """The numbers that growth starts from, of those rows that are shown; sums of money are no few."""
    unit = rows.column(step.a).unit
    of_rows = {_whose(row) for row in shown.rows}
    for row, before in zip(rows.rows, year_before(step, rows), strict=True):
        body, year = _whose(row)
        few = before.number is not None and 0 < before.number < FEW and not unit.endswith("元")
        if few and (body, year) in of_rows:
            yield f"{body}{year - 1:g}年{before.number:g}{unit}"


def _whose(row: Row) -> tuple[str, float]:
    return (row[BODY].words if BODY in row else "", row[YEAR].number or 0 if YEAR in row else 0)
