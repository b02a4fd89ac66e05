"""F12: part five is there, of some substance, with problems and with improvements."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checks.problem_clauses import improves, names_problem
from assistant.checks.rule import PASS, Context, Rule, Verdict
from index.formats import REGULATIONS
from index.numerals import ONE_TO_TEN
from index.report import Report, Section

LEAST = 40
_BOTH = re.compile(
    r"(?:问题|不足|短板|差距).{0,8}(?:改进|整改|措施|打算|情况).{0,8}(?:如下|以下|$)"
)
_PAIRED = re.compile(r"[^。]{8,}。\s*(?:改进|整改)(?:措施|办法|情况|方向)?[:：][^。]{8,}")
_UNDER = r"^[^，。；：:\n]{0,10}(?:%s)[^，。；：:\n]{0,8}[:：]?\n(?=[^\n]{8})"
_PROBLEMS_BELOW = re.compile(_UNDER % "问题|不足", re.MULTILINE)
_IMPROVEMENTS_BELOW = re.compile(_UNDER % "改进|整改", re.MULTILINE)
"""Headings of their own, with text below: （二）改进情况."""
_HEADING = re.compile(
    rf"^\s*[（(]?[{ONE_TO_TEN}\d]{{1,2}}[）)、.．][^，。；：]{{2,20}}$", re.MULTILINE
)


def part_five(report: Report, context: Context) -> Iterator[Verdict]:
    """Part five: there, of some substance, with problems and with improvements."""
    section = report.section(5)
    text = re.sub(r"[^\S\n]", "", _HEADING.sub("", section.text)) if section else ""
    fault = _part_five_fault(text, section)
    if not fault:
        yield PASS
        return
    yield Verdict(
        "fail",
        f"第五部分{fault}",
        section=5,
        found=f"{len(text)} 字",
        quote=text[:40],
        at=section.at if section else report.title_at,
    )


RULE = Rule(
    id="F12",
    title="第五部分内容",
    severity="warning",
    basis=f"{REGULATIONS}第五十条第（四）项",
    what=f"第五部分既写存在的问题，也写改进情况，不少于 {LEAST} 字。",
    good="一是公开内容不够深……下一步将细化目录……",
    bad="无。",
    check=part_five,
)


def _part_five_fault(text: str, section: Section | None) -> str:
    if section is None or not text:
        return "没有内容"
    if len(text) < LEAST:
        return f"只有 {len(text)} 字，过于简单"
    if _PAIRED.search(text):
        return ""
    clauses = [c for c in re.split(r"[，,。；;：:！\n]", text) if c and not _BOTH.search(c)]
    if not (any(map(names_problem, clauses)) or _PROBLEMS_BELOW.search(section.text)):
        return "只写了改进，没有写存在的问题"
    improved = any(map(improves, clauses)) or _IMPROVEMENTS_BELOW.search(section.text)
    return "" if improved else "只写了问题，没有写改进情况"
