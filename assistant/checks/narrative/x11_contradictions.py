"""X11: the same quantity said twice with two values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.checks.narrative.statement_against_cells import (
    COUNTS,
    against_cells,
    amount,
    said,
    this_year,
    told,
)
from assistant.checks.rule import ANY, PASS, WITHIN_REPORT, Context, Rule, Verdict
from assistant.statements import Statement
from index.report import Report


def contradictions(report: Report, context: Context) -> Iterator[Verdict]:
    """The same quantity said twice: equal values pass, different ones contradict each other."""
    groups: dict[tuple[object, ...], list[Statement]] = {}
    found = said(report)
    for s in found:
        if this_year(report, s) and _comparable(s):
            groups.setdefault((s.measure, s.column, _base(found, s)), []).append(s)
        elif subject := _whole_years(report, s):
            groups.setdefault((subject, s.unit), []).append(s)
    for same in groups.values():
        first = same[0]
        for other in (s for s in same[1:] if s.quote != first.quote):
            yield (
                PASS if abs(amount(other) - amount(first)) < 0.005 else _twice(report, first, other)
            )


RULE = Rule(
    id="X11",
    title="同一数量前后不一致",
    severity="warning",
    basis=WITHIN_REPORT,
    what="正文两处说同一数量的，应当相同。",
    good="第一部分与第三部分都称收到申请 12 件",
    bad="第一部分称收到申请 12 件，第三部分称收到申请 15 件",
    check=contradictions,
    formats=ANY,
)
_YEARLY = re.compile(r"全年|年内|本年度|今年|20\d\d年度?")


def _whole_years(report: Report, s: Statement) -> str:
    """What an unknown count of the whole year is of, for finding the same words again; "" if not."""
    plain = s.kind == "count" and not (s.measure or s.scope or s.approximate) and s.of is None
    if not (plain and s.list is None and this_year(report, s) and _YEARLY.search(s.subject)):
        return ""
    subject = _YEARLY.sub("", s.subject)
    return subject if len(subject) >= 6 else ""


def _comparable(s: Statement) -> bool:
    plain = s.certain and not s.scope and not s.approximate and s.kind in COUNTS
    return plain and s.measure not in ("", "open", "handled")


def _base(found: Sequence[Statement], statement: Statement) -> str:
    """What a number of applicants is a part of: received 30 and answered 28 do not contradict."""
    if statement.column == "total" or statement.of is None:
        return ""
    return found[statement.of].measure


def _twice(report: Report, first: Statement, other: Statement) -> Verdict:
    """Two values: none is wrong where the tables account for both (新收 and 新收加结转)."""
    both = [against_cells(report, s).outcome for s in (first, other)]
    if all(o in ("pass", "explained") for o in both):
        return PASS
    return Verdict(
        "fail",
        f"同一数量前后不一致：{told(first)}，{told(other)}",
        section=other.section,
        expected=first.text,
        found=other.text,
        quote=other.quote,
        at=other.at,
    )
