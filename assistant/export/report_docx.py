"""Drafts and whole reports as Word documents in the layout of official documents."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.export.document_tables import Look, add_table
from assistant.export.official_document import (
    BODY,
    HEADING,
    SIZE_2,
    TITLE,
    add_body,
    add_paragraph,
    new_document,
    to_bytes,
)
from assistant.export.printed_form import Grid, grid, grids
from index.formats import FORMS, PARTS, REPORT_NAME, form_of_year
from index.report import Report, Unproved
from index.text import squash

if TYPE_CHECKING:
    from assistant.draft.request import Draft, DraftRequest
    from assistant.model import Model
    from index.library.library import Library


def draft_docx(draft: Draft, accepted: Collection[str] = ()) -> bytes:
    """One drafted part under its heading.

    Raises Unproved where a sentence is false, or is not proved and is not among those `accepted`.
    """
    refuse_unproved([draft], accepted)
    part = PARTS[draft.section - 1]
    document = new_document()
    add_paragraph(document, part.heading, HEADING, indent=True)
    add_body(document, draft.text)
    return to_bytes(document)


def report_docx(
    agency: str,
    year: int,
    parts: Mapping[int, Draft],
    tables: Report | None,
    accepted: Collection[str] = (),
) -> bytes:
    """A whole report: title, six parts, and the year's three tables, filled from `tables`.

    Without `tables` the form's cells stay empty: a blank is not 0.
    """
    refuse_unproved(list(parts.values()), accepted)
    document = new_document()
    add_paragraph(document, f"{agency}{year}年{REPORT_NAME}", TITLE, size=SIZE_2, centred=True)
    add_paragraph(document, "", BODY)
    add_body(document, _preamble(year))
    for part in PARTS:
        add_paragraph(document, part.heading, HEADING, indent=True)
        for drawn in _grids_of(part.number, year, tables):
            add_table(document, drawn, _look(tables))
        if part.number in parts and not _tables_alone(part.number):
            add_body(document, parts[part.number].text)
    return to_bytes(document)


def whole_report(
    request: DraftRequest,
    library: Library,
    model: Model | None,
    written: Mapping[int, Draft],
    accepted: Collection[str] = (),
) -> bytes:
    """A whole report: parts already `written` as they are, the others drafted.  Raises Unproved."""
    from assistant.draft import draft, gather

    material = gather(request, library)
    parts = dict(written)
    for n in (1, 5, 6):
        if n not in parts:
            parts[n] = draft(replace(request, section=n), library, model)
    return report_docx(material.agency, request.year, parts, material.report, accepted)


def refuse_unproved(drafts: Sequence[Draft], accepted: Collection[str]) -> None:
    """Raises Unproved, naming them, where a sentence is false, or unproved and not accepted."""
    false = [f"{c.text}（{c.why}）" for d in drafts for c in d.of_status("contradicted")]
    if false:
        raise Unproved(f"草稿与数据不符，改正后才能导出：{'；'.join(false)}")
    answered = {squash(a) for a in accepted}
    open_ = [c.text for d in drafts for c in d.of_status("unproved")]
    open_ = [text for text in dict.fromkeys(open_) if squash(text) not in answered]
    if open_:
        raise Unproved(f"草稿中有待核的句子，请逐句确认或删去后再导出：{'；'.join(open_)}")


def _preamble(year: int) -> str:
    return (
        "根据《中华人民共和国政府信息公开条例》（国务院令第711号）的规定，编制本报告。"
        f"本报告所列数据的统计期限自{year}年1月1日起，至{year}年12月31日止。"
    )


def _tables_alone(part: int) -> bool:
    """Parts two, three and four are printed as tables alone; their sentences belong to part one."""
    return part in (2, 3, 4)


def _grids_of(part: int, year: int, tables: Report | None) -> list[Grid]:
    if tables is not None and tables.cells:
        return [g for g in grids(tables) if g.part == part]
    form = form_of_year(year) or FORMS["2021"]
    return [grid(table) for table in form.tables if table.part == part]


def _look(report: Report | None) -> Callable[[str], Look]:
    return lambda key: Look(report.cell(key).text.strip() if report else "")
