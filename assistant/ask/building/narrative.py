"""A read question about what reports say as a plan: items of part five, sentences, counts in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.ask.building.alternatives import subject
from assistant.ask.building.narrative_counts import counts_plan
from assistant.ask.building.steps import Steps
from assistant.ask.building.told import Told, source
from assistant.ask.building.topic import (
    AGAINST,
    COMMON,
    COMPARE,
    MEASURES,
    MOST,
    NEVER,
    OVERVIEW,
    PROBLEMS,
    UNITLESS,
    count_asked,
    named_kinds,
)
from assistant.ask.building.two_sides import followed, promised, two_sides
from assistant.ask.plan.plan import (
    About,
    Agg,
    Figures,
    Grouped,
    Keep,
    Order,
    Plan,
    Sentences,
    holds,
)
from assistant.ask.plan.rows import BODY, POINT, SENTENCE, YEAR
from index.numerals import ONE_TO_TEN, value_of

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


def about(text: str) -> About:
    """Which kind of narrative the words ask for."""
    if count_asked(text) or UNITLESS.search(text):
        return "数"
    if AGAINST.search(text):
        return "措施"
    if MEASURES.search(text):
        return "措施"
    if PROBLEMS.search(text):
        return "问题"
    named: tuple[About, ...] = ("措施", "问题")
    return next((kind for kind in named if kind in named_kinds(text)), "原文")


def narrative_plan(t: Told) -> Plan | None:
    """The plan of a question about what is written; None where nothing is named to look for."""
    for build in _BUILDERS:
        if (plan := build(t)) is not None:
            return plan
    return None


def part_said(text: str) -> int | None:
    return next((n for pattern, n in _PARTS.items() if pattern.search(text)), None)


# ---------------------------------------------------------------- who says so, who never


def _who_never(t: Told) -> Plan | None:
    if not (
        (t.which or t.many) and NEVER.search(t.p.text) and (t.words or t.about in ("问题", "措施"))
    ):
        return None
    return _never(t)


def _never(t: Told) -> Plan:
    steps = Steps()
    about: About = "问题" if t.about == "问题" else "措施" if t.about == "措施" else "原文"
    id = steps.add(Sentences, who=t.who, when=t.when, about=about, words=t.words)
    id = steps.add(Keep, of=id, each="从没有")
    return steps.plan(id, BODY, form="名单")


def _denied(t: Told) -> bool | None:
    """Whether saying or doing it is denied (压根没开过); False where the denial may be of the matter
    itself (未及时更新); None where nothing is denied.
    """
    text = t.p.text
    for word in t.words:
        text = text.replace(word, "_" * len(word))
    said = _SAYS.search(text)
    found = [m for m in _DENIAL.finditer(text) if said is None or m.start() < said.start()]
    if not found:
        return None
    return not any(text[m.end() : m.end() + 1] == "_" for m in found)


_SAYS = re.compile("提到|提及|提过|说到|说过|写到|讲到|谈到|反映|指出|承认")
"""What is denied behind it is what is said (提到专区没人用)."""
_DENIAL = re.compile(r"(?<!有)(?:没有?|未曾?|不曾)(?!有)(?!$|[，。？?])")


def _says_one(t: Told) -> Plan | None:
    """缺人手、没专人，哪些单位写了: the problems of those of whom one of a list is told."""
    if not (t.which and t.listed) or MOST.search(t.p.text) or NEVER.search(t.p.text):
        return None
    steps = Steps()
    id = source(t, steps, about="问题", words=t.listed, any=True, part=None)
    if t.many_years and _BOTH_YEARS.search(t.p.text):
        id = steps.add(Keep, of=id, each="每年都")
    return steps.plan(id, BODY, YEAR, SENTENCE, form="名单")


def _who_says(t: Told) -> Plan | None:
    if not (t.which and t.words) or MOST.search(t.p.text):
        return None
    if (denied := _denied(t)) is not None:
        return _never(t) if denied else None
    if t.about == "原文" and (head := subject(t.words)):
        t = replace(t, words=head)
    steps = Steps()
    if t.many_years and _BOTH_YEARS.search(t.p.text):
        if (said := _YEARS_SAID.search(t.text)) and value_of(said["n"]) != len(t.years):
            return _in_so_many_years(t, said)
        id = source(t, steps)
        id = steps.add(Keep, of=id, each="每年都")
    else:
        id = source(t, steps, done=t.about == "原文" and _asks_of_deeds(t))
    return steps.plan(id, BODY, YEAR, SENTENCE, form="名单")


def _asks_of_deeds(t: Told) -> bool:
    """Whether it is asked who did or has it (收了信息处理费, 开过发布会), not who speaks of it, nor
    where something is wanting."""
    return not (_SAYS.search(t.text) or any(_WANTING.search(w) for w in t.words))


_WANTING = re.compile("[不未没无缺少欠难弱]")


_YEARS_SAID = re.compile(
    rf"(?P<run>连续|连着|接连)?(?:至少|超过)?(?P<n>(?<!\d)[两\d{ONE_TO_TEN}])(?:年|次|回)"
)


def _in_so_many_years(t: Told, said: re.Match[str]) -> Plan | None:
    """三年都写了, of more years than that: those who say it in at least so many; of years on end,
    which no plan tells, they are not told.
    """
    if said["run"]:
        return None
    steps = Steps()
    agg = Agg(fn="个数", col=YEAR, name="年数")
    id = steps.add(Grouped, of=source(t, steps), by=(BODY,), agg=(agg,))
    n = float(value_of(said["n"]) or 2)
    id = steps.add(Keep, of=id, where=(holds("年数", ">=", n),))
    return steps.plan(id, BODY, "年数", form="名单")


# ---------------------------------------------------------------- of many: common, most, changed


def _commonest(t: Told) -> Plan | None:
    times = None if t.words else _TIMES.search(t.p.text)
    ranks = t.p.asked.has("rank", "min") and not t.words
    counts = COMMON.search(t.p.text) or MOST.search(t.p.text) or times or ranks
    if t.about not in ("问题", "措施") or not counts:
        return None
    if len(t.names) == 2 and not t.who.group and COMMON.search(t.p.text):
        return None
    steps = Steps()
    id = source(t, steps)
    name, over = ("年数", YEAR) if not t.many else ("份数", SENTENCE)
    aggs = [Agg(fn="个数", col=over, name=name)]
    if t.many and not t.many_years:
        name, aggs = "家数", [Agg(fn="个数", col=BODY, name="家数")]
    elif t.many:
        aggs.append(Agg(fn="个数", col=BODY, name="家数"))
    id = steps.add(Grouped, of=id, by=(POINT,), agg=tuple(aggs))
    if ranks or MOST.search(t.p.text):
        asked = t.p.asked
        top = asked.top or (None if asked.has("rank") else 1)
        least = asked.ascending or (asked.has("min") and not MOST.search(t.p.text))
        id = steps.add(Order, of=id, by=name, take=top, desc=not least)
    else:
        on_end = ON_END.search(t.p.text)
        said = times or on_end
        n = float((value_of(said["n"]) if said else 2) or 2)
        kept = holds(name, "=", n) if times else holds(name, ">=", n)
        id = steps.add(Keep, of=id, where=(kept,))
        id = steps.add(Order, of=id, by=name)
    return steps.plan(id, POINT, *(a.name for a in aggs))


ON_END = re.compile(rf"(?:连续|连着|接连)(?P<n>[\d两{ONE_TO_TEN}])年")
_TIMES = re.compile(
    rf"(?:[写提说讲列]|出现|反映)(?:到|及)?[过了]?(?P<n>[两\d{ONE_TO_TEN}]+)[次回年遍]"
)
"""写过三次的问题: those of so many years or reports."""


def _most_listed(t: Told) -> Plan | None:
    """哪些领域列得最多: what the sentences list side by side, counted."""
    asked = _KIND.search(t.p.text)
    if asked is None or not any(asked["kind"] in w for w in t.words):
        return None
    if not (MOST.search(t.p.text) or COMMON.search(t.p.text) or t.p.asked.has("max", "rank")):
        return None
    steps = Steps()
    id = source(t, steps, about="各项")
    agg = Agg(fn="个数", col=SENTENCE, name="份数")
    id = steps.add(Grouped, of=id, by=(POINT,), agg=(agg,))
    take = None if t.p.asked.has("rank") else t.p.asked.top or 1
    id = steps.add(Order, of=id, by="份数", take=take)
    return steps.plan(id, POINT, "份数")


_KIND = re.compile(r"(?:哪一?个|哪些|哪几个|什么)(?P<kind>[一-龥]{2})(?!单位|部门|乡镇|街道)")


def _over_years(t: Told) -> Plan | None:
    """问题是怎么变化的: every year's items, then in which years each stands."""
    if t.about not in ("问题", "措施") or t.many or not (len(t.years) > 2 or t.when.every):
        return None
    if not COMPARE.search(t.p.text) and not t.p.asked.has("trend"):
        return None
    steps = Steps()
    id = source(t, steps)
    grouped = steps.add(Grouped, of=id, by=(POINT,), agg=(Agg(fn="个数", col=YEAR, name="年数"),))
    plan = steps.plan(id, BODY, YEAR, POINT, SENTENCE, form="归纳")
    return plan.model_copy(update={"show": (*plan.show, f"{grouped}.{POINT}", f"{grouped}.年数")})


# ---------------------------------------------------------------- of one: items, an overview, words


def _overview(t: Told) -> Plan | None:
    if t.part is not None and t.part > 1:
        return None
    brief = BRIEF.search(t.p.text) or WHAT_IT_SAYS.search(t.p.text)
    if t.words or not (brief or OVERVIEW.search(t.p.text)):
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
    ids = [source(t, steps, about=a, part=None) for a in wanted]
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
        and re.search(r"[，；、？](?=.)", t.p.text) is not None
    )
    id = source(t, steps, about="原文", any=several)
    return steps.plan(id, BODY, YEAR, SENTENCE, form="名单" if t.which else "归纳")


_BUILDERS: tuple[Callable[[Told], Plan | None], ...] = (
    _who_never,
    _most_listed,
    counts_plan,
    promised,
    followed,
    two_sides,
    _commonest,
    _over_years,
    _says_one,
    _who_says,
    _overview,
    _items,
    _quoted,
)
