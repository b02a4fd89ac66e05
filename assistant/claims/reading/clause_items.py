"""A sentence as items, each a letter with what it holds; words that nothing knows stay unknown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.claims.claim import OWN
from assistant.claims.reading.item import Item, Names, Speaker
from assistant.claims.reading.item_of_term import of_term
from assistant.claims.stated import stated
from assistant.statements.lexicon import Token
from assistant.statements.numbers_in_prose import Quantity, quantities
from assistant.statements.wide_vocabulary import spoken_tokens, unknown
from index.text import fold

_BODIES = re.compile(
    r"(?:[^,;:()、]{0,16}的)?(?:县直|市直|同级|其[他它])?(?:部门|单位|机关|局|县区|区县|县市区|县市|县|区|乡镇|镇街|街道|镇|乡)"
)
_DIMENSIONS = {"count": "Q", "money": "Q", "percent": "P", "times": "T", "points": "O"}


def items(sentence: str, speaker: Speaker) -> tuple[Item, ...]:
    """The items of a sentence in order, words that say nothing left out."""
    text = fold(sentence)
    named = list(_names(text, speaker.names))
    blank = _blanked(text, named)
    terms = spoken_tokens(blank)
    numbers = list(quantities(blank, worded=True))
    found = list(named)
    spans = [(i.start, i.end) for i in named]
    for start, end, what in _leftmost(terms, numbers, blank):
        spans.append((start, end))
        item = _number(what, blank) if isinstance(what, Quantity) else of_term(what, speaker)
        if item is not None:
            found.append(item)
    spans.sort()
    found += [Item("X", a, b, text[a:b]) for a, b in unknown(blank, iter(spans))]
    return tuple(_causes(sorted(found, key=lambda i: i.start)))


def _causes(found: Sequence[Item]) -> Iterator[Item]:
    """因 before a label of the form (因本机关不掌握信息) is part of it, else it gives a cause."""
    for index, item in enumerate(found):
        if item.letter != "c":
            yield item
            continue
        after = next((i for i in found[index + 1 :] if i.letter != "b"), None)
        if after is None or after.letter != "M" or "." not in after.name:
            yield replace(item, letter="?")


def _leftmost(
    terms: Sequence[Token], numbers: Sequence[Quantity], text: str
) -> Iterator[tuple[int, int, Token | Quantity]]:
    """Terms and numbers by place; of two that overlap the one that begins first, else the longer."""
    both: list[tuple[int, int, Token | Quantity]] = [(q.start, q.end, q) for q in numbers]
    both += [(t.start, t.end, t) for t in terms]
    at = 0
    for start, end, what in sorted(both, key=lambda b: (b[0], -b[1], not _adds_up(b[2]))):
        if start >= at:
            yield start, end, what
            at = end
        elif end > at and isinstance(what, Quantity):  # 未超过40件: 超过 belongs to 未
            for rest in quantities(text[at:end], worded=True):
                rest = replace(rest, start=rest.start + at, end=rest.end + at)
                yield rest.start, rest.end, rest
                at = rest.end


def _adds_up(what: Token | Quantity) -> bool:
    """两项: both of them, no number of its own."""
    return isinstance(what, Token) and what.kind == "sum"


# ---------------------------------------------------------------- names


def _names(text: str, names: Names) -> Iterator[Item]:
    taken = [m.span() for m in _QUOTED.finditer(text)]
    known = [(re.escape(n), OWN) for n in names.own]
    known += [(re.escape(n), body) for n, body in names.peers.items()]
    known += [(rf"(?<![^,;:]){re.escape(n)}(?![办各内])", OWN) for n in names.heads]
    for name, body in sorted(known, key=lambda k: -len(k[0])):
        for match in re.finditer(name, text):
            if all(match.end() <= a or b <= match.start() for a, b in taken):
                taken.append(match.span())
                letter = "b" if body == OWN else "B"
                yield Item(letter, match.start(), match.end(), match[0], body=body)


_QUOTED = re.compile("“[^“”]{2,40}”")
_BLANK = "\ue000"


def _blanked(text: str, named: Sequence[Item]) -> str:
    for item in named:
        text = text[: item.start] + _BLANK * (item.end - item.start) + text[item.end :]
    return text


# ---------------------------------------------------------------- numbers


def _number(quantity: Quantity, text: str) -> Item | None:
    said = stated(quantity)
    letter = _DIMENSIONS[said.dimension] if said else "X"
    if quantity.unit == "项" and not quantity.text[0].isdigit():
        letter = "x"  # 三项执法决定: so many kinds, not so many cases
    if quantity.unit in ("家", "部门") or (
        quantity.unit == "个" and _BODIES.match(text, quantity.end)
    ):
        letter = "q"
    return Item(letter, quantity.start, quantity.end, quantity.text, stated=said)
