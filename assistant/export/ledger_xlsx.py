"""The ledger of a batch: a row a report, a row a finding, counts by rule."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from assistant.checks import RULES
from assistant.export.review_sheet import (
    FORMATS,
    LEVELS,
    OUTCOMES,
    SEVERITIES,
    Sheet,
    passage,
    verdict,
)
from index.formats import labels
from index.report import Outcome

_OUTCOMES: tuple[Outcome, ...] = ("fail", "uncertain", "explained", "pass", "not_assessable")
_HEAD = PatternFill("solid", fgColor="DDE3EA")
_LIMIT = 32_000
"""Characters a cell of a workbook may hold, less a margin."""

Row = Sequence[str | int | float | None]
_REPORTS: dict[str, int] = {
    "文件": 40, "机关": 30, "年度": 8, "层级": 10, "格式": 14, "错误": 8, "警告": 8, "提示": 8,
    "待核": 8, "已解释": 8, "无法判断的规则": 30, "未读出的格": 10, "问题": 40,
}  # fmt: skip
_FINDINGS: dict[str, int] = {
    "序号": 6, "文件": 30, "机关": 28, "年度": 8, "规则": 8, "名称": 22, "严重程度": 10, "结论": 8,
    "部分": 8, "位置": 14, "说明": 60, "填报": 12, "应为": 12, "原文": 50, "相关格": 40, "依据": 30,
    "建议": 30, "对照": 40, "处理意见": 24,
}  # fmt: skip
_RULES: dict[str, int] = {
    "规则": 8, "名称": 28, "不符": 8, "待核": 8, "已解释": 8, "通过": 8, "无法判断": 10,
}  # fmt: skip


def xlsx(sheets: Sequence[Sheet]) -> bytes:
    """A workbook of three sheets: 报告, 问题, 规则; text never becomes a formula."""
    book = Workbook(write_only=True)
    _sheet(book, "报告", _REPORTS, (_report(s) for s in sheets), len(sheets))
    found = [row for s in sheets for row in _findings(s)]
    _sheet(book, "问题", _FINDINGS, found, len(found))
    counts = list(_counts(sheets))
    _sheet(book, "规则", _RULES, counts, len(counts))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _sheet(
    book: Workbook, title: str, columns: dict[str, int], rows: Iterator[Row] | Sequence[Row], n: int
) -> None:
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{n + 1}"
    for i, width in enumerate(columns.values(), 1):
        sheet.column_dimensions[get_column_letter(i)].width = width
    sheet.append([_cell(sheet, name, head=True) for name in columns])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])


def _cell(sheet: WriteOnlyWorksheet, value: Any, *, head: bool = False) -> WriteOnlyCell:
    """Text is stored as text, whatever it begins with (=, +, -, @): it came from a report."""
    text = isinstance(value, str)
    if text:
        value = ILLEGAL_CHARACTERS_RE.sub("", value)[:_LIMIT]
    cell = WriteOnlyCell(sheet, value)
    if text:
        cell.data_type = "s"
        cell.quotePrefix = value[:1] in ("=", "+", "-", "@", "\t", "\r")
    cell.alignment = Alignment(vertical="top", wrap_text=text)
    if head:
        cell.font, cell.fill = Font(bold=True), _HEAD
    return cell


def _report(sheet: Sheet) -> Row:
    report, review = sheet.review.report, sheet.review
    marks = Counter(e.mark for e in sheet.entries)
    words = (*SEVERITIES.values(), OUTCOMES["uncertain"], OUTCOMES["explained"])
    unjudged = [rule for rule, o in review.assessed.items() if o == "not_assessable"]
    return (
        sheet.path,
        report.agency if report else "",
        report.year if report else None,
        LEVELS[report.level] if report else "",
        FORMATS[report.format] if report else "",
        *(marks[word] if report else None for word in words),
        "、".join(unjudged),
        sum(c.state == "unread" for c in report.cells.values()) if report else None,
        "；".join(sheet.problems),
    )


def _findings(sheet: Sheet) -> Iterator[Row]:
    report, names = sheet.review.report, labels()
    for entry in sheet.entries:
        f = entry.finding
        yield (
            entry.number,
            sheet.path,
            report.agency if report else "",
            report.year if report else None,
            f.rule,
            f.title,
            SEVERITIES[f.severity],
            OUTCOMES[f.outcome],
            f.section,
            entry.place,
            f.message,
            f.found,
            f.expected,
            f.quote,
            "；".join(str(names.get(key, key)) for key in f.cells),
            f.basis,
            f.suggestion,
            "\n".join(passage(p) for p in f.passages),
            verdict(entry.decision),
        )


def _counts(sheets: Sequence[Sheet]) -> Iterator[Row]:
    """How many reports came out how, rule by rule."""
    judged = [s.review.assessed for s in sheets if s.judged]

    for rule in dict.fromkeys(r for assessed in judged for r in assessed):
        counts = Counter(assessed.get(rule) for assessed in judged)
        title = RULES[rule].title if rule in RULES else ""
        yield (rule, title, *(counts[o] for o in _OUTCOMES))
