"""A sentence as items, each a letter with what it holds; words that nothing knows stay unknown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from assistant.claims.claim import OWN
from assistant.claims.reading.item import Item, Names, Speaker
from assistant.claims.reading.item_of_term import of_term
from assistant.claims.reading.told_measures import BLANK, told_measures
from assistant.claims.stated import stated, stated_of_any
from assistant.claims.told.named_items import Entry
from assistant.claims.told.narrated import Thing, units_of, without_attendance
from assistant.statements.lexicon import Token
from assistant.statements.numbers_in_prose import Quantity, quantities
from assistant.statements.wide_vocabulary import spoken_tokens, unknown
from index.text import fold

_BODIES = re.compile(
    r"(?:[^,;:()、]{0,16}的)?(?:县直|市直|同级|其[他它])?(?:部门|单位|机关|局|县区|区县|县市区|县市|县|区|乡镇|镇街|街道|镇|乡)"
)
_DIMENSIONS = {"count": "Q", "money": "Q", "percent": "P", "times": "T", "points": "O"}


def items(
    sentence: str, speaker: Speaker, things: Sequence[Thing] = (), entries: Sequence[Entry] = ()
) -> tuple[Item, ...]:
    """The items of a sentence in order, words that say nothing left out.

    `things` are what the texts of reports count: where the sentence names them they are measures;
    `entries` are their problems and measures, met word for word.
    """
    text = fold(sentence)
    named = list(_listed(text, entries))
    named += _names(_blanked(text, named), speaker.names)
    told = told_measures(_blanked(text, named), things) if things else ()
    named += told
    blank = _unquoted(_blanked(text, named))
    units = units_of([i.name for i in told], things)
    numbers = list(quantities(blank, worded=True))
    blank = without_attendance(blank) if told else blank
    terms = spoken_tokens(blank)
    found = list(named)
    spans = [(i.start, i.end) for i in named]
    for start, end, what in _leftmost(terms, numbers, blank):
        spans.append((start, end))
        if isinstance(what, Quantity):
            item = _counted(what) if what.unit in units else _number(what, blank)
        else:
            item = of_term(what, speaker)
        if item is not None:
            found.append(item)
    spans.sort()
    found += [Item("X", a, b, text[a:b]) for a, b in unknown(blank, iter(spans))]
    found = _without_heading(sorted(found, key=lambda i: i.start), text)
    return tuple(_causes(_by_whom(found, text)))


def _without_heading(found: Sequence[Item], text: str) -> list[Item]:
    """工作专报：全年新收… : what kind of paper it is, a name that claims nothing."""
    end = text.find(":")
    head = [i for i in found if i.end <= end]
    if not head or any(i.letter not in "XYb" for i in head) or not _is_name(text[:end]):
        return list(found)
    return [i for i in found if i not in head or i.letter != "X"]


_LONGEST_NAME = 12


def _is_name(words: str) -> bool:
    """Whether the words are nouns alone, the last of them no body."""
    import rjieba

    tags = [tag for _, tag in rjieba.tag(words)]
    nouns = all(tag[:1] in "njrvxu" or tag == "ad" for tag in tags)
    return nouns and tags[-1] in ("n", "vn", "nz", "ng") and len(words) <= _LONGEST_NAME


_BRINGS, _ANOTHERS = (
    re.compile("提起|起诉|提出|申请(?=行政|复议)"),
    re.compile("[被因由就遭、,]|针对"),
)


def _by_whom(found: Sequence[Item], text: str) -> Iterator[Item]:
    """我局对申请人提起行政诉讼11件: the suits of the table are brought against the body, not by it."""
    for before, item in zip((None, *found), found, strict=False):
        subject = before is not None and text[before.start - 1 : before.start] not in tuple("对向")
        if before is not None and before.letter in "bB" and subject and _is_dispute(item):
            said = text[before.end : item.end]
            if _BRINGS.search(said) and not _ANOTHERS.search(said):
                item = replace(item, letter="X")
        yield item


def _is_dispute(item: Item) -> bool:
    return any(t.kind == "dispute" for words in item.words for t in words)


def _causes(found: Iterable[Item]) -> Iterator[Item]:
    """因, 原因是 before a label of the form (因本机关不掌握信息) is part of it, else it gives a cause."""
    found = list(found)
    for index, item in enumerate(found):
        if item.letter != "c" and not item.text.startswith(("原因", "理由")):
            yield item
            continue
        after = next((i for i in found[index + 1 :] if i.letter not in "bA="), None)
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


def _listed(text: str, entries: Sequence[Entry]) -> Iterator[Item]:
    """The problems and measures that the sentence names, each with its quotation marks."""
    known = {name: e.kind for e in entries for name in e.names}
    if found := sorted((n for n in known if n in text), key=len, reverse=True):
        for match in re.finditer("|".join(f":?“?{re.escape(n)}”?" for n in found), text):
            words = match[0].strip(":“”")
            yield Item("L", match.start(), match.end(), words, known[words])


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


def _unquoted(text: str) -> str:
    """“维持”, “双下降”: words of the grammar in quotation marks are these words."""

    def bare(match: re.Match[str]) -> str:
        spans = iter([(t.start, t.end) for t in spoken_tokens(match[1])])
        return match[0] if any(unknown(match[1], spans)) else f" {match[1]} "

    return re.sub("“([^“”]{1,12})”", bare, text)


def _blanked(text: str, named: Sequence[Item]) -> str:
    for item in named:
        text = text[: item.start] + BLANK * (item.end - item.start) + text[item.end :]
    return text


# ---------------------------------------------------------------- numbers


def _counted(quantity: Quantity) -> Item:
    """A number in a unit of what the report's text counts (培训4次)."""
    said = stated_of_any(quantity)
    return Item("Q", quantity.start, quantity.end, quantity.text, stated=said)


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
