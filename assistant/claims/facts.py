"""What the reports say of a figure: every sum of cells that it may mean, with the cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from statistics import fmean, median

from assistant.claims.claim import OWN, Figure, Ground, Measure, Pool, Statistic
from assistant.claims.told.named_items import Entry, entries
from assistant.claims.told.narrated import Thing, amounts_of, is_narrated, things
from assistant.statements import Reading, readings
from index.bodies.names import same_body
from index.formats import edition, labels
from index.report import Report

_POOLED: Mapping[Pool, Callable[[Sequence[float]], float]] = {
    "mean": fmean,
    "median": median,
    "sum": sum,
}
MIN_PEERS = 3
"""Fewer bodies than this are no group to be above or below."""


@dataclass(frozen=True, slots=True)
class Amount:
    """One sum of cells.

    `sure` is False for a meaning that the words only may have, `likely` for one that they have
    only where its number says so.
    """

    value: int | float
    words: str
    grounds: tuple[Ground, ...]
    sure: bool = True
    likely: bool = True


@dataclass(frozen=True)
class Facts:
    """The report that is spoken of, its earlier years, the peers' reports and those of others named."""

    report: Report
    earlier: Mapping[int, Report] = field(default_factory=dict)
    peers: Sequence[Report] = ()
    named: Sequence[Report] = ()
    meant: Mapping[Measure, int] = field(default_factory=dict)
    """Which of its meanings a measure was given in this sentence, by its place among them."""

    @property
    def year(self) -> int:
        return self.report.year or 0

    @property
    def by_year(self) -> Mapping[int, Report]:
        """The body's own reports."""
        return {**self.earlier, self.year: self.report}

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The problems and measures that the body's own reports name."""
        return tuple(e for r in self.by_year.values() for e in entries(r))

    @property
    def things(self) -> tuple[Thing, ...]:
        """What the texts count: this report's, then what only the others' do."""
        earlier = (self.earlier[y] for y in sorted(self.earlier, reverse=True))
        every = (self.report, *earlier, *self.peers, *self.named)
        return tuple({(t.content, t.unit): t for r in reversed(every) for t in things(r)}.values())

    def of(self, figure: Figure) -> tuple[Amount, ...]:
        """The amounts that the figure may mean, the likeliest first; () where cells are missing."""
        bodies = (figure.body, *figure.also)
        each = [self._of_year(figure.measure, b, year) for b in bodies for year in figure.years]
        if not all(each):
            return ()
        if len(each) == 1:
            return each[0]
        together = _added(each, "各年之和" if len(bodies) == 1 else "几家之和")
        if figure.mean:
            value = together.value / len(figure.years)
            together = replace(together, value=value, words="各年平均")
        return (together,)

    def plainly(self, figure: Figure) -> Amount | None:
        """The amount in the meaning that the sentence gave the measure, else the likeliest."""
        found = self.of(figure)
        place = self.meant.get(figure.measure, 0)
        return found[place] if place < len(found) else None

    def over(self, statistic: Statistic) -> tuple[tuple[float, ...], tuple[Ground, ...]]:
        """What the statistic may come to: over the peers alone, and with the body among them."""
        own = self.of(statistic.figure)
        others = self.others(statistic.figure)
        if not own or len(others) < MIN_PEERS:
            return (), ()
        values = [a.value for _, a in others]
        make = _POOLED[statistic.pool]
        grounds = tuple(g for _, a in others for g in a.grounds)
        return (float(make(values)), float(make([*values, own[0].value]))), grounds

    def others(self, figure: Figure) -> tuple[tuple[Report, Amount], ...]:
        """The other bodies' likeliest amounts of the figure, where all of them can be read."""
        found = []
        for peer in self._beside(figure):
            amounts = _amounts(figure.measure, peer)
            if not amounts:
                return ()
            found.append((peer, amounts[0]))
        return tuple(found)

    def _beside(self, figure: Figure) -> Iterator[Report]:
        year = figure.years[0]
        if figure.body == OWN:
            yield from self._peers(year)
            return
        own = self._report(OWN, year)
        yield from (own,) if own else ()
        yield from (p for p in self._peers(year) if not same_body(p.agency, figure.body))

    def _peers(self, year: int) -> Iterator[Report]:
        return (p for p in self.peers if p.year == year)

    def _of_year(self, measure: Measure, body: str, year: int) -> tuple[Amount, ...]:
        report = self._report(body, year)
        return _amounts(measure, report) if report is not None else ()

    def _report(self, body: str, year: int) -> Report | None:
        if body == OWN:
            return self.report if year == self.year else self.earlier.get(year)
        beside = (p for p in (*self.peers, *self.named) if p.year == year)
        return next((p for p in beside if same_body(p.agency, body)), None)


def _added(each: Sequence[tuple[Amount, ...]], words: str) -> Amount:
    """The sum over years or bodies, of the likeliest meaning: nothing carried over counts twice."""
    firsts = [amounts[0] for amounts in each]
    grounds = tuple(g for a in firsts for g in a.grounds)
    return Amount(sum(a.value for a in firsts), words, grounds)


def _amounts(measure: Measure, report: Report) -> tuple[Amount, ...]:
    if (single := measure.single) is not None:
        if is_narrated(single[0]):
            told = amounts_of(single[0], report)
            return tuple(Amount(value, "原文所述", (ground,)) for value, ground in told)
        sums = (_sum(reading, report) for reading in _readings(single, report))
        return tuple(a for a in sums if a is not None)
    firsts = [_first(part, report) for part in measure.parts]
    if any(a is None for a in firsts):
        return ()
    found = [a for a in firsts if a is not None]
    grounds = tuple(g for a in found for g in a.grounds)
    return (Amount(sum(a.value for a in found), "几项之和", grounds),)


def _first(part: tuple[str, str], report: Report) -> Amount | None:
    return next(iter(_amounts(Measure((part,)), report)), None)


def _readings(part: tuple[str, str], report: Report) -> tuple[Reading, ...]:
    one_row = report.cell("applications.other.total").state != "unread"
    return readings(*part, edition(report.format, report.year), one_row_other=one_row)


def _sum(reading: Reading, report: Report) -> Amount | None:
    plus = [_ground(key, report) for key in reading.plus]
    minus = [_ground(key, report) for key in reading.minus]
    if any(g.value is None for g in (*plus, *minus)) or not plus:
        return None
    value = sum(g.value or 0 for g in plus) - sum(g.value or 0 for g in minus)
    if len(plus) == 1 and not minus:
        told = (*plus,)
    else:
        told = tuple(g for g in (*plus, *minus) if g.value) or (plus[0],)
    words = reading.words or _label(reading.plus[0])
    return Amount(value, words, told, reading.strength == "pass", reading.strength != "uncertain")


def _ground(key: str, report: Report) -> Ground:
    cell = report.cell(key)
    text = f"{_label(key)}：{cell.text or '空白'}"
    return Ground("cell", text, report.agency, report.year, key, cell.value)


def _label(key: str) -> str:
    found = labels().get(key)
    return str(found) if found else key
