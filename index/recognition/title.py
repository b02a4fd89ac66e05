"""The title: whose report it is, of which year, published when."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from index.document import Document
from index.recognition.document_lines import Line
from index.recognition.heading_marks import find_date
from index.recognition.title_names import BODY, CORE, NAME, YEAR, agency_of, year_of
from index.recognition.told_elsewhere import beside_title
from index.report import NOWHERE, Place
from index.text import fold, normalise, squash

_WHOLE = re.compile(
    rf"[^。，；：;:《》]{{0,45}}{NAME}(?:[(（][^()（）]{{0,16}}[)）]|[^。，；]{{0,4}})"
)
_STOP = re.compile(
    r"根据|按照|依据|编制|公布|通知|要求|格式|规定|现将|本报告|关于做好|栏目|指南|目录|索引号|主题分类|[>＞»›]"
)
_FIELD = re.compile(r"(?:信息|文件)?(?:标题|名称|题名)[:：]?")
"""What a page's record prints before the title."""
_PERIOD = re.compile(r"(20[0-9]{2})年0?1月0?1日")
_ANY_YEAR = re.compile(r"(?<![0-9])(20[0-9]{2})年")
_SIGNED = re.compile(r"(20[0-9]{2})年([0-9]{1,2})月([0-9]{1,2})日")
_ON_ONE_LINE = re.compile(rf"([^,;:。]{{4,30}}?)(?:\((?:公章|盖章|印章|章)\))?{_SIGNED.pattern}")
_FILLED = re.compile(
    r"(?:填报|报送|编制|报告|制表|发布)(?:单位|机关|部门|机构)(?:名称|\((?:盖章|公章)\))*:([^:,;。]{2,30})$"
)
_FILLED_YEAR = re.compile(r"(?:报告|统计|所属)?(?:年度|年份):(20[0-9]{2})年?度?$")
"""What a cover or a sheet's head states, squashed."""
_FIRST_LINES, _INTRODUCTION, _LONGEST = 40, 60, 64


@dataclass(frozen=True, slots=True)
class Title:
    """A printed title and what it says; `lines` are the indices that it stands on."""

    text: str = ""
    agency: str = ""
    year: int | None = None
    at: Place = NOWHERE
    lines: tuple[int, ...] = ()
    published: date | None = None
    notices: tuple[str, ...] = ()


def find_title(document: Document, lines: Sequence[Line]) -> Title:
    """The title among the first lines, else the one in the file's metadata."""
    first = lines[:_FIRST_LINES]
    ways = [_column(part, side) for part in (_largest(first), first) for side in (-1, 0)]
    ways = ways if any(map(_is_parted, first)) else []
    found = [(way, used) for way in (*ways, first) for used in titles_in(way)]
    texts = [(_on(first, way, used), _text(way, used)) for way, used in found]
    used, text = max(texts, key=lambda f: _tells(f[1]), default=((), ""))
    at = lines[used[0]].at if used else NOWHERE
    spare = normalise(document.title)
    spare = spare if CORE.search(squash(spare)) else ""
    printed = agency_of(text) or agency_of(spare) or _signature(lines) or _filled(lines, _FILLED)
    year = year_of(text) or _period(lines) or year_of(spare)
    year = year or int(_filled(lines, _FILLED_YEAR) or 0) or _prevailing(lines)
    elsewhere = beside_title(document, lines)
    told = printed or elsewhere.agency, year or elsewhere.year
    notices = elsewhere.notices(agency=not printed, year=not year)
    return Title(text or spare, *told, at, used, _published(lines), notices)


def _is_parted(line: Line) -> bool:
    """Whether a printed line has pieces of text apart, as where a menu stands beside the article."""
    said = [c.text or "" for c in line.cells]
    return line.table is None and len(said) > 1 and not any(t[:1].isdigit() for t in said[1:])


def _on(lines: Sequence[Line], way: Sequence[Line], used: Sequence[int]) -> tuple[int, ...]:
    """Which of `lines` the lines `used` of one way to read them are."""
    if len(way) == len(lines):
        return tuple(used)
    places = {way[i].at: i for i in used}
    return tuple(i for i, line in enumerate(lines) if line.at in places)


def _largest(lines: Sequence[Line]) -> list[Line]:
    """The lines with the largest print, as the title has that a menu's lines run between."""
    heights = [line.at.bbox[3] - line.at.bbox[1] if line.at.bbox else 0.0 for line in lines]
    least = 0.9 * max(heights, default=0.0)
    return [line for line, height in zip(lines, heights, strict=True) if height >= least]


def _column(lines: Sequence[Line], side: int) -> list[Line]:
    """The lines with the last (-1) or the first (0) piece alone of those that are parted."""
    return [
        replace(line, text=normalise(line.cells[side].text or "")) if _is_parted(line) else line
        for line in lines
    ]


def _tells(title: str) -> int:
    """How much a title line tells: the body, and the year with it; the first of equals is used."""
    agency = agency_of(title)
    return bool(agency) + bool(BODY.search(agency)) + bool(agency and year_of(title) is not None)


def _text(lines: Sequence[Line], used: Sequence[int]) -> str:
    text = normalise("".join(lines[i].text for i in used)).rstrip("\\")
    field = _FIELD.match(text)
    return text[field.end() :] if field else text


def titles_in(lines: Sequence[Line]) -> Iterator[tuple[int, ...]]:
    """The lines of every title among `lines`."""
    for i in range(len(lines)):
        if len(lines[i].text) > _LONGEST:
            continue
        for count in (1, 2, 3):
            used = tuple(range(i, min(i + count, len(lines))))
            text = squash("".join(lines[j].text for j in used))
            if not _is_title(text) or len(used) < count:
                continue
            if count > 1 and not _broken(lines, used):
                continue
            yield _upwards(lines, used, text)
            break


def _is_title(text: str) -> bool:
    return len(text) <= _LONGEST and bool(_WHOLE.fullmatch(text)) and not _STOP.search(text)


def _broken(lines: Sequence[Line], used: Sequence[int]) -> bool:
    """Whether a title over several lines is broken inside its words, not merely below another line."""
    first, last = squash(lines[used[0]].text), squash(lines[used[-1]].text)
    inside = len(used) == 2 and len(agency_of(last)) < 2 and not BODY.search(first)
    whole = bool(CORE.search(last)) and not (inside and YEAR.search(first))
    return not whole and not any(re.search(r"[。；;]", lines[i].text) for i in used)


def _upwards(lines: Sequence[Line], used: tuple[int, ...], text: str) -> tuple[int, ...]:
    """The title with the line above it that names the body or begins the body's name."""
    start = used[0]
    above = squash(lines[start - 1].text).rstrip("\\") if start else ""
    if not above or agency_of(text) or len(above) > 40 or re.search(r"[,.;:。]", above):
        return used
    bare = YEAR.sub("", above, count=1)
    return (start - 1, *used) if BODY.search(bare) or bare != above else used


def _filled(lines: Sequence[Line], field: re.Pattern[str]) -> str:
    """What a field on a cover or above a table is filled in with, "" where there is none."""
    for line in lines[:_FIRST_LINES]:
        for cell, after in zip(line.cells, [*line.cells[1:], None], strict=True):
            texts = (cell.text or "", f"{cell.text}{after.text if after else ''}")
            found = [m[1] for m in map(field.search, map(squash, texts)) if m]
            if found and (found[0].isdigit() or BODY.search(found[0])):
                return found[0]
    return ""


def _period(lines: Sequence[Line]) -> int | None:
    """The year of the period that the introduction states."""
    text = squash("".join(line.text for line in lines[:_INTRODUCTION]))
    found = _PERIOD.search(text)
    return int(found[1]) if found else None


def _prevailing(lines: Sequence[Line]) -> int | None:
    """The year that most of the text's years are, if it stands well before the others."""
    years = Counter(
        y for line in lines for y in _ANY_YEAR.findall(fold(line.text)) if len(line.text) > 8
    )
    ranked = years.most_common(2)
    clear = ranked and ranked[0][1] >= 3 and (len(ranked) == 1 or ranked[0][1] >= 2 * ranked[1][1])
    return int(ranked[0][0]) if clear else None


def _signature(lines: Sequence[Line]) -> str:
    """The body that signs at the end, above the day."""
    for line in lines[-3:]:
        if (found := _ON_ONE_LINE.fullmatch(squash(line.text))) and BODY.search(found[1]):
            return found[1]
    for above, line in zip(lines[-4:], lines[-3:], strict=False):
        if _SIGNED.fullmatch(squash(line.text)) and BODY.search(squash(above.text)):
            return above.text if len(above.text) <= 30 else ""
    return ""


def _published(lines: Sequence[Line]) -> date | None:
    """The day that a line of its own states, above the text or below it."""
    for line in (*lines[:_FIRST_LINES], *lines[-6:]):
        if len(line.text) <= 80 and (found := find_date(line.text)):
            return found
    for line in reversed(lines[-6:]):
        if _SIGNED.fullmatch(squash(line.text).strip("()")):
            return find_date(line.text, bare=True)
    return None
