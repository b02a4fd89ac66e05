"""X: the narrative against the tables, and against itself.

What the prose says comes from `assistant.statements`; `stated` compares it with the cells.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.checks.additions import lists
from assistant.checks.percent import percentages
from assistant.checks.rule import ANY, ARITHMETIC, PASS, Context, Rule, Verdict
from assistant.checks.stated import (
    COUNTS,
    DISPUTES,
    RECEIVED,
    against_cells,
    amount,
    said,
    this_year,
    told,
)
from assistant.statements import Statement
from index.formats import GROUPS, NOTICE_2019, NOTICE_2021, result_rows
from index.report import Report

Picks = Callable[[Statement], bool]
RESULT_ROWS = frozenset({*GROUPS, *(r.key for f in ("2019", "2021") for r in result_rows(f))})


@dataclass(frozen=True, slots=True)
class Stated:
    """The form of rule for X01–X06 and X08: each statement that `picks` takes is an instance."""

    picks: Picks

    def __call__(self, report: Report, context: Context) -> Iterator[Verdict]:
        for statement in said(report):
            if this_year(report, statement) and statement.kind in COUNTS and self.picks(statement):
                yield against_cells(report, statement)


# ---------------------------------------------------------------- which statement is whose


def _of_received(s: Statement) -> bool:
    return s.kind == "count" and s.measure in RECEIVED and s.column == "total"


def _carried(s: Statement) -> bool:
    return s.measure in ("carried_over", "carried_forward", "open") and s.column == "total"


def _handled(s: Statement) -> bool:
    return s.measure in ("processed", "handled") and s.column == "total"


def _results(s: Statement) -> bool:
    return s.measure in RESULT_ROWS and s.column == "total"


def _applicants(s: Statement) -> bool:
    return s.column != "total"


def _disputes(s: Statement) -> bool:
    head, _, result = s.measure.partition(".")
    return head in DISPUTES and (s.kind == "count" or bool(result))


def _disclosure(s: Statement) -> bool:
    return s.measure.startswith("disclosure.")


# ---------------------------------------------------------------- X07


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


def _all_zero(report: Report, head: str) -> bool:
    prefix = "disputes." if head in DISPUTES else "applications."
    cells = [c for k, c in report.cells.items() if k.startswith(prefix)]
    return all(c.state == "number" and c.value == 0 for c in cells)


# ---------------------------------------------------------------- X11


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


# ---------------------------------------------------------------- the rules

_FORM = f"{NOTICE_2021}；{NOTICE_2019}"


RULES: tuple[Rule, ...] = (
    Rule(
        "X01",
        "正文与表三：收到申请数",
        "error",
        _FORM,
        "正文所称收到、受理、新收、收办申请数，等于表三“本年新收”总计；等于新收加上年结转的，说明口径。",
        "“共收到政府信息公开申请 12 件”，表三新收总计 12",
        "“共收到政府信息公开申请 15 件”，表三新收总计 12、上年结转 1",
        Stated(_of_received),
    ),
    Rule(
        "X02",
        "正文与表三：结转数",
        "error",
        _FORM,
        "正文所称上年结转、结转下年度件数，等于表三相应总计。",
        "“结转下年度继续办理 2 件”，表三结转下年度总计 2",
        "“结转下年度继续办理 3 件”，表三结转下年度总计 2",
        Stated(_carried),
    ),
    Rule(
        "X03",
        "正文与表三：办结数",
        "error",
        _FORM,
        "正文所称办结、答复、办理件数，等于表三（七）总计；不含其他处理等口径不同的，说明算法。",
        "“办结 11 件”，表三（七）总计 11",
        "“办结 13 件”，表三（七）总计 11",
        Stated(_handled),
    ),
    Rule(
        "X04",
        "正文与表三：办理结果",
        "error",
        _FORM,
        "正文所称予以公开、部分公开、不予公开、无法提供、不予处理、其他处理件数，等于表三该项各行总计之和。",
        "“不予公开 3 件”，表三（三）各行总计之和 3",
        "“不予公开 5 件”，表三（三）各行总计之和 3",
        Stated(_results),
    ),
    Rule(
        "X05",
        "正文与表三：申请人",
        "error",
        _FORM,
        "正文所称自然人、法人或其他组织件数，等于表三相应各列。",
        "“其中自然人申请 10 件”，表三新收自然人 10",
        "“其中自然人申请 9 件”，表三新收自然人 10",
        Stated(_applicants),
    ),
    Rule(
        "X06",
        "正文与表四：复议诉讼数",
        "error",
        _FORM,
        "正文所称行政复议、行政诉讼件数，等于表四总计；诉讼为两类起诉之和；不含尚未审结的，说明算法。",
        "“被申请行政复议 6 件”，表四行政复议总计 6",
        "“被申请行政复议 8 件”，表四行政复议总计 6",
        Stated(_disputes),
    ),
    Rule(
        "X07",
        "正文称有无与表格不符",
        "error",
        _FORM,
        "正文称未收到申请、无行政复议或行政诉讼的，表格应为 0；表格全为 0 的，正文不应称有。",
        "“未收到政府信息公开申请”，表三新收总计 0",
        "“未收到政府信息公开申请”，表三新收总计 3",
        nothing,
    ),
    Rule(
        "X08",
        "正文与第二部分表格",
        "error",
        _FORM,
        "正文所称规范性文件制发、废止、现行有效件数，行政许可、处罚、强制件数，行政事业性收费，等于第二部分表格。"
        "信息处理费不是行政事业性收费，不在此列。",
        "“制发行政规范性文件 3 件”，表中本年制发件数 3",
        "“制发行政规范性文件 5 件”，表中本年制发件数 3",
        Stated(_disclosure),
    ),
    Rule(
        "X09",
        "百分比与数字不符",
        "warning",
        ARITHMETIC,
        "正文所称占比、同比增减，与旁边的数字（或表格、上年报告）算得的一致，允许四舍五入。",
        "“共 40 件，其中自然人 30 件，占 75%”",
        "“共 40 件，其中自然人 30 件，占 70%”",
        percentages,
        ANY,
    ),
    Rule(
        "X10",
        "分项之和与总数不符",
        "warning",
        ARITHMETIC,
        "正文逐项列出的数字，合计等于总数；“其中”“等”之后不求列全，但申请人、办理结果各类列全的仍应相等。",
        "“共 10 件（甲镇 6 件、乙镇 4 件）”",
        "“共 10 件（甲镇 6 件、乙镇 3 件）”",
        lists,
        ANY,
    ),
    Rule(
        "X11",
        "同一数量前后不一致",
        "warning",
        ARITHMETIC,
        "正文两处说同一数量的，应当相同。",
        "第一部分与第三部分都称收到申请 12 件",
        "第一部分称收到申请 12 件，第三部分称收到申请 15 件",
        contradictions,
        ANY,
    ),
)
