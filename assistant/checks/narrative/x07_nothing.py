"""X07: none said where the table holds some, some where it holds none."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.checks.narrative.statement_against_cells import (
    COUNTS,
    DISPUTES,
    RECEIVED,
    against_cells,
    said,
    this_year,
)
from assistant.checks.rule import PASS, WITHIN_REPORT, Context, Rule, Verdict
from index.report import Report


def nothing(report: Report, context: Context) -> Iterator[Verdict]:
    """未收到, 无, 0 件 against a table that holds some; some against a table that is all 0."""
    for statement in said(report):
        head = statement.measure.partition(".")[0]
        about = statement.measure in RECEIVED or head in DISPUTES
        if not about or statement.kind not in COUNTS or not this_year(report, statement):
            continue
        verdict = against_cells(report, statement)
        differs = verdict.outcome in ("fail", "uncertain")
        if statement.value == 0 or (differs and _all_zero(report, head)):
            yield verdict
        elif verdict.outcome != "not_assessable":
            yield PASS


RULE = Rule(
    id="X07",
    title="正文称有无与表格不符",
    severity="error",
    basis=WITHIN_REPORT,
    what="正文称未收到申请、无行政复议或行政诉讼的，表格应为 0；表格全为 0 的，正文不应称有。",
    good="“未收到政府信息公开申请”，表三新收总计 0",
    bad="“未收到政府信息公开申请”，表三新收总计 3",
    check=nothing,
)


def _all_zero(report: Report, head: str) -> bool:
    prefix = "disputes." if head in DISPUTES else "applications."
    cells = [c for k, c in report.cells.items() if k.startswith(prefix)]
    return all(c.state == "number" and c.value == 0 for c in cells)
