"""What a reader saw to what the report says: body, year, form, sections, cells."""

from __future__ import annotations

from collections.abc import Mapping

from index.chapters import chapters_of
from index.formats import FORMS, form_of_year
from index.lines import lines_of
from index.names import level_of
from index.report import (
    UNREAD,
    Cell,
    Document,
    FormName,
    FoundTable,
    Heading,
    NotAReport,
    Report,
)
from index.sections import sections_of
from index.tables import Reading, read_tables
from index.title import find_title


def recognize(document: Document) -> tuple[Report, ...]:
    """The reports in a document (nearly always one); pure.  Raises `NotAReport`."""
    lines = lines_of(document)
    chapters = chapters_of(lines)
    reading = read_tables(lines, chapters)
    title = find_title(document, lines)
    if not title.text and len(chapters) < 3:
        raise NotAReport("这不是政府信息公开工作年度报告。", path=document.source.path)
    form = _format(reading, title.year)
    sections, preamble = sections_of(
        lines, chapters, reading.lines, title.lines, hard_wrapped=document.hard_wrapped
    )
    return (
        Report(
            document.source,
            title.agency,
            title.year,
            level_of(title.agency),
            title.text,
            form,
            sections,
            _cells(form, title.year, reading.cells),
            preamble,
            tuple(Heading(c.text, c.number, lines[c.line].at) for c in chapters),
            tuple(reading.labels),
            _found(form, title.year, reading),
            title.at,
            title.published or document.published,
        ),
    )


def _format(reading: Reading, year: int | None) -> FormName:
    """The form by what the tables hold, by the year where they say nothing."""
    if len(reading.forms) > 1:
        return "mixed"
    for name in reading.forms:
        return "2019" if name == "2019" else "2021"
    form = form_of_year(year) if year else None
    if form:
        return form.name
    return "unknown" if year is None else "earlier"


def _cells(form: FormName, year: int | None, read: Mapping[str, Cell]) -> dict[str, Cell]:
    """Every key of the form once; of a mixed report the printed rows and the year's other keys."""
    if form in FORMS:
        return {key: read.get(key, UNREAD) for key in FORMS[form].keys()}
    if form != "mixed":
        return {}
    holds = (form_of_year(year) if year else None) or FORMS["2021"]
    keys = dict.fromkeys((*holds.keys(), *read))
    return {key: read.get(key, UNREAD) for key in keys}


def _found(form: FormName, year: int | None, reading: Reading) -> tuple[FoundTable, ...]:
    holds = FORMS.get(form) or (form_of_year(year) if year else None)
    if form == "earlier" or holds is None:
        return ()
    found = []
    for table in holds.tables:
        cells = [reading.cells.get(key, UNREAD) for key in table.keys()]
        read = next((c for c in cells if c.state != "unread"), None)
        if read:
            found.append(FoundTable(table.id, "read", read.at))
        else:
            found.append(FoundTable(table.id, "unread" if table.id in reading.met else "missing"))
    return tuple(found)
