"""Tables for people who work on in a spreadsheet: cells, the roster, an area's own sums."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from index.csv_files import csv_bytes, keep_text
from index.formats import FORMS, LATEST, Table, form_of_year, labels
from index.library.roster import STATUSES, Roster
from index.report import UsageError
from index.stores.values import Body, Fact

STATES = {"number": "数值", "blank": "空白", "dash": "横线", "text": "文字", "unread": "未读出"}
_HEADINGS = (
    ("机关", "年度", "表式", "表", "行", "列", "数值", "状态", "原文")
    + ("页", "行号", "报告编号", "键")
)  # fmt: skip
Row = Sequence[Any]


def cells_table(facts: Iterable[Fact], format: str) -> bytes:
    """Every fact as a row with its state and source; `format` is xlsx or csv.  Raises UsageError."""
    if format not in WRITERS:
        raise UsageError(f"不支持的格式“{format}”，可用：{'、'.join(WRITERS)}")
    return WRITERS[format]([_HEADINGS, *(_cell_row(f) for f in facts)])


def _cell_row(fact: Fact) -> Row:
    label = labels().get(fact.key)
    where = (label.item, label.row, label.column) if label else ("", "", "")
    return (
        fact.agency,
        fact.year,
        fact.format,
        *where,
        fact.value,
        STATES[fact.state],
        fact.text,
        fact.at.page,
        fact.at.line,
        fact.report,
        fact.key,
    )


def _xlsx(rows: Iterable[Row]) -> bytes:
    return workbook({"单元格": rows})


WRITERS: dict[str, Callable[[Iterable[Row]], bytes]] = {"xlsx": _xlsx, "csv": csv_bytes}


def workbook(sheets: Mapping[str, Iterable[Row]]) -> bytes:
    """An XLSX of plain sheets: bold first row that stays in sight, columns as wide as their text."""
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        widths: dict[int, int] = {}
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row, 1):
                cell = sheet.cell(number, column, value)
                keep_text(cell)
                if number == 1:
                    cell.font = Font(bold=True)
                width = 2 * len(str(value if value is not None else "")) + 2
                widths[column] = min(60, max(widths.get(column, 8), width))
        for column, width in widths.items():
            sheet.column_dimensions[get_column_letter(column)].width = width
        sheet.freeze_panes = "A2"
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


# ---------------------------------------------------------------- the roster


def roster_xlsx(roster: Roster) -> bytes:
    """The roster, and a reminder list of who is missing or late."""
    head = ("序号", "机关", "年度", "法定期限", "状态", "发布日期", "报告编号", "说明")

    def rows(due: Iterable[Any]) -> list[Row]:
        return [
            head,
            *(
                (
                    n,
                    d.name,
                    roster.year,
                    d.deadline,
                    STATUSES[d.status],
                    d.published,
                    d.report,
                    d.note,
                )
                for n, d in enumerate(due, 1)
            ),
        ]

    reminders = (*roster.of("missing"), *roster.of("late"))
    return workbook(
        {
            "催报名单": rows(reminders),
            "全部": rows(roster.due),
            "名单外的报告": [("机关",), *((name,) for name in roster.unlisted)],
        }
    )


# ---------------------------------------------------------------- an area's own sums


@dataclass(frozen=True, slots=True)
class Gap:
    """Why a body does not count in a sum: its report is missing, or a cell holds no number."""

    body: str
    key: str | None
    state: str


@dataclass(frozen=True, slots=True)
class Sums:
    """An area's tables summed from its bodies': `values` by key, `counted` how many gave a number."""

    area: str
    year: int
    bodies: tuple[str, ...]
    values: Mapping[str, int | float]
    counted: Mapping[str, int]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class Area:
    """A government and the bodies that belong to it by the table of bodies."""

    name: str
    bodies: tuple[Body, ...]


def area(name: str, named: Sequence[Body], bodies: Sequence[Body], year: int) -> Area:
    """The area that goes by `name`, given the bodies so `named` and all bodies.

    Raises UsageError where the area is unknown or ambiguous, has no bodies, or the year has no
    statutory form.
    """
    if len(named) != 1:
        raise UsageError(f"资料库中{'不止一个' if named else '没有'}名为“{name}”的机关")
    form = form_of_year(year)
    children = tuple(b for b in bodies if b.parent == named[0].id)
    if form is None or not children:
        why = "年度没有法定表格" if form is None else "之下没有机关，请先在资料库中设定隶属关系"
        raise UsageError(f"{named[0].name} {year} {why}")
    return Area(named[0].name, children)


def sums(area: Area, year: int, cells: Iterable[Fact]) -> Sums:
    """The sums over the area's bodies of their `cells` of that year."""
    children = area.bodies
    facts: dict[int, dict[str, Fact]] = {b.id: {} for b in children}
    for fact in cells:
        facts[fact.body][fact.key] = fact
    gaps = [Gap(b.name, None, "缺报") for b in children if not facts[b.id]]
    values: dict[str, int | float] = {}
    counted: dict[str, int] = {}
    for key in (form_of_year(year) or FORMS[LATEST]).keys():
        given = [(b, facts[b.id].get(key)) for b in children if facts[b.id]]
        numbers = [f.value for _, f in given if f is not None and f.value is not None]
        values[key] = round(sum(numbers), 6)
        counted[key] = len(numbers)
        gaps += [
            Gap(b.name, key, STATES[f.state] if f else "表式无此格")
            for b, f in given
            if f is None or f.value is None
        ]
    names = tuple(b.name for b in children)
    return Sums(area.name, year, names, values, counted, tuple(gaps))


def sums_xlsx(sums: Sums) -> bytes:
    """The form's tables filled with the sums, and a sheet that names what is not in them."""
    form = form_of_year(sums.year) or FORMS[LATEST]
    sheets: dict[str, list[Row]] = {"说明": _about(sums)}
    for table in form.tables:
        name = {"applications": "三、申请", "disputes": "四、复议诉讼"}.get(table.id, table.item)
        sheets[name] = _table(table, sums)
    names = labels()
    sheets["未计入"] = [
        ("机关", "单元格", "情况"),
        *((g.body, str(names[g.key]) if g.key else "全部", g.state) for g in sums.gaps),
    ]
    return workbook(sheets)


def _about(sums: Sums) -> list[Row]:
    missing = [g.body for g in sums.gaps if g.key is None]
    partial = sorted({g.body for g in sums.gaps if g.key is not None})
    return [
        (f"{sums.area}{sums.year}年度汇总",),
        ("应汇总机关", len(sums.bodies)),
        ("缺报", len(missing), "、".join(missing)),
        ("有空白或未读出的单元格", len(partial), "、".join(partial)),
        ("说明", "合计只含读出的数值；空白、横线、未读出的单元格不作 0 计，逐一列于“未计入”"),
    ]


def _table(table: Table, sums: Sums) -> list[Row]:
    """A table as the form prints it; a sum that lacks a body's number is marked in a note column."""
    rows: list[Row] = [("", *(c.label for c in table.columns), "未计入")]
    reporting = len(sums.bodies) - sum(g.key is None for g in sums.gaps)
    for row in table.rows:
        keys = [table.key(row, c) for c in table.columns]
        lacking = sum(reporting - sums.counted[k] for k in keys)
        label = " / ".join((*row.above, row.label))
        rows.append((label, *(sums.values[k] for k in keys), f"{lacking}格" if lacking else ""))
    return rows
