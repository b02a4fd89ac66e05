"""Rows of numbers in words: one value, a ranking, those that meet a condition, a list."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise

from assistant.ask.plan.catalogue import measure_called, name_of
from assistant.ask.plan.plan import Compute, Figures, Grouped, Keep, Order, Plan, Sentences, Step
from assistant.ask.plan.readback import condition_words, when_words, who_words
from assistant.ask.plan.rows import BODY, YEAR, Column, Row, Rows, owner
from assistant.ask.tell.numbers import shown

LISTED = 12
"""How many rows stand in the sentence itself; the table beside it has them all."""
ADDENDS = 6
"""How many numbers are named behind the one that they come to."""
NAMED = 3
"""How many bodies are named again before those of them that are found."""


def told(
    step: Step,
    rows: Rows,
    columns: Sequence[Column],
    plan: Plan,
    behind: Rows | None = None,
) -> str:
    """The rows of `step` as one sentence or a short list; bare where that is too long.

    Where there are no rows, that is said in words: nothing bare would say it.  `behind` are the
    rows that one number over all comes from, named after it where they are few.
    """
    chosen = isinstance(step, Order | Keep)
    bare = "、".join(_bare(row, columns, plan, named=chosen) for row in rows.rows)
    if plan.bare and bare:
        return bare
    text = _told(step, rows, columns, plan)
    if behind is not None and isinstance(step, Grouped):
        text = f"{text.removesuffix('。')}{_addends(step, behind, plan)}。"
    return bare if plan.length and len(text) > plan.length and rows.rows else text


def _told(step: Step, rows: Rows, columns: Sequence[Column], plan: Plan) -> str:
    if not rows.rows:
        each = step.each if isinstance(step, Keep) and step.each != "行" else ""
        which = f"{each}{_conditions(step)}" if isinstance(step, Keep) else ""
        whole = "各年报告齐全的单位里" if each and any(each in g for g in rows.gaps) else ""
        return f"{_context(step, plan)}，{whole}没有{which or '符合条件'}的。"
    match step:
        case Order():
            return _ordered(step, rows, columns, plan)
        case Keep():
            return _kept(step, rows, columns, plan)
        case Grouped() if not step.by:
            return f"{_led(_context(step, plan), _values(rows.rows[0], columns, plan))}。"
    return _listed(rows, columns, plan, _context(step, plan))


def _addends(step: Grouped, behind: Rows, plan: Plan) -> str:
    """The few numbers that one over all of them comes from: （2022年12件、2023年15件）."""
    names = dict.fromkeys(agg.col for agg in step.agg)
    columns = [c for n in names if (c := behind.column(n)).kind == "number"]
    if len(columns) != 1 or not 1 < len(behind.rows) <= ADDENDS:
        return ""
    bodies = {row[BODY].words for row in behind.rows if BODY in row}
    told = [
        f"{(_whose(row) if _many_years(behind) else row[BODY].words) if len(bodies) > 1 else _year(row)}"
        f"{shown(row[columns[0].name], columns[0], plan)}"
        for row in behind.rows
    ]
    return f"（{'、'.join(told)}）"


def _year(row: Row) -> str:
    return f"{row[YEAR].number:g}年" if YEAR in row and row[YEAR].number else ""


def _led(context: str, values: str) -> str:
    """The values after what they are of, which is not said twice: 各乡镇2024年|新收申请合计14件."""
    shared = next((n for n in range(len(context), 3, -1) if values.startswith(context[-n:])), 0)
    return f"{context[:-shared]}{values}" if shared else f"{context}：{values}"


def _bare(row: Row, columns: Sequence[Column], plan: Plan, *, named: bool) -> str:
    """The names, where bodies were to be found, else the numbers."""
    numbers = [c for c in columns if c.kind == "number"]
    names = [row[c.name].words for c in columns if c.kind == "body"] if named else []
    return "、".join(names or [shown(row[c.name], c, plan) for c in numbers or columns])


def column_name(column: Column) -> str:
    """What the column counts: a measure by the form's name for it, else its own name."""
    _, plain = owner(column.name)
    measure = None if column.made else measure_called(plain)
    return name_of(measure) if measure else plain


def _values(row: Row, columns: Sequence[Column], plan: Plan) -> str:
    told = [
        f"{_with_owner(c, plan)}{shown(row[c.name], c, plan)}{_sides(row, c, plan)}"
        for c in columns
        if c.kind == "number"
    ]
    return "，".join(told)


def _sides(row: Row, column: Column, plan: Plan) -> str:
    """The two numbers that a share or a multiple comes from, where the row has them: （8件，共28件）."""
    id, name = owner(column.name)
    made = next((s for s in plan.steps if isinstance(s, Compute) and s.name == name), None)
    if id or made is None or made.b is None or made.fn not in ("百分比", "比"):
        return ""
    sides = [row[n].number for n in (made.a, made.b) if n in row]
    if len(sides) < 2 or None in sides:
        return ""
    part, whole = (f"{side:g}" for side in sides)
    return f"（{part}，比{whole}）" if made.fn == "比" else f"（{part}/{whole}）"


def _with_owner(column: Column, plan: Plan) -> str:
    """Side by side, whose the column is: 临溪县教育局新收申请."""
    id, _ = owner(column.name)
    name = column_name(column)
    step = next((s for s in plan.steps if s.id == id), None)
    if not isinstance(step, Figures | Sentences):
        return name
    beside = [s for s in plan.steps if isinstance(s, Figures | Sentences)]
    of_years = all(s.who == step.who for s in beside) and any(s.when != step.when for s in beside)
    return f"{when_words(step.when) if of_years else who_words(step.who)}{name}"


def _whose(row: Row) -> str:
    year = row[YEAR].number if YEAR in row else None
    return f"{row[BODY].words if BODY in row else ''}{f'{year:g}年' if year else ''}"


def origin(step: Step, plan: Plan) -> Figures | Sentences | None:
    """The step that the rows of `step` first come from."""
    by_id = {s.id: s for s in plan.steps}
    at: Step | None = step
    while at is not None and not isinstance(at, Figures | Sentences):
        of = getattr(at, "of", None)
        at = by_id.get(of if isinstance(of, str) else of[0]) if of else None
    return at


def _context(step: Step, plan: Plan) -> str:
    first = origin(step, plan)
    if first is None:
        return ""
    what = "、".join(first.measures) if isinstance(first, Figures) else "、".join(first.words)
    held = "".join(
        f"，{'、'.join(condition_words(c) for c in s.where)}的"
        for s in _before(step, plan)
        if isinstance(s, Keep)
    )
    whose = "" if first.who.of else who_words(first.who)
    if isinstance(step, Keep | Order) and len(first.who.names) > NAMED:
        whose = f"所说的{len(first.who.names)}个单位"
    when = "" if first.when.of else when_words(first.when)
    return f"{whose}{when}{what}{held}"


def _before(step: Step, plan: Plan) -> list[Step]:
    """The chain of steps before `step` that it follows, the first first."""
    by_id = {s.id: s for s in plan.steps}
    chain: list[Step] = []
    of = getattr(step, "of", None)
    while isinstance(of, str) and of in by_id:
        chain.append(by_id[of])
        of = getattr(by_id[of], "of", None)
    return chain[::-1]


def _ordered(step: Order, rows: Rows, columns: Sequence[Column], plan: Plan) -> str:
    by = column_name(rows.column(step.by))
    if step.place is not None:
        lead = f"{_context(step, plan)}按{by}{_way(step)}第{step.place}名是"
        return f"{lead}{'、'.join(_entry(r, rows, columns, plan, step.by) for r in rows.rows)}。"
    if step.take == 1:
        most = "最多" if step.desc else "最少"
        lead = f"{_context(step, plan)}，{by}{most}的是"
        return f"{lead}{'、'.join(_entry(r, rows, columns, plan, step.by) for r in rows.rows)}。"
    lines = [
        f"{i}. {_entry(row, rows, columns, plan, step.by)}"
        for i, row in enumerate(rows.rows[:LISTED], 1)
    ]
    return "\n".join([f"{_context(step, plan)}，按{by}{_way(step)}：", *lines, *_rest(rows)])


def _way(step: Order) -> str:
    return "从高到低" if step.desc else "从低到高"


def _rest(rows: Rows) -> list[str]:
    left = len(rows.rows) - LISTED
    return [f"其余{left}个见表。"] if left > 0 else []


def _entry(row: Row, rows: Rows, columns: Sequence[Column], plan: Plan, by: str = "") -> str:
    """A name with what it is named for: 临溪县教育局（63件）."""
    wanted = [c for c in columns if c.kind == "number"]
    if by and all(c.name != by for c in wanted):
        wanted = [rows.column(by), *wanted]
    of_years = _many_years(rows) or any(c.kind == "year" for c in columns)
    name = _whose(row) if of_years or BODY not in row else row[BODY].words
    one = len(wanted) == 1
    told = "，".join(
        f"{'' if one else _with_owner(c, plan)}{shown(row[c.name], c, plan)}" for c in wanted
    )
    return f"{name}（{told}）" if told and name else name or told


def _many_years(rows: Rows) -> bool:
    return len({row[YEAR].value for row in rows.rows if YEAR in row}) > 1


def _kept(step: Keep, rows: Rows, columns: Sequence[Column], plan: Plan) -> str:
    """Those that meet the conditions: how many bodies (or years), which, and their numbers."""
    conditions = _conditions(step)
    bodies = list(dict.fromkeys(row[BODY].words for row in rows.rows if BODY in row))
    placed = all(c.col in (BODY, YEAR) for c in step.where)
    if placed or any(c.col == BODY for c in step.where) or not bodies:
        return _listed(rows, columns, plan, _context(step, plan))
    each = "" if step.each == "行" else step.each
    unit = f"{len(bodies)}个单位" if len(bodies) > 1 or not _many_years(rows) else "的年份"
    lead = f"{_context(step, plan)}，{each}{conditions}的有{unit}："
    if step.each != "行":
        names = [f"{b}{_years_of(b, rows, columns, plan)}" for b in bodies[:LISTED]]
    else:
        names = [_entry(row, rows, columns, plan) for row in rows.rows[:LISTED]]
    return f"{lead}{'、'.join(names)}{'等' if len(rows.rows) > LISTED and len(names) == LISTED else ''}。"


def _conditions(step: Keep) -> str:
    return ("，或者" if step.any else "，并且").join(condition_words(c) for c in step.where)


def _years_of(body: str, rows: Rows, columns: Sequence[Column], plan: Plan) -> str:
    """A body's years behind an every-year condition: （2022年12件、2023年15件）."""
    wanted = [c for c in columns if c.kind == "number"][:1]
    told = [
        f"{row[YEAR].number:g}年{shown(row[c.name], c, plan)}"
        for row in rows.rows
        if row[BODY].words == body and YEAR in row and row[YEAR].number
        for c in wanted
    ]
    told += [f"缺{y}年" for b, y in rows.scope if b == body and (b, y) not in rows.held]
    return f"（{'、'.join(told)}）" if told else ""


def _listed(rows: Rows, columns: Sequence[Column], plan: Plan, context: str) -> str:
    """A clause a body, its years in order; beyond `LISTED` the table says it."""
    if len(rows.rows) > LISTED or plan.form == "表":
        return f"{context}：共{len(rows.rows)}行，见下表。"
    if not any(BODY in row for row in rows.rows):
        told = [f"{_whose(row)}{_values(row, columns, plan)}" for row in rows.rows]
        return f"{context}：{'；'.join(told)}。"
    if plan.form in ("名单", "归纳") and len(rows.rows) > 1:
        lines = [f"{i}. {_entry(row, rows, columns, plan)}" for i, row in enumerate(rows.rows, 1)]
        return "\n".join([f"{context}：", *lines])
    clauses = []
    for body, held in groupby(rows.rows, key=lambda r: r[BODY].words):
        mine = list(held)
        told = [
            f"{f'{r[YEAR].number:g}年' if YEAR in r and r[YEAR].number else ''}"
            f"{_values(r, columns, plan)}"
            for r in mine
        ]
        clauses.append(f"{body}{'、'.join(told)}{_course(mine, columns)}")
    return f"{'；'.join(clauses)}。"


def _course(rows: Sequence[Row], columns: Sequence[Column]) -> str:
    """Of one number over three years and more in their order, which way it went: ，逐年增加."""
    numbers = [c for c in columns if c.kind == "number"]
    years = [row[YEAR].number or 0 for row in rows if YEAR in row]
    in_order = len(years) == len(rows) and years == sorted(set(years))
    if len(rows) < 3 or len(numbers) != 1 or not in_order:
        return ""
    values = [row[numbers[0].name].number for row in rows]
    known = [v for v in values if v is not None]
    if len(known) < len(values):
        return ""
    steps = {(b > a) - (b < a) for a, b in pairwise(known)}
    return f"，{_COURSES.get(frozenset(steps), '有增有减')}"


_COURSES = {
    frozenset({1}): "逐年增加",
    frozenset({-1}): "逐年减少",
    frozenset({0}): "各年相同",
    frozenset({0, 1}): "只增不减",
    frozenset({0, -1}): "只减不增",
}


__all__ = ["LISTED", "column_name", "origin", "told"]
