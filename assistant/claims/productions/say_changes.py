"""Productions of comparison: since last year, against peers, so many times, the greatest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.claims.claim import (
    OWN,
    Both,
    Claim,
    Compare,
    Either,
    Figure,
    Mean,
    Measure,
    Multiple,
    Rank,
    Rather,
    Share,
    ShareChange,
    Stated,
    Statistic,
    Unbound,
    Value,
)
from assistant.claims.parts_and_wholes import siblings, sum_of, wholes_of
from assistant.claims.productions.clause import (
    NOT_BOUND,
    Clause,
    against,
    all_money,
    tells_target,
    this_year,
    told_of_target,
)
from assistant.claims.reading.item import Item


def change(c: Clause) -> Sequence[Claim] | None:
    moved = c.of("D")
    assert moved is not None
    if any(a.letter == "O" for a in c.amounts):
        return None
    if _names_what(c, moved):
        return _made_of(c)
    figures = c.figures(*(i for i in c.core if i.letter == "M"), money=all_money(c))
    if not figures:
        return None
    if len(figures[0].years) > 1 and c.years_said and not c.amounts and len(figures) == 1:
        return _through(figures[0], moved, c)
    claims: list[Claim] = []
    figures = tuple(this_year(f, c) for f in figures)
    if len(figures) > 1:
        c.context.several = figures
    if told := _each_told(c):
        return [claim for f in told for claim in _changed(c, f, moved) or [Unbound(NOT_BOUND)]]
    of_each = c.context.of_each and not c.took_pending
    each = figures if of_each else _together_or_each(c, figures)
    for figure in each:
        claims += _changed(c, figure, moved) or [Unbound(NOT_BOUND)]
    if of_each and len(figures) == 1:
        claims += _perhaps([m for f in _beside(figures[0], c) for m in _changed(c, f, moved)])
    c.context.speak(sum_of(figures) or figures[0])
    if len(figures) > 1 and not (c.context.summed or c.amounts or of_each):
        return [Both(tuple(claims))]
    return claims


def _beside(figure: Figure, c: Clause) -> list[Figure]:
    """行政许可6件，行政处罚3件均下降: what was told before it in the sentence, but for its totals."""
    above = wholes_of(figure)
    told = [f for f in c.context.listed if f.years == figure.years and f.body == figure.body]
    return [f for f in dict.fromkeys(told) if f != figure and f not in above]


def _names_what(c: Clause, moved: Item) -> bool:
    """多出的是上年结转的: what is more is named behind, of nothing else it is said."""
    return (
        moved.text.startswith("多出") and not c.measures and not c.amounts and c.of("M") is not None
    )


def _made_of(c: Clause) -> Sequence[Claim] | None:
    """办结20件，比新收多1件，多出的是上年结转的: so many were carried over."""
    figure, excess = c.figure(*(i for i in c.core if i.letter == "M")), c.context.excess
    known = figure is not None and figure.measure.single == ("carried_over", "total")
    return [Value(figure, excess)] if figure is not None and known and excess is not None else None


def _through(figure: Figure, moved: Item, c: Clause) -> Sequence[Claim] | None:
    """自2021年以来只增不减: from the first year to the last; proved where each year bears it out."""
    if moved.negated or moved.degree or moved.value:
        return None
    years = sorted(figure.years)
    first, last = (replace(figure, years=(y,)) for y in (years[0], years[-1]))
    whole = Compare(last, first, moved.sign)
    c.context.speak(last)
    return [whole, *_perhaps(year_by_year(figure, moved))]


def _together_or_each(c: Clause, figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """复议和诉讼共增加2件 is of both together; without a number it may be of each as well."""
    if len(figures) < 2:
        return figures
    together = sum_of(figures)
    if together is None:
        return figures
    return (together,) if c.context.summed or c.amounts else (together, *figures)


def _each_told(c: Clause) -> tuple[Figure, ...]:
    """培训6次，栏目8个，两项都高于上年: what was told before, each; () where nothing says so."""
    context = c.context
    told = tuple(context.listed[-context.addends :]) if context.addends else ()
    if not c.inherited or not context.of_each or c.amounts or len(told) < 2:
        return ()
    return told if len(told) == context.addends else ()


def _changed(c: Clause, figure: Figure, moved: Item) -> list[Claim]:
    right = c.target(figure, moved)
    if right is None:
        return []
    if c.inherited and moved.text.startswith("净") and (papers := _in_force(figure)) is not None:
        figure, right = papers, replace(papers, years=tuple(y - 1 for y in papers.years))
    by: list[Stated | None] = [a.stated for a in c.amounts]
    by = by or ([moved.value] if moved.value else [None])
    another = isinstance(right, Figure) and right.measure != figure.measure
    c.context.excess = by[0] if another and moved.sign > 0 else None
    rest = Compare(figure, right, moved.sign, None, moved.degree, moved.negated)
    claims: list[Claim] = [replace(rest, by=b) for b in by]
    whole, share = c.context.whole, c.context.share
    if (
        c.inherited
        and share is not None
        and share.part == figure
        and by == [None]
        and not tells_target(c)
    ):
        moving = ShareChange(share.part, share.wholes, moved.sign, degree=moved.degree)
        return [Both((rest, moving))]  # 占比91.7%，较上年上升: the share, or what it is a share of
    if c.inherited and whole is not None and whole.measure != figure.measure and by != [None]:
        of_whole = replace(whole, years=figure.years, body=figure.body)
        against = c.target(of_whole, moved)
        if against is not None:
            claims = [
                Either((claim, replace(claim, left=of_whole, right=against)))
                for claim in claims
                if isinstance(claim, Compare)
            ]
    return claims + told_of_target(c, right)


def swing(c: Clause) -> Sequence[Claim] | None:
    """增减不超过一成: up or down, by so much at most."""
    figure, number = c.figure(), c.amounts[0].stated
    if figure is None or number is None:
        return None
    right = c.target(figure, c.core[0])
    if right is None:
        return None
    c.context.speak(figure)
    if number.bound in ("more", "least"):
        return [Either(tuple(Compare(figure, right, sign, number) for sign in (1, -1)))]
    if number.bound not in ("less", "most") and c.of("i") is None:
        return None
    by = replace(number, bound="within")
    return [Either(tuple(Compare(figure, right, sign, by) for sign in (1, 0, -1)))]


def proportion(c: Clause) -> Sequence[Claim] | None:
    """维持与纠正之比为3∶5."""
    figures, said = c.figures(), c.core[-1].stated
    return [Multiple(*figures, said)] if len(figures) == 2 and said is not None else None


def streak(c: Clause) -> Sequence[Claim] | None:
    """连续两年上升: each year beside the one before."""
    moved, figure = c.of("D") or c.core[0], c.figure()
    if moved is None or figure is None or moved.negated or moved.value:
        return None
    c.context.speak(figure)
    if len(figure.years) > 1:
        return year_by_year(figure, moved)
    last, times = figure.years[0], c.core[0].size or 1
    claims = list(
        year_by_year(replace(figure, years=tuple(range(last - times + 1, last + 1))), moved)
    )
    if (
        moved.sign or "第" in c.core[0].text
    ):  # 连续三年增长: three times, or from the first of three years to the last
        claims += _perhaps(
            year_by_year(replace(figure, years=(last - times, last - times + 1)), moved)
        )
    return claims


def year_by_year(figure: Figure, moved: Item) -> Sequence[Claim]:
    """Each of the figure's years beside the one before, the latest first."""
    years = sorted(figure.years, reverse=True)[:-1]
    now = [replace(figure, years=(y,)) for y in years]
    return [Compare(f, replace(f, years=(f.years[0] - 1,)), moved.sign) for f in now]


def turned(c: Clause) -> Sequence[Claim] | None:
    """先升后降: of three years, one way to the second and the other way to the third."""
    figure, way = c.figure(), c.core[-1].sign
    if figure is None:
        return None
    told = {y for f in c.context.listed if f.measure == figure.measure for y in f.years}
    years = sorted(figure.years if len(figure.years) > 1 else told)
    if len(years) != 3:
        return None
    first, second, third = (replace(figure, years=(y,)) for y in years)
    c.context.speak(third)
    return [Compare(second, first, way), Compare(third, second, -way)]


def _perhaps(claims: Sequence[Claim]) -> list[Claim]:
    """What is proved where it holds, and nothing said against the text where it does not."""
    return [Rather((c, Unbound(NOT_BOUND))) for c in claims]


def _in_force(figure: Figure) -> Figure | None:
    """制发2件，废止1件，净增1件: the net change is of those in force."""
    row = figure.measure.parts[0][0]
    if not row.startswith("disclosure.") or not row.endswith((".issued", ".repealed")):
        return None
    kept = f"{row.rpartition('.')[0]}.in_force"
    return replace(figure, measure=Measure(((kept, "total"),)))


def above(c: Clause) -> Sequence[Claim] | None:
    """高于同级平均水平3件; 维持多于纠正."""
    item = c.of("E")
    assert item is not None
    share = c.context.share
    if c.inherited and c.pending is None and share is not None and item.target is not None:
        return _share_above(share, item, item.target)
    if told := _each_told(c):
        beside = [(f, against(item.target, f, c.context)) for f in told]
        by_each = [Compare(f, r, item.sign, negated=item.negated) for f, r in beside if r]
        return by_each if len(by_each) == len(told) and not item.degree else None
    figure = c.figure(money=all_money(c))
    right = against(item.target, figure, c.context) if figure else None
    if figure is None or right is None:
        return None
    c.context.focus, c.context.target = figure, item
    by = c.amounts[0].stated if c.amounts else None
    claim = Compare(figure, right, item.sign, by, item.degree, item.negated)
    next_best = [Rank(figure, 2)] if item.text.endswith("次于") else []
    also: list[Claim] = []
    if c.context.of_each and by is None:
        sides = ((f, against(item.target, f, c.context)) for f in _beside(figure, c))
        also = _perhaps([replace(claim, left=f, right=r) for f, r in sides if r is not None])
    return [claim, *next_best, *told_of_target(c, right, item), *also]


def _share_above(share: Share, item: Item, target: Item) -> Sequence[Claim] | None:
    """纠正率33.3%，低于上年的50%."""
    if target.years != (share.part.years[0] - 1,) or item.negated:
        return None
    was = replace(share.part, years=target.years)
    then = tuple(replace(w, years=target.years) for w in share.wholes)
    told = [Share(was, then, item.value)] if item.value else []
    return [ShareChange(share.part, share.wholes, item.sign, degree=item.degree), *told]


def multiple(c: Clause) -> Sequence[Claim] | None:
    """是上年的两倍; 仅为上年的六成."""
    number = c.amounts[-1]
    figure = c.figure(money=all_money(c))
    if figure is None or number.stated is None:
        return None
    if not c.years_said:
        figure = replace(figure, years=(c.context.speaker.year,))
    right = against(c.core[0].target or c.core[0], figure, c.context)
    c.context.speak(figure)
    if right is None:
        return None
    told = c.amounts[0].stated if len(c.amounts) > 1 else None
    if told is not None and not isinstance(right, Figure):
        return None
    said = [Value(right, told)] if told is not None and isinstance(right, Figure) else []
    return [Multiple(figure, right, number.stated), *said]


def mean(c: Clause) -> Sequence[Claim] | None:
    """同级平均收到申请24.2件."""
    group, number = c.core[0], c.amounts[-1].stated
    if group.pool == "all" and c.context.summed:
        group = replace(group, pool="sum")
    figure = c.figure(*(i for i in c.core if i.letter == "M"))
    if figure is None or number is None or group.pool == "all" or figure.body != OWN:
        return None
    c.context.speak(figure)
    c.context.target = replace(group, letter="C", target=replace(group, size=None))
    return [Mean(Statistic(figure, group.pool), number, group.size)]


def rank(c: Clause) -> Sequence[Claim] | None:
    """申请量居首; 以47件居首: a place, perhaps with the number that has it."""
    place = c.of("K")
    assert place is not None
    if each := _each_told(c):
        placed = [_placed(c, f, place.sign, sorted(c.context.years)) for f in each]
        return [p for p in placed if p is not None] if all(placed) else None
    figure = c.figure(*(i for i in c.core if i.letter == "M"), money=all_money(c))
    if figure is None:
        return None
    years = sorted(figure.years)
    if (named := c.of("y")) is not None:  # 三年中最多的是2022年
        figure, years = replace(figure, years=named.years), list(named.years)
    if len(years) > 1:  # 为近三年最高
        figure = replace(figure, years=(years[-1],))
        c.context.years = figure.years
    c.context.speak(figure)
    told: list[Claim] = [Value(figure, a.stated) for a in c.amounts if a.stated]
    if place.degree == "again":  # 继续居首: last year as well
        last = replace(figure, years=tuple(y - 1 for y in figure.years))
        before = _placed(c, last, place.sign, [y - 1 for y in years])
        told.append(before or Unbound(NOT_BOUND))
    if place.degree == "peak" and len(years) < 2 and not c.context.span:
        return None
    return [where, *told] if (where := _placed(c, figure, place.sign, years)) else None


_EVERYONE = re.compile("(?<!直)(?<!级)(?:单位|机关|主体)")


def _placed(c: Clause, figure: Figure, place: int, years: Sequence[int]) -> Rank | None:
    """Among what the figure has its place: years, bodies named, the peers, the lines beside it."""
    context = c.context
    among = years if len(years) > 1 else (context.span if context.dated else ())
    if figure.years[0] in among:
        others = tuple(replace(figure, years=(y,)) for y in among if y != figure.years[0])
        return Rank(figure, place, others) if others else None
    named = c.compared.target if c.compared is not None else None
    named = named or (context.pending_target.target if context.pending_target else None)
    if named is not None and named.letter == "B":
        others = tuple(replace(figure, body=b) for b in named.bodies if b != figure.body)
        return Rank(figure, place, others) if others else None
    group = context.group
    if group is not None or figure.body != OWN:
        wide = group is not None and _EVERYONE.search(group.text) is not None
        return Rank(figure, place, size=group.size if group else None, wide=wide)
    others = siblings(figure, context.form, context.including, context.told)
    return Rank(figure, place, others) if others else None
