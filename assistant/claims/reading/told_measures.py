"""Words of a sentence that are a measure which the report's own text counts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.claims.reading.item import Item
from assistant.claims.told.narrated import (
    BY_CHARACTER,
    SILENT,
    TERMS,
    Thing,
    content_of,
    only_attendance,
    says_the_same,
)
from assistant.statements.lexicon import Token
from assistant.statements.numbers_in_prose import quantities
from assistant.statements.wide_vocabulary import spoken_tokens

_INSIDE = TERMS | BY_CHARACTER | SILENT | {"channel"}
"""Kinds of terms that may stand in the words of a count; at all others one ends."""
BLANK = "\ue000"
"""What stands for each character of a name that was taken out."""
_SEPARATORS = frozenset({"sep", "list"})


def told_measures(text: str, things: Sequence[Thing]) -> tuple[Item, ...]:
    """The stretches of half-width text that say what the texts count, as measures; names are blank."""
    units = {q.unit for q in quantities(text, worded=True)}
    found: list[Item] = []
    for start, end in _stretches(text):
        if found and only_attendance(text[start:end]):
            continue  # 培训6次，参训180人次
        kind = text[end : end + 1] == "类"
        if (thing := thing_of(text[start:end], units, things, of_kind=kind)) is not None:
            found.append(measure_of(thing, start, end, text))
            continue
        for thing in things:
            at = text.find(thing.words, start, end) if thing.words else -1
            if at >= 0:
                found.append(measure_of(thing, at, at + len(thing.words), text))
                break
    return tuple(found)


def measure_of(thing: Thing, start: int, end: int, text: str) -> Item:
    token = Token("narrated", thing.name, start, end, text[start:end])
    return Item("M", start, end, token.text, thing.name, words=((token,),))


def thing_of(
    words: str, units: set[str], things: Sequence[Thing], *, of_kind: bool = False
) -> Thing | None:
    """The count that the words mean, in one of the units where several have them; None for others.

    `of_kind`: 类 stands behind them, so that they may be how its name begins (政策类).
    """
    every = "|".join({re.escape(t.unit) for t in things})
    content = content_of(re.sub(rf"(?:{every})(?:数量?|量)|(?:人|件|条)次$", "", words))
    alike = {t.name: t for t in things if says_the_same(content, t)}
    if not alike and of_kind and len(content) > 1:
        alike = {t.name: t for t in things if t.content[: len(content)] == content}
    if len(alike) > 1:
        alike = {name: t for name, t in alike.items() if t.unit in units}
    return next(iter(alike.values())) if len(alike) == 1 else None


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """What stands between the numbers, the separators and the words that relate things."""
    walls = [(q.start, q.end) for q in quantities(text, worded=True)]
    walls += [m.span() for m in re.finditer(f"{BLANK}+", text)]
    walls += [
        (t.start, t.end)
        for t in spoken_tokens(text)
        if t.kind not in _INSIDE or t.kind in _SEPARATORS
    ]
    at = 0
    for start, end in (*sorted(walls), (len(text), len(text))):
        if start > at:
            yield at, start
        at = max(at, end)
