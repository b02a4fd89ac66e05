"""A report as one run of titles, headings, paragraphs and grids: what every writer writes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..truth import TrueReport
from .grid import Grid, grids
from .style import PLAIN, Style


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing to write: `title`, `heading`, `text` or `item` (with `text`), or `grid`."""

    kind: str
    text: str = ""
    grid: Grid | None = None


def outline(report: TrueReport, style: Style = PLAIN) -> Iterator[Piece]:
    """The pieces in reading order."""
    tables = grids(report, style)
    yield Piece("title", _dress(report.title, style))
    if style.date == "header" and report.published:
        day = report.published.isoformat()
        yield Piece("text", f"发布日期：{day}　来源：{report.agency}")
    for text in report.preamble:
        yield Piece("text", _dress(text, style))
    for section in report.sections:
        if section.heading:
            yield Piece("heading", _dress(section.heading, style))
        before = section.number not in (2, 3, 4)
        for text in section.paragraphs if before else ():
            yield Piece("text", _dress(text, style))
        for grid in (g for g in tables if g.part == section.number):
            if grid.item:
                yield Piece("item", grid.item)
            yield Piece("grid", grid=grid)
        for text in () if before else section.paragraphs:
            yield Piece("text", _dress(text, style))
    if style.date == "signature" and report.published:
        signed = report.published
        yield Piece("text", report.agency)
        yield Piece("text", f"{signed.year}年{signed.month}月{signed.day}日")


_KANGXI = str.maketrans(
    "一二人文大小子女工日月水火生用石立行", "⼀⼆⼈⽂⼤⼩⼦⼥⼯⽇⽉⽔⽕⽣⽤⽯⽴⾏"
)
_WIDE = {ord("0") + i: chr(0xFF10 + i) for i in range(10)}
_YEAR = re.compile(r"(?<=[\u4e00-\u9fff])(20\d\d)年")


def _dress(text: str, style: Style) -> str:
    if style.loose:
        text = _YEAR.sub(r" \1 年", text)
    if style.wide:
        text = text.translate(_WIDE)
    return kangxi(text) if style.kangxi else text


def kangxi(text: str) -> str:
    """Text with common characters as the Kangxi radicals that browsers' PDFs hold."""
    return text.translate(_KANGXI)
