"""Rows to rows: a further column, groups, conditions, order. Pure."""

from __future__ import annotations

import operator
import statistics
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from assistant.ask.answer import Number
from assistant.ask.plan.plan import Agg, Compute, Condition, Grouped, Keep, Order
from assistant.ask.plan.rows import (
    BODY,
    NOTHING,
    SENTENCE,
    YEAR,
    Column,
    Row,
    Rows,
    Value,
    joined,
    tidy,
)
from assistant.ask.plan.units import OF_FUNCTION

NO_LAST = "没有上年的数"

# ---------------------------------------------------------------- compute


def computed(step: Compute, rows: Rows) -> Rows:
    """The rows with the column `step.name`; where it cannot be worked out the value says why."""
    values = _COLUMNS[step.fn](step, rows)
    unit = OF_FUNCTION.get(step.fn, rows.column(step.a).unit)
    held = tuple({**row, step.name: v} for row, v in zip(rows.rows, values, strict=True))
    columns = (*rows.columns, Column(step.name, "number", unit, derived=True, made=True))
    gaps = tuple(
        f"{_whose(row)}{step.name}：{v.missing}"
        for row, v in zip(rows.rows, values, strict=True)
        if v.missing and not row[step.a].missing and not _first(row, rows)
    )
    return replace(rows, columns=columns, rows=held, gaps=(*rows.gaps, *gaps))


def _first(row: Row, rows: Rows) -> bool:
    """Whether it is of the first year looked at, which nobody expects to have one before it."""
    return YEAR in row and row[YEAR].value == min((y for _, y in rows.scope), default=None)


def _whose(row: Row) -> str:
    year = row[YEAR].value if YEAR in row else None
    return f"{row[BODY].words if BODY in row else ''}{f'{year}年' if year else ''}"


def _pairwise(fn: Callable[[float, float], float]) -> Callable[[Compute, Rows], list[Value]]:
    def column(step: Compute, rows: Rows) -> list[Value]:
        return [_of_two(fn, row[step.a], row[step.b or step.a]) for row in rows.rows]

    return column


def _of_two(fn: Callable[[float, float], float], a: Value, b: Value) -> Value:
    cells, cited = joined((a, b))
    if a.number is None or b.number is None:
        return Value(None, cells, cited, a.missing or b.missing or "没有数")
    try:
        return Value(tidy(fn(a.number, b.number)), cells, cited)
    except ZeroDivisionError:
        return Value(None, cells, cited, "作分母的数为0，无法计算")


def _of_all(step: Compute, rows: Rows) -> list[Value]:
    """Each as a share of the sum of all, in %; of what has numbers."""
    values = [row[step.a] for row in rows.rows]
    total = sum(v.number for v in values if v.number is not None)
    cells, cited = joined(values)
    return [
        Value(tidy(100 * v.number / total), cells, cited)
        if v.number is not None and total
        else Value(None, v.cells, v.cited, v.missing or "合计为0，无法计算")
        for v in values
    ]


def year_before(step: Compute, rows: Rows) -> list[Value]:
    """For each row the same body's value of the year before; of what has no body, the year's."""
    held = {(row[BODY].words if BODY in row else "", row[YEAR].number): row for row in rows.rows}
    found = []
    for row in rows.rows:
        whose = row[BODY].words if BODY in row else ""
        earlier = held.get((whose, (row[YEAR].number or 0) - 1))
        found.append(earlier[step.a] if earlier else NOTHING)
    return found


def _against_last(fn: Callable[[float, float], float]) -> Callable[[Compute, Rows], list[Value]]:
    def column(step: Compute, rows: Rows) -> list[Value]:
        return [
            replace(NOTHING, missing=NO_LAST)
            if before is NOTHING
            else _of_two(fn, row[step.a], before)
            for row, before in zip(rows.rows, year_before(step, rows), strict=True)
        ]

    return column


def _ranks(step: Compute, rows: Rows) -> list[Value]:
    """1 for the highest; equal values share the place."""
    values = [row[step.a] for row in rows.rows]
    numbers = [v.number for v in values if v.number is not None]
    cells, cited = joined(values)
    return [
        Value(1 + sum(n > v.number for n in numbers), cells, cited)
        if v.number is not None
        else Value(None, v.cells, v.cited, v.missing)
        for v in values
    ]


def _over_next(step: Compute, rows: Rows) -> list[Value]:
    """How much each is above the next lower value."""
    found = []
    for row in rows.rows:
        own = row[step.a]
        lower = [r[step.a] for r in rows.rows if _less(r[step.a].number, own.number)]
        next_one = max(lower, key=lambda v: v.number or 0, default=None)
        found.append(_of_two(operator.sub, own, next_one) if next_one else NOTHING)
    return found


def _less(a: Number | None, b: Number | None) -> bool:
    return a is not None and b is not None and a < b


_COLUMNS: Mapping[str, Callable[[Compute, Rows], list[Value]]] = {
    "差": _pairwise(operator.sub),
    "和": _pairwise(operator.add),
    "比": _pairwise(operator.truediv),
    "百分比": _pairwise(lambda a, b: 100 * a / b),
    "绝对值": _pairwise(lambda a, _: abs(a)),
    "占合计": _of_all,
    "较上年": _against_last(operator.sub),
    "增长率": _against_last(lambda now, then: 100 * (now - then) / then),
    "名次": _ranks,
    "比下一名多": _over_next,
}

# ---------------------------------------------------------------- group


def grouped(step: Grouped, rows: Rows) -> Rows:
    """A row a group, in the order of first appearance; aggregates over what has a number."""
    groups: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    if not step.by:
        groups[()] = list(rows.rows)
    for row in rows.rows if step.by else ():
        groups[tuple(row[b].value for b in step.by)].append(row)
    columns = [rows.column(b) for b in step.by]
    columns += [Column(a.name, "number", _unit(a, rows), derived=True, made=True) for a in step.agg]
    made = []
    for held in groups.values():
        row = {b: _kept(held, b) for b in step.by}
        row |= {a.name: _aggregate(a, [r[a.col] for r in held if a.col in r]) for a in step.agg}
        made.append(row)
    return replace(rows, columns=tuple(columns), rows=tuple(made))


def _kept(held: Sequence[Row], name: str) -> Value:
    """The value that the group shares, with the sentences of all its members."""
    _, cited = joined(row[name] for row in held)
    return replace(held[0][name], cited=cited)


def _unit(agg: Agg, rows: Rows) -> str:
    column = rows.column(agg.col)
    if agg.fn == "个数" and agg.col == SENTENCE:
        return "份"
    if agg.fn == "个数":
        return {"body": "家", "year": "年"}.get(column.kind, "条")
    return column.unit


def _aggregate(agg: Agg, values: Sequence[Value]) -> Value:
    cells, cited = joined(values)
    if agg.fn == "个数" and agg.col == SENTENCE:
        return Value(len({c.report for c in cited}), cells, cited)  # reports that say it
    if agg.fn == "个数":
        return Value(len({v.value for v in values if v.value is not None}), cells, cited)
    numbers = [v.number for v in values if v.number is not None]
    if not numbers:
        return Value(None, cells, cited, next((v.missing for v in values if v.missing), "没有数"))
    if agg.fn == "极差" and len(numbers) < 2:
        return Value(None, cells, cited, "只有一个数，没有可比的")
    if agg.fn in ("最大", "最小"):
        best = (max if agg.fn == "最大" else min)(numbers)
        cells, cited = joined(v for v in values if v.number == best)
    return Value(tidy(_AGGREGATES[agg.fn](numbers)), cells, cited)


_AGGREGATES: Mapping[str, Callable[[Sequence[Number]], float]] = {
    "和": sum,
    "平均": statistics.fmean,
    "中位数": statistics.median,
    "最大": max,
    "最小": min,
    "极差": lambda n: max(n) - min(n),
}

# ---------------------------------------------------------------- keep


def kept(step: Keep, rows: Rows, done: Mapping[str, Rows]) -> Rows:
    """The rows that hold; with `each`, a row a body whose years all, some or never hold."""
    bounds = [_bound(c.value, done) for c in step.where]
    meets = [_test(c, b) for c, b in zip(step.where, bounds, strict=True)]
    join = any if step.any else all
    on = [c.col for c in step.where]
    unclear = tuple(
        f"{c.value}不是一个数，没有用来比较"
        for c, b in zip(step.where, bounds, strict=True)
        if b is None
    )
    rows = replace(rows, gaps=tuple(dict.fromkeys((*rows.gaps, *unclear))))
    holding = [row for row in rows.rows if join(test(row) for test in meets)]
    if step.each == "行":
        return _narrowed(step, rows.only(holding, on=on), done)
    return _each(step, rows, holding, on)


def _narrowed(step: Keep, rows: Rows, done: Mapping[str, Rows]) -> Rows:
    """What was looked at, narrowed by conditions on body and year: the rest is asked of no more."""
    tests = [_test(c, _bound(c.value, done)) for c in step.where if c.col in (BODY, YEAR)]
    if not tests or step.any:
        return rows

    def stays(pair: tuple[str, int]) -> bool:
        row = {BODY: Value(pair[0]), YEAR: Value(pair[1])}
        return all(test(row) for test in tests)

    scope = tuple(filter(stays, rows.scope))
    return replace(rows, scope=scope, held=frozenset(filter(stays, rows.held)))


def _each(step: Keep, rows: Rows, holding: Sequence[Row], on: Sequence[str]) -> Rows:
    """The rows of the bodies whose years hold; what is missing is told apart, never counted.

    Where years were named, a body without a report of one, or with a value that is none, is named
    among the gaps instead of being said to do so every year, or never.  Where none were, its own
    reports are all there are, and the years that others have besides are said.
    """
    good = {(row[BODY].words, row[YEAR].value) for row in holding}
    blind = {
        (r[BODY].words, r[YEAR].value)
        for r in rows.rows
        if any(r[c].missing and r[c].missing != NO_LAST for c in on)
    }
    unknown = {
        (r[BODY].words, r[YEAR].value)
        for r in rows.rows
        if any(r[c].missing == NO_LAST for c in on)
    }
    if step.each == "有的年":
        return rows.only(holding, on=on)
    chosen: list[str] = []
    gaps: list[str] = []
    for body in dict.fromkeys(b for b, _ in rows.scope):
        years = {(b, y) for b, y in rows.scope if b == body}
        lacking = years - rows.held
        absent = lacking | (years & blind)
        known = years - absent - (unknown if step.each == "每年都" else set())
        every = step.each == "每年都"
        wanted = (bool(known) and known <= good) if every else not (known & good)
        told = absent == lacking if rows.open and known else not absent
        if wanted and told:
            chosen.append(body)
        if wanted and absent:
            missing = "、".join(f"{y}年" for _, y in sorted(absent))
            said = "按其余年份判断" if told else f"不能断定{step.each}"
            gaps.append(f"{body}：缺{missing}，{said}")
    return _of_bodies(rows, chosen, holding, tuple(gaps), on)


def _of_bodies(
    rows: Rows,
    chosen: Sequence[str],
    holding: Sequence[Row],
    gaps: tuple[str, ...],
    on: Sequence[str],
) -> Rows:
    """The rows of the bodies chosen; a body without any still has a row with its name."""
    held = {id(row) for row in holding}
    kept: list[Row] = []
    for body in chosen:
        mine = [r for r in rows.rows if r[BODY].words == body]
        best = [r for r in mine if id(r) in held] or mine
        kept += best or [{c.name: Value(None) for c in rows.columns} | {BODY: Value(body)}]
    out = rows.only(kept, on=on)
    return replace(out, gaps=tuple(dict.fromkeys((*rows.gaps, *gaps))))


_SIGNS: Mapping[str, Callable[[float, float], bool]] = {
    "=": operator.eq,
    "≠": operator.ne,
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
}


def _test(condition: Condition, bound: float | str | None) -> Callable[[Row], bool]:
    """Whether a row meets the condition; none does where the bound is not known."""

    def test(row: Row) -> bool:
        value = row[condition.col]
        if bound is None:
            return False
        if condition.is_ in ("含", "不含"):
            held = str(bound) in value.words or any(str(bound) in c.quote for c in value.cited)
            return held == (condition.is_ == "含")
        if isinstance(bound, str):
            return (value.words == bound) == (condition.is_ == "=")
        return value.number is not None and _SIGNS[condition.is_](value.number, bound)

    return test


def _bound(value: float | str, done: Mapping[str, Rows]) -> float | str | None:
    """A number, words, or what an earlier step holds (`s2.平均数`); None where that is not one value."""
    id, _, name = value.partition(".") if isinstance(value, str) else ("", "", "")
    if id not in done or not done[id].has(name):
        return value
    held = {row[name].value for row in done[id].rows}
    return held.pop() if len(held) == 1 else None


# ---------------------------------------------------------------- order


def ordered(step: Order, rows: Rows) -> Rows:
    """By a column, what has no number left out; ties of the last taken or of the place are kept."""
    numbered = [row for row in rows.rows if row[step.by].number is not None]
    numbered.sort(key=lambda r: r[step.by].number or 0, reverse=step.desc)
    steps = list(dict.fromkeys(r[step.by].number for r in numbered))
    if step.place is not None:
        # the place counts rows, as people count: two firsts leave no second
        at = numbered[step.place - 1][step.by].number if len(numbered) >= step.place else None
        numbered = [r for r in numbered if at is not None and r[step.by].number == at]
    elif step.take is not None and len(numbered) > step.take:
        last = numbered[step.take - 1][step.by].number
        bound = steps.index(last)
        numbered = [r for r in numbered if steps.index(r[step.by].number) <= bound]
    return rows.only(numbered, on=[step.by])


__all__ = ["computed", "grouped", "kept", "ordered"]
