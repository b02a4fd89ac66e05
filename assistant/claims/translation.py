"""Sentences that the grammar does not bind, put into typed claims by a model and then checked.

The model translates and never judges: what it gives is spoken in the grammar's own words and
proved by arithmetic like any other sentence, and only if every number, direction and denial of
the sentence is in it and nothing else is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from assistant.claims.reading.item import Item
from index.report import ModelError
from index.text import fold

if TYPE_CHECKING:
    from assistant.model import Model

Translate = Callable[[str], Sequence[str]]
"""From a sentence to plain ones that say the same of figures; () where that cannot be done."""

_SAID = {
    "数值": "{body}{year}年{measure}{number}",
    "增减": "{body}{year}年{measure}较{against}{direction}{number}",
    "比较": "{body}{year}年{measure}{direction}{against}{number}",
    "占比": "{body}{year}年{measure}占{against}的{number}",
    "全部": "{body}{year}年{against}全部{measure}",
    "没有": "{body}{year}年没有{measure}",
}
_NUMBERS = "QPTOF"
_DENIALS = "NnzoA"
_SIGNED = "DREH"


@cache
def _shape() -> type[Any]:
    from pydantic import create_model

    claim = create_model(
        "Said",
        says=(str, ...),
        year=(int, ...),
        body=(str, ""),
        measure=(str, ...),
        direction=(str, ""),
        number=(str, ""),
        against=(str, ""),
    )
    return create_model("Translation", claims=(list[claim], ...), rest=(str, ""))  # type: ignore[valid-type]


def translator(model: Model, agency: str, year: int) -> Translate:
    """Translates by `model`; a model that fails translates nothing."""
    import prompts

    def translate(sentence: str) -> Sequence[str]:
        fields = {"agency": agency, "year": str(year), "sentence": sentence}
        try:
            read = model.structured(prompts.fill("claims", **fields), _shape())
        except ModelError:
            return ()
        return () if read.rest.strip() else _spoken(read.claims)

    return translate


def _spoken(claims: Sequence[Any]) -> Sequence[str]:
    if not claims or any(c.says not in _SAID for c in claims):
        return ()
    return [_SAID[c.says].format(**c.model_dump()) for c in claims]


def says_the_same(sentence: Sequence[Item], plain: Sequence[Sequence[Item]]) -> bool:
    """Whether the translation has the sentence's numbers, directions, denials, bodies and lines."""
    told = [item for items in plain for item in items]
    if any(i.letter in "!?" for i in sentence):
        return False
    same_numbers = _numbers(sentence) == _numbers(told)
    turned = {i.sign for i in sentence if i.letter in _SIGNED and not i.negated}
    turns = {i.sign for i in told if i.letter in _SIGNED and not i.negated}
    denied = any(i.letter in _DENIALS or i.negated for i in sentence)
    denies = any(i.letter in _DENIALS or i.negated for i in told)
    bodies = {i.body for i in sentence if i.letter == "B"} == {
        i.body for i in told if i.letter == "B"
    }
    same_turns = not turned or turned == turns
    same_things = bodies and _things(sentence) <= _things(told)
    return same_numbers and same_turns and same_things and denied == denies


def _things(items: Sequence[Item]) -> set[tuple[str, str]]:
    """What is counted, as far as the form has a line for it."""
    kinds = ("row", "column", "dispute", "result", "disclosure")
    return {(t.kind, t.name) for i in items for w in i.words for t in w if t.kind in kinds}


def _numbers(items: Sequence[Item]) -> set[str]:
    """The numbers that stand in the items, those within words that nobody knows as well."""
    found = {re.sub(r"[约近达仅\s]", "", i.text) for i in items if i.letter in _NUMBERS}
    for item in items:
        if item.letter == "X":
            found |= set(re.findall(r"\d+(?:\.\d+)?", fold(item.text)))
    return found
