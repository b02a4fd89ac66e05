"""Amounts as a table and as a chart."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.ask.answer import Chart, Table
from assistant.ask.compute import said
from assistant.ask.figures import REASONS, Amount


def table(amounts: Sequence[Amount]) -> Table | None:
    """The amounts as rows: body, year, measure, value or why there is none."""
    if not amounts:
        return None
    rows = tuple((a.agency, f"{a.year}年", a.measure.label, _shown(a)) for a in amounts)
    return Table(("单位", "年度", "指标", "数值"), rows)


def _shown(a: Amount) -> str:
    return REASONS[a.missing] if a.value is None else said(a.value, a.measure.unit)


def chart(amounts: Sequence[Amount]) -> Chart | None:
    """A line over several years (a series a body), else bars over several bodies; one measure."""
    if len(amounts) < 2 or len({a.measure.key for a in amounts}) > 1:
        return None
    years = sorted({a.year for a in amounts})
    unit = amounts[0].measure.unit
    if len(years) > 1:
        names = list(dict.fromkeys(a.body for a in amounts))
        held = {(a.body, a.year): a for a in amounts}
        last = {a.body: a.agency for a in amounts}
        series = {
            last[b]: tuple(held[b, y].value if (b, y) in held else None for y in years)
            for b in names
        }
        return Chart("line", tuple(f"{y}年" for y in years), series, unit)
    values = tuple(a.value for a in amounts)
    return Chart("bar", tuple(a.agency for a in amounts), {amounts[0].measure.label: values}, unit)
