"""Numbers that a question states and does not ask for: 2023年办结63件，那上一年…; 从2023年的4件到2024年.

They set no condition: what is asked is of the one body named, and comes after.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.ask.grammar.facets import Said, strong
from assistant.ask.grammar.groups import blanked

Span = tuple[int, int]

_NUMBER = r"\d[\d,]*(?:\.\d+)?(?:件次|[件项个条宗起份]|万元|元)"
_CLAUSE = re.compile(r"[^，。；？！]+[，。；]")
_STATED = re.compile(
    rf"_(?:申请|件数|数量?|[的了是为有共才只]|一共)*(?P<number>{_NUMBER})[_的了]*[，。；]$"
)
_END = re.compile(
    rf"(?<=\d{{4}}年)度?的?{_NUMBER}(?=，?(?:[到至]|一?路|增|减|升|降|涨|跌|变|下|上))"
    rf"|(?:是|为)?{_NUMBER}还是{_NUMBER}"
    rf"|(?<=[到至]\d{{4}}年)度?的?{_NUMBER}(?=[，。？]|$|增|减|升|降|涨|跌)"
)
_KNOWN = re.compile(
    r"(?:这个?)?我们?(?:已经|都|是)?(?:知道|清楚|有数|查过|掌握)了?[，。；](?:我们?(?:想|现在)?(?:要|问|查|看)的是)?"
)
"""制发几件我知道，我要的是…: what is not asked for."""
_ASKS = re.compile(r"多少|几|谁|哪|什么|吗|呢|列|率|幅|是否|有没有")


@dataclass(frozen=True, slots=True)
class Told:
    """The clauses that state something, and in them (or at an end of a span of years) what is stated."""

    clauses: tuple[Span, ...] = ()
    stated: tuple[Span, ...] = ()


def told_facts(masked: str, words: Sequence[Said]) -> Told:
    """What the text states of the measures `words`; they are blanked with it if others are asked for."""
    firm = strong(words)
    plain = blanked(masked, [(s.start, s.end) for s in firm])
    clauses: list[Span] = []
    stated = [m.span() for m in _END.finditer(plain)]
    for known in _KNOWN.finditer(plain):
        start = max(plain.rfind(stop, 0, known.start()) for stop in "，。；") + 1
        inside = [s for s in firm if start <= s.start < known.start()]
        if inside and any(s.start >= known.end() for s in firm):
            stated += [(inside[0].start, known.end())]
    for clause in _CLAUSE.finditer(plain):
        number = _STATED.search(clause[0])
        if number is None or _ASKS.search(clause[0]) or not _ASKS.search(plain[clause.end() :]):
            continue
        clauses.append(clause.span())
        start, end = (clause.start() + at for at in number.span("number"))
        stated.append((start, end))
        if any(s.start >= clause.end() for s in firm):
            inside = [s for s in firm if clause.start() <= s.start < clause.end()]
            stated += [(s.start, s.end) for s in inside]
    return Told(tuple(clauses), tuple(stated))
