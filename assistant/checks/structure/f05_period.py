"""F05: the period stated is the report's whole year."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checks.paragraphs import narrative
from assistant.checks.rule import PASS, Context, Rule, Verdict
from assistant.checks.structure.headings import FULL_WIDTH
from index.formats import REGULATIONS
from index.report import Paragraph, Report

_DATE = r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日?"
_PERIOD = re.compile(
    _DATE + r"\s*(?:起|开始)?\s*[,，]?\s*(?:[至到—－~～-]|——)+\s*"
    r"(?:(\d{4})\s*年)?\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日?"
)
_WITH_DOTS = re.compile(r"(20\d{2})[./-](\d{1,2})[./-](\d{1,2})日?")
_LOST_UNITS = re.compile(
    r"(20\d{2})\s?年?\s?(\d{2,4})日\s*(?:起|开始)?\s*[,，]?\s*(?:[至到—－~～-]|——)+\s*"
    r"(20\d{2})?\s?年?\s?(\d{2,4})日"
)
"""A period whose dates lost 年 and 月: `202311日起至20231231日`."""
_FIRST_DAY, _LAST_DAY = ("11", "0101", "101", "011"), ("1231",)
_OF_DATA = re.compile(r"统计|期限|所列数据|数据.{0,8}(?:时间|起止)|报告期|起止")


def period(report: Report, context: Context) -> Iterator[Verdict]:
    """Each period that is stated for the report's data."""
    if report.year is None:
        return
    due = (report.year, 1, 1, report.year, 12, 31)
    for section, paragraph in narrative(report):
        if not _OF_DATA.search(paragraph.text):
            continue
        text = _WITH_DOTS.sub(r"\1年\2月\3日", paragraph.text.translate(FULL_WIDTH))
        for sentence in re.findall(r"[^。；;]+", text):
            if not _OF_DATA.search(sentence):
                continue
            for found in _PERIOD.finditer(sentence):
                y1, m1, d1, y2, m2, d2 = (int(g) if g else None for g in found.groups())
                if (y1, m1, d1, y2 or y1, m2, d2) == due:
                    yield PASS
                    continue
                yield Verdict(
                    "fail",
                    f"统计期限写作“{found[0]}”，应为 {report.year}年1月1日至{report.year}年12月31日",
                    section=section,
                    expected=f"{report.year}年1月1日至{report.year}年12月31日",
                    found=found[0],
                    quote=found[0],
                    at=paragraph.at,
                )
            yield from _without_units(sentence, report.year, section, paragraph)


def _without_units(
    sentence: str, year: int, section: int | None, paragraph: Paragraph
) -> Iterator[Verdict]:
    """Periods whose dates lost their units: what they mean is not sure, only whether they fit."""
    for found in _LOST_UNITS.finditer(sentence):
        first, last = int(found[1]) == year, int(found[3] or found[1]) == year
        if first and last and found[2] in _FIRST_DAY and found[4] in _LAST_DAY:
            yield PASS
            continue
        yield Verdict(
            "uncertain",
            f"统计期限写作“{found[0]}”，缺“年”“月”，似不是 {year}年1月1日至{year}年12月31日",
            section=section,
            expected=f"{year}年1月1日至{year}年12月31日",
            found=found[0],
            quote=found[0],
            at=paragraph.at,
        )


RULE = Rule(
    id="F05",
    title="统计期限",
    severity="error",
    basis=f"{REGULATIONS}第四十九条",
    what="写明的统计期限为报告年份的1月1日至12月31日。",
    good="2024年1月1日至2024年12月31日",
    bad="2023年1月1日至2024年12月31日",
    check=period,
)
