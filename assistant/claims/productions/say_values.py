"""Productions of values: a number, from one number to another, none, some."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.claims.claim import (
    OWN,
    Claim,
    Compare,
    Either,
    Figure,
    Measure,
    Rather,
    Stated,
    Unbound,
    Value,
)
from assistant.claims.context import Context
from assistant.claims.parts_and_wholes import sum_of
from assistant.claims.productions.clause import (
    NOT_BOUND,
    SOME,
    ZERO,
    Clause,
    is_money,
    now_and_then,
    this_year,
    told_of_target,
)
from assistant.claims.productions.say_changes import year_by_year
from assistant.claims.reading.item import Item


def value(c: Clause) -> Sequence[Claim] | None:
    number = c.of("Q")
    assert number is not None and number.stated is not None
    after = [i for i in c.core if i.letter == "M"]
    each = c.of("J")
    figures = c.figures(*after, money=is_money(number))
    if not figures:
        return None
    joined = any(len(i.words) > 1 for i in (*c.measures, *after, *_maybe(c.pending)))
    if each is None and joined and len(figures) > 1:
        return _joined(c, figures, number.stated)
    if c.context.summed and c.inherited and not after and len(c.context.listed) > 1:
        together = c.context.together()
        if not together:
            return None
        c.context.speak_together(together[0])
        return [Rather(tuple(Value(f, number.stated) for f in together))]
    if (also := _still_of_whom(c, after)) is not None and each is None:
        return [Rather((Value(also, number.stated), Value(figures[0], number.stated)))]
    if each is not None and len(figures) == 1 and len(figures[0].years) > 1:
        return _every_year(c, figures[0], number.stated)
    _speaks_of(c.context, figures[-1], c.inherited and not after)
    if each is not None and joined:
        c.context.speak(sum_of(figures) or figures[-1])
    c.context.listed += figures
    if figures[-1].body != OWN:
        other = Item("B", 0, 0, "", body=figures[-1].body)
        c.context.target = replace(other, letter="C", target=other)
    return [Value(f, number.stated) for f in figures]


def _every_year(c: Clause, figure: Figure, said: Stated) -> Sequence[Claim]:
    """两年都是54件: each of the years."""
    yearly = [replace(figure, years=(y,)) for y in figure.years]
    c.context.speak(yearly[-1])
    return [Value(f, said) for f in yearly]


def yearly_mean(c: Clause) -> Sequence[Claim] | None:
    """三年共收到95件，年均31.7件."""
    figure, number = c.figure(money=is_money(c.amounts[-1])), c.amounts[-1].stated
    if figure is None or number is None:
        return None
    years = figure.years if len(figure.years) > 1 else c.context.span
    return [Value(replace(figure, years=years, mean=True), number)] if len(years) > 1 else None


def between(c: Clause) -> Sequence[Claim] | None:
    """在42件到54件之间波动: never below the one nor above the other."""
    low, high = (a.stated for a in c.amounts)
    figure = c.figure(money=is_money(c.amounts[0]))
    if figure is None or low is None or high is None or low.value > high.value:
        return None
    c.context.speak(figure)
    bounds = replace(low, bound="least"), replace(high, bound="most")
    return [Value(replace(figure, years=(y,)), b) for y in figure.years for b in bounds]


def _joined(c: Clause, figures: tuple[Figure, ...], said: Stated) -> Sequence[Claim] | None:
    """行政复议和行政诉讼4件: both together; where nothing says so, perhaps each."""
    together = sum_of(figures)
    if together is None:
        return None
    _speaks_of(c.context, together, False)
    c.context.listed.append(together)
    claim = Value(together, said)
    return [claim] if c.context.summed else [Rather((claim, *(Value(f, said) for f in figures)))]


def _still_of_whom(c: Clause, after: Sequence[Item]) -> Figure | None:
    """自然人是主力，提出申请33件: an application without more may be the last applicant's."""
    focus = c.context.focus
    words = [t for i in (*c.measures, *after) for w in i.words for t in w]
    plain = bool(words) and all(t.kind == "object" for t in words)
    single = focus.measure.single if focus is not None else None
    return focus if plain and c.context.spoke and single and single[1] != "total" else None


def _maybe(item: Item | None) -> tuple[Item, ...]:
    return (item,) if item is not None else ()


def _speaks_of(context: Context, figure: Figure, inherited: bool) -> None:
    context.speak(figure)
    single = figure.measure.single
    if not inherited and single and single[1] == "total" and "." not in single[0]:
        context.whole = context.whole or figure


def pair(c: Clause) -> Sequence[Claim] | None:
    """由上年的31件增至36件."""
    before, after = c.amounts[0], c.amounts[-1]
    figure = c.figure(money=is_money(after))
    moved = c.of("R")
    if figure is None or moved is None or before.stated is None or after.stated is None:
        return None
    figure, was = now_and_then(figure, c)
    c.context.speak(figure)
    c.context.listed.append(figure)
    since = Item("y", 0, 0, "", years=was.years)
    c.context.target, c.context.moved_from = replace(since, letter="C", target=since), was
    yearly = moved.degree == "yearly"
    degree = "" if yearly else moved.degree
    moving: list[Claim] = []
    if moved.sign:
        moving.append(Compare(figure, was, moved.sign, degree=degree))
    if yearly:  # 由2021年的3件逐年增至2024年的9件
        years = tuple(range(was.years[0], figure.years[0] + 1))
        moving += year_by_year(replace(figure, years=years), moved)
    return [Value(was, before.stated), Value(figure, after.stated), *moving]


def on_top(c: Clause) -> Sequence[Claim] | None:
    """在上年31件的基础上增加5件; 由7件翻一番到14件: by how much is told, so what it came to."""
    base, by = c.amounts[0], c.amounts[1:]
    figure, moved = c.figure(money=is_money(base)), c.of("D")
    if figure is None or moved is None or base.stated is None:
        return None
    figure, was = now_and_then(figure, c)
    c.context.speak(figure)
    if moved.value is not None:
        grown = Compare(figure, was, moved.sign, moved.value, moved.degree)
        return [Value(was, base.stated), grown, *(Value(figure, b.stated) for b in by if b.stated)]
    changes = [Compare(figure, was, moved.sign, b.stated, moved.degree) for b in by]
    return [Value(was, base.stated), *(changes or [Compare(figure, was, moved.sign)])]


def after_so_many(c: Clause) -> Sequence[Claim] | None:
    """在3件之后又添了3件: so many last year, and this year as many again."""
    before, after = (a.stated for a in c.amounts)
    figure, moved = c.figure(money=is_money(c.amounts[0])), c.of("D")
    if figure is None or moved is None or before is None or after is None or moved.sign < 1:
        return None
    figure, was = now_and_then(figure, c)
    c.context.speak(figure)
    added = Compare(figure, was, moved.sign, after)
    return [Value(was, before), Either((Value(figure, after), added))]


def left_of(c: Clause) -> Sequence[Claim] | None:
    """上年转来4件、新收13件，办结15件，还剩2件: of what came in, what was not dealt with."""
    number, told = c.of("Q"), {row for f in c.context.listed for row, _ in f.measure.parts}
    if number is None or number.stated is None or not {"processed", "total"} & told or c.measures:
        return None
    figure = Figure(Measure((("carried_forward", "total"),)), c.context.years, c.context.body)
    c.context.speak(figure)
    return [Value(figure, number.stated)]


def over_years(c: Clause) -> Sequence[Claim] | None:
    """申请从2022年的28件到2024年的36件: what is said to have changed did so between the two years."""
    first, last = (i for i in c.core if i.letter == "y")
    before, after = (i.stated for i in c.core if i.letter == "Q")
    c.context.target = replace(first, letter="C", target=first)
    if last.years != (c.context.speaker.year,):
        c.context.doubt = True
        return None
    figure = c.figure(money=is_money(c.amounts[0]))
    if figure is None or before is None or after is None:
        return None
    was, now = (replace(figure, years=i.years) for i in (first, last))
    c.context.years = last.years
    c.context.speak(now)
    return [Value(was, before), Value(now, after)]


def reach(c: Clause) -> Sequence[Claim] | None:
    """增至36件; 较上年的31件增至36件."""
    moved, number = c.of("R"), c.amounts[0]
    figure = c.figure(money=is_money(number))
    if figure is None or moved is None or number.stated is None:
        return None
    figure = replace(figure, years=moved.years) if moved.years else this_year(figure, c)
    right = c.target(figure, moved)
    if right is None:
        return None
    c.context.speak(figure)
    told = told_of_target(c, right)
    moving = [Compare(figure, right, moved.sign)] if moved.sign else []
    return [Value(figure, number.stated), *moving, *told]


def to_zero(c: Clause) -> Sequence[Claim] | None:
    """由上年的2件归零: there were some, and there are none."""
    figures = c.figures()
    if not figures:
        return None
    claims: list[Claim] = []
    if c.core[-1].name == "from_none":
        for figure in figures:
            now, was = now_and_then(figure, c)
            claims += [Value(was, ZERO), Compare(now, was, 1)]
        return claims
    for figure in figures:
        now, was = now_and_then(figure, c)
        claims += [Value(now, ZERO), Compare(now, was, -1)]
        claims += [Value(was, a.stated) for a in c.amounts if a.stated]
    c.context.speak(figures[-1])
    return claims


def none_of(c: Clause) -> Sequence[Claim] | None:
    figures = c.figures(*(i for i in c.core if i.letter in "Mw"))
    if not figures:
        return None
    denied = [Value(f, ZERO) for f in figures]
    if c.inherited and not c.took_pending and c.context.spoke and len(c.core) == 1:
        return [Rather((d, Unbound(NOT_BOUND))) for d in denied]  # 全部办结，没有: of what else?
    c.context.speak(figures[-1])
    return denied


def some_of(c: Clause) -> Sequence[Claim] | None:
    """行政诉讼有结果纠正案件: there was at least one."""
    figures = c.figures(*(i for i in c.core if i.letter == "M"))
    if not figures:
        return None
    c.context.speak(figures[-1])
    return [Value(f, SOME) for f in figures]
