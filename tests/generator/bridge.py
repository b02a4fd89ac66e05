"""A true report as the `Report` that perfect reading would give: rules and search without files."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from index.formats import FORMS, PARTS
from index.report import (
    NOWHERE,
    UNREAD,
    Cell,
    FormName,
    FoundTable,
    Heading,
    Paragraph,
    Place,
    PrintedLabel,
    Report,
    Section,
    Source,
)

from .truth import TrueReport
from .writers.grid import grids
from .writers.style import PLAIN, Style
from .writers.text import to_tabbed

_NUMBER = re.compile(r"-?\d[\d,，]*(\.\d+)?")
_NOTE = re.compile(r"[（(].*[）)]")


def true_cell(text: str, at: Place = NOWHERE) -> Cell:
    """The cell that `text` is, by the states of the interface; the oracle of reading tests."""
    bare = text.replace("\xa0", " ").strip()
    if not bare:
        return Cell(None, text, "blank", at)
    if bare in "/-—－":
        return Cell(None, text, "dash", at)
    figure = _NOTE.sub("", bare).strip()
    if not _NUMBER.fullmatch(figure):
        return Cell(None, text, "text", at)
    number = figure.replace(",", "").replace("，", "")
    return Cell(float(number) if "." in number else int(number), text, "number", at)


def as_report(report: TrueReport, style: Style = PLAIN) -> Report:
    """The report as read without a fault, its places the lines of its tabbed text."""
    text = to_tabbed(report, style)
    lines = _Lines(text.decode("utf-8").split("\n"))
    source = Source(f"{report.title}.txt", hashlib.sha256(text).hexdigest(), "text")
    title_at = lines.find(report.title)
    preamble = tuple(Paragraph(t, lines.find(t)) for t in report.preamble)
    sections, headings = [], []
    for part in report.sections:
        at = lines.find(part.heading) if part.heading else Place()
        if part.heading:
            headings.append(Heading(part.heading, part.number, at))
        sections.append(
            Section(
                part.number,
                PARTS[part.number - 1].title,
                part.heading,
                tuple(Paragraph(t, lines.find(t)) for t in part.paragraphs),
                at,
            )
        )
    form: FormName = "mixed" if report.one_row_other and report.form == "2021" else report.form  # type: ignore[assignment]
    return Report(
        source=source,
        agency=report.agency,
        year=report.year,
        level=report.level,
        title=report.title,
        format=form,
        sections=tuple(sections),
        cells=_cells(report, style, lines),
        preamble=preamble,
        headings=tuple(headings),
        labels=tuple(_labels(report, style)),
        tables=tuple(_tables(report)),
        title_at=title_at,
        published=report.published,
    )


class _Lines:
    """Where the lines of the text, and the cells of its table rows, first stand."""

    def __init__(self, lines: list[str]) -> None:
        self.numbers: dict[str, int] = {}
        self.parts: dict[str, int] = {}
        for number, line in enumerate(lines, 1):
            self.numbers.setdefault(line, number)
            for part in line.split("\t"):
                self.parts.setdefault(part, number)

    def find(self, text: str) -> Place:
        return Place(line=self.numbers.get(text))

    def starting(self, text: str) -> Place:
        return Place(line=self.parts.get(text))


def _cells(report: TrueReport, style: Style, lines: _Lines) -> dict[str, Cell]:
    """Every key of the form once, printed or `unread`; a one-row （六） beside its lost rows."""
    cells = dict.fromkeys(FORMS[report.form].keys(), UNREAD)
    for grid in grids(report, style):
        for row in grid.lines():
            label = next(
                (c.text for c in reversed(row) if c.key and c.key.startswith("label:")), ""
            )
            at = lines.starting(label) if label else Place()
            for cell in row:
                if cell.key and not cell.key.startswith("label:"):
                    cells[cell.key] = true_cell(cell.text, at)
    return cells


def _labels(report: TrueReport, style: Style) -> Iterator[PrintedLabel]:
    for grid in grids(report, style):
        for cell in grid.cells:
            if cell.key and cell.key.startswith("label:") and "/" not in cell.key:
                yield PrintedLabel(cell.key.removeprefix("label:"), cell.text)


def _tables(report: TrueReport) -> Iterator[FoundTable]:
    for table in FORMS[report.form].tables:
        lost = table.id in report.lost_tables or table.id.split(".")[0] in report.lost_tables
        yield FoundTable(table.id, "missing" if lost else "read")
