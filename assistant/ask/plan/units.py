"""What the numbers of a plan's columns count, and which units they can be shown in."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.ask.plan.catalogue import measure_called
from assistant.ask.plan.plan import Agg, Combine, Compute, Figures, Grouped, Plan, Sentences, Step
from assistant.ask.plan.rows import BODY, COUNT, YEAR

PLACES = "名"
"""The unit of a place in an order: 第2名."""
OF_FUNCTION: Mapping[str, str] = {
    "百分比": "%",
    "占合计": "%",
    "增长率": "%",
    "比": "倍",
    "名次": PLACES,
}
SCALES: Mapping[tuple[str, str], float] = {
    ("件", "万件"): 10_000,
    ("件", "千件"): 1000,
    ("项", "万项"): 10_000,
    ("万元", "亿元"): 10_000,
    ("万元", "千元"): 1 / 10,
    ("万元", "元"): 1 / 10_000,
}
"""By how much a number in the first unit is divided to be one in the second."""

Units = Mapping[str, str]


def convertible(unit: str, wanted: str) -> bool:
    """Whether numbers of `unit` can be shown in `wanted`."""
    return wanted == unit or (unit, wanted) in SCALES


def of_columns(plan: Plan) -> dict[str, Units]:
    """For each step of a valid plan the unit of each column that holds numbers."""
    known: dict[str, Units] = {}
    for step in plan.steps:
        known[step.id] = _units(step, known)
    return known


def _units(step: Step, known: Mapping[str, Units]) -> Units:
    match step:
        case Figures():
            found = {name: measure_called(name) for name in step.measures}
            return {name: m.unit for name, m in found.items() if m is not None}
        case Sentences(about="数"):
            return {COUNT: step.unit or ""}
        case Compute():
            held = known.get(step.of, {})
            return {**held, step.name: OF_FUNCTION.get(step.fn, held.get(step.a, ""))}
        case Grouped():
            return {a.name: _aggregated(a, known.get(step.of, {})) for a in step.agg}
        case Combine(how="并列"):
            return {f"{of}.{n}": u for of in step.of for n, u in known.get(of, {}).items()}
        case Combine():
            return known.get(step.of[0], {}) if step.of else {}
    of = getattr(step, "of", None)
    return known.get(of, {}) if isinstance(of, str) else {}


def _aggregated(agg: Agg, held: Units) -> str:
    if agg.fn == "个数":
        return {BODY: "家", YEAR: "年"}.get(agg.col, "条")
    return held.get(agg.col, "")
