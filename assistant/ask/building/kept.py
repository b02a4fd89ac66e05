"""Bodies and years that meet conditions: numbers, the average, another body, every year, never."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.ask.building.steps import Settled, Steps, base, cells
from assistant.ask.grammar.conditions import ONE_OF_THEM, over_another
from assistant.ask.grammar.operations import (
    BY_AVERAGE,
    EVERY_YEAR,
    HALF,
    NEVER,
)
from assistant.ask.grammar.operations import Condition as Bound
from assistant.ask.measures import Measure, of_whole
from assistant.ask.plan.catalogue import name_of
from assistant.ask.plan.plan import (
    Agg,
    Aggregate,
    Compute,
    Condition,
    Each,
    Figures,
    Grouped,
    Keep,
    Plan,
    Sign,
    When,
    Who,
    holds,
)
from assistant.ask.plan.rows import BODY, YEAR
from index.numerals import ONE_TO_TEN, value_of

# ---------------------------------------------------------------- conditions

_EITHER = re.compile(r"或(?:者|是)?(?!以[上下]|更|等于)|要么|任一|之一")


def against_average(s: Settled) -> Plan | None:
    """低于平均数的单位有几家: a number of all, and those on one side of it."""
    match = BY_AVERAGE.search(s.text)
    if match is None or not s.many:
        return None
    what = match["what"] or match["what2"] or match["what3"]
    fn: Aggregate = "中位数" if what == "中位数" else "平均"
    way = match["way"] or match["side2"] or ""
    above = match["side"] == "上" or bool(re.match("[高超大多]", way))
    steps, id, columns = base(s)
    name = f"{fn}数" if fn == "平均" else fn
    steps.add(Grouped, of=id, agg=(Agg(fn=fn, col=columns[0], name=name),))
    against = steps.made[-1].id
    bound = holds(columns[0], ">" if above else "<", f"{against}.{name}")
    kept = steps.add(Keep, of=id, where=(bound,))
    plan = counted_or_listed(s, steps, kept, columns)
    return plan.model_copy(update={"show": (f"{against}.{name}", *plan.show)})


def one_measure_over_another(s: Settled) -> Plan | None:
    """复议比诉讼多的局: those of whose two numbers the one said first is on one side of the other."""
    sides = over_another(s.p) if s.many and len(s.measures) == 2 else None
    if sides is None:
        return None
    first, second, more = sides
    steps = Steps()
    names = (name_of(first), name_of(second))
    id = cells(s, steps, names)
    id = steps.add(Compute, of=id, fn="差", a=names[0], b=names[1], name="前者减后者")
    kept = steps.add(Keep, of=id, where=(holds("前者减后者", ">" if more else "<", 0.0),))
    return counted_or_listed(s, steps, kept, names)


_THAN = re.compile(r"(?:比|较|超过|高于|多于|少于|低于|不如|不及)_+(?:[^，。]{0,4})")


_LESS_THAN = re.compile(r"(?:少于|低于|不如|不及)_|比_+[^，。]{0,6}[少低]|较_+[^，。]{0,6}[少低]")


def than_a_body(s: Settled) -> Plan | None:
    """新收比教育局多的单位: all that are on one side of what one body has."""
    if not (s.beside and s.who.group and s.p.asked.has("list", "count")):
        return None
    if len(s.beside) != 1 or not _THAN.search(s.text):
        return None
    steps, id, columns = base(s)
    one = steps.add(Figures, who=Who(names=s.beside), when=s.when, measures=tuple(columns))
    sign: Sign = "<" if _LESS_THAN.search(s.text) else ">"
    kept = steps.add(Keep, of=id, where=(holds(columns[0], sign, f"{one}.{columns[0]}"),))
    return counted_or_listed(s, steps, kept, columns)


def changing_every_year(s: Settled) -> Plan | None:
    """逐年增加的单位: the change on the year before, every year on one side of 0."""
    grows = direction(s.text)
    if grows is None or not EVERY_YEAR.search(s.text):
        return None
    when = _in_a_row(s)
    if when is None and not s.several_years:
        return None
    steps, id, columns = base(s, when)
    name = "比上年增减"
    id = steps.add(Compute, of=id, fn="较上年", a=columns[0], name=name)
    where = (holds(name, ">" if grows else "<", 0.0),)
    kept = steps.add(Keep, of=id, where=where, each="每年都")
    return steps.plan(kept, BODY, YEAR, columns[0], name, form="名单")


_IN_A_ROW = re.compile(rf"(?:连续|连着|接连)(?P<n>[{ONE_TO_TEN}两]|\d)年")


def _in_a_row(s: Settled) -> When | None:
    """2024年连续两年下降: so many years up to the one said, or the newest, and the one before them."""
    said = _IN_A_ROW.search(s.text)
    if said is None or len(s.years) > 1:
        return None
    n = int(value_of(said["n"]) or 1)
    return When(first=s.years[0] - n, last=s.years[0]) if s.years else When(recent=n + 1)


def whether_changing(s: Settled) -> Plan | None:
    """是不是逐年上升, 有没有降过: one body's numbers, and the years that went that way."""
    grows = direction(s.text)
    if grows is None or s.many or not s.several_years or not _WHETHER.search(s.text):
        return None
    every = EVERY_YEAR.search(s.text) is not None
    if not (every or _EVER.search(s.text)) or s.p.asked.has("max", "min", "rank"):
        return None
    steps, id, columns = base(s)
    name = "比上年增减"
    changed = steps.add(Compute, of=id, fn="较上年", a=columns[0], name=name)
    where = (holds(name, ">" if grows else "<", 0.0),)
    kept = steps.add(Keep, of=changed, where=where, each="每年都" if every else "行")
    plan = steps.plan(kept, BODY, YEAR, columns[0], name)
    return plan.model_copy(
        update={"show": (*(f"{id}.{c}" for c in (BODY, YEAR, columns[0])), *plan.show)}
    )


_WHETHER = re.compile(r"是不是|是否|有没有|有无|[吗么没][？?。，]|[吗么没]$")
_EVER = re.compile(r"[增减升降涨跌多少]过|(?:有没有|有无|是否|哪一?年)[^，。]{0,6}[增减升降涨跌]")


def unchanging(s: Settled) -> Plan | None:
    """每年都一样的单位: those whose most and least of the years are the same."""
    if "same" not in s.p.asked.words or not (s.many and s.several_years) or len(s.measures) != 1:
        return None
    steps, id, columns = base(s)
    aggs = (
        Agg(fn="极差", col=columns[0], name="最大减最小"),
        Agg(fn="最大", col=columns[0], name=f"各年{columns[0]}"),
    )
    id = steps.add(Grouped, of=id, by=(BODY,), agg=aggs)
    kept = steps.add(Keep, of=id, where=(holds("最大减最小", "=", 0.0),))
    return steps.plan(kept, BODY, f"各年{columns[0]}", form="名单")


def more_than_half(s: Settled) -> Plan | None:
    """个人申请没过半的单位: a share of what it is part of, on one side of a half."""
    match = HALF.search(s.text)
    if match is None or not s.many or len(s.measures) != 1:
        return None
    ratio = of_whole(s.measures[0])
    if ratio is None or ratio.over is None:
        return None
    part, whole = s.names[0], name_of(ratio.over)
    steps = Steps()
    id = cells(s, steps, [part, whole])
    name = f"{part}占{whole}的比例"
    id = steps.add(Compute, of=id, fn="百分比", a=part, b=whole, name=name)
    sign: Sign = "<=" if re.match(r"没|未|不|低", match[0]) else ">"
    kept = steps.add(Keep, of=id, where=(holds(name, sign, 50.0),))
    return counted_or_listed(s, steps, kept, [part, name])


_UP = re.compile(
    r"比[^，。]{0,12}[多高](?:的|了)?|增|上升|上涨|升高|攀升|走高|往上|上扬|变多|多了|越来越多|涨|提高|高了|升过"
)


_DOWN = re.compile(
    r"比[^，。]{0,12}[少低](?:的|了)?|减|下降|降低|下滑|回落|走低|往下|变少|少了|越来越少|跌|低了|降过"
)


def direction(text: str) -> bool | None:
    """Whether growing (True) or falling (False) is spoken of; None where both or neither."""
    plain = re.sub(r"增减|升降|涨跌|多少", "", text)
    up, down = _UP.search(plain), _DOWN.search(plain)
    return None if bool(up) == bool(down) else bool(up)


def conditioned(s: Settled, bounds: Sequence[tuple[Measure, Bound]]) -> Plan:
    """Bodies (or years) whose numbers meet the conditions."""
    names = list(dict.fromkeys(name_of(m) for m, _ in bounds))
    steps = Steps()
    id = cells(s, steps, names)
    where = tuple(c for m, b in bounds for c in _where(name_of(m), b))
    each = each_said(s.text) if s.several_years else "行"
    if (
        each == "行"
        and len(s.years) > 1
        and _BOTH.search(s.text)
        and _OF_YEARS.search(s.text) is None
    ):
        each = "每年都"
    if each == "行" and s.several_years and s.many and _none_at_all(s, bounds):
        each = "每年都"
    either = len(bounds) > 1 and any(said.search(s.text) for said in (_EITHER, ONE_OF_THEM))
    kept = steps.add(Keep, of=id, where=where, any=either, each=each)
    return counted_or_listed(s, steps, kept, names)


def _none_at_all(s: Settled, bounds: Sequence[tuple[Measure, Bound]]) -> bool:
    """五年里一次复议都没有: bodies that have none are those that have none in any of the years."""
    return all(_is_nothing(b) for _, b in bounds) and _OF_YEARS.search(s.text) is None


_BOTH = re.compile(r"[都均](?=超|大|高|低|少|不|没|过|达|在|有|是|为|满)")


def _is_nothing(bound: Bound) -> bool:
    return bound.sign == "=" and not bound.number


_OF_YEARS = re.compile(r"哪些?年|哪几年|几年(?!来|间|里)|逐年|分年|按年")


def each_said(text: str) -> Each:
    """Whether every year, no year or any row is to meet the conditions."""
    return "从没有" if NEVER.search(text) else "每年都" if EVERY_YEAR.search(text) else "行"


def _where(name: str, bound: Bound) -> list[Condition]:
    found = [holds(name, bound.sign, float(bound.number))]
    if bound.most is not None:
        found.append(holds(name, "<=", float(bound.most)))
    return found


_HOW_MANY_YEARS = re.compile(r"几个?年[份度]?(?!来|间|里|内)|多少个?年")


def counted_or_listed(s: Settled, steps: Steps, kept: str, columns: Sequence[str]) -> Plan:
    if not s.many and _HOW_MANY_YEARS.search(s.text):
        counted = steps.add(Grouped, of=kept, agg=(Agg(fn="个数", col=YEAR, name="年数"),))
        plan = steps.plan(counted, "年数")
        return plan.model_copy(
            update={"show": (*plan.show, *(f"{kept}.{n}" for n in (BODY, YEAR, *columns)))}
        )
    if s.p.asked.has("count"):
        steps.add(Grouped, of=kept, agg=(Agg(fn="个数", col=BODY, name="家数"),))
        plan = steps.plan(steps.made[-1].id, "家数")
        shown = tuple(f"{kept}.{n}" for n in (BODY, *columns))
        return plan.model_copy(update={"show": (*plan.show, *shown)})
    years = (YEAR,) if s.several_years else ()
    return steps.plan(kept, BODY, *years, *columns, form="名单")
