"""Drafts from evidence: gathered, composed or written, and every number verified.

Without a model a draft is composed from the evidence; with one it is written from the same
evidence and plan.  Whatever goes wrong with the model, the composed draft stands in, with a notice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.draft.check import checked
from assistant.draft.compose import Plan, compose, plan
from assistant.draft.followup import FollowUp, follow_up
from assistant.draft.gather import gather
from assistant.draft.parts import write_part
from assistant.draft.request import Basis, Draft, DraftRequest, Item, Material
from assistant.draft.revise import revised
from index.report import ModelError

if TYPE_CHECKING:
    from assistant.model import Model
    from index.library.library import Library

__all__ = [
    "Basis",
    "Draft",
    "DraftRequest",
    "FollowUp",
    "Item",
    "Material",
    "draft",
    "follow_up",
    "gather",
    "revise",
    "stream",
]

_TRIES = 6
"""How many wordings are tried before a draft is shown with what the rules still say of it."""


def draft(request: DraftRequest, library: Library, model: Model | None = None) -> Draft:
    """The draft of `request`, checked.  Raises UsageError where the body is ambiguous."""
    made: Draft | None = None
    for event in stream(request, library, model):
        if isinstance(event, Draft):
            made = event
    assert made is not None
    return made


def stream(
    request: DraftRequest, library: Library, model: Model | None = None
) -> Iterator[str | Draft]:
    """A model's words as they come ("\\f" begins anew), then the checked draft, always last."""
    material = gather(request, library)
    if material.report is None and material.earlier is None:
        yield _unknown(request, material)
    elif request.section != 5:
        yield _part(request, material)
    elif model is None:
        yield _composed(request, material)
    else:
        yield from _written(request, material, model)


def revise(
    instruction: str,
    request: DraftRequest,
    before: Draft,
    library: Library,
    model: Model | None = None,
) -> tuple[DraftRequest, Draft]:
    """The draft changed as told; the request that now holds comes with it.

    Without a model, what cannot be done is said in the draft's notices and the text stays.
    """
    changed = revised(instruction, request, before)
    if changed is not None:
        return changed, draft(changed, library, None if before.model is None else model)
    if model is None:
        notice = "这项修改需要配置模型；不用模型可以：压缩到N字、删去第N条、加一条：……、换个说法、改用（一）（二）"
        return request, replace(before, notices=(notice,))
    from assistant.draft.write import plain, rewrite

    material = gather(request, library)
    try:
        text = rewrite(before.text, instruction, material, material.evidence, model)
    except ModelError as error:
        return request, replace(before, notices=(f"{error.message}，草稿未改动",))
    new = replace(before, text=plain(text), model=model.name, notices=())
    return request, checked(new, material)


def _unknown(request: DraftRequest, material: Material) -> Draft:
    text = (
        f"资料库里没有{request.agency}{request.year}年或上一年的报告，无从起草。"
        "请先收入该机关的报告，或给出本年的数据表（--from）。"
    )
    return Draft(material.agency, request.year, request.section, text, known=False)


def _part(request: DraftRequest, material: Material) -> Draft:
    text, evidence = write_part(material, request.section)
    made = Draft(material.agency, request.year, request.section, text, evidence)
    subject = material.evidence[0]
    renumbered = (*evidence, replace(subject, id=len(evidence) + 1))
    return checked(replace(made, evidence=renumbered), material)


def _composed(request: DraftRequest, material: Material) -> Draft:
    """The first wording that the rules have nothing against, else the one with least."""
    plans = plan(material, request)
    if not plans:
        return _unfounded(request, material)
    tries = (
        _one(replace(request, variant=request.variant + 1000 * i), material, plans)
        for i in range(_TRIES)
    )
    best: Draft | None = None
    for made in tries:
        if not made.findings and not made.unverified:
            return made
        if best is None or len(made.findings) < len(best.findings):
            best = made
    assert best is not None
    return best


def _one(request: DraftRequest, material: Material, plans: tuple[Plan, ...]) -> Draft:
    text, items = compose(material, plans, request)
    made = Draft(material.agency, request.year, 5, text, material.evidence, items)
    return checked(made, material)


def _unfounded(request: DraftRequest, material: Material) -> Draft:
    text = "〔待补充：没有勾选可用的依据，请勾选依据或写下要点后再起草〕"
    return Draft(material.agency, request.year, 5, text, material.evidence)


_FACTS = 2
"""How many statements of the evidence a model's text must hold to be this office's own."""


def _written(request: DraftRequest, material: Material, model: Model) -> Iterator[str | Draft]:
    """A model's words, kept where they say at least as much of this office as they should."""
    from assistant.draft.write import plain, write

    composed = _composed(request, material)
    if not composed.items:
        yield composed
        return
    text = ""
    try:
        for piece in write(material, composed.items, request, model):
            text = "" if piece == "\f" else text + piece
            yield piece
    except ModelError as error:
        yield "\f"
        yield _instead(composed, error.message)
        return
    made = checked(replace(composed, text=plain(text), model=model.name), material)
    if _stated(made) < min(_FACTS, _stated(composed)):
        yield "\f"
        made = _instead(composed, "模型的草稿没有用上本机关的数据")
    yield made


def _stated(draft: Draft) -> int:
    """How many counts and shares of the draft its evidence bears out."""
    return sum(
        c.status == "verified" and c.mention.kind in ("number", "percent") for c in draft.numbers
    )


def _instead(composed: Draft, why: str) -> Draft:
    return replace(composed, notices=(*composed.notices, f"{why}，以下为不用模型的草稿"))
