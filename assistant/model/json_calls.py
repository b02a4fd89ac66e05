"""JSON asked of an endpoint in the strictest way that it does not refuse, and put right by it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.model.endpoint import Endpoint
from assistant.model.failures import EMPTY, MISSHAPEN, names, overflows, status
from assistant.model.json_answers import (
    WAYS,
    Check,
    Shape,
    Way,
    by_words,
    correction,
    judged,
    response_format,
)
from assistant.model.visible_text import joined
from index.report import ModelError

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage


def structured(
    endpoint: Endpoint,
    messages: Sequence[BaseMessage],
    shape: type[Shape],
    check: Check[Shape] | None,
    tries: int,
) -> Shape:
    """The answer as `shape`; its errors go back to the model at most `tries` times."""
    learned, spelled, corrections, wrong = endpoint.learned, False, list["BaseMessage"](), MISSHAPEN
    for _ in range(tries + 1):
        asked = [*_spelled(messages, shape, spelled), *corrections]
        text = _answer(endpoint, asked, shape, spelled)
        found = judged(text, shape, check)
        if found.value is not None:
            return found.value
        if not found.found:  # whatever was to enforce it did not
            learned.way = WAYS[min(WAYS.index(learned.way) + 1, len(WAYS) - 1)]
        spelled = spelled or not found.shaped
        wrong = f"模型的回答不符合要求：{found.errors[0]}" if found.shaped else MISSHAPEN
        corrections = correction(text, found.errors)
    raise ModelError(wrong)


def _answer(
    endpoint: Endpoint, messages: Sequence[BaseMessage], shape: type[Shape], spelled: bool
) -> str:
    """The answer in the first way that is not refused, from the one known; it is then known."""
    for way in WAYS[WAYS.index(endpoint.learned.way) :]:
        try:
            text = in_way(endpoint, way, messages, shape, spelled)
        except ModelError as error:
            if way == WAYS[-1] or not _refuses_format(error):
                raise
            continue
        endpoint.learned.way = way
        return text
    raise AssertionError(WAYS)


def in_way(
    endpoint: Endpoint,
    way: Way,
    messages: Sequence[BaseMessage],
    shape: type[Shape],
    spelled: bool = False,
) -> str:
    """The answer asked for in one way; `spelled` says that the messages have the schema already."""
    asked = _spelled(messages, shape, way != "json_schema" and not spelled)
    text = joined(endpoint.visible(asked, **response_format(way, shape))).strip()
    if not text:
        raise ModelError(EMPTY)
    return text


def _refuses_format(error: ModelError) -> bool:
    """Whether it may be the format that the endpoint did not take."""
    cause = error.__cause__
    if overflows(cause):
        return False
    named = status(cause) == 500 and names(cause, "(?i)response_format|json|grammar|schema")
    return named or error.message == EMPTY or status(cause) in (400, 404, 415, 422, 501)


def _spelled(
    messages: Sequence[BaseMessage], shape: type[Shape], wanted: bool
) -> Sequence[BaseMessage]:
    """The messages with the schema in words at the end of the last; as they are unless wanted."""
    from langchain_core.messages import HumanMessage

    if not wanted:
        return messages
    *before, last = messages
    if last.type == "human":
        return [*before, HumanMessage(f"{last.text}\n\n{by_words(shape)}")]
    return [*messages, HumanMessage(by_words(shape))]
