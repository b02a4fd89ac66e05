"""Chapter headings: which line is the heading of which statutory part."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.formats import PARTS
from index.labels import likeness
from index.lines import Line
from index.text import cell_value, squash

_LONGEST = 40
_NUMERAL = re.compile(
    r"(?:第?[一二三四五六七八九十]{1,3}(?:部分|章)?[,.:]|第[一二三四五六七八九十]{1,2}(?:部分|章)"
    r"|[0-9]{1,2}[,.](?![0-9]))"
)
_BRACKETED = re.compile(r"\([一二三四五六七八九十0-9]{1,3}\)")
_ROW = re.compile(r"本年新收|上年结转|本年度(?:$|办)|结转下年度|第二十条")
_SENTENCE = re.compile(r"[。；;]|[，,].*[，,]")
_KEYWORDS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (6, re.compile(r"其他.{0,8}(?:事项|情况)$|需要(?:报告|说明)的(?:其他)?事项")),
    (5, re.compile(r"问题|改进|整改|不足")),
    (4, re.compile(r"复议|诉讼")),
    (3, re.compile(r"申请")),
    (2, re.compile(r"主动公开")),
    (1, re.compile(r"总体|概述|概况|基本情况")),
)
"""What a renamed chapter still says; tried in this order."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A heading found at `line`; `number` is the statutory part, None for any other chapter."""

    line: int
    number: int | None
    text: str


def chapters_of(lines: Sequence[Line]) -> tuple[Chapter, ...]:
    """The chapter headings in printed order, a table of contents left out."""
    found = [
        Chapter(i, number, line.text)
        for i, line in enumerate(lines)
        if (number := _part(line)) is not None
    ]
    return tuple(Chapter(c.line, c.number or None, c.text) for c in _without_contents(found))


def _part(line: Line) -> int | None:
    """The part that a line is the heading of, 0 for a chapter of no part, None for other lines."""
    text = squash(line.text)
    if not 2 <= len(text) <= _LONGEST or _BRACKETED.match(text) or _is_row(line):
        return None
    numeral = _NUMERAL.match(text)
    title = text[numeral.end() :] if numeral else text
    if _ROW.match(title) or not title:
        return None
    likely, number = max((likeness(title, part.title), part.number) for part in PARTS)
    if likely >= (0.6 if numeral else 0.84):
        return number
    plain = numeral is None or numeral[0][0].isdigit()
    if plain and line.heading is None or _SENTENCE.search(line.text) or len(title) > 25:
        return None
    named = next((n for n, words in _KEYWORDS if words.search(title)), None)
    if named is not None:
        return named
    return None if plain else 0


def _is_row(line: Line) -> bool:
    """Whether a line holds more than one thing, as a table's rows do, or ends in figures."""
    filled = [cell.text for cell in line.cells if (cell.text or "").strip()]
    numbers = len(filled) > 1 and cell_value(filled[-1])[1] in {"number", "dash"}
    return numbers or len(filled) > 1 and line.table is not None


def _without_contents(found: list[Chapter]) -> list[Chapter]:
    """Leave out headings of a table of contents: on neighbouring lines, and printed again."""
    kept = []
    for i, chapter in enumerate(found):
        again = any(c.number == chapter.number for c in found[i + 1 :])
        beside = any(
            0 <= j < len(found) and abs(found[j].line - chapter.line) == 1 for j in (i - 1, i + 1)
        )
        if not (again and beside):
            kept.append(chapter)
    return kept
