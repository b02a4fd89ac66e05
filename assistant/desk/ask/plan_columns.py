"""Columns called anew: a change of a measure or a function carried through the steps that name it."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.ask.plan.plan import Agg, Combine, Compute, Condition, Grouped, Keep, Order, Plan
from assistant.ask.plan.plan import Step as AnyStep
from assistant.ask.plan.rows import COUNT, POINT

Names = dict[str, str]


def renamed(plan: Plan, id: str, names: Mapping[str, str]) -> Plan:
    """The plan with columns of step `id` under new names, wherever later steps and `show` say them.

    What a later step made and named after such a column (新收申请合计) is named anew with it.
    """
    called: dict[str, Names] = {id: dict(names)}
    steps = tuple(s if s.id == id else _step(s, called) for s in plan.steps)
    show = tuple(_full(s, called) for s in plan.show)
    return Plan.model_validate(plan.model_dump(by_alias=True) | {"steps": steps, "show": show})


def _full(name: str, called: Mapping[str, Names]) -> str:
    id, _, column = name.partition(".")
    return f"{id}.{called.get(id, {}).get(column, column)}"


def _made(name: str, names: Names) -> str:
    """A made column's name with the columns that it is named after."""
    for old, new in names.items():
        name = name if old in (POINT, COUNT) else name.replace(old, new)
    return name


def _step(step: AnyStep, called: dict[str, Names]) -> AnyStep:
    match step:
        case Compute():
            return _computed(step, called)
        case Grouped():
            return _grouped(step, called)
        case Keep():
            called[step.id] = names = called.get(step.of, {})
            where = tuple(_condition(c, names, called) for c in step.where)
            return step.model_copy(update={"where": where})
        case Order():
            called[step.id] = names = called.get(step.of, {})
            return step.model_copy(update={"by": names.get(step.by, step.by)})
        case Combine():
            called[step.id] = _combined(step, called)
    return step


def _computed(step: Compute, called: dict[str, Names]) -> Compute:
    names = called.get(step.of, {})
    made = _made(step.name, names)
    called[step.id] = {**names, step.name: made}
    b = step.b and names.get(step.b, step.b)
    return step.model_copy(update={"a": names.get(step.a, step.a), "b": b, "name": made})


def _grouped(step: Grouped, called: dict[str, Names]) -> Grouped:
    names = called.get(step.of, {})
    aggs = tuple(
        Agg(fn=a.fn, col=names.get(a.col, a.col), name=_made(a.name, names)) for a in step.agg
    )
    called[step.id] = {a.name: b.name for a, b in zip(step.agg, aggs, strict=True)}
    return step.model_copy(update={"agg": aggs})


def _condition(c: Condition, names: Names, called: Mapping[str, Names]) -> Condition:
    value = c.value
    if isinstance(value, str) and value.partition(".")[0] in called:
        value = _full(value, called)
    return c.model_copy(update={"col": names.get(c.col, c.col), "value": value})


def _combined(step: Combine, called: Mapping[str, Names]) -> Names:
    if step.how != "并列":
        return dict(called.get(step.of[0], {}))
    return {
        f"{of}.{old}": f"{of}.{new}" for of in step.of for old, new in called.get(of, {}).items()
    }
