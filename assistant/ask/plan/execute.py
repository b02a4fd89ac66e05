"""A validated plan over the library: each step its rows, every value with its provenance.

The cells and items come from plain SQL (`Library.cells`, `items`, `counts`, `sentences`), the same
on SQLite and PostgreSQL; nothing that a person, a report or a model wrote reaches a statement.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from assistant.ask.plan import transform
from assistant.ask.plan.catalogue import measure_called, name_of
from assistant.ask.plan.cells import MOST_NAMED, REASONS, cells, value
from assistant.ask.plan.combining import combined
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
from assistant.ask.plan.rows import BODY, POINT, YEAR, Column, Row, Rows, Value
from assistant.ask.plan.scope import Holdings, bodies_of, years_of
from assistant.ask.plan.sentences import Look, all_items, sentences

if TYPE_CHECKING:
    from index.library.library import Library


@dataclass
class Run:
    """One plan's execution: what each step gave so far."""

    library: Library
    holdings: Holdings
    look: Look
    done: dict[str, Rows] = field(default_factory=dict)


def execute(
    plan: Plan, library: Library, holdings: Holdings, *, near: bool = True
) -> Mapping[str, Rows]:
    """The rows of every step that gives rows, by its id; the plan must be valid.

    `near`: a step that is shown gives what comes near where nothing is said as asked.
    """
    shown = _shown(plan) if near else frozenset()
    run = Run(library, holdings, Look(library, _compares_meaning(plan), shown))
    _group_items(plan, run)
    for step in plan.steps:
        if type(step) in _STEPS:
            run.done[step.id] = _STEPS[type(step)](step, run)
    return run.done


def _shown(plan: Plan) -> frozenset[str]:
    return frozenset(name.partition(".")[0] for name in plan.show)


def _compares_meaning(plan: Plan) -> bool:
    """Whether a step puts items together, or holds them apart, by what they mean."""
    return any(
        POINT in (*getattr(s, "by", ()), *getattr(s, "on", ()))
        or any(c.col == POINT for c in getattr(s, "where", ()))
        for s in plan.steps
    )


def _group_items(plan: Plan, run: Run) -> None:
    """Label the items of all steps with a scope of their own together."""
    steps = [s for s in plan.steps if isinstance(s, Sentences) and not (s.who.of or s.when.of)]
    if not (run.look.alike and steps):
        return
    ids = {b for s in steps for b in bodies_of(s.who, run.holdings, {})}
    years = {y for s in steps for y in years_of(s.when, tuple(ids), run.holdings, {})}
    wanted = tuple(ids) if len(ids) <= MOST_NAMED else ()
    run.look.group(all_items(steps, run.library, wanted, tuple(years)))


def _figures(step: Figures, run: Run) -> Rows:
    """A row a body and year that has a report; a missing report is a gap, a missing cell a reason."""
    measures = [m for m in map(measure_called, step.measures) if m is not None]
    bodies = bodies_of(step.who, run.holdings, run.done)
    years = years_of(step.when, bodies, run.holdings, run.done)
    held = cells(run.library, bodies, years, measures)
    roster = run.holdings.roster
    pairs = [(b, y) for b in bodies for y in years]
    earlier = _earlier(run.library, [p for p in pairs if not held.get(p)])
    rows: list[Row] = []
    gaps: list[str] = []
    reports: set[str] = set()
    for body, year in pairs:
        facts = held.get((body, year))
        name = roster.bodies[body].name  # one name for all years: bodies are renamed
        if not facts:
            why = REASONS["earlier" if (body, year) in earlier else "no_report"]
            gaps.append(f"{name}{year}年：{why}")
            continue
        reports |= {f.report for f in facts.values()}
        row = {BODY: Value(name), YEAR: Value(year)}
        for written, measure in zip(step.measures, measures, strict=True):
            row[written] = value(measure, facts, year)
            if row[written].missing:
                gaps.append(f"{name}{year}年{name_of(measure)}：{row[written].missing}")
        rows.append(row)
    columns = [
        Column(w, "number", m.unit, m.summed) for w, m in zip(step.measures, measures, strict=True)
    ]
    return Rows(
        (Column(BODY, "body"), Column(YEAR, "year"), *columns),
        tuple(rows),
        scope=tuple((roster.bodies[b].name, y) for b, y in pairs),
        held=frozenset((roster.bodies[b].name, y) for b, y in pairs if held.get((b, y))),
        gaps=tuple(gaps),
        searched=frozenset(reports),
        open=step.when.every,
    )


def _earlier(library: Library, without: list[tuple[int, int]]) -> set[tuple[int, int]]:
    """Of the bodies and years without cells those that have a report of an older form."""
    if not without:
        return set()
    bodies = tuple(dict.fromkeys(b for b, _ in without))
    years = tuple(dict.fromkeys(y for _, y in without))
    wanted = bodies if len(bodies) <= 400 else ()
    return {
        (e.body, e.year) for e in library.reports(bodies=wanted, years=years) if e.year is not None
    }


def _sentences(step: Sentences, run: Run) -> Rows:
    bodies = bodies_of(step.who, run.holdings, run.done)
    years = years_of(step.when, bodies, run.holdings, run.done)
    return sentences(step, run.look, run.holdings, bodies, years)


def _with(run: Run, id: str) -> Rows:
    return run.done[id]


_STEPS: Mapping[type, Callable[[Any, Run], Rows]] = {
    Figures: _figures,
    Sentences: _sentences,
    Compute: lambda s, run: transform.computed(s, _with(run, s.of)),
    Grouped: lambda s, run: transform.grouped(s, _with(run, s.of)),
    Keep: lambda s, run: transform.kept(s, _with(run, s.of), run.done),
    Order: lambda s, run: transform.ordered(s, _with(run, s.of)),
    Combine: lambda s, run: combined(s, [_with(run, i) for i in s.of]),
}
