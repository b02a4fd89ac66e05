"""A question for what the reports say, as a plan; or asked back where it names nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.ask.answer import Filters
from assistant.ask.building.narrative import (
    BRIEF,
    WHAT_IT_SAYS,
    Told,
    about,
    narrative_plan,
    part_said,
)
from assistant.ask.building.topic import topic
from assistant.ask.grammar.asks_figures import HOW_MANY
from assistant.ask.grammar.groups import blanked
from assistant.ask.grammar.reading import Parse
from assistant.ask.grammar.understood import Understood, only, scope_meant, years_meant
from assistant.ask.placing.nearness import asks_only
from assistant.ask.plan.catalogue import name_of
from assistant.ask.plan.plan import Ask, Plan, Refuse
from assistant.ask.plan.scope import Holdings

# ---------------------------------------------------------------- words


def words_asked(p: Parse, holdings: Holdings, filters: Filters) -> Understood:
    """What reports say; where a measure is named beside words it does not know, that is said too."""
    words = topic(p)
    if p.reading.measures and HOW_MANY.search(p.text):
        # the words that no measure is known by: without them the sentence answers something else
        words = tuple(dict.fromkeys((*words, *(w for w in p.residue if w.strip("_")))))
    if _BEST.search(p.text) and not p.reading.measures:
        about_what = "“最”是按哪一项指标说的？年报里没有好坏的排名，可以问："
        return replace(only(Ask(id="s1", about=about_what, options=_WHAT[:2])), complete=False)
    kind = about(blanked(p.text, p.bodies.spans))
    if kind in ("问题", "措施") and words:
        idle = asks_only(words, holdings)
        words = tuple(w for w in words if w not in idle)
    words = tuple(w for w in words if part_said(w) is None)
    part = part_said(p.text) or next(iter(filters.sections), None)
    if (
        not words
        and kind == "原文"
        and part is None
        and not any(said.search(p.text) for said in (_OVERVIEW, BRIEF, WHAT_IT_SAYS))
    ):
        return _unclear(p, holdings)
    scope = scope_meant(p, holdings, filters, of_all=True)
    if isinstance(scope, Ask | Refuse):
        return only(scope)
    who, ids = scope
    several_bodies = len(ids) > 1
    when = years_meant(p, ids, holdings, filters, trend=several_bodies or bool(words))
    if isinstance(when, Ask | Refuse):
        return only(when)
    told = Told(
        who=who,
        when=when[0],
        p=p,
        text=blanked(p.text, [*p.bodies.spans, *p.years.spans]),
        about=kind,
        words=words,
        years=when[1],
        names=holdings.roster.named(ids) if len(ids) < 3 else (),
        many=several_bodies,
        part=part,
    )
    plan = narrative_plan(told)
    if plan is None:
        return _unclear(p, holdings)
    if (unused := _unused(p, plan, words)) is not None:
        return only(unused)
    notes = (when[2],) if when[2] else ()
    measures = tuple(name_of(m) for m in p.reading.measures)
    return Understood(plan, notes, complete=not measures, odd=p.residue if measures else ())


def _unused(p: Parse, plan: Plan, words: Sequence[str]) -> Ask | None:
    """A question back where a condition was said that the plan does not have: none is dropped."""
    condition = p.asked.condition
    kept = any(s.op == "keep" and s.where for s in plan.steps)
    if condition is None or not condition.number or kept or any(re.search(r"\d", w) for w in words):
        return None
    return Ask(
        id="s1",
        about=f"“{condition}”是对哪一项说的？请写出指标，例如：",
        options=("行政复议超过5件的单位", "培训5次以上的单位"),
    )


_BEST = re.compile(r"最(?:好|差|优秀?|强|弱|积极|认真|规范|糟糕?|先进|落后|给力|棒)")


_OVERVIEW = re.compile(r"总体情况|概况|基本情况|整体情况|总的情况")


_WHAT = (
    "新收政府信息公开申请多少件",
    "行政复议多少件",
    "存在什么问题",
    "报告有什么错误",
)


def _unclear(p: Parse, holdings: Holdings) -> Understood:
    """Neither a measure nor words to look for: asked back, or not understood at all."""
    if p.bodies.said or p.years.years or p.asked.operations:
        about = "要问什么？可以问一项数字，也可以问报告里写了什么，例如："
        return replace(only(Ask(id="s1", about=about, options=_WHAT)), complete=False)
    reason = (
        "没有看懂这个问题，或者它不在年度报告的范围之内。可以问某单位某年的数字，或报告里写了什么。"
    )
    step = Refuse(id="s1", kind="not_understood", reason=reason, options=_WHAT)
    return replace(only(step), complete=False)
