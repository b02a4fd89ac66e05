"""A follow-up as a patch of the last plan: another year, another body, another measure, one step more.

The plan is what is patched, whoever made it; what a question does not touch stays as it was.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from assistant.ask.answer import Turn
from assistant.ask.building.topic import STILL
from assistant.ask.conversation import (
    Followed,
    again,
    cells_only,
    gap_between,
    gave_rows,
    measures_said,
    moved_to,
    named_none,
    of_the_conversation,
    sources_of,
    what_is_carried,
)
from assistant.ask.follow_steps import (
    bodies_counted,
    changed_plan,
    kept_of_found,
    nth_said,
    of_what_was_found,
    operated_on,
    ordered_by_rate,
    shared,
    who_meets,
)
from assistant.ask.follow_turns import (
    apart_from,
    in_its_parts,
    numbers_again,
    one_over_the_other,
)
from assistant.ask.grammar.forms import shape
from assistant.ask.grammar.groups import blanked
from assistant.ask.grammar.reading import Parse, content_words, parse
from assistant.ask.grammar.understood import left_out
from assistant.ask.grammar.who_when import when_meant
from assistant.ask.measures import Measure
from assistant.ask.placing.carried_out import computed_left
from assistant.ask.plan.catalogue import measure_called, name_of
from assistant.ask.plan.plan import (
    Agg,
    Combine,
    Figures,
    Grouped,
    Order,
    Plan,
    Sentences,
    Who,
)
from assistant.ask.plan.rows import BODY, COUNT, POINT, SENTENCE, YEAR
from assistant.ask.plan.scope import Holdings, bodies_of, years_of
from index.numerals import ONE_TO_TEN, value_of


def follow(question: str, history: Sequence[Turn], holdings: Holdings) -> Followed | None:
    """The last plan with what the question changes; None where it is a question of its own."""
    last = next((t.answer.plan for t in reversed(history) if gave_rows(t)), None)
    if last is None:
        return None
    asked = shape(question)
    text = asked.text if asked.fields else question
    base = _base_year(last, holdings)
    p = parse(_PREFACE.sub("", text) or "呢", holdings, base)
    if p.bodies.anyone or _POINTS.search(p.text) or (p.asked.top and _ANY.search(p.bodies.group)):
        p = replace(p, bodies=replace(p.bodies, ids=(), group=""))
    p = of_the_conversation(_grouped(_same_years(p, last, holdings), last), last)
    changed = _patched(last, p, history, holdings)
    if changed is None and asked.fields and not _says_something(p):
        changed = Followed(_rows_of(last, asked.fields), ("单位", "年度", "指标"))
    if changed is None:
        return None
    if left := computed_left(p, changed.plan):
        return Followed(Plan(steps=(left_out(left, ()),)), ())
    plan = changed.plan.model_copy(update=asked.fields) if asked.fields else changed.plan
    return Followed(plan, changed.carried)


def _grouped(p: Parse, last: Plan) -> Parse:
    """那街道呢, after the towns: all of that sort, of which one alone would be asked back."""
    if not sources_of(last)[0].who.group or p.bodies.ids or len(p.bodies.ambiguous) != 1:
        return p
    said, ids = p.bodies.ambiguous[0]
    if p.bodies.own:
        return p
    return replace(p, bodies=replace(p.bodies, ids=ids, group=said, ambiguous=()))


_THOSE_YEARS = re.compile(rf"[这那](?P<n>[几两\d{ONE_TO_TEN}])个?年")


def _same_years(p: Parse, last: Plan, holdings: Holdings) -> Parse:
    """换成望礁区呢，还是这两年: the years just spoken of, where they are so many."""
    said, source = _THOSE_YEARS.search(p.text), sources_of(last)[0]
    if said is None or source.when.of or source.who.of:
        return p
    years = years_of(source.when, bodies_of(source.who, holdings, {}), holdings, {})
    if len(years) < 2 or said["n"] != "几" and value_of(said["n"]) != len(years):
        return p
    return replace(p, years=replace(p.years, years=tuple(years), every=False))


def _rows_of(last: Plan, fields: Mapping[str, Any]) -> Plan:
    """The plan, or for a table of one total the numbers that it was made of."""
    total = last.steps[-1]
    one = isinstance(total, Grouped) and not total.by and len(sources_of(last)) == 1
    source = sources_of(last)[0]
    if fields.get("form") == "表" and one and isinstance(source, Figures):
        return cells_only(source)
    return last


_PREFACE = re.compile(
    r"^(?:(?:不对|不是|错了|搞错了|说错了|不|哦|嗯|好的?|对|那么?|还有|再|另外)[，,。！!]?)*(?:我(?:是)?(?:问|要|说|想问|想要)的?是?)?(?!时)"
)
"""What turns to the last answer before the question itself: 不对，我问的是."""


_POINTS = re.compile(
    r"^(?:那么?)?(?:这|那|上面|以上)[一两二三四几]?(?:个|家|者)|^(?:两|二)(?:个|家|者)"
    r"|^[三四五六](?:个|家|者)(?=.{0,3}(?:加|合|总|共|平均|之和|相差))"
)
"""这两家, 三家加起来: those just spoken of, no group of the library."""
_ANY = re.compile("^全部单位$")
"""最少的三家: of those just spoken of, too."""


def _says_something(p: Parse) -> bool:
    return bool(p.bodies.said or p.years.years or p.reading.measures or p.asked.operations)


def _base_year(plan: Plan, holdings: Holdings) -> int | None:
    source = sources_of(plan)[0]
    if source.when.of or source.who.of:
        return None
    years = years_of(source.when, bodies_of(source.who, holdings, {}), holdings, {})
    return years[-1] if years else None


def _patched(last: Plan, p: Parse, history: Sequence[Turn], holdings: Holdings) -> Followed | None:
    if p.bodies.ambiguous or p.bodies.unknown or p.bodies.too_wide:
        return None
    if p.asked.condition is not None:
        return kept_of_found(last, p) or who_meets(last, p)
    if _stands_alone(p):
        return None
    for patch in (
        of_what_was_found,
        _narrative_turn,
        nth_said,
        numbers_again,
        apart_from,
        in_its_parts,
        one_over_the_other,
        ordered_by_rate,
        shared,
        _of_another_measure,
        changed_plan,
        bodies_counted,
        operated_on,
        _joined,
        _replaced,
    ):
        if (found := patch(last, p, history, holdings)) is not None:
            return found
    return None


def _stands_alone(p: Parse) -> bool:
    """Whose, what and when are all said, or whose and what with an operation over them."""
    says_what = bool(p.reading.measures) or bool(p.residue)
    return bool(p.bodies.ids) and says_what and bool(p.years.years or p.years.every)


def _with_sources(plan: Plan, p: Parse, holdings: Holdings) -> Plan:
    steps = tuple(
        moved_to(s, p, holdings) if isinstance(s, Figures | Sentences) and not s.who.of else s
        for s in plan.steps
    )
    return plan.model_copy(update={"steps": steps})


def _replaced(last: Plan, p: Parse, history: Sequence[Turn], holdings: Holdings) -> Followed | None:
    """青石镇呢, 2022年的呢, 行政处罚呢, 其中自然人的呢: one thing in place of what was there."""
    measures = measures_said(last, p)
    if p.residue:
        return None
    changed = bool(p.bodies.ids or p.years.years or p.years.every)
    if not measures and not changed:
        return None
    source = next(s for s in last.steps if isinstance(s, Figures | Sentences))
    if isinstance(source, Figures) and len(measures) == 1 and _ADDED.search(p.text):
        before = (m for n in source.measures if (m := measure_called(n)) is not None)
        measures = tuple(dict.fromkeys((*before, *measures)))
    plan = _with_sources(last, p, holdings)
    if measures:
        plan = _measured(plan, measures)
    return Followed(plan, what_is_carried(p, not measures))


def _of_another_measure(
    last: Plan, p: Parse, history: Sequence[Turn], holdings: Holdings
) -> Followed | None:
    """处罚增幅, 许可最多的呢: another measure in place of what was there, and one step over it."""
    if not p.reading.measures or not (p.asked.operations or p.years.before):
        return None
    moved = _replaced(last, p, history, holdings)
    if moved is None:
        return None
    plain = named_none(p)
    for patch in (changed_plan, operated_on):
        if (found := patch(moved.plan, plain, history, holdings)) is not None:
            return Followed(found.plan, moved.carried)
    return None


_ADDED = re.compile(r"(?:加|附|带|列)(?:上|入)|(?:还要|也要|外加|连同)")
"""再加上办结数: beside what was there, not in its place."""


def _measured(plan: Plan, measures: Sequence[Measure]) -> Plan:
    """The plan with other measures in its first source; what was said of the old one is said of it.

    Several measures, or steps that name several columns, leave only the cells.
    """
    source = next(s for s in plan.steps if isinstance(s, Figures | Sentences))
    names = tuple(name_of(m) for m in measures)
    if not isinstance(source, Figures):
        cells = Figures(id="s1", who=source.who, when=source.when, measures=names)
        return cells_only(cells)
    cells = source.model_copy(update={"measures": names})
    if len(names) != 1 or len(source.measures) != 1 or len(sources_of(plan)) != 1:
        return cells_only(cells)
    old, new = source.measures[0], names[0]
    raw = _renamed(plan.model_dump(by_alias=True), old, new)
    return Plan.model_validate({**raw, "unit": None, "decimals": None})


def _renamed(value: Any, old: str, new: str) -> Any:
    if isinstance(value, dict):
        return {k: _renamed(v, old, new) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_renamed(v, old, new) for v in value]
    if isinstance(value, str):
        return value.replace(old, new)
    return value


# ---------------------------------------------------------------- beside another body

_BESIDE = re.compile(r"^(?:那么?|如果|再|请)?(?:它|他们)?(?:和|与|跟|同(?!一?[年期样])|比|对比)")


def _joined(last: Plan, p: Parse, history: Sequence[Turn], holdings: Holdings) -> Followed | None:
    """跟公安局比呢: the body said beside the one spoken of."""
    if not (p.bodies.ids and _BESIDE.match(p.text)) or p.reading.measures or p.bodies.group:
        return None
    source = sources_of(last)[0]
    if source.who.of or (isinstance(source, Sentences) and source.about != "数"):
        return None
    ids = tuple(dict.fromkeys((*bodies_of(source.who, holdings, {}), *p.bodies.ids)))
    changes = {"who": Who(names=holdings.roster.named(ids)), "id": "s1"}
    if isinstance(source, Sentences):
        told = source.model_copy(update=changes)
        order = Order(id="s2", of="s1", by=COUNT)
        gap = Grouped(id="s3", of="s2", agg=(Agg(fn="极差", col=COUNT, name="相差"),))
        shown = ["s3.相差", *(f"s2.{n}" for n in (BODY, YEAR, COUNT))]
        return Followed(again(told, order, gap, show=shown), ("年度", "指标"))
    wider = source.model_copy(update=changes)
    plan = cells_only(wider)
    if p.asked.has("difference") and len(source.measures) == 1:
        plan = gap_between(wider, cells_too=True)
    return Followed(plan, ("年度", "指标"))


# ---------------------------------------------------------------- of words

_REMEDY = re.compile(r"怎么改|如何改|打算|措施|举措|下一步|整改|怎么解决|怎么办|改进")


_PROBLEM = re.compile(r"问题|不足|短板")


_OF_BOTH = re.compile(
    r"(?:两|二)[家个者份][^，。]{0,4}都|共同|相同|一样|重[复合叠]|都(?:有|提|写|说)"
)


_THEY = re.compile(r"^(?:那么?|而)?(?:[它他]们|[这那](?:些|[几两三四五六])(?:个?单位|家|个))")
"""The bodies that were just listed."""


def _last_two(history: Sequence[Turn]) -> tuple[Sentences, Sentences] | None:
    """The items that the last two questions asked for, of one kind and of two bodies or years."""
    plans = [t.answer.plan for t in history if gave_rows(t)][-2:]
    found = [s for plan in plans if plan for s in sources_of(plan)[:1] if isinstance(s, Sentences)]
    if len(found) < 2 or found[0].about != found[1].about or found[0].about == "数":
        return None
    if found[0].about == "原文":
        found = [s.model_copy(update={"about": "各项", "any": False, "part": None}) for s in found]
        if not all(s.words for s in found):
            return None
    if found[0].who == found[1].who and found[0].when == found[1].when:
        return None
    first, second = (s.model_copy(update={"id": f"s{i}"}) for i, s in enumerate(found, 1))
    return first, second


def _narrative_turn(
    last: Plan, p: Parse, history: Sequence[Turn], holdings: Holdings
) -> Followed | None:
    """打算怎么改, 2024年还有这些问题吗, after the problems of a report."""
    source = sources_of(last)[0]
    if not isinstance(source, Sentences) or p.reading.measures or p.bodies.ids:
        return None
    columns = (BODY, YEAR, POINT, SENTENCE)
    if _THEY.match(p.text) and p.years.years and last.form == "名单" and source.words:
        at = last.steps[-1]
        id = f"s{len(last.steps) + 1}"
        moved = source.model_copy(
            update={"id": id, "who": Who(of=at.id), "when": when_meant(p.years.years)}
        )
        shown = [f"{id}.{c}" for c in (BODY, YEAR, SENTENCE)]
        return Followed(again(*last.steps, moved, show=shown, form="名单"), ("单位", "指标"))
    if _OF_BOTH.search(p.text) and (pair := _last_two(history)):
        both = Combine(id="s3", of=("s1", "s2"), how="都有", on=("要点",))
        shown = [f"s3.{c}" for c in columns]
        return Followed(again(*pair, both, show=shown, form="归纳"), ("单位", "年度"))
    if STILL.search(p.text) and len(p.years.years) == 1 and source.about in ("问题", "措施"):
        said = "措施" if _REMEDY.search(p.text) else "问题"
        first = source.model_copy(update={"id": "s1", "about": said})
        second = first.model_copy(update={"id": "s2", "when": when_meant(p.years.years)})
        both = Combine(id="s3", of=("s1", "s2"), how="都有", on=("要点",))
        shown = [f"{id}.{c}" for id in ("s3", "s2") for c in columns]
        return Followed(again(first, second, both, show=shown, form="归纳"), ("单位",))
    left = [
        w
        for w in content_words(blanked(p.text, [*p.years.spans, *p.asked.spans]))
        if not (_REMEDY.search(w) or _PROBLEM.search(w))
    ]
    wanted = "措施" if _REMEDY.search(p.text) else "问题" if _PROBLEM.search(p.text) else None
    if wanted is None or len(left) > 1:
        return None
    moved = moved_to(
        source.model_copy(update={"id": "s1", "about": wanted, "part": None}), p, holdings
    )
    plan = again(moved, show=[f"s1.{c}" for c in columns], form="归纳")
    return Followed(plan, what_is_carried(p, True))
