"""F14: part six says what 信息处理费 was collected."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.checks.paragraphs import narrative
from assistant.checks.rule import NOT_ASSESSABLE, PASS, Context, Rule, Verdict
from index.formats import NOTICE_2021
from index.report import Report


def handling_fee(report: Report, context: Context) -> Iterator[Verdict]:
    """Whether part six says what 信息处理费 was collected; due from 2021."""
    section = report.section(6)
    if section is None or not report.year or report.year < 2021:
        yield NOT_ASSESSABLE
        return
    if "处理费" in section.text:
        yield PASS
        return
    elsewhere = next((n for n, p in narrative(report) if "信息处理费" in p.text), None)
    yield Verdict(
        "explained" if elsewhere else "fail",
        "第六部分没有说明收取信息处理费的情况（未收取的也应说明）"
        + (f"；第 {elsewhere} 部分写到了" if elsewhere else ""),
        section=6,
        expected="收取信息处理费情况",
        at=section.at,
    )


RULE = Rule(
    id="F14",
    title="信息处理费",
    severity="info",
    basis=f"{NOTICE_2021}；《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）",
    what="2021年起，第六部分说明收取信息处理费的情况，未收取的也说明。",
    good="2024年未收取信息处理费。",
    bad="无其他需要报告的事项。",
    check=handling_fee,
)
