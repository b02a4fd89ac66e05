"""A conversation as it is kept: its turns with their plans, to JSON and back."""

from __future__ import annotations

from functools import cache

from pydantic import TypeAdapter

from assistant.ask.answer import Turn


@cache
def kept_turns() -> TypeAdapter[tuple[Turn, ...]]:
    return TypeAdapter(tuple[Turn, ...])
