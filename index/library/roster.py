"""Who owes a report for a year, whose is there, late or missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from index.bodies import names
from index.report import UsageError
from index.stores.values import Body, Entry

Status = Literal["received", "late", "missing"]
STATUSES: dict[Status, str] = {"received": "已收到", "late": "逾期发布", "missing": "未收到"}
_HEADINGS = ("机关", "单位", "名称", "部门", "主体")


@dataclass(frozen=True, slots=True)
class Due:
    """One body's duty for a year; `report` is the id of what came, `note` Chinese for a person."""

    name: str
    body: int | None
    deadline: date
    status: Status
    report: str | None = None
    published: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Roster:
    """All duties of a year, in the order of the list, and reports that nobody listed."""

    year: int
    due: tuple[Due, ...]
    unlisted: tuple[str, ...] = ()

    def of(self, status: Status) -> tuple[Due, ...]:
        return tuple(d for d in self.due if d.status == status)


def deadline(name: str, year: int) -> date:
    """31 March for a government's own report, 31 January for any other body's.

    Source: 《政府信息公开条例》第四十九条.
    """
    own = names.kind_of(name) == "government"
    return date(year + 1, 3, 31) if own else date(year + 1, 1, 31)


def read_names(path: Path) -> list[str]:
    """The bodies listed in an XLSX: the column headed 机关, 单位 or 名称, else the first one.

    Raises UsageError where the file is no workbook or lists nobody.
    """
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        sheet = load_workbook(path, read_only=True, data_only=True).worksheets[0]
    except (InvalidFileException, BadZipFile, OSError, KeyError) as error:
        raise UsageError(f"名单不是可读的 XLSX 文件：{path}") from error
    rows = [[str(v or "").strip() for v in row] for row in sheet.iter_rows(values_only=True)]
    rows = [row for row in rows if any(row)]
    column, first = _name_column(rows)
    found = [row[column] for row in rows[first:] if column < len(row) and row[column]]
    if not found:
        raise UsageError(f"名单中没有机关名称：{path}")
    return list(dict.fromkeys(found))


def _name_column(rows: list[list[str]]) -> tuple[int, int]:
    """The column of names and the row at which they begin."""
    for number, row in enumerate(rows[:5]):
        for column, text in enumerate(row):
            if (
                len(text) <= 8
                and any(h in text for h in _HEADINGS)
                and not names.parts(text).places
            ):
                return column, number + 1
    return 0, 0


def roster(
    year: int,
    bodies: Sequence[Body],
    entries: Sequence[Entry],
    listed: Sequence[str] | None = None,
) -> Roster:
    """Who of `listed` (by default: of last year's bodies) has handed in for `year`.

    `entries` are the current reports of that year and the one before.
    """
    if listed is None:
        before = {e.body for e in entries if e.year == year - 1}
        listed = [b.name for b in bodies if b.id in before]
    there = {e.body: e for e in entries if e.year == year}
    due = tuple(_due(name, _find(name, bodies), there, year) for name in listed)
    expected = {d.body for d in due}
    return Roster(year, due, tuple(e.agency for b, e in there.items() if b not in expected))


def _find(name: str, bodies: Sequence[Body]) -> list[Body]:
    exact = [b for b in bodies if name in (b.name, *b.aliases)]
    return exact or [b for b in bodies if any(names.same_body(name, a) for a in b.aliases)]


def _due(name: str, found: list[Body], there: dict[int, Entry], year: int) -> Due:
    limit = deadline(name, year)
    if len(found) != 1:
        note = f"名称与{'、'.join(b.name for b in found)}都相符，请写全称" if found else ""
        return Due(name, None, limit, "missing", note=note)
    entry = there.get(found[0].id)
    if entry is None:
        return Due(name, found[0].id, limit, "missing")
    published = date.fromisoformat(entry.published) if entry.published else None
    status: Status = "late" if published and published > limit else "received"
    note = "" if published else "报告未载发布日期，未判断是否逾期"
    return Due(name, found[0].id, limit, status, entry.id, published, note)
