"""What form of answer a question wants (one number, each year's, whose is most, a name), and what form
its plan gives.

The first is told by a `Classifier` trained on `tests/questions/answers`: `nianbao evaluate answers`.
The second is read off the plan.  Where they differ the plan answers another question.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from assistant.ask.grammar.reading import Parse
from assistant.ask.placing.classifier import Classifier
from assistant.ask.placing.intents import degrees_of
from assistant.ask.plan.plan import (
    Combine,
    Compute,
    Figures,
    Grouped,
    Keep,
    Lookup,
    Order,
    Plan,
    Sentences,
    Step,
    When,
    Who,
)
from assistant.ask.plan.rows import BODY, YEAR
from assistant.ask.plan.scope import Holdings

MODEL = Path(__file__).with_name("answer_forms.npz")
SURE = 0.8
"""From which degree on one form is surely wanted; `evaluate answers` says how often that is right of a
writer whom the classifier has not read."""
LEAST = 0.36
"""To this degree at least what is wanted must be what the plan gives."""


@cache
def classifier() -> Classifier:
    """The trained classifier that comes with the program."""
    return Classifier(MODEL)


@cache
def known() -> Mapping[str, Any]:
    """By form how it is called, the words that the grammar reads for it, and which forms hold it."""
    text = Path(__file__).with_name("answer_forms.toml").read_text("utf-8")
    return tomllib.loads(text)


def wanted(p: Parse, holdings: Holdings) -> Mapping[str, float]:
    """Of each form the degree to which the question wants it; they sum to 1."""
    return degrees_of(p, holdings, classifier())


def given(plan: Plan) -> frozenset[str]:
    """The forms of what the plan shows: those of every step that a shown column is of."""
    shown = {name.partition(".")[0] for name in plan.show}
    shown |= {plan.steps[-1].id}
    return frozenset(f for s in plan.steps for f in _given(s, plan, s.id in shown))


def _given(step: Step, plan: Plan, shown: bool) -> Iterator[str]:
    match step:
        case Figures() if shown:
            yield from _spread(step.who, step.when, len(step.measures))
        case Sentences() if shown:
            yield from ("told_count", "told_each") if step.about == "数" else ("passage", "name")
            yield from ("tellers",) if step.who.several or step.when.several else ()
        case Compute():
            yield from _OF_COMPUTED[step.fn]
        case Grouped(by=by):
            yield from {BODY: ["by_body"], YEAR: ["by_year"]}.get(by[0] if by else "", [])
            yield from (f for agg in step.agg for f in _OF_AGGREGATED[agg.fn])
            yield from ("told_total", "how_many_told") if _told(plan) else ()
        case Keep():
            yield from ("bodies", "years", "whether", "tellers")
        case Combine():
            yield from ("passage", "tellers", "bodies", "difference", "by_body", "by_year")
        case Order():
            yield from ("top", "which_year", "told_total", "tellers")
        case Lookup():
            yield "lookup"


def _told(plan: Plan) -> bool:
    return any(isinstance(s, Sentences) for s in plan.steps)


def _spread(who: Who, when: When, measures: int) -> Iterator[str]:
    """What cells by themselves are: one, each year's, each body's, each kind's."""
    yield from ("by_body",) if who.several else ()
    yield from ("by_year",) if when.several else ()
    yield from ("by_part",) if measures > 1 else ()
    yield from () if who.several or when.several or measures > 1 else ("one",)


_OF_COMPUTED = {
    "差": ("difference", "change"),
    "和": ("total",),
    "比": ("times", "share"),
    "百分比": ("share",),
    "占合计": ("share",),
    "较上年": ("change",),
    "增长率": ("change",),
    "名次": ("place",),
    "比下一名多": ("difference",),
    "绝对值": ("difference",),
}
_OF_AGGREGATED = {
    "和": ("total",),
    "平均": ("middle",),
    "中位数": ("middle",),
    "最大": ("top", "which_year"),
    "最小": ("top", "which_year"),
    "极差": ("difference",),
    "个数": ("how_many",),
}


def reworded(p: Parse, form: str) -> str | None:
    """The question in words that the grammar reads for a form of answer; None where none stand for it."""
    put = known()[form].get("put")
    if put is None:
        return None
    text = p.text.rstrip("，。？?！!")
    for operation in known()[form].get("instead", ()):
        text = text.replace(p.asked.words.get(operation, "").strip("_的") or "\0", "", 1)
    return f"{text}，{put}"


def answered(wants: Mapping[str, float], plan: Plan) -> float:
    """The degree to which what is wanted is what the plan gives."""
    gives = given(plan)
    return sum(degree for form, degree in wants.items() if _holds(form, gives))


def _holds(form: str, gives: frozenset[str]) -> bool:
    holds = known()[form].get("holds")
    return holds is None or "lookup" in gives or not gives.isdisjoint(holds)


def amounts(wants: Mapping[str, float]) -> float:
    """The degree to which an amount is wanted, of whatever form."""
    return sum(degree for form, degree in wants.items() if known()[form].get("amount"))


def called(form: str) -> str:
    """What a form is called in a question back."""
    return str(known()[form]["called"])
