"""Sentences that the grammar does not bind, put into typed claims by a model and then checked.

The model translates and never judges: what it gives is read by the vocabulary and proved by
arithmetic like any other claim, and only if every number, direction, denial, body, year and line
of the sentence is in it and nothing else is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from assistant.claims.claim import Claim
from assistant.claims.context import Context
from assistant.claims.reading.clause_items import items
from assistant.claims.reading.item import Item, Speaker
from assistant.claims.typed import Reading, Translated, signs_of, typed
from index.report import ModelError, Report
from index.text import fold

if TYPE_CHECKING:
    from assistant.model import Model

Translate = Callable[[str], Sequence[Translated]]
"""From a sentence to claims that say the same of figures; () where that cannot be done."""

_NUMBERS, _DENIALS, _SIGNED = "QPTOF", "NnzoA", "DREH"
_OPEN = "X"
_KINDS = ("row", "column", "dispute", "result", "disclosure")


@cache
def _shape() -> type[Any]:
    from pydantic import create_model

    claim = create_model(
        "Said",
        says=(str, ...),
        years=(list[int], ...),
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

    def translate(sentence: str) -> Sequence[Translated]:
        fields = {"agency": agency, "year": str(year), "sentence": sentence}
        try:
            read = model.structured(prompts.fill("claims", **fields), _shape())
        except ModelError:
            return ()
        if read.rest.strip():
            return ()
        fields_of = (c.model_dump() for c in read.claims)
        return tuple(Translated(**{**c, "years": tuple(c["years"])}) for c in fields_of)

    return translate


def claims_of(
    sentence: str, said: Sequence[Translated], context: Context, report: Report
) -> tuple[Claim, ...]:
    """The translation's claims; () where one is not read, or they do not say the same."""
    reading = Reading(context, report)
    found = [typed(t, reading) for t in said]
    claims = tuple(c for c in found if c is not None)
    whole = items(sentence, context.speaker)
    if not claims or len(claims) < len(found):
        return ()
    same = _says_the_same(whole, said, reading.read) and _names_the_same(
        whole, said, context.speaker
    )
    return claims if same else ()


def _says_the_same(
    sentence: Sequence[Item], said: Sequence[Translated], read: Sequence[Item]
) -> bool:
    """Whether the numbers, the ways and the denials are those of the sentence.

    Words that nobody knows may say a way or a denial that the vocabulary does not see.
    """
    if any(i.letter in "!?" for i in sentence):
        return False
    strange = any(i.letter == _OPEN for i in sentence)
    known, told = _numbers(sentence), _numbers(read)
    if not known <= told or not told <= known | _in_words(sentence):
        return False
    ways = {i.sign for i in sentence if i.letter in _SIGNED and not i.negated}
    turned = any(i.letter in _SIGNED and i.negated for i in sentence)
    given = signs_of(said)
    if not turned and (not ways <= given or (ways and not given <= ways)):
        return False
    places = {i.sign for i in sentence if i.letter == "K"}
    if places and places != {i.sign for i in read if i.letter == "K"}:
        return False
    denied = any(i.letter in _DENIALS or i.negated for i in sentence)
    denies = any(t.says in ("没有", "全部") for t in said)
    return denied == denies or (denies and strange) or (denied and turned)


def _names_the_same(sentence: Sequence[Item], said: Sequence[Translated], speaker: Speaker) -> bool:
    """Whether the bodies, the lines of the form and the years are those of the sentence."""
    told = [i for t in said for i in items(f"{t.body};{t.measure};{t.against}", speaker)]
    bodies = {i.body for i in sentence if i.letter == "B"}
    named = {i.body for i in told if i.letter == "B"}
    things, meant = _things(sentence), _things(told)
    strange = any(i.letter == _OPEN for i in sentence)
    years = {y for i in sentence for y in _printed(i.text)}
    given = {y for t in said for y in (*t.years, *_printed(t.against))}
    return bodies == named and things <= meant and (strange or meant <= things) and years <= given


def _printed(words: str) -> set[int]:
    return {int(y) for y in re.findall(r"20\d\d", words)}


def _things(found: Sequence[Item]) -> set[tuple[str, str]]:
    """What is counted, as far as the form has a line for it."""
    return {(t.kind, t.name) for i in found for w in i.words for t in w if t.kind in _KINDS}


def _numbers(found: Sequence[Item]) -> set[float]:
    """The numbers that stand in the items, those within words that nobody knows as well."""
    told = {round(i.stated.value, 6) for i in found if i.letter in _NUMBERS and i.stated}
    for item in found:
        if item.letter == _OPEN:
            words = re.sub(r"20\d\d年?", "", fold(item.text))
            told |= {float(n) for n in re.findall(r"\d+(?:\.\d+)?", words)}
    return told


def _in_words(found: Sequence[Item]) -> set[float]:
    """翻一番, 归零: numbers that a word says."""
    return {i.value.value for i in found if i.value is not None} | {0.0}
