"""One step more over what was just shown: the most, the sum, a share, a change, the same of what was found."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.ask.answer import Turn
from assistant.ask.building.topic import count_asked, counted
from assistant.ask.conversation import (
    Followed,
    again,
    columns_of,
    gap_between,
    measures_said,
    moved_to,
    recent_cells,
    sources_of,
    what_is_carried,
)
from assistant.ask.follow_turns import both, more_of_two
from assistant.ask.grammar.operations import NTH, change
from assistant.ask.grammar.ratios import share as share_between
from assistant.ask.grammar.ratios import share_of
from assistant.ask.grammar.reading import Parse
from assistant.ask.grammar.who_when import when_meant, who_meant
from assistant.ask.measures import Measure, of_whole
from assistant.ask.placing.several_parts import part_of_group
from assistant.ask.plan.catalogue import measure_called, name_of
from assistant.ask.plan.plan import (
    Agg,
    Aggregate,
    Compute,
    Figures,
    Grouped,
    Keep,
    Order,
    Plan,
    Sentences,
    Step,
    When,
    Who,
    holds,
)
from assistant.ask.plan.rows import BODY, COUNT, YEAR
from assistant.ask.plan.scope import GROUPS, Holdings, bodies_of, years_of
from index.numerals import value_of

# ---------------------------------------------------------------- of what was found

_IT = re.compile(
    r"^(?:那么?|而)?(?:它们?|该(?:单位|局|镇|乡|街道)|[这那](?:家|个(?:单位|局|镇|乡|街道)))"
)


def of_what_was_found(
    last: Plan, p: Parse, history: Sequence[Turn], holdings: Holdings
) -> Followed | None:
    """它上一年多少, after who has most: the same of the one that was found."""
    chosen = last.steps[-1]
    if not (_IT.match(p.text) and isinstance(chosen, Order)) or p.bodies.ids:
        return None
    source = sources_of(last)[0]
    if not p.reading.measures and (told := count_asked(p.text)) and (words := counted(p)):
        return _counted_of(last, source, chosen, words, told["unit"], p)
    if p.residue:
        return None
    measures = measures_said(last, p)
    if not isinstance(source, Figures) and not measures:
        return None
    names = tuple(name_of(m) for m in measures) or source.measures  # type: ignore[union-attr]
    when = when_meant(p.years.years) if p.years.years else source.when
    id = f"s{len(last.steps) + 1}"
    cells = Figures(id=id, who=Who(of=chosen.id), when=when, measures=names)
    shown = tuple(f"{id}.{n}" for n in (BODY, YEAR, *names))
    plan = Plan(steps=(*last.steps, cells), show=shown)
    return Followed(plan, what_is_carried(p, True))


_AMONG_THEM = re.compile(
    r"^(?:那么?)?(?:这|那)?(?:里头|里面|其中|当中|之中|些|几[家个])|[这那](?:里头|里面?|当中|之中)"
)


def kept_of_found(last: Plan, p: Parse) -> Followed | None:
    """这里头处罚也超2000件的呢, after those that met a condition: which of them meet another."""
    found, source = last.steps[-1], sources_of(last)[0]
    bound, measures = p.asked.condition, p.reading.measures
    if not isinstance(found, Keep) or bound is None or len(measures) != 1 or p.bodies.ids:
        return None
    same = bound.counted_in(measures[0].unit)
    if same is None or p.residue or not _AMONG_THEM.search(p.text):
        return None
    name, id = name_of(measures[0]), f"s{len(last.steps) + 1}"
    when = when_meant(p.years.years) if p.years.years else source.when
    cells = Figures(id=id, who=Who(of=found.id), when=when, measures=(name,))
    most = [holds(name, "<=", same.most)] if same.most is not None else []
    where = (holds(name, same.sign, same.number), *most)
    kept = Keep(id=f"s{len(last.steps) + 2}", of=id, where=where)
    shown = tuple(f"{kept.id}.{n}" for n in (BODY, YEAR, name))
    plan = Plan(steps=(*last.steps, cells, kept), show=shown, form="名单")
    return Followed(plan, what_is_carried(p, True))


def who_meets(last: Plan, p: Parse) -> Followed | None:
    """哪些单位是0, after a number: of the group that was spoken of, else of everyone."""
    source, bound = sources_of(last)[0], p.asked.condition
    everyone = p.bodies.anyone or p.bodies.group == GROUPS["全部"].label
    if not (isinstance(source, Figures) and everyone and bound) or p.residue:
        return None
    if p.years.years and p.reading.measures:
        return None  # a question of its own
    measures = p.reading.measures or tuple(filter(None, map(measure_called, source.measures)))
    same = bound.counted_in(measures[0].unit) if len(measures) == 1 else None
    if same is None or source.when.of or source.who.of:
        return None
    name = name_of(measures[0])
    who = source.who if source.who.group else Who(group="全部")
    when = when_meant(p.years.years) if p.years.years else source.when
    cells = Figures(id="s1", who=who, when=when, measures=(name,))
    most = [holds(name, "<=", same.most)] if same.most is not None else []
    kept = Keep(id="s2", of="s1", where=(holds(name, same.sign, same.number), *most))
    plan = again(cells, kept, show=[f"s2.{n}" for n in (BODY, YEAR, name)], form="名单")
    return Followed(plan, what_is_carried(p, not p.reading.measures))


def _counted_of(
    last: Plan,
    source: Figures | Sentences,
    chosen: Order,
    words: tuple[str, ...],
    unit: str,
    p: Parse,
) -> Followed:
    """它当年培训几次: what its report counts in words, of the one that was found."""
    when = when_meant(p.years.years) if p.years.years else source.when
    id = f"s{len(last.steps) + 1}"
    step = Sentences(id=id, who=Who(of=chosen.id), when=when, about="数", words=words, unit=unit)
    shown = tuple(f"{id}.{n}" for n in (BODY, YEAR, COUNT))
    return Followed(Plan(steps=(*last.steps, step), show=shown), what_is_carried(p, True))


def changed_plan(
    last: Plan, p: Parse, history: Sequence[Turn], holdings: Holdings
) -> Followed | None:
    """增长了百分之几, 比上年呢: the change of what was just spoken of on the year before."""
    grows = p.asked.has("difference") or p.years.before
    if not grows or p.reading.measures or p.bodies.ids or p.residue:
        return None
    source = sources_of(last)[-1]
    if not isinstance(source, Figures) or source.when.of or len(source.measures) != 1:
        return None
    ids = () if source.who.of else bodies_of(source.who, holdings, {})
    spoken_of = years_of(source.when, ids, holdings, {})
    years = p.years.years or spoken_of
    if not years:
        return None
    if len(p.years.years) == 1 and spoken_of and _AGAINST.search(p.text[: p.years.spans[0][0]]):
        if spoken_of[-1] != years[0] + 1:  # 跟2020年差几件, after 2023
            return _years_apart(source, (years[0], spoken_of[-1]), p)
        years = spoken_of[-1:]
    said = {y for f in recent_cells(history) for y in f.when.years if f.measures == source.measures}
    name, year = source.measures[0], max((*years, *said)) if len(said) == 2 else years[-1]
    at = len(last.steps) if source.who.of else 0
    ids_ = [f"s{at + i}" for i in (1, 2, 3, 4)]
    cells = source.model_copy(update={"id": ids_[0], "when": When(years=(year - 1, year))})
    steps = (
        cells,
        Compute(id=ids_[1], of=ids_[0], fn="较上年", a=name, name="增减"),
        Compute(id=ids_[2], of=ids_[1], fn="增长率", a=name, name="增长率"),
        Keep(id=ids_[3], of=ids_[2], where=(holds(YEAR, "=", float(year)),)),
    )
    before = last.steps if source.who.of else ()
    shown = tuple(f"{ids_[3]}.{n}" for n in (BODY, YEAR, name, "增减", "增长率"))
    return Followed(Plan(steps=(*before, *steps), show=shown), what_is_carried(p, True))


_AGAINST = re.compile(r"[跟和与同比较]$")


def _years_apart(source: Figures, years: tuple[int, ...], p: Parse) -> Followed | None:
    """How far the numbers of two years are apart; a rate is of neighbouring years only."""
    if "百分" in p.text or source.who.of:
        return None
    cells = source.model_copy(update={"when": When(years=tuple(sorted(years)))})
    return Followed(gap_between(cells, by=("单位",), cells_too=True), what_is_carried(p, True))


# ---------------------------------------------------------------- one step more


def _cells_of(last: Plan) -> tuple[Step, tuple[str, ...]] | None:
    """The source and its number columns, if the plan has one source."""
    sources = sources_of(last)
    if len(sources) != 1:
        return None
    source = sources[0]
    if isinstance(source, Sentences) and source.about != "数":
        return None
    return source, columns_of(source)


def nth_said(last: Plan, p: Parse, history: Sequence[Turn], holdings: Holdings) -> Followed | None:
    """第二呢, after who has most."""
    match = NTH.search(p.text)
    order = next((s for s in reversed(last.steps) if isinstance(s, Order)), None)
    if match is None or p.reading.measures or p.bodies.ids or p.residue:
        return None
    place = int(value_of(match["n"]) or 0)
    if order is None:
        return None
    changed = order.model_copy(update={"take": None, "place": place})
    steps = tuple(changed if s is order else s for s in last.steps)
    return Followed(last.model_copy(update={"steps": steps}), ("单位", "年度", "指标"))


def _share_of_group(source: Figures, p: Parse, holdings: Holdings) -> Followed | None:
    """占各镇总数的百分之几, after one town's number."""
    ids = () if source.who.of else bodies_of(source.who, holdings, {})
    measure = measure_called(source.measures[0])
    if measure is None or not ids or not {*ids} < {*p.bodies.ids}:
        return None
    if any(m.key != measure.key for m in p.reading.measures):
        return None
    whole = who_meant(p.bodies.ids, holdings, grouped=True)
    plan = part_of_group(measure, source.when, holdings.roster.named(ids), whole)
    return Followed(plan, ("单位", "年度", "指标"))


def shared(last: Plan, p: Parse, history: Sequence[Turn], holdings: Holdings) -> Followed | None:
    """占比是多少: of what was just spoken of, in what it is naturally a part of."""
    source = sources_of(last)[0]
    if not p.asked.has("share") or p.residue or not isinstance(source, Figures):
        return None
    if p.bodies.group:
        return _share_of_group(source, p, holdings)
    if p.bodies.ids:
        return None
    part = measure_called(source.measures[0])
    if part is None:
        return None
    wider = () if p.reading.measures else _wider(part, history)
    if len(said := measures_said(last, p)) == 1 and _is_whole_of(part, said[0]):
        part, wider = said[0], (part,)  # 结果维持的占比呢, after the whole
    shares = (
        (share_between((part,), wider[0]),) if wider else share_of((part, *p.reading.measures), p)
    )
    if not shares:
        return None
    share = shares[0]
    cells = source.model_copy(update={"id": "s1", "measures": (*share.parts, share.whole)})
    step = Compute(id="s2", of="s1", fn="百分比", a=share.part, b=share.whole, name=share.name)
    moved = moved_to(cells, p, holdings)
    plan = again(moved, step, show=[f"s2.{n}" for n in (BODY, YEAR, share.name)])
    return Followed(plan, what_is_carried(p, True))


def _wider(part: Measure, history: Sequence[Turn]) -> tuple[Measure, ...]:
    """What was spoken of before the part, where it holds all of the part's cells."""
    earlier = [
        m for f in recent_cells(history)[:-1] for n in f.measures if (m := measure_called(n))
    ]
    found = [m for m in earlier if m.key != part.key and _holds_all(m, part)]
    return tuple(found[-1:])


def _is_whole_of(whole: Measure, part: Measure) -> bool:
    natural = of_whole(part)
    is_natural = natural is not None and natural.over is not None and natural.over.key == whole.key
    return is_natural or _holds_all(whole, part)


def _holds_all(whole: Measure, part: Measure) -> bool:
    return any(set(part.alternatives[0]) < set(keys) for keys in whole.alternatives)


def ordered_by_rate(
    last: Plan, p: Parse, history: Sequence[Turn], holdings: Holdings
) -> Followed | None:
    """按增长率算，最高的是谁, after who grew most."""
    rate = next((s for s in last.steps if isinstance(s, Compute) and s.fn == "增长率"), None)
    order = last.steps[-1]
    if rate is None or not isinstance(order, Order) or not change(p.text)[0]:
        return None
    if "占" in p.text:
        return None  # a share of what was found
    if p.reading.measures or p.bodies.by_name or p.residue or order.by == rate.name:
        return None
    steps = (*last.steps[:-1], order.model_copy(update={"by": rate.name}))
    shown = tuple(n.replace(f".{order.by}", f".{rate.name}") for n in last.show)
    plan = last.model_copy(update={"steps": steps, "show": shown})
    return Followed(plan, ("单位", "年度", "指标"))


def operated_on(
    last: Plan, p: Parse, history: Sequence[Turn], holdings: Holdings
) -> Followed | None:
    """最多的是谁, 平均多少, 合计多少, 按从高到低排, 只要前三名: over what was just shown."""
    asked = p.asked
    if p.reading.measures or p.bodies.by_name or p.residue:
        return None
    found = _cells_of(last)
    if found is None:
        return None
    source, columns = found
    source = moved_to(source, p, holdings)
    shown = [BODY, YEAR, *columns]
    carried = what_is_carried(p, True)
    if asked.has("compare") and _MORE.search(p.text) and (pair := more_of_two(history, holdings)):
        return Followed(pair, carried)
    if asked.has("max", "min", "rank") or asked.top or "place" in asked.words:
        desc = not (asked.ascending or (asked.has("min") and not asked.has("max")))
        old = next((s for s in last.steps if isinstance(s, Order)), None)
        if old is not None and not asked.has("max", "min"):
            way = desc if asked.ascending else old.desc
            changed = old.model_copy(
                update={"take": asked.top or old.take, "place": None, "desc": way}
            )
            steps = tuple(
                changed if s is old else source if s.id == source.id else s for s in last.steps
            )
            return Followed(last.model_copy(update={"steps": steps}), carried)
        take = asked.top or (1 if asked.has("max", "min") else None)
        order = Order(id="s2", of="s1", by=columns[0], desc=desc, take=take)
        cells = source.model_copy(update={"id": "s1"})
        return Followed(again(cells, order, show=[f"s2.{n}" for n in shown]), carried)
    if asked.has("sum", "average"):
        source = both(p, history, holdings) or source
        fn: Aggregate = "平均" if asked.has("average") else "和"
        name = "平均" if asked.has("average") else "合计"
        aggs = tuple(Agg(fn=fn, col=c, name=f"{c}{name}") for c in columns)
        cells = source.model_copy(update={"id": "s1"})
        group = Grouped(id="s2", of="s1", agg=aggs)
        return Followed(again(cells, group, show=[f"s2.{a.name}" for a in aggs]), carried)
    return None


_HOW_MANY_BODIES = re.compile(r"(?<!哪)(?:几|多少)(?:家|个)(?!年|月|百分点)")


def bodies_counted(
    last: Plan, p: Parse, history: Sequence[Turn], holdings: Holdings
) -> Followed | None:
    """一共几家, after a list: how many bodies it has."""
    id = last.show[-1].partition(".")[0]
    if not _HOW_MANY_BODIES.search(p.text) or f"{id}.{BODY}" not in last.show:
        return None
    if p.reading.measures or p.residue or p.bodies.by_name or p.years.years:
        return None
    at = f"s{len(last.steps) + 1}"
    count = Grouped(id=at, of=id, agg=(Agg(fn="个数", col=BODY, name="家数"),))
    return Followed(again(*last.steps, count, show=[f"{at}.家数"]), ("单位", "年度", "指标"))


_MORE = re.compile(r"(?:谁|哪个?|哪家|哪边)[^，。]*[多少高低]|更[多少高低]")
