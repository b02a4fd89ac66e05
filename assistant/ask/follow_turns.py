"""What the last turns asked for, put together: two numbers apart, three summed, which of two is more."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.ask.answer import Turn
from assistant.ask.building.steps import ONE_BY_ONE
from assistant.ask.conversation import (
    Followed,
    again,
    cells_only,
    columns_of,
    gap_between,
    moved_to,
    recent_cells,
    recent_numbers,
    same_number,
    sources_of,
    what_is_carried,
)
from assistant.ask.grammar.reading import SORTS, Parse
from assistant.ask.grammar.who_when import when_meant
from assistant.ask.measures import broken_down
from assistant.ask.plan.catalogue import measure_called, name_of
from assistant.ask.plan.plan import Compute, Figures, Order, Plan, Sentences, Who
from assistant.ask.plan.rows import BODY, YEAR
from assistant.ask.plan.scope import Holdings, bodies_of, years_of
from index.numerals import value_of

_TWO = re.compile(
    r"(?:两个|两者|二者|它们|这两)?(?:数)?(?:相差|差|之差|差距)(?:了)?(?:多少|几|多大)?"
)


def apart_from(
    last: Plan, p: Parse, history: Sequence[Turn], holdings: Holdings
) -> Followed | None:
    """两个差多少: the last two numbers, of one question with two or of the last two questions."""
    if not (p.asked.has("difference") and _TWO.search(p.text)):
        return None
    if p.reading.measures or p.bodies.ids or p.years.years or p.years.before or p.residue:
        return None
    source = sources_of(last)[0]
    two = both(p, history, holdings)
    if isinstance(source, Sentences):
        return Followed(gap_between(two), ("单位", "年度", "指标")) if two else None
    measures = list(dict.fromkeys(m for f in recent_cells(history) for m in f.measures))[-2:]
    one = len(bodies_of(source.who, holdings, {})) == 1
    if len(measures) == 2 and one:
        cells = source.model_copy(update={"id": "s1", "measures": tuple(measures)})
        less = Compute(id="s2", of="s1", fn="差", a=measures[0], b=measures[1], name="差")
        apart = Compute(id="s3", of="s2", fn="绝对值", a="差", name="相差")
        plan = again(cells, less, apart, show=[f"s3.{n}" for n in (BODY, YEAR, *measures, "相差")])
        return Followed(plan, ("单位", "年度", "指标"))
    return Followed(gap_between(two or source), ("单位", "年度", "指标"))


_THESE_NUMBERS = re.compile(
    r"(?:这|那|上述|上面|刚才)的?(?P<n>[两二三四五六])[个项样](?:数|指标)(?:字|据|值)?"
)


def numbers_again(
    last: Plan, p: Parse, history: Sequence[Turn], holdings: Holdings
) -> Followed | None:
    """2024年的这两个数: as many measures as were spoken of last, of another year or body."""
    match = _THESE_NUMBERS.search(p.text)
    if match is None or p.reading.measures or p.residue or p.asked.operations:
        return None
    n = int(value_of(match["n"]) or 0)
    asked = recent_cells(history, n)
    measures = tuple(dict.fromkeys(m for f in asked for m in f.measures))[-n:]
    if len(measures) != n or asked[-1].who.of or asked[-1].when.of:
        return None
    cells = asked[-1].model_copy(update={"measures": measures})
    return Followed(cells_only(moved_to(cells, p, holdings)), what_is_carried(p, True))


def in_its_parts(
    last: Plan, p: Parse, history: Sequence[Turn], holdings: Holdings
) -> Followed | None:
    """按原因分别多少, after 不予公开: each part that the form divides the measure into."""
    source = sources_of(last)[0]
    if p.reading.measures or not (SORTS.search(p.text) and ONE_BY_ONE.search(p.text)):
        return None
    if not isinstance(source, Figures) or source.who.of or source.when.of:
        return None
    whole = measure_called(source.measures[-1])
    parts = broken_down(whole) if whole else ()
    if not parts:
        return None
    names = tuple(name_of(m) for m in parts)
    cells = moved_to(source.model_copy(update={"measures": names}), p, holdings)
    return Followed(cells_only(cells), what_is_carried(p, True))


def one_over_the_other(
    last: Plan, p: Parse, history: Sequence[Turn], holdings: Holdings
) -> Followed | None:
    """前者是后者的几倍: of the last two numbers, in the order in which they were asked for."""
    if "times" not in p.asked.words or p.bodies.ids or p.years.years:
        return None
    measures = list(dict.fromkeys(m for f in recent_cells(history) for m in f.measures))[-2:]
    if said := [name_of(m) for m in p.reading.measures]:
        measures = said if {*said} == {*measures} else []
    source = sources_of(last)[0]
    if len(measures) != 2 or not isinstance(source, Figures) or source.who.of:
        return None
    cells = source.model_copy(update={"id": "s1", "measures": tuple(measures)})
    times = Compute(id="s2", of="s1", fn="比", a=measures[0], b=measures[1], name="倍数")
    plan = again(cells, times, show=[f"s2.{n}" for n in (BODY, YEAR, *measures, "倍数")])
    return Followed(plan, ("单位", "年度", "指标"))


_COUNTED = re.compile(r"(?P<n>[三四五六])(?:个|家|者|年|项)")


def both(p: Parse, history: Sequence[Turn], holdings: Holdings) -> Figures | Sentences | None:
    """The numbers of the last questions as one, where they asked the same of one body or year each.

    The last two, or as many as the question counts (三家加起来).
    """
    counted = _COUNTED.search(p.text)
    n = int(value_of(counted["n"]) or 2) if counted else 2
    recent = recent_numbers(history, n)
    if len(recent) < n or not all(same_number(f, recent[0]) for f in recent):
        return None
    if any(f.who.of or f.when.of for f in recent):
        return None
    ids = [bodies_of(f.who, holdings, {}) for f in recent]
    years = [years_of(f.when, i, holdings, {}) for f, i in zip(recent, ids, strict=True)]
    if any(len(i) != 1 for i in ids) or any(len(y) != 1 for y in years):
        return None
    bodies, when = {i[0] for i in ids}, {y[0] for y in years}
    if (len(bodies) == n) == (len(when) == n):
        return None
    names = holdings.roster.named(tuple(dict.fromkeys(i[0] for i in ids)))
    return recent[-1].model_copy(update={"who": Who(names=names), "when": when_meant(when)})


def more_of_two(history: Sequence[Turn], holdings: Holdings) -> Plan | None:
    """哪个多, after the same was asked of two bodies one after the other: both, the most first."""
    sources = recent_numbers(history, 2)[-2:]
    if len(sources) < 2 or type(sources[0]) is not type(sources[1]):
        return None
    second = sources[1]
    ids = [bodies_of(s.who, holdings, {}) for s in sources if not s.who.of]
    if len(ids) < 2 or ids[0] == ids[1]:
        return None
    names = holdings.roster.named(tuple(dict.fromkeys((*ids[0], *ids[1]))))
    two = second.model_copy(update={"id": "s1", "who": Who(names=names)})
    column = columns_of(two)[0]
    order = Order(id="s2", of="s1", by=column)
    return again(two, order, show=[f"s2.{n}" for n in (BODY, YEAR, column)])
