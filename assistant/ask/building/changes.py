"""Changes on the year before, or from one year to another; who changed most."""

from __future__ import annotations

import re

from assistant.ask.building.kept import counted_or_listed, direction
from assistant.ask.building.steps import (
    LISTS,
    PER_YEAR,
    TOTAL,
    Settled,
    Steps,
    base,
    cells,
    nth_said,
)
from assistant.ask.grammar.groups import blanked
from assistant.ask.grammar.operations import (
    change,
)
from assistant.ask.plan.plan import (
    Agg,
    Combine,
    Compute,
    Grouped,
    Keep,
    Order,
    Plan,
    When,
    holds,
)
from assistant.ask.plan.rows import BODY, YEAR

_WHICH = re.compile(r"哪|谁|几[个家]|多少[个家]|列|名单|清单|有无|的(?:单位|局|部门|乡镇|街道)")


def changed_on_last(s: Settled) -> Plan | None:
    """2023年新收比2022年增加的单位有哪些: those whose change has a side."""
    grows = direction(s.text)
    asks = s.many and _WHICH.search(s.text) and not s.p.asked.has("max", "min", "rank")
    compares = s.p.years.before or (len(s.years) == 2 and _AGAINST.search(s.text))
    if grows is None or not asks or not compares or s.p.asked.condition_said:
        return None
    if TOTAL.search(s.p.text) and not LISTS.search(s.text):
        return None
    steps, id, columns, amount, _ = _changes(s)
    where = (holds(amount, ">" if grows else "<", 0.0),)
    kept = steps.add(Keep, of=id, where=where)
    return counted_or_listed(s, steps, kept, [*columns, amount])


_AGAINST = re.compile(r"比|较|相比|对比|同比")


# ---------------------------------------------------------------- change on the year before


def _changes(s: Settled) -> tuple[Steps, str, list[str], str, str]:
    """Cells with 比上年增减 and 增长率, of the years asked for; or of two years said.

    Gives the steps, the last id, the columns of the later year, and the two columns' names.
    """
    amount, rate = "增减", "增长率"
    both = s.p.asked.has("trend") and len(s.years) == 2  # the two numbers are told, too
    if len(s.years) >= 2 and (both or s.years[-1] - s.years[0] > 1):
        return _between(s, amount, rate)
    year = s.years[-1] if s.years else None
    one = len(s.years) < 2 and year is not None
    when = When(years=(year - 1, year)) if one and year is not None else s.when
    each = s.p.years.before and len(s.years) == 2
    if each:  # 同比，2022年和2023年: each against the year before it
        when = When(years=(s.years[0] - 1, *s.years))
    steps, id, columns = base(s, when)
    id = steps.add(Compute, of=id, fn="较上年", a=columns[0], name=amount)
    id = steps.add(Compute, of=id, fn="增长率", a=columns[0], name=rate)
    if year is not None and len(s.years) <= 2:
        where = (holds(YEAR, ">=" if each else "=", float(s.years[0] if each else year)),)
        id = steps.add(Keep, of=id, where=where)
    return steps, id, columns, amount, rate


def _between(s: Settled, amount: str, rate: str) -> tuple[Steps, str, list[str], str, str]:
    """The change from one year to a later one that is not the next."""
    steps = Steps()
    name = s.names[0]
    now = cells(s, steps, [name], when=When(years=s.years[-1:]))
    then = cells(s, steps, [name], when=When(years=s.years[:1]))
    id = steps.add(Combine, of=(now, then), how="并列", on=(BODY,))
    a, b = f"{now}.{name}", f"{then}.{name}"
    id = steps.add(Compute, of=id, fn="差", a=a, b=b, name=amount)
    id = steps.add(Compute, of=id, fn="百分比", a=amount, b=b, name=rate)
    return steps, id, [a, b], amount, rate


THROUGH = re.compile(r"\d(?:年度?)?(?:到|至|[-—–~～]+)\d|从\d")
"""2020到2024年少了几件: from the first of the years to the last."""


_TWO_YEARS = re.compile(r"_(?:比|较|相比于?|相较于?|对比)_|_(?:跟|和|与|同)_(?:相?比|对比)|比_|较_")


_GROWN = re.compile(r"[增降涨跌]幅|增速|增长率|变[化动][率幅]|增减幅")
"""2024年新收增幅: a rate of growth is on the year before."""


def _changing(s: Settled) -> bool:
    """Whether the change on an earlier year is what is looked at."""
    if s.p.years.before:
        return True
    if len(s.years) > 2 and s.p.asked.has("difference") and THROUGH.search(s.p.text):
        return not PER_YEAR.search(s.text)
    if len(s.years) == 2 and s.p.asked.has("difference"):
        return True
    if len(s.years) == 1 and _GROWN.search(s.p.asked.words.get("difference", "")):
        return True
    if len(s.years) == 2 and s.p.asked.has("trend"):
        return True
    masked = blanked(s.p.text, s.p.years.spans)
    return len(s.years) == 2 and bool(_TWO_YEARS.search(masked)) and not s.p.asked.has("sum")


def who_changed_most(s: Settled) -> Plan | None:
    """2022年哪个局新收涨得最快: ordered by the change."""
    asked = s.p.asked
    if not asked.has("max", "min", "rank") or not (_changing(s) or asked.has("difference")):
        return None
    if asked.has("max") and asked.has("min"):
        return None
    if not (s.many or s.several_years):
        return None
    by_rate, falling = change(s.p.text)
    steps, id, _, amount, rate = _changes(s)
    by = rate if by_rate else amount
    least = asked.has("min") and not asked.has("max")
    desc = (
        not falling
        if asked.has("max")
        else (falling if least else not (falling or asked.ascending))
    )
    place = nth_said(s)
    take = None if place else asked.top or (None if asked.has("rank") else 1)
    whose = [BODY, *([YEAR] if not s.many else [])]
    either = not by_rate and not _IN_NUMBER.search(asked.words.get("max", "多")) and not place
    shown = []
    for column in (amount, rate) if either else (by,):  # 涨得最猛: in number, or in proportion
        ordered = steps.add(Order, of=id, by=column, desc=desc, take=take, place=place)
        shown += [f"{ordered}.{n}" for n in (*whose, column)]
    return steps.plan(ordered).model_copy(update={"show": tuple(shown)})


_IN_NUMBER = re.compile("[多少高低大小快慢首第]")


def changed_plan(s: Settled) -> Plan | None:
    """比上年增减多少, 同比增幅: the change and its rate, beside the two numbers."""
    if not _changing(s) or s.p.asked.condition_said or len(s.measures) > 1:
        return None
    if s.many and TOTAL.search(s.p.text) and len(s.years) < 3:
        return _total_changed(s)
    through = len(s.years) > 2 and THROUGH.search(s.p.text) and not PER_YEAR.search(s.text)
    if (len(s.years) > 2 and not through) or s.when.every or (not s.years):
        steps, id, columns = base(s)
        id = steps.add(Compute, of=id, fn="较上年", a=columns[0], name="比上年增减")
        id = steps.add(Compute, of=id, fn="增长率", a=columns[0], name="增长率")
        return steps.plan(id, BODY, YEAR, columns[0], "比上年增减", "增长率")
    steps, id, columns, amount, rate = _changes(s)
    return steps.plan(
        id, BODY, *([YEAR] if YEAR in _row(steps, id) else []), *columns, amount, rate
    )


def _total_changed(s: Settled) -> Plan:
    """全县总量2022年比2021年多了还是少了: of the sum of all, the change from one year to the next."""
    year = s.years[-1] if s.years else 0
    steps = Steps()
    id = cells(s, steps, when=When(years=s.years if len(s.years) == 2 else (year - 1, year)))
    name = f"{s.names[0]}合计"
    id = steps.add(Grouped, of=id, by=(YEAR,), agg=(Agg(fn="和", col=s.names[0], name=name),))
    id = steps.add(Compute, of=id, fn="较上年", a=name, name="增减")
    id = steps.add(Compute, of=id, fn="增长率", a=name, name="增长率")
    return steps.plan(id, YEAR, name, "增减", "增长率")


def _row(steps: Steps, id: str) -> tuple[str, ...]:
    """Whether rows of `id` still have a year: those set side by side on the body have none."""
    return () if any(isinstance(st, Combine) for st in steps.made) else (YEAR,)
