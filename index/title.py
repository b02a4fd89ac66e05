"""The title: whose report it is, of which year, published when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from index.lines import Line
from index.marks import TITLE, find_date
from index.report import NOWHERE, Document, Place
from index.text import fold, normalise, squash

_YEAR = re.compile(r"(20[0-9]{2}|二[〇○零Oo0][〇○零Oo0一二三][〇○零Oo0一二三四五六七八九])\s*年")
_DIGITS = {c: str(n) for n, c in enumerate("零一二三四五六七八九")} | dict.fromkeys("〇○OoO0", "0")
_PERIOD = re.compile(r"(20[0-9]{2})年1月1日")
_BODY = re.compile(
    r"(?:人民政府|政府|局|委员会|委|办公室|厅|院|街道|办事处|中心|镇|乡|县|市|区|省)$"
)


@dataclass(frozen=True, slots=True)
class Title:
    text: str = ""
    agency: str = ""
    year: int | None = None
    at: Place = NOWHERE
    lines: tuple[int, ...] = ()
    published: date | None = None


def year_of(text: str) -> int | None:
    """The first year that `text` names, in digits or in words."""
    found = _YEAR.search(fold(text))
    if found is None:
        return None
    return int("".join(_DIGITS.get(c, c) for c in found[1]))


def find_title(document: Document, lines: Sequence[Line]) -> Title:
    published = next((d for line in lines if (d := find_date(line.text))), None)
    for count in (1, 2, 3):
        for i in range(min(30, len(lines))):
            text = normalise("".join(line.text for line in lines[i : i + count]))
            if TITLE.search(squash(text)) and len(text) <= 60 and "。" not in text:
                used, text = _whole(lines, i, i + count)
                year = year_of(text) or _period(lines)
                return Title(text, _agency(text), year, lines[i].at, used, published)
    text = normalise(document.title)
    if TITLE.search(squash(text)):
        return Title(text, _agency(text), year_of(text) or _period(lines), published=published)
    return Title(year=_period(lines), published=published)


def _whole(lines: Sequence[Line], start: int, end: int) -> tuple[tuple[int, ...], str]:
    """The title with the lines above or below that belong to it: the body's name, its last word."""
    text = normalise("".join(line.text for line in lines[start:end]))
    if start and not _agency(text) and _BODY.search(squash(lines[start - 1].text)):
        start -= 1
        text = normalise(lines[start].text + text)
    return tuple(range(start, end)), text


def _agency(text: str) -> str:
    """The body's name in a title: what stands before the year or the report's name."""
    plain = fold(text)
    cut = _YEAR.search(plain) or re.search(r"(?:政府|政务)?信息公开", plain)
    return text[: cut.start()].strip() if cut else ""


def _period(lines: Sequence[Line]) -> int | None:
    text = squash("".join(line.text for line in lines[:60]))
    found = _PERIOD.search(text)
    return int(found[1]) if found else None
