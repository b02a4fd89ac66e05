"""F08: no statutory table is missing."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.checks.form_of_report import notice_of
from assistant.checks.rule import FORMS_NOTICES, NOT_ASSESSABLE, PASS, Context, Rule, Verdict
from index.formats import form_of_year, labels
from index.report import Report
from index.tables_read import is_mostly_unread


def statutory_tables(report: Report, context: Context) -> Iterator[Verdict]:
    """Each statutory table: there, missing, or there but not readable."""
    names = {label.table: (label.item, label.part) for label in labels().values()}
    form = form_of_year(report.year) if report.year else None
    due = {t.id for t in form.tables} if form else set(names)
    unread = is_mostly_unread(report) or any(t.state == "unread" for t in report.tables)
    for table in report.tables:
        name, part = names[table.table]
        if table.state == "read":
            yield NOT_ASSESSABLE if unread else PASS
        elif table.state == "unread" or table.table not in due:
            yield NOT_ASSESSABLE
        else:
            yield Verdict(
                "fail",
                f"没有“{name}”的法定表格（{notice_of(report)}）",
                section=part,
                expected=name,
                at=table.at,
                basis=notice_of(report),
            )


RULE = Rule(
    id="F08",
    title="缺少法定表格",
    severity="error",
    basis=FORMS_NOTICES,
    what="规定的表格一张不缺；表在而读不出的，不作判断。",
    good="第二十条第（八）项表格在",
    bad="没有第二十条第（八）项表格",
    check=statutory_tables,
)
