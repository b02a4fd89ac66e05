"""Whether a plan carries out all that its question was read to say; what it does not is asked back.

A reading may know a word and the plan made of it still leave it out (几倍 of which no two sides
were found).  Then the plan answers another question, which is never given as if it were this one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from assistant.ask.building.changes import THROUGH
from assistant.ask.building.steps import BY_YEAR, ONE_BY_ONE, added_up
from assistant.ask.building.topic import quoted
from assistant.ask.grammar.groups import blanked
from assistant.ask.grammar.operations import EVERY_YEAR, NEVER, NTH
from assistant.ask.grammar.reading import Parse
from assistant.ask.grammar.words import spoken
from assistant.ask.measures import Measure, broken_down
from assistant.ask.plan.catalogue import measure_called
from assistant.ask.plan.plan import (
    Combine,
    Compute,
    Figures,
    Grouped,
    Keep,
    Order,
    Plan,
    Sentences,
)
from assistant.ask.plan.rows import BODY, POINT, YEAR
from assistant.ask.plan.scope import Holdings
from index.numerals import ONE_TO_TEN


def unplaced(p: Parse, plan: Plan, holdings: Holdings) -> tuple[str, ...]:
    """What the question says and the plan of figures does not carry out, in the question's words."""
    if not any(isinstance(s, Figures) for s in plan.steps):
        told = [s for s in plan.steps if isinstance(s, Sentences)]
        counts = any(s.about == "数" for s in told)
        sought = {w for s in told for w in s.words}  # 平均用时: an average that is told as such
        left = [
            w for w in dict.fromkeys(w for _, w in _left(p, plan, _COMPUTED)) if w not in sought
        ]
        asks = [
            re.search(f"{re.escape(w)}{_ASKS_AMOUNT}", p.text) or _AMOUNT.search(w) for w in left
        ]
        computed = [w for w, asked in zip(left, asks, strict=True) if counts or asked]
        measures = () if sought & {*p.asked.words.values()} else _measures_left(p)
        numbers = _numbers_left(p, plan)
        return tuple(dict.fromkeys((*measures, *computed, *numbers, *_limits_left(p, plan))))
    every = (
        *_operations_left(p, plan),
        *_degree_left(p, plan),
        *_reason_left(p),
        *_scope_left(p, plan, holdings),
    )
    return tuple(dict.fromkeys(every))


def computed_left(p: Parse, plan: Plan) -> tuple[str, ...]:
    """What is to be computed of figures and the plan, a patch of an earlier one, does not."""
    if not any(isinstance(s, Figures) for s in plan.steps):
        return ()
    left = _left(p, plan, _COMPUTED | {"max", "min"})
    return tuple(dict.fromkeys(words for _, words in left))


def _numbers_left(p: Parse, plan: Plan) -> Iterator[str]:
    """Numbers that no step has read (3次以上 of what is told), which such a plan does not keep to."""
    said = "".join(w for s in plan.steps if isinstance(s, Sentences) for w in s.words)
    read = [*p.placed, *p.bodies.spans, *p.years.spans, *p.asked.spans]
    if "条件" in _marks(plan) or "前几" in _marks(plan) or quoted(p):
        return
    for number in re.finditer(r"\d+[^，。？！]?", blanked(p.text, read)):
        if number[0].rstrip("_") not in said and number[0][:-1] not in said:
            yield number[0].rstrip("_")


def _reason_left(p: Parse) -> Iterator[str]:
    """因为手里没有而无法提供的: a reason that the measure of all reasons does not count by."""
    said = _REASON.search(blanked(p.text, p.placed))
    if said and any(map(broken_down, p.reading.measures)):
        yield said["why"]


_REASON = re.compile("(?:因为?|由于)(?P<why>[^，。？_]{2,})(?:而|所以|被|才)")


def _limits_left(p: Parse, plan: Plan) -> Iterator[str]:
    """只在某年, 第一次, 比别的多: what limits whom the reports tell of, and no such plan has."""
    if "差" not in _marks(plan) and not {"排序", "极差", "较上年"} & {*_marks(plan)}:
        yield from (m[0] for m in _LIMITS.finditer(p.text))
    again = any(isinstance(s, Grouped) and POINT in s.by for s in plan.steps)
    if not again and "每年都" not in _marks(plan) and "多年" not in _marks(plan):
        yield from (m[0] for m in _ON_END.finditer(p.text))


_ON_END = re.compile(rf"(?:连续|连着|接连)[\d两{ONE_TO_TEN}]年")
_LIMITS = re.compile(
    r"只在|仅在|唯独|独有|首次|头一次|第一次|最[早晚先]|最后(?![^，。？]*(?:没有?|吗)[？?]?$)|比[^，。？比]{2,12}(?:还|更|要|得)[多少高低]"
)
_COMPUTED = {"share", "times", "median", "average", "beyond_average", "nth", "difference"}
_AMOUNT = re.compile(r"几|多少|百分")
_ASKS_AMOUNT = r"(?:[^，。？]{0,6}(?:几|多少|是什么)|(?<=中位数)|(?<=倍)|(?<=平均))"


def _operations_left(p: Parse, plan: Plan) -> Iterator[str]:
    yield from (words for _, words in _left(p, plan, p.asked.words.keys()))
    conditioned = "条件" in _marks(plan)
    if len(places := [*NTH.finditer(p.text)]) > 1 and not _two_places(plan):
        yield places[-1][0]
    every, never = EVERY_YEAR.search(p.text), NEVER.search(p.text)
    if every and never and every.end() <= never.start():
        yield never[0]  # 每年都有、从没断过: no plan has both
    if {"rank", "trend"} <= p.asked.words.keys() and "名次" not in _marks(plan):
        yield p.asked.words["rank"]
    if p.asked.condition is not None and p.asked.condition_said and not conditioned:
        yield str(p.asked.condition)


def _two_places(plan: Plan) -> bool:
    """Whether more than one place is looked at, or one against the next."""
    places = sum(isinstance(s, Order) for s in plan.steps)
    return places > 1 or "比下一名多" in _marks(plan)


def _left(p: Parse, plan: Plan, names: Collection[str]) -> Iterator[tuple[str, str]]:
    """Of these operations those that the plan has no mark of, with their words."""
    marks = frozenset(_marks(plan))
    for name, words in p.asked.words.items():
        if name not in names:
            continue
        carried = spoken(name).carried
        each = {"list", "compare"} & p.asked.words.keys() or ONE_BY_ONE.search(p.text)
        own = len(p.reading.measures) > 1 and not added_up(p)
        by_year = (BY_YEAR.search(p.text) or p.asked.has("trend")) and "逐行" in marks
        if name == "sum" and (each or own or by_year):
            continue  # 复议总数分别是多少: 总数 is each one's own
        if carried and marks.isdisjoint(carried):
            yield name, words.strip("_的")


def _degree_left(p: Parse, plan: Plan) -> Iterator[str]:
    """多, 少, 高, 低 by themselves, of a plan that orders and compares nothing (次多, 偏高)."""
    bounds = sum(len(s.where) for s in plan.steps if isinstance(s, Keep))
    side_by_side = ("compare" in p.asked.words or "还是" in p.text) and "单格" not in _marks(plan)
    if not _BY_DEGREE.isdisjoint(_marks(plan)) or bounds > 1 or side_by_side:
        return
    for match in _DEGREE.finditer(blanked(p.text, p.placed)):
        yield match[0]


_DEGREE = re.compile(
    r"(?<![至不最有至])[一-龥]?[多高低大](?![少数谢次年约家概致量小型])|(?<![多至不最])少(?!数)"
)
_KEYS = (BODY, YEAR, POINT)
_BY_DEGREE = frozenset(
    (
        "排序",
        "名次",
        "差",
        "绝对值",
        "较上年",
        "增长率",
        "比",
        "极差",
        "比下一名多",
        "最大",
        "最小",
        "与另一数相比",
        "占合计",
        "百分比",
    )
)


def _marks(plan: Plan) -> Iterator[str]:
    """What the plan does, by the names that `operations.toml` has for it."""
    cells = [s for s in plan.steps if isinstance(s, Figures)]
    alone = bool(cells) and all("单格" in _shape(s) for s in cells)
    for step in plan.steps:
        match step:
            case Order() if alone:
                continue  # one number by itself is neither most nor n-th
            case Compute():
                yield step.fn
            case Grouped():
                yield from (agg.fn for agg in step.agg)
            case Order():
                yield "排序"
                yield from (["前几"] if step.take else ["第几"] if step.place else [])
            case Keep():
                yield from (["条件"] if step.where else [])
                if any(isinstance(c.value, str) and c.col not in _KEYS for c in step.where):
                    yield "与另一数相比"
                yield step.each
            case Combine():
                yield step.how
            case Figures():
                yield from _shape(step)


def _shape(step: Figures) -> Iterator[str]:
    """Whether the cells are many by years, by anything, or one alone."""
    several, many = step.when.several, step.who.several
    if several and len(step.when.said) != 2:
        yield "多年"
    yield "逐行" if several or many or len(step.measures) > 1 else "单格"
    if not (several or many) and len(step.measures) > 1:
        yield "各项"


def _scope_left(p: Parse, plan: Plan, holdings: Holdings) -> Iterator[str]:
    """Bodies, years and measures said that no step looks at."""
    figures = [s for s in plan.steps if isinstance(s, Figures)]
    told = [s for s in plan.steps if isinstance(s, Sentences)]
    whens = [*(s.when for s in figures), *(s.when for s in told)]
    if not any(w.every or w.recent for w in whens):
        looked_at = {y + shift for w in whens for y in w.said for shift in (0, w.shift)}
        moved = {y + w.shift for w in whens if w.of for y in looked_at}
        said = set(p.years.years)
        ends = {min(said), max(said)} if said and THROUGH.search(p.text) else said
        if not ends <= looked_at or "差" not in _marks(plan) and "比" not in _marks(plan):
            ends = said
        yield from (f"{y}年" for y in sorted(ends) if y not in looked_at | moved)
    rows = {r for s in figures for n in s.measures if (m := measure_called(n)) for r in _rows(m)}
    if not told:
        yield from (m.label for m in p.reading.measures if rows.isdisjoint(_rows(m)))


def _rows(measure: Measure) -> frozenset[str]:
    """The rows of the form that a measure, or what it is divided into, looks at."""
    every = (measure, *broken_down(measure))
    return frozenset(c.rpartition(".")[0] for m in every for c in m.cells)


_TELLS = re.compile(r"[提说写讲谈]|反映|承认|承诺|打算")
"""Words of saying: of those that a report says, not of what its tables count."""


def _measures_left(p: Parse) -> Iterator[str]:
    """Numbers of the tables that are to be counted, compared or kept, of a plan that quotes words."""
    if _TELLS.search(p.content):
        return
    figure_like = {
        "average",
        "difference",
        "share",
        "times",
        "median",
        "every",
        "never",
        "nth",
        "max",
        "min",
    }
    if figure_like & set(p.asked.words):
        yield from (m.label for m in p.reading.measures)
