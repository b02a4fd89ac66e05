"""What the pickers offer: groups and bodies, places, years, measures as a tree by table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, get_args

from assistant.ask.plan.catalogue import catalogue
from assistant.ask.plan.plan import About, Aggregate, Each, Function, Plan, Sign
from assistant.ask.plan.scope import GROUPS, Holdings
from assistant.ask.plan.validate import NEEDS_B, UNITS, columns_of
from assistant.desk.ask import plan_picker
from assistant.desk.ask.plan_change import place
from index.formats import PARTS

TABLES = {
    "applications": "表三　收到和处理申请",
    "disputes": "表四　行政复议、行政诉讼",
    "disclosure": "表二　主动公开",
}
ABOUTS: dict[About, str] = {
    "问题": "存在的问题",
    "措施": "改进措施",
    "已做": "已做的改进",
    "原文": "原文",
    "各项": "一句里并列的各项",
    "数": "次数、条数",
}
SIGNS: dict[Sign, str] = {
    ">=": "不少于",
    ">": "大于",
    "<=": "不超过",
    "<": "小于",
    "=": "等于",
    "≠": "不等于",
    "含": "含有",
    "不含": "不含",
}
EACHES: dict[Each, str] = {
    "行": "不管各年",
    "每年都": "每年都",
    "有的年": "有的年份",
    "从没有": "从没有",
}


@dataclass(frozen=True, slots=True)
class Branch:
    """Measures that share a row of the form: the row's name, and all that can be had of it."""

    name: str
    measures: tuple[str, ...]


@cache
def tree() -> tuple[tuple[str, tuple[Branch, ...]], ...]:
    """Every measure by table and row, the tables most asked for first."""
    held: dict[str, dict[str, list[str]]] = {t: {} for t in TABLES}
    for name, measure in catalogue().items():
        rows = held[measure.key.split(".")[0]]
        rows.setdefault(name.split("·")[0], []).append(name)
    return tuple(
        (title, tuple(Branch(n, tuple(own)) for n, own in held[table].items()))
        for table, title in TABLES.items()
    )


def choices(held: Holdings, years: Sequence[int]) -> dict[str, Any]:
    """The fields that every picker draws from; nothing chosen yet."""
    bodies = held.roster.bodies
    parents = {b.parent for b in bodies.values()}
    groups = [(g, m.label, sum(map(m.take, bodies.values()))) for g, m in GROUPS.items()]
    return {
        "groups": [g for g in groups if g[2]],
        "bodies": sorted(b.name for b in bodies.values()),
        "places": [b.name for b in bodies.values() if b.id in parents],
        "years": sorted(years, reverse=True),
        "tree": tree(),
        "parts": PARTS,
        "abouts": ABOUTS,
        "signs": SIGNS,
        "eaches": EACHES,
        "units": UNITS,
        "folds": plan_picker.FOLDS,
        "worked": plan_picker.WORKED,
        "made": plan_picker.MADE,
        "told": plan_picker.TOLD,
        "forms": plan_picker.FORMS,
        "step": None,
        "nth": 0,
    }


def of_chip(plan: Plan, path: str, held: Holdings) -> dict[str, Any]:
    """What the picker of one chip needs besides: the step as it is, its functions, its columns."""
    at, field, nth = place(plan, path)
    step = plan.steps[at]
    of = getattr(step, "of", "")
    columns = columns_of(plan, held).get(of, {}) if isinstance(of, str) else {}
    return {
        "path": path,
        "field": field,
        "nth": nth,
        "step": step,
        "functions": _functions(step, nth),
        "columns": list(columns),
        "numbers": [n for n, kind in columns.items() if kind in ("number", "year")],
    }


def _functions(step: Any, nth: int) -> dict[str, str]:
    """The functions that can stand in place of the one chosen: those over as many columns."""
    if step.op == "group":
        return {fn: plan_picker.AGGREGATES.get(fn, fn) for fn in get_args(Aggregate)}
    if step.op != "compute":
        return {}
    two = step.fn in NEEDS_B
    labels = {"较上年": "比上年增减", "占合计": "占各项合计的百分比", "比": "几倍"}
    return {fn: labels.get(fn, fn) for fn in get_args(Function) if (fn in NEEDS_B) == two}
