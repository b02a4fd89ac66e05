"""Drafts and whole reports as Word documents, on the office's paper or in the standard's layout."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from assistant.draft.frames import leads_in, opening
from assistant.export.document_tables import Look, add_table, is_tall
from assistant.export.draft_mark import mark, unsettled
from assistant.export.official_document import TITLE_CHARACTERS, title_lines, width
from assistant.export.printed_form import Grid, grid, grids, joined
from assistant.export.revisions import revised
from assistant.export.word_template import Field, Fields, fill
from index.bodies.names import parts as parts_of_name
from index.formats import FORMS, LATEST, PARTS, form_of_year
from index.numerals import ONE_TO_TEN
from index.report import Report, Unproved
from index.text import squash

if TYPE_CHECKING:
    from assistant.draft.request import Draft, DraftRequest
    from assistant.model import Model
    from index.library.library import Library

_SUBHEAD = re.compile(rf"^（[{ONE_TO_TEN}]+）[^。；，]{{1,20}}。?")
PROSE = (1, 5, 6)
"""The parts that are printed in words, not as tables alone."""
_PARAGRAPH: Fields = {
    "题": "（一）主动公开情况。",
    "文": "全年主动公开政府信息120条。",
    "引领": True,
}
_PART: Fields = {
    "标题": "一、总体情况",
    "另起页": False,
    "段落": [_PARAGRAPH],
    "表格": ["〔表：applications〕"],
}
REPORT_FIELDS = (
    Field(
        "标题", "报告的标题，已按词意分行；只导出一个部分时为空", "青石镇人民政府2024年\n年度报告"
    ),
    Field("机关", "报告的机关", "青石镇人民政府"),
    Field("年度", "报告的年度", 2024),
    Field("引言", "第一部分之前的一段", "根据《中华人民共和国政府信息公开条例》，编制本报告。"),
    Field(
        "各部分",
        "逐个部分的列表：标题、另起页（有一页高的表，用于判断）、表格（逐张的列表，各占一段）、段落（逐段的列表：题、文、引领；题是“（一）…”，引领是后面还接着下一段）",
        [_PART],
    ),
)


@dataclass(frozen=True, slots=True)
class Earlier:
    """The version of a part that changes are shown against; who made them, when (ISO)."""

    draft: Draft
    author: str
    moment: str


def draft_docx(
    draft: Draft, accepted: Collection[str], template: bytes, earlier: Earlier | None = None
) -> bytes:
    """One drafted part under its heading, with its changes against `earlier` as Word revisions.

    Raises Unproved where a sentence is false, or is not proved and is not among those `accepted`.
    """
    refuse_unproved([draft], accepted)
    made = _with_changes(lambda d: _part_docx(d, template), draft, earlier)
    return mark(made, unsettled([draft]))


def _with_changes(
    written: Callable[[Draft], bytes], draft: Draft, earlier: Earlier | None
) -> bytes:
    made = written(draft)
    if earlier is None:
        return made
    return revised(written(earlier.draft), made, earlier.author, earlier.moment)


def _part_docx(draft: Draft, template: bytes) -> bytes:
    part = _part(PARTS[draft.section - 1].heading, draft.text, {})
    return fill(template, _fields(draft.agency, draft.year, "", [part]))


def report_docx(
    agency: str, year: int, parts: Mapping[int, Draft], tables: Report | None, template: bytes
) -> bytes:
    """A whole report: title, six parts, and the year's three tables, filled from `tables`.

    Without `tables` the form's cells stay empty: a blank is not 0.
    """
    drawn = {
        part.number: {f"〔表：{g.table}〕": g for g in _grids_of(part.number, year, tables)}
        for part in PARTS
    }
    told = [
        _part(part.heading, _prose(parts.get(part.number)), drawn[part.number]) for part in PARTS
    ]
    title = "\n".join(
        title_lines((*_pieces(agency), f"{year}年", "政府信息公开", "工作", "年度报告"))
    )
    draw: dict[str, Callable[[Any], Any]] = {
        mark: partial(add_table, drawn=g, look=_look(tables))
        for marks in drawn.values()
        for mark, g in marks.items()
    }
    return fill(template, _fields(agency, year, title, told), draw)


def whole_report(
    request: DraftRequest,
    library: Library,
    model: Model | None,
    written: Mapping[int, Draft],
    accepted: Collection[str],
    template: bytes,
    earlier: Earlier | None = None,
) -> bytes:
    """A whole report: parts already `written` as they are, the others drafted.

    With `earlier` the changes of that part are Word revisions.  Raises Unproved.
    """
    from assistant.draft import draft, gather

    material = gather(request, library)
    parts = dict(written)
    for n in PROSE:
        if n not in parts:
            parts[n] = draft(replace(request, section=n), library, model)
    refuse_unproved(list(parts.values()), accepted)

    def whole(part: Draft) -> bytes:
        others = {**parts, part.section: part}
        return report_docx(material.agency, request.year, others, material.report, template)

    made = _with_changes(whole, parts[request.section], earlier)
    printed = (p for n, p in parts.items() if n in PROSE)
    return mark(made, unsettled(printed, tables=material.report is not None))


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


# ---------------------------------------------------------------- what the template prints


def _fields(agency: str, year: int, title: str, parts: Sequence[Fields]) -> Fields:
    return {
        "标题": title,
        "机关": agency,
        "年度": year,
        "引言": _preamble(year),
        "各部分": list(parts),
    }


def _part(heading: str, text: str, tables: Mapping[str, Grid]) -> Fields:
    lines = filter(None, (line.strip() for line in text.splitlines()))
    return {
        "标题": heading,
        "另起页": any(is_tall(g) for g in tables.values()),
        "段落": [_paragraph(x) for x in lines],
        "表格": list(tables),
    }


def _paragraph(line: str) -> Fields:
    """A paragraph, its leading “（一）…。” apart, which the standard sets in another type.

    One that is a headline alone, or ends in a colon, stands with the next on a page.
    """
    head = _SUBHEAD.match(line)
    title = head[0] if head else ""
    text = line.removeprefix(title)
    return {"题": title, "文": text, "引领": not text or text.endswith("：")}


def _pieces(agency: str) -> tuple[str, ...]:
    """A name that is not to be broken; one longer than a line may be after its place."""
    place = "".join(parts_of_name(agency).places)
    long = width(agency) > TITLE_CHARACTERS and agency.startswith(place) and place
    return (place, agency.removeprefix(place)) if long else (agency,)


def _prose(draft: Draft | None) -> str:
    """A part's text; parts two, three and four are printed as tables alone.

    What leads in a report stands once, before part one.
    """
    if draft is None or draft.section not in PROSE:
        return ""
    return leads_in().sub("", draft.text) if draft.section == 1 else draft.text


def _preamble(year: int) -> str:
    return (
        "根据《中华人民共和国政府信息公开条例》（国务院令第711号）的规定，编制本报告。"
        f"本报告所列数据的统计期限自{year}年1月1日起，至{year}年12月31日止。"
        f"{opening(year)}。"
    )


def _grids_of(part: int, year: int, tables: Report | None) -> list[Grid]:
    """A part's tables as they are published: one, though part two's has four blocks or five."""
    form = form_of_year(year) or FORMS[LATEST]
    drawn = grids(tables) if tables and tables.cells else map(grid, form.tables)
    blocks = [g for g in drawn if g.part == part]
    return [joined(blocks)] if blocks else []


def _look(report: Report | None) -> Callable[[str], Look]:
    return lambda key: Look(report.cell(key).text.strip() if report else "")
