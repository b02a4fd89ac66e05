"""Part five written by a model from the same evidence and plan, and what happens when it fails."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Sequence
from typing import TYPE_CHECKING

import prompts
from assistant.draft.request import DraftRequest, Item, Material
from assistant.evidence import Evidence, listing
from index.report import ModelError

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

    from assistant.model import Model

_SLACK = 0.25
"""How far past the length asked for a text may be before it counts as far off."""


def messages(material: Material, items: Sequence[Item], request: DraftRequest) -> list[BaseMessage]:
    """What a model is given: the problems and measures as composed, and the evidence for them."""
    used = {e for item in items for e in item.evidence} | {1}
    return prompts.fill(
        "draft",
        agency=material.agency,
        we=material.we,
        year=str(material.year),
        next=str(material.year + 1),
        plan="\n".join(
            f"{i}. 问题：{item.problem}。\n   措施：{item.measure}。"
            for i, item in enumerate(items, 1)
        ),
        evidence=listing(e for e in material.evidence if e.id in used),
        shortest=str(request.length[0]),
        longest=str(request.length[1]),
        numbering="一是、二是" if request.numbering == "一是" else "（一）（二）",
    )


_MARKUP = re.compile(r"^[#>\-*\s]+|\*\*|[（(]?(?:依据)?(?:\[\d+\])+[)）]?")
_HEADLINE = re.compile(r"[^，。；：]{0,20}")


def plain(text: str) -> str:
    """A model's text as running prose: no Markdown, headlines, citation marks or empty lines."""
    lines = [
        (_MARKUP.sub("", line).strip(), line.lstrip().startswith("#")) for line in text.splitlines()
    ]
    kept = [line for line, headed in lines if line and not (headed or _HEADLINE.fullmatch(line))]
    return "\n".join(kept)


def write(
    material: Material, items: Sequence[Item], request: DraftRequest, model: Model
) -> Iterator[str]:
    """The model's text as it comes; one retry, told so, where it ends far off the length.

    Yields pieces; the piece "\\f" starts the text anew.  Raises ModelError.
    """
    from langchain_core.messages import AIMessage, HumanMessage

    asked = messages(material, items, request)
    text = yield from _spoken(model, asked, request.length)
    if far_off(text, request.length):
        again = f"这份正文有{len(text)}字，请改写到{request.length[0]}到{request.length[1]}字，数字不变。"
        said = AIMessage(text[: request.length[1]])
        yield "\f"
        text = yield from _spoken(model, [*asked, said, HumanMessage(again)], request.length)
    if far_off(text, request.length):
        raise ModelError("模型写出的篇幅与要求相差太大")


def _spoken(
    model: Model, asked: list[BaseMessage], length: tuple[int, int]
) -> Generator[str, None, str]:
    """The model's words; one that goes round in circles is cut off at twice the length."""
    from assistant.model import RESTART

    text = ""
    for piece in model.stream(asked):
        text = "" if piece == RESTART else text + piece
        yield piece
        if len(text) > 2 * length[1]:
            break
    return text


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
