"""Part five written by a model from the same evidence and plan, and what happens when it fails."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import prompts
from assistant.draft.compose import Plan
from assistant.draft.request import DraftRequest, Material
from assistant.evidence import Evidence, listing
from index.report import ModelError

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

    from assistant.model import Model

_SLACK = 0.25
"""How far past the length asked for a text may be before it counts as far off."""


def messages(material: Material, plans: Sequence[Plan], request: DraftRequest) -> list[BaseMessage]:
    used = {i for p in plans for i in p.evidence} | {1}
    shown = [e for e in material.evidence if e.id in used]
    return prompts.fill(
        "draft",
        agency=material.agency,
        we=material.we,
        year=str(material.year),
        next=str(material.year + 1),
        plan="\n".join(_line(i, p) for i, p in enumerate(plans, 1)),
        evidence=listing(shown),
        shortest=str(request.length[0]),
        longest=str(request.length[1]),
        numbering="一是、二是" if request.numbering == "一是" else "（一）（二）",
    )


def _line(i: int, p: Plan) -> str:
    marks = "".join(f"[{e}]" for e in p.evidence)
    return f"{i}. {p.topic.name}：{p.topic.leads[0]}（依据{marks}）；措施方向：{p.topic.actions[0]}"


def write(
    material: Material, plans: Sequence[Plan], request: DraftRequest, model: Model
) -> Iterator[str]:
    """The model's text as it comes; one retry, told so, where it ends far off the length.

    Yields pieces; a piece that begins with "\\f" starts the text anew.  Raises ModelError.
    """
    asked = messages(material, plans, request)
    text = ""
    for piece in model.stream(asked):
        text += piece
        yield piece
    if far_off(text, request.length):
        from langchain_core.messages import AIMessage, HumanMessage

        again = f"这份正文有{len(text)}字，请改写到{request.length[0]}到{request.length[1]}字，数字不变。"
        retry = [*asked, AIMessage(text), HumanMessage(again)]
        text = ""
        yield "\f"
        for piece in model.stream(retry):
            text += piece
            yield piece
    if far_off(text, request.length):
        raise ModelError("模型写出的篇幅与要求相差太大")


def far_off(text: str, length: tuple[int, int]) -> bool:
    return not length[0] * (1 - _SLACK) <= len(text.strip()) <= length[1] * (1 + _SLACK)


def rewrite(
    text: str, instruction: str, material: Material, evidence: Sequence[Evidence], model: Model
) -> str:
    """The whole text changed by the model as `instruction` asks.  Raises ModelError."""
    return model.complete(
        prompts.fill(
            "revise",
            agency=material.agency,
            we=material.we,
            year=str(material.year),
            text=text,
            instruction=instruction,
            evidence=listing(evidence),
        )
    )
