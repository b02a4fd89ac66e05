"""Chapter headings: which line is the heading of which statutory part."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.formats import PARTS
from index.numerals import ONE_TO_NINE, ONE_TO_TEN
from index.recognition.document_lines import Line
from index.recognition.heading_marks import ROW
from index.recognition.label_matching import likeness
from index.text import cell_value, squash

_LONGEST = 40
_WHOLE, _CERTAIN, _PROBABLE = 0.95, 0.84, 0.6
_NUMERAL = re.compile(
    rf"(?:第?[{ONE_TO_TEN}]{{1,3}}(?:部分|章)?[,.:]|第[{ONE_TO_TEN}]{{1,2}}(?:部分|章)"
    r"|[0-9]{1,2}[,.](?![0-9]))"
)
_BARE = re.compile(rf"[{ONE_TO_NINE}](?=[\u3400-\u9fff]{{2,20}}$)")
"""A chapter's number that nothing parts from its title: `一 概述`."""
_FEWEST_BARE = 4
_BRACKETED = re.compile(rf"\([{ONE_TO_TEN}0-9]{{1,3}}\)")
_SENTENCE = re.compile(r"[。；;]|[，,].*[，,]")
_RUN_ON = re.compile(
    rf"(\s*[{ONE_TO_TEN}]{{1,3}}\s*[、.．]\s*(?:"
    + "|".join("".join(re.escape(c) + r"\s*" for c in part.title) for part in PARTS)
    + r"))[\s。：:，,]*(?=\S{10})"
)
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
    """A heading on `count` lines from `line`; `number` is the statutory part, or None.

    `rest` is the text that goes on after the heading on its own line.
    """

    line: int
    number: int | None
    text: str
    count: int = 1
    rest: str = ""


def chapters_of(lines: Sequence[Line]) -> tuple[Chapter, ...]:
    """The chapter headings in printed order, a table of contents left out."""
    found: list[Chapter] = []
    bare = _bare_numbered(lines)
    for i in range(len(lines)):
        if found and i < found[-1].line + found[-1].count:
            continue
        chapter = _chapter(lines, i, bare=i in bare)
        if chapter is not None:
            found.append(chapter)
    found = _without_headings_inside(_without_deeper(lines, found))
    kept = _without_headings_below(_without_contents(found))
    return tuple(replace(c, number=c.number or None) for c in kept)


def _bare_numbered(lines: Sequence[Line]) -> set[int]:
    """The lines that count on from 一 without a mark behind the number; none where few do."""
    found: list[int] = []
    for i, line in enumerate(lines):
        text = squash(line.text) if line.table is None else ""
        if _BARE.match(text) and text[0] == ONE_TO_NINE[len(found) % 9]:
            found.append(i)
    return set(found) if _FEWEST_BARE <= len(found) <= len(ONE_TO_NINE) else set()


def _chapter(lines: Sequence[Line], i: int, *, bare: bool) -> Chapter | None:
    line = lines[i]
    run_on = _RUN_ON.match(line.text)
    if run_on:
        text = run_on[1].strip()
        number = max((likeness(text, part.title), part.number) for part in PARTS)[1]
        return Chapter(i, number, text, rest=line.text[run_on.end() :].strip())
    wrapped = _wrapped(lines, i)
    if wrapped is not None:
        return Chapter(i, wrapped, line.text + lines[i + 1].text, count=2)
    number_or_none = _part(line, bare=bare)
    return None if number_or_none is None else Chapter(i, number_or_none, line.text)


def _wrapped(lines: Sequence[Line], i: int) -> int | None:
    """The part whose title runs over this line and the next."""
    line = lines[i]
    if i + 1 >= len(lines) or line.table is not None or lines[i + 1].table is not None:
        return None
    first = squash(line.text)
    numeral = _NUMERAL.match(first)
    if numeral is None or not 4 <= len(first) - numeral.end() <= _LONGEST:
        return None
    title, whole = first[numeral.end() :], first[numeral.end() :] + squash(lines[i + 1].text)
    titles = ((part.number, squash(part.title)) for part in PARTS)
    return next((n for n, t in titles if t.startswith(title) and t != title and whole == t), None)


def _part(line: Line, *, bare: bool = False) -> int | None:
    """The part that a line is the heading of, 0 for a chapter of no part, None for other lines."""
    text = squash(line.text)
    if not 2 <= len(text) <= _LONGEST or _BRACKETED.match(text) or _is_row(line):
        return None
    numeral = _NUMERAL.match(text)
    title = text[numeral.end() :] if numeral else text
    if numeral is None and bare:
        numeral = _BARE.match(text)
        title = text[numeral.end() :] if numeral else text
    if ROW.match(title) or not title:
        return None
    likely, number = max((likeness(title, part.title), part.number) for part in PARTS)
    if likely >= _CERTAIN and not _SENTENCE.search(line.text[:-1]):
        return number
    plain = numeral is None or numeral[0][0].isdigit()
    if plain and line.heading is None or _SENTENCE.search(line.text) or len(title) > 25:
        return None
    named = next((n for n, words in _KEYWORDS if words.search(title)), None)
    if named is None and likely >= _PROBABLE:
        return number
    return named if named is not None or plain else 0


def _is_row(line: Line) -> bool:
    """Whether a line holds more than one thing, as a table's rows do, or ends in figures."""
    filled = [cell.text for cell in line.cells if (cell.text or "").strip()]
    numbers = len(filled) > 1 and cell_value(filled[-1])[1] in {"number", "dash"}
    return numbers or len(filled) > 1 and line.table is not None


def _without_deeper(lines: Sequence[Line], found: list[Chapter]) -> list[Chapter]:
    """Leave out what the file itself sets below a chapter that bears the form's own title."""
    levels = [lines[c.line].heading or 0 for c in found if _is_whole(c)]
    top = max(levels, default=0)
    deeper = {c.line for c in found if top and (lines[c.line].heading or 0) > top}
    return [c for c in found if _is_whole(c) or c.line not in deeper]


def _without_headings_inside(found: list[Chapter]) -> list[Chapter]:
    """Leave out 一、主要问题 and 二、改进措施 under 五、存在的主要问题及改进情况: a count of its own."""
    kept: list[Chapter] = []
    for chapter in found:
        above = next((c for c in reversed(kept) if _is_whole(c)), None)
        under = above is not None and above.number == chapter.number and kept[-1] is above
        if not (under and not _is_whole(chapter) and _numeral(chapter) != _numeral(kept[-1])):
            kept.append(chapter)
    return kept


def _numeral(chapter: Chapter) -> str:
    match = _NUMERAL.match(squash(chapter.text))
    return match[0] if match else ""


def _without_headings_below(found: list[Chapter]) -> list[Chapter]:
    """Leave out 一、主动公开 inside part one, where 二、主动公开政府信息情况 comes later."""
    whole = {c.number: i for i, c in enumerate(found) if _is_whole(c)}
    return [c for i, c in enumerate(found) if i >= whole.get(c.number, 0) or _is_whole(c)]


def _is_whole(chapter: Chapter) -> bool:
    """Whether the heading is the form's own, not one that only holds some of its words."""
    title = _NUMERAL.sub("", squash(chapter.text), count=1)
    return any(likeness(title, p.title) >= _WHOLE for p in PARTS if p.number == chapter.number)


def _without_contents(found: list[Chapter]) -> list[Chapter]:
    """Leave out headings of a table of contents: on neighbouring lines, and printed again."""
    last = {chapter.number: i for i, chapter in enumerate(found)}
    kept = []
    for i, chapter in enumerate(found):
        beside = any(
            0 <= j < len(found) and abs(found[j].line - chapter.line) == 1 for j in (i - 1, i + 1)
        )
        if last[chapter.number] == i or not beside:
            kept.append(chapter)
    return kept
