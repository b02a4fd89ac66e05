"""The words of a question, as data: how clerks call what stands in a report, and what only asks.

Words for a row, a column, a kind of case and so on are listed once (`measure_words.toml`) and
combine freely.  What surrounds them (的, 了, 申请, 多少件) is in `asking_words.toml`: a question is only
answered with a figure where nothing of it is left unexplained.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast

Facet = Literal["row", "column", "kind", "result", "item", "count"]

Operation = Literal[
    "value",
    "sum",
    "average",
    "max",
    "min",
    "rank",
    "trend",
    "compare",
    "difference",
    "share",
    "list",
    "count",
]
Phrases = dict[Facet, dict[str, str]]
"""For each facet its values, for each value its phrases between spaces."""

TERMS = re.compile(r"(信息处理费|依申请公开|主动公开|政府信息公开|政务公开|信息公开|政府信息)")
"""The field's own terms, which no dictionary has as one word."""

UNCOUNTED = re.compile("(信息处理费)")
"""Those of what no table counts: only the narrative tells of it."""

COUNT_OF_ITEM: dict[tuple[str, str], str] = {("procurement", "previous_items"): "projects"}
"""Counts that an item calls otherwise: 采购 has 项目数量 and means its own."""

ITEM_OF_COUNT: dict[str, str] = {"projects": "procurement"}
"""Counts that only one item of the form has, so that saying them says it."""


@cache
def _content(name: str) -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name(name).read_text("utf-8"))


def phrases() -> Phrases:
    """The words that settle a measure's facets."""
    return _content("measure_words.toml")["words"]


def weak_phrases() -> tuple[Phrases, ...]:
    """Words that settle the row only where nothing stronger does, the stronger first."""
    return tuple(_content("measure_words.toml")["weak"])


def patterns() -> dict[Facet, dict[str, str]]:
    """The same as patterns, where the ways to say it are many."""
    return _content("measure_words.toml")["patterns"]


@cache
def stop_words() -> frozenset[str]:
    """Words that change nothing about which figure is meant."""
    content = _content("asking_words.toml")
    return frozenset((*content["stop"].split(), *content["grammar"].split()))


@cache
def particles() -> frozenset[str]:
    """One-character stop words that a cut may leave joined to another."""
    return frozenset(_content("asking_words.toml")["particles"])


@cache
def asking_words() -> frozenset[str]:
    """Words that ask for something said, and are not what is to be found."""
    return frozenset(_content("asking_words.toml")["asking"].split())


@cache
def light_verbs() -> frozenset[str]:
    """Verbs that say only that something is done, not what."""
    return frozenset(_content("asking_words.toml")["light"])


@dataclass(frozen=True, slots=True)
class Spoken:
    """An operation in words: what it is called, the pattern of the words that ask for it, the marks
    of a plan that carries it out (() for whatever it gives)."""

    said: str
    pattern: str
    carried: tuple[str, ...]


@cache
def operation_words() -> Mapping[Operation, Spoken]:
    """Each operation of a plan, in the order in which they are tried."""
    return cast("Mapping[Operation, Spoken]", _spoken("operations"))


@cache
def quantifier_words() -> Mapping[str, Spoken]:
    """What says of which years or places among many: 中位数, 第二名, 每年都, 从没有, 几倍."""
    return _spoken("quantifiers")


def spoken(name: str) -> Spoken:
    """The operation or the quantifier that goes by `name`."""
    return {**_spoken("operations"), **_spoken("quantifiers")}[name]


@cache
def _spoken(kind: str) -> Mapping[str, Spoken]:
    found = _content("operations.toml")[kind]
    return {name: Spoken(v["said"], v["pattern"], tuple(v["carried"])) for name, v in found.items()}


COUNTED_TWICE = re.compile(r"(?<=[次期场条篇份件])\((?:[次期场条篇份件]|人次)\)")
"""3次（期）: counted in either."""
