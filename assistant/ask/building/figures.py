"""A read question about figures as a plan: the cells, what is computed of them, which are kept.

Each builder below says what it takes for granted in its name; the first that fits gives the plan.
None of them knows the library: bodies, years and measures are settled before.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.ask.building.among_many import (
    aggregated,
    compared,
    highest_less_lowest,
    next_apart,
    ordered,
    place_of_one,
    several_aggregates,
    share_of_group,
)
from assistant.ask.building.changes import changed_on_last, changed_plan, who_changed_most
from assistant.ask.building.kept import (
    against_average,
    changing_every_year,
    more_than_half,
    one_measure_over_another,
    than_a_body,
    unchanging,
    whether_changing,
)
from assistant.ask.building.pairs import times, two_bodies, two_bodies_over_years, two_measures
from assistant.ask.building.steps import ONE_BY_ONE, Settled, base, but
from assistant.ask.grammar.facets import strong
from assistant.ask.grammar.groups import blanked
from assistant.ask.grammar.reading import SORTS
from assistant.ask.measures import broken_down, kinds_apart
from assistant.ask.plan.plan import (
    Plan,
)
from assistant.ask.plan.rows import BODY, YEAR


def figures_plan(s: Settled) -> Plan:
    """The plan of a question about figures; the last builder, plain cells, fits everything."""
    for build in _BUILDERS:
        if (plan := build(s)) is not None:
            return plan
    return _plain(s)


# ---------------------------------------------------------------- plain cells

_WHICH_SORT = re.compile(
    r"(?:哪|什么|何)(?:一|个|些|几)?(?:个|种|类|项|条)?(?:原因|理由|情形|情况|结果|类|种|项)|(?:原因|理由|情形|情况|结果)(?:里|中|是)?(?:[^，。]{0,8}的是)?(?:哪|什么)"
)


def in_parts(s: Settled) -> Settled:
    """不予公开按原因分别多少: each part that the form has, in place of the whole."""
    if len(s.measures) != 1:
        apart = tuple(k for m in s.measures for k in kinds_apart(m))
        return but(s, measures=apart) if s.p.asked.has("compare") else s
    text = blanked(s.text, [(x.start, x.end) for x in strong(s.p.said)])
    plain = s.many or s.several_years or s.p.asked.has("share", "average", "count")
    plain = plain or (s.p.asked.has("sum") and not s.p.asked.has("compare"))
    most = s.p.asked.has("max", "min", "rank")
    said = _WHICH_SORT.search(text) if most else SORTS.search(text) and ONE_BY_ONE.search(text)
    if plain or not said:
        kinds = kinds_apart(s.measures[0]) if s.p.asked.has("compare") else s.measures
        return but(s, measures=kinds)
    parts = broken_down(s.measures[0])
    return but(s, measures=parts) if parts else s


def _plain(s: Settled) -> Plan:
    """The cells themselves, a row a body and year."""
    steps, id, columns = base(s)
    many = len(columns) * (2 if s.many else 1) > 3 or (s.many and bool(s.who.group))
    shown = [BODY, YEAR, *columns]
    return steps.plan(id, *shown, form="表" if many and s.who.group else "句子")


_BUILDERS: tuple[Callable[[Settled], Plan | None], ...] = (
    against_average,
    more_than_half,
    one_measure_over_another,
    than_a_body,
    unchanging,
    whether_changing,
    changing_every_year,
    place_of_one,
    share_of_group,
    times,
    highest_less_lowest,
    next_apart,
    two_bodies_over_years,
    who_changed_most,
    changed_on_last,
    two_bodies,
    two_measures,
    changed_plan,
    several_aggregates,
    aggregated,
    ordered,
    compared,
)
