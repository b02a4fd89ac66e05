"""Texts that go on for ever: what a paragraph repeats, and the report that holds it."""

from __future__ import annotations

from dataclasses import replace

from index.report import Paragraph, Report
from tests.generator import as_report, generate
from tests.hostile.material import GOOD, PAGE

UNITS = (
    "9", "零", "百二十", "a", "的", "我局", "《", "“", "（", "[", "〔", "、", "，", "。", "；", "：", " ", "-", "…", "?",
    "1.", "1、", "2023年", "1月", "第", "（一）", "一是", "12件", "件", "条", "号", "申请", "没有", "百分之", "公开公开",
    "青石镇人民政府", "存在不足。", "进一步加强，", "一是公开不够及时，二是内容不全；", "比上年增长12%，", "主动公开信息12条、",
    "共收到政府信息公开申请12件，", "共收到申请12件，其中予以公开3件，", "办结12件结转1件", "行政复议1件，行政诉讼2件，",
    "11010119900101", "138", "http://a", "（1）\n", "1.\n", "一、总体情况\n",
)  # fmt: skip
LONG = {
    "a paragraph of a million digits": "9" * 10**6,
    "thousands of clauses about numbers": "比上年增长12%，" * 9000,
    "thousands of sentences that are wrong": "共收到政府信息公开申请99999件。" * 9000,
    "thousands of slips of the pen": "公开公开的的" * 15_000,
    "brackets that never close": "（" * 90_000,
}
"""What nobody can check, and a report may hold."""


def telling(text: str) -> Report:
    """A report that says so before it begins, of the year, and of its problems."""
    paragraphs = tuple(Paragraph(line) for line in text.split("\n") if line)
    report = as_report(generate(5, "2021"))
    sections = (
        replace(s, paragraphs=(*s.paragraphs, *(paragraphs if s.number in (1, 5) else ())))
        for s in report.sections
    )
    return replace(report, preamble=(*report.preamble, *paragraphs), sections=tuple(sections))


def page(text: str) -> bytes:
    """The page of a report that says so, too, in its first part."""
    first = GOOD.sections[0].paragraphs[0].encode()
    assert first in PAGE
    return PAGE.replace(first, first + text.encode(), 1)
