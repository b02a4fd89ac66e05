"""F03: the numbers of the headings, lost headings, and the number of parts announced."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checks.paragraphs import narrative
from assistant.checks.rule import FORMS_NOTICES, PASS, Context, Rule, Verdict, judged
from assistant.checks.structure.headings import numbering, parts_of_tables, standing_parts
from index.formats import PARTS
from index.numerals import ONE_TO_TEN
from index.report import NOWHERE, Heading, Place, Report


def chapter_numbers(report: Report, context: Context) -> Iterator[Verdict]:
    """F03: lost headings, each heading's number, and the number of parts announced."""
    for number in sorted(standing_parts(report)):
        section = report.section(number)
        if section is None or not section.printed_title.strip():
            heading = PARTS[number - 1].heading
            yield Verdict(
                "fail",
                f"第{ONE_TO_TEN[number - 1]}部分内容在，标题“{heading}”没有了",
                section=number,
                expected=heading,
                at=section.at if section else _table_of(report, number),
            )
    yield from judged(_numbers(report))
    yield from _announced(report)


RULE = Rule(
    id="F03",
    title="章节序号",
    severity="warning",
    basis=FORMS_NOTICES,
    what="章节标题和序号不缺、不重、不混用；“由六部分组成”与实际相符。",
    good="一、总体情况；二、主动公开政府信息情况；三、收到和处理政府信息公开申请情况",
    bad="一、总体情况；三、主动公开政府信息情况；三、收到和处理政府信息公开申请情况（缺“二、”，“三、”重复）",
    check=chapter_numbers,
)


def _table_of(report: Report, part: int) -> Place:
    """Where the statutory table of a part stands."""
    return next((t.at for t in report.tables if parts_of_tables()[t.table] == part), NOWHERE)


def _numbers(report: Report) -> Iterator[Verdict]:
    chapters = [(h, *numbering(h.text)) for h in report.headings if h.number]
    usual = next((system for _, system, _, _ in chapters if system), "")
    if chapters and not usual:
        yield _unnumbered(chapters[0][0])
        return
    before = 0
    for heading, system, number, _ in chapters:
        fault = ""
        if number is None:
            fault = "没有序号"
        elif system != usual:
            fault = f"序号用的是“{system}”，与前面的“{usual}”不是同一种"
        elif number == before:
            fault = f"序号“{ONE_TO_TEN[number - 1]}”重复"
        elif number != heading.number and number != before + 1:
            fault = (
                f"序号为“{ONE_TO_TEN[number - 1]}”，应为“{ONE_TO_TEN[(heading.number or 1) - 1]}”"
            )
        before = number or before + 1
        if fault:
            yield Verdict(
                "fail",
                f"标题“{heading.text.strip()}”{fault}",
                section=heading.number,
                expected=PARTS[(heading.number or 1) - 1].heading,
                found=heading.text.strip(),
                quote=heading.text,
                at=heading.at,
            )


def _unnumbered(first: Heading) -> Verdict:
    """No heading has its number: left out, or set by the word processor and lost in reading."""
    return Verdict(
        "uncertain",
        "各部分标题都没有序号；若原件用的是自动编号，可不改",
        section=first.number,
        expected=PARTS[0].heading,
        found=first.text.strip(),
        quote=first.text,
        at=first.at,
    )


_ANNOUNCED = re.compile(
    rf"(?:由|(?:包括|包含|分为)[^。]{{0,20}}总体情况)[^。]{{0,200}}?([{ONE_TO_TEN}\d]{{1,2}})"
    r"\s*个?(?:大)?(?:部分|方面)(?:组成|构成|内容|(?=[。，,；;]))"
)


def _announced(report: Report) -> Iterator[Verdict]:
    printed = sum(bool(h.number or numbering(h.text)[1]) for h in report.headings)
    for section, paragraph in narrative(report):
        for found in _ANNOUNCED.finditer(paragraph.text):
            stated = int(found[1]) if found[1].isdigit() else ONE_TO_TEN.index(found[1][-1]) + 1
            if stated in (len(standing_parts(report)), printed):
                yield PASS
                continue
            yield Verdict(
                "fail",
                f"文中说由{found[1]}个部分组成，实际为 {len(standing_parts(report))} 个部分",
                section=section,
                expected=str(len(standing_parts(report))),
                found=found[1],
                quote=found[0][-40:],
                at=paragraph.at,
            )
