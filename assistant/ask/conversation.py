"""What a follow-up starts from: the last plan's sources, and what they carry on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from assistant.ask.answer import Turn
from assistant.ask.grammar.facets import Reading
from assistant.ask.grammar.reading import Parse
from assistant.ask.grammar.understand import POINTS
from assistant.ask.grammar.who_when import when_meant, who_meant
from assistant.ask.measures import Measure, application, dispute, split_key
from assistant.ask.plan.catalogue import measure_called
from assistant.ask.plan.plan import (
    Agg,
    Figures,
    Grouped,
    Key,
    Plan,
    Sentences,
    Step,
    When,
)
from assistant.ask.plan.rows import BODY, COUNT, YEAR
from assistant.ask.plan.scope import Holdings


@dataclass(frozen=True, slots=True)
class Followed:
    """The patched plan, and which of 单位, 年度, 指标 it carries on from the conversation."""

    plan: Plan
    carried: tuple[str, ...]


def gave_rows(turn: Turn) -> bool:
    plan = turn.answer.plan
    return plan is not None and any(isinstance(s, Figures | Sentences) for s in plan.steps)


def with_name(question: str, history: Sequence[Turn]) -> str:
    """它2023年有什么问题, with the name of the one body that was spoken of last in place of 它."""
    last = next((t.answer.plan for t in reversed(history) if gave_rows(t)), None)
    names = sources_of(last)[0].who.names if last else ()
    return POINTS.sub(names[0], question) if len(names) == 1 else question


def sources_of(plan: Plan) -> list[Figures | Sentences]:
    return [s for s in plan.steps if isinstance(s, Figures | Sentences)]


def what_is_carried(p: Parse, measure: bool) -> tuple[str, ...]:
    return tuple(
        name
        for name, said in (
            ("单位", p.bodies.ids),
            ("年度", p.years.years or p.years.every),
            ("指标", p.reading.measures or not measure),
        )
        if not said
    )


# ---------------------------------------------------------------- what changes in the sources


def moved_to(source: Any, p: Parse, holdings: Holdings) -> Any:
    """The source with the bodies and years that the question says."""
    changes: dict[str, Any] = {}
    if p.bodies.ids:
        changes["who"] = who_meant(p.bodies.ids, holdings, grouped=bool(p.bodies.group))
    if p.years.years:
        changes["when"] = when_meant(p.years.years)
    elif p.years.every:
        changes["when"] = When(every=True)
    return source.model_copy(update=changes) if changes else source


def measures_said(last: Plan, p: Parse) -> tuple[Measure, ...]:
    """The measures said; a column or a result alone is of the row that was spoken of."""
    source = sources_of(last)[0]
    if not isinstance(source, Figures):
        return p.reading.measures
    before = measure_called(source.measures[0])
    facets = {s.facet for s in p.said}
    said = p.reading.measures or p.reading.choices
    if not said or before is None:
        return p.reading.measures
    table, row, _ = split_key(before.key)
    if facets == {"column"} and table == "applications":
        return tuple(application(row, split_key(m.key)[2]) for m in said)
    if facets == {"result"} and table == "disputes":
        return tuple(dispute(row, split_key(m.key)[2]) for m in said[:1])
    return p.reading.measures


def of_the_conversation(p: Parse, last: Plan) -> Parse:
    """收了多少, after 收费: a weak word that is of the measure spoken of names no other."""
    source = sources_of(last)[0]
    before = measure_called(source.measures[0]) if isinstance(source, Figures) else None
    words = [p.text[s.start : s.end] for s in p.said]
    if before is None or not words or not all(s.weak for s in p.said):
        return p
    return named_none(p) if all(w[0] in before.label for w in words) else p


def named_none(p: Parse) -> Parse:
    """The same with no measure named."""
    return replace(p, said=(), reading=Reading())


def cells_only(cells: Figures) -> Plan:
    cells = cells.model_copy(update={"id": "s1"})
    return Plan(steps=(cells,), show=tuple(f"s1.{n}" for n in (BODY, YEAR, *cells.measures)))


def columns_of(source: Figures | Sentences) -> tuple[str, ...]:
    """The columns of the source's numbers."""
    return source.measures if isinstance(source, Figures) else (COUNT,)


def gap_between(
    source: Figures | Sentences, *, by: tuple[Key, ...] = (), cells_too: bool = False
) -> Plan:
    """How far the numbers of the first column are apart, in each group of `by`."""
    cells = source.model_copy(update={"id": "s1"})
    name = columns_of(source)[0]
    group = Grouped(id="s2", of="s1", by=by, agg=(Agg(fn="极差", col=name, name="相差"),))
    before = [f"s1.{c}" for c in (BODY, YEAR, name)] if cells_too else []
    return again(cells, group, show=[*before, "s2.相差"])


def again(source: Step, *steps: Step, show: Sequence[str], form: str = "句子") -> Plan:
    return Plan.model_validate({"steps": (source, *steps), "show": tuple(show), "form": form})


def recent_cells(history: Sequence[Turn], most: int = 2) -> list[Figures]:
    """The sources of the last `most` answered turns, the earlier first."""
    plans = [t.answer.plan for t in history if gave_rows(t)][-most:]
    return [s for plan in plans if plan for s in sources_of(plan) if isinstance(s, Figures)]


def recent_numbers(history: Sequence[Turn], most: int = 2) -> list[Figures | Sentences]:
    """The same with the sources of numbers that reports tell in words."""
    plans = [t.answer.plan for t in history if gave_rows(t)][-most:]
    found = (s for plan in plans if plan for s in sources_of(plan))
    return [s for s in found if isinstance(s, Figures) or s.about == "数"]


def same_number(one: Figures | Sentences, other: Figures | Sentences) -> bool:
    """Whether both ask for the same, whosever and of whichever years."""
    told = {"who": other.who, "when": other.when, "id": other.id}
    return one.model_copy(update=told) == other
