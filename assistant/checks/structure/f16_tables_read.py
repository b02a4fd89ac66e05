"""F16: the statutory tables that are there were read."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.checks.rule import FORMS_NOTICES, PASS, Context, Rule, Verdict
from index.report import Report
from index.tables_read import tables_read

_NAMES = {"disclosure": "第二部分", "applications": "第三部分", "disputes": "第四部分"}


def tables_were_read(report: Report, context: Context) -> Iterator[Verdict]:
    """Each part's statutory tables that are there: read, or told before anything else is."""
    for group, read in tables_read(report).items():
        if read.mostly_unread:
            yield Verdict(
                "uncertain",
                f"{_NAMES[group]}的法定表格没有读出：{read.cells} 格中有 {read.unread} 格未读，"
                "涉及这些格子的规则没有判断，请对照原件核对",
                expected=f"读出 {read.cells} 格",
                found=f"读出 {read.cells - read.unread} 格",
                at=read.at,
                suggestion="换用可编辑的原件（Word、网页）重新审查，或在页面上补正未读的格子",
            )
        elif read.there:
            yield PASS


RULE = Rule(
    id="F16",
    title="法定表格没有读出",
    severity="warning",
    basis=FORMS_NOTICES,
    what="表格在而没有读出或大半没有读出的，先说明哪张表、多少格未读：没有发现不等于没有问题。",
    good="第三部分 175 格全部读出",
    bad="第三部分的表格是一张读不清的图片",
    check=tables_were_read,
)
