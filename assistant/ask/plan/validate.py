"""A plan before it runs: names, groups, years, measures, columns and types, each error in words.

What is wrong goes back to whoever made the plan, as it stands; nothing is mended silently.  Names
of bodies are settled to their full names, and the read-back shows them so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant.ask.plan.catalogue import measure_called, nearest_measures
from assistant.ask.plan.ignored import ignored
from assistant.ask.plan.plan import (
    Ask,
    Combine,
    Compute,
    Figures,
    Grouped,
    Keep,
    Lookup,
    Order,
    Plan,
    Refuse,
    Sentences,
    Step,
    When,
    Who,
)
from assistant.ask.plan.rows import BODY, COUNT, POINT, SENTENCE, STEP, YEAR, Kind
from assistant.ask.plan.scope import Holdings, bodies_of, called, nearest

Columns = dict[str, Kind]
NEEDS_B = ("差", "和", "比", "百分比")
YEARS = range(1900, 2100)
"""What can be meant as a year."""
UNITS = ("件", "项", "千件", "万件", "万元", "亿元", "千元", "元", "%", "倍", "家", "条", "次")


@dataclass
class _Checked:
    """What validation knows so far: each step's columns, and the errors met."""

    holdings: Holdings
    columns: dict[str, Columns] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    def column(self, step: Step, of: str, name: str, *kinds: Kind) -> None:
        """`of` must have the column `name`, of one of `kinds` if any are given."""
        held = self.columns.get(of)
        if held is None:
            self.errors.append(f"{step.id}：没有前面的步骤“{of}”")
        elif name not in held:
            self.errors.append(f"{step.id}：{of} 没有“{name}”这一列，有：{'、'.join(held)}")
        elif kinds and held[name] not in kinds:
            self.errors.append(f"{step.id}：“{name}”不是数，不能用来算或排序")


def checked(plan: Plan, holdings: Holdings) -> tuple[Plan, tuple[str, ...]]:
    """The plan with bodies' full names, and what is wrong with it; () where it may run."""
    at = _Checked(holdings)
    for step in plan.steps:
        if step.id in at.columns:
            at.errors.append(f"步骤编号 {step.id} 重复")
        if not STEP.fullmatch(step.id):
            at.errors.append(f"步骤编号“{step.id}”要写成 s1、s2 这样")
        at.columns[step.id] = _CHECKS[type(step)](step, at)
    at.errors += _showing(plan, at)
    if not at.errors:
        at.errors += ignored(plan)
    settled = Plan.model_validate(_renamed(plan.model_dump(by_alias=True), at.names))
    return settled, tuple(dict.fromkeys(at.errors))


def columns_of(plan: Plan, holdings: Holdings) -> Mapping[str, Columns]:
    """The columns that each step of the plan gives, as far as they are known."""
    at = _Checked(holdings)
    for step in plan.steps:
        at.columns[step.id] = _CHECKS[type(step)](step, at)
    return at.columns


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    """The same with every body that was named by a short form under its full name."""
    if isinstance(value, dict):
        return {k: _renamed(v, names) if k not in _WORDS else v for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_renamed(v, names) for v in value]
    return names.get(value, value) if isinstance(value, str) else value


_WORDS = ("words", "text", "about", "options", "reason", "name", "measures", "show")

# ---------------------------------------------------------------- who and when


def _who(step: Step, who: Who, at: _Checked) -> None:
    said = [bool(who.names), who.group is not None, who.of is not None]
    if sum(said) != 1:
        at.errors.append(f"{step.id}：who 要在 names、group、of 中取一项，且只取一项")
    for name in (*who.names, *who.but, *((who.under,) if who.under else ())):
        _settle(step, name, at)
    if who.of:
        at.column(step, who.of, BODY)
    if not who.of and not at.errors and not bodies_of(who, at.holdings, {}):
        at.errors.append(f"{step.id}：库里没有这样的单位（{who.group or '、'.join(who.names)}）")


def _settle(step: Step, name: str, at: _Checked) -> None:
    ids = called(name, at.holdings.roster)
    if len(ids) == 1:
        at.names[name] = at.holdings.roster.bodies[ids[0]].name
        return
    held = at.holdings.roster.named(ids) or nearest(name, at.holdings.roster)
    found = f"“{name}”可以是" if ids else f"库里没有“{name}”，相近的有"
    at.errors.append(f"{step.id}：{found}：{'、'.join(held[:5]) or '无'}")


def _when(step: Step, when: When, at: _Checked) -> None:
    said = [
        bool(when.years),
        when.first is not None or when.last is not None,
        when.recent is not None,
        when.of is not None,
        when.every,
    ]
    if sum(said) != 1:
        at.errors.append(
            f"{step.id}：when 要在 years、first/last、recent、of、every 中取一项，且只取一项"
        )
    if when.shift and not when.of:
        at.errors.append(f"{step.id}：shift 只和 when.of 一起用")
    if when.of:
        at.column(step, when.of, YEAR)
    if when.first and when.last and when.first > when.last:
        at.errors.append(f"{step.id}：年份先后颠倒：{when.first}–{when.last}")
    for year in (*when.years, when.first, when.last):
        if year is not None and year not in YEARS:
            at.errors.append(f"{step.id}：没有{year}年的年报，年份要写成四位数，如2023")
    if len(set(when.years)) < len(when.years):
        at.errors.append(f"{step.id}：years 里有重复的年份")
    if when.recent is not None and not 0 < when.recent <= len(YEARS):
        at.errors.append(f"{step.id}：recent 是最近几年，从1到{len(YEARS)}")
    if abs(when.shift) > len(YEARS):
        at.errors.append(f"{step.id}：shift 最多前后{len(YEARS)}年")


# ---------------------------------------------------------------- a check a kind of step


def _figures(step: Figures, at: _Checked) -> Columns:
    _who(step, step.who, at)
    _when(step, step.when, at)
    if not step.measures:
        at.errors.append(f"{step.id}：没有写明要哪些指标")
    for name in step.measures:
        if measure_called(name) is None:
            near = "、".join(nearest_measures(name))
            at.errors.append(f"{step.id}：没有“{name}”这个指标，相近的有：{near}")
    return {BODY: "body", YEAR: "year", **dict.fromkeys(step.measures, "number")}


def _sentences(step: Sentences, at: _Checked) -> Columns:
    _who(step, step.who, at)
    _when(step, step.when, at)
    if step.unit and step.about != "数":
        at.errors.append(f"{step.id}：unit 只在 about 为“数”时有用")
    if not all(w.strip() for w in step.words):
        at.errors.append(f"{step.id}：words 里有空的词")
    if step.about in ("数", "各项") and not step.words:
        at.errors.append(f"{step.id}：about 为“{step.about}”时要有 words")
    if step.about == "原文" and not (step.words or step.part):
        at.errors.append(f"{step.id}：about 为“原文”时要有 words 或 part")
    own: Columns = {COUNT: "number"} if step.about == "数" else {POINT: "text"}
    return {BODY: "body", YEAR: "year", **own, SENTENCE: "text"}


def _compute(step: Compute, at: _Checked) -> Columns:
    at.column(step, step.of, step.a, "number")
    if step.fn in NEEDS_B:
        if step.b is None:
            at.errors.append(f"{step.id}：“{step.fn}”要有 a 和 b 两列")
        else:
            at.column(step, step.of, step.b, "number")
    elif step.b is not None:
        at.errors.append(f"{step.id}：“{step.fn}”只用 a，不用 b")
    if step.fn in ("较上年", "增长率"):
        at.column(step, step.of, YEAR)
    held = at.columns.get(step.of, {})
    _named(step, held, (step.name,), at)
    return {**held, step.name: "number"}


def _named(step: Step, held: Iterable[str], made: Sequence[str], at: _Checked) -> None:
    """Columns made by a step beside those held: each with a name of its own."""
    for name in dict.fromkeys(made):
        if name in held or made.count(name) > 1:
            at.errors.append(f"{step.id}：列名“{name}”已经有了")
        elif not name.strip() or name in (BODY, YEAR, POINT, SENTENCE):
            at.errors.append(f"{step.id}：新的一列不能叫“{name}”，换一个列名")


def _group(step: Grouped, at: _Checked) -> Columns:
    for name in step.by:
        at.column(step, step.of, name)
    for agg in step.agg:
        kinds: tuple[Kind, ...] = () if agg.fn == "个数" else ("number",)
        at.column(step, step.of, agg.col, *kinds)
    held = at.columns.get(step.of, {})
    if len(set(step.by)) < len(step.by):
        at.errors.append(f"{step.id}：by 里有重复的列")
    _named(step, step.by, tuple(a.name for a in step.agg), at)
    return {
        **{n: held[n] for n in step.by if n in held},
        **{a.name: "number" for a in step.agg},
    }


def _keep(step: Keep, at: _Checked) -> Columns:
    if not step.where and step.each == "行":
        at.errors.append(f"{step.id}：keep 没有条件")
    if step.each != "行":
        at.column(step, step.of, BODY)
        at.column(step, step.of, YEAR)
    for c in step.where:
        at.column(step, step.of, c.col)
        kind = at.columns.get(step.of, {}).get(c.col)
        if kind == "body" and isinstance(c.value, str) and c.is_ in ("=", "≠"):
            _settle(step, c.value, at)
        elif isinstance(c.value, str) and kind in ("number", "year"):
            of, _, name = c.value.partition(".")
            at.column(step, of, name, "number", "year")
        if kind in ("text", "body") and not isinstance(c.value, str):
            at.errors.append(f"{step.id}：“{c.col}”是文字，value 要写文字")
        if c.is_ in ("含", "不含") and kind in ("number", "year"):
            at.errors.append(f"{step.id}：“{c.col}”是数，不能用“{c.is_}”")
        if c.is_ in (">", ">=", "<", "<=") and kind in ("text", "body"):
            at.errors.append(f"{step.id}：“{c.col}”不是数，不能用“{c.is_}”")
    return dict(at.columns.get(step.of, {}))


def _order(step: Order, at: _Checked) -> Columns:
    at.column(step, step.of, step.by, "number", "year")
    if step.take is not None and step.place is not None:
        at.errors.append(f"{step.id}：take 和 place 只取一项")
    return dict(at.columns.get(step.of, {}))


def _combine(step: Combine, at: _Checked) -> Columns:
    if len(step.of) < 2 or not step.on:
        at.errors.append(f"{step.id}：combine 要有两个以上的步骤和 on")
    if len(set(step.on)) < len(step.on):
        at.errors.append(f"{step.id}：on 里有重复的列")
    for of in step.of:
        for name in step.on:
            at.column(step, of, name)
    first = at.columns.get(step.of[0], {}) if step.of else {}
    if step.how != "并列":
        for of in step.of:
            if of in at.columns and set(at.columns[of]) != set(first):
                at.errors.append(f"{step.id}：“{step.how}”的各步要有同样的列")
        return dict(first)
    return {
        **{n: first[n] for n in step.on if n in first},
        **{
            f"{of}.{n}": k
            for of in step.of
            for n, k in at.columns.get(of, {}).items()
            if n not in step.on
        },
    }


def _lookup(step: Lookup, at: _Checked) -> Columns:
    if step.who is not None:
        _who(step, step.who, at)
    if step.when is not None:
        _when(step, step.when, at)
    if step.room in ("rules", "help") and not step.text:
        at.errors.append(f"{step.id}：{step.room} 要写明问的是什么（text）")
    return {}


def _nothing(step: Ask | Refuse, at: _Checked) -> Columns:
    return {}


_CHECKS: Mapping[type, Callable[[Any, _Checked], Columns]] = {
    Figures: _figures,
    Sentences: _sentences,
    Compute: _compute,
    Grouped: _group,
    Keep: _keep,
    Order: _order,
    Combine: _combine,
    Lookup: _lookup,
    Ask: _nothing,
    Refuse: _nothing,
}


def _showing(plan: Plan, at: _Checked) -> Iterator[str]:
    last = plan.steps[-1]
    gives_rows = any(at.columns.values())
    if isinstance(last, Ask | Refuse | Lookup) and plan.show and not gives_rows:
        yield "show：这个计划没有可显示的列"
    if gives_rows and not plan.show and not isinstance(last, Ask | Refuse):
        yield "show：没有写明显示哪些列"
    for shown in plan.show:
        id, _, name = shown.partition(".")
        if id not in at.columns:
            yield f"show：没有步骤“{id}”"
        elif name not in at.columns[id]:
            yield f"show：{id} 没有“{name}”这一列，有：{'、'.join(at.columns[id])}"
    if plan.unit and plan.unit not in UNITS:
        yield f"unit：不能换算成“{plan.unit}”，可用：{'、'.join(UNITS)}"
