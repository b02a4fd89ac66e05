"""X01–X06 and X08: what the narrative says in numbers against the tables' cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from assistant.checks.narrative.statement_against_cells import (
    COUNTS,
    DISPUTES,
    RECEIVED,
    against_cells,
    said,
    this_year,
)
from assistant.checks.rule import WITHIN_REPORT, Context, Rule, Verdict
from assistant.statements import Statement
from assistant.statements.meaning import ALSO
from index.form_rows import result_rows
from index.formats import FORMS, GROUPS
from index.report import Report

RESULT_ROWS = frozenset({*GROUPS, *(r.key for f in FORMS for r in result_rows(f))})
Picks = Callable[[Statement], bool]


@dataclass(frozen=True, slots=True)
class Stated:
    """The form of rule for X01–X06 and X08: each statement that `picks` takes is an instance."""

    picks: Picks

    def __call__(self, report: Report, context: Context) -> Iterator[Verdict]:
        for statement in said(report):
            if this_year(report, statement) and statement.kind in COUNTS and self.picks(statement):
                yield against_cells(report, statement)


def _of_received(s: Statement) -> bool:
    return s.kind == "count" and s.measure in RECEIVED and s.column == "total"


def _carried(s: Statement) -> bool:
    return s.measure in ("carried_over", "carried_forward", "open") and s.column == "total"


def _handled(s: Statement) -> bool:
    return s.measure in ("processed", "handled") and s.column == "total"


def _results(s: Statement) -> bool:
    return set(s.measure.split(ALSO)) <= RESULT_ROWS and s.column == "total"


def _applicants(s: Statement) -> bool:
    return s.column != "total"


def _disputes(s: Statement) -> bool:
    head, _, result = s.measure.partition(".")
    return head in DISPUTES and (s.kind == "count" or bool(result))


def _disclosure(s: Statement) -> bool:
    return s.measure.startswith("disclosure.")


RULES: tuple[Rule, ...] = (
    Rule(
        id="X01",
        title="正文与表三：收到申请数",
        severity="error",
        basis=WITHIN_REPORT,
        what="正文所称收到、受理、新收、收办申请数，等于表三“本年新收”总计；等于新收加上年结转的，说明口径。",
        good="“共收到政府信息公开申请 12 件”，表三新收总计 12",
        bad="“共收到政府信息公开申请 15 件”，表三新收总计 12、上年结转 1",
        check=Stated(_of_received),
    ),
    Rule(
        id="X02",
        title="正文与表三：结转数",
        severity="error",
        basis=WITHIN_REPORT,
        what="正文所称上年结转、结转下年度件数，等于表三相应总计。",
        good="“结转下年度继续办理 2 件”，表三结转下年度总计 2",
        bad="“结转下年度继续办理 3 件”，表三结转下年度总计 2",
        check=Stated(_carried),
    ),
    Rule(
        id="X03",
        title="正文与表三：办结数",
        severity="error",
        basis=WITHIN_REPORT,
        what="正文所称办结、答复、办理件数，等于表三（七）总计；不含其他处理等口径不同的，说明算法。",
        good="“办结 11 件”，表三（七）总计 11",
        bad="“办结 13 件”，表三（七）总计 11",
        check=Stated(_handled),
    ),
    Rule(
        id="X04",
        title="正文与表三：办理结果",
        severity="error",
        basis=WITHIN_REPORT,
        what="正文所称予以公开、部分公开、不予公开、无法提供、不予处理、其他处理件数，等于表三该项各行总计之和。",
        good="“不予公开 3 件”，表三（三）各行总计之和 3",
        bad="“不予公开 5 件”，表三（三）各行总计之和 3",
        check=Stated(_results),
    ),
    Rule(
        id="X05",
        title="正文与表三：申请人",
        severity="error",
        basis=WITHIN_REPORT,
        what="正文所称自然人、法人或其他组织件数，等于表三相应各列。",
        good="“其中自然人申请 10 件”，表三新收自然人 10",
        bad="“其中自然人申请 9 件”，表三新收自然人 10",
        check=Stated(_applicants),
    ),
    Rule(
        id="X06",
        title="正文与表四：复议诉讼数",
        severity="error",
        basis=WITHIN_REPORT,
        what="正文所称行政复议、行政诉讼件数，等于表四总计；诉讼为两类起诉之和；不含尚未审结的，说明算法。",
        good="“被申请行政复议 6 件”，表四行政复议总计 6",
        bad="“被申请行政复议 8 件”，表四行政复议总计 6",
        check=Stated(_disputes),
    ),
    Rule(
        id="X08",
        title="正文与第二部分表格",
        severity="error",
        basis=WITHIN_REPORT,
        what="正文所称规范性文件制发、废止、现行有效件数，行政许可、处罚、强制件数，行政事业性收费，等于第二部分表格。"
        "信息处理费不是行政事业性收费，不在此列。",
        good="“制发行政规范性文件 3 件”，表中本年制发件数 3",
        bad="“制发行政规范性文件 5 件”，表中本年制发件数 3",
        check=Stated(_disclosure),
    ),
)
