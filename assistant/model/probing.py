"""A short trial of an endpoint: does it answer, stream, keep to JSON; and what to change."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assistant.model.address import base_address
from assistant.model.endpoint import Endpoint
from assistant.model.failures import EMPTY
from assistant.model.json_answers import WAYS, Way, judged
from assistant.model.json_calls import in_way
from assistant.model.visible_text import joined
from index.report import ModelError


@dataclass(frozen=True, slots=True)
class Probe:
    """What a settings page shows of a model after trying it: seconds, and what it can do.

    `structure` is the strictest way in which it keeps to JSON; "" where none works.
    """

    ok: bool
    message: str
    latency: float | None = None
    first_token: float | None = None
    streams: bool = False
    structure: Way | str = ""


def probe(endpoint: Endpoint) -> Probe:
    """What a trial shows; what it shows is remembered for the calls that follow."""
    from langchain_core.messages import HumanMessage

    times: list[float] = []
    started = time.monotonic()
    try:
        pieces = _timed(endpoint.said([HumanMessage("请只回答：一二三四五")]), times)
        if not joined(endpoint.without_thinking(pieces)).strip():
            return Probe(False, EMPTY)
    except ModelError as error:
        return Probe(False, error.message)
    way = _way_that_works(endpoint)
    return Probe(
        True,
        "；".join(("可以使用", *_remarks(endpoint, way, len(times) > 1))),
        latency=round(times[-1] - started, 3),
        first_token=round(times[0] - started, 3),
        streams=len(times) > 1,
        structure=way,
    )


def _timed(pieces: Iterable[str], times: list[float]) -> Iterator[str]:
    for piece in pieces:
        times.append(time.monotonic())
        yield piece


def _way_that_works(endpoint: Endpoint) -> Way | str:
    from langchain_core.messages import HumanMessage
    from pydantic import create_model

    shape = create_model("Trial", year=(int, ...))
    for way in WAYS:
        try:
            text = in_way(endpoint, way, [HumanMessage("2023年，填入 year")], shape)
        except ModelError:
            continue
        if judged(text, shape, None).value is not None:
            endpoint.learned.way = way
            return way
    return ""


def _remarks(endpoint: Endpoint, way: Way | str, streams: bool) -> Iterator[str]:
    """What is out of the ordinary, and what to change about it."""
    base, written = base_address(endpoint.settings.base_url), endpoint.settings.base_url
    said = (
        (base != written.strip().rstrip("/"), f"地址按“{base}”使用，请照此更正"),
        (not streams, "服务没有逐字返回，回答要写完才显示"),
        (not endpoint.learned.temperature, "服务不接受 temperature，已不再发送"),
        (
            not endpoint.learned.marked,
            "模型把思考过程写在回答里，显示时去掉；在服务端开启思考内容的解析可避免",
        ),
        (way != "json_schema", _STRUCTURE[way]),
    )
    return (remark for holds, remark in said if holds)


_STRUCTURE: dict[Way | str, str] = {
    "json_schema": "",
    "json_object": "服务不支持 JSON Schema，改用它的 JSON 模式",
    "words": "服务不支持按 JSON 结构回答，改用文字约定",
    "": "模型不能按 JSON 结构回答，读懂问题时不会用它",
}
