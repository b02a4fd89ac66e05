"""Items of one clause drawn together: what is compared with what, how much, of which several.

Every rule is a pattern over the items' letters and what becomes of the items that it meets.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.claims.claim import Bound
from assistant.claims.items import Item
from assistant.statements.lexicon import Token

Run = Sequence[Item]
Rule = tuple[str, Callable[[Run], Run]]


def letters(items: Run) -> str:
    return "".join(i.letter for i in items)


def drawn_together(items: Run, text: str) -> tuple[Item, ...]:
    """The clause's items after every rule has had its turn."""
    for pattern, make in _RULES:
        items = _rewritten(items, pattern, make)
    return tuple(_rewritten(items, r"H[yBG]M?Q?", lambda run: _above(run, text)))


def _rewritten(items: Run, pattern: str, make: Callable[[Run], Run]) -> Run:
    found: list[Item] = []
    at = 0
    for match in re.finditer(pattern, letters(items)):
        found += items[at : match.start()]
        found += make(items[match.start() : match.end()])
        at = match.end()
    return [*found, *items[at:]]


# ---------------------------------------------------------------- what the rules make


def _nothing(run: Run) -> Run:
    return ()


def _first(run: Run) -> Run:
    return run[:1]


def _last(run: Run) -> Run:
    return run[-1:]


def _unknown(run: Run) -> Run:
    return [replace(i, letter="X") for i in run]


_BOUNDS: dict[str, Bound] = {"more": "more", "less": "less", "about": "about", "least": "least"}


def _own(run: Run) -> Run:
    """比我局: the reporting body, where another is spoken of."""
    return [replace(run[0], letter="B")]


def _bounded(item: Item, name: str) -> Item:
    if item.stated is None or name not in _BOUNDS:
        return item
    bound: Bound = "near" if name == "about" and item.letter == "F" else _BOUNDS[name]
    return replace(item, stated=replace(item.stated, bound=bound))


def _bound(run: Run) -> Run:
    return [_bounded(run[1], run[0].name)]


def _bound_of(run: Run) -> Run:
    """不到上年的一半: the bound is the half's."""
    return [run[1], _bounded(run[2], run[0].name)]


def _bound_than(run: Run) -> Run:
    """超过上年: no bound of a number, but above something."""
    signs = {"more": 1, "less": -1}
    name = run[0].name
    if name not in signs:
        return _unknown(run[:1]) if name != "reach" else ()
    return [replace(run[0], letter="H", sign=signs[name])]


def _together(run: Run) -> Run:
    """Terms of one measure side by side."""
    words: tuple[Token, ...] = tuple(t for i in run for alternative in i.words for t in alternative)
    return [replace(run[0], end=run[-1].end, words=(words,))]


def _likened(run: Run) -> Run:
    """自然人申请是法人申请的11倍: what it is so many times of."""
    return [replace(run[1], letter="U", target=run[1])]


def _several(run: Run) -> Run:
    """行政复议和行政诉讼: measures joined; each keeps its own terms."""
    words = tuple(w for i in run if i.letter == "M" for w in i.words)
    return [replace(run[0], end=run[-1].end, words=words)]


def _pooled(run: Run) -> Run:
    return [replace(run[0], pool=run[-1].pool, end=run[-1].end)]


def _sized(run: Run) -> Run:
    group = next(i for i in run if i.letter == "G")
    size = next(i for i in run if i.letter == "Q").stated
    return [replace(group, size=int(size.value) if size else None)]


def _peers(run: Run) -> Run:
    return [replace(run[0], letter="G")]


def _compared(run: Run) -> Run:
    """较上年, 比县水利局, 与同级平均水平; a number behind it is the other's."""
    target = next(i for i in run[1:] if i.letter in "ysBGM")
    value = run[-1].stated if run[-1].letter == "Q" else None
    return [replace(run[0], letter="C", end=run[-1].end, target=target, value=value)]


def _above(run: Run, text: str) -> Run:
    """高于上年的31件 names the other's number, 高于上年5件 the difference."""
    made = replace(run[0], letter="E", target=run[1])
    if run[-1].letter != "Q":
        return [made]
    told = text[run[-2].end : run[-1].start]
    if "的" in told:
        return [replace(made, value=run[-1].stated)]
    return [made, run[-1]]


def _above_measure(run: Run) -> Run:
    return [replace(run[0], letter="E", target=run[1])]


def _above_number(run: Run) -> Run:
    number = run[1].stated
    if run[0].negated or number is None:
        return _unknown(run)
    bound: Bound = "more" if run[0].sign > 0 else "less"
    return [replace(run[1], stated=replace(number, bound=bound))]


def _graded(run: Run) -> Run:
    grade, moved = (run[0], run[1]) if run[0].letter == "g" else (run[1], run[0])
    return [replace(moved, degree=grade.name, start=min(grade.start, moved.start))]


def _denied(run: Run) -> Run:
    return [replace(run[1], negated=True, start=run[0].start)]


def _rate(run: Run) -> Run:
    """维持率: the share that was upheld."""
    item = run[0]
    result = Token("result", item.name, item.start, item.end, item.text)
    return [replace(item, letter="M", words=((result,),)), replace(item, letter="S")]


def _measure_first(run: Run) -> Run:
    """由上年行政复议2件 → 行政复议由上年2件."""
    return [run[-1], *run[:-1]]


def _each(run: Run) -> Run:
    return [replace(run[0], letter="J", name="each"), run[1]]


def _split(run: Run) -> Run:
    return [*run, Item("p", run[-1].end, run[-1].end, "")]


_RULES: tuple[Rule, ...] = (
    (r"(?<=[tHj])b", _own),
    (r"[YbIW]", _nothing),
    (r"m", _rate),
    (r"fy?M(?=Q)", _measure_first),
    (r"f(?=M)", _nothing),
    (r"a(?=a)", _nothing),
    (r"a[QPTOF]", _bound),
    (r"a[yBG][TF]", _bound_of),
    (r"a", _bound_than),
    (r"MM+", _together),
    (r"(?<=M)=M(?=[TF])", _likened),
    (r"=", _nothing),
    (r"MM+", _together),
    (r"FMF", lambda run: run[:2]),
    (r"A(?=MA|Mi)", _nothing),
    (r"f(?!y?M?y?[QP])", _nothing),
    (r"M(?:[jp]M)+", _several),
    (r"GG+", _first),
    (r"GV", _pooled),
    (r"(?<=[tHj])V", _peers),
    (r"(?:GQG?|QG)(?=i?(?:[^,]*K|$))", _sized),
    (r"(?<=[Gr])i", _nothing),
    (r"t[yBG]M?Q(?=[DREHgn])", _compared),
    (r"j[yBG]M?Q?(?=g?n?D)|j[yBG](?=t)|t[ysBG]|tM(?=g?n?[DH])", _compared),
    (r"(?<=C)t", _nothing),
    (r"C(?=C)", _nothing),
    (r"HM", _above_measure),
    (r"H[QPF]", _above_number),
    (r"gn", lambda run: [run[1]]),
    (r"g[DREH]", _graded),
    (r"Dg", _graded),
    (r"nD", _denied),
    (r"A(?=[NzDRC])", _nothing),
    (r"AQ", _each),
    (r"S(?=S)", _nothing),
    (r"yMQ(?=R)", lambda run: [run[1], run[0], run[2]]),
    (r"(?<![yf])(?:(?<![FPAN])MQM?|QM)(?=[CDSAzENKyB]|MQ|QM)", _split),
)
