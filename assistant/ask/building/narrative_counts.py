"""A question for numbers that the reports state in words, as a plan: counts, shares, differences, sums."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.ask.building.kept import each_said
from assistant.ask.building.steps import PER_YEAR, Steps, nth_in
from assistant.ask.building.told import Told, source
from assistant.ask.building.topic import COUNTED, UNITS, counted, counts_said, stretches
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
    ranked = t.about == "原文" and orders and not t.p.reading.measures
    if not words or not (t.about == "数" or UNITS.search(t.p.text) or ranked):
        return None
    if several := _several(t):
        return several
    steps = Steps()
    unit = _unit(t.p.text)
    return _of_counts(t, steps, source(t, steps, about="数", words=words, unit=unit, part=None))


def _unit(text: str) -> str | None:
    if match := COUNTED.search(text):
        return match["unit"]
    match = UNITS.search(text)
    return (match["unit"] or match["unit2"]) if match else None


# ---------------------------------------------------------------- several counts, or one of another


def _several(t: Told) -> Plan | None:
    """Each clause's own count, where several clauses ask one: 公开总条数，其中动态多少条."""
    asked = [
        (words, _unit(text))
        for text in counts_said(t.p.text)
        if (words := counted(replace(t.p, text=text)))
    ]
    if len({words for words, _ in asked}) < 2 or t.p.asked.has("difference", "compare"):
        return None
    steps = Steps()
    ids = [source(t, steps, about="数", words=w, unit=u, part=None) for w, u in asked]
    plan = steps.plan(ids[0], *_COLUMNS)
    return plan.model_copy(update={"show": tuple(f"{i}.{c}" for i in ids for c in _COLUMNS)})


_OF = re.compile(r"所?占|的?(?:比例|比重|份额|百分)")


def _share(t: Told) -> Plan | None:
    """公开里财政信息占几成, 财政信息占公开总数的比例: one count of another in the same report."""
    text = blanked(t.p.text, [*t.p.bodies.spans, *t.p.years.spans])
    match = _OF.search(text)
    if match is None or t.p.reading.measures:
        return None
    before, after = (stretches(part) for part in (text[: match.start()], text[match.end() :]))
    after = tuple(w for w in after if not _OF.search(w))
    if not before or not (after or len(before) > 1):
        return None
    part, whole = (before[-1], after[0]) if after else (before[-1], before[0])
    steps = Steps()
    ids = [source(t, steps, about="数", words=(w,), unit=None, part=None) for w in (part, whole)]
    both = steps.add(Combine, of=tuple(ids), how="并列", on=(BODY, YEAR))
    a, b = (f"{i}.{COUNT}" for i in ids)
    share = steps.add(Compute, of=both, fn="百分比", a=a, b=b, name="占比")
    plan = steps.plan(share, BODY, YEAR, "占比")
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
    orders = asked.has("max", "min", "rank") or "nth" in asked.words
    if orders and asked.has("sum") and t.many and t.many_years:
        agg = Agg(fn="和", col=COUNT, name="合计")
        total = steps.add(Grouped, of=id, by=(BODY,), agg=(agg,))
        return steps.plan(_ordered(t, steps, total, "合计"), BODY, "合计")
    if orders:
        return steps.plan(_ordered(t, steps, id, COUNT), *_COLUMNS)
    if (gap := _apart(t, steps, id)) is not None:
        return gap
    several = t.many or t.many_years
    if several and (fn := _aggregate(t.p)) is not None:
        agg = Agg(fn=fn, col=COUNT, name={"和": "合计"}.get(fn, fn))
        return _with_rows(steps, id, steps.add(Grouped, of=id, agg=(agg,)), agg.name)
    return steps.plan(id, *_COLUMNS)


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
    compares = asked.has("difference") or (two_years and asked.has("compare"))
    if not compares or not (two_bodies or two_years):
        return None
    by: tuple[Key, ...] = ("年",) if two_bodies else ("单位",)
    agg = Agg(fn="极差", col=COUNT, name="相差")
    first = steps.add(Order, of=id, by=COUNT) if two_bodies and not two_years else id
    return _with_rows(steps, first, steps.add(Grouped, of=first, by=by, agg=(agg,)), *by, "相差")


def _with_rows(steps: Steps, rows: str, id: str, *names: str) -> Plan:
    """What was computed, before the rows that it is computed of."""
    plan = steps.plan(id, *names)
    return plan.model_copy(update={"show": (*plan.show, *(f"{rows}.{n}" for n in _COLUMNS))})


def _aggregate(p: Parse) -> Aggregate | None:
    if MEDIAN.search(p.text):
        return "中位数"
    if PER_YEAR.search(p.text) and not p.asked.has("average", "sum"):
        return None
    return "平均" if p.asked.has("average") else "和" if p.asked.has("sum") else None
