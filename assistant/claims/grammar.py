"""The grammar of claims: what a clause's letters say, production by production.

A clause is a `lead` (years, bodies, what it is compared with, measures) and a `core`; each core
is a pattern over letters and the reading that makes claims of it.  A clause that no production
covers to its last letter is unbound.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.claims.claim import (
    Claim,
    Compare,
    Either,
    Figure,
    Measure,
    Multiple,
    Rank,
    Share,
    ShareChange,
    Stated,
    Statistic,
    Unbound,
    Value,
    Whole,
)
from assistant.claims.context import PROCESSED, Context, siblings, wholes_of
from assistant.claims.items import Item
from assistant.claims.phrases import Run, letters

_LEAD = "[ysBCMGr]*"
_NOT_BOUND = "没有对应的格或段落"
_ZERO = Stated(0.0, "count", "0")
_LEVELS = re.compile(r"多|少|高|低|超")
NOTHING: tuple[Claim, ...] = ()


def read(unit: Run, context: Context) -> tuple[Claim, ...]:
    """The claims of one unit; an `Unbound` where no production covers it."""
    said = letters(unit)
    if inside := re.match(r"[MQGrys]*i", said):
        first = _within(unit[: inside.end()], context)
        return first + (read(unit[inside.end() :], context) if inside.end() < len(said) else ())
    for pattern, make in _PRODUCTIONS:
        match = re.fullmatch(rf"(?P<lead>{_LEAD})(?P<core>{pattern})", said)
        if match:
            return _made(unit, match, make, context)
    return (Unbound(_NOT_BOUND),)


Make = Callable[["_Clause"], Sequence[Claim] | None]


class _Clause:
    """One unit with its lead taken in: its measure, what it is compared with, its core."""

    def __init__(self, lead: Run, core: Run, context: Context) -> None:
        self.context, self.core = context, core
        self.measures = [i for i in lead if i.letter == "M"]
        self.inherited = not self.measures
        self.compared: Item | None = None
        self.years_said = False
        for item in lead:
            self._take(item)

    def _take(self, item: Item) -> None:
        match item.letter:
            case "y" | "s":
                self.context.years, self.years_said = item.years, True
            case "B":
                self.context.body = item.body
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

    def figures(self, *more: Item, money: bool = False) -> tuple[Figure, ...]:
        """The figures spoken of: by the clause's words, else those left open before, else the focus."""
        words = [*self.measures, *more]
        pending = self.context.pending
        if pending is not None and (not words or len(pending.words) == 1):
            words = [pending, *words] if not self.measures else words
        if words:
            return self.context.figures(_one(words), money=money)
        focus = self.context.focus
        if focus is None:
            return ()
        return (replace(focus, years=self.context.years, body=self.context.body),)

    def figure(self, *more: Item, money: bool = False) -> Figure | None:
        """The one figure spoken of; of several joined by 和 their sum."""
        found = self.figures(*more, money=money)
        if len(found) < 2:
            return found[0] if found else None
        parts = tuple(p for f in found for p in f.measure.parts)
        measure = Measure(parts, all(f.measure.certain for f in found))
        return Figure(measure, found[0].years, found[0].body)

    def target(self, of: Figure, moved: Item) -> Figure | Statistic | None:
        """What the figure is compared with: what this clause says, what was left open, last year."""
        context = self.context
        said = self.compared or context.pending_target
        if said is None and _LEVELS.match(moved.text):
            said = context.target
        if said is None:
            return replace(of, years=tuple(y - 1 for y in of.years)) if len(of.years) == 1 else None
        context.target = said
        return _against(said.target, of, context)


def _one(words: Sequence[Item]) -> Item:
    """Measures said apart in one clause as one; several joined ones stay several."""
    several = next((w for w in words if len(w.words) > 1), None)
    if several is not None:
        rest = tuple(t for w in words if w is not several for t in w.words[0])
        return replace(several, words=tuple((*rest, *alternative) for alternative in several.words))
    return replace(words[0], words=(tuple(t for w in words for t in w.words[0]),))


def _against(target: Item | None, of: Figure, context: Context) -> Figure | Statistic | None:
    if target is None:
        return None
    match target.letter:
        case "y":
            return replace(of, years=target.years) if target.years != of.years else None
        case "B":
            return replace(of, body=target.body) if target.body != of.body else None
        case "G":
            return Statistic(of, target.pool) if target.size is None else None
        case "M":
            found = context.figures(target)
            return found[0] if len(found) == 1 else None
    return None


def _made(unit: Run, match: re.Match[str], make: Make, context: Context) -> tuple[Claim, ...]:
    cut = match.end("lead")
    if re.search("[Gr]", match["lead"]) and match["core"] and "K" not in match["core"]:
        return (Unbound(_NOT_BOUND),)  # 同级收到36件: no figure of this body
    body, years = context.body, context.years
    clause = _Clause(unit[:cut], unit[cut:], context)
    claims = make(clause)
    if claims is None:
        context.body, context.years = body, years
        context.lose()
        return (Unbound(_NOT_BOUND),)
    if claims:
        context.pending = context.pending_target = None
    return tuple(claims)


def _within(run: Run, context: Context) -> tuple[Claim, ...]:
    """办结的35件申请中: a whole is named, perhaps with its number."""
    clause = _Clause([i for i in run if i.letter != "Q"], run, context)
    numbers = [i for i in run if i.letter == "Q"]
    if not clause.measures:
        return () if not numbers else (Unbound(_NOT_BOUND),)
    figure = clause.figure()
    if figure is None or len(numbers) > 1:
        return (Unbound(_NOT_BOUND),)
    context.whole = context.focus = figure
    context.pending = None
    return tuple(Value(figure, n.stated) for n in numbers if n.stated)


# ---------------------------------------------------------------- values


def _money(item: Item | None) -> bool:
    return bool(item and item.stated and item.stated.dimension == "money")


def _value(c: _Clause) -> Sequence[Claim] | None:
    number = c.of("Q")
    assert number is not None and number.stated is not None
    after = [i for i in c.core if i.letter == "M"]
    each = c.of("J")
    figures = c.figures(*after, money=_money(number))
    if not figures:
        return None
    joined = any(len(i.words) > 1 for i in (*c.measures, *after, *_maybe(c.context.pending)))
    if each is None and joined and len(figures) > 1:
        figure = c.figure(*after, money=_money(number))
        figures = (figure,) if figure else ()
    if c.context.summed and c.inherited and not after and len(c.context.listed) > 1:
        return [Value(_sum(c.context.listed), number.stated)]
    _speaks_of(c.context, figures[-1], c.inherited and not after)
    c.context.listed += figures
    return [Value(f, number.stated) for f in figures]


def _sum(figures: Sequence[Figure]) -> Figure:
    """共计 behind several numbers: of all of them together."""
    parts = tuple(p for f in figures for p in f.measure.parts)
    measure = Measure(parts, all(f.measure.certain for f in figures))
    return Figure(measure, figures[0].years, figures[0].body)


def _maybe(item: Item | None) -> tuple[Item, ...]:
    return (item,) if item is not None else ()


def _speaks_of(context: Context, figure: Figure, inherited: bool) -> None:
    context.focus = figure
    single = figure.measure.single
    if not inherited and single and single[1] == "total" and "." not in single[0]:
        context.whole = context.whole or figure


def _pair(c: _Clause) -> Sequence[Claim] | None:
    """由上年的31件增至36件."""
    before, after = c.amounts[0], c.amounts[-1]
    figure = c.figure(money=_money(after))
    moved = c.of("R")
    if figure is None or moved is None or before.stated is None or after.stated is None:
        return None
    figure, was = _now_and_then(figure, c)
    c.context.focus = figure
    return [
        Value(was, before.stated),
        Value(figure, after.stated),
        Compare(figure, was, moved.sign, degree=moved.degree),
    ]


def _now_and_then(figure: Figure, c: _Clause) -> tuple[Figure, Figure]:
    """The figure of this year and of the year that the core names, or the one before."""
    said = c.of("y")
    year = c.context.speaker.year
    now = replace(figure, years=(year,) if said is not None else figure.years)
    then = said.years if said is not None else tuple(y - 1 for y in now.years)
    return now, replace(figure, years=then)


def _pair_of_shares(c: _Clause) -> Sequence[Claim] | None:
    """占比由87.1%提高到91.7%."""
    share, moved = _share_of(c, None), c.of("R")
    before, after = (a.stated for a in c.amounts)
    if share is None or moved is None or before is None or after is None:
        return None
    part, wholes = share
    now, was = _now_and_then(part, c)
    then = tuple(replace(w, years=was.years) for w in wholes)
    _remember_share(c.context, Share(now, wholes, after))
    return [
        Share(was, then, before),
        Share(now, wholes, after),
        ShareChange(now, wholes, moved.sign),
    ]


def _on_top(c: _Clause) -> Sequence[Claim] | None:
    """在上年31件的基础上增加5件."""
    base, by = c.amounts[0], c.amounts[1:]
    figure, moved = c.figure(money=_money(base)), c.of("D")
    if figure is None or moved is None or base.stated is None:
        return None
    figure, was = _now_and_then(figure, c)
    c.context.focus = figure
    changes = [Compare(figure, was, moved.sign, b.stated, moved.degree) for b in by]
    return [Value(was, base.stated), *(changes or [Compare(figure, was, moved.sign)])]


def _after_so_many(c: _Clause) -> Sequence[Claim] | None:
    """在3件之后又添了3件: so many last year, and this year as many again."""
    before, after = (a.stated for a in c.amounts)
    figure, moved = c.figure(money=_money(c.amounts[0])), c.of("D")
    if figure is None or moved is None or before is None or after is None or moved.sign < 1:
        return None
    figure, was = _now_and_then(figure, c)
    c.context.focus = figure
    added = Compare(figure, was, moved.sign, after)
    return [Value(was, before), Either((Value(figure, after), added))]


def _reach(c: _Clause) -> Sequence[Claim] | None:
    """增至36件; 较上年的31件增至36件."""
    moved, number = c.of("R"), c.amounts[0]
    figure = c.figure(money=_money(number))
    if figure is None or moved is None or number.stated is None:
        return None
    figure = _this_year(figure, c)
    right = c.target(figure, moved)
    if right is None:
        return None
    c.context.focus = figure
    told = _told_of_target(c, right)
    return [Value(figure, number.stated), Compare(figure, right, moved.sign), *told]


def _told_of_target(c: _Clause, right: Figure | Statistic, item: Item | None = None) -> list[Claim]:
    """The number said of the other in passing is a claim of its own."""
    said = item if item is not None else c.compared
    if said is None or said.value is None:
        return []
    return [Value(right, said.value)] if isinstance(right, Figure) else [Unbound(_NOT_BOUND)]


def _to_zero(c: _Clause) -> Sequence[Claim] | None:
    """由上年的2件归零: there were some, and there are none."""
    figures = c.figures()
    if not figures:
        return None
    claims: list[Claim] = []
    for figure in figures:
        now, was = _now_and_then(figure, c)
        claims += [Value(now, _ZERO), Compare(now, was, -1)]
        claims += [Value(was, a.stated) for a in c.amounts if a.stated]
    c.context.focus = figures[-1]
    return claims


def _none(c: _Clause) -> Sequence[Claim] | None:
    figures = c.figures(*(i for i in c.core if i.letter == "M"))
    if not figures:
        return None
    c.context.focus = figures[-1]
    return [Value(f, _ZERO) for f in figures]


# ---------------------------------------------------------------- change and comparison


def _change(c: _Clause) -> Sequence[Claim] | None:
    moved = c.of("D")
    assert moved is not None
    if any(a.letter == "O" for a in c.amounts):
        return None
    money = any(_money(a) for a in c.amounts)
    figures = c.figures(money=money)
    if not figures:
        return None
    claims: list[Claim] = []
    figures = tuple(_this_year(f, c) for f in figures)
    for figure in figures:
        claims += _changed(c, figure, moved) or [Unbound(_NOT_BOUND)]
    c.context.focus = figures[-1]
    return claims


def _this_year(figure: Figure, c: _Clause) -> Figure:
    """上年31件，增长16%: the growth is this year's, unless it is said to be since the year before."""
    said = c.compared.target.years if c.compared and c.compared.target else ()
    since = len(figure.years) == 1 and said == (figure.years[0] - 1,)
    if c.years_said or since:
        return figure
    return replace(figure, years=(c.context.speaker.year,))


def _changed(c: _Clause, figure: Figure, moved: Item) -> list[Claim]:
    right = c.target(figure, moved)
    if right is None:
        return []
    by = [a.stated for a in c.amounts] or ([moved.value] if moved.value else [None])
    rest = Compare(figure, right, moved.sign, None, moved.degree, moved.negated)
    claims: list[Claim] = [replace(rest, by=b) for b in by]
    whole = c.context.whole
    if c.inherited and whole is not None and whole.measure != figure.measure and by != [None]:
        of_whole = replace(whole, years=figure.years, body=figure.body)
        against = c.target(of_whole, moved)
        if against is not None:
            claims = [
                Either((claim, replace(claim, left=of_whole, right=against)))
                for claim in claims
                if isinstance(claim, Compare)
            ]
    return claims + _told_of_target(c, right)


def _streak(c: _Clause) -> Sequence[Claim] | None:
    """连续两年上升: each year beside the one before."""
    moved, figure = c.of("D"), c.figure()
    if moved is None or figure is None or moved.negated or moved.value:
        return None
    c.context.focus = figure
    years = [figure.years[0] - n for n in range(c.core[0].size or 1)]
    return [
        Compare(replace(figure, years=(y,)), replace(figure, years=(y - 1,)), moved.sign)
        for y in years
    ]


def _above(c: _Clause) -> Sequence[Claim] | None:
    """高于同级平均水平3件; 维持多于纠正."""
    item = c.of("E")
    assert item is not None
    figure = c.figure(money=any(_money(a) for a in c.amounts))
    right = _against(item.target, figure, c.context) if figure else None
    if figure is None or right is None:
        return None
    c.context.focus, c.context.target = figure, item
    by = c.amounts[0].stated if c.amounts else None
    claim = Compare(figure, right, item.sign, by, item.degree, item.negated)
    return [claim, *_told_of_target(c, right, item)]


def _multiple(c: _Clause) -> Sequence[Claim] | None:
    """是上年的两倍; 仅为上年的六成."""
    number = c.amounts[0]
    figure = c.figure()
    if figure is None or number.stated is None:
        return None
    if not c.years_said:
        figure = replace(figure, years=(c.context.speaker.year,))
    right = _against(c.core[0].target or c.core[0], figure, c.context)
    c.context.focus = figure
    return [Multiple(figure, right, number.stated)] if right is not None else None


# ---------------------------------------------------------------- shares


def _share_of(c: _Clause, whole: Item | None) -> tuple[Figure, tuple[Figure, ...]] | None:
    part = c.figure()
    if part is None:
        return None
    if whole is not None:
        named = c.context.figures(whole)
        return (part, named) if named else None
    around = c.context.whole
    before = (around,) if around is not None and around.measure != part.measure else ()
    wholes = tuple(replace(w, years=part.years, body=part.body) for w in before)
    found = tuple(dict.fromkeys((*wholes, *wholes_of(part))))
    return (part, found) if found else None


def _remember_share(context: Context, share: Share) -> None:
    context.share, context.focus = share, share.part


def _share(c: _Clause) -> Sequence[Claim] | None:
    """自然人申请占全部申请的九成以上."""
    number = c.amounts[0].stated
    found = _share_of(c, c.of("M"))
    if found is None or number is None:
        return None
    share = Share(*found, number)
    _remember_share(c.context, share)
    return [share]


def _mostly(c: _Clause) -> Sequence[Claim] | None:
    """多数为自然人申请; 九成以上的申请予以公开; 自然人申请过半."""
    number = c.amounts[0].stated
    after = [i for i in c.core if i.letter == "M"]
    if after and c.measures:
        named = c.context.figures(_one(c.measures))
        if len(named) == 1:
            c.context.whole = named[0]
    part = c.figure(*after)
    if part is None or number is None:
        return None
    around = c.context.whole
    before = (around,) if around is not None and around.measure != part.measure else ()
    wholes = tuple(dict.fromkeys((*before, *wholes_of(part))))
    if not wholes:
        return None
    share = Share(part, wholes, number)
    _remember_share(c.context, share)
    return [share]


def _share_moved(c: _Clause) -> Sequence[Claim] | None:
    """占比较上年提高2.3个百分点."""
    moved = c.of("D")
    points = c.of("O")
    said = c.compared or c.of("C")
    last_year = said is None or (
        said.target is not None and said.target.years == (c.context.speaker.year - 1,)
    )
    if moved is None or moved.negated or not last_year:
        return None
    if c.inherited and c.context.pending is None and c.context.share is not None:
        share = c.context.share
        part, wholes = share.part, share.wholes
    else:
        found = _share_of(c, None)
        if found is None:
            return None
        part, wholes = found
    return [ShareChange(part, wholes, moved.sign, points.stated if points else None, moved.degree)]


def _all(c: _Clause) -> Sequence[Claim] | None:
    """3件行政复议均维持; 全部予以公开."""
    after = [i for i in c.core if i.letter == "M"]
    whole = c.context.figures(_one(c.measures))[:1] if c.measures else ()
    part = c.figure(*after)
    if part is None:
        return None
    focus = c.context.focus
    if part.measure == PROCESSED:
        left = replace(part, measure=Measure((("open", "total"),)))
        return [Value(left, _ZERO)]
    around = whole or ((focus,) if focus is not None else ())
    wholes = tuple(w for w in around if w.measure != part.measure) or wholes_of(part)
    c.context.focus = part
    return [Whole(part, wholes)] if wholes else None


def _rank(c: _Clause) -> Sequence[Claim] | None:
    place = c.of("K")
    assert place is not None
    figure = c.figure(*(i for i in c.core if i.letter == "M"))
    if figure is None:
        return None
    c.context.focus = figure
    group = c.context.group
    if group is not None:
        return [Rank(figure, place.sign, size=group.size)]
    others = siblings(figure)
    return [Rank(figure, place.sign, others)] if others else None


def _left_open(c: _Clause) -> Sequence[Claim] | None:
    """从办理结果看, 与上年相比: what the next clause speaks of."""
    context = c.context
    if c.measures:
        context.pending = _one(c.measures)
        if not context.figures(context.pending) and not context.figures(
            context.pending, money=True
        ):
            context.lose()
            return None
    if c.compared is not None:
        context.pending_target = c.compared
    return NOTHING


# ---------------------------------------------------------------- several at once


def respectively(unit: Run, context: Context) -> tuple[Claim, ...] | None:
    """行政复议、行政诉讼分别为3件、1件; None where the unit hands out no numbers."""
    match = re.fullmatch(r"(?P<lead>[ysBCM]*M[ysBC]*)J(?P<told>.+)", letters(unit))
    if match is None:
        return None
    cut = match.end("lead")
    told = _parted(unit[cut + 1 :])
    shapes = {letters(t) for t in told}
    measure = _one([i for i in unit[:cut] if i.letter == "M"])
    rest = [i for i in unit[:cut] if i.letter != "M"]
    if len(told) < 2 or len(told) != len(measure.words) or len(shapes) > 1:
        return None
    claims: list[Claim] = []
    for words, number in zip(measure.words, told, strict=True):
        claims += read([*rest, replace(measure, words=(words,)), *number], context)
    return tuple(claims)


def _parted(run: Run) -> list[list[Item]]:
    parts: list[list[Item]] = [[]]
    for item in run:
        if item.letter in "pj":
            parts.append([])
        else:
            parts[-1].append(item)
    return [p for p in parts if p]


def units(clause: Run) -> list[list[Item]]:
    """The clause's units: what stands between 、 and between 和 of whole predicates."""
    return _parted(clause)


_PRODUCTIONS: tuple[tuple[str, Make], ...] = (
    ("J?Q", _value),
    ("QM", _value),
    (r"f?y?QRQ", _pair),
    (r"S?f?y?PRP", _pair_of_shares),
    (r"f?yQDQ?P?", _on_top),
    (r"fQDQ?P?", _on_top),
    (r"QDQ", _after_so_many),
    (r"RQ", _reach),
    (r"f?y?Q?o", _to_zero),
    (r"NM", _none),
    (r"N", _none),
    (r"zM?", _none),
    (r"lD", _streak),
    (r"SC?DO?|DO", _share_moved),
    (r"D[QPT]?[QP]?", _change),
    (r"[QP]D", _change),
    (r"E[QPT]?", _above),
    (r"[yBGU][TFP]", _multiple),
    (r"SM?[PF]", _share),
    (r"[FP]M?", _mostly),
    (r"AM", _all),
    (r"KM?", _rank),
    (r"", _left_open),
)
