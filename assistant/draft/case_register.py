"""A register of applications (台账), one row an application: read, its columns found by their names.

Names and values are known by nearness; what is not near enough is asked of the person, who says
it with `given`: a column's or a value's own words to ours.
"""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from index.report import UsageError

_FILE = Path(__file__).with_name("case_register.toml")
_NEAR = 80
"""Least likeness (0–100) at which a column's name is taken for ours."""
_HEADER_WITHIN = 10
"""A title and notes may stand above the header, within so many rows."""
NEEDED = ("申请人类型", "收到日期", "办理结果")
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Register:
    """The rows under their header; `columns` says which column is which of our fields."""

    header: tuple[str, ...]
    columns: Mapping[str, int]
    rows: tuple[Row, ...]

    def value(self, row: Row, field: str) -> Any:
        at = self.columns.get(field)
        return row[at] if at is not None and at < len(row) else None


@cache
def words() -> Mapping[str, Any]:
    """The usual names of columns and values."""
    return tomllib.loads(_FILE.read_text("utf-8"))


def read_register(path: Path, given: Mapping[str, str] | None = None) -> Register:
    """The register of a workbook's first sheet or a CSV.

    Raises UsageError where it cannot be read, or a column that is needed is not known.
    """
    rows = _workbook(path) if path.suffix.lower() in (".xlsx", ".xlsm") else _text(path)
    given = given or {}
    best = max(
        range(min(len(rows), _HEADER_WITHIN)),
        key=lambda i: len(_columns(rows[i], given)),
        default=None,
    )
    if best is None:
        raise UsageError(f"{path.name} 里没有内容")
    header = tuple(_said(v) for v in rows[best])
    columns = _columns(rows[best], given)
    if missing := [field for field in NEEDED if field not in columns]:
        named = "、".join(h for h in header if h)
        raise UsageError(
            f"{path.name} 里认不出{'、'.join(missing)}列（有：{named}），"
            f"请用 --map 列名={missing[0]} 指明"
        )
    body = tuple(r for r in rows[best + 1 :] if any(_said(v) for v in r))
    return Register(header, columns, body)


def _workbook(path: Path) -> list[Row]:
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, OSError) as error:
        raise UsageError(f"{path.name} 打不开，请另存为 XLSX 或 CSV") from error
    try:
        return [tuple(row) for row in book.worksheets[0].iter_rows(values_only=True)]
    finally:
        book.close()


def _text(path: Path) -> list[Row]:
    from index.readers.encodings import decode

    text = decode(path.read_bytes())
    start = "\n".join(islice(text.splitlines(), 5))
    mark = max(",\t;", key=start.count)
    return [tuple(row) for row in csv.reader(io.StringIO(text), delimiter=mark)]


def _columns(header: Sequence[Any], given: Mapping[str, str]) -> dict[str, int]:
    """Our fields with their column: what the person said first, then the nearest names."""
    found = {given[_said(v)]: i for i, v in enumerate(header) if _said(v) in given}
    named = {i: _said(v) for i, v in enumerate(header) if _said(v) and i not in found.values()}
    scored = sorted(
        (
            (-_likeness(name, usual), i, field)
            for field, usual in words()["columns"].items()
            for i, name in named.items()
        ),
    )
    for score, i, field in scored:
        if -score >= _NEAR and field not in found and i not in found.values():
            found[field] = i
    return {f: i for f, i in found.items() if f in words()["columns"]}


def _likeness(name: str, usual: Iterable[str]) -> float:
    from rapidfuzz import fuzz

    return max(fuzz.ratio(name, one) for one in usual)


def _said(value: Any) -> str:
    return "".join(str(value).split()) if value is not None else ""


def year_of(value: Any) -> int | None:
    """The year of a date as registers write it: a date, 2024-3-5, 2024.3.5, 2024年3月5日, 20240305."""
    if isinstance(value, datetime | date):
        return value.year
    digits = _said(value)[:4]
    return int(digits) if digits.isdigit() and 1990 <= int(digits) <= 2100 else None
