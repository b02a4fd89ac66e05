"""Of which county a body is whose name alone does not say it: 城关镇 of two counties are two bodies."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import PurePath

from index.bodies.names import kind_of_place, parts
from index.report import Report

_AREAS = ("county", "city", "prefecture", "zone")
_NO_NAME = "全各我本该外邻某市县区"
"""What stands before 县 or 区 where no area is named: 全县, 各区, 市区."""
_LEADING = "将由为是对在于至到按经"
_BEFORE = rf"(?:^|[^\u4e00-\u9fff]|[{_LEADING}省市州盟])"
_LED = re.compile(rf"^[{_LEADING}](?=..[县市区旗])")
_OF_ITS_GOVERNMENT = re.compile(
    rf"{_BEFORE}([\u4e00-\u9fff]{{2,4}}?[县市区旗])(?=人民政府|政府|党?委)"
)
_HOST = re.compile(r"([a-z0-9-]+)\.gov\.cn", re.IGNORECASE)


def full_name(report: Report) -> str:
    """The body's name, the area before it where the name has none and the report or its folder tells."""
    agency = report.agency
    area = area_told(report) if is_bare(agency) else ""
    return f"{area}{agency}" if area else agency


def is_bare(agency: str) -> bool:
    """Whether many bodies may be called so: a town, a street or a bureau without the area above."""
    found = parts(agency)
    places = found.places if found.work else found.places[:-1]
    own = found.work or found.places and kind_of_place(found.place) in ("town", "street")
    return bool(own) and not places


def area_told(report: Report) -> str:
    """The area that the text puts before the body's name, the folder, or the one government named."""
    name = re.escape(parts(report.agency).place or report.agency)
    beside = re.compile(rf"{_BEFORE}([\u4e00-\u9fff]{{1,4}}?[县市区旗])(?={name})")
    texts = list(_texts(report))
    ways = (
        (area for text in texts for area in beside.findall(text)),
        _of_folders(report.source.path),
        (area for text in texts for area in _OF_ITS_GOVERNMENT.findall(text)),
    )
    return next((area for way in ways if (area := _only(way))), "")


def hosts_of(report: Report) -> set[str]:
    """The government sites that a report names."""
    return {host.lower() for text in _texts(report) for host in _HOST.findall(text)} - {"www"}


def _texts(report: Report) -> Iterator[str]:
    yield report.title
    yield from (paragraph.text for paragraph in report.preamble)
    yield from (section.text for section in report.sections)


def _of_folders(path: str) -> list[str]:
    """The area that the nearest of the last two folders names."""
    folders = PurePath(path).parts[:-1][::-1][:2]
    named = ([place for place in parts(folder).places if _is_area(place)] for folder in folders)
    return next((places[-1:] for places in named if places), [])


def _only(areas: Iterable[str]) -> str:
    """The area that is named most, "" where two are named as often."""
    named = (_LED.sub("", area) for area in areas)
    ranked = Counter(filter(_is_area, named)).most_common(2)
    return ranked[0][0] if ranked and (len(ranked) == 1 or ranked[0][1] > ranked[1][1]) else ""


def _is_area(name: str) -> bool:
    fits = len(name) > 1 and name[0] not in _NO_NAME and kind_of_place(name) in _AREAS
    return fits and not _is_said_of_one(name)


def _is_said_of_one(name: str) -> bool:
    """Whether verbs or small words stand before a bare 县 (提请县政府, 下一年请县委)."""
    import rjieba

    words = rjieba.tag(name)
    return len(words) > 1 and any(tag[0] in "vdcpmruf" for _, tag in words)
