"""Whether a plan carries out all that its question was read to say; what it does not is asked back.

A reading may know a word and the plan made of it still leave it out (几倍 of which no two sides
were found).  Then the plan answers another question, which is never given as if it were this one.
"""

from __future__ import annotations

from collections.abc import Iterator

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
    When,
)
from assistant.ask.plan.scope import Holdings


def unplaced(p: Parse, plan: Plan, holdings: Holdings) -> tuple[str, ...]:
    """What the question says and the plan of figures does not carry out, in the question's words."""
    if not any(isinstance(s, Figures) for s in plan.steps):
        return tuple(_measures_left(p)) if p.asked.words else ()
    return tuple(dict.fromkeys((*_operations_left(p, plan), *_scope_left(p, plan, holdings))))


def _operations_left(p: Parse, plan: Plan) -> Iterator[str]:
    marks = frozenset(_marks(plan))
    for name, words in p.asked.words.items():
        carried = spoken(name).carried
        if name == "sum" and {"list", "compare"} & p.asked.words.keys():
            continue  # 复议总数分别是多少: 总数 is each one's own
        if carried and marks.isdisjoint(carried):
            yield words.strip("_的")
    if p.asked.condition is not None and p.asked.condition_said and "条件" not in marks:
        yield str(p.asked.condition)


def _marks(plan: Plan) -> Iterator[str]:
    """What the plan does, by the names that `operations.toml` has for it."""
    for step in plan.steps:
        match step:
            case Compute():
                yield step.fn
            case Grouped():
                yield from (agg.fn for agg in step.agg)
            case Order():
                yield "排序"
                yield from (["前几"] if step.take else ["第几"] if step.place else [])
            case Keep():
                yield from (["条件"] if step.where else [])
                yield step.each
            case Combine():
                yield step.how
            case Figures():
                yield from _shape(step)


def _shape(step: Figures) -> Iterator[str]:
    """Whether the cells are many by years, by anything, or one alone."""
    years = _years(step.when)
    several = step.when.every or bool(step.when.recent or step.when.of) or len(years) > 1
    many = bool(step.who.group or step.who.of) or len(step.who.names) > 1
    if several and len(years) != 2:
        yield "多年"
    yield "逐行" if several or many or len(step.measures) > 1 else "单格"


def _years(when: When) -> frozenset[int]:
    if when.first and when.last:
        return frozenset(range(when.first, when.last + 1))
    return frozenset(when.years)


def _scope_left(p: Parse, plan: Plan, holdings: Holdings) -> Iterator[str]:
    """Bodies, years and measures said that no step looks at."""
    figures = [s for s in plan.steps if isinstance(s, Figures)]
    told = [s for s in plan.steps if isinstance(s, Sentences)]
    whens = [*(s.when for s in figures), *(s.when for s in told)]
    if not any(w.every or w.recent for w in whens):
        looked_at = {y + shift for w in whens for y in _years(w) for shift in (0, w.shift)}
        moved = {y + w.shift for w in whens if w.of for y in looked_at}
        yield from (f"{y}年" for y in p.years.years if y not in looked_at | moved)
    rows = {r for s in figures for n in s.measures if (m := measure_called(n)) for r in _rows(m)}
    if not told:
        yield from (m.label for m in p.reading.measures if rows.isdisjoint(_rows(m)))


def _rows(measure: Measure) -> frozenset[str]:
    """The rows of the form that a measure, or what it is divided into, looks at."""
    every = (measure, *broken_down(measure))
    return frozenset(c.rpartition(".")[0] for m in every for c in m.cells)


def _measures_left(p: Parse) -> Iterator[str]:
    """Numbers of the tables that are to be counted, compared or kept, of a plan that quotes words."""
    figure_like = {"average", "difference", "share", "times", "median", "every", "never", "nth"}
    if figure_like & set(p.asked.words):
        yield from (m.label for m in p.reading.measures)
