"""A chat model behind an OpenAI-compatible address: complete, stream, JSON by schema, probe.

Whatever goes wrong at the endpoint comes out as `ModelError`; callers then answer without it.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from index.report import ModelError

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage
    from langchain_openai import ChatOpenAI
    from pydantic import BaseModel

    Shape = TypeVar("Shape", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """Where the model is and how long it may take.

    `timeout` is the seconds without a single byte after which a call has failed, `deadline` the
    seconds a whole answer may take.  `retries` are the client's own, for 429, 5xx and time-outs.
    """

    base_url: str
    model: str
    api_key: str = ""
    timeout: float = 30.0
    deadline: float = 180.0
    retries: int = 2
    temperature: float = 0.0
    max_tokens: int | None = None


@dataclass(frozen=True, slots=True)
class Probe:
    """What a settings page shows of a model after trying it: seconds, and what it can do."""

    ok: bool
    message: str
    latency: float | None = None
    first_token: float | None = None
    streams: bool = False
    json_schema: bool = False


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

    @property
    def chat(self) -> ChatOpenAI:
        """The LangChain chat model itself, for chains of prompts and Runnables."""
        if self._client is None:
            from langchain_openai import ChatOpenAI
            from pydantic import SecretStr

            s = self.settings
            self._client = ChatOpenAI(
                model=s.model,
                base_url=s.base_url,
                api_key=SecretStr(s.api_key or "none"),
                timeout=s.timeout,
                max_retries=s.retries,
                temperature=s.temperature,
                max_completion_tokens=s.max_tokens,
                use_responses_api=False,
                stream_usage=False,
            )
        return self._client

    def complete(self, messages: Sequence[BaseMessage]) -> str:
        """The whole answer, its thinking left out; `ModelError` where it is empty."""
        answer = "".join(self.stream(messages)).strip()
        if not answer:
            raise ModelError("模型没有给出内容")
        return answer

    def stream(self, messages: Sequence[BaseMessage]) -> Iterator[str]:
        """The answer as it comes, its thinking left out; closing the iterator ends the call."""
        return without_thinking(self._pieces(messages))

    def structured(self, messages: Sequence[BaseMessage], shape: type[Shape]) -> Shape:
        """The answer as `shape`, validated.

        Asks by JSON schema, then (where the endpoint refuses `response_format`) in words alone,
        taking the first JSON object of the answer.
        """
        try:
            text = self._invoke(messages, response_format=_schema(shape))
        except ModelError as error:
            if not isinstance(error.__cause__, _refusals()):
                raise
            text = self.complete([*messages, _by_words(shape)])
        return _validated(text, shape)

    def probe(self) -> Probe:
        """A short trial of the endpoint: does it answer, stream, and keep to a JSON schema."""
        from langchain_core.messages import HumanMessage

        started = time.monotonic()
        try:
            times = [time.monotonic() for _ in self.stream([HumanMessage("请只回答：一二三四五")])]
        except ModelError as error:
            return Probe(False, error.message)
        if not times:
            return Probe(False, "模型没有给出内容")
        keeps = self._keeps_schema()
        return Probe(
            True,
            "可以使用" if keeps else "可以使用；该模型服务不支持按 JSON 结构回答，将改用文字约定",
            latency=round(times[-1] - started, 3),
            first_token=round(times[0] - started, 3),
            streams=len(times) > 1,
            json_schema=keeps,
        )

    def _keeps_schema(self) -> bool:
        from langchain_core.messages import HumanMessage
        from pydantic import create_model

        shape = create_model("Trial", year=(int, ...))
        try:
            text = self._invoke([HumanMessage("2023年，填入 year")], response_format=_schema(shape))
            _validated(text, shape)
        except ModelError:
            return False
        return True

    def _invoke(self, messages: Sequence[BaseMessage], **options: Any) -> str:
        with _as_model_errors():
            message = self.chat.bind(**options).invoke(list(messages))
            return "".join(without_thinking([message.text]))

    def _pieces(self, messages: Sequence[BaseMessage]) -> Iterator[str]:
        ends = time.monotonic() + self.settings.deadline
        finished = False
        with _as_model_errors():
            for piece in self.chat.stream(list(messages)):
                finished = finished or bool(piece.response_metadata.get("finish_reason"))
                if time.monotonic() > ends:
                    raise ModelError(f"模型超过{self.settings.deadline:g}秒未答完")
                if piece.text:
                    yield piece.text
        if not finished:
            raise ModelError("模型的回答中途断开")


@contextmanager
def _as_model_errors() -> Iterator[None]:
    import httpx
    import openai
    from langchain_core.exceptions import LangChainException

    # ValueError: what LangChain raises for a stream or a body that is no chat completion;
    # TypeError and KeyError: a body that is JSON, of another shape.
    broken = (httpx.HTTPError, LangChainException, ValueError, TypeError, KeyError)
    try:
        yield
    except openai.APITimeoutError as error:
        raise ModelError("模型服务超时未答") from error
    except openai.APIStatusError as error:
        raise ModelError(f"模型服务返回错误（HTTP {error.status_code}）") from error
    except openai.APIConnectionError as error:
        raise ModelError("连不上模型服务") from error
    except (openai.OpenAIError, *broken) as error:
        raise ModelError(f"模型服务的回答无法使用（{type(error).__name__}）") from error


def _refusals() -> tuple[type[Exception], ...]:
    import openai

    return (openai.BadRequestError, openai.UnprocessableEntityError, openai.NotFoundError)


def _schema(shape: type[BaseModel]) -> dict[str, Any]:
    schema = {"name": shape.__name__, "schema": shape.model_json_schema(), "strict": False}
    return {"type": "json_schema", "json_schema": schema}


def _by_words(shape: type[BaseModel]) -> BaseMessage:
    from langchain_core.messages import HumanMessage

    schema = json.dumps(shape.model_json_schema(), ensure_ascii=False)
    return HumanMessage(f"只回答一个符合下列 JSON Schema 的 JSON 对象，不要其他文字：\n{schema}")


def _validated(text: str, shape: type[Shape]) -> Shape:
    from pydantic import ValidationError

    found = re.search(r"\{.*\}", text, re.DOTALL)
    if found is None:
        raise ModelError("模型没有按要求的结构回答")
    try:
        return shape.model_validate_json(found[0])
    except ValidationError as error:
        raise ModelError("模型的回答不符合要求的结构") from error


_THINKING = ("<think>", "</think>")


def without_thinking(pieces: Iterable[str]) -> Iterator[str]:
    """The pieces without what stands between `<think>` and `</think>`, tags cut anywhere."""
    held, inside = "", False
    for piece in pieces:
        held += piece
        while (at := held.find(_THINKING[inside])) >= 0:
            if not inside and at:
                yield held[:at]
            held, inside = held[at + len(_THINKING[inside]) :], not inside
        keep = _tag_begun(held, _THINKING[inside])
        ready, held = held[: len(held) - keep], held[len(held) - keep :]
        if ready and not inside:
            yield ready
    if held and not inside:
        yield held


def _tag_begun(text: str, tag: str) -> int:
    """How many of the last characters of `text` may be the beginning of `tag`."""
    return next((n for n in range(len(tag) - 1, 0, -1) if text.endswith(tag[:n])), 0)
