"""How a heading is numbered, and which parts stand in a report."""

from __future__ import annotations

import re
from functools import cache

from index.formats import labels
from index.numerals import ONE_TO_TEN
from index.report import Report

FULL_WIDTH = str.maketrans("０１２３４５６７８９（）：，", "0123456789():,")
_NUMBERINGS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("第一部分", re.compile(rf"第([{ONE_TO_TEN}])(?:部分|章|节)[、.．，,:：\s]*")),
    ("（一）", re.compile(rf"[（(]([{ONE_TO_TEN}])[）)][、.．，,]?\s*")),
    ("一、", re.compile(rf"([{ONE_TO_TEN}])\s*[、.．，,:：]\s*")),
    ("（1）", re.compile(r"[（(](\d{1,2})[）)][、.．，,]?\s*")),
    ("1.", re.compile(r"(\d{1,2})\s*[、.．，,)）]\s*(?!\d)")),
)


def numbering(heading: str) -> tuple[str, int | None, str]:
    """A heading's system of numbering ("" where it has none), its number and its bare title."""
    text = heading.strip()
    for system, pattern in _NUMBERINGS:
        if found := pattern.match(text):
            number = found[1]
            value = int(number) if number.isdigit() else ONE_TO_TEN.index(number) + 1
            return system, value, text[found.end() :].strip()
    return "", None, text


def standing_parts(report: Report) -> set[int]:
    """The parts whose heading or content is there, be it only the statutory table."""
    return {s.number for s in report.sections} | {
        parts_of_tables()[t.table] for t in report.tables if t.state != "missing"
    }


@cache
def parts_of_tables() -> dict[str, int]:
    return {label.table: label.part for label in labels().values()}
