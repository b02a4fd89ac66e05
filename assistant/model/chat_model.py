"""The model itself: what is asked of the endpoint, and what is remembered of how it takes it."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.model.address import ModelSettings, base_address, usable_key
from assistant.model.failures import (
    BROKEN_OFF,
    EMPTY,
    ENDINGS,
    MISSHAPEN,
    as_model_errors,
    names,
    overflows,
    status,
)
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
from assistant.model.visible_text import RESTART, joined, unwrapped, without_thinking
from index.report import ModelError

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage
    from langchain_openai import ChatOpenAI

CONNECT = 10.0
"""Seconds within which a connection stands or is given up."""


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

    @property
    def json_schema(self) -> bool:
        return self.structure == "json_schema"


@dataclass(slots=True)
class Learned:
    """What calls have shown of the endpoint; kept as long as the model is."""

    temperature: bool = True
    """Takes a temperature."""
    newer_limit: bool = True
    """Takes `max_completion_tokens` rather than `max_tokens`."""
    marked: bool = True
    """Marks its thinking at both ends."""
    way: Way = WAYS[0]
    """How it is held to JSON."""


def open_model(settings: ModelSettings | None) -> Model | None:
    """The model of `settings`; None where none is set (no address or no name)."""
    if settings is None or not (settings.base_url and settings.model):
        return None
    return Model(settings)


class Model:
    """One configured chat model; the client is made at its first use."""

    def __init__(self, settings: ModelSettings) -> None:
        self.settings = settings
        self.name = settings.model
        self._client: ChatOpenAI | None = None
        self._learned = Learned()

    @property
    def chat(self) -> ChatOpenAI:
        """The LangChain chat model itself, for chains of prompts and Runnables."""
        if self._client is None:
            with as_model_errors(self.settings):
                self._client = _client(self.settings, self._learned)
        return self._client

    def complete(self, messages: Sequence[BaseMessage]) -> str:
        """The whole answer, its thinking left out; `ModelError` where it is empty."""
        return joined(self.stream(messages)).strip()

    def stream(self, messages: Sequence[BaseMessage]) -> Iterator[str]:
        """The answer as it comes, its thinking left out; closing the iterator ends the call.

        A piece that is `RESTART` is no text: what came before it turned out to be thinking.
        Raises ModelError, also where what came is no answer: cut off, filtered, empty.
        """
        text = False
        for piece in unwrapped(self._visible(self._said(messages))):
            text = piece != RESTART and (text or bool(piece.strip()))
            yield piece
        if not text:
            raise ModelError(EMPTY)

    def structured(
        self,
        messages: Sequence[BaseMessage],
        shape: type[Shape],
        check: Check[Shape] | None = None,
        tries: int = 2,
    ) -> Shape:
        """The answer as `shape`, validated, and with nothing that `check` says against it.

        The exact errors go back to the model, at most `tries` times; then ModelError.
        """
        spelled, corrections, wrong = False, list["BaseMessage"](), MISSHAPEN
        for _ in range(tries + 1):
            text = self._json([*_spelled(messages, shape, spelled), *corrections], shape, spelled)
            found = judged(text, shape, check)
            if found.value is not None:
                return found.value
            if not found.found:  # whatever was to enforce it did not
                self._learned.way = WAYS[min(WAYS.index(self._learned.way) + 1, len(WAYS) - 1)]
            spelled = spelled or not found.shaped
            wrong = f"模型的回答不符合要求：{found.errors[0]}" if found.shaped else MISSHAPEN
            corrections = correction(text, found.errors)
        raise ModelError(wrong)

    def probe(self) -> Probe:
        """A short trial of the endpoint: does it answer, stream, and keep to JSON in which way."""
        from langchain_core.messages import HumanMessage

        times: list[float] = []
        started = time.monotonic()
        try:
            pieces = self._said([HumanMessage("请只回答：一二三四五")])
            if not joined(self._visible(_timed(pieces, times))).strip():
                return Probe(False, EMPTY)
        except ModelError as error:
            return Probe(False, error.message)
        way = self._way_that_works()
        return Probe(
            True,
            "；".join(("可以使用", *self._remarks(way, len(times) > 1))),
            latency=round(times[-1] - started, 3),
            first_token=round(times[0] - started, 3),
            streams=len(times) > 1,
            structure=way,
        )

    # ------------------------------------------------------------ JSON

    def _json(self, messages: Sequence[BaseMessage], shape: type[Shape], spelled: bool) -> str:
        """The answer in the strictest way that the endpoint does not refuse, from the known one."""
        for way in WAYS[WAYS.index(self._learned.way) :]:
            try:
                text = self._in_way(way, messages, shape, spelled)
            except ModelError as error:
                if way == WAYS[-1] or not _refuses_format(error):
                    raise
                continue
            self._learned.way = way
            return text
        raise AssertionError(WAYS)

    def _in_way(
        self, way: Way, messages: Sequence[BaseMessage], shape: type[Shape], spelled: bool = False
    ) -> str:
        asked = _spelled(messages, shape, way != "json_schema" and not spelled)
        pieces = self._said(asked, **response_format(way, shape))
        text = joined(self._visible(pieces)).strip()
        if not text:
            raise ModelError(EMPTY)
        return text

    def _way_that_works(self) -> Way | str:
        from langchain_core.messages import HumanMessage
        from pydantic import create_model

        shape = create_model("Trial", year=(int, ...))
        for way in WAYS:
            try:
                text = self._in_way(way, [HumanMessage("2023年，填入 year")], shape)
            except ModelError:
                continue
            if judged(text, shape, None).value is not None:
                self._learned.way = way
                return way
        return ""

    def _remarks(self, way: Way | str, streams: bool) -> Iterator[str]:
        base = base_address(self.settings.base_url)
        if base != self.settings.base_url.strip().rstrip("/"):
            yield f"地址按“{base}”使用，请照此更正"
        if not streams:
            yield "服务没有逐字返回，回答要写完才显示"
        if not self._learned.temperature:
            yield "服务不接受 temperature，已不再发送"
        if not self._learned.marked:
            yield "模型把思考过程写在回答里，显示时去掉；在服务端开启思考内容的解析可避免"
        if remark := _STRUCTURE[way]:
            yield remark

    # ------------------------------------------------------------ one call

    def _visible(self, pieces: Iterable[str]) -> Iterator[str]:
        """The pieces without thinking; held back where it is known to begin without a mark."""
        holding, held = not self._learned.marked, ""
        for piece in without_thinking(pieces):
            if piece == RESTART:
                self._learned.marked = False
                if not holding:
                    yield RESTART
                holding, held = False, ""
            elif holding:
                held += piece
            else:
                yield piece
        if held:
            yield held

    def _said(self, messages: Sequence[BaseMessage], **body: Any) -> Iterator[str]:
        """What the model says, raw; asked again without what the endpoint refuses to take."""
        while True:
            try:
                yield from self._pieces(messages, body)
                return
            except ModelError as error:
                if not self._learn(error):
                    raise

    def _learn(self, error: ModelError) -> bool:
        """Whether the error names a parameter that can be left out; it will be."""
        cause, learned = error.__cause__, self._learned
        if status(cause) not in (400, 422):
            return False
        if learned.temperature and names(cause, "temperature"):
            learned.temperature = False
        elif (
            self.settings.max_tokens
            and learned.newer_limit
            and names(cause, "max_completion_tokens")
        ):
            learned.newer_limit = False
        else:
            return False
        self._client = None
        return True

    def _pieces(self, messages: Sequence[BaseMessage], body: dict[str, Any]) -> Iterator[str]:
        ends = time.monotonic() + self.settings.deadline
        finish = ""
        body = {**(self.chat.extra_body or {}), **body}
        with as_model_errors(self.settings):
            for piece in self.chat.stream(list(messages), extra_body=body):
                finish = piece.response_metadata.get("finish_reason") or finish
                if time.monotonic() > ends:
                    raise ModelError(f"模型超过{self.settings.deadline:g}秒未答完")
                if piece.text:
                    yield piece.text
        if not finish or finish in ENDINGS:
            raise ModelError(ENDINGS.get(finish, BROKEN_OFF))


_STRUCTURE: dict[Way | str, str] = {
    "json_schema": "",
    "json_object": "服务不支持 JSON Schema，改用它的 JSON 模式",
    "words": "服务不支持按 JSON 结构回答，改用文字约定",
    "": "模型不能按 JSON 结构回答，读懂问题时不会用它",
}


def _client(s: ModelSettings, learned: Learned) -> ChatOpenAI:
    import httpx2
    from langchain_openai import ChatOpenAI
    from pydantic import SecretStr

    from assistant.model.wire import clients

    base = base_address(s.base_url)
    sync, asynchronous = clients(base)
    return ChatOpenAI(
        model=s.model,
        base_url=base,
        api_key=SecretStr(usable_key(s.api_key)),
        timeout=httpx2.Timeout(s.timeout, connect=min(s.timeout, CONNECT)),
        max_retries=s.retries,
        temperature=s.temperature if learned.temperature else None,
        max_completion_tokens=s.max_tokens if learned.newer_limit else None,
        extra_body=None if learned.newer_limit else {"max_tokens": s.max_tokens},
        use_responses_api=False,
        stream_usage=False,
        http_client=sync,
        http_async_client=asynchronous,
        openai_proxy=None,
    )


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


def _timed(pieces: Iterable[str], times: list[float]) -> Iterator[str]:
    for piece in pieces:
        times.append(time.monotonic())
        yield piece
