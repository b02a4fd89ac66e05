"""The bank of invented Chinese sentences (YAML beside this file) and how one is spoken.

A template is plain Chinese with `[甲|乙]` (one is chosen), `{self}` (a field of the report) and
`{trainings:1-6}` (a whole number in that range, the same wherever the report uses that name).

A topic is asked for in three ways: `ask` in the words of its passages, `reworded` as an office
would type it that does not remember those words, `paraphrase` in everyday speech.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_FIELD = re.compile(r"\{(\w+)(?::(\d+)-(\d+))?\}")


@dataclass(frozen=True, slots=True)
class Topic:
    """A problem of part five: phrasings, the measures that answer it, questions about it."""

    id: str
    name: str
    problems: tuple[str, ...]
    measures: tuple[str, ...]
    ask: tuple[str, ...]
    paraphrase: tuple[str, ...]
    reworded: tuple[str, ...]
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Matter:
    """A sentence of part one with the questions it answers (none for the plainest)."""

    id: str
    text: str
    ask: tuple[str, ...] = ()
    paraphrase: tuple[str, ...] = ()
    reworded: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


def _load(name: str) -> object:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(Path(__file__).with_name(name).read_text("utf-8"), Loader=loader)


@cache
def topics() -> tuple[Topic, ...]:
    """Every problem topic, in the file's order."""
    return tuple(
        Topic(
            t["id"],
            t["name"],
            tuple(t["problems"]),
            tuple(t["measures"]),
            tuple(t["ask"]),
            tuple(t["paraphrase"]),
            tuple(t["reworded"]),
            tuple(t.get("kinds", ())),
        )
        for t in _load("problems.yaml")  # type: ignore[attr-defined]
    )


@cache
def matters() -> Mapping[str, tuple[Matter, ...]]:
    """Sentences of part one by matter: disclosure, applications, management, platform, …"""
    data = _load("matters.yaml")["matters"]  # type: ignore[index]
    return {
        name: tuple(
            Matter(
                s.get("id", f"{name}.{i}"),
                s["text"],
                tuple(s.get("ask", ())),
                tuple(s.get("paraphrase", ())),
                tuple(s.get("reworded", ())),
                tuple(s.get("kinds", ())),
            )
            for i, s in enumerate(sentences)
        )
        for name, sentences in data.items()
    }


@cache
def fields() -> Mapping[str, tuple[str, ...]]:
    """What each field of work deals with: 住建 → 物业管理, 保障性住房, …"""
    return {k: tuple(v) for k, v in _load("matters.yaml")["fields"].items()}  # type: ignore[index]


def speak(template: str, rng: random.Random, values: dict[str, object]) -> str:
    """A template spoken: choices made by `rng`, fields from `values`.

    A number field not yet in `values` is drawn and put there, so that a report that gives the
    same quantity twice gives it alike.
    """
    while "[" in template:
        template = _CHOICE.sub(lambda m: rng.choice(m[1].split("|")), template)

    def field(match: re.Match[str]) -> str:
        name, low, high = match.groups()
        if low is not None and name not in values:
            values[name] = rng.randint(int(low), int(high))
        return str(values[name])

    return _FIELD.sub(field, template)
