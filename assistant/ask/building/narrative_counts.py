"""A question for numbers that the reports state in words, as a plan: counts, shares, differences, sums."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.ask.building.kept import each_said
from assistant.ask.building.steps import ONE_BY_ONE, PER_YEAR, Steps, nth_in
from assistant.ask.building.told import Told, source
from assistant.ask.building.topic import (
    GENERIC,
    UNITS,
    count_asked,
    counted,
    counts_said,
    quoted,
    stretches,
    thing,
)
from assistant.ask.grammar.groups import blanked
from assistant.ask.grammar.operations import MEDIAN
from assistant.ask.grammar.reading import Parse
from assistant.ask.plan.plan import (
    Agg,
    Aggregate,
    Combine,
    Compute,
    Grouped,
    Keep,
    Key,
    Order,
    Plan,
    Sign,
    When,
    Who,
    holds,
)
from assistant.ask.plan.rows import BODY, COUNT, YEAR

_COLUMNS = (BODY, YEAR, COUNT)


def counts_plan(t: Told) -> Plan | None:
    """The plan of a question for counts; None where it asks for none."""
    if t.p.asked.has("share"):
        return _share(t)
    words = counted(t.p)
    orders = t.p.asked.has("max", "min", "rank") or "nth" in t.p.asked.words
    orders = orders or (len(t.names) == 2 and _WHICH_MORE.search(t.p.text) is not None)
    ranked = t.about == "原文" and orders and not (t.p.reading.measures or quoted(t.p))
    if not words or not (t.about == "数" or UNITS.search(t.p.text) or ranked):
        return None
    if _unit(t.p.text) in _MEASURED and "平均" in t.p.text:
        words = (*words, "平均")
    if several := _several(t):
        return several
    steps = Steps()
    unit = _unit(t.p.text)
    if "times" in t.p.asked.words:
        return _times(t, words, unit)
    return _of_counts(t, steps, source(t, steps, about="数", words=words, unit=unit, part=None))


_WHICH_MORE = re.compile(r"(?:谁|哪[个家边一]{1,2})(?:更|的)?[多少高低](?:[一些]点?)?[？?。]?$")
"""甲和乙的推送谁多: counts that no measure word is said of."""


def _unit(text: str) -> str | None:
    if match := count_asked(text):
        return match["unit"]
    match = UNITS.search(text)
    if match is None or match["rate"]:
        return "%" if match else None
    return match["unit"] or match["unit2"] or match["unit3"]


# ---------------------------------------------------------------- several counts, or one of another


def _several(t: Told) -> Plan | None:
    """Each clause's own count, where several clauses ask one: 公开总条数，其中动态多少条."""
    asked: list[tuple[tuple[str, ...], str | None]] = []
    for text in counts_said(t.p.text):
        unit = _unit(text)
        own = tuple(w for w in counted(replace(t.p, text=text)) if w != unit)
        words = own or (asked[0][0] if asked else ())  # 办几场、来了多少人次: of the same
        asked += [(words, unit)] if words else []
    if len({*asked}) < 2 or t.p.asked.has("difference", "compare"):
        return None
    steps = Steps()
    ids = [source(t, steps, about="数", words=w, unit=u, part=None) for w, u in asked]
    plan = steps.plan(ids[0], *_COLUMNS)
    return plan.model_copy(update={"show": tuple(f"{i}.{c}" for i in ids for c in _COLUMNS)})


_WHETHER = re.compile(r"了(?:没有?|吗)|没有?[？?]|没有?$|是否")
_OF = re.compile(r"所?占|的?(?:比例|比重|份额|百分)")


def _share(t: Told) -> Plan | None:
    """公开里财政信息占几成, 财政信息占公开总数的比例: one count of another in the same report."""
    text = blanked(t.p.text, [*t.p.bodies.spans, *t.p.years.spans])
    match = _OF.search(text)
    if _WHETHER.search(text) and not re.search("多少|几", text):
        return None  # 比例达到四成的目标实现了没
    if match is None or t.p.reading.measures:
        return None
    before, after = (stretches(part) for part in (text[: match.start()], text[match.end() :]))
    after = tuple(w for w in after if not _OF.search(w))
    if not before or not (after or len(before) > 1):
        return None
    part, whole = (before[-1], thing(after[0])) if after else (before[-1], thing(before[0]))
    if GENERIC.fullmatch(whole):
        return None  # 公开总量: no one count is called so
    steps = Steps()
    ids = [source(t, steps, about="数", words=(w,), unit=None, part=None) for w in (part, whole)]
    both = steps.add(Combine, of=tuple(ids), how="并列", on=(BODY, YEAR))
    a, b = (f"{i}.{COUNT}" for i in ids)
    share = steps.add(Compute, of=both, fn="百分比", a=a, b=b, name="占比")
    plan = steps.plan(share, BODY, YEAR, "占比")
    counts = tuple(f"{i}.{c}" for i in ids for c in _COLUMNS)
    return plan.model_copy(update={"show": (*plan.show, *counts)})


def _times(t: Told, words: tuple[str, ...], unit: str | None) -> Plan | None:
    """甲是乙的几倍: of two bodies, or of two years of one, the first said over the second."""
    if len(t.names) == 2 and len(t.years) == 1 and not t.who.group:
        sides: list[dict[str, object]] = [{"who": Who(names=(n,))} for n in t.names]
        on: Key = "年"
    elif len(t.years) == 2 and not t.many:
        said = sorted(t.years, key=lambda y: t.p.text.find(str(y)))
        sides = [{"when": When(years=(y,))} for y in said]
        on = "单位"
    else:
        return None
    steps = Steps()
    ids = [source(t, steps, about="数", words=words, unit=unit, part=None, **s) for s in sides]
    both = steps.add(Combine, of=tuple(ids), how="并列", on=(on,))
    a, b = (f"{i}.{COUNT}" for i in ids)
    ratio = steps.add(Compute, of=both, fn="比", a=a, b=b, name="倍数")
    plan = steps.plan(ratio, on, "倍数")
    counts = tuple(f"{i}.{c}" for i in ids for c in _COLUMNS)
    return plan.model_copy(update={"show": (*plan.show, *counts)})


# ---------------------------------------------------------------- what is done with the counts


def _of_counts(t: Told, steps: Steps, id: str) -> Plan:
    asked = t.p.asked
    if asked.condition is not None:
        where = [holds(COUNT, asked.condition.sign, float(asked.condition.number))]
        each = each_said(t.p.text) if t.many_years else "行"
        id = steps.add(Keep, of=id, where=tuple(where), each=each)
        return steps.plan(id, *_COLUMNS, form="名单")
    two = len(t.names) == 2 and _WHICH_MORE.search(t.p.text)
    orders = asked.has("max", "min", "rank") or "nth" in asked.words
    if two:
        return steps.plan(steps.add(Order, of=id, by=COUNT), *_COLUMNS)
    if orders and asked.has("sum") and t.many and t.many_years:
        agg = Agg(fn="和", col=COUNT, name="合计")
        total = steps.add(Grouped, of=id, by=(BODY,), agg=(agg,))
        return steps.plan(_ordered(t, steps, total, "合计"), BODY, "合计")
    if orders:
        return steps.plan(_ordered(t, steps, id, COUNT), *_COLUMNS)
    if (gap := _apart(t, steps, id)) is not None:
        return gap
    several = (t.many or t.many_years) and _unit(t.p.text) not in _MEASURED
    aggs = tuple(Agg(fn=fn, col=COUNT, name=n) for fn, n in _aggregates(t.p))
    if not several or not aggs:
        plain = steps.plan(id, *_COLUMNS)
        return _with_total(steps, plain, id) if several and not _each_by_itself(t) else plain
    total = steps.add(Grouped, of=id, agg=aggs)
    if "beyond_average" in asked.words and aggs[-1].fn == "平均":
        sign: Sign = "<" if _BELOW.search(t.p.text) else ">"
        rows = steps.add(Keep, of=id, where=(holds(COUNT, sign, f"{total}.平均"),))
        return _with_rows(steps, rows, total, "平均")
    return _with_rows(steps, id, total, *(a.name for a in aggs))


def _each_by_itself(t: Told) -> bool:
    return t.which or bool(PER_YEAR.search(t.p.text) or ONE_BY_ONE.search(t.p.text))


def _with_total(steps: Steps, plain: Plan, id: str) -> Plan:
    """四年开了多少场: each year's number, and below them what they come to."""
    total = steps.add(Grouped, of=id, agg=(Agg(fn="和", col=COUNT, name="合计"),))
    plan = steps.plan(total, "合计")
    return plan.model_copy(update={"show": (*plain.show, *plan.show)})


_MEASURED = ("%", "分", "工作日")
"""What is no count: such numbers, an average as it stands, are added to no others."""
_BELOW = re.compile(r"低于|不到|不足|少于|没到|没达到|未达")


def _ordered(t: Told, steps: Steps, of: str, by: str) -> str:
    asked = t.p.asked
    place = nth_in(t.p.text)
    take = None if place else asked.top or (1 if asked.has("max", "min") else None)
    least = asked.has("min") or asked.ascending
    return steps.add(Order, of=of, by=by, desc=not least, take=take, place=place)


def _apart(t: Told, steps: Steps, id: str) -> Plan | None:
    """How far two bodies, or two years of each body, are apart, beside the counts themselves."""
    asked = t.p.asked
    two_bodies, two_years = len(t.names) == 2 and not t.who.group, len(t.years) == 2
    compares = asked.has("difference") or (two_years and _AGAINST.search(t.p.text))
    if not compares or not (two_bodies or two_years):
        return None
    by: tuple[Key, ...] = ("年",) if two_bodies else ("单位",)
    agg = Agg(fn="极差", col=COUNT, name="相差")
    first = steps.add(Order, of=id, by=COUNT) if two_bodies and not two_years else id
    return _with_rows(steps, first, steps.add(Grouped, of=first, by=by, agg=(agg,)), *by, "相差")


_AGAINST = re.compile(r"比(?!例|重|率)")


def _with_rows(steps: Steps, rows: str, id: str, *names: str) -> Plan:
    """What was computed, before the rows that it is computed of."""
    plan = steps.plan(id, *names)
    return plan.model_copy(update={"show": (*plan.show, *(f"{rows}.{n}" for n in _COLUMNS))})


_TOGETHER = re.compile(r"(?<![公一总])共(?=[一-龥]{1,3}了?(?:多少|几))|加起来|累计")
"""三年共出了几期."""


def _aggregates(p: Parse) -> list[tuple[Aggregate, str]]:
    """What is worked out over all of the counts, with its name."""
    if MEDIAN.search(p.text):
        return [("中位数", "中位数")]
    if "beyond_average" in p.asked.words:
        return [("平均", "平均")]
    if PER_YEAR.search(p.text) and not p.asked.has("average", "sum"):
        return []
    told = p.asked.has("sum") or _TOGETHER.search(p.text)
    sums: list[tuple[Aggregate, str]] = [("和", "合计")] if told else []
    return [*sums, ("平均", "平均")] if p.asked.has("average") else sums
