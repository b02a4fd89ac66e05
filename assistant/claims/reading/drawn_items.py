"""What the rules over a clause's items make of the items that they meet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.claims.claim import Bound, Stated
from assistant.claims.reading.item import Item
from assistant.statements.cell_meanings import SETTLED
from assistant.statements.lexicon import Token

Run = Sequence[Item]


def nothing(run: Run) -> Run:
    return ()


def first(run: Run) -> Run:
    return run[:1]


def unknown(run: Run) -> Run:
    return [replace(i, letter="X") for i in run]


_BOUNDS: dict[str, Bound] = {"more": "more", "less": "less", "about": "about", "least": "least"}


def own(run: Run) -> Run:
    """比我局: the reporting body, where another is spoken of."""
    return [replace(run[0], letter="B")]


def bounded(item: Item, name: str) -> Item:
    if item.stated is None or name not in _BOUNDS:
        return item
    bound: Bound = "near" if name == "about" and item.letter == "F" else _BOUNDS[name]
    return replace(item, stated=replace(item.stated, bound=bound))


def bound(run: Run) -> Run:
    return [_bounded_by(run[0], run[1])]


def _bounded_by(bound: Item, item: Item) -> Item:
    """Bounded as it is said; 约四分之一 adds nothing, a share in words is rough already."""
    rough = item.letter == "F" and bound.name == "about" and "近" not in bound.text
    return item if rough else bounded(item, bound.name)


def nearly(run: Run) -> Run:
    """几乎是上年的1.8倍: about as much."""
    number = run[-1].stated
    if run[0].name != "near" or number is None or number.bound != "exact":
        return run
    return [*run[1:-1], replace(run[-1], stated=replace(number, bound="about"))]


def bound_of(run: Run) -> Run:
    """不到上年的一半: the bound is the half's."""
    return [*run[1:-1], _bounded_by(run[0], run[-1])]


def bound_share(run: Run) -> Run:
    """超过办结总数的七成: a share of the measure named."""
    if run[0].letter == "a":
        said = _bounded_by(run[0], run[2])
    else:
        said = bounded(run[2], "more" if run[0].sign > 0 else "less")
    return [replace(run[0], letter="S"), run[1], said]


def alone(run: Run) -> Run:
    """仅行政处罚较上年减少: says of the others that they did not."""
    exclusive = run[0].name == "reach" and run[0].text[0] in "仅只单"
    return unknown(run) if exclusive else run


def bound_than(run: Run) -> Run:
    """超过上年: no bound of a number, but above something."""
    signs = {"more": 1, "less": -1}
    name = run[0].name
    if name not in signs:
        return unknown(run[:1]) if name != "reach" else ()
    return [replace(run[0], letter="H", sign=signs[name])]


def together(run: Run) -> Run:
    """Terms of one measure side by side."""
    words: tuple[Token, ...] = tuple(t for i in run for alternative in i.words for t in alternative)
    return [replace(run[0], end=run[-1].end, words=(words,))]


def likened(run: Run) -> Run:
    """自然人申请是法人申请的11倍: what it is so many times of."""
    return [replace(run[1], letter="U", target=run[1])]


def several(run: Run) -> Run:
    """行政复议和行政诉讼: measures joined; each keeps its own terms."""
    words = tuple(w for i in run if i.letter == "M" for w in i.words)
    return [replace(run[0], end=run[-1].end, words=of_all(words))]


def of_all(words: tuple[tuple[Token, ...], ...]) -> tuple[tuple[Token, ...], ...]:
    """行政复议和行政诉讼结果纠正: what comes behind the last dispute is of all."""
    shared = words[0][:1]
    disputes = all({t.kind for t in w} == {"dispute"} for w in (words[0][1:], *words[1:]))
    if shared[0].kind == "result" and disputes:  # 还没审结的复议与诉讼
        return (words[0], *((*shared, *w) for w in words[1:]))
    results = tuple(t for t in words[-1] if t.kind == "result")
    plain = all({t.kind for t in w} == {"dispute"} for w in words[:-1])
    if not results or not plain or words[-1][0].kind != "dispute":
        return words
    return (*((*w, *results) for w in words[:-1]), words[-1])


def pooled(run: Run) -> Run:
    return [replace(run[0], pool=run[-1].pool, end=run[-1].end)]


def sized(run: Run) -> Run:
    group = next(i for i in run if i.letter == "G")
    return [replace(group, size=size(next(i for i in run if i.letter == "q")))]


def size(item: Item) -> int | None:
    return int(item.stated.value) if item.stated else None


def years(run: Run) -> Run:
    """2022年、2023年和2024年."""
    years = tuple(y for i in run for y in i.years)
    return [replace(run[0], letter="s", end=run[-1].end, years=years)]


def through(run: Run) -> Run:
    """连续四年未收到: in each of so many years."""
    return [replace(run[0], letter="s" if run[0].degree == "streak" else "X")]


def same_span(run: Run) -> Run:
    """2021年以来四个年度: one span said twice."""
    return run[:1] if len({frozenset(i.years) for i in run}) == 1 else unknown(run)


def settled(run: Run) -> Run:
    """已审结: none is pending."""
    item = run[-1]
    pending = Token("result", "pending", item.start, item.end, item.text)
    parting = Item("p", item.start, item.start, "")
    return [parting, replace(item, letter="w", words=((pending,),))]


def settled_count(run: Run) -> Run:
    """审结15件: so many have a result."""
    item = run[0]
    counted = Token("result", SETTLED, item.start, item.end, item.text)
    return [replace(item, letter="M", words=((counted,),))]


def peers(run: Run) -> Run:
    return [replace(run[0], letter="G")]


def compared(run: Run) -> Run:
    """较上年, 比县水利局, 与同级平均水平; a number behind it is the other's."""
    target = next(i for i in run[1:] if i.letter in "ysBGM")
    value = run[-1].stated if run[-1].letter in "QP" else None
    measure = [i for i in run[2:] if i.letter == "M"]
    return [replace(run[0], letter="C", end=run[-1].end, target=target, value=value), *measure]


def with_another(run: Run) -> Run:
    """行政诉讼7件，与复议持平: beside another measure, not both together since last year."""
    return compared(run) if run[0].text in ("与", "同", "和", "跟") else run


def bodies_together(run: Run) -> Run:
    """县水利局和县教育局的诉讼合计36起: of all of them."""
    bodies = tuple(i.body for i in run if i.letter in "bB")
    return [replace(run[0], letter="B", body=bodies[0], bodies=bodies, end=run[-1].end)]


def so_many_together(run: Run) -> Run:
    """县水利局、县教育局两家新收36件: of all of them, as many as said."""
    together = bodies_together(run[:-1])
    return together if size(run[-1]) == len(together[0].bodies) else unknown(run)


def itself(run: Run) -> Run:
    """县水利局一家就有36件: it alone."""
    return () if size(run[0]) == 1 else unknown(run)


def among_named(run: Run) -> Run:
    """在上岭、河口、白塔三地中: bodies named to be ranked among, as many as said."""
    bodies = tuple(i.body for i in run if i.letter in "bB")
    sizes = [size(i) if i.letter == "q" else i.size for i in run if i.letter in "qG"]
    if any(size not in (None, len(bodies)) for size in sizes):
        return unknown(run)
    named = replace(run[0], letter="B", bodies=bodies)
    return [replace(run[0], letter="C", target=named, end=run[-1].end)]


def compared_several(run: Run) -> Run:
    """与上岭、白塔、青石三家比: several bodies, as many as said."""
    bodies = tuple(i.body for i in run if i.letter == "B")
    sizes = [size(i) for i in run if i.letter == "q"]
    if any(size != len(bodies) for size in sizes):
        return unknown(run)
    first = next(i for i in run if i.letter == "B")
    target = replace(first, bodies=bodies)
    return [replace(first, letter="C", target=target, end=run[-1].end)]


def above(run: Run, text: str) -> Run:
    """高于上年的31件 names the other's number, 高于上年5件 the difference."""
    made = replace(run[0], letter="E", target=run[1])
    if run[-1].letter not in "QP":
        return [made]
    told = text[run[-2].end : run[-1].start]
    if "的" in told:
        return [replace(made, value=run[-1].stated)]
    return [made, run[-1]]


def above_several(run: Run) -> Run:
    """高于县水利局、县教育局: above each of them."""
    found: list[Item] = []
    for body in (i for i in run if i.letter == "B"):
        parting = [Item("p", body.start, body.start, "")] if found else []
        found += [*parting, replace(run[0], letter="E", target=body, value=run[-1].stated)]
    return found


def above_measure(run: Run) -> Run:
    return [replace(run[0], letter="E", target=run[1])]


def above_number(run: Run) -> Run:
    number = run[1].stated
    if number is None:
        return unknown(run)
    bound: Bound = "more" if run[0].sign > 0 else "less"
    if run[0].negated:
        bound = "most" if run[0].sign > 0 else "least"
    return [replace(run[1], stated=replace(number, bound=bound))]


def denied_number(run: Run) -> Run:
    """没有超过170件: at most so many."""
    number = run[1].stated
    turned: dict[str, Bound] = {"more": "most", "least": "less", "less": "least"}
    if number is None or number.bound not in turned:
        return run
    return [replace(run[1], stated=replace(number, bound=turned[number.bound]))]


def graded(run: Run) -> Run:
    grade, moved = (run[0], run[1]) if run[0].letter == "g" else (run[1], run[0])
    return [replace(moved, degree=grade.name, start=min(grade.start, moved.start))]


def neither(run: Run) -> Run:
    """既无新制发也无废止的规范性文件: what they are is said behind the last."""
    shared = tuple(t for w in run[-1].words for t in w if t.kind == "disclosure")
    found: list[Item] = []
    for item in run:
        own = any(t.kind in ("disclosure", "dispute", "row") for w in item.words for t in w)
        if item.letter == "M" and shared and not own:
            item = replace(item, words=tuple((*shared, *w) for w in item.words))
        parting = [Item("p", item.start, item.start, "")] if item.letter == "N" and found else []
        found += [*parting, *((item,) if item.letter != "p" else ())]
    return found


def denied(run: Run) -> Run:
    return [replace(run[1], negated=True, start=run[0].start)]


def examples(run: Run) -> Run:
    """国家秘密、过程性信息等情形不予公开: lines of the group that is named behind them."""
    group = {t.name for w in run[-1].words for t in w if t.kind == "row"}
    lines = [t.name for i in run[:-1] for w in i.words for t in w]
    inside = all(name.partition(".")[0] in group for name in lines)
    return run[-1:] if inside else unknown(run)


def topic(run: Run) -> Run:
    """从不予公开的理由看: what is looked at, of which nothing is said yet."""
    return [replace(i, degree="topic") for i in run[1:]]


def rate(run: Run) -> Run:
    """维持率: the share that was upheld."""
    item = run[0]
    kind = {"processed": "action", "granted": "row"}.get(item.name, "result")
    result = Token(kind, item.name, item.start, item.end, item.text)
    return [replace(item, letter="M", words=((result,),)), replace(item, letter="S")]


def measure_first(run: Run) -> Run:
    """由上年行政复议2件 → 行政复议由上年2件."""
    return [run[-1], *run[:-1]]


def each(run: Run) -> Run:
    return [replace(run[0], letter="J", name="each"), run[1]]


def after(run: Run) -> Run:
    """各提交申请1件: what each of several did is told before the number."""
    each, *between, number = run
    return [*between, each, number] if each.name == "each" else run


def from_zero(run: Run) -> Run:
    """由零变为2件."""
    item = run[0]
    return [replace(item, letter="Q", stated=Stated(0.0, "count", item.text))]


def same_period(run: Run) -> Run:
    """同期处罚60件: another matter of the period that is spoken of, not last year's."""
    return () if run[0].text == "同期" else run


def and_more(run: Run) -> Run:
    """两倍还多."""
    return [bounded(run[0], "more")] if run[1].text == "多" else run


def as_much(run: Run) -> Run:
    """一样多."""
    return run[:1] if not run[0].sign and not run[0].value else run


def split(run: Run) -> Run:
    return [*run, Item("p", run[-1].end, run[-1].end, "")]
