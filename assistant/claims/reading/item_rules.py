"""Items of one clause drawn together: what is compared with what, how much, of which several.

Every rule is a pattern over the items' letters and what becomes of the items that it meets.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.claims.claim import Bound, Stated
from assistant.claims.reading.item import Item
from assistant.statements.lexicon import Token

Run = Sequence[Item]
Rule = tuple[str, Callable[[Run], Run]]


def letters(items: Run) -> str:
    return "".join(i.letter for i in items)


def drawn_together(items: Run, text: str) -> tuple[Item, ...]:
    """The clause's items after every rule has had its turn."""
    for pattern, make in _RULES:
        items = _rewritten(items, pattern, make)
    items = _rewritten(items, r"H[yBG]M?[QP]?", lambda run: _above(run, text))
    for pattern in _UNITS:
        items = _rewritten(items, pattern, _split)
    return tuple(items)


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
    if run[1].letter == "F" and run[0].name == "about" and "近" not in run[0].text:
        return run[1:]  # 约四分之一: a share in words is rough already
    return [_bounded(run[1], run[0].name)]


def _nearly(run: Run) -> Run:
    """几乎是上年的1.8倍: about as much."""
    number = run[-1].stated
    if run[0].name != "near" or number is None or number.bound != "exact":
        return run
    return [*run[1:-1], replace(run[-1], stated=replace(number, bound="about"))]


def _bound_of(run: Run) -> Run:
    """不到上年的一半: the bound is the half's."""
    return [*run[1:-1], _bounded(run[-1], run[0].name)]


def _bound_share(run: Run) -> Run:
    """超过办结总数的七成: a share of the measure named."""
    name = run[0].name if run[0].letter == "a" else ("more" if run[0].sign > 0 else "less")
    return [replace(run[0], letter="S"), run[1], _bounded(run[2], name)]


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
    return [replace(run[0], end=run[-1].end, words=_of_all(words))]


def _of_all(words: tuple[tuple[Token, ...], ...]) -> tuple[tuple[Token, ...], ...]:
    """行政复议和行政诉讼结果纠正: what comes behind the last dispute is of all."""
    results = tuple(t for t in words[-1] if t.kind == "result")
    plain = all({t.kind for t in w} == {"dispute"} for w in words[:-1])
    if not results or not plain or words[-1][0].kind != "dispute":
        return words
    return (*((*w, *results) for w in words[:-1]), words[-1])


def _pooled(run: Run) -> Run:
    return [replace(run[0], pool=run[-1].pool, end=run[-1].end)]


def _sized(run: Run) -> Run:
    group = next(i for i in run if i.letter == "G")
    return [replace(group, size=_size(next(i for i in run if i.letter == "q")))]


def _size(item: Item) -> int | None:
    return int(item.stated.value) if item.stated else None


def _years(run: Run) -> Run:
    """2022年、2023年和2024年."""
    years = tuple(y for i in run for y in i.years)
    return [replace(run[0], letter="s", end=run[-1].end, years=years)]


def _same_span(run: Run) -> Run:
    """2021年以来四个年度: one span said twice."""
    return run[:1] if len({frozenset(i.years) for i in run}) == 1 else _unknown(run)


def _settled(run: Run) -> Run:
    """已审结: none is pending."""
    item = run[-1]
    pending = Token("result", "pending", item.start, item.end, item.text)
    parting = Item("p", item.start, item.start, "")
    return [parting, replace(item, letter="w", words=((pending,),))]


def _peers(run: Run) -> Run:
    return [replace(run[0], letter="G")]


def _compared(run: Run) -> Run:
    """较上年, 比县水利局, 与同级平均水平; a number behind it is the other's."""
    target = next(i for i in run[1:] if i.letter in "ysBGM")
    value = run[-1].stated if run[-1].letter in "QP" else None
    measure = [i for i in run[2:] if i.letter == "M"]
    return [replace(run[0], letter="C", end=run[-1].end, target=target, value=value), *measure]


def _bodies_together(run: Run) -> Run:
    """县水利局和县教育局的诉讼合计36起: of all of them."""
    bodies = tuple(i.body for i in run if i.letter in "bB")
    return [replace(run[0], letter="B", body=bodies[0], bodies=bodies, end=run[-1].end)]


def _among_named(run: Run) -> Run:
    """在上岭、河口、白塔三地中: bodies named to be ranked among, as many as said."""
    bodies = tuple(i.body for i in run if i.letter in "bB")
    sizes = [_size(i) if i.letter == "q" else i.size for i in run if i.letter in "qG"]
    if any(size not in (None, len(bodies)) for size in sizes):
        return _unknown(run)
    named = replace(run[0], letter="B", bodies=bodies)
    return [replace(run[0], letter="C", target=named, end=run[-1].end)]


def _compared_several(run: Run) -> Run:
    """与上岭、白塔、青石三家比: several bodies, as many as said."""
    bodies = tuple(i.body for i in run if i.letter == "B")
    sizes = [_size(i) for i in run if i.letter == "q"]
    if any(size != len(bodies) for size in sizes):
        return _unknown(run)
    first = next(i for i in run if i.letter == "B")
    target = replace(first, bodies=bodies)
    return [replace(first, letter="C", target=target, end=run[-1].end)]


def _above(run: Run, text: str) -> Run:
    """高于上年的31件 names the other's number, 高于上年5件 the difference."""
    made = replace(run[0], letter="E", target=run[1])
    if run[-1].letter not in "QP":
        return [made]
    told = text[run[-2].end : run[-1].start]
    if "的" in told:
        return [replace(made, value=run[-1].stated)]
    return [made, run[-1]]


def _above_several(run: Run) -> Run:
    """高于县水利局、县教育局: above each of them."""
    found: list[Item] = []
    for body in (i for i in run if i.letter == "B"):
        parting = [Item("p", body.start, body.start, "")] if found else []
        found += [*parting, replace(run[0], letter="E", target=body, value=run[-1].stated)]
    return found


def _above_measure(run: Run) -> Run:
    return [replace(run[0], letter="E", target=run[1])]


def _above_number(run: Run) -> Run:
    number = run[1].stated
    if number is None:
        return _unknown(run)
    bound: Bound = "more" if run[0].sign > 0 else "less"
    if run[0].negated:
        bound = "most" if run[0].sign > 0 else "least"
    return [replace(run[1], stated=replace(number, bound=bound))]


def _denied_number(run: Run) -> Run:
    """没有超过170件: at most so many."""
    number = run[1].stated
    turned: dict[str, Bound] = {"more": "most", "least": "less", "less": "least"}
    if number is None or number.bound not in turned:
        return run
    return [replace(run[1], stated=replace(number, bound=turned[number.bound]))]


def _graded(run: Run) -> Run:
    grade, moved = (run[0], run[1]) if run[0].letter == "g" else (run[1], run[0])
    return [replace(moved, degree=grade.name, start=min(grade.start, moved.start))]


def _denied(run: Run) -> Run:
    return [replace(run[1], negated=True, start=run[0].start)]


def _examples(run: Run) -> Run:
    """国家秘密、过程性信息等情形不予公开: lines of the group that is named behind them."""
    group = {t.name for w in run[-1].words for t in w if t.kind == "row"}
    lines = [t.name for i in run[:-1] for w in i.words for t in w]
    inside = all(name.partition(".")[0] in group for name in lines)
    return run[-1:] if inside else _unknown(run)


def _topic(run: Run) -> Run:
    """从不予公开的理由看: what is looked at, of which nothing is said yet."""
    return [replace(i, degree="topic") for i in run[1:]]


def _rate(run: Run) -> Run:
    """维持率: the share that was upheld."""
    item = run[0]
    kind = {"processed": "action", "granted": "row"}.get(item.name, "result")
    result = Token(kind, item.name, item.start, item.end, item.text)
    return [replace(item, letter="M", words=((result,),)), replace(item, letter="S")]


def _measure_first(run: Run) -> Run:
    """由上年行政复议2件 → 行政复议由上年2件."""
    return [run[-1], *run[:-1]]


def _each(run: Run) -> Run:
    return [replace(run[0], letter="J", name="each"), run[1]]


def _after(run: Run) -> Run:
    """各提交申请1件: what each of several did is told before the number."""
    each, *between, number = run
    return [*between, each, number] if each.name == "each" else run


def _from_zero(run: Run) -> Run:
    """由零变为2件."""
    item = run[0]
    return [replace(item, letter="Q", stated=Stated(0.0, "count", item.text))]


def _same_period(run: Run) -> Run:
    """同期处罚60件: another matter of the period that is spoken of, not last year's."""
    return () if run[0].text == "同期" else run


def _and_more(run: Run) -> Run:
    """两倍还多."""
    return [_bounded(run[0], "more")] if run[1].text == "多" else run


def _as_much(run: Run) -> Run:
    """一样多."""
    return run[:1] if not run[0].sign and not run[0].value else run


def _split(run: Run) -> Run:
    return [*run, Item("p", run[-1].end, run[-1].end, "")]


_RULES: tuple[Rule, ...] = (
    (r"(?<=[tHja])b", _own),
    (r"=b(?=Q?[TFP])", lambda run: _own(run[1:])),
    (r"u(?=W?[QPM])", _unknown),
    (r"[bB](?:[pj][bB])+[qG]*i", _among_named),
    (r"[bB](?:[pj][bB])+(?=[^tHC]*W)", _bodies_together),
    (r"M(?:[pj]M)*kM", _examples),
    (r"k(?![,;()]|$)", _unknown),
    (r"[YbIW]", _nothing),
    (r"m", _rate),
    (r"^fM+$", _topic),
    (r"fy?M(?=Q)", _measure_first),
    (r"f(?=M)", _nothing),
    (r"(?<=f)z", _from_zero),
    (r"^j(?=MQ)", _nothing),
    (r"(?<![tjHf])y(?=M)", _same_period),
    (r"(?<=SM)S|S(?=J?Q(?!M[PF]))", _nothing),
    (r"TD", _and_more),
    (r"DD", _as_much),
    (r"g=?[yBGU](?:Q?[TFP])", _nearly),
    (r"a(?=a)", _nothing),
    (r"a[QPTOF]", _bound),
    (r"a[yBG]Q?[TF]", _bound_of),
    (r"y(?:[pj]y)+", _years),
    (r"ss+", _same_span),
    (r"^qi?$", lambda run: [replace(run[0], letter="G", size=_size(run[0]))]),
    (r"MM+", _together),
    (r"(?<=M)=M(?=[TF])", _likened),
    (r"=", _nothing),
    (r"v(?=.*[QPTFODREKSAzNo])|(?<=[QPTFODREKSAzNoFh])v|(?<=[QPTFODREKSAzNoFh]M)v", _nothing),
    (r"MM+", _together),
    (r"[aH]M[FP]", _bound_share),
    (r"a", _bound_than),
    (r"FMF", lambda run: run[:2]),
    (r"A(?=MA|Mi)", _nothing),
    (r"f(?!y?M?y?[QP])", _nothing),
    (r"(?<=R)y", _nothing),
    (r"M(?:[jp]M)+", _several),
    (r"A?u", _settled),
    (r"GG+", _first),
    (r"GqG?|qG", _sized),
    (r"GV", _pooled),
    (r"(?<=[tHj])V", _peers),
    (r"(?<=[Gr])i", _nothing),
    (r"[tj]B(?:[pj]B)+q?t|tB(?:[pj]B)+q?(?=M?[DHEK])", _compared_several),
    (r"t[yBG]M?[QP](?=[DREHgn])|j[yBG]M?Q(?=t)", _compared),
    (r"j[yBG]M?Q?(?=g?n?D)|j[yBG](?=t)|t[ysBG]|tMQ?(?=g?n?[DH])", _compared),
    (r"(?<=C)t", _nothing),
    (r"C(?=C)", _nothing),
    (r"HB(?:[pj]B)+(?:JQ)?", _above_several),
    (r"HM", _above_measure),
    (r"H[QPF]", _above_number),
    (r"[nN][QPF]", _denied_number),
    (r"gn", lambda run: [run[1]]),
    (r"g[DREH]", _graded),
    (r"Dg", _graded),
    (r"nD", _denied),
    (r"A(?=[NzDRCHE])", _nothing),
    (r"AQ(?!M*i)", _each),
    (r"JM+Q", _after),
    (r"S(?=S)", _nothing),
    (r"yMQ(?=R)", lambda run: [run[1], run[0], run[2]]),
)
_UNITS = (
    r"(?<![yfh])(?:(?<![FPAN])MQM?|QM)(?=[CDSAzENKyB]|MQ|QM)",
    r"E[QPT]?(?=E)",
)
"""Where one clause says two things with nothing between them."""
