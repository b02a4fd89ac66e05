"""Two bodies, two measures or two years set against each other: how far apart, how many times."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.ask.building.changes import THROUGH
from assistant.ask.building.steps import Settled, Steps, cells
from assistant.ask.grammar.groups import blanked
from assistant.ask.grammar.reading import either_side
from assistant.ask.plan.catalogue import name_of
from assistant.ask.plan.plan import (
    Combine,
    Compute,
    Order,
    Plan,
    When,
    Who,
)
from assistant.ask.plan.rows import BODY, YEAR

# ---------------------------------------------------------------- of two

SIDES = re.compile(
    r"相差|差距|差(?:了)?(?:多少|几|值|额)|之差|减去|差(?=[？?。]?$)|[多少高低](?:了|出)?(?:多少|几)|差"
)


def two_bodies_over_years(s: Settled) -> Plan | None:
    """教育局和公安局差距最大的是哪一年: two bodies side by side, a row a year."""
    if s.who.group or len(s.who.names) != 2 or len(s.measures) != 1 or s.p.asked.has("sum"):
        return None
    if not (s.several_years and s.p.asked.has("difference", "max", "min") and SIDES.search(s.text)):
        return None
    steps, name = Steps(), s.names[0]
    a, b = (cells(s, steps, who=Who(names=(n,))) for n in s.who.names)
    id = steps.add(Combine, of=(a, b), how="并列", on=(YEAR,))
    id = steps.add(Compute, of=id, fn="差", a=f"{a}.{name}", b=f"{b}.{name}", name="差")
    id = steps.add(Compute, of=id, fn="绝对值", a="差", name="差距")
    if s.p.asked.has("max", "min"):
        id = steps.add(Order, of=id, by="差距", desc=s.p.asked.has("max"), take=1)
    return steps.plan(id, YEAR, f"{a}.{name}", f"{b}.{name}", "差距")


def two_bodies(s: Settled) -> Plan | None:
    """教育局比公安局多多少: the two numbers and their difference."""
    if s.who.group or len(s.who.names) != 2 or len(s.measures) != 1 or s.several_years:
        return None
    if not (s.p.asked.has("difference") and (SIDES.search(s.text) or re.search("比|较", s.text))):
        return None
    steps, name = Steps(), s.names[0]
    a, b = (cells(s, steps, who=Who(names=(n,))) for n in s.who.names)
    id = steps.add(Combine, of=(a, b), how="并列", on=(YEAR,))
    id = _apart(steps, id, f"{a}.{name}", f"{b}.{name}")
    return steps.plan(id, YEAR, f"{a}.{name}", f"{b}.{name}", "相差")


def _apart(steps: Steps, of: str, a: str, b: str) -> str:
    """A column 相差: how far two columns are apart, whichever is the greater."""
    id = steps.add(Compute, of=of, fn="差", a=a, b=b, name="差")
    return steps.add(Compute, of=id, fn="绝对值", a="差", name="相差")


def two_measures(s: Settled) -> Plan | None:
    """处罚比许可多几件, 两个差多少: one measure less the other."""
    if len(s.measures) != 2 or s.p.years.before or s.p.asked.has("max", "min", "rank", "share"):
        return None
    if not (s.p.asked.has("difference") and SIDES.search(s.text)):
        return None
    steps = Steps()
    id = cells(s, steps)
    id = _apart(steps, id, *s.names)
    return steps.plan(id, BODY, YEAR, *s.names, "相差")


_IS = re.compile(r"除以|[是为]|相当于|等于|达到?")


_BACKWARD = re.compile(r"(?:后者|后一?个)数?(?:是|为|相当于|除以).*前")


def times(s: Settled) -> Plan | None:
    """几倍: of two measures, bodies or years, the one said first over the other."""
    if not s.p.asked.times:
        return None
    steps = Steps()
    if len(s.measures) > 1 and not s.many:
        joint = _IS.search(blanked(s.p.text, s.p.years.spans))
        pair = either_side(s.p.said, joint.start()) if joint else None
        if pair is None and len(s.measures) == 2:
            pair = (s.measures[0], s.measures[1])
            pair = pair[::-1] if _BACKWARD.search(s.p.text) else pair
        if pair is None:
            return None
        a, b = map(name_of, pair)
        id = cells(s, steps, [a, b])
        id = steps.add(Compute, of=id, fn="比", a=a, b=b, name="倍数")
        return steps.plan(id, BODY, YEAR, a, b, "倍数")
    if len(s.measures) != 1:
        return None
    return _times_of_bodies(s) or _times_of_years(s)


def _times_of_bodies(s: Settled) -> Plan | None:
    if s.who.group or len(s.who.names) != 2 or s.several_years:
        return None
    names = s.who.names[::-1] if _BACKWARD.search(s.p.text) else s.who.names
    steps, name = Steps(), s.names[0]
    a, b = (cells(s, steps, who=Who(names=(n,))) for n in names)
    id = steps.add(Combine, of=(a, b), how="并列", on=(YEAR,))
    id = steps.add(Compute, of=id, fn="比", a=f"{a}.{name}", b=f"{b}.{name}", name="倍数")
    return steps.plan(id, YEAR, f"{a}.{name}", f"{b}.{name}", "倍数")


def _times_of_years(s: Settled) -> Plan | None:
    years = s.years
    if s.p.years.before and len(years) == 1:
        years = (years[0] - 1, years[0])
    if len(years) > 2 and (THROUGH.search(s.p.text) or _FIRST_OF_THEM.search(s.p.text)):
        years = (years[0], years[-1])
    if s.many or len(years) != 2:
        return None
    if _GROWN.search(s.p.text):
        return _grown(s, years)
    base = _FIRST_OF_THEM.search(s.p.text)
    if base and int(base["base"]) in years:
        first = next(y for y in years if y != int(base["base"]))
        return _of_two_years(s, first, int(base["base"]))
    first, second = years if _earlier_first(s, years) else years[::-1]
    return _of_two_years(s, first, second)


def _of_two_years(s: Settled, first: int, second: int) -> Plan:
    """How many times the second year's number the first year's is."""
    steps, name = Steps(), s.names[0]
    a = cells(s, steps, when=When(years=(first,)))
    b = cells(s, steps, when=When(years=(second,)))
    id = steps.add(Combine, of=(a, b), how="并列", on=(BODY,))
    id = steps.add(Compute, of=id, fn="比", a=f"{a}.{name}", b=f"{b}.{name}", name="倍数")
    return steps.plan(id, BODY, f"{a}.{name}", f"{b}.{name}", "倍数")


_GROWN = re.compile(r"(?:增|多|涨|升|长)[加长了出高]*(?:_{1,6}了?)?(?:多少|几)倍")
_FIRST_OF_THEM = re.compile(r"(?:是|为|相当于|达到?)(?P<base>\d{4})年?的?(?:多少|几)倍")


def _grown(s: Settled, years: Sequence[int]) -> Plan:
    """增加了几倍: what was added over what there was."""
    steps, name = Steps(), s.names[0]
    now, then = (cells(s, steps, when=When(years=(y,))) for y in years[::-1])
    a, b = f"{now}.{name}", f"{then}.{name}"
    id = steps.add(Combine, of=(now, then), how="并列", on=(BODY,))
    id = steps.add(Compute, of=id, fn="差", a=a, b=b, name="增减")
    id = steps.add(Compute, of=id, fn="比", a="增减", b=b, name="增加的倍数")
    return steps.plan(id, BODY, a, b, "增减", "增加的倍数")


def _earlier_first(s: Settled, years: Sequence[int]) -> bool:
    """Whether the earlier year is counted in the later: it is said first, or 较 the other."""
    if s.p.years.before:
        return False
    dates = [
        re.search(
            rf"(?P<base>和|与|跟|同|比|较|相比于?)?(?<!\d)(?:20)?{y % 100:02}(?!\d)", s.p.text
        )
        for y in years
    ]
    earlier, later = dates
    if earlier is None or later is None:
        return False
    if bool(earlier["base"]) != bool(later["base"]):
        return bool(later["base"])
    return earlier.start() < later.start()
