"""The model as the rest of the program uses it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from assistant.model import json_calls, probing
from assistant.model.address import ModelSettings
from assistant.model.endpoint import Endpoint
from assistant.model.failures import EMPTY
from assistant.model.json_answers import Check, Shape
from assistant.model.probing import Probe
from assistant.model.visible_text import RESTART, joined, unwrapped
from index.report import ModelError

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage
    from langchain_openai import ChatOpenAI


def open_model(settings: ModelSettings | None) -> Model | None:
    """The model of `settings`; None where none is set (no address or no name)."""
    if settings is None or not (settings.base_url and settings.model):
        return None
    return Model(settings)


class Model:
    """One configured chat model."""

    def __init__(self, settings: ModelSettings) -> None:
        self.settings = settings
        self.name = settings.model
        self._endpoint = Endpoint(settings)

    @property
    def chat(self) -> ChatOpenAI:
        """The LangChain chat model itself, for chains of prompts and Runnables."""
        return self._endpoint.chat

    def complete(self, messages: Sequence[BaseMessage]) -> str:
        """The whole answer, its thinking left out; `ModelError` where it is none."""
        return joined(self.stream(messages)).strip()

    def stream(self, messages: Sequence[BaseMessage]) -> Iterator[str]:
        """The answer as it comes, its thinking left out; closing the iterator ends the call.

        A piece that is `RESTART` is no text: what came before it turned out to be thinking.
        Raises ModelError, also where what came is no answer: cut off, filtered, empty.
        """
        said = False
        for piece in unwrapped(self._endpoint.visible(messages)):
            said = piece != RESTART and (said or bool(piece.strip()))
            yield piece
        if not said:
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
        return json_calls.structured(self._endpoint, messages, shape, check, tries)

    def probe(self) -> Probe:
        """A short trial of the endpoint: does it answer, stream, and keep to JSON in which way."""
        return probing.probe(self._endpoint)
