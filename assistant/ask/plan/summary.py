"""What a plan comes to in the four words of the older interface: bodies, years, measure, operation."""

from __future__ import annotations

from assistant.ask.answer import Asked
from assistant.ask.plan.catalogue import measure_called
from assistant.ask.plan.plan import (
    Compute,
    Figures,
    Grouped,
    Keep,
    Lookup,
    Order,
    Plan,
    Sentences,
)
from assistant.ask.plan.scope import Holdings, bodies_of, years_of

_AGGREGATES = {"和": "sum", "平均": "average", "最大": "max", "最小": "min", "个数": "count"}
_COLUMNS = {
    "较上年": "difference",
    "增长率": "difference",
    "差": "difference",
    "占合计": "share",
    "百分比": "share",
    "比": "compare",
    "名次": "rank",
}


def summary(plan: Plan, holdings: Holdings) -> Asked:
    """The bodies and years that the first step with a scope means, its measures, the operation."""
    scoped = [s for s in plan.steps if isinstance(s, Figures | Sentences)]
    first = next((s for s in scoped if not s.who.of and not s.when.of), None)
    keys = [
        m.key
        for s in scoped
        if isinstance(s, Figures)
        for m in map(measure_called, s.measures)
        if m is not None
    ]
    if first is None:
        return Asked(operation="list" if isinstance(plan.steps[-1], Lookup) else None)
    ids = bodies_of(first.who, holdings, {})
    years = years_of(first.when, ids, holdings, {})
    return Asked(
        holdings.roster.named(ids),
        years,
        ",".join(dict.fromkeys(keys)) or None,
        _operation(plan, len(ids), len(years)),
    )


def _operation(plan: Plan, bodies: int, years: int) -> str:
    for step in reversed(plan.steps):
        match step:
            case Order(take=1):
                return "max" if step.desc else "min"
            case Order():
                return "rank"
            case Grouped() if step.agg:
                return _AGGREGATES.get(step.agg[0].fn, "value")
            case Keep():
                return "list"
            case Compute():
                return _COLUMNS.get(step.fn, "value")
    return "trend" if bodies == 1 and years > 1 else "compare" if bodies > 1 else "value"
