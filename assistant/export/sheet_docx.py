"""The send-back sheet as a Word document in the layout of official documents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.export.document_tables import Look, add_table
from assistant.export.official_document import (
    BODY,
    HEADING,
    SIZE_2,
    SIZE_3,
    SUBHEADING,
    TITLE,
    add_paragraph,
    add_run,
    new_document,
    to_bytes,
)
from assistant.export.review_sheet import INFERRED, LEGEND, SHEET_TITLE, Entry, Sheet
from index.numerals import ONE_TO_TEN

if TYPE_CHECKING:
    from docx.document import Document

FILLS = {"marked": "F8CFCB", "doubt": "FFF2C2", "beside": "EDEDED"}
UNREAD_FILL = "E3E6EA"
_SHORT = ("位置", "填报", INFERRED)
_SMALL = 14
"""Points of 4号 type, for what stands under a finding."""


def docx(sheets: Sequence[Sheet]) -> bytes:
    """One document, each report from a new page."""
    document = new_document()
    for i, sheet in enumerate(sheets):
        if i:
            document.add_page_break()
        _report(document, sheet)
    return to_bytes(document)


def _report(document: Document, sheet: Sheet) -> None:
    add_paragraph(document, SHEET_TITLE, TITLE, size=SIZE_2, centred=True)
    add_paragraph(document, sheet.heading, SUBHEADING, centred=True)
    add_paragraph(document, "", BODY)
    for problem in sheet.problems:
        add_paragraph(document, f"未能审查：{problem}", BODY, indent=True)
    if not sheet.judged:
        return
    add_paragraph(document, f"经审查：{sheet.summary}。", BODY, indent=True)
    chapters = (
        ("审查意见", sheet.parts, _findings),
        ("与前一稿对照", sheet.changes, _changes),
        ("表格", sheet.grids, _tables),
    )
    for i, (heading, _, write) in enumerate(c for c in chapters if c[1]):
        add_paragraph(document, f"{ONE_TO_TEN[i]}、{heading}", HEADING, indent=True)
        write(document, sheet)
    if sheet.unjudged:
        add_line(document, f"{sheet.unjudged}。")


def _findings(document: Document, sheet: Sheet) -> None:
    for i, part in enumerate(sheet.parts):
        heading = part.heading.partition("、")[2] or part.heading
        add_paragraph(document, f"（{ONE_TO_TEN[i]}）{heading}", SUBHEADING, indent=True)
        for entry in part.entries:
            _entry(document, entry)


def _entry(document: Document, entry: Entry) -> None:
    paragraph = add_paragraph(document, "", BODY, indent=True)
    add_run(paragraph, f"{entry.number}.〔{entry.mark}〕", HEADING, SIZE_3)
    add_run(paragraph, entry.finding.message, BODY, SIZE_3)
    short = [f"{label}：{text}" for label, text in entry.details if label in _SHORT]
    if short:
        add_line(document, "；".join(short))
    for label, text in entry.details:
        if label not in _SHORT:
            add_line(document, f"{label}：{text}")


def _changes(document: Document, sheet: Sheet) -> None:
    for line in sheet.changes:
        add_line(document, line)


def _tables(document: Document, sheet: Sheet) -> None:
    add_line(document, LEGEND)
    for drawn in sheet.grids:
        add_table(document, drawn, lambda key: _look(sheet, key))
        document.add_paragraph()


def add_line(document: Document, text: str) -> None:
    """A paragraph of smaller type, for what is not itself an opinion."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph = add_paragraph(document, text, BODY, size=_SMALL, indent=True)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT


def _look(sheet: Sheet, key: str) -> Look:
    unread = UNREAD_FILL if sheet.cell(key).state == "unread" else ""
    mark = ",".join(str(e.number) for e in sheet.marks.get(key, ()))
    return Look(sheet.printed(key), FILLS.get(sheet.tone(key), unread), mark)
