"""Clauses that say what is left out or counted in: 不含上年结转的; 直接起诉和复议后起诉都算.

Such a clause changes nothing where what it leaves out is no part of the number anyway, and where
what it counts in is part of it.  Any other stays in the question, unexplained.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.ask.grammar.facets import Reading
from assistant.ask.measures import Measure, apart

Span = tuple[int, int]

_OUT = re.compile(
    r"(?:不|别|勿|无需|不用|不要|不必)(?:要|用)?(?:把|将)?(?:包含|包括|含有?|算|计|加|统计|考虑|要)(?:进|上|入|在)?(?:来|去|内)?"
    r"|(?:不要|别|不用|不)(?:把|将)|(?:加|算|计|统计|包括)(?:进|在)?(?:来|去|内)|除外|除去|除开|剔除|扣除|扣掉|去掉|刨去|刨除|排除|不在内"
)
_IN = re.compile(
    r"(?:都|也|均|全|全都)?(?:要|得)?(?:算|计|包括|包含|含|统计)(?:在内|进去|进来|上|入|了)?|(?:加|合)(?:在)?一起|在内"
)
_NOT_MEANT = re.compile(r"^(?:不是|并非|而非|非)(?:要|指|问|说)?")
"""新收（不是办结）: another number, which is not asked for."""
_CLAUSE = re.compile(r"(?:^|(?<=[，；。( ]))[^，；。？！() ]{2,30}(?=[，；。？！) ]|$)")
_DENIES = re.compile(r"[不别勿无]|除|剔|扣|去掉|刨")
_ASKS = re.compile(r"多少|几|谁|哪|\d")


def asides(
    masked: str,
    read: Callable[[str], tuple[Sequence[Span], Reading]],
    left: Callable[[str], Sequence[str]],
    main: Callable[[str], Reading],
) -> list[Span]:
    """The clauses of `masked` that only say what does or does not count, and truly so.

    `read` gives a clause's measure words and measures, `left` what nobody explains, `main` the
    measures of the text without the clause.
    """
    found: list[Span] = []
    for match in _CLAUSE.finditer(masked):
        clause = match[0]
        other = _NOT_MEANT.match(clause) is not None
        out = other or _DENIES.search(clause) is not None
        said = _NOT_MEANT if other else _OUT if out else _IN
        if _ASKS.search(clause) or not said.search(clause):
            continue
        spans, reading = read(clause)
        if not spans or left(said.sub("_", _blank(clause, spans))):
            continue
        rest = main(_blank(masked, [match.span()])).measures
        apart_from = other and not {*rest} & {*reading.measures, *reading.choices}
        if rest and (apart_from or _needless(rest, reading, out=out)):
            found.append(match.span())
    return found


def _needless(rest: Sequence[Measure], reading: Reading, *, out: bool) -> bool:
    if not out:
        cells = {c for m in rest for c in m.cells}
        return bool(reading.measures) and all(set(m.cells) <= cells for m in reading.measures)
    if reading.choices:
        return any(all(apart(m, c) for m in rest) for c in reading.choices)
    return bool(reading.measures) and all(apart(m, e) for m in rest for e in reading.measures)


def _blank(text: str, spans: Sequence[Span]) -> str:
    marks = list(text)
    for start, end in spans:
        marks[start:end] = "_" * (end - start)
    return "".join(marks)
