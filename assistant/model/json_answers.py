"""JSON asked of a model and read from its answer: the schema, the words, the value or its errors."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar

from pydantic import BaseModel

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

Shape = TypeVar("Shape", bound=BaseModel)
Check = Callable[[Shape], Sequence[str]]
Way = Literal["json_schema", "json_object", "words"]

WAYS: tuple[Way, ...] = ("json_schema", "json_object", "words")
"""How an endpoint is held to JSON, the strictest first."""


@cache
def schema_of(shape: type[BaseModel]) -> Mapping[str, Any]:
    """The JSON Schema in what strict endpoints take: `anyOf` for `oneOf`, no `discriminator`."""
    exported: dict[str, Any] = _plain(shape.model_json_schema())
    return exported


def _plain(node: Any, names: bool = False) -> Any:
    """`names` says that the keys of `node` are the shape's own names, not the schema's words."""
    if isinstance(node, list):
        return [_plain(entry) for entry in node]
    if not isinstance(node, dict):
        return node
    if names:
        return {key: _plain(value) for key, value in node.items()}
    return {
        "anyOf" if key == "oneOf" else key: _plain(value, key in ("properties", "$defs"))
        for key, value in node.items()
        if key != "discriminator"
    }


def response_format(way: Way, shape: type[BaseModel]) -> dict[str, Any]:
    """What the request says of the format; {} where words alone do."""
    if way == "words":
        return {}
    if way == "json_object":
        return {"response_format": {"type": "json_object"}}
    schema = {"name": shape.__name__, "schema": schema_of(shape), "strict": False}
    return {"response_format": {"type": "json_schema", "json_schema": schema}}


def by_words(shape: type[BaseModel]) -> str:
    schema = json.dumps(schema_of(shape), ensure_ascii=False)
    return f"只回答一个符合下列 JSON Schema 的 JSON 对象，不要其他文字：\n{schema}"


@dataclass(frozen=True, slots=True)
class Judged(Generic[Shape]):
    """An answer read: its value, or what is wrong with it.

    `found` says that there was JSON at all, `shaped` that it had the shape.
    """

    value: Shape | None
    errors: tuple[str, ...] = ()
    found: bool = True
    shaped: bool = True


def judged(text: str, shape: type[Shape], check: Check[Shape] | None) -> Judged[Shape]:
    """The first JSON object of the text that has the shape, and what `check` says of it."""
    from pydantic import ValidationError

    wrong: ValidationError | None = None
    for candidate in _objects(text):
        try:
            value = shape.model_validate_json(json.dumps(candidate))
        except ValidationError as error:
            wrong = wrong or error
            continue
        errors = tuple(check(value)) if check else ()
        return Judged(None if errors else value, errors)
    if wrong is None:
        return Judged(None, ("回答里没有完整的 JSON 对象",), found=False, shaped=False)
    return Judged(None, tuple(_in_words(wrong.errors())), shaped=False)


def _objects(text: str) -> Iterator[dict[str, Any]]:
    """The JSON objects that stand in a text, those within other braces left out."""
    decoder = json.JSONDecoder(strict=False)
    at = text.find("{")
    while at >= 0:
        try:
            value, end = decoder.raw_decode(text, at)
        except (json.JSONDecodeError, RecursionError):
            end = _closed(text, at)
        else:
            yield value
        at = text.find("{", end)


def _closed(text: str, at: int) -> int:
    """Behind the brace that closes the one at `at`; the end of the text where none does."""
    depth = 0
    for brace in re.finditer(r"[{}]", text[at:]):
        depth += 1 if brace[0] == "{" else -1
        if not depth:
            return at + brace.end()
    return len(text)


def _in_words(errors: Sequence[Any]) -> Iterator[str]:
    for error in errors:
        where = ".".join(str(part) for part in error["loc"])
        yield f"{where}：{error['msg']}" if where else str(error["msg"])


def correction(text: str, errors: Sequence[str]) -> list[BaseMessage]:
    """The answer given, and its exact errors to be put right."""
    from langchain_core.messages import AIMessage, HumanMessage

    listed = "\n".join(f"- {error}" for error in errors)
    asked = f"上面的回答有这些错误：\n{listed}\n请改正，重新给出完整的 JSON 对象。"
    return [AIMessage(text), HumanMessage(asked)]
