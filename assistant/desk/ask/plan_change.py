"""One part of a plan changed by a person: the chip's path, what was chosen, the plan that comes of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, get_args

from assistant.ask.plan.plan import (
    Agg,
    Aggregate,
    Compute,
    Each,
    Figures,
    Function,
    Grouped,
    Keep,
    Order,
    Plan,
    Sentences,
    holds,
)
from assistant.ask.plan.rows import COUNT, POINT
from assistant.desk.ask.plan_columns import renamed
from assistant.desk.ask.plan_fields import (
    Given,
    about_given,
    one,
    option,
    sign_given,
    value_given,
    when_given,
    who_given,
    whole,
)
from index.report import UsageError

AGGREGATES: Mapping[str, str] = {"和": "合计", "极差": "最大减最小"}
"""What an aggregate's column is called where it is not called as the function."""
FUNCTIONS: Mapping[str, str] = {
    "比": "倍数",
    "占合计": "占合计的百分比",
    "较上年": "比上年增减",
}

Changed = tuple[Any, Mapping[str, str]]
"""A step as it is now, and its columns' old and new names."""


def place(plan: Plan, path: str) -> tuple[int, str, int]:
    """Where `steps.0.measures.1` leads: the step, the field, which of the field's.

    Raises UsageError where the plan has no such place.
    """
    head, at, field, *rest = [*path.split("."), "", ""][:4]
    if head != "steps" or not at.isdigit() or int(at) >= len(plan.steps) or field not in _CHANGES:
        raise UsageError("这一项不能改，请刷新页面再试")
    return int(at), field, int(rest[0]) if rest and rest[0].isdigit() else 0


def changed(plan: Plan, path: str, given: Given) -> Plan:
    """The plan with the part at `path` as the person chose; columns named after it follow."""
    at, field, nth = place(plan, path)
    step, names = _CHANGES[field](plan.steps[at], nth, given)
    steps = tuple(step if i == at else s for i, s in enumerate(plan.steps))
    return renamed(plan.model_copy(update={"steps": steps}), step.id, names)


def _who(step: Figures | Sentences, _: int, given: Given) -> Changed:
    return step.model_copy(update={"who": who_given(given)}), {}


def _when(step: Figures | Sentences, _: int, given: Given) -> Changed:
    return step.model_copy(update={"when": when_given(given)}), {}


def _measure(step: Figures, nth: int, given: Given) -> Changed:
    old, new = step.measures[nth], one(given, "measure")
    if not new:
        raise UsageError("请选一个指标")
    if new != old and new in step.measures:
        raise UsageError(f"已经有“{new}”这一项了")
    measures = tuple(new if i == nth else m for i, m in enumerate(step.measures))
    return step.model_copy(update={"measures": measures}), {old: new}


def _about(step: Sentences, _: int, given: Given) -> Changed:
    new = about_given(given, step)
    was, now = (COUNT if s.about == "数" else POINT for s in (step, new))
    return new, {was: now} if was != now else {}


def _aggregate(step: Grouped, nth: int, given: Given) -> Changed:
    agg = step.agg[nth]
    fn = option(given, "fn", get_args(Aggregate), "怎么算")
    name = _name(agg.name, AGGREGATES.get(agg.fn, agg.fn), AGGREGATES.get(fn, fn))
    if any(a.name == name for a in step.agg if a is not agg):
        name = f"{agg.col}{name}"
    new = Agg.model_validate({"fn": fn, "col": agg.col, "name": name})
    aggs = tuple(new if a is agg else a for a in step.agg)
    return step.model_copy(update={"agg": aggs}), {agg.name: name}


def _function(step: Compute, _: int, given: Given) -> Changed:
    fn = option(given, "fn", get_args(Function), "怎么算")
    name = _name(step.name, FUNCTIONS.get(step.fn, step.fn), FUNCTIONS.get(fn, fn))
    return step.model_copy(update={"fn": fn, "name": name}), {step.name: name}


def _name(name: str, was: str, now: str) -> str:
    """A made column's name after another function: 新收申请合计 becomes 新收申请中位数."""
    if was == now:
        return name
    return name.replace(was, now) if was in name else now


def _condition(step: Keep, nth: int, given: Given) -> Changed:
    new = holds(one(given, "col"), sign_given(given), value_given(given))  # type: ignore[arg-type]
    where = tuple(new if i == nth else c for i, c in enumerate(step.where))
    return step.model_copy(update={"where": where}), {}


def _each(step: Keep, _: int, given: Given) -> Changed:
    return step.model_copy(update={"each": option(given, "each", get_args(Each), "年份")}), {}


def _order(step: Order, _: int, given: Given) -> Changed:
    cut = one(given, "cut")
    number = whole(given, "n", "名次") if cut in ("take", "place") else None
    fields = {
        "by": one(given, "by") or step.by,
        "desc": one(given, "desc") != "no",
        "take": number if cut == "take" else None,
        "place": number if cut == "place" else None,
    }
    return step.model_copy(update=fields), {}


_CHANGES: Mapping[str, Callable[[Any, int, Given], Changed]] = {
    "who": _who,
    "when": _when,
    "measures": _measure,
    "about": _about,
    "words": _about,
    "agg": _aggregate,
    "fn": _function,
    "where": _condition,
    "each": _each,
    "desc": _order,
    "take": _order,
}
