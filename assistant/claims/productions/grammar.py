"""The grammar of claims: what a clause's letters say, production by production.

A clause is a `lead` (years, bodies, what it is compared with, measures) and a `core`; each core
is a pattern over letters and the reading that makes claims of it.  A clause that no production
covers to its last letter is unbound.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.claims.claim import Claim, Compare, Figure, Rather, Unbound, Value
from assistant.claims.context import Context
from assistant.claims.parts_and_wholes import wholes_of
from assistant.claims.productions.clause import NOT_BOUND, SOME, Clause, as_one, asserts, came_in
from assistant.claims.productions.say_changes import (
    above,
    change,
    mean,
    multiple,
    proportion,
    rank,
    streak,
    swing,
    turned,
)
from assistant.claims.productions.say_shares import (
    all_of,
    mostly,
    none_else,
    outcome,
    pair_of_shares,
    rest,
    share,
    share_moved,
)
from assistant.claims.productions.say_values import (
    after_so_many,
    between,
    left_of,
    none_of,
    on_top,
    over_years,
    pair,
    reach,
    some_of,
    to_zero,
    value,
    yearly_mean,
)
from assistant.claims.reading.item import Item
from assistant.claims.reading.item_rules import Run, letters

_LEAD = "[ysBCMGr]*"
NOTHING: tuple[Claim, ...] = ()
Make = Callable[[Clause], Sequence[Claim] | None]


def read(unit: Run, context: Context) -> tuple[Claim, ...]:
    """The claims of one unit; an `Unbound` where no production covers it."""
    said = letters(unit)
    if inside := re.match(r"A?[MQGrys]*i", said):
        first = _within(unit[: inside.end()], context)
        return first + (read(unit[inside.end() :], context) if inside.end() < len(said) else ())
    for pattern, make in _PRODUCTIONS:
        match = re.fullmatch(rf"(?P<lead>{_LEAD})(?P<core>{pattern})", said)
        if match and _speaks_of_us(match):
            return _made(unit, match, make, context)
    return (Unbound(NOT_BOUND),)


def _speaks_of_us(match: re.Match[str]) -> bool:
    """同级收到36件 gives no figure of this body: the others are there only to be ranked among."""
    return "G" not in match["lead"] or not match["core"] or "K" in match["core"]


def _made(unit: Run, match: re.Match[str], make: Make, context: Context) -> tuple[Claim, ...]:
    cut = match.end("lead")
    body, years = context.body, context.years
    pending, named = context.pending, [i for i in unit if i.letter == "M"]
    told = asserted(pending, context, context.focus) if pending is not None and named else ()
    open_to_several = _of_several(unit, context)
    clause = Clause(unit[:cut], unit[cut:], context)
    claims = make(clause)
    if claims is None:
        context.body, context.years = body, years
        context.lose()
        return (Unbound(NOT_BOUND),)
    if claims:
        context.pending_target = None
    if open_to_several:
        claims = [Rather((claim, Unbound(NOT_BOUND))) for claim in claims]
    if clause.pending is not None and not clause.took_pending:
        claims = [*told, *claims]
    return tuple(claims)


def _of_several(unit: Run, context: Context) -> bool:
    """复议3件、诉讼1件，维持3件: nothing says of which it is told, nor that it is of both."""
    kinds = {t.kind for i in unit for w in i.words for t in w}
    yearly = any(i.letter == "d" for i in unit)
    if yearly or context.summed or context.pending is not None:
        return False
    return context.abreast > 1 if not kinds else context.disputes_abreast and kinds == {"result"}


def asserted(item: Item, context: Context, focus: Figure | None) -> tuple[Claim, ...]:
    """A measure named and nothing said of it: 1起行政诉讼，我局败诉 says that it was lost.

    Words that only name a subject (在依申请公开方面) assert nothing.
    """
    if not asserts(item):
        return ()
    figures = context.figures(item)
    if len(figures) != 1:
        return (Unbound(NOT_BOUND),)
    if any(t.kind == "made" for t in item.words[0]) or came_in(item):
        return (Value(figures[0], SOME),)
    if focus is not None and _left_both(figures[0], focus):
        return (Compare(figures[0], focus, 0),)  # 1件没有办完，转到下一年办
    if focus is not None and figures[0] in wholes_of(focus):
        return ()  # 没有现成信息1件，无法提供: the heading that the line stands under
    claim = outcome(figures[0], focus)
    return (claim or Unbound(NOT_BOUND),)


_LEFT = frozenset({"open", "carried_forward"})


def _left_both(one: Figure, other: Figure) -> bool:
    """What was not dealt with, and what goes on into the next year."""
    rows = {row for f in (one, other) for row, _ in f.measure.parts}
    return rows == _LEFT and one.years == other.years and one.body == other.body


def left_over(context: Context) -> tuple[Claim, ...]:
    """What a sentence named at its end without saying anything of it."""
    if context.pending is None:
        return ()
    return asserted(context.pending, context, context.focus) or (Unbound(NOT_BOUND),)


def _within(run: Run, context: Context) -> tuple[Claim, ...]:
    """办结的35件申请中: a whole is named, perhaps with its number."""
    clause = Clause([i for i in run if i.letter not in "AQ"], run, context)
    numbers = [i for i in run if i.letter == "Q"]
    if not clause.measures:
        return () if not numbers else (Unbound(NOT_BOUND),)
    figure = clause.figure()
    if figure is None or len(numbers) > 1:
        return (Unbound(NOT_BOUND),)
    narrower = (*context.told_before, *context.listed)
    context.whole = context.including = figure
    context.speak(figure)
    context.pending = None
    told = tuple(Value(figure, n.stated) for n in numbers if n.stated)
    if any(figure in wholes_of(f) for f in narrower):  # 复议纠正3件。复议的3件中: those told before
        return tuple(Rather((value, Unbound(NOT_BOUND))) for value in told)
    return told


def _left_open(c: Clause) -> Sequence[Claim] | None:
    """从办理结果看, 与上年相比: what the next clause speaks of."""
    context = c.context
    if c.measures and all(t.name == "everyone" for i in c.measures for w in i.words for t in w):
        return NOTHING  # 从申请主体看
    if c.names_body and not c.measures:
        return None  # a body named and nothing said of it
    if c.measures:
        c.took_pending = c.pending is not None
        context.pending = as_one([*([c.pending] if c.pending else []), *c.measures])
        if not context.figures(context.pending):
            if all(t.kind == "disclosure" for w in context.pending.words for t in w):
                context.pending = None  # 规范性文件方面: of what papers is told behind it
                return NOTHING
            context.lose()
            return None
    if c.compared is not None:
        context.pending_target = c.compared
    return NOTHING


_PRODUCTIONS: tuple[tuple[str, Make], ...] = (
    ("J?Q", value),
    ("JQM", value),
    (r"hQ", left_of),
    (r"hQM?A?M", value),
    (r"hA?M", rest),
    ("QA?M", value),
    (r"~[FP]i?", swing),
    (r"&", proportion),
    (r"f?y?QRQ", pair),
    (r"S?f?y?PRP", pair_of_shares),
    (r"f?yQDQ?P?", on_top),
    (r"fQDQ?P?", on_top),
    (r"dQ", yearly_mean),
    (r"QQe", between),
    (r"Z", turned),
    (r"QDQ", after_so_many),
    (r"fyQyQ", over_years),
    (r"RQ", reach),
    (r"f?y?Q?o", to_zero),
    (r"NM", none_of),
    (r"Nh", none_else),
    (r"N", none_of),
    (r"S?zM?|w", none_of),
    (r"lD?", streak),
    (r"vM?", some_of),
    (r"SC?DO?|DO", share_moved),
    (r"D[QPTF]?[QP]?|DQM|Dv?M", change),
    (r"[QP]D", change),
    (r"E[QPTF]?", above),
    (r"[yBGU]Q?[TFP]", multiple),
    (r"GM?M?Q", mean),
    (r"JSM?[PF]|SM?[PF]|SQM[PF]|SA?MQ[PF]", share),
    (r"[FP]M?", mostly),
    (r"AM", all_of),
    (r"KM?Q?|QK|Ky", rank),
    (r"", _left_open),
)
