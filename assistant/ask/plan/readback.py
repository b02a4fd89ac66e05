"""A plan in words: what stands over every answer, and the parts of it that a person can change.

Every field that changes what is computed changes the words (a test mutates all of them).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from assistant.ask.plan.catalogue import measure_called, name_of
from assistant.ask.plan.plan import (
    Agg,
    Ask,
    Combine,
    Compute,
    Condition,
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
from assistant.ask.plan.rows import SENTENCE, STEP
from assistant.ask.plan.scope import GROUPS

LINKS = "；"


@dataclass(frozen=True, slots=True)
class Chip:
    """One part of the read-back that can be changed: `path` leads to the field (`steps.0.when`)."""

    path: str
    sort: str
    words: str


def read_back(plan: Plan) -> str:
    """各局，2023年，新收申请；按新收申请从高到低，前3名；列表给出."""
    told = [step_words(step, plan) for step in plan.steps]
    return LINKS.join(t for t in (*told, shown_words(plan)) if t)


def step_words(step: Step, plan: Plan) -> str:
    """One step in words; a step that does not follow the one before says what it starts from."""
    words = _SAID[type(step)](step)
    return f"{_from(step, plan)}{words}"


def _from(step: Step, plan: Plan) -> str:
    of = getattr(step, "of", None)
    at = [s.id for s in plan.steps].index(step.id)
    if not isinstance(of, str):
        return ""
    before = plan.steps[at - 1].id if at else ""
    return "" if of == before else f"对{of}："


# ---------------------------------------------------------------- who and when


def who_words(who: Who) -> str:
    if who.of:
        said = f"{who.of}的单位"
    elif who.group:
        said = GROUPS[who.group].label
    else:
        said = "、".join(who.names)
    under = f"{who.under}下面的" if who.under else ""
    but = f"（不含{'、'.join(who.but)}）" if who.but else ""
    return f"{under}{said}{but}"


def when_words(when: When) -> str:
    if when.of:
        moved = f"{'后' if when.shift > 0 else '前'}第{abs(when.shift)}年" if when.shift else ""
        return f"{when.of}的年份{moved}"
    if when.years:
        return "、".join(f"{y}年" for y in when.years)
    if when.recent:
        return f"最近{when.recent}年"
    if when.first or when.last:
        return f"{when.first or '最早'}–{when.last or '最近'}年"
    return "所有年份"


# ---------------------------------------------------------------- the steps


def _figures(step: Figures) -> str:
    names = "、".join(measure_words(m) for m in step.measures)
    return f"{who_words(step.who)}，{when_words(step.when)}，{names}"


def measure_words(name: str) -> str:
    """A measure by the form's name for it."""
    return name if (found := measure_called(name)) is None else name_of(found)


_ABOUT = {
    "问题": "第五部分的问题",
    "措施": "改进措施",
    "已做": "已经做了的改进",
    "原文": "报告原文",
    "各项": "一句里并列的各项",
    "数": "叙述里的次数、条数",
}


def _sentences(step: Sentences) -> str:
    words = f"，说到{_said_words(step)}" if step.words else ""
    words += _ANY[step.about] if step.any else ""
    words += "，写明没有的不算" if step.done else ""
    return f"{who_words(step.who)}，{when_words(step.when)}，{_about(step)}{words}"


_ANY: Mapping[str, str] = {
    "原文": "（没有一句都说到的，说到其一的也算）",
    "问题": "（说到其一的都算，意思相近的也算）",
}


def _about(step: Sentences) -> str:
    unit = f"（{step.unit}）" if step.unit else ""
    part = f"第{step.part}部分" if step.part else ""
    return f"{part}{_ABOUT[step.about]}{unit}"


def _said_words(step: Sentences) -> str:
    return "、".join(f"“{w}”" for w in step.words)


_TWO = {"差": "{a}减{b}", "和": "{a}加{b}", "比": "{a}是{b}的几倍", "百分比": "{a}占{b}的百分比"}
_ONE = {
    "占合计": "{a}占各项合计的百分比",
    "较上年": "{a}比上年增减",
    "增长率": "{a}比上年增长的百分比",
    "名次": "按{a}排的名次",
    "比下一名多": "{a}比下一名多多少",
    "绝对值": "{a}不计正负",
}


def _compute(step: Compute) -> str:
    return f"算{step.name}：{_computed(step)}"


def _computed(step: Compute) -> str:
    return {**_TWO, **_ONE}[step.fn].format(a=step.a, b=step.b)


_AGGREGATE = {"和": "合计", "平均": "平均", "个数": "个数", "极差": "最大减最小"}


def _group(step: Grouped) -> str:
    by = f"按{'、'.join(step.by)}分别" if step.by else "全部一起"
    told = "、".join(_agg(a) + _named(a) for a in step.agg)
    return f"{by}算{told}" if told else f"{by}归并"


def _named(agg: Agg) -> str:
    """What its column is called, where that is not simply what it is."""
    return "" if agg.name == f"{agg.col}{_AGGREGATE.get(agg.fn, agg.fn)}" else f"（{agg.name}）"


def _agg(agg: Agg) -> str:
    if agg.fn == "个数" and agg.col == SENTENCE:
        return "写到的报告份数"
    return f"{agg.col}的{_AGGREGATE.get(agg.fn, agg.fn)}"


_SIGN = {
    "=": "等于",
    "≠": "不等于",
    ">": "大于",
    ">=": "不少于",
    "<": "小于",
    "<=": "不超过",
    "含": "含有",
    "不含": "不含",
}
_EACH = {"行": "", "每年都": "每年都", "有的年": "有的年份", "从没有": "从没有"}


def condition_words(c: Condition) -> str:
    if isinstance(c.value, float):
        return f"{c.col}{_SIGN[c.is_]}{c.value:g}"
    of, dot, name = c.value.partition(".")
    value = f"{name}" if dot and STEP.fullmatch(of) else f"“{c.value}”"
    return f"{c.col}{_SIGN[c.is_]}{value}"


def _bounded(c: Condition) -> str:
    """The condition with the step that its bound is from: 新收申请大于s2的平均数."""
    of, dot, name = c.value.partition(".") if isinstance(c.value, str) else ("", "", "")
    if not dot or not STEP.fullmatch(of):
        return condition_words(c)
    return f"{c.col}{_SIGN[c.is_]}{of}的{name}"


def _keep(step: Keep) -> str:
    joint = "，或者" if step.any else "，并且"
    where = joint.join(_bounded(c) for c in step.where) or "写到"
    return f"只留{_EACH[step.each]}{where}的"


def _order(step: Order) -> str:
    return "，".join(t for t in (_way(step), _cut(step)) if t)


def _way(step: Order) -> str:
    return f"按{step.by}{'从高到低' if step.desc else '从低到高'}"


def _cut(step: Order) -> str:
    return f"前{step.take}名" if step.take else f"第{step.place}名" if step.place else ""


_HOW = {"并列": "并排对照", "都有": "都有的", "任一": "任一有的", "去掉": "前者有而后者没有的"}


def _combine(step: Combine) -> str:
    return f"{'与'.join(step.of)}按{'、'.join(step.on)}{_HOW[step.how]}"


_ROOM = {
    "findings": "审查发现的问题",
    "rules": "规则与格式说明",
    "inventory": "库里有哪些报告",
    "help": "使用说明",
    "draft": "起草",
}


def _lookup(step: Lookup) -> str:
    parts = [
        who_words(step.who) if step.who else "",
        when_words(step.when) if step.when else "",
        _ROOM[step.room] + ("的个数" if step.count else ""),
        f"“{step.text}”" if step.text else "",
    ]
    return "，".join(p for p in parts if p)


def _ask(step: Ask) -> str:
    options = f"（{'、'.join(step.options)}）" if step.options else ""
    return f"要先问清楚：{step.about}{options}"


_REFUSAL = {
    "not_understood": "没看懂",
    "not_held": "库里没有",
    "not_in_form": "年报格式里没有",
    "not_said": "报告没有写到",
}


def _refuse(step: Refuse) -> str:
    options = f"（相近：{'、'.join(step.options)}）" if step.options else ""
    return f"不能回答，{_REFUSAL[step.kind]}：{step.reason}{options}"


_SAID: Mapping[type, Callable[[Any], str]] = {
    Figures: _figures,
    Sentences: _sentences,
    Compute: _compute,
    Grouped: _group,
    Keep: _keep,
    Order: _order,
    Combine: _combine,
    Lookup: _lookup,
    Ask: _ask,
    Refuse: _refuse,
}

# ---------------------------------------------------------------- what is shown


_FORM = {"句子": "", "表": "用表格", "名单": "列名单", "归纳": "归纳"}


def shown_words(plan: Plan) -> str:
    """The columns shown where they are not simply the last step's, and the form asked for."""
    last = plan.steps[-1]
    names = "、".join(s.removeprefix(f"{last.id}.") for s in plan.show)
    if isinstance(last, Grouped) and not last.by and names == "、".join(a.name for a in last.agg):
        names = ""  # one line, all of which is shown
    parts = [
        f"给出{names}" if names else "",
        _FORM[plan.form],
        f"以{plan.unit}计" if plan.unit else "",
        f"保留{plan.decimals}位小数" if plan.decimals else "",
        "保留整数" if plan.decimals == 0 else "",
        f"不超过{plan.length}字" if plan.length else "",
        "只要结果" if plan.bare else "",
    ]
    return "，".join(p for p in parts if p)


# ---------------------------------------------------------------- chips


def step_chips(plan: Plan, at: int) -> tuple[Chip, ...]:
    """The chips of one step; their words stand in the step's words, in this order."""
    return tuple(_chips(at, plan.steps[at]))


def _chips(at: int, step: Step) -> Iterator[Chip]:
    path = f"steps.{at}"
    match step:
        case Figures():
            yield Chip(f"{path}.who", "单位", who_words(step.who))
            yield Chip(f"{path}.when", "年度", when_words(step.when))
            for i, name in enumerate(step.measures):
                yield Chip(f"{path}.measures.{i}", "指标", measure_words(name))
        case Sentences():
            yield Chip(f"{path}.who", "单位", who_words(step.who))
            yield Chip(f"{path}.when", "年度", when_words(step.when))
            yield Chip(f"{path}.about", "内容", _about(step))
            if step.words:
                yield Chip(f"{path}.words", "说到", _said_words(step))
        case Grouped():
            for i, agg in enumerate(step.agg):
                yield Chip(f"{path}.agg.{i}", "怎么算", _agg(agg))
        case Compute():
            yield Chip(f"{path}.fn", "怎么算", _computed(step))
        case Keep():
            if step.each != "行":
                yield Chip(f"{path}.each", "年份", step.each)
            for i, c in enumerate(step.where):
                yield Chip(f"{path}.where.{i}", "条件", _bounded(c))
        case Order():
            yield Chip(f"{path}.desc", "排序", _way(step))
            if step.take or step.place:
                yield Chip(f"{path}.take", "前几名" if step.take else "第几名", _cut(step))
