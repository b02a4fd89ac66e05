"""Part five written by a model from claims and evidence, and what happens when it fails."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Sequence
from typing import TYPE_CHECKING

import prompts
from assistant.draft.compose import Composed
from assistant.draft.request import Gap, Material
from assistant.evidence import given, listing
from assistant.model.orders import gives_orders, is_live
from index.report import ModelError

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

    from assistant.model import Model

_SLACK = 0.25
"""How far past the length asked for a text may be before it counts as far off."""
_LEAST = 0.5
"""A text of less than this share of what is known leaves things out."""


def messages(material: Material, composed: Composed, length: tuple[int, int]) -> list[BaseMessage]:
    """What a model is given: what is known, in order, the questions left open, the evidence."""
    return prompts.fill(
        "draft",
        agency=material.agency,
        we=material.we,
        year=str(material.year),
        next=str(material.year + 1),
        claims=composed.text,
        evidence=listing(given(material.evidence)),
        shortest=str(length[0]),
        longest=str(length[1]),
    )


def lengths(composed: str, asked: tuple[int, int] | None) -> tuple[int, int]:
    """How long a model's text may be: what was asked for, else about as long as what is known."""
    return asked or (int(len(composed) * _LEAST), max(int(len(composed) * 1.5), 200))


_MARKUP = re.compile(r"^[#>*\s]+|^-\s+|\*\*|[（(]?(?:依据)?(?:\[\d+\])+[)）]?")
_TALK = re.compile(
    r"^(?:好的|当然|没问题|以下|下面|这是|根据您|按照您|已按)[^。；\n]{0,40}[:：]?$"
    r"|^[（(【〔]?(?:本文|本稿|以上内容?|内容|注|说明)?[^。\n]{0,12}(?:AI|人工智能|大模型|语言模型)[^\n]{0,30}$"
    r"|^(?:以上|如需|如有|希望|需要我)[^\n]{0,60}(?:调整|修改|参考|告诉|帮助|草稿|正文)[^\n]{0,20}$"
)
_SENTENCE = re.compile(r"[^。；！？]+[。；！？]?")
_ENDS = "。；！？”）〕：;"


def plain(text: str) -> str:
    """A model's text as official prose: without Markdown, links, talk around it, citation marks."""
    lines = [_MARKUP.sub("", line).strip() for line in text.splitlines()]
    lines = [_SENTENCE.sub(lambda m: "" if is_live(m[0]) else m[0], line) for line in lines]
    return "\n".join(line for line in lines if line and not _TALK.match(line))


def cut_off(text: str) -> bool:
    """Whether the text stops in the middle of a sentence."""
    return not text.strip() or text.strip()[-1] not in _ENDS


def far_off(text: str, length: tuple[int, int]) -> bool:
    return not length[0] * (1 - _SLACK) <= len(text.strip()) <= length[1] * (1 + _SLACK)


def write(
    material: Material, composed: Composed, length: tuple[int, int], model: Model
) -> Iterator[str]:
    """The model's text as it comes; one retry, told so, where it will not do as it is.

    Yields pieces; the piece "\\f" starts the text anew.  Raises ModelError.
    """
    from langchain_core.messages import AIMessage, HumanMessage

    if gives_orders(composed.text):
        raise ModelError("所依据的原文里有像是对写作者下的命令，没有交给模型")
    asked = messages(material, composed, length)
    text = yield from _spoken(model, asked, length)
    fault = _fault(text, length)
    if fault:
        again = (
            f"这份正文{fault}，请重写一份完整的正文，{length[0]}到{length[1]}字，事实和数字不变。"
        )
        yield "\f"
        said = AIMessage(text[: length[1]] or "（空）")
        text = yield from _spoken(model, [*asked, said, HumanMessage(again)], length)
    if fault := _fault(text, length):
        raise ModelError(f"模型写出的正文{fault}")


def _fault(text: str, length: tuple[int, int]) -> str:
    body = plain(text)
    if far_off(body, length):
        return f"有{len(body)}字，篇幅与要求相差太大"
    return "没有写完" if cut_off(body) else ""


def _spoken(
    model: Model, asked: list[BaseMessage], length: tuple[int, int]
) -> Generator[str, None, str]:
    """The model's words; one that goes round in circles is cut off at twice the length."""
    from assistant.model import RESTART

    text = ""
    for piece in model.stream(asked):
        text = "" if piece == RESTART else text + piece
        yield piece
        if len(text) > 2 * length[1] + 200:
            break
    return text


def with_gaps(text: str, gaps: Sequence[Gap]) -> str:
    """The text with the questions that the model left out, asked at its end."""
    missing = [g.text for g in gaps if g.text not in text]
    return "\n".join([text, *missing])


def rewrite(paragraph: str, instruction: str, material: Material, model: Model) -> str:
    """One paragraph changed by the model as `instruction` asks.  Raises ModelError."""
    said = plain(
        model.complete(
            prompts.fill(
                "revise",
                agency=material.agency,
                we=material.we,
                year=str(material.year),
                text=paragraph,
                instruction=instruction,
                evidence=listing(given(material.evidence)),
            )
        )
    )
    if cut_off(said):
        raise ModelError("模型没有写完")
    return said
