"""Sums, averages and medians of many; the most, the n-th, places and shares among many."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.ask.building.pairs import SIDES
from assistant.ask.building.steps import (
    BY_YEAR,
    LISTS,
    ONE_BY_ONE,
    TOTAL,
    Settled,
    Steps,
    base,
    but,
    cells,
    each_year,
    nth_said,
)
from assistant.ask.grammar.operations import (
    MEDIAN,
    NTH,
    WHICH_PLACE,
)
from assistant.ask.plan.plan import (
    Agg,
    Aggregate,
    Compute,
    Grouped,
    Keep,
    Order,
    Plan,
    Who,
    holds,
)
from assistant.ask.plan.rows import BODY, YEAR
from index.numerals import ONE_TO_TEN, value_of

# ---------------------------------------------------------------- places, shares of a group


def place_of_one(s: Settled) -> Plan | None:
    """教育局在七个局里排第几: the rank of one among all."""
    if not WHICH_PLACE.search(s.text):
        return None
    one = s.beside or (s.who.names if not s.many else ())
    if not one:
        return _places_of_all(s) if s.many and not s.several_years else None
    who = s.who if s.who.group else Who(group="全部")
    steps, id, columns = base(but(s, who=who))
    id = steps.add(Compute, of=id, fn="名次", a=columns[0], name="名次")
    where = tuple(holds(BODY, "=", n) for n in one)
    kept = steps.add(Keep, of=id, where=where, any=len(one) > 1)
    return steps.plan(kept, BODY, YEAR, columns[0], "名次")


def _places_of_all(s: Settled) -> Plan | None:
    """各街道的名次: everyone's place, the first first."""
    steps, id, columns = base(s)
    if len(columns) != 1:
        return None
    id = steps.add(Compute, of=id, fn="名次", a=columns[0], name="名次")
    id = steps.add(Order, of=id, by=columns[0])
    return steps.plan(id, BODY, columns[0], "名次")


def share_of_group(s: Settled) -> Plan | None:
    """县政府占全部单位的百分之几: each as a share of the sum, then the one asked for."""
    if not (s.p.asked.has("share") and s.who.group and s.beside) or s.p.rate:
        return None
    if len(s.measures) != 1:
        return None
    steps = Steps()
    id = cells(s, steps)
    id = steps.add(Compute, of=id, fn="占合计", a=s.names[0], name="占合计的百分比")
    where = tuple(holds(BODY, "=", n) for n in s.beside)
    kept = steps.add(Keep, of=id, where=where, any=len(s.beside) > 1)
    return steps.plan(kept, BODY, YEAR, s.names[0], "占合计的百分比")


# ---------------------------------------------------------------- aggregates and order

_MEASURES_OF_ALL: tuple[tuple[Aggregate, re.Pattern[str]], ...] = (
    ("平均", re.compile(r"平均|均值|均数|年均")),
    ("中位数", MEDIAN),
    ("最大", re.compile(r"最大值?|最高值?|最多")),
    ("最小", re.compile(r"最小值?|最低值?|最少")),
    ("和", re.compile(r"合计|总和|总数|总共|一共|总计|之和|总量")),
)


_GAP = re.compile(r"极差|全距")


def highest_less_lowest(s: Settled) -> Plan | None:
    """最多和最少差多少."""
    asked = s.p.asked
    both = asked.has("max") and asked.has("min")
    sides = SIDES.search(s.text) or re.search("比|较", s.text)
    if not (_GAP.search(s.text) or (both and asked.has("difference") and sides)):
        return None
    steps, id, columns = base(s)
    aggs = (
        Agg(fn="极差", col=columns[0], name="最大减最小"),
        Agg(fn="最大", col=columns[0], name="最大"),
        Agg(fn="最小", col=columns[0], name="最小"),
    )
    by = (YEAR,) if s.several_years and s.many else ()
    gap = steps.add(Grouped, of=id, by=by, agg=aggs)
    plan = steps.plan(gap, *by, "最大减最小", "最大", "最小")
    if by or not _WHOSE.search(s.text):
        return plan
    ends = [steps.add(Order, of=id, by=columns[0], desc=desc, take=1) for desc in (True, False)]
    shown = (f"{end}.{n}" for end in ends for n in (BODY, YEAR, columns[0]))
    return steps.plan(gap, "最大减最小").model_copy(update={"show": (f"{gap}.最大减最小", *shown)})


_WHOSE = re.compile(r"哪|谁")
"""最多和最少各是哪家: who they are is asked, too."""


def several_aggregates(s: Settled) -> Plan | None:
    """最大值、最小值和平均值, 中位数: two or more numbers of all, or the median."""
    fns = [fn for fn, pattern in _MEASURES_OF_ALL if pattern.search(s.text)]
    if not (s.many or s.several_years):
        return None
    if s.p.asked.has("max") and s.p.asked.has("min") and _BY_BODY.search(s.text):
        return None
    several = len([f for f in fns if f != "和"]) > 1 or _AND_THE_MEAN.search(s.text)
    if "中位数" not in fns and not several:
        return None
    steps, id, columns = base(s)
    aggs = tuple(Agg(fn=fn, col=columns[0], name=_AGG_NAMES.get(fn, fn)) for fn in fns)
    by = (YEAR,) if each_year(s) and s.many else ()
    id = steps.add(Grouped, of=id, by=by, agg=aggs)
    return steps.plan(id, *by, *(a.name for a in aggs))


_AND_THE_MEAN = re.compile(
    r"(?:总[量数和额]|合计|总计)[^，。]{0,3}[和与及、][^，。]{0,4}(?:平均|均值)|(?:平均[值数量]?|均值)[^，。]{0,2}[和与及、][^，。]{0,4}(?:总[量数和额]|合计|总计)"
)
"""处罚总量和平均量: both of them."""
_AGG_NAMES = {"和": "合计", "平均": "平均", "最大": "最大", "最小": "最小"}


_PER_BODY = re.compile(r"各自|每[个家]|分别")


def aggregated(s: Settled) -> Plan | None:
    """一共, 平均: of all rows; by year where 逐年 is said; by body where bodies are compared."""
    asked = s.p.asked
    average = asked.has("average")
    over_years = s.several_years and not s.many and TOTAL.search(s.p.text)
    if s.several_years and not s.many and not asked.operations and _ALL_THESE_YEARS.search(s.text):
        return _each_and_all(s) if len(s.measures) == 1 and not s.p.rate else None
    total = bool(asked.has("sum") or over_years) and not s.p.rate
    if not (average or total) or not (s.many or s.several_years):
        return None
    if total and not s.many and (asked.has("trend") or each_year(s) and BY_YEAR.search(s.text)):
        return None  # 按年份汇总 of one body: each year's own number
    ranked = asked.has("max", "min", "rank") or nth_said(s) is not None
    if ranked or (asked.has("list") and not average and not (total and s.many and each_year(s))):
        return None
    one = len(s.measures) == 1
    if total and one and _EACH_AND_ALL.search(s.text):
        return _each_and_all(s)
    if total and one and ONE_BY_ONE.search(s.text) and s.many and not s.several_years:
        return None  # 复议总数分别是多少: 总数 is each one's own
    fn: Aggregate = "平均" if average else "和"
    name = "平均" if average else "合计"
    steps, id, columns = base(s)
    by: tuple[str, ...] = ()
    if s.many and (each_year(s) or (asked.has("trend") and s.several_years)):
        by = (YEAR,)
    elif s.many and s.several_years and (asked.has("compare") or _PER_BODY.search(s.text)):
        by = (BODY,)
    if average and s.many and s.several_years and _A_YEAR.search(s.text) and by != (BODY,):
        return _mean_of_years(steps, id, columns)
    aggs = tuple(Agg(fn=fn, col=c, name=f"{c}{name}") for c in columns)
    id = steps.add(Grouped, of=id, by=by, agg=aggs)
    names = [a.name for a in aggs]
    if by == (BODY,) and asked.has("compare"):
        id = steps.add(Order, of=id, by=names[0])
    return steps.plan(id, *by, *names)


_ALL_THESE_YEARS = re.compile(
    rf"(?:[{ONE_TO_TEN}两\d])年(?:以?来|里|间|内|中)(?!都|均|每|各|年)[^，。；各每]*(?:几|多少)[件个项起次场宗]"
)
"""三年来打了几场官司: each year's, and all together."""
_EACH_AND_ALL = re.compile(
    r"(?:各年|每一?年|逐年)[^，。；]{0,8}(?:以?及|和|与|[，、])[^，。；]{0,4}(?:总共|合计|总计|总和)"
    r"|(?:各|分别)[^，。；]*[，；][^，。；]*(?:一共|合计|总共|共计|总计|加起来|总和)"
)


def _each_and_all(s: Settled) -> Plan:
    """各收了多少件，一共多少: the numbers, and their sum after them."""
    steps, id, columns = base(s)
    aggs = tuple(Agg(fn="和", col=c, name=f"{c}合计") for c in columns)
    total = steps.add(Grouped, of=id, agg=aggs)
    plan = steps.plan(total, *(a.name for a in aggs))
    shown = tuple(f"{id}.{n}" for n in (BODY, YEAR, *columns))
    return plan.model_copy(update={"show": (*shown, *plan.show)})


_A_YEAR = re.compile(r"平均(?:下来)?(?:每|一)年|年均|每年平均")


def _mean_of_years(steps: Steps, of: str, columns: Sequence[str]) -> Plan:
    """四个乡镇平均每年收多少: what all have in a year, and the mean of the years."""
    sums = tuple(Agg(fn="和", col=c, name=f"{c}合计") for c in columns)
    of = steps.add(Grouped, of=of, by=(YEAR,), agg=sums)
    means = tuple(Agg(fn="平均", col=a.name, name=f"{a.name}的年平均") for a in sums)
    return steps.plan(steps.add(Grouped, of=of, agg=means), *(a.name for a in means))


_BY_BODY = re.compile(r"哪家|哪个(?:单位|局|部门|乡镇|街道)|谁|哪一?个")


_BY_YEAR = re.compile(r"哪一?年|哪个年|哪几年|何年|哪些年")


def ordered(s: Settled) -> Plan | None:
    """最多的, 前三名, 第二名, 从高到低."""
    asked = s.p.asked
    place = nth_said(s)
    if not asked.has("max", "min", "rank") and place is None:
        return None
    steps, id, columns = base(s)
    if len(columns) != 1:
        return _parts_ordered(s)
    by = columns[0]
    shown = [BODY, YEAR] if s.several_years else [BODY]
    if s.many and s.several_years:
        axis = YEAR if _BY_YEAR.search(s.text) else BODY
        fn: Aggregate = "平均" if asked.has("average") else "和"
        name = "平均" if asked.has("average") else "合计"
        single = _BY_YEAR.search(s.text) and (_BY_BODY.search(s.text) or LISTS.search(s.text))
        if not single:
            by = f"{columns[0]}{name}"
            id = steps.add(Grouped, of=id, by=(axis,), agg=(Agg(fn=fn, col=columns[0], name=by),))
            shown = [str(axis)]
    if len(places := _every_place(s.text)) > 1 and not asked.top:
        return _at_places(steps, id, by, shown, places)
    nth = NTH.search(s.text)
    few = bool(nth and (nth["few"] or nth["last"]))
    desc = not (asked.ascending or (asked.has("min") and not asked.has("max")) or few)
    take = None if place else asked.top or (1 if asked.has("max", "min") else None)
    ends = asked.has("max") and asked.has("min") and take == 1
    if ends:
        return _both_ends(steps, id, by, shown)
    id = steps.add(Order, of=id, by=by, desc=desc, take=take, place=place)
    if take and take > 1 and _OF_THE_FIRST.search(s.text):
        total = f"{by}合计"
        sum_ = steps.add(Grouped, of=id, agg=(Agg(fn="和", col=by, name=total),))
        plan = steps.plan(sum_, total)
        return plan.model_copy(update={"show": (*plan.show, *(f"{id}.{n}" for n in (*shown, by)))})
    return steps.plan(id, *shown, by)


_NTH_PLACE = re.compile(
    rf"(?P<last>倒数)?第(?P<n>[{ONE_TO_TEN}]|\d{{1,2}})(?P<few>[少低小慢])?(?![{ONE_TO_TEN}\d条项部章年方季次批款期])"
    rf"(?:名|位)?(?:(?:到|至|[-—~～])第?(?P<to>[{ONE_TO_TEN}]|\d{{1,2}}))?"
)


def _every_place(text: str) -> list[tuple[int, bool]]:
    """The places asked for, each with whether it counts from the most: 第一和第三, 第四到第六."""
    found = []
    for m in _NTH_PLACE.finditer(text):
        first, last = (int(value_of(n) or 0) for n in (m["n"], m["to"] or m["n"]))
        found += [(n, not (m["last"] or m["few"])) for n in range(first, last + 1)]
    return list(dict.fromkeys(found))


def _at_places(
    steps: Steps, of: str, by: str, shown: Sequence[str], places: Sequence[tuple[int, bool]]
) -> Plan:
    """第一和第三各是谁: who stands at each of the places."""
    ids = [steps.add(Order, of=of, by=by, desc=desc, place=n) for n, desc in places]
    plan = steps.plan(ids[0], *shown, by)
    return plan.model_copy(update={"show": tuple(f"{i}.{n}" for i in ids for n in (*shown, by))})


_OF_THE_FIRST = re.compile(
    rf"[前后](?:[{ONE_TO_TEN}两]|\d{{1,2}})[名位个家]?[^，。]{{0,4}}(?:加|合计|之和|总和|一共|总共|共计)"
)


def next_apart(s: Settled) -> Plan | None:
    """第一名比第二名多几件: by how much the one of a place is above the next."""
    places = sorted(set(_places(s.text)))
    if not (s.many and s.p.asked.has("difference")) or len(places) != 2 or len(s.measures) != 1:
        return None
    if places[1] != places[0] + 1 or s.several_years:
        return None
    steps, id, columns = base(s)
    id = steps.add(Compute, of=id, fn="比下一名多", a=columns[0], name="比下一名多")
    id = steps.add(Order, of=id, by=columns[0], place=places[0])
    return steps.plan(id, BODY, columns[0], "比下一名多")


def _places(text: str) -> Iterator[int]:
    """The places that are spoken of: 最多, 第一 are 1, 第二名 is 2."""
    for match in _PLACE.finditer(text):
        yield int(value_of(match["n"] or "") or 1)


_PLACE = re.compile(rf"第(?P<n>[{ONE_TO_TEN}]|\d{{1,2}})|(?:最[多高大]|冠军|榜首|首位|居首)")


def _both_ends(steps: Steps, of: str, by: str, shown: Sequence[str]) -> Plan:
    """最多的和最少的分别是谁."""
    high = steps.add(Order, of=of, by=by, take=1)
    low = steps.add(Order, of=of, by=by, desc=False, take=1)
    plan = steps.plan(high, *shown, by)
    return plan.model_copy(update={"show": (*plan.show, *(f"{low}.{n}" for n in (*shown, by)))})


def _parts_ordered(s: Settled) -> Plan | None:
    """哪种原因最多: not one measure among bodies, but which of several measures; told side by side."""
    if s.many:
        return None
    steps = Steps()
    id = cells(s, steps)
    return steps.plan(id, BODY, YEAR, *s.names, form="表")


def compared(s: Settled) -> Plan | None:
    """哪个多 of a few bodies: in order, the most first."""
    years = _BY_YEAR.search(s.text) and len(s.years) > 1 and not s.many
    bodies = s.p.asked.has("compare") and s.many and not s.several_years
    if not (years or bodies) or len(s.measures) != 1 or not _MORE.search(s.text):
        return None
    steps, id, columns = base(s)
    id = steps.add(Order, of=id, by=columns[0], desc=not _LESS.search(s.text))
    return steps.plan(id, YEAR if years else BODY, columns[0])


_MORE = re.compile(r"(?:谁|哪个?|哪家|哪边|哪一个)[^，。]*[多少高低]|更[多少高低]|谁多|孰多")


_LESS = re.compile(r"[少低](?:一点|一些|些)?(?:呢|？|\?|$)")
