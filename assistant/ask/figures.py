"""The amounts that a query asks for, read from the library's cells; nothing missing becomes 0."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.ask.answer import Derived, Figure, Number
from assistant.ask.grammar.measures import Keys, Measure
from assistant.ask.grammar.query import Query

if TYPE_CHECKING:
    from index.library.library import Library
    from index.stores.values import Fact

_ANYWHERE = "applications.total.total"
"""A cell that both forms have: where it is missing, the body has no report of either form."""

Missing = str
REASONS: dict[Missing, str] = {
    "no_report": "无该年报告",
    "earlier": "该年报告为早期格式，没有法定表格",
    "no_cell": "该年表格没有这一项",
    "blank": "该格空白",
    "dash": "该格填的是“/”或“—”",
    "text": "该格填的不是数字",
    "unread": "该格未能读出",
    "zero": "作分母的数为0，无法计算",
}


@dataclass(frozen=True, slots=True)
class Amount:
    """One measure of one body and year: its value, or why there is none; and its cells."""

    body: int
    agency: str
    year: int
    measure: Measure
    value: Number | None
    missing: Missing = ""
    facts: tuple[Fact, ...] = ()

    @property
    def whose(self) -> str:
        return f"{self.agency}{self.year}年"

    def figures(self) -> tuple[Figure, ...]:
        return tuple(
            Figure(f.agency, self.year, f.key, f.value, f.report, f.at) for f in self.facts
        )

    def derived(self) -> tuple[Derived, ...]:
        """The amount itself where it was computed from several cells."""
        if self.value is None or not self.measure.summed:
            return ()
        cells = tuple(dict.fromkeys(f.key for f in self.facts))
        label = f"{self.whose}{self.measure.label}"
        return (Derived(label, self.value, self.measure.unit, cells),)


def amounts(query: Query, measure: Measure, library: Library, everyone: int) -> list[Amount]:
    """The measure for every body and year of the query, bodies in order, then years.

    `everyone` is how many bodies the library has: a query about all of them names none in SQL.
    """
    bodies = () if len(query.bodies) == everyone else query.bodies
    keys = tuple(dict.fromkeys((*measure.cells, _ANYWHERE)))
    held: dict[tuple[int, int], dict[str, Fact]] = defaultdict(dict)
    for fact in library.cells(bodies=bodies, years=query.years, keys=keys):
        if fact.year is not None:
            held[fact.body, fact.year][fact.key] = fact
    pairs = [
        (b, n, y) for b, n in zip(query.bodies, query.agencies, strict=True) for y in query.years
    ]
    earlier = _earlier([(b, y) for b, _, y in pairs if not held.get((b, y))], query, library)
    return [_amount(b, n, y, measure, held.get((b, y), {}), earlier) for b, n, y in pairs]


def _earlier(
    without: Sequence[tuple[int, int]], query: Query, library: Library
) -> Mapping[tuple[int, int], str]:
    """Of the bodies and years without cells those that have a report, with its agency's name."""
    if not without:
        return {}
    bodies = tuple(dict.fromkeys(b for b, _ in without))
    entries = library.reports(bodies=bodies, years=query.years)
    return {(e.body, e.year): e.agency for e in entries if e.year is not None}


def _amount(
    body: int,
    name: str,
    year: int,
    measure: Measure,
    facts: Mapping[str, Fact],
    earlier: Mapping[tuple[int, int], str],
) -> Amount:
    if not facts:
        agency = earlier.get((body, year))
        missing = "earlier" if agency else "no_report"
        return Amount(body, agency or name, year, measure, None, missing)
    agency = next(iter(facts.values())).agency or name
    value, missing, used = _evaluated(measure, facts)
    return Amount(body, agency, year, measure, value, missing, used)


def _evaluated(
    measure: Measure, facts: Mapping[str, Fact]
) -> tuple[Number | None, Missing, tuple[Fact, ...]]:
    value, missing, used = _summed(measure.alternatives, facts)
    if measure.over is None:
        return value, missing, used
    whole, why, others = _evaluated(measure.over, facts)
    every = tuple(dict.fromkeys((*used, *others)))
    if value is None or whole is None:
        return None, missing or why, every
    if whole == 0:
        return None, "zero", every
    scale = 100 if measure.unit == "%" else 1
    return round(scale * value / whole, 2), "", every


def _summed(
    alternatives: Iterable[Keys], facts: Mapping[str, Fact]
) -> tuple[Number | None, Missing, tuple[Fact, ...]]:
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


def tidy(number: Number) -> Number:
    """The number without the dust of floating point: 12.0 as 12, money to four decimals."""
    rounded = round(number, 4)
    return int(rounded) if rounded == int(rounded) else rounded
