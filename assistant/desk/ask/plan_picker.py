"""A whole plan out of the picker: 单位 × 年度 × 指标 × 怎么算, or what reports say, without typing.

Figures go through four stages, each optional but the first: the cells, several years of a body put
together, a column worked out of them, and what is made of the rows.  Nothing here knows the
library: what does not fit together is told by the plan's own validation.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from assistant.ask.plan.plan import (
    Agg,
    Compute,
    Figures,
    Grouped,
    Keep,
    Order,
    Plan,
    Sentences,
    When,
    holds,
)
from assistant.ask.plan.rows import BODY, COUNT, POINT, SENTENCE, YEAR
from assistant.desk.ask.plan_change import AGGREGATES, FUNCTIONS
from assistant.desk.ask.plan_fields import (
    Given,
    about_given,
    many,
    one,
    sign_given,
    value_given,
    when_given,
    who_given,
    whole,
)
from index.report import UsageError

FOLDS = {"": "不合并", "和": "各单位几年合计", "平均": "各单位几年平均", "年": "各年全部单位合计"}
WORKED = {
    "": "就看这个数",
    "较上年": "比上年增减",
    "增长率": "比上年增长率",
    "占合计": "占全部的百分比",
    "百分比": "前一项占后一项的百分比",
    "差": "前一项减后一项",
    "和": "前两项相加",
}
MADE = {
    "list": "逐个列出",
    "和": "合计",
    "平均": "平均",
    "中位数": "中位数",
    "最大": "最大",
    "最小": "最小",
    "take": "排名，前几名",
    "place": "排名，第几名",
    "行": "满足条件的",
    "每年都": "每年都满足条件的",
    "从没有": "从没有满足条件的",
}
TOLD = {
    "list": "逐条列出",
    "每年都": "每年都写到的单位",
    "从没有": "从没有写到的单位",
    "common": "最常见的（按意思归并）",
    "take": "次数最多的",
    "和": "次数合计",
}
FORMS = {"句子": "一段话", "表": "表格", "名单": "名单", "归纳": "归纳"}


@dataclass(frozen=True, slots=True)
class Making:
    """A plan in the making: its steps, the last of them, its row keys and its columns of interest."""

    steps: tuple[Any, ...] = ()
    keys: tuple[str, ...] = (BODY, YEAR)
    columns: tuple[str, ...] = ()
    form: str = field(default="句子")

    @property
    def last(self) -> str:
        return f"s{len(self.steps)}"

    def then(self, kind: type[Any], **fields: Any) -> Making:
        """One step more, over the last one."""
        more = {"of": self.last, **fields} if self.steps else fields
        step = kind(id=f"s{len(self.steps) + 1}", **more)
        return replace(self, steps=(*self.steps, step))


def built(given: Given) -> Plan:
    """The plan that the picker's fields make.  Raises UsageError saying what is still to be chosen."""
    words = one(given, "sort") == "words"
    made = _narrative(given) if words else _figures(given)
    decimals = one(given, "decimals")
    return Plan.model_validate(
        {
            "steps": made.steps,
            "show": tuple(f"{made.last}.{c}" for c in (*made.keys, *made.columns)),
            "form": one(given, "form") or made.form,
            "decimals": int(decimals) if decimals.isdigit() else None,
            "unit": one(given, "in") or None,
        }
    )


# ---------------------------------------------------------------- figures


def _figures(given: Given) -> Making:
    measures = many(given, "measures")
    if not measures:
        raise UsageError("请至少勾选一个指标")
    when, only = _years(given)
    cells = Making(columns=measures).then(
        Figures, who=who_given(given), when=when, measures=measures
    )
    worked = _worked(_folded(cells, one(given, "fold")), one(given, "worked"))
    if only is not None:
        worked = worked.then(Keep, where=(holds(YEAR, "=", float(only)),))
    return _made(worked, one(given, "made") or "list", given)


def _years(given: Given) -> tuple[When, int | None]:
    """The years meant; a change on the year before of one year alone needs that year as well."""
    when = when_given(given)
    if one(given, "worked") in ("较上年", "增长率") and len(when.years) == 1:
        year = when.years[0]
        return When(years=(year - 1, year)), year
    return when, None


def _folded(m: Making, fold: str) -> Making:
    if not fold:
        return m
    if fold not in FOLDS:
        raise UsageError("请选几年怎么合并")
    by, fn = (YEAR, "和") if fold == "年" else (BODY, fold)
    aggs = _aggregates(m.columns, fn)
    names = tuple(a.name for a in aggs)
    return replace(m.then(Grouped, by=(by,), agg=aggs), keys=(by,), columns=names)


def _aggregates(columns: tuple[str, ...], fn: str) -> tuple[Agg, ...]:
    name = AGGREGATES.get(fn, fn)
    return tuple(Agg.model_validate({"fn": fn, "col": c, "name": f"{c}{name}"}) for c in columns)


def _worked(m: Making, fn: str) -> Making:
    if not fn:
        return m
    if fn not in WORKED:
        raise UsageError("请选怎么算")
    if fn in ("百分比", "差", "和"):
        if len(m.columns) != 2:
            raise UsageError(f"“{WORKED[fn]}”要正好勾选两个指标")
        a, b = m.columns
        name = {"百分比": f"{a}占{b}的百分比", "差": f"{a}减{b}", "和": f"{a}加{b}"}[fn]
        return replace(m.then(Compute, fn=fn, a=a, b=b, name=name), columns=(name, a, b))
    own: tuple[str, ...] = ()
    for column in m.columns:
        plain = FUNCTIONS.get(fn, fn)
        name = plain if len(m.columns) == 1 else f"{column}{plain}"
        m, own = m.then(Compute, fn=fn, a=column, name=name), (*own, name)
    return replace(m, columns=(*own, *m.columns))


def _made(m: Making, how: str, given: Given) -> Making:
    if how not in MADE:
        raise UsageError("请选怎么列")
    if how == "list":
        return replace(m, form="表")
    if how in ("take", "place"):
        n = whole(given, "n", "名次")
        desc = one(given, "desc") != "no"
        return m.then(Order, by=m.columns[0], desc=desc, **{how: n})
    if how in ("行", "每年都", "从没有"):
        where = (holds(m.columns[0], sign_given(given), value_given(given)),)  # type: ignore[arg-type]
        return replace(m.then(Keep, where=where, each=how), form="名单")
    aggs = _aggregates(m.columns[:1] if one(given, "worked") else m.columns, how)
    by = (YEAR,) if one(given, "each_year") == "on" else ()
    names = tuple(a.name for a in aggs)
    return replace(m.then(Grouped, by=by, agg=aggs), keys=by, columns=names)


# ---------------------------------------------------------------- what reports say


def _narrative(given: Given) -> Making:
    step = about_given(
        given, Sentences(id="s1", who=who_given(given), when=when_given(given), about="原文")
    )
    own = COUNT if step.about == "数" else POINT
    how = one(given, "told") or "list"
    if how not in TOLD:
        raise UsageError("请选怎么列")
    start = Making(steps=(step,), columns=(own, SENTENCE), form="归纳")
    return _TELLINGS[how](start, own, given)


def _each(m: Making, own: str, given: Given) -> Making:
    each = one(given, "told")
    shown = (BODY,) if each == "从没有" else (BODY, YEAR, SENTENCE)
    return replace(m.then(Keep, each=each), keys=shown, columns=(), form="名单")


def _common(m: Making, own: str, given: Given) -> Making:
    agg = (Agg(fn="个数", col=BODY, name="家数"),)
    m = m.then(Grouped, by=(own,), agg=agg).then(Order, by="家数", take=whole(given, "n", "名次"))
    return replace(m, keys=(own,), columns=("家数",), form="句子")


def _most(m: Making, own: str, given: Given) -> Making:
    m = m.then(Order, by=_counted(own), take=whole(given, "n", "名次"))
    return replace(m, columns=(own,), form="句子")


def _total(m: Making, own: str, given: Given) -> Making:
    m = m.then(Grouped, by=(), agg=(Agg(fn="和", col=_counted(own), name="合计"),))
    return replace(m, keys=(), columns=("合计",), form="句子")


def _counted(own: str) -> str:
    if own != COUNT:
        raise UsageError("比次数、算合计时，内容要选“次数”")
    return own


_TELLINGS: Mapping[str, Callable[[Making, str, Given], Making]] = {
    "list": lambda m, own, given: m,
    "每年都": _each,
    "从没有": _each,
    "common": _common,
    "take": _most,
    "和": _total,
}
