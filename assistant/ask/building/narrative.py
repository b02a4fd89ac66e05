"""A read question about what reports say as a plan: items of part five, sentences, counts in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.ask.building.kept import each_said
from assistant.ask.building.steps import Steps, nth_in
from assistant.ask.building.topic import (
    COMMON,
    COMPARE,
    COUNTED,
    MEASURES,
    MOST,
    NEVER,
    OVERVIEW,
    PROBLEMS,
    STILL,
    UNITS,
    WHICH,
    counted,
)
from assistant.ask.grammar.operations import MEDIAN
from assistant.ask.grammar.reading import Parse
from assistant.ask.plan.plan import (
    About,
    Agg,
    Aggregate,
    Combine,
    Compute,
    Figures,
    Grouped,
    Keep,
    Order,
    Plan,
    Sentences,
    When,
    Who,
    holds,
)
from assistant.ask.plan.rows import BODY, COUNT, POINT, SENTENCE, YEAR

_BOTH_YEARS = re.compile(r"都|均|连续|每年|重复|反复")


_PARTS = {
    re.compile(r"第五(?:部分|章)"): 5,
    re.compile(r"第一(?:部分|章)|亮点|特色|成效|经验做法|主要做法"): 1,
    re.compile(r"第六(?:部分|章)|其他需要报告"): 6,
}


BRIEF = re.compile(
    r"摘要|概要|综述|小结|主要内容"
    r"|(?:概括|总结|归纳|介绍)(?:一下)?(?![^，。]*(?:问题|措施|不足))[^，。]{0,24}(?:年报|报告|情况|工作)"
    r"(?:的?(?:主要)?内容)?[。？?]?$"
)
"""The whole report in brief: its numbers and its problems."""


WHAT_IT_SAYS = re.compile(r"(?:讲|说|写)了(?:些)?(?:什么|啥)")
"""The same where nothing is named that it would say it of."""


_NUMBERS = ("新收申请", "办理结果总计", "行政复议", "行政诉讼")


@dataclass(frozen=True, slots=True)
class Told:
    """What a builder starts from: whose, when, and what the words look for.

    `words` are the stretches to be found, `text` the question with bodies and years blanked,
    `part` the part of the report that alone is looked at.
    """

    who: Who
    when: When
    p: Parse
    text: str
    about: About
    words: tuple[str, ...]
    years: tuple[int, ...]
    names: tuple[str, ...]
    many: bool
    part: int | None

    @property
    def many_years(self) -> bool:
        return len(self.years) > 1 or self.when.every

    @property
    def which(self) -> bool:
        return WHICH.search(self.p.text) is not None


def about(text: str) -> About:
    """Which kind of narrative the words ask for."""
    if COUNTED.search(text):
        return "数"
    if MEASURES.search(text):
        return "措施"
    if PROBLEMS.search(text):
        return "问题"
    return "原文"


def narrative_plan(t: Told) -> Plan | None:
    """The plan of a question about what is written; None where nothing is named to look for."""
    for build in _BUILDERS:
        if (plan := build(t)) is not None:
            return plan
    return None


def _source(t: Told, steps: Steps, **more: object) -> str:
    fields = {
        "who": t.who,
        "when": t.when,
        "about": t.about,
        "words": t.words,
        "part": t.part,
        **more,
    }
    return steps.add(Sentences, **fields)


def part_said(text: str) -> int | None:
    return next((n for pattern, n in _PARTS.items() if pattern.search(text)), None)


# ---------------------------------------------------------------- counts in words


def _counts(t: Told) -> Plan | None:
    words = counted(t.p)
    orders = t.p.asked.has("max", "min", "rank") or "nth" in t.p.asked.words
    ranked = t.about == "原文" and orders and not t.p.reading.measures
    if not words or not (t.about == "数" or _counts_things(t) or ranked):
        return None
    steps = Steps()
    match = COUNTED.search(t.p.text)
    unit = match["unit"] if match else _unit_said(t.p.text)
    id = _source(t, steps, about="数", words=words, unit=unit, part=None)
    return _of_counts(t, steps, id)


def _aggregate(p: Parse) -> Aggregate | None:
    if MEDIAN.search(p.text):
        return "中位数"
    return "平均" if p.asked.has("average") else "和" if p.asked.has("sum") else None


def _unit_said(text: str) -> str | None:
    match = UNITS.search(text)
    return (match["unit"] or match["unit2"]) if match else None


def _counts_things(t: Told) -> bool:
    return UNITS.search(t.p.text) is not None


def _of_counts(t: Told, steps: Steps, id: str) -> Plan:
    asked = t.p.asked
    if asked.condition is not None:
        where = [holds(COUNT, asked.condition.sign, float(asked.condition.number))]
        each = each_said(t.p.text) if t.many_years else "行"
        id = steps.add(Keep, of=id, where=tuple(where), each=each)
        return steps.plan(id, BODY, YEAR, COUNT, form="名单")
    if asked.has("max", "min", "rank") or "nth" in asked.words:
        place = nth_in(t.p.text)
        take = None if place else asked.top or (1 if asked.has("max", "min") else None)
        least = asked.has("min") or asked.ascending
        id = steps.add(Order, of=id, by=COUNT, desc=not least, take=take, place=place)
        return steps.plan(id, BODY, YEAR, COUNT)
    several = t.many or len(t.years) > 1 or t.when.every
    if len(t.years) == 2 and asked.has("difference"):
        id = steps.add(Compute, of=id, fn="较上年", a=COUNT, name="增减")
        return steps.plan(id, BODY, YEAR, COUNT, "增减")
    if several and (fn := _aggregate(t.p)) is not None:
        agg = Agg(fn=fn, col=COUNT, name={"和": "合计"}.get(fn, fn))
        total = steps.add(Grouped, of=id, agg=(agg,))
        plan = steps.plan(total, agg.name)
        shown = (f"{id}.{n}" for n in (BODY, YEAR, COUNT))
        return plan.model_copy(update={"show": (*plan.show, *shown)})
    return steps.plan(id, BODY, YEAR, COUNT)


# ---------------------------------------------------------------- who says so, who never


def _who_never(t: Told) -> Plan | None:
    if not (t.which and NEVER.search(t.p.text) and (t.words or t.about in ("问题", "措施"))):
        return None
    steps = Steps()
    about: About = "问题" if t.about == "问题" else "措施" if t.about == "措施" else "原文"
    id = steps.add(Sentences, who=t.who, when=t.when, about=about, words=t.words)
    id = steps.add(Keep, of=id, each="从没有")
    return steps.plan(id, BODY, form="名单")


def _who_says(t: Told) -> Plan | None:
    if not (t.which and t.words) or MOST.search(t.p.text):
        return None
    steps = Steps()
    if t.many_years and _BOTH_YEARS.search(t.p.text):
        id = _source(t, steps)
        id = steps.add(Keep, of=id, each="每年都")
    else:
        id = _source(t, steps)
    return steps.plan(id, BODY, YEAR, SENTENCE, form="名单")


# ---------------------------------------------------------------- of many: common, most, changed


def _commonest(t: Told) -> Plan | None:
    if t.about not in ("问题", "措施") or not (COMMON.search(t.p.text) or MOST.search(t.p.text)):
        return None
    if len(t.names) == 2 and not t.who.group and COMMON.search(t.p.text):
        return None
    steps = Steps()
    id = _source(t, steps)
    over = YEAR if not t.many else BODY
    name = "年数" if over == YEAR else "家数"
    id = steps.add(Grouped, of=id, by=(POINT,), agg=(Agg(fn="个数", col=over, name=name),))
    if MOST.search(t.p.text):
        id = steps.add(Order, of=id, by=name, take=t.p.asked.top or 1)
    else:
        where = (holds(name, ">=", 2.0),)
        id = steps.add(Keep, of=id, where=where)
        id = steps.add(Order, of=id, by=name)
    return steps.plan(id, POINT, name)


def _two_sides(t: Told) -> Plan | None:
    """Two bodies, or two years of one: what both have, what only one has."""
    if t.about not in ("问题", "措施"):
        return None
    still = STILL.search(t.p.text)
    if not (still or COMPARE.search(t.p.text) or COMMON.search(t.p.text)):
        return None
    if len(t.names) == 2 and not t.who.group and len(t.years) == 1:
        sides = [(Who(names=(n,)), t.when) for n in t.names]
    elif len(t.years) == 2 and not t.many:
        years = t.years if still else t.years[::-1]
        sides = [(t.who, When(years=(y,))) for y in years]
    else:
        return None
    steps = Steps()
    a, b = (
        steps.add(Sentences, who=who, when=when, about=t.about, words=t.words)
        for who, when in sides
    )
    both = steps.add(Combine, of=(a, b), how="都有", on=(POINT,))
    columns = (BODY, YEAR, POINT, SENTENCE)
    if still:
        return steps.plan(both, *columns, form="归纳")
    first = steps.add(Combine, of=(a, b), how="去掉", on=(POINT,))
    second = steps.add(Combine, of=(b, a), how="去掉", on=(POINT,))
    plan = steps.plan(both, *columns, form="归纳")
    return plan.model_copy(
        update={"show": tuple(f"{i}.{c}" for i in (both, first, second) for c in columns)}
    )


def _over_years(t: Told) -> Plan | None:
    """问题是怎么变化的: every year's items, then in which years each stands."""
    if t.about not in ("问题", "措施") or t.many or not (len(t.years) > 2 or t.when.every):
        return None
    if not COMPARE.search(t.p.text) and not t.p.asked.has("trend"):
        return None
    steps = Steps()
    id = _source(t, steps)
    grouped = steps.add(Grouped, of=id, by=(POINT,), agg=(Agg(fn="个数", col=YEAR, name="年数"),))
    plan = steps.plan(id, BODY, YEAR, POINT, SENTENCE, form="归纳")
    return plan.model_copy(update={"show": (*plan.show, f"{grouped}.{POINT}", f"{grouped}.年数")})


# ---------------------------------------------------------------- of one: items, an overview, words


def _overview(t: Told) -> Plan | None:
    if t.part is not None and t.part > 1:
        return None
    brief = BRIEF.search(t.p.text) or (not t.words and WHAT_IT_SAYS.search(t.p.text))
    if not (brief or (OVERVIEW.search(t.p.text) and not t.words)):
        return None
    steps = Steps()
    cells = steps.add(Figures, who=t.who, when=t.when, measures=_NUMBERS)
    if brief:
        told = steps.add(Sentences, who=t.who, when=t.when, about="问题")
    else:
        told = steps.add(Sentences, who=t.who, when=t.when, about="原文", part=1)
    plan = steps.plan(cells, BODY, YEAR, *_NUMBERS)
    return plan.model_copy(
        update={"show": (*plan.show, *(f"{told}.{c}" for c in (BODY, YEAR, SENTENCE)))}
    )


def _items(t: Told) -> Plan | None:
    """存在哪些问题, 打算怎么改; both where both are asked for."""
    if t.about not in ("问题", "措施") or (_WHOSE.search(t.p.text) and not t.words):
        return None  # 哪些单位的问题一样: there is nothing said to choose by that a plan has
    steps = Steps()
    both = PROBLEMS.search(t.text) and MEASURES.search(t.text) and not _LINKED.search(t.text)
    wanted: Sequence[About] = ("问题", "措施") if both and _ASKS_BOTH.search(t.text) else (t.about,)
    ids = [_source(t, steps, about=a, part=None) for a in wanted]
    columns = (BODY, YEAR, POINT, SENTENCE)
    plan = steps.plan(ids[0], *columns, form="归纳")
    return plan.model_copy(update={"show": tuple(f"{i}.{c}" for i in ids for c in columns)})


_WHOSE = re.compile(
    r"(?:哪些|哪几个|哪个)(?:单位|局|部门|乡镇|街道|镇)|哪几家|哪家|谁|几家|的(?:单位|局|部门)[？?。]?$"
)
_LINKED = re.compile(r"(?:问题|不足)(?:的)?(?:改进|整改|措施)|针对")


_ASKS_BOTH = re.compile(r"[，、；和及与]|打算|怎么|如何|以及")


def _quoted(t: Told) -> Plan | None:
    if not t.words and t.part is None:
        return None
    steps = Steps()
    several = (
        len(t.words) > 1
        and not (t.which or t.p.reading.measures)
        and re.search(r"[，；、？]", t.p.text) is not None
    )
    id = _source(t, steps, about="原文", any=several)
    return steps.plan(id, BODY, YEAR, SENTENCE, form="名单" if t.which else "归纳")


_BUILDERS: tuple[Callable[[Told], Plan | None], ...] = (
    _who_never,
    _counts,
    _two_sides,
    _commonest,
    _over_years,
    _who_says,
    _overview,
    _items,
    _quoted,
)
