"""One unit of a clause with what leads to its core: whose figure, of when, against what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.claims.claim import (
    OWN,
    Claim,
    Figure,
    Mean,
    Stated,
    Statistic,
    Unbound,
    Value,
)
from assistant.claims.context import Context
from assistant.claims.parts_and_wholes import sum_of
from assistant.claims.reading.item import Item
from assistant.claims.reading.item_rules import Run
from assistant.claims.stated import in_unit_of

ZERO = Stated(0.0, "count", "0")
SOME = Stated(0.0, "count", "有", "more")
NOT_BOUND = "对不上表格里的格，也对不上原文"
_RECEIVED = frozenset({"received", "new_received"})
_LEVELS = re.compile(r"[偏较略稍更]?[多少高低超]")


class Clause:
    """One unit with its lead taken in: its measure, what it is compared with, its core."""

    def __init__(self, lead: Run, core: Run, context: Context) -> None:
        self.context, self.core = context, core
        self.measures = [i for i in lead if i.letter == "M"]
        self.pending, context.pending = context.pending, None
        self.took_pending = False
        self.inherited = not self.measures
        self.compared: Item | None = None
        self.years_said = self.names_body = False
        for item in lead:
            self._take(item)

    def _take(self, item: Item) -> None:
        match item.letter:
            case "y" | "s":
                self.context.years, self.years_said = item.years, True
                self.context.span = max(self.context.span, item.years, key=len)
            case "B":
                self.context.body, self.names_body = item.body, True
                self.context.also = item.bodies[1:]
            case "C":
                self.compared = item
            case "G":
                self.context.group = item
            case "r":
                self.context.among = item.name

    def of(self, letter: str) -> Item | None:
        return next((i for i in self.core if i.letter == letter), None)

    @property
    def amounts(self) -> list[Item]:
        return [i for i in self.core if i.stated is not None]

    def figures(self, *more: Item, money: bool | None = None) -> tuple[Figure, ...]:
        """The figures spoken of: by the clause's words, else those left open before, else the focus."""
        words = [*self.measures, *more]
        if self.pending is not None and not self.measures and not (more and asserts(self.pending)):
            words, self.took_pending = [self.pending, *words], True
        if words:
            return self._in_their_unit(self.context.figures(as_one(words), money=money))
        focus = self.context.focus
        if focus is None:
            return ()
        said = self.context
        return self._in_their_unit(
            (replace(focus, years=said.years, body=said.body, also=said.also),)
        )

    def _in_their_unit(self, figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
        """培训4次，参训120人次: of the same thing in the unit of the clause's own number."""
        said = next((a.stated for a in self.amounts if a.letter == "Q" and a.stated), None)
        return tuple(in_unit_of(said, f) for f in figures) if said is not None else figures

    def figure(self, *more: Item, money: bool | None = None) -> Figure | None:
        """The one figure spoken of; of several joined by 和 their sum."""
        found = self.figures(*more, money=money)
        return sum_of(found) if found else None

    def target(self, of: Figure, moved: Item) -> Figure | Statistic | None:
        """What the figure is compared with: what this clause says, what was left open, last year."""
        context = self.context
        self.compared = said = self.compared or context.pending_target
        before = context.target
        if said is None and (_LEVELS.match(moved.text) or (before and _of_years(before))):
            said = before
            if of.body != OWN and (said is None or _is_of(said, of.body)):
                return replace(of, body=OWN)  # 我局36件，县水利局少3件
        if said is None and than_whom_is_open(moved, context):
            return None
        if said is None:
            return replace(of, years=tuple(y - 1 for y in of.years)) if len(of.years) == 1 else None
        context.target = said
        return against(said.target, of, context)


def asserts(item: Item) -> bool:
    if item.degree == "topic":
        return False
    kinds = {t.kind for words in item.words for t in words}
    told = bool(kinds & {"result", "row"}) or {"made", "disclosure"} <= kinds
    return told or came_in(item)


def came_in(item: Item) -> bool:
    """收到政府信息公开申请, with no number: that there was one."""
    words = [t for run in item.words for t in run]
    received = any(t.kind == "action" and t.name in _RECEIVED for t in words)
    return received and any(t.kind == "object" for t in words)


def than_whom_is_open(moved: Item, context: Context) -> bool:
    """少9件, 比重偏高: a level word in a sentence that names nothing to stand beside."""
    return bool(_LEVELS.match(moved.text)) and not context.years_named


def _of_years(said: Item) -> bool:
    return said.target is not None and said.target.letter == "y"


def _is_of(said: Item, body: str) -> bool:
    return said.target is not None and said.target.letter == "B" and said.target.body == body


def as_one(words: Sequence[Item]) -> Item:
    """Measures said apart in one clause as one; several joined ones stay several."""
    several = next((w for w in words if len(w.words) > 1), None)
    if several is not None:
        rest = tuple(t for w in words if w is not several for t in w.words[0])
        return replace(several, words=tuple((*rest, *alternative) for alternative in several.words))
    return replace(words[0], words=(tuple(t for w in words for t in w.words[0]),))


def against(target: Item | None, of: Figure, context: Context) -> Figure | Statistic | None:
    if target is None:
        return None
    match target.letter:
        case "y":
            return replace(of, years=target.years) if target.years != of.years else None
        case "B":
            apart = target.body != of.body and len(target.bodies) < 2
            return replace(of, body=target.body) if apart else None
        case "G":
            return Statistic(of, target.pool) if target.size is None else None
        case "M":
            found = context.figures(target)
            if len(found) > 1 and context.summed:
                return sum_of(found)  # 超过行政处罚和行政强制之和
            return found[0] if len(found) == 1 else None
    return None


def is_money(item: Item | None) -> bool:
    return bool(item and item.stated and item.stated.dimension == "money")


def all_money(c: Clause) -> bool | None:
    """Whether the clause's own number says that money is spoken of; None where there is none."""
    numbers = [a for a in c.amounts if a.letter == "Q"]
    return any(map(is_money, numbers)) if numbers else None


def now_and_then(figure: Figure, c: Clause) -> tuple[Figure, Figure]:
    """The figure of this year and of the year that the core names, or the one before."""
    said = c.of("y") or _year_compared(c)
    year = c.context.speaker.year
    if said is None and len(figure.years) > 1:  # 三年间由28件增至36件
        first, last = min(figure.years), max(figure.years)
        return replace(figure, years=(last,)), replace(figure, years=(first,))
    moved = c.of("R")
    reached = moved.years if moved is not None else ()  # 增至2023年的9件
    now = replace(figure, years=reached or ((year,) if said is not None else figure.years))
    then = said.years if said is not None else tuple(y - 1 for y in now.years)
    return now, replace(figure, years=then)


def _year_compared(c: Clause) -> Item | None:
    """与2021年相比，行政处罚由零变为2件."""
    said = c.context.pending_target or c.context.target
    target = said.target if said is not None else None
    return target if target is not None and target.letter == "y" else None


def this_year(figure: Figure, c: Clause) -> Figure:
    """上年31件，增长16%: the growth is this year's, unless it is said to be since the year before."""
    said = c.compared.target.years if c.compared and c.compared.target else ()
    since = len(figure.years) == 1 and said == (figure.years[0] - 1,)
    if c.years_said or since:
        return figure
    return replace(figure, years=(c.context.speaker.year,))


def told_of_target(c: Clause, right: Figure | Statistic, item: Item | None = None) -> list[Claim]:
    """The number said of the other in passing is a claim of its own."""
    said = item if item is not None else c.compared
    if said is None or said.value is None:
        return []
    if said.value.dimension not in ("count", "money"):
        return [Unbound(NOT_BOUND)]
    if isinstance(right, Figure):
        return [Value(right, said.value)]
    return [Mean(right, said.value)] if right.pool != "all" else [Unbound(NOT_BOUND)]


def tells_target(c: Clause) -> bool:
    return c.compared is not None and c.compared.value is not None
