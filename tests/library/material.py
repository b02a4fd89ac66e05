"""Reports for the library's tests: generated ones with their bytes, and hand-made small ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from index.formats import FORMS
from index.library.library import Added, Library
from index.report import Cell, Finding, Paragraph, Place, Report, Section, Source
from tests.generator import as_report, to_tabbed, world

Item = tuple[Report, bytes, str]


@cache
def county(bodies: int = 8, years: tuple[int, ...] = (2022, 2023)) -> tuple[Item, ...]:
    """A generated county as (report, original bytes, file name)."""
    return tuple(
        (as_report(r), to_tabbed(r), f"{r.agency}{r.year}.txt")
        for r in world(bodies, years, seed=7, gaps=0.0)
    )


def fill(library: Library, items: Iterable[Item]) -> list[Added]:
    return [library.add(r, content, filename=name) for r, content, name in items]


def small(
    agency: str,
    year: int | None = 2023,
    *,
    text: str = "",
    cells: Mapping[str, Any] | None = None,
    published: date | None = None,
    unread: int = 0,
) -> Report:
    """A report of a few sentences; `cells` maps keys to printed texts, the rest of the form 0."""
    keys = FORMS["2021"].keys()
    values = {key: Cell(0, "0", "number", Place(2, (1.0, 2.0, 3.0, 4.0), 5)) for key in keys}
    for key, printed in (cells or {}).items():
        values[key] = (
            printed if isinstance(printed, Cell) else Cell(printed, str(printed), "number")
        )
    for key in keys[:unread]:
        values[key] = Cell(None, "", "unread")
    body = text or f"{agency}全年开展政务公开工作。一是健全制度。二是加强培训。"
    sections = (
        Section(1, "总体情况", "一、总体情况", (Paragraph(body, Place(1, None, 3)),)),
        Section(
            5,
            "存在的主要问题及改进情况",
            "五、存在的主要问题及改进情况",
            (Paragraph("公开内容不够丰富。下一步将拓宽公开渠道。", Place(3)),),
        ),
    )
    title = f"{agency}{year or ''}年政府信息公开工作年度报告"
    source = Source(f"{title}.txt", "", "text")
    return Report(
        source=source,
        agency=agency,
        year=year,
        level="county",
        title=title,
        format="2021",
        sections=sections,
        cells=values,
        published=published,
    )


def keep(library: Library, report: Report, *, filename: str = "", **options: Any) -> Added:
    """Add a small report with bytes of its own."""
    content = f"{report.title}{filename}{report.cells}{report.sections}".encode()
    return library.add(report, content, filename=filename or f"{report.title}.txt", **options)


def finding(rule: str = "T01", severity: Any = "error") -> Finding:
    return Finding(rule, severity, "fail", "合计不符", "总计为 12，各列之和为 13", at=Place(2))


def renamed(report: Report, agency: str) -> Report:
    return replace(report, agency=agency)
