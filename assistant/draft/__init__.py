"""Drafts in which nothing is claimed that is not known: gathered, composed or written, checked.

Without a model a draft is composed from claims that have their source; with one it is written
from the same claims.  Whatever goes wrong with the model, the composed draft stands in, with a
notice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.draft.check import checked
from assistant.draft.compose import Composed, compose
from assistant.draft.gather import gather
from assistant.draft.interview import Question, interview
from assistant.draft.notes import Note, read_notes
from assistant.draft.parts import write_part
from assistant.draft.request import Claim, Draft, DraftRequest, Gap, Material, Suggestion
from assistant.draft.revise import by_model, by_words, edited
from index.report import ModelError

if TYPE_CHECKING:
    from assistant.model import Model
    from index.library.library import Library

__all__ = [
    "Claim",
    "Draft",
    "DraftRequest",
    "Gap",
    "Material",
    "Note",
    "Question",
    "Suggestion",
    "checked",
    "draft",
    "edited",
    "gather",
    "interview",
    "read_notes",
    "revise",
    "stream",
]


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
    if not material.known:
        yield _unknown(request, material)
    elif request.section != 5:
        yield _part(request, material)
    elif model is None:
        yield _composed(request, material, compose(material, request))
    else:
        yield from _written(request, material, model)


def revise(
    instruction: str,
    request: DraftRequest,
    before: Draft,
    library: Library,
    model: Model | None = None,
) -> tuple[DraftRequest, Draft]:
    """The draft on the screen changed as told; the request that now holds comes with it.

    Without a model, what cannot be done is said in the draft's notices and the text stays.
    """
    changed = by_words(instruction, request, before)
    if changed is None and model is None:
        notice = "这项修改需要配置模型；不用模型可以：删去第N段、加一条：……，或直接在文字上修改"
        return request, replace(before, notices=(notice,))
    material = gather(changed[0] if changed else request, library)
    if changed is not None:
        return changed[0], checked(changed[1], material)
    assert model is not None
    try:
        new = by_model(instruction, before, material, model)
    except ModelError as error:
        return request, replace(before, notices=(f"{error.message}，草稿未改动",))
    return request, checked(new, material)


def _unknown(request: DraftRequest, material: Material) -> Draft:
    text = (
        f"资料库里没有{request.agency}{request.year}年或上一年的报告，无从起草。"
        "请先收入该机关的报告，或给出本年的数据表（--from）。"
    )
    return Draft(material.agency, request.year, request.section, text, known=False)


def _part(request: DraftRequest, material: Material) -> Draft:
    text, evidence = write_part(material, request.section)
    subject = replace(material.evidence[0], id=len(evidence) + 1)
    made = Draft(
        material.agency,
        request.year,
        request.section,
        text,
        (*evidence, subject),
        notices=material.notices,
    )
    return checked(made, material)


def _composed(request: DraftRequest, material: Material, composed: Composed) -> Draft:
    made = Draft(
        material.agency,
        request.year,
        5,
        composed.text,
        material.evidence,
        gaps=composed.gaps,
        suggestions=composed.suggestions,
        notices=material.notices,
    )
    return checked(made, material)


def _written(request: DraftRequest, material: Material, model: Model) -> Iterator[str | Draft]:
    """A model's words, kept where they will do."""
    from assistant.draft.write import lengths, plain, with_gaps, write

    composed = compose(material, request)
    stand_in = _composed(request, material, composed)
    text = ""
    try:
        for piece in write(material, composed, lengths(composed.text, request.length), model):
            text = "" if piece == "\f" else text + piece
            yield piece
    except ModelError as error:
        yield "\f"
        notice = f"{error.message}，以下为不用模型的草稿"
        yield replace(stand_in, notices=(*stand_in.notices, notice))
        return
    said = with_gaps(plain(text), composed.gaps)
    yield checked(replace(stand_in, text=said, model=model.name), material)
