"""F15: published in time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from assistant.checks.rule import NOT_ASSESSABLE, PASS, Context, Rule, Verdict
from assistant.checks.structure.governments import is_government
from index.bodies.names import kind_of
from index.formats import REGULATIONS
from index.report import Report


def publication(report: Report, context: Context) -> Iterator[Verdict]:
    """Published in time: 31 January; 31 March for a local government's own report."""
    if report.published is None or report.year is None:
        yield NOT_ASSESSABLE
        return
    early, late = date(report.year + 1, 1, 31), date(report.year + 1, 3, 31)
    government = is_government(report)
    due = late if government else early
    if report.published <= due:
        yield PASS
        return
    unsure = report.level in ("township", "unknown") or kind_of(report.agency) == "zone"
    unsure = unsure and report.published <= late
    yield Verdict(
        "uncertain" if unsure else "fail",
        f"公布日期为 {report.published.isoformat()}，"
        + (
            f"晚于 {early.isoformat()}，本机关适用的期限请核对"
            if unsure
            else f"晚于期限 {due.isoformat()}"
        ),
        expected=f"不晚于 {due.isoformat()}",
        found=report.published.isoformat(),
        suggestion="日期无误的，不作改动，请说明原因",
        at=report.title_at,
    )


RULE = Rule(
    id="F15",
    title="公布时间",
    severity="warning",
    basis=f"{REGULATIONS}第四十九条",
    what="公布日期已知时：部门不晚于次年1月31日，县级以上地方政府不晚于次年3月31日。",
    good="县财政局：2025-01-24",
    bad="县财政局：2025-02-18",
    check=publication,
)
