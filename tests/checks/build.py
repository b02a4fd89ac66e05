"""Reports by hand, from the few words a YAML case gives."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from index.formats import APPLICANTS, FORMS, ONE_ROW_OTHER, PARTS, REPORT_NAME
from index.report import (
    UNREAD,
    Cell,
    FoundTable,
    Heading,
    Paragraph,
    Place,
    PrintedLabel,
    Report,
    Section,
    Source,
)

BODY: dict[int, str] = {
    1: "2024年，我县认真落实公开要求。（一）主动公开情况。发布信息120条。（二）依申请公开情况。"
    "依法办理。（三）政府信息管理情况。动态调整。（四）政府信息公开平台建设情况。改版网站。"
    "（五）监督保障情况。开展工作考核、社会评议，未发生责任追究情形。",
    2: "",
    3: "",
    4: "",
    5: "存在的主要问题：一是公开内容的深度还不够；二是业务培训的覆盖面不足。"
    "改进措施：我县将细化公开目录，每季度组织一次业务培训，加强日常指导。",
    6: "2024年未收取信息处理费，无其他需要报告的事项。",
}


def cell(value: Any, line: int | None = None) -> Cell:
    """A cell from YAML: a number, `""` blank, `unread`, `/`, or other text."""
    at = Place(line=line)
    if isinstance(value, int | float):
        return Cell(value, str(value), "number", at)
    if value in (None, ""):
        return Cell(None, "", "blank", at)
    if value == "unread":
        return UNREAD
    return Cell(None, value, "dash" if value in "/-—－" else "text", at)


def cells(
    form: str, given: Mapping[str, Any], printed: Mapping[str, Any], one_row: bool
) -> dict[str, Cell]:
    """Every key of the form, 0 where the case says nothing; `*` fills by prefix.

    `printed` gives a value with the text that stands for it.  With `one_row` the three rows of （六） are unread and the single row is there.
    """
    name = "2019" if form == "2019" else "2021"
    found = {key: cell(0, n) for n, key in enumerate(FORMS[name].keys(), 1)}
    if one_row:
        found |= {k: UNREAD for k in found if k.startswith("applications.other.")}
        found |= {f"applications.{ONE_ROW_OTHER.key}.{c.key}": cell(0, 1) for c in APPLICANTS}
    for key, value in given.items():
        prefix = key.rstrip("*")
        keys = [k for k in found if k.startswith(prefix)] if key.endswith("*") else [key]
        found |= {k: cell(value, found[k].at.line if k in found else None) for k in keys}
    for key, (value, text) in printed.items():
        found[key] = Cell(value, text, "number", found[key].at)
    return found


def report(case: Mapping[str, Any]) -> Report:
    """A clean report of 2024 by 河湾县人民政府 but for what `case` says otherwise.

    `text` maps a part's number to its narrative (lines are paragraphs, null leaves the part out),
    `headings` replaces the printed headings, `titles` single parts' printed titles.
    """
    form = str(case.get("format", "2021"))
    year = case.get("year", 2020 if form == "2019" else 2024)
    agency = case.get("agency", "河湾县人民政府")
    body = {**{n: t.replace("2024", str(year)) for n, t in BODY.items()}, **case.get("text", {})}
    titles = {p.number: p.heading for p in PARTS} | case.get("titles", {})
    sections = tuple(
        Section(p.number, p.title, titles[p.number] or "", paragraphs(body[p.number], p.number))
        for p in PARTS
        if body[p.number] is not None
    )
    headings = case.get("headings") or [
        {"text": s.printed_title, "number": s.number} for s in sections if s.printed_title
    ]
    statutory = form in ("2019", "2021", "mixed")
    return Report(
        source=Source("年报.txt", f"{agency}{year}".encode().hex()[:64].ljust(64, "0"), "text"),
        agency=agency,
        year=year,
        level=case.get("level", "county"),
        title=case.get("title", f"{agency}{year}年{REPORT_NAME}"),
        format=form,  # type: ignore[arg-type]
        sections=sections,
        cells=cells(form, case.get("cells", {}), case.get("printed", {}), bool(case.get("one_row")))
        if statutory
        else {},
        preamble=paragraphs(
            case.get("preamble", f"本报告统计期限为{year}年1月1日至{year}年12月31日。"), 0
        ),
        headings=tuple(
            Heading(h["text"], h.get("number"), Place(line=n)) for n, h in enumerate(headings)
        ),
        labels=tuple(PrintedLabel(k, v, Place(line=9)) for k, v in case.get("labels", {}).items()),
        tables=found_tables(form, case.get("tables", {})),
        published=date.fromisoformat(str(case["published"])) if "published" in case else None,
    )


def paragraphs(text: str, part: int) -> tuple[Paragraph, ...]:
    lines = [line for line in text.split("\n") if line]
    return tuple(Paragraph(t, Place(line=part * 100 + n)) for n, t in enumerate(lines, 1))


def found_tables(form: str, given: Mapping[str, str]) -> tuple[FoundTable, ...]:
    name = "2019" if form == "2019" else "2021"
    if form in ("earlier", "unknown"):
        return ()
    return tuple(
        FoundTable(t.id, given.get(t.id, "read"))  # type: ignore[arg-type]
        for t in FORMS[name].tables
    )
