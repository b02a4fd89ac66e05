"""Pure facts about bodies' names: rank, kind, place, parent, short names, sameness.

A name is read from the left as places (东岭市 · 河湾县 · 青石镇) and, after them, what the body
does (住房和城乡建设局).  An area's own government has no work: 人民政府 and 办事处 say nothing
that the place does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from index.bodies.bureaus import DEPARTMENTS, ENDINGS, RENAMED
from index.bodies.places import county_cities, provinces, zones
from index.report import Level

_MARKERS: tuple[tuple[str, str, Level], ...] = (
    ("特别行政区", "province", "province"),
    ("自治区", "province", "province"),
    ("省", "province", "province"),
    ("自治州", "prefecture", "prefecture"),
    ("地区", "prefecture", "prefecture"),
    ("自治县", "county", "county"),
    ("自治旗", "county", "county"),
    ("街道", "street", "township"),
    ("民族乡", "town", "township"),
    ("苏木", "town", "township"),
    ("开发区", "zone", "county"),
    ("高新区", "zone", "county"),
    ("示范区", "zone", "county"),
    ("园区", "zone", "county"),
    ("度假区", "zone", "county"),
    ("保税区", "zone", "county"),
    ("风景区", "zone", "county"),
    ("新区", "county", "county"),
    ("管理区", "zone", "county"),
    ("市", "city", "prefecture"),
    ("盟", "prefecture", "prefecture"),
    ("县", "county", "county"),
    ("旗", "county", "county"),
    ("区", "county", "county"),
    ("镇", "town", "township"),
    ("乡", "town", "township"),
)
"""What ends a place's name, longest first: marker, kind of area, rank of its government."""

_RANK = {
    "province": 0,
    "prefecture": 1,
    "city": 1,
    "county": 2,
    "zone": 2.5,
    "town": 3,
    "street": 3,
}
_GOVERNMENT = re.compile(r"(人民政府)?(街道)?(人民政府|政府|办事处|行政公署|公署)?$")
_COMMITTEE = ("管理委员会", "管委会")
_BARE_ZONE = re.compile(
    rf"(?:{'|'.join(marker for marker, kind, _ in _MARKERS if kind == 'zone')})(?:{'|'.join(_COMMITTEE)})?"
)
"""A zone that the place above alone names: 高新区管委会."""
_NATIONAL = re.compile(r"^(中共|中国共产党|中华人民共和国|国家税务总局|国家统计局|中国)(?=.{3})")
_ENDING = re.compile(r"(管理委员会|管委会|委员会|办公室|办公厅|分局|局|厅|委|办)$")
_NOISE = re.compile(r"[\s　]+")
_SELF = {
    "province": ("我省", "本省"),
    "prefecture": ("我市", "本市"),
    "city": ("我市", "本市"),
    "county": ("我县", "本县"),
    "town": ("我镇", "本镇"),
    "street": ("我街道", "本街道", "我街", "我办", "我办事处", "我处"),
    "zone": ("我区", "本区", "我委", "我管委会"),
}
_OWN_MARKER = {"自治州": "州", "地区": "地区", "盟": "盟", "自治区": "区", "民族乡": "乡"}
_ANYONE = ("本机关", "本单位", "我单位", "我机关", "本行政机关")


@dataclass(frozen=True, slots=True)
class Name:
    """A body's name taken apart: places from large to small, then the work, "" for a government."""

    places: tuple[str, ...]
    work: str

    @property
    def place(self) -> str:
        return self.places[-1] if self.places else ""


@lru_cache(maxsize=8192)
def parts(name: str) -> Name:
    """The name's places and its work; spaces and 中共, 国家税务总局 … before a place are left out."""
    rest = _NATIONAL.sub("", _NOISE.sub("", name).replace("（", "(").split("(")[0])
    places: list[str] = []
    while (unit := _leading_place(rest, places)) is not None:
        places.append(unit)
        rest = rest[len(unit) :]
    if not places and (street := re.fullmatch(r"(.{2,6})办事处", rest)):
        return Name((f"{street[1]}街道",), "")
    if places and (street := re.fullmatch(r"(.{2,6})(?<!人民政府)(?<!街道)办事处", rest)):
        return Name((*places, f"{street[1]}街道"), "")
    if places and (sent := re.fullmatch(r"人民政府(.{2,6}街道)办事处", rest)):
        return Name((*places, sent[1]), "")
    own = _GOVERNMENT.fullmatch(rest) or (places and rest in _COMMITTEE)
    return Name(tuple(places), "" if own else rest)


def _leading_place(rest: str, before: list[str]) -> str | None:
    """The place at the start of `rest` that is smaller than those `before` it, if any."""
    if _starts_with_work(rest):
        return None
    for municipality in ("北京市", "天津市", "上海市", "重庆市"):
        if rest.startswith(municipality):
            return municipality
    for end in range(2, min(len(rest), 18) + 1):
        marker = next((m for m in _MARKERS if rest[:end].endswith(m[0])), None)
        if marker is None or end <= len(marker[0]) or _goes_on(rest, end):
            continue
        floor = _RANK[kind_of_place(before[-1])] if before else -1
        return rest[:end] if _RANK[marker[1]] > floor or marker[1] in ("city", "county") else None
    return None


def _goes_on(rest: str, end: int) -> bool:
    """Whether a marker at `end` is part of a longer place name: 新乡|市, 景德镇|市, 自治|县, 街|道."""
    after = rest[end:]
    if _starts_with_work(after) or after.startswith(("区域", "县域", "乡村", "镇村")):
        return False
    longer = ("市", "县", "区", "镇", "乡", "旗", "街道", "自治州", "自治县")
    if after.startswith(longer):
        short = 2 if rest[end - 1] == "市" else 3
        return end <= short or after.startswith(("自治州", "自治县"))
    return False


@lru_cache(maxsize=8192)
def _starts_with_work(rest: str) -> bool:
    return _WORK.match(rest) is not None


_STEMS = sorted(
    {*DEPARTMENTS, *RENAMED, *(a for short in DEPARTMENTS.values() for a in short)},
    key=len,
    reverse=True,
)
_WORK = re.compile(
    rf"(?:{'|'.join(_STEMS)})(?:局|委|办|厅|中心|工作|服务|综合|大队|支队|总社|社|和|与|事业)"
    r"|人民政府|政府|党政|机关|城市|城镇|市场|市政|地方|社区|市民|县域|县城|区域|乡村|乡镇|镇村"
)


def kind_of_place(place: str) -> str:
    """What kind of area a place is, by its name's ending: county, city, town, street, …"""
    if place in provinces():
        return "province"
    if place in county_cities():
        return "county"
    return next((kind for end, kind, _ in _MARKERS if place.endswith(end)), "county")


def level_of(name: str) -> Level:
    """The rank of the body: an area's own, `department` for one that works under its government."""
    found = parts(name)
    if _BARE_ZONE.fullmatch(found.work):
        return _zone_level(found.places)
    if found.work:
        return "department" if _ending(found.work) else "unknown"
    if not found.places:
        return "unknown"
    kind = kind_of_place(found.place)
    if kind == "city" and any(
        kind_of_place(p) in ("prefecture", "city") for p in found.places[:-1]
    ):
        return "county"
    levels: dict[str, Level] = {
        "province": "province",
        "prefecture": "prefecture",
        "city": "prefecture",
        "county": "county",
        "town": "township",
        "street": "township",
    }
    if kind == "zone":
        return _zone_level(found.places[:-1])
    return levels[kind]


def _zone_level(above: tuple[str, ...]) -> Level:
    """A zone ranks with the areas of the government that sends its committee, as streets do."""
    counties = [p for p in above if kind_of_place(p) == "county"]
    below_city = len(above) > 1 and kind_of_place(above[-1]) == "city"
    return "township" if counties or below_city else "county"


def kind_of(name: str) -> str:
    """What sort of body: government, town, street, zone, bureau, commission, office, … or other."""
    found = parts(name)
    if found.work:
        ending = _ending(found.work)
        return ending[1] if ending else "other"
    kind = kind_of_place(found.place) if found.places else "other"
    return kind if kind in ("town", "street", "zone", "other") else "government"


def _ending(work: str) -> tuple[str, str, tuple[str, ...]] | None:
    return next((e for e in ENDINGS if work.endswith(e[0])), None)


def self_words(name: str) -> tuple[str, ...]:
    """How the body may call itself in its own report: 我镇, 本镇, … and the words open to all."""
    found = parts(name)
    if found.work:
        ending = _ending(found.work)
        own = ending[2] if ending else ()
        return (*own, *(w.replace("我", "本", 1) for w in own), *_ANYONE)
    if not found.places:
        return _ANYONE
    kind = kind_of_place(found.place)
    own = _SELF[kind]
    marker = _own_marker(found.place)
    if kind not in ("street", "zone") and marker not in own[0]:
        own = tuple(w[0] + marker for w in own)
    return (*own, *_ANYONE)


def _own_marker(place: str) -> str:
    long = next((short for end, short in _OWN_MARKER.items() if place.endswith(end)), None)
    return long or place[-1:]


def place_of(name: str) -> str:
    """The smallest place in the name (河湾县住建局 → 河湾县), "" where it has none."""
    return parts(name).place


def parent_name(name: str) -> str | None:
    """The government above: a bureau's own area's, an area's the next larger place's in its name."""
    found = parts(name)
    above = found.places if found.work else found.places[:-1]
    return f"{''.join(above)}人民政府" if above else None


def canonical_work(work: str) -> str:
    """The work without its ending, by its latest name: 卫生和计划生育局, 卫健委 → 卫生健康."""
    ending = _ENDING.search(work)
    stem = work[: ending.start()] if ending else work
    if not stem or (ending and ending[0] in ("管理委员会", "管委会", "办公室", "办公厅", "分局")):
        return work.replace("管理委员会", "管委会").replace("人民政府", "政府")
    return _latest(stem)


def _latest(stem: str) -> str:
    return _since(stem)[-1]


def _since(stem: str) -> tuple[str, ...]:
    """The department's full name and those that it has had after, the latest last."""
    names = [_FULL.get(stem, stem)]
    while (newer := RENAMED.get(names[-1])) is not None and newer not in names:
        names.append(_FULL.get(newer, newer))
    return tuple(names)


@lru_cache(maxsize=8192)
def former_names(name: str) -> tuple[str, ...]:
    """What a department was called before reforms that left it one successor: 环保局 for 生态环境局."""
    found = parts(name)
    ending = _ENDING.search(found.work)
    full = _since(found.work[: ending.start()])[0] if ending else ""
    works = [f"{old}{end}" for old in RENAMED if full in _since(old)[1:] for end in ("局", "委")]
    tails = ["".join(found.places[i:]) for i in range(len(found.places))]
    tails += [*_bare(found.place), _own_marker(found.place)] if found.places else []
    return tuple(f"{tail}{work}" for work in works for tail in (*tails, ""))


_FULL = {short: full for full, shorts in DEPARTMENTS.items() for short in shorts}


def same_body(a: str, b: str) -> bool:
    """Whether two names may be one body's: with and without larger places, 人民政府, reforms.

    True says that nothing in the names speaks against it: 青石镇 may be 河湾县青石镇 and may be
    临溪县青石镇, so a caller that knows several candidates has to ask.
    """
    left, right = parts(a), parts(b)
    if canonical_work(left.work) != canonical_work(right.work):
        return False
    shorter, longer = sorted((left.places, right.places), key=len)
    if not shorter:
        return bool(left.work)
    if shorter[-1] != longer[-1]:
        return False
    return all(place in longer for place in shorter)


def short_names(name: str) -> tuple[str, ...]:
    """Every usual shorter way to say the name, longest first, the name itself first of all."""
    found = parts(name)
    names = [name]
    tails = ("".join(found.places[i:]) for i in range(len(found.places)))
    if not found.work:
        places = list(tails)
        names += [f"{p}{g}" for p in places for g in _governments(found.place)] + places
        names += [*_bare(found.place), *_own_governments(found.place), *_zones(found.place)]
        return _distinct(names)
    works = _works(found.work)
    for tail in (*tails, *_bare(found.place), _own_marker(found.place)):
        names += [f"{tail}{work}" for work in works if tail]
    return _distinct([*names, *works])


def _zones(place: str) -> Iterator[str]:
    """汀源高新区, 高新区, 高新区管委会: the ways to say a zone by its kind."""
    for kind, shorts in zones():
        if place.endswith(kind):
            before = (place.removesuffix(kind), "")
            spoken = [f"{own}{short}" for short in shorts for own in dict.fromkeys(before)]
            yield from (f"{one}{end}" for one in spoken for end in ("", *_COMMITTEE))
            return


def called_by(names: Iterable[str]) -> Mapping[str, str]:
    """Every usual way to name one of the bodies → its name; what may mean two of them is left out."""
    return _called_by(frozenset(names))


@lru_cache(maxsize=8)
def _called_by(names: frozenset[str]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    shared: set[str] = set()
    for name in names:
        for short in short_names(name):
            if found.setdefault(short, name) != name:
                shared.add(short)
    return {short: name for short, name in found.items() if short not in shared or short == name}


def _governments(place: str) -> tuple[str, ...]:
    kind = kind_of_place(place)
    tails = {"street": ("办事处", "办"), "zone": _COMMITTEE}
    return tails.get(kind, ("人民政府", "政府"))


def _own_governments(place: str) -> list[str]:
    """县政府, 镇人民政府: how a government is called where nobody could mean another."""
    short = _own_marker(place)
    return [] if len(short) > 1 else [f"{short}{end}" for end in _governments(place)]


def _bare(place: str) -> list[str]:
    """The place without its marker, where two characters or more are left: 河湾, 青石."""
    marker = next((m[0] for m in _MARKERS if place.endswith(m[0])), "")
    bare = place.removesuffix(marker)
    return [bare] if len(bare) >= 2 and marker else []


_OFFICES = ("人民政府办公室", "政府办公室", "人民政府办", "政府办", "府办")


def _works(work: str) -> list[str]:
    if work in _OFFICES:
        return list(_OFFICES)
    ending = _ENDING.search(work)
    if ending is None:
        return [work]
    stem, end = work[: ending.start()], ending[0]
    end = {"委员会": "委", "办公室": "办"}.get(end, end)
    full = _FULL.get(stem, stem)
    shorts = [s for s in (full, *DEPARTMENTS.get(full, ())) if s != stem]
    short_end = [f"{stem}{end}"] if stem and f"{stem}{end}" != work else []
    return [work, *short_end, *(f"{s}{end}" for s in shorts)]


def _distinct(names: list[str]) -> tuple[str, ...]:
    kept = dict.fromkeys(n for n in names if len(n) >= 2)
    first, *others = kept
    return (first, *sorted(others, key=len, reverse=True))
