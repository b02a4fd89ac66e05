"""Y03: figures that jump by an order of magnitude."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.checks.place_names import cell_name
from assistant.checks.rule import PASS, WITH_YEAR_BEFORE, Context, Rule, Verdict
from assistant.checks.years.year_before import year_before
from index.report import Report

TENFOLD = 10
NOTABLE = 100
FROM_NOTHING = 1000


def jumps(report: Report, context: Context) -> Iterator[Verdict]:
    """Each figure of both years: of the same order of magnitude, or not.

    A column is passed over where its row's total jumps as well: one jump is said once.
    """
    earlier = year_before(report, context)
    if earlier is None:
        return
    jumped = {key for key in report.cells if _jumps(report, earlier, key)}
    for key, cell in report.cells.items():
        if cell.value is None or earlier.cell(key).value is None:
            continue
        total = f"{key.rpartition('.')[0]}.total"
        if key not in jumped or (key != total and total in jumped):
            yield PASS
            continue
        yield Verdict(
            "fail",
            f"{cell_name(key)}：上年 {earlier.cell(key).text.strip()}，本年 {cell.text.strip()}，"
            "相差一个数量级以上，请核对",
            section={"disclosure": 2, "applications": 3, "disputes": 4}[key.split(".")[0]],
            cells=(key,),
            found=cell.text.strip(),
            at=cell.at,
        )


RULE = Rule(
    id="Y03",
    title="数据大幅变动",
    severity="info",
    basis=WITH_YEAR_BEFORE,
    what="同一格与上年相比没有相差一个数量级以上的变动。",
    good="上年 550，本年 948",
    bad="上年 550，本年 9487",
    check=jumps,
)


def _jumps(report: Report, earlier: Report, key: str) -> bool:
    now, before = report.cell(key).value, earlier.cell(key).value
    if now is None or before is None:
        return False
    low, high = sorted((abs(now), abs(before)))
    return high >= max(NOTABLE, TENFOLD * low) if low else high >= FROM_NOTHING
