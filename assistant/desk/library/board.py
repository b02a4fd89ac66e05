"""The library at a glance: charts over what is kept, each sum saying what it leaves out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from assistant.desk.frame.charts import Chart
from assistant.export.review_sheet import LEVELS
from index.form_rows import application_rows
from index.formats import FORMS, GROUPS

if TYPE_CHECKING:
    from index.library.library import Library
    from index.stores.values import Entry, Fact

NEW = "applications.new_received.total"
UPHELD, CORRECTED, OTHER = (
    f"disputes.reconsideration.{key}" for key in ("upheld", "corrected", "other")
)


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
    made = [
        _reports(entries, years),
        _applications(facts, years),
        _results(facts, years),
        _corrected(facts, years),
        _findings(library, titles),
    ]
    return [chart for chart in made if not chart.empty]


def _reports(entries: Sequence[Entry], years: Sequence[int]) -> Chart:
    count: dict[tuple[str, int], int] = defaultdict(int)
    for e in entries:
        if e.year:
            count[e.level, e.year] += 1
    levels = [level for level in LEVELS if any(count.get((level, y)) for y in years)]
    series = tuple((LEVELS[lv], tuple(float(count[lv, y]) for y in years)) for lv in levels)
    return Chart("reports", "各年度报告份数", _labels(years), series, "stacked", "份")


def _sums(facts: Iterable[Fact], keys: Iterable[str]) -> dict[int, float]:
    """Year → the sum of these cells where they are numbers; a year with none is not there."""
    wanted, found = set(keys), dict[int, float]()
    for fact in facts:
        if fact.key in wanted and fact.year and fact.value is not None:
            found[fact.year] = found.get(fact.year, 0) + fact.value
    return found


def _applications(facts: Sequence[Fact], years: Sequence[int]) -> Chart:
    sums = _sums(facts, [NEW])
    unread = sum(f.key == NEW and f.value is None for f in facts)
    note = f"{unread} 份报告这一格空白或没有读出，未计入。" if unread else ""
    series = (("新收申请", tuple(sums.get(y) for y in years)),)
    return Chart("applications", "各年度新收申请", _labels(years), series, "line", "件", note)


def _results(facts: Sequence[Fact], years: Sequence[int]) -> Chart:
    year = max((f.year for f in facts if f.year), default=0)
    this_year = [f for f in facts if f.year == year]
    values = []
    for group in GROUPS:
        own = {f.key for f in this_year if f.key.split(".")[1] == group}
        values.append(_sums(this_year, own).get(year))
    series = (("件数", tuple(values)),)
    return Chart("results", f"{year}年申请办理结果", tuple(GROUPS.values()), series, "rows", "件")


def _corrected(facts: Sequence[Fact], years: Sequence[int]) -> Chart:
    corrected, closed = _sums(facts, [CORRECTED]), _sums(facts, [UPHELD, CORRECTED, OTHER])
    rates = tuple(100 * corrected.get(y, 0) / closed[y] if closed.get(y) else None for y in years)
    note = "纠正率 = 结果纠正 ÷（结果维持＋结果纠正＋其他结果），尚未审结的不计。"
    return Chart(
        "corrected", "行政复议纠正率", _labels(years), (("纠正率", rates),), "line", "%", note
    )


def _findings(library: Library, titles: dict[str, str]) -> Chart:
    top = library.finding_counts()[:10]
    labels = tuple(f"{rule} {titles.get(rule, '')}" for rule, _ in top)
    series = (("报告份数", tuple(float(n) for _, n in top)),)
    return Chart(
        "findings", "最常见的问题", labels, series, "rows", "份", "现行报告中有此问题的份数。"
    )


def _labels(years: Iterable[int]) -> tuple[str, ...]:
    return tuple(str(y) for y in years)
