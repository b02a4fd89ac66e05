"""Productions of shares: so much of a whole, most of it, all of it, the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.claims.claim import (
    Claim,
    Either,
    Figure,
    Measure,
    Multiple,
    Rather,
    Share,
    ShareChange,
    Stated,
    Unbound,
    Value,
    Whole,
)
from assistant.claims.context import Context
from assistant.claims.parts_and_wholes import PROCESSED, sum_of, wholes_of
from assistant.claims.productions.clause import (
    NOT_BOUND,
    ZERO,
    Clause,
    as_one,
    now_and_then,
    than_whom_is_open,
)
from assistant.claims.reading.item import Item
from index.formats import GROUPS

_CAME_IN = frozenset({"new_received", "received", "application"})
_TAKEN_IN = frozenset({"received", "accepted", "handled", "new_received", "processed", ""})


def _share_of(c: Clause, whole: Item | None) -> tuple[Figure, tuple[Figure, ...]] | None:
    part = c.figure()
    if part is None:
        return None
    if whole is not None:
        named = c.context.figures(whole)
        return (part, named) if named else None
    if c.inherited and (told := c.context.told_around(part)) is not None:
        return part, (told,)
    around = c.context.whole
    before = (around,) if around is not None and around.measure != part.measure else ()
    wholes = tuple(replace(w, years=part.years, body=part.body) for w in before)
    found = tuple(dict.fromkeys((*wholes, *wholes_of(part))))
    return (part, found) if found else None


def _remember_share(context: Context, share: Share) -> None:
    context.share = share
    context.speak(share.part)


def share(c: Clause) -> Sequence[Claim] | None:
    """自然人申请占全部申请的九成以上."""
    number = c.amounts[-1].stated
    if c.inherited and c.context.summed and len(c.context.listed) > 1:
        together = c.context.together()
        if not together:
            return None
        c.context.speak_together(together[0])
    found = _share_of(c, c.of("M"))
    if found is None or number is None:
        return None
    if c.of("J"):
        return _each_year(*found, number)
    share = Share(*found, number)
    _remember_share(c.context, share)
    told = [Value(found[1][0], a.stated) for a in c.amounts[:-1] if a.stated]
    return [_of_its_own(share, c.context), *told]


def _each_year(part: Figure, wholes: tuple[Figure, ...], number: Stated) -> Sequence[Claim] | None:
    """2021年以来每年均占七成以上: in each of the years."""
    if len(part.years) < 2:
        return None
    return [
        Share(replace(part, years=(y,)), tuple(replace(w, years=(y,)) for w in wholes), number)
        for y in part.years
    ]


def _of_its_own(share: Share, context: Context) -> Claim:
    """不予公开的21件，其中属于国家秘密的9件，占四成多: of what the sentence named last as its total."""
    named = [context.including, *reversed(context.listed)]
    around = next((f for f in named if f is not None and f in wholes_of(share.part)), None)
    if around is None or around not in share.wholes:
        return share
    return Either((replace(share, wholes=(around,)), share))


def mostly(c: Clause) -> Sequence[Claim] | None:
    """多数为自然人申请; 九成以上的申请予以公开; 自然人申请过半."""
    number = c.amounts[0].stated
    after = [i for i in c.core if i.letter == "M"]
    named = c.context.figures(as_one(c.measures)) if after and c.measures else ()
    part = c.figure(*after)
    if part is None or number is None:
        return None
    if not c.measures and c.pending is None:
        part = _of_the_same(part, after, c.context)
    if len(named) == 1 and named[0].measure != part.measure:
        share = Share(part, named, number)
        _remember_share(c.context, share)
        return [share]
    if c.inherited and not after and (within := c.context.told_around(part)) is not None:
        return [Share(part, (within,), number)]
    around = c.context.whole
    before = (around,) if around is not None and around.measure != part.measure else ()
    wholes = _said_of(c, tuple(dict.fromkeys((*before, *wholes_of(part)))))
    if not wholes:
        return None
    share = Share(part, wholes, number)
    then = c.context.moved_from
    if c.inherited and not after and then is not None and then.measure == part.measure:
        return [Either((Multiple(part, then, number), share))]  # 从12件降到4件，只剩三分之一
    _remember_share(c.context, share)
    return [_of_its_own(share, c.context)]


def share_moved(c: Clause) -> Sequence[Claim] | None:
    """占比较上年提高2.3个百分点."""
    moved = c.of("D")
    points = c.of("O")
    said = c.compared or c.of("C")
    last_year = said is None or (
        said.target is not None and said.target.years == (c.context.speaker.year - 1,)
    )
    if moved is None or moved.negated or not last_year:
        return None
    if said is None and than_whom_is_open(moved, c.context):
        return None
    if c.inherited and c.pending is None and c.context.share is not None:
        share = c.context.share
        part, wholes = share.part, share.wholes
    else:
        found = _share_of(c, None)
        if found is None:
            return None
        part, wholes = found
    change = ShareChange(part, wholes, moved.sign, points.stated if points else None, moved.degree)
    if said is None or said.value is None:
        return [change]
    was = tuple(y - 1 for y in part.years)
    then = tuple(replace(w, years=was) for w in wholes)
    return [change, Share(replace(part, years=was), then, said.value)]


def pair_of_shares(c: Clause) -> Sequence[Claim] | None:
    """占比由87.1%提高到91.7%."""
    share, moved = _share_of(c, None), c.of("R")
    before, after = (a.stated for a in c.amounts)
    if share is None or moved is None or before is None or after is None:
        return None
    part, wholes = share
    now, was = now_and_then(part, c)
    then = tuple(replace(w, years=was.years) for w in wholes)
    _remember_share(c.context, Share(now, wholes, after))
    since = Item("y", 0, 0, "", years=was.years)
    c.context.target = replace(since, letter="C", target=since)
    return [
        Share(was, then, before),
        Share(now, wholes, after),
        ShareChange(now, wholes, moved.sign),
    ]


def _said_of(c: Clause, wholes: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """行政诉讼以复议后起诉居多: the total that the clause itself names, where it does."""
    names = {t.name for i in c.measures for w in i.words for t in w}
    return tuple(w for w in wholes if w.measure.single and w.measure.single[0] in names) or wholes


def _of_the_same(part: Figure, words: Sequence[Item], context: Context) -> Figure:
    """结转下年度3件，均为自然人申请: the applicants are those of what was just counted."""
    kinds = {t.kind for i in words for w in i.words for t in w}
    focus = context.focus.measure.single if context.focus is not None and context.spoke else None
    single = part.measure.single
    plain = kinds <= {"column", "object"} and single is not None and single[1] != "total"
    if not plain or focus is None or single is None or focus[1] != "total" or "." in focus[0]:
        return part
    return replace(part, measure=Measure(((focus[0], single[1]),), part.measure.certain))


def all_of(c: Clause) -> Sequence[Claim] | None:
    """3件行政复议均维持; 全部予以公开."""
    after = [i for i in c.core if i.letter == "M"]
    if (parts := _make_up(c, after)) is not None:
        return parts
    named = c.context.figures(as_one(c.measures)) if c.measures else ()
    whole = tuple(w for w in (sum_of(named) if named else None,) if w is not None)
    part = c.figure(*after)
    if part is None:
        return None
    focus = c.context.focus
    if not whole:
        part = _of_the_same(part, after, c.context)
    if not whole and (told := _of_applicants(part, focus)) is not None:
        return [told]
    if part.measure == PROCESSED:
        return _nothing_open(part, whole[0] if whole else _taken_in(c.context))
    all_new = part.measure.single == ("new_received", "total")  # 全部为当年新收: none carried over
    around = whole or ((focus,) if focus is not None and not all_new else ())
    wholes = tuple(w for w in around if w.measure != part.measure) or wholes_of(part)
    c.context.speak(part)
    return [Whole(part, wholes)] if wholes else None


def _make_up(c: Clause, after: Sequence[Item]) -> Sequence[Claim] | None:
    """自然人和企业的申请构成全部新收: the parts together are all there is of what stands behind."""
    every, behind = c.of("A"), {t.name for i in after for w in i.words for t in w}
    kinds = {t.kind for i in c.measures for w in i.words for t in w}
    if every is None or every.text != "全部" or "column" not in kinds or not behind <= _CAME_IN:
        return None
    parts, wholes = c.context.figures(as_one(c.measures)), c.context.figures(as_one(after))
    together = sum_of(parts) if parts else None
    if together is None or len(wholes) != 1:
        return None
    return [Rather((Whole(together, wholes), Unbound(NOT_BOUND)))]


def outcome(part: Figure, focus: Figure | None) -> Claim | None:
    """1起行政诉讼，我局败诉; 收到申请1件，结果为予以公开: all that was just spoken of came to this."""
    if focus is None:
        return None
    if focus in wholes_of(part):
        return Whole(part, (focus,))
    return _of_applicants(part, focus) or _of_the_received(part, focus)


def _of_applicants(part: Figure, focus: Figure | None) -> Claim | None:
    """企业申请2件，均予以公开: the outcome is of those applicants' applications."""
    parts, counted = part.measure.single, focus.measure.parts if focus is not None else ()
    if parts is None or parts[1] != "total" or parts[0].partition(".")[0] not in GROUPS:
        return None
    if any(row not in _TAKEN_IN or column == "total" for row, column in counted) or not counted:
        return None
    theirs = Measure(tuple((parts[0], column) for _, column in counted), certain=False)
    return Whole(replace(part, measure=theirs), (focus,)) if focus is not None else None


def _of_the_received(part: Figure, focus: Figure) -> Claim | None:
    """What was received may be dealt with in another year: it bears out, never speaks against."""
    row, column = part.measure.single or ("", "")
    said = focus.measure.single
    if said is None or said[0] not in _TAKEN_IN or said[1] != column:
        return None
    if row.partition(".")[0] not in GROUPS:
        return None
    return Whole(replace(part, measure=replace(part.measure, certain=False)), (focus,))


def _taken_in(context: Context) -> Figure | None:
    """What is said to have been dealt with: the last that was told of what came in."""
    told = (context.focus, *reversed(context.listed))
    rows = ((f, f.measure.single[0] if f.measure.single else "") for f in told if f is not None)
    return next((f for f, row in rows if row in _TAKEN_IN), context.focus)


def _nothing_open(part: Figure, of: Figure | None) -> Sequence[Claim] | None:
    """申请全部办结: none was left for the next year; of those carried over nothing is known."""
    row, column = (of.measure.single if of is not None else None) or ("", "total")
    if row not in _TAKEN_IN:
        return None
    return [Value(replace(part, measure=Measure((("open", column),))), ZERO)]


def none_else(c: Clause) -> Sequence[Claim] | None:
    """自然人和企业各3件，无其他申请人: those that were told are all there are."""
    beside = [f for f in c.context.listed if (f.measure.single or ("", "total"))[1] != "total"]
    if not beside or len({(wholes_of(f)[0], f.years) for f in beside}) > 1:
        return None
    together = sum_of(beside)
    return [Whole(together, wholes_of(beside[0])[:1])] if together is not None else None


def rest(c: Clause) -> Sequence[Claim] | None:
    """其余均维持: what was named before and this are all there is."""
    part = c.figure(*(i for i in c.core if i.letter == "M"))
    if part is None or not c.context.listed:
        return None
    told = sum_of([part, *(f for f in c.context.listed if wholes_of(f) == wholes_of(part))])
    c.context.speak(part)
    enough = told is not None and len(told.measure.parts) > 1
    return [Whole(told, wholes_of(part)[:1])] if told is not None and enough else None
