"""A draft that was asked for in a question: made by the drafting room, shown with its evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from assistant.ask.answer import Answer, Citation
from assistant.ask.plan.plan import Lookup
from assistant.ask.plan.scope import Holdings, bodies_of, years_of
from assistant.evidence import Evidence
from assistant.model import Model

if TYPE_CHECKING:
    from index.library.library import Library

_POINTER = "（以上为草稿，可在“起草”页中回答提问、修改和导出，命令行用 nianbao draft。）"


def draft(
    step: Lookup,
    library: Library,
    holdings: Holdings,
    base: Mapping[str, Any],
    model: Model | None = None,
) -> Answer:
    """The draft that is asked for, with its evidence and checks; one body, one year."""
    from assistant.draft import DraftRequest, draft

    assert step.who is not None and step.when is not None
    ids = bodies_of(step.who, holdings, {})
    year = years_of(step.when, ids, holdings, {})[0]
    name = holdings.roster.bodies[ids[0]].name
    made = draft(DraftRequest(name, year, int(step.text or 5)), library, model)
    if not made.known:
        text = made.text or f"库里没有{name}的报告，无从起草。"
        return Answer(**base, text=text, kind="none", refusal="not_held")
    return Answer(
        **{**base, "notices": (*base.get("notices", ()), *made.notices)},
        text=f"{made.text}\n{_POINTER}",
        kind="passages",
        citations=_cited(made.evidence, library),
        unverified_numbers=tuple(c.text for c in made.unverified),
        model=made.model,
        evidence=made.evidence,
    )


def _cited(evidence: Sequence[Evidence], library: Library) -> tuple[Citation, ...]:
    """The passages among the evidence that stand word for word in their reports."""
    told = [e for e in evidence if e.kind == "passage" and e.section]
    texts = library.section_texts({e.report for e in told})
    return tuple(
        Citation(e.report, e.agency, e.year, e.section, e.text, e.at)
        for e in told
        if e.text in texts.get((e.report, e.section or 0), "")
    )
