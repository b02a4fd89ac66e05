"""What a reader saw to what the report says: body, year, form, sections, cells."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import PurePath

from index.bodies.names import level_of
from index.document import Document
from index.formats import FORMS, LATEST, edition, form_of_year
from index.recognition.chapters import Chapter, chapters_of
from index.recognition.document_lines import Line, lines_of
from index.recognition.sections import sections_of
from index.recognition.tables.confirmation import confirmed
from index.recognition.tables.named_figures import with_named_figures
from index.recognition.tables.statutory_tables import Reading, read_tables
from index.recognition.title import Title, find_title, titles_in
from index.report import (
    UNREAD,
    Cell,
    FormName,
    FoundTable,
    Heading,
    NotAReport,
    Report,
    TooLarge,
)
from index.text import normalise

_OLDER = re.compile(r"申请|复议|收费|咨询|存在的?(?:主要)?问题")
"""What a report of 2008–2018 speaks of whatever its outline."""
_LONGEST = 200_000
"""Characters of one report, cells and all: ten times what the longest ones print."""


def recognize(document: Document) -> tuple[Report, ...]:
    """The reports in a document (nearly always one); pure.  Raises `NotAReport`, `TooLarge`."""
    lines = with_named_figures(lines_of(document))
    parts = [_report(document, part) for part in split_reports(lines)]
    reports = [_of_a_size(report) for report in parts if report is not None]
    if not reports:
        raise NotAReport("这不是政府信息公开工作年度报告。", path=document.source.path)
    if len(reports) == 1:
        return tuple(reports)
    return tuple(
        replace(r, notices=(*r.notices, f"文件中有 {len(reports)} 份报告，这是第 {n} 份。"))
        for n, r in enumerate(reports, start=1)
    )


def split_reports(lines: Sequence[Line]) -> list[Sequence[Line]]:
    """The lines of each report in a file: cut at a title after which the chapters begin anew."""
    chapters = [c for c in chapters_of(lines) if c.number]
    starts = [c.line for c in chapters]
    cuts = [0]
    for used in titles_in(lines):
        first, here = bisect_left(starts, cuts[-1]), bisect_left(starts, used[0])
        before = {c.number for c in chapters[first : min(here, first + 99)]}
        after = [c.number for c in chapters[here : here + 6]]
        if len(before) >= 3 and len(set(after)) >= 3 and after[0] in {1, 2}:
            cuts.append(used[0])
    return [lines[start:end] for start, end in pairwise([*cuts, len(lines)])]


def _report(document: Document, lines: Sequence[Line]) -> Report | None:
    """The report that the lines hold, None where they are none."""
    chapters = chapters_of(lines)
    title = find_title(document, lines)
    reading = read_tables(lines, chapters)
    form = _format(reading, title.year)
    if not _is_report(lines, chapters, title, reading):
        return None
    sections, preamble = sections_of(
        lines,
        chapters,
        reading.lines,
        title.lines,
        hard_wrapped=document.hard_wrapped,
        keep_tables=form == "earlier",
    )
    return Report(
        source=document.source,
        agency=title.agency,
        year=title.year,
        level=level_of(title.agency),
        title=title.text,
        format=form,
        sections=sections,
        cells=confirmed(
            _cells(form, title.year, reading.cells), edition(form, title.year), reading.in_order
        ),
        preamble=preamble,
        headings=tuple(Heading(c.text, c.number, lines[c.line].at) for c in chapters),
        labels=tuple(replace(label, printed=normalise(label.printed)) for label in reading.labels),
        tables=_found(form, title.year, reading, pictured=document.pictured),
        title_at=title.at,
        published=title.published or document.published,
        notices=title.notices,
    )


def _of_a_size(report: Report) -> Report:
    """The report.  Raises `TooLarge` where it says more than any does."""
    paragraphs = [*report.preamble, *(p for s in report.sections for p in s.paragraphs)]
    size = sum(len(p.text) for p in paragraphs) + sum(len(c.text) for c in report.cells.values())
    if size > _LONGEST:
        name = PurePath(report.source.path).name
        raise TooLarge(
            f"报告有 {size} 字，超过上限 {_LONGEST} 字，不像年度报告：{name}",
            path=report.source.path,
        )
    return report


def _is_report(
    lines: Sequence[Line], chapters: Sequence[Chapter], title: Title, reading: Reading
) -> bool:
    """Whether the statutory figures, or a title with its chapters, are there."""
    parts = {c.number for c in chapters if c.number}
    rows = sum(key.endswith(".total") for key in reading.cells)
    if rows >= 3 and (title.text or parts or title.year):
        return True
    known = title.text or title.agency and title.year
    if known and len(parts) >= 3:
        return True
    if len(parts) >= 5:
        return True
    text = "".join(line.text for line in lines)
    old = known and title.year and title.year < min(f.first_year for f in FORMS.values())
    return bool(old and len(text) >= 200 and "主动公开" in text and _OLDER.search(text))


def _format(reading: Reading, year: int | None) -> FormName:
    """The form by what the tables hold, by the year where they say nothing."""
    form = form_of_year(year) if year else None
    if not reading.editions:
        return "mixed"
    if form and form.name in reading.editions:
        return form.name
    if reading.editions < set(FORMS):
        return FORMS[max(reading.editions)].name
    return "unknown" if year is None else "earlier"


def _cells(form: FormName, year: int | None, read: Mapping[str, Cell]) -> dict[str, Cell]:
    """Every key of the form once; of a mixed report the printed rows and the year's other keys."""
    if form in FORMS:
        return {key: read.get(key, UNREAD) for key in FORMS[form].keys()}
    if form != "mixed":
        return {}
    holds = (form_of_year(year) if year else None) or FORMS[LATEST]
    keys = dict.fromkeys((*holds.keys(), *read))
    return {key: read.get(key, UNREAD) for key in keys}


def _found(
    form: FormName, year: int | None, reading: Reading, *, pictured: bool
) -> tuple[FoundTable, ...]:
    """The form's tables and how they were met; one that a picture may show is never missing."""
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
            there = pictured or table.id in reading.met
            found.append(FoundTable(table.id, "unread" if there else "missing"))
    return tuple(found)
