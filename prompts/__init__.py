"""The prompts, one template a file (`prompts/<name>.md`), and their loader.

A file begins with the names of its fields, and holds one heading a message:

    字段：question, evidence

    # system
    …
    # human
    {question}
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage
    from langchain_core.prompts import ChatPromptTemplate

_FOLDER = Path(__file__).parent
_MESSAGE = re.compile(r"^# (system|human|ai)\s*$", re.MULTILINE)


class PromptError(LookupError):
    """A prompt that does not exist, or whose fields are not those it declares or is given."""


def names() -> tuple[str, ...]:
    """Every prompt there is, sorted."""
    return tuple(sorted(p.stem for p in _FOLDER.glob("*.md")))


def load(name: str) -> ChatPromptTemplate:
    """The template `name`; `PromptError` where its fields differ from those its head declares."""
    from langchain_core.prompts import ChatPromptTemplate

    head, messages = _parts(name)
    template = ChatPromptTemplate.from_messages(messages)
    _same(name, declared(head), set(template.input_variables))
    return template


def fill(name: str, **fields: str) -> list[BaseMessage]:
    """The messages of `name` with its fields filled; a missing or an unknown field fails."""
    template = load(name)
    _same(name, set(template.input_variables), set(fields))
    return template.format_messages(**fields)


def declared(head: str) -> set[str]:
    """The field names of a prompt's head line `字段：a, b`."""
    line = re.match(r"字段：(.*)", head)
    if line is None:
        raise PromptError("提示词开头缺少“字段：”一行")
    return {f.strip() for f in line[1].split(",") if f.strip()}


def _parts(name: str) -> tuple[str, list[tuple[str, str]]]:
    path = _FOLDER / f"{name}.md"
    if name not in names():
        raise PromptError(f"没有名为“{name}”的提示词")
    head, *rest = _MESSAGE.split(path.read_text(encoding="utf-8"))
    return head, [(role, text.strip()) for role, text in zip(rest[::2], rest[1::2], strict=True)]


def _same(name: str, expected: set[str], given: set[str]) -> None:
    if missing := expected - given:
        raise PromptError(f"提示词“{name}”缺少字段：{'、'.join(sorted(missing))}")
    if unknown := given - expected:
        raise PromptError(f"提示词“{name}”没有这些字段：{'、'.join(sorted(unknown))}")
