"""Rows as the table and the chart behind an answer."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.ask.answer import Chart, Number, Table
from assistant.ask.plan.plan import Grouped, Plan
from assistant.ask.plan.rows import BODY, SENTENCE, YEAR, Column, Row, Rows, Value
from assistant.ask.plan.units import PLACES
from assistant.ask.tell.figures_in_words import column_name
from assistant.ask.tell.numbers import converted, printed

_HEADS = {BODY: "单位", YEAR: "年度", SENTENCE: "原文"}


def table(rows: Rows, columns: Sequence[Column], plan: Plan) -> Table | None:
    """Every row, with body and year first where there are any; None where there are no rows."""
    if not rows.rows:
        return None
    own = [c for c in rows.columns if c.name in (BODY, YEAR)]
    shown = list(dict.fromkeys((*own, *columns)))
    return Table(
        tuple(_head(c, plan) for c in shown),
        tuple(tuple(_cell(row, c, plan) for c in shown) for row in rows.rows),
    )


def with_totals(behind: Rows, step: Grouped, over_all: Rows, plan: Plan) -> Table | None:
    """The rows behind numbers over all of them, and below them those numbers, by their names.

    None where there is one row only, or what is put together are no numbers.
    """
    columns = [behind.column(name) for name in dict.fromkeys(a.col for a in step.agg)]
    if len(behind.rows) < 2 or any(c.kind != "number" for c in columns):
        return None
    rows = table(behind, columns, plan)
    assert rows is not None
    own = len(rows.columns) - len(columns)
    below = []
    for agg in step.agg:
        told = _cell(over_all.rows[0], over_all.column(agg.name), plan)
        numbers = [told if c.name == agg.col else "" for c in columns]
        below.append((agg.name, *[""] * (own - 1), *numbers))
    return Table(rows.columns, (*rows.rows, *below)) if own else None


def _head(column: Column, plan: Plan) -> str:
    if column.name in _HEADS:
        return _HEADS[column.name]
    _, unit = converted(0, column.unit, plan.unit)
    name = column_name(column)
    return f"{name}（{unit}）" if unit not in ("", "件", PLACES) else name


def _cell(row: Row, column: Column, plan: Plan) -> str:
    value = row.get(column.name, Value(None))
    if column.name == SENTENCE:
        return " ".join(c.quote for c in value.cited)
    number = value.number
    if number is None:
        return value.words or value.missing
    if column.kind == "year":
        return f"{number:g}"
    scaled, _ = converted(number, column.unit, plan.unit)
    return printed(scaled, plan.decimals)


def chart(rows: Rows, columns: Sequence[Column]) -> Chart | None:
    """Lines over years, bars over bodies, of the first number shown; None for a single row."""
    numbers = [c for c in columns if c.kind == "number"]
    if len(rows.rows) < 2 or not numbers:
        return None
    first = numbers[0]
    years = list(dict.fromkeys(int(r[YEAR].number or 0) for r in rows.rows if YEAR in r))
    bodies = list(dict.fromkeys(r[BODY].words for r in rows.rows if BODY in r))
    held: dict[tuple[str, int], Number | None] = {
        (r[BODY].words if BODY in r else "", int(r[YEAR].number or 0) if YEAR in r else 0): r[
            first.name
        ].number
        for r in rows.rows
    }
    if len(years) > 1:
        series = {
            b or column_name(first): tuple(held.get((b, y)) for y in sorted(years))
            for b in (bodies or [""])[:8]
        }
        return Chart("line", tuple(f"{y}年" for y in sorted(years)), series, first.unit)
    year = years[0] if years else 0
    values = tuple(held.get((b, year)) for b in bodies)
    return Chart("bar", tuple(bodies), {column_name(first): values}, first.unit) if bodies else None
