"""The ledger of a batch: a row a file, a row a finding, what was corrected by hand, counts by rule.

Each sheet prints on A4 across, one page wide, its head on every page; what is there to filter by
and not to print stands at its right.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import ceil
from typing import Any, TypeVar

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.properties import PageSetupProperties

from assistant.checks import RULES
from assistant.export.ledger_columns import (
    BESIDE_THE_FORM,
    CORRECTIONS,
    COUNTS,
    FINDINGS,
    NUMBER,
    REPORTS,
    YEAR,
    Column,
    Found,
    Tally,
    Value,
)
from assistant.export.letter import in_words
from assistant.export.official_document import width
from assistant.export.review_sheet import (
    LEVELS,
    Sheet,
    verdict,
)
from assistant.review.mends import EXPLAINS
from index.csv_files import keep_text
from index.formats import REPORT_NAME
from index.report import GRADES, Review

Of = TypeVar("Of")

_FONT = "宋体"
_HEAD = PatternFill("solid", fgColor="DDE3EA")
_EDGE = Side(style="thin", color="8A93A1")
_BOX = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)
_A4 = 9
_DAY = "yyyy-mm-dd"
_LINE, _ROOM, _HIGHEST = 13, 8, 409
"""Points: a line of a row, what a row has over its lines, the highest row there is."""
_LIMIT = 32_000
"""Characters a cell of a workbook may hold, less a margin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edges:
    """What is printed around every sheet: the year where it is one, how many reports, by whom."""

    year: int | None
    held: str
    office: str
    day: str


COUNTED = "单位：份；一处问题涉及几条规则的，分别计入"
LEGEND = "错误应改，警告宜核改，待核须核实，已解释不算差错"
"""What is printed at the upper edge: 规则 counts reports, the others things to mend."""


def xlsx(sheets: Sequence[Sheet], office: str, today: date) -> bytes:
    """A workbook of 报告, 问题, 更正 where there are any, 规则, made by `office`: reports by level,
    body and year, rows numbered; text never becomes a formula."""
    book = Workbook(write_only=True)
    sheets = sorted(sheets, key=_order)
    edges = _edges(sheets, office, today)
    _sheet(book, "报告", REPORTS, sheets, edges, LEGEND)
    _sheet(book, "问题", FINDINGS, _found(sheets), edges, LEGEND)
    if corrections := [c for s in sheets for c in s.corrections]:
        _sheet(book, "更正", CORRECTIONS, corrections, edges)
    _sheet(book, "规则", COUNTS, list(_tallies(sheets)), edges, COUNTED)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _edges(sheets: Sequence[Sheet], office: str, today: date) -> Edges:
    years = {s.review.report.year for s in sheets if s.review.report}
    unread = sum(not s.judged for s in sheets)
    return Edges(
        year=next(iter(years)) if len(years) == 1 else None,
        held=f"共 {len(sheets) - unread} 份" + (f"，另 {unread} 份未读出" if unread else ""),
        office=f"制表单位：{office}" if office else "",
        day=f"制表日期：{in_words(today.isoformat())}",
    )


def _found(sheets: Sequence[Sheet]) -> list[Found]:
    """The rows of 问题, the gravest first; what one rule leaves to verify in a part is one row."""
    rows: dict[object, Found] = {}
    for sheet, entry in ((s, e) for s in sheets for e in s.entries):
        alone = entry.finding.outcome != "uncertain" or entry.finding.cells or entry.finding.quote
        alike = (entry.rules, entry.place, verdict(entry.decision))
        key = (id(sheet), entry.number if alone else alike)
        rows[key] = Found(sheet, (*(rows[key].entries if key in rows else ()), entry))
    return sorted(rows.values(), key=lambda f: GRADES.index(f.finding.grade))


def _order(sheet: Sheet) -> tuple[int, str, int, str]:
    """Where a report stands in the ledger; files without one come last."""
    report = sheet.review.report
    if report is None:
        return (len(LEVELS), "", 0, sheet.path)
    return ([*LEVELS].index(report.level), report.agency, report.year or 0, sheet.path)


def _sheet(
    book: Workbook,
    title: str,
    shown: Sequence[Column[Of]],
    rows: Sequence[Of],
    edges: Edges,
    note: str = "",
) -> None:
    if edges.year:  # it stands in the title
        own = [c for c in shown if c.heading != YEAR]
        shown = [*own, *(replace(c, printed=False) for c in shown if c.heading == YEAR)]
    columns = (NUMBER, *shown)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(rows) + 1}"
    for i, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(i)].width = column.width
    _print(sheet, f"（{title}）", edges, note)
    last = get_column_letter(sum(c.printed for c in columns))
    summed = bool(rows) and any(c.summed for c in shown)
    sheet.print_area = f"A1:{last}{len(rows) + 1 + summed}"
    _append(sheet, columns, [column.heading for column in columns], 0)
    for n, row in enumerate(rows, 1):
        _append(sheet, columns, [n, *(column.shows(row) for column in shown)], n)
    if summed:
        _append(
            sheet, columns, ["合计", *(_total(column, rows) for column in shown)], len(rows) + 1
        )


def _total(column: Column[Of], rows: Sequence[Of]) -> Value:
    return sum(v for r in rows if isinstance(v := column.shows(r), int)) if column.summed else None


def _append(
    sheet: WriteOnlyWorksheet, columns: Sequence[Column[Of]], values: Sequence[Value], n: int
) -> None:
    """The `n`th row, 0 the head, as high as what is printed of it: office suites do not see to it."""
    lines = (_lines(str(v), c.width) for v, c in zip(values, columns, strict=True) if c.printed)
    sheet.row_dimensions[n + 1].height = min(_HIGHEST, max(lines) * _LINE + _ROOM)
    pairs = zip(values, columns, strict=True)
    sheet.append([_cell(sheet, v, c, head=n == 0) for v, c in pairs])


def _lines(text: str, columns: int) -> int:
    """The lines that a text takes in a column; a Chinese character is two of its characters."""
    return sum(ceil(max(1.0, 2 * width(line)) / (columns - 1)) for line in text.split("\n"))


def _print(sheet: WriteOnlyWorksheet, title: str, edges: Edges, note: str) -> None:
    """A4 across, as many pages as there are rows and one wide, the head on each; above how many
    reports there are, at the foot who made it, who looked at it, and when."""
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", _A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom, margins.header, margins.footer = 0.8, 0.6, 0.4, 0.3
    year = f"{edges.year}年" if edges.year else ""
    sheet.oddHeader.center.text = f"{year}{REPORT_NAME}审查台账{title}"
    sheet.oddHeader.center.size = 14
    sheet.oddHeader.left.text, sheet.oddHeader.right.text = edges.held, note
    sheet.oddHeader.left.size = sheet.oddHeader.right.size = 8
    sheet.oddFooter.center.text = "经办：　　　　　　审核：　　　　　　第 &P 页，共 &N 页"
    sheet.oddFooter.left.text = edges.office.replace("&", "&&")
    sheet.oddFooter.right.text = edges.day


def _cell(
    sheet: WriteOnlyWorksheet, value: Any, column: Column[Any], *, head: bool
) -> WriteOnlyCell:
    """Text is stored as text, whatever it begins with (=, +, -, @): it came from a report."""
    text = isinstance(value, str)
    if text:
        value = ILLEGAL_CHARACTERS_RE.sub("", value)[:_LIMIT]
    cell = WriteOnlyCell(sheet, value)
    keep_text(cell)
    if isinstance(value, date):
        cell.number_format = _DAY
    across = "left" if text and not head and not column.centred else "center"
    cell.alignment = Alignment(horizontal=across, vertical="center", wrap_text=column.printed)
    cell.font, cell.border = Font(name=_FONT, size=10, bold=head), _BOX
    if head:
        cell.fill = _HEAD
    return cell


def _tallies(sheets: Sequence[Sheet]) -> Iterator[Tally]:
    """What names the cause of others' findings is no count of its own."""
    judged = [s.review.assessed for s in sheets if s.judged]
    for rule in dict.fromkeys(r for assessed in judged for r in assessed if r != EXPLAINS):
        yield Tally(rule, Counter(_came_out(rule, s.review) for s in sheets if s.judged))


def _came_out(rule: str, review: Review) -> str | None:
    """How a rule came out; one that is not for the form of a report has nothing to judge in it."""
    outcome = review.assessed.get(rule)
    other = review.report and rule in RULES and review.report.format not in RULES[rule].formats
    return BESIDE_THE_FORM if outcome == "not_assessable" and other else outcome
