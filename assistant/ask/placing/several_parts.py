"""Questions of several parts that are asked alike: two groups, or two bodies each with its own measure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.ask.building.steps import ONE_BY_ONE
from assistant.ask.grammar.groups import GROUPS
from assistant.ask.grammar.reading import Parse, either_side, parse
from assistant.ask.grammar.understood import Understood
from assistant.ask.grammar.who_when import when_meant, who_meant
from assistant.ask.grammar.words import Operation
from assistant.ask.measures import Measure
from assistant.ask.placing.side_by_side import side_by_side
from assistant.ask.plan.catalogue import name_of
from assistant.ask.plan.plan import (
    Agg,
    Combine,
    Compute,
    Figures,
    Grouped,
    Keep,
    Plan,
    When,
    Who,
    holds,
)
from assistant.ask.plan.rows import BODY, YEAR
from assistant.ask.plan.scope import Holdings

_OF_PARTS: tuple[Operation, ...] = ("compare", "difference", "list")
_OF_ALL: tuple[Operation, ...] = ("sum", "average", "max", "min", "rank", "share", "count")
_EACH = re.compile(rf"{ONE_BY_ONE.pattern}|两[边类]|[三四]类|各|谁|哪[一个边类]|更")


def each_group(p: Parse, holdings: Holdings) -> tuple[Parse, ...]:
    """局和乡镇街道各平均多少: the question of each group by itself; () where it is not of several.

    Where no operation over the members is said, their sum is meant.
    """
    named = {g.label: g for g in GROUPS}
    labels = p.bodies.group.split("、")
    groups = [named[n] for n in labels if n in named]
    ranked = p.asked.has("max", "min", "rank") and not ONE_BY_ONE.search(p.text)
    apart = (p.asked.has(*_OF_PARTS) or _EACH.search(p.text) or _twice(p)) and not ranked
    if not apart or len(groups) != len(labels) or len(groups) + len(p.bodies.beside) < 2:
        return ()
    if len(groups) < 2 and not _SORTS.search(p.text):
        return ()
    ids = [
        (group.label, tuple(i for i in p.bodies.ids if group.takes(holdings.roster.bodies[i])))
        for group in groups
    ]
    own = [("", (i,)) for i in p.bodies.beside]
    return tuple(_of(p, label, members) for label, members in (*own, *ids))


_SORTS = re.compile(r"[两三四]类")


def _twice(p: Parse) -> bool:
    """七个局合计和乡镇合计: the same operation said of each."""
    return any(p.text.count(words) > 1 for words in p.asked.words.values())


def _of(p: Parse, label: str, ids: tuple[int, ...]) -> Parse:
    operations = tuple(o for o in p.asked.operations if o not in _OF_PARTS)
    plain = not any(o in _OF_ALL for o in operations) and "median" not in p.asked.words
    asked = replace(
        p.asked,
        operations=("sum", *operations) if plain and len(ids) > 1 else operations,
        words={n: w for n, w in p.asked.words.items() if n not in _OF_PARTS},
    )
    bodies = replace(p.bodies, ids=ids, group=label, beside=())
    listed = p.asked.words.get("list", "")
    unlisted = p.text.replace(listed, "_" * len(listed)) if listed else p.text
    text = _EACH.sub(lambda m: "_" * len(m[0]), unlisted)
    return replace(p, text=text, bodies=bodies, asked=asked)


def each_pair(p: Parse, holdings: Holdings) -> tuple[Parse, ...]:
    """教育局新收和公安局办结差多少: each body with the measure said after it."""
    ids, spans = p.bodies.ids, sorted(p.bodies.spans)
    if p.bodies.group or len(ids) != 2 or len(spans) != 2 or len(p.reading.measures) != 2:
        return ()
    sides = either_side(p.said, spans[1][0])
    if sides is None or sides[0].key == sides[1].key:
        return ()
    asked = replace(
        p.asked,
        operations=tuple(o for o in p.asked.operations if o not in _OF_PARTS),
        words={n: w for n, w in p.asked.words.items() if n not in _OF_PARTS},
    )
    return tuple(
        replace(
            p,
            bodies=replace(p.bodies, ids=(i,)),
            reading=replace(p.reading, measures=(m,)),
            asked=asked,
        )
        for i, m in zip(ids, sides, strict=True)
    )


_FIRST_OF_WHOM = re.compile(r"(?P<whole>.+)[，里中](?P<part>[^，]+)$")
"""全县新收加总，县政府占多少: of whom is said first."""
_SHARE = re.compile(r"占(?:了|到)?")


def share_of_wider(p: Parse, holdings: Holdings) -> tuple[Who, Who] | None:
    """乡镇街道占全部单位的几成: whose, and of whom; None where 占 does not stand between two groups."""
    at = _SHARE.search(p.text)
    if at is None or p.rate or not p.bodies.group or len(p.reading.measures) != 1:
        return None
    left, right = (_whose(t, holdings) for t in (p.text[: at.start()], p.text[at.end() :]))
    if right is None and (said := _FIRST_OF_WHOM.match(p.text[: at.start()])):
        left, right = (_whose(t, holdings) for t in (said["part"], said["whole"]))
    if left is None or right is None or right[1] == left[1] or not left[1] <= right[1]:
        return None
    return left[0], right[0]


def share_of_years(p: Parse, holdings: Holdings) -> tuple[When, int] | None:
    """五年加起来，2022年占多少: the years together, and the one of them that is the part; else None."""
    if not p.asked.has("share") or p.rate or len(p.reading.measures) != 1 or p.bodies.beside:
        return None
    last = max((a for a, _ in p.years.spans), default=0)
    whole, part = (parse(t, holdings).years for t in (p.text[:last], p.text[last:]))
    wide = whole.years or (holdings.years_of(p.bodies.ids) if whole.every else ())
    if len(part.years) != 1 or len(wide) < 2 or part.years[0] not in wide:
        return None
    return when_meant(wide), part.years[0]


def part_of_years(measure: Measure, who: Who, when: When, year: int) -> Plan:
    """What one year has of what all the years have together."""
    name = name_of(measure)
    total, share = f"{name}合计", "占合计的百分比"
    steps = (
        Figures(id="s1", who=who, when=when, measures=(name,)),
        Grouped(id="s2", of="s1", by=("年",), agg=(Agg(fn="和", col=name, name=total),)),
        Compute(id="s3", of="s2", fn="占合计", a=total, name=share),
        Keep(id="s4", of="s3", where=(holds(YEAR, "=", float(year)),)),
    )
    return Plan(steps=steps, show=tuple(f"s4.{n}" for n in (YEAR, total, share)))


def _whose(text: str, holdings: Holdings) -> tuple[Who, frozenset[int]] | None:
    said = parse(text, holdings).bodies
    if said.whole:
        ids = tuple(holdings.roster.bodies)
        return Who(group="全部"), frozenset(ids)
    if not said.ids:
        return None
    return who_meant(said.ids, holdings, grouped=bool(said.group)), frozenset(said.ids)


def part_of_group(measure: Measure, when: When, names: Sequence[str], whole: Who) -> Plan:
    """Each one's share of the sum of all, those of the part put together."""
    name, share, total = name_of(measure), "占合计的百分比", "合起来占合计的百分比"
    steps = (
        Figures(id="s1", who=whole, when=when, measures=(name,)),
        Compute(id="s2", of="s1", fn="占合计", a=name, name=share),
        Keep(id="s3", of="s2", where=tuple(holds(BODY, "=", n) for n in names), any=len(names) > 1),
    )
    if len(names) == 1:
        return Plan(steps=steps, show=tuple(f"s3.{n}" for n in (BODY, YEAR, name, share)))
    several = (Agg(fn="和", col=name, name=f"{name}合计"), Agg(fn="和", col=share, name=total))
    group = Grouped(id="s4", of="s3", agg=several)
    return Plan(steps=(*steps, group), show=tuple(f"s4.{a.name}" for a in several))


def difference_between(first: Plan, second: Plan) -> Plan:
    """How far the one number of each plan is apart, year by year; the plans side by side if not one."""
    both = side_by_side(Understood(_by_year(first)), Understood(_by_year(second))).plan
    numbers = [n for n in both.show if n.partition(".")[2] not in (BODY, YEAR)]
    last = len(both.steps)
    if len(numbers) != 2:
        return both
    a, b = numbers
    joint, less, apart = (f"s{last + i}" for i in (1, 2, 3))
    steps = (
        Combine(id=joint, of=(a.partition(".")[0], b.partition(".")[0]), how="并列", on=("年",)),
        Compute(id=less, of=joint, fn="差", a=a, b=b, name="差"),
        Compute(id=apart, of=less, fn="绝对值", a="差", name="相差"),
    )
    shown = tuple(f"{apart}.{n}" for n in (YEAR, a, b, "相差"))
    return Plan(steps=(*both.steps, *steps), show=shown)


def _by_year(plan: Plan) -> Plan:
    """The plan with its group's number told of each year, so that years can be set side by side."""
    steps = tuple(
        s.model_copy(update={"by": (YEAR,)}) if isinstance(s, Grouped) and not s.by else s
        for s in plan.steps
    )
    single = all(isinstance(s, Figures | Grouped) for s in steps)
    return plan.model_copy(update={"steps": steps}) if single else plan
