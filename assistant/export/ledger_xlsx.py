"""The ledger of a batch: a row a file, a row a finding, what was corrected by hand, counts by rule.

Each sheet prints on A4 across, one page wide, its head on every page; what is there to filter by
and not to print stands at its right.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import ceil
from pathlib import Path
from typing import Any, Generic, TypeVar

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.properties import PageSetupProperties

from assistant.checks import RULES
from assistant.export.letter import in_words
from assistant.export.official_document import width
from assistant.export.review_sheet import (
    FORMATS,
    INFERRED,
    LEVELS,
    MARKS,
    OUTCOMES,
    SEVERITIES,
    VERDICTS,
    WHOLE,
    Entry,
    Sheet,
    passage,
    verdict,
)
from assistant.review.mends import EXPLAINS, without_basis
from index.csv_files import keep_text
from index.formats import PARTS, REPORT_NAME, labels
from index.report import GRADES, Decision, Finding, Report, Review
from index.stores.values import Correction, Letter

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

Value = str | int | float | date | None


@dataclass(frozen=True, slots=True)
class Column(Generic[Of]):
    """A column of a sheet of the ledger: its heading, its width in characters, what it shows.

    What is not `printed` stands after what is; short texts are `centred`, as numbers are; what is
    `summed` has its total below the last row.
    """

    heading: str
    width: int
    shows: Callable[[Of], Value]
    printed: bool = True
    centred: bool = False
    summed: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """One row of 问题: what one rule leaves to verify in a report is one, else a row an entry."""

    sheet: Sheet
    entries: tuple[Entry, ...]

    @property
    def entry(self) -> Entry:
        return self.entries[0]

    @property
    def finding(self) -> Finding:
        return self.entry.finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Edges:
    """What is printed around every sheet: the year where it is one, how many reports, by whom."""

    year: int | None
    held: str
    office: str
    day: str


@dataclass(frozen=True, slots=True)
class Tally:
    """One row of 规则: how many reports came out how under the rule."""

    rule: str
    counts: Counter[str | None]


def _of_report(show: Callable[[Report], Value], without: Value = None) -> Callable[[Sheet], Value]:
    """What `show` gives of a sheet's report; `without` where the file gave none."""
    return lambda sheet: show(sheet.review.report) if sheet.review.report else without


def _of_letter(show: Callable[[Letter], Value]) -> Callable[[Sheet], Value]:
    return lambda sheet: show(sheet.letter) if sheet.letter else None


def _decided(show: Callable[[Decision], Value]) -> Callable[[Found], Value]:
    return lambda found: show(found.entry.decision) if found.entry.decision else None


def _marked(word: str) -> Callable[[Sheet], Value]:
    return lambda sheet: sum(e.mark == word for e in sheet.entries) if sheet.judged else None


def _day(moment: str) -> date | None:
    """A moment's day; None for none, and for what is no date."""
    try:
        return date.fromisoformat(moment[:10])
    except ValueError:
        return None


def _unjudged(sheet: Sheet) -> str:
    return "、".join(r for r, o in sheet.review.assessed.items() if o == "not_assessable")


def _read(sheet: Sheet) -> str:
    """How a file was read: whole, all but some cells, or why it was not."""
    if sheet.problems:
        said = "；".join(p.removesuffix(f"：{Path(sheet.path).name}") for p in sheet.problems)
        return said if sheet.judged else f"未审：{said}"
    report = sheet.review.report
    unread = sum(c.state == "unread" for c in report.cells.values()) if report else 0
    return f"未读出 {unread} 格" if unread else "完整读取"


def _place(found: Found) -> str:
    """The cell or the paragraph, which say the part where they name a table; else the part."""
    part = next((f"第{p.numeral}部分" for p in PARTS if p.number == found.finding.section), WHOLE)
    place = found.entry.place
    return place if place.startswith("表") else "，".join(filter(None, (part, place)))


def _told(found: Found) -> str:
    said = [without_basis(e.finding) for e in found.entries]
    return "；".join(f"（{n}）{s}" for n, s in enumerate(said, 1)) if said[1:] else said[0]


def _cells(found: Found) -> str:
    return "；".join(str(labels().get(key, key)) for key in found.finding.cells)


def _beside(found: Found) -> str:
    return "\n".join(passage(p) for e in found.entries for p in e.finding.passages)


YEAR, BESIDE_THE_FORM = "年度", "not_applicable"
"""The column that a ledger of one year has in its title; how a rule that is not for a report's
form came out."""
_agency = _of_report(lambda r: r.agency, "")
_year = _of_report(lambda r: r.year)

REPORTS: tuple[Column[Sheet], ...] = (
    Column("机关", 20, _agency),
    Column(YEAR, 6, _year),
    Column("层级", 9, _of_report(lambda r: LEVELS[r.level], "")),
    Column("文件", 18, lambda s: Path(s.path).name),
    Column("读取情况", 14, _read),
    *(Column(w, 2 * len(w) + 2, _marked(w), summed=True) for w in MARKS.values()),
    Column("更正", 6, lambda s: len(s.corrections) if s.judged else None, summed=True),
    Column("退改", 8, lambda s: s.sent_back),
    Column("发函", 11, _of_letter(lambda x: _day(x.sent))),
    Column("限期", 11, _of_letter(lambda x: _day(x.due) if x.sent else None)),
    Column("重报", 11, _of_letter(lambda x: _day(x.answered))),
    Column("文号", 24, _of_letter(lambda x: x.number), printed=False),
    Column("公布日期", 11, _of_report(lambda r: r.published), printed=False),
    Column("格式", 14, _of_report(lambda r: FORMATS[r.format], ""), printed=False),
    Column("无法判断的规则", 30, _unjudged, printed=False),
    Column("文件位置", 40, lambda s: s.path, printed=False),
)
FINDINGS: tuple[Column[Found], ...] = (
    Column("机关", 16, lambda f: _agency(f.sheet)),
    Column(YEAR, 6, lambda f: _year(f.sheet)),
    Column("位置", 18, _place),
    Column("级别", 8, lambda f: f.entry.mark, centred=True),
    Column("规则", 7, lambda f: "\n".join(f.entry.mend.rules), centred=True),
    Column("说明", 42, _told),
    Column("填报", 8, lambda f: f.finding.found, centred=True),
    Column(
        INFERRED,
        8,
        lambda f: f.finding.expected if f.finding.outcome != "explained" else "",
        centred=True,
    ),
    Column("依据", 17, lambda f: f.finding.basis),
    Column("处理", 8, _decided(lambda d: VERDICTS[d.verdict])),
    Column("备注", 8, _decided(lambda d: d.note)),
    Column("处理人", 10, _decided(lambda d: d.who), printed=False),
    Column("处理日期", 11, _decided(lambda d: _day(d.when)), printed=False),
    Column("条号", 8, lambda f: "、".join(str(e.number) for e in f.entries), printed=False),
    Column("名称", 22, lambda f: f.finding.title, printed=False),
    Column("严重程度", 10, lambda f: SEVERITIES[f.finding.severity], printed=False),
    Column("结论", 8, lambda f: OUTCOMES[f.finding.outcome], printed=False),
    Column("建议", 30, lambda f: f.finding.suggestion, printed=False),
    Column("原文", 50, lambda f: f.finding.quote, printed=False),
    Column("相关格", 40, _cells, printed=False),
    Column("对照", 40, _beside, printed=False),
    Column("文件", 30, lambda f: f.sheet.path, printed=False),
)
CORRECTIONS: tuple[Column[Correction], ...] = (
    Column("机关", 22, lambda c: c.agency),
    Column(YEAR, 6, lambda c: c.year),
    Column("表格位置", 44, lambda c: str(labels().get(c.key, c.key))),
    Column("程序原读数", 14, lambda c: c.was or "（空）"),
    Column("更正为", 14, lambda c: c.text or "（空）"),
    Column("更正人", 12, lambda c: c.who),
    Column("更正日期", 12, lambda c: _day(c.when)),
    Column("备注", 20, lambda c: c.note),
)
_NUMBER: Column[Any] = Column("序号", 6, lambda _: None)
"""The first column of every sheet: rows are counted from 1."""
COUNTS: tuple[Column[Tally], ...] = (
    Column("规则", 8, lambda t: t.rule),
    Column("核查内容", 66, lambda t: RULES[t.rule].what if t.rule in RULES else ""),
    Column("不符", 8, lambda t: t.counts["fail"]),
    Column("待核", 8, lambda t: t.counts["uncertain"]),
    Column("已解释", 10, lambda t: t.counts["explained"]),
    Column("通过", 8, lambda t: t.counts["pass"]),
    Column("无法判断", 10, lambda t: t.counts["not_assessable"]),
    Column("不适用", 10, lambda t: t.counts[BESIDE_THE_FORM]),
)
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
    columns = (_NUMBER, *shown)
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
