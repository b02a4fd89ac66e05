"""The library at a glance: charts over what is kept, each sum saying what it takes in.

As in an answer, a sum over a government and bodies below it says that its report may hold their
numbers already.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.desk.frame.charts import Chart
from assistant.export.review_sheet import LEVELS
from index.bodies import counted_twice
from index.form_rows import application_rows
from index.formats import FORMS, GROUPS

if TYPE_CHECKING:
    from index.library.library import Library
    from index.stores.values import Body, Entry, Fact

NEW = "applications.new_received.total"
UPHELD, CORRECTED, OTHER = (
    f"disputes.reconsideration.{key}" for key in ("upheld", "corrected", "other")
)

FEW = 20
"""Cases below which a rate says little: one more or less moves it by 100 / FEW points or more."""


def charts(library: Library, titles: dict[str, str]) -> list[Chart]:
    """The board's charts over current reports; `titles` are the rules' by id."""
    entries = library.reports()
    years = sorted({e.year for e in entries if e.year})
    results = [
        f"applications.{row.key}.total"
        for form in FORMS
        for row in application_rows(form)
        if row.key.split(".")[0] in GROUPS
    ]
    facts = library.cells(keys={NEW, UPHELD, CORRECTED, OTHER, *results})
    summed = _Summed(facts, library.bodies())
    made = [
        _reports(entries, years),
        _applications(summed, years),
        _results(summed),
        _corrected(summed, years),
        _findings(library, titles),
    ]
    return [chart for chart in made if not chart.empty]


@dataclass(frozen=True)
class _Summed:
    """Cells of many bodies, and whom their sums take in."""

    facts: Sequence[Fact]
    bodies: Sequence[Body]

    def sums(self, keys: Collection[str]) -> dict[int, float]:
        """Year → the sum of these cells where they are numbers; a year with none is not there."""
        found = dict[int, float]()
        for fact in self.facts:
            if fact.key in keys and fact.year and fact.value is not None:
                found[fact.year] = found.get(fact.year, 0) + fact.value
        return found

    def whom(self, keys: Collection[str], years: Collection[int]) -> str:
        """Whose numbers are added up: how many bodies, of which levels."""
        levels = {b.id: b.level for b in self.bodies}
        count = Counter[str](levels.get(body, "unknown") for body in self._counted(keys, years))
        told = "、".join(f"{name} {count[level]}" for level, name in LEVELS.items() if count[level])
        return f"{count.total()} 个机关相加：{told}" if count.total() > 1 else ""

    def under(self, keys: Collection[str], years: Iterable[int]) -> tuple[str, ...]:
        """How many bodies' numbers a year's sum has."""
        return tuple(f"{len(self._counted(keys, [y]))} 个机关" for y in years)

    def note(self, keys: Collection[str], years: Collection[int], *more: str) -> str:
        """Which of the sums may count twice, what they leave out, and why."""
        names = {b.id: b.name for b in self.bodies}
        parents = {b.id: b.parent for b in self.bodies}
        above = counted_twice.above_others(sorted(self._counted(keys, years)), parents)
        twice = counted_twice.said(names[body] for body in above)
        lacking = {
            (f.body, f.year)
            for f in self.facts
            if f.key in keys and f.year in years and f.value is None
        }
        out = f"{len(lacking)} 份报告有空白或没有读出的格，未计入" if lacking else ""
        told = [part for part in (twice, out, *more) if part]
        return "。".join(told) + "。" if told else ""

    def _counted(self, keys: Collection[str], years: Collection[int]) -> set[int]:
        return {
            f.body for f in self.facts if f.key in keys and f.year in years and f.value is not None
        }


def _reports(entries: Sequence[Entry], years: Sequence[int]) -> Chart:
    count = Counter[tuple[str, int | None]]((e.level, e.year) for e in entries)
    levels = [level for level in LEVELS if any(count[level, y] for y in years)]
    series = tuple((LEVELS[lv], tuple(float(count[lv, y]) for y in years)) for lv in levels)
    bodies = len({e.body for e in entries})
    return Chart(
        "reports",
        "各年度报告份数",
        _labels(years),
        series,
        "stacked",
        "份",
        whom=f"资料库里 {bodies} 个机关的现行报告",
    )


def _applications(summed: _Summed, years: Sequence[int]) -> Chart:
    keys = {NEW}
    sums = summed.sums(keys)
    return Chart(
        "applications",
        "各年度新收申请",
        _labels(years),
        (("新收申请", tuple(sums.get(y) for y in years)),),
        "line",
        "件",
        summed.note(keys, years),
        summed.whom(keys, years),
        summed.under(keys, years),
    )


def _results(summed: _Summed) -> Chart:
    year = max((f.year for f in summed.facts if f.year), default=0)
    groups = {
        group: {f.key for f in summed.facts if f.key.split(".")[1] == group} for group in GROUPS
    }
    values = tuple(summed.sums(keys).get(year) for keys in groups.values())
    every = set[str]().union(*groups.values())
    return Chart(
        "results",
        f"{year}年申请办理结果",
        tuple(GROUPS.values()),
        (("件数", values),),
        "rows",
        "件",
        summed.note(every, [year]),
        summed.whom(every, [year]),
    )


def _corrected(summed: _Summed, years: Sequence[int]) -> Chart:
    keys = {UPHELD, CORRECTED, OTHER}
    corrected, closed = summed.sums({CORRECTED}), summed.sums(keys)
    rates = tuple(100 * corrected.get(y, 0) / closed[y] if closed.get(y) else None for y in years)
    how = "纠正率 = 结果纠正 ÷（结果维持＋结果纠正＋其他结果），尚未审结的不计"
    weak = tuple(i for i, y in enumerate(years) if 0 < closed.get(y, 0) < FEW)
    few = "、".join(_labels(years[i] for i in weak))
    small = f"{few}（空心点，不连线）审结的不足 {FEW} 件，一件之差就是 {100 // FEW} 个百分点以上，高低升降不宜据以判断"
    return Chart(
        "corrected",
        "行政复议纠正率",
        _labels(years),
        (("纠正率", rates),),
        "line",
        "%",
        summed.note(keys, years, how, small if few else ""),
        summed.whom(keys, years),
        tuple(f"{corrected.get(y, 0):g}/{closed.get(y, 0):g} 件" for y in years),
        weak,
    )


def _findings(library: Library, titles: dict[str, str]) -> Chart:
    top = library.finding_counts()[:10]
    labels = tuple(f"{rule} {titles.get(rule, '')}" for rule, _ in top)
    series = (("报告份数", tuple(float(n) for _, n in top)),)
    whom = "现行报告中有此问题的份数"
    return Chart("findings", "最常见的问题", labels, series, "rows", "份", whom=whom)


def _labels(years: Iterable[int]) -> tuple[str, ...]:
    return tuple(f"{y}年" for y in years)
