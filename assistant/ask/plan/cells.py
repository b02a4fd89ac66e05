"""Measures of bodies and years, from the library's stored cells; nothing missing becomes 0."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from assistant.ask.answer import Figure, Number
from assistant.ask.measures import Keys, Measure
from assistant.ask.plan.rows import Value, tidy

if TYPE_CHECKING:
    from index.library.library import Library
    from index.stores.values import Fact

ANYWHERE = "applications.total.total"
"""A cell that both forms have: where it is missing, the body has no report of either form."""

REASONS = {
    "no_report": "没有报告",
    "earlier": "报告为早期格式，没有法定表格",
    "no_cell": "表格没有这一项",
    "blank": "该格空白",
    "dash": "该格填的是“/”或“—”",
    "text": "该格填的不是数字",
    "unread": "该格未能读出",
    "zero": "作分母的数为0，无法计算",
}

Held = Mapping[tuple[int, int], Mapping[str, "Fact"]]


def cells(
    library: Library, bodies: Sequence[int], years: Sequence[int], measures: Sequence[Measure]
) -> Held:
    """The stored cells that the measures need, by body and year."""
    if not bodies or not years:
        return {}
    keys = dict.fromkeys(k for m in measures for k in m.cells)
    held: dict[tuple[int, int], dict[str, Fact]] = defaultdict(dict)
    wanted = bodies if len(bodies) <= MOST_NAMED else ()
    for fact in library.cells(bodies=wanted, years=years, keys=(*keys, ANYWHERE)):
        if fact.year is not None:
            held[fact.body, fact.year][fact.key] = fact
    return held


MOST_NAMED = 400
"""Beyond so many bodies SQL is asked for all and the rest is left out here."""


def value(measure: Measure, facts: Mapping[str, Fact], year: int) -> Value:
    """The measure of one report; None with its reason where a cell of it holds no number."""
    number, missing, used = _evaluated(measure, facts)
    figures = tuple(Figure(f.agency, year, f.key, f.value, f.report, f.at) for f in used)
    return Value(number, figures, missing=REASONS.get(missing, missing))


def _evaluated(
    measure: Measure, facts: Mapping[str, Fact]
) -> tuple[Number | None, str, tuple[Fact, ...]]:
    number, missing, used = _summed(measure.alternatives, facts)
    if measure.over is None:
        return number, missing, used
    whole, why, others = _evaluated(measure.over, facts)
    every = tuple(dict.fromkeys((*used, *others)))
    if number is None or whole is None:
        return None, missing or why, every
    if whole == 0:
        return None, "zero", every
    return tidy((100 if measure.unit == "%" else 1) * number / whole), "", every


def _summed(
    alternatives: Iterable[Keys], facts: Mapping[str, Fact]
) -> tuple[Number | None, str, tuple[Fact, ...]]:
    """The sum of the alternative that the report printed; no sum where one of its cells is none."""
    printed = [
        tuple(facts[k] for k in keys) for keys in alternatives if all(k in facts for k in keys)
    ]
    if not printed:
        return None, "no_cell", ()
    read = [p for p in printed if all(f.state != "unread" for f in p)]
    used = (read or printed)[0]
    missing = next((f.state for f in used if f.value is None), "")
    if missing:
        return None, missing, used
    return tidy(sum(f.value for f in used if f.value is not None)), "", used
