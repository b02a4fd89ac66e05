"""One endpoint: the client, a call, and what calls have shown of how it takes them."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.model.address import ModelSettings, base_address, usable_key
from assistant.model.failures import BROKEN_OFF, ENDINGS, as_model_errors, names, status
from assistant.model.json_answers import WAYS, Way
from assistant.model.visible_text import RESTART, without_thinking
from index.report import ModelError

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage
    from langchain_openai import ChatOpenAI

CONNECT = 10.0
"""Seconds within which a connection stands or is given up."""


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


class Endpoint:
    """The endpoint of `settings`; the client is made at its first use."""

    def __init__(self, settings: ModelSettings) -> None:
        self.settings = settings
        self.learned = Learned()
        self._client: ChatOpenAI | None = None

    @property
    def chat(self) -> ChatOpenAI:
        if self._client is None:
            with as_model_errors(self.settings):
                self._client = _client(self.settings, self.learned)
        return self._client

    def visible(self, messages: Sequence[BaseMessage], **body: Any) -> Iterator[str]:
        """What the model says without its thinking: pieces, and `RESTART`."""
        return self.without_thinking(self.said(messages, **body))

    def without_thinking(self, pieces: Iterable[str]) -> Iterator[str]:
        """The pieces without thinking; held back where it is known to begin without a mark."""
        holding, held = not self.learned.marked, ""
        for piece in without_thinking(pieces):
            if piece == RESTART:
                self.learned.marked = False
                if not holding:
                    yield RESTART
                holding, held = False, ""
            elif holding:
                held += piece
            else:
                yield piece
        if held:
            yield held

    def said(self, messages: Sequence[BaseMessage], **body: Any) -> Iterator[str]:
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
        cause, learned = error.__cause__, self.learned
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
