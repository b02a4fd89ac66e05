"""Two plans told one beside the other: a figure and words, one group's number and another's."""

from __future__ import annotations

from dataclasses import replace

from assistant.ask.grammar.understood import Understood
from assistant.ask.plan.plan import Plan, Step


def side_by_side(first: Understood, second: Understood) -> Understood:
    """Both plans as one, the second's steps numbered on."""
    if not first.plan.show or not second.plan.show:
        return second if first.plan.show else first
    moved = {s.id: f"s{len(first.plan.steps) + i}" for i, s in enumerate(second.plan.steps, 1)}
    steps = [_moved(s, moved) for s in second.plan.steps]
    shown = [f"{moved[n.partition('.')[0]]}.{n.partition('.')[2]}" for n in second.plan.show]
    plan = Plan.model_validate(
        {
            "steps": (*first.plan.steps, *steps),
            "show": (*first.plan.show, *shown),
            "form": first.plan.form,
        }
    )
    return replace(first, plan=plan, notices=(*first.notices, *second.notices))


def _moved(step: Step, ids: dict[str, str]) -> Step:
    of = getattr(step, "of", None)
    changes: dict[str, object] = {"id": ids[step.id]}
    if isinstance(of, str):
        changes["of"] = ids[of]
    elif of:
        changes["of"] = tuple(ids[i] for i in of)
    return step.model_copy(update=changes)
