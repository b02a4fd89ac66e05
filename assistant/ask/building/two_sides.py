"""What one year said set beside another's, or one body's beside another's: promises kept, problems that
came again, what only one side has.
"""

from __future__ import annotations

import re

from assistant.ask.building.steps import Steps
from assistant.ask.building.told import Told, source
from assistant.ask.building.topic import (
    COMMON,
    COMPARE,
    LATER,
    PROBLEMS,
    PROMISED,
    STILL,
    framed,
    stretches,
    tagged,
)
from assistant.ask.grammar.scaffold import is_scaffold
from assistant.ask.plan.plan import About, Combine, Plan, Sentences, When, Who
from assistant.ask.plan.rows import BODY, POINT, SENTENCE, YEAR

_NEXT_YEAR = re.compile(
    r"(?:第二年|次年|下一?年|来年|转年|后一年)(?![^，。？]{0,4}(?:怎|咋|如何|打算|准备|计划|要|想))"
)


def promised(t: Told) -> Plan | None:
    """What one year promised, which of its problems later years have again, and what these have.

    The words said before the later year tell which promise, those after it what is asked of it.
    """
    if t.many or not (PROMISED.search(t.p.text) and _still(t)):
        return None
    years = _years(t)
    if len(years) < 2:
        return None
    first, later = When(years=years[:1]), When(years=years[1:])
    at = max((end for _, end in sorted(t.p.years.spans)[1:2]), default=len(t.p.text))
    text = framed(t.p)
    for pattern in (PROMISED, KEPT, _NEXT_YEAR):
        text = pattern.sub(lambda m: "_" * len(m[0]), text)
    said, asked = (
        tuple(w for w in stretches(part) if any(map(_tells, tagged(w))))
        for part in (text[:at], text[at:])
    )
    words = said or asked
    steps = Steps()
    promised = source(t, steps, about="措施", when=first, words=words, part=None)
    named = source(t, steps, about="问题", when=first, words=words, part=None)
    since = source(t, steps, about="问题", when=later, words=(), part=None)
    again = steps.add(Combine, of=(named, since), how="都有", on=(POINT,))
    shown = [promised, again]
    if said and asked:
        shown.append(source(t, steps, about="问题", when=later, words=asked, part=None))
    columns = (BODY, YEAR, POINT, SENTENCE)
    plan = steps.plan(promised, *columns, form="归纳")
    every = (*shown, since)
    return plan.model_copy(update={"show": tuple(f"{i}.{c}" for i in every for c in columns)})


def _years(t: Told) -> tuple[int, ...]:
    """The years asked for in order; of one year and 第二年 both."""
    years = tuple(sorted(t.years))
    return (years[0], years[0] + 1) if len(years) == 1 and _NEXT_YEAR.search(t.p.text) else years


def _tells(word: tuple[str, str]) -> bool:
    """Whether a word says something of a promise, and does not only count or point (三件事)."""
    text, tag = word
    return len(text) > 1 and tag[0] not in "mqr" and not is_scaffold(text)


_WHICH_AGAIN = re.compile("(?:又|再次?|还|仍)[^，。？]{0,4}(?:哪|什么)")
"""Only what came again is asked (2023年又提了哪些)."""


def _still(t: Told) -> bool:
    return STILL.search(t.p.text) is not None or KEPT.search(t.p.text) is not None


KEPT = re.compile(r"兑现|落实了|做到|改[了没掉好]|完成|解决[了没]|结果")
"""Whether a promise was kept is asked."""


def followed(t: Told) -> Plan | None:
    """What one year said of something, and whether the next still does: that year's problem, what
    both have, what the later report says of it, its problems and what it did.
    """
    onward = LATER.search(t.p.text) is not None and t.about == "问题"
    asks = _still(t) or _NEXT_YEAR.search(t.p.text) or onward
    years = _years(t)
    if (
        t.many
        or len(years) < 2
        or (len(years) > 2 and not onward)
        or not asks
        or t.about in ("数", "措施")
    ):
        return None
    words = tuple(w for w in t.words if not KEPT.search(w) and not STILL.search(w))
    if not words:
        return None
    first, later = When(years=years[:1]), When(years=years[1:])
    steps = Steps()
    named = source(t, steps, about="问题", when=first, words=words, part=None)
    since = source(t, steps, about="问题", when=later, words=(), part=None)
    again = steps.add(Combine, of=(named, since), how="都有", on=(POINT,))
    said = source(t, steps, about="原文", when=later, words=words, part=None)
    done = source(t, steps, about="已做", when=later, words=(), part=None)
    columns = (BODY, YEAR, POINT, SENTENCE)
    plan = steps.plan(named, *columns, form="归纳")
    shown = (named, again, said, since, done)
    return plan.model_copy(update={"show": tuple(f"{i}.{c}" for i in shown for c in columns)})


def two_sides(t: Told) -> Plan | None:
    """Two bodies, or two years of one: what both have, what only one has."""
    still = _still(t) if PROBLEMS.search(t.p.text) else STILL.search(t.p.text)
    items: About = "问题" if still and PROBLEMS.search(t.p.text) else t.about
    if items == "原文" and t.words and not t.p.reading.measures:
        items = "各项"
    if items not in ("问题", "措施", "各项"):
        return None
    if not (still or COMPARE.search(t.p.text) or COMMON.search(t.p.text)):
        return None
    if len(t.names) == 2 and not t.who.group and len(t.years) == 1:
        sides = [(Who(names=(n,)), t.when) for n in t.names]
    elif len(t.years) == 2 and not t.many:
        years = t.years if still else t.years[::-1]
        sides = [(t.who, When(years=(y,))) for y in years]
    else:
        return None
    steps = Steps()
    a, b = (
        steps.add(Sentences, who=who, when=when, about=items, words=t.words) for who, when in sides
    )
    both = steps.add(Combine, of=(a, b), how="都有", on=(POINT,))
    columns = (BODY, YEAR, POINT, SENTENCE)
    if _WHICH_AGAIN.search(t.p.text):
        return steps.plan(both, *columns, form="归纳")
    first = steps.add(Combine, of=(a, b), how="去掉", on=(POINT,))
    second = steps.add(Combine, of=(b, a), how="去掉", on=(POINT,))
    plan = steps.plan(both, *columns, form="归纳")
    return plan.model_copy(
        update={"show": tuple(f"{i}.{c}" for i in (both, first, second) for c in columns)}
    )
