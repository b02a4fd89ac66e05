"""The ledger of a batch: a row a report, a row a finding, counts by rule."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

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
    MARKS,
    OUTCOMES,
    SEVERITIES,
    Entry,
    Sheet,
    passage,
    verdict,
)
from index.formats import labels
from index.report import Finding, Outcome, Report

Of = TypeVar("Of")

_HEAD = PatternFill("solid", fgColor="DDE3EA")
_LIMIT = 32_000
"""Characters a cell of a workbook may hold, less a margin."""

Value = str | int | float | None


@dataclass(frozen=True, slots=True)
class Column(Generic[Of]):
    """A column of a sheet of the ledger: its heading, its width in characters, what it shows."""

    heading: str
    width: int
    shows: Callable[[Of], Value]


@dataclass(frozen=True, slots=True)
class Found:
    """One row of 问题: a finding and the sheet of the report that it is about."""

    sheet: Sheet
    entry: Entry

    @property
    def finding(self) -> Finding:
        return self.entry.finding


@dataclass(frozen=True, slots=True)
class Tally:
    """One row of 规则: how many reports came out how under the rule."""

    rule: str
    counts: Counter[Outcome | None]


def _of_report(show: Callable[[Report], Value], without: Value = None) -> Callable[[Sheet], Value]:
    """What `show` gives of a sheet's report; `without` where the file gave none."""
    return lambda sheet: show(sheet.review.report) if sheet.review.report else without


def _marked(word: str) -> Callable[[Sheet], Value]:
    return lambda sheet: sum(e.mark == word for e in sheet.entries) if sheet.judged else None


def _unjudged(sheet: Sheet) -> str:
    return "、".join(r for r, o in sheet.review.assessed.items() if o == "not_assessable")


def _cells(found: Found) -> str:
    return "；".join(str(labels().get(key, key)) for key in found.finding.cells)


_agency = _of_report(lambda r: r.agency, "")
_year = _of_report(lambda r: r.year)

REPORTS: tuple[Column[Sheet], ...] = (
    Column("文件", 40, lambda s: s.path),
    Column("机关", 30, _agency),
    Column("年度", 8, _year),
    Column("层级", 10, _of_report(lambda r: LEVELS[r.level], "")),
    Column("格式", 14, _of_report(lambda r: FORMATS[r.format], "")),
    *(Column(word, 8, _marked(word)) for word in MARKS),
    Column("无法判断的规则", 30, _unjudged),
    Column(
        "未读出的格",
        10,
        _of_report(lambda r: sum(c.state == "unread" for c in r.cells.values())),
    ),
    Column("问题", 40, lambda s: "；".join(s.problems)),
)
FINDINGS: tuple[Column[Found], ...] = (
    Column("序号", 6, lambda f: f.entry.number),
    Column("文件", 30, lambda f: f.sheet.path),
    Column("机关", 28, lambda f: _agency(f.sheet)),
    Column("年度", 8, lambda f: _year(f.sheet)),
    Column("规则", 8, lambda f: f.finding.rule),
    Column("名称", 22, lambda f: f.finding.title),
    Column("严重程度", 10, lambda f: SEVERITIES[f.finding.severity]),
    Column("结论", 8, lambda f: OUTCOMES[f.finding.outcome]),
    Column("部分", 8, lambda f: f.finding.section),
    Column("位置", 14, lambda f: f.entry.place),
    Column("说明", 60, lambda f: f.finding.message),
    Column("填报", 12, lambda f: f.finding.found),
    Column("应为", 12, lambda f: f.finding.expected),
    Column("原文", 50, lambda f: f.finding.quote),
    Column("相关格", 40, _cells),
    Column("依据", 30, lambda f: f.finding.basis),
    Column("建议", 30, lambda f: f.finding.suggestion),
    Column("对照", 40, lambda f: "\n".join(passage(p) for p in f.finding.passages)),
    Column("处理意见", 24, lambda f: verdict(f.entry.decision)),
)
COUNTS: tuple[Column[Tally], ...] = (
    Column("规则", 8, lambda t: t.rule),
    Column("名称", 28, lambda t: RULES[t.rule].title if t.rule in RULES else ""),
    Column("不符", 8, lambda t: t.counts["fail"]),
    Column("待核", 8, lambda t: t.counts["uncertain"]),
    Column("已解释", 8, lambda t: t.counts["explained"]),
    Column("通过", 8, lambda t: t.counts["pass"]),
    Column("无法判断", 10, lambda t: t.counts["not_assessable"]),
)


def xlsx(sheets: Sequence[Sheet]) -> bytes:
    """A workbook of three sheets: 报告, 问题, 规则; text never becomes a formula."""
    book = Workbook(write_only=True)
    _sheet(book, "报告", REPORTS, sheets)
    _sheet(book, "问题", FINDINGS, [Found(s, e) for s in sheets for e in s.entries])
    _sheet(book, "规则", COUNTS, list(_tallies(sheets)))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _sheet(book: Workbook, title: str, columns: Sequence[Column[Of]], rows: Sequence[Of]) -> None:
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(rows) + 1}"
    for i, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(i)].width = column.width
    sheet.append([_cell(sheet, column.heading, head=True) for column in columns])
    for row in rows:
        sheet.append([_cell(sheet, column.shows(row)) for column in columns])


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


def _tallies(sheets: Sequence[Sheet]) -> Iterator[Tally]:
    judged = [s.review.assessed for s in sheets if s.judged]
    for rule in dict.fromkeys(r for assessed in judged for r in assessed):
        yield Tally(rule, Counter(assessed.get(rule) for assessed in judged))
