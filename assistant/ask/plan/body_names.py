"""The bodies of a library and every way to call them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Protocol

from index.bodies.names import former_names, kind_of, parts, place_of, short_names


class Body(Protocol):
    """What the parser needs to know of a body of the library."""

    @property
    def id(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def aliases(self) -> Sequence[str]: ...
    @property
    def level(self) -> str: ...
    @property
    def parent(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Known:
    """One body with its kind and place worked out."""

    id: int
    name: str
    level: str
    kind: str
    place: str
    parent: int | None


@dataclass(frozen=True)
class Roster:
    """The library's bodies and every way to call them, for looking up in a question."""

    bodies: dict[int, Known]
    called: dict[str, frozenset[int]]
    longest: int

    @cached_property
    def stems(self) -> Mapping[str, frozenset[int]]:
        """The names without what they end in (公安, 住建), but for those that are names themselves."""
        found: dict[str, set[int]] = {}
        for way, ids in self.called.items():
            stem = _STEM_END.sub("", way)
            if len(stem) > 1 and stem != way and stem not in self.called:
                found.setdefault(stem, set()).update(ids)
        return {stem: frozenset(ids) for stem, ids in found.items()}

    def abbreviated(self, short: str) -> frozenset[int]:
        """The bodies whose stem has the characters of `short` in their order, from the first one on."""
        return frozenset(
            i
            for stem, ids in self.stems.items()
            if len(short) < len(stem) and stem[0] == short[0] and _in_order(short, stem)
            for i in ids
        )

    def partly_called(self, typed: str) -> frozenset[int]:
        """The bodies of whose work `typed` keeps some words and what it ends in: 执法局 for 综合行政执法局."""
        said = parts(typed)
        work = _OF_AREA.sub("", said.work)
        stem, end = _STEM_END.sub("", work), work[-1:]
        if len(stem) < 2 or stem == work:
            return frozenset()
        return frozenset(
            b.id
            for b in self.bodies.values()
            if b.level == "department"
            and (not said.places or said.place == b.place)
            and end in parts(b.name).work[-3:]
            and stem in _STEM_END.sub("", parts(b.name).work)
        )

    def named(self, ids: Iterable[int]) -> tuple[str, ...]:
        return tuple(self.bodies[i].name for i in ids)

    def under(self, parent: int) -> frozenset[int]:
        """The bodies below `parent`, at any depth."""
        found: set[int] = set()
        wave = {parent}
        while wave:
            wave = {b.id for b in self.bodies.values() if b.parent in wave} - found
            found |= wave
        return frozenset(found)


_OF_AREA = re.compile(r"^[省市县区]")
_STEM_END = re.compile(r"(?:人民政府|街道办事处|街道|管理委员会|管委会|局|委|镇|乡|县|区|市)$")


def _in_order(short: str, long: str) -> bool:
    rest = iter(long)
    return all(c in rest for c in short)


def roster(bodies: Iterable[Body]) -> Roster:
    """The roster of `bodies`, kept for the next question while they stay the same."""
    return _roster(tuple((b.id, b.name, tuple(b.aliases), b.level, b.parent) for b in bodies))


@lru_cache(maxsize=4)
def _roster(rows: tuple[tuple[int, str, tuple[str, ...], str, int | None], ...]) -> Roster:
    known: dict[int, Known] = {}
    called: dict[str, set[int]] = {}
    fallen: dict[str, set[int]] = {}
    root = _only_root(rows)
    own = place_of(next((name for id, name, *_ in rows if id == root), ""))[:-1]
    for id, name, aliases, level, parent in rows:
        kind = kind_of(name)
        zone = kind == "zone" and len(own) > 1 and name.startswith(own)
        if parent is None and id != root and (zone or level in ("township", "department")):
            parent = root
        rank = "township" if kind in ("town", "street") else level
        known[id] = Known(id, name, rank, kind, place_of(name), parent)
        for way in {w for n in (name, *aliases) for w in _ways(n, level)}:
            called.setdefault(way, set()).add(id)
    for id, name, aliases, _, _ in rows:
        for way in {w for n in (name, *aliases) for w in _if_nobody_else(n)} - called.keys():
            fallen.setdefault(way, set()).add(id)
    names = {
        way: frozenset(ids)
        for way, ids in (fallen | called).items()
        if len(way) >= 2 and not _NOBODYS_OWN.fullmatch(way)
    }
    return Roster(known, names, max(map(len, names), default=0))


def _only_root(rows: Sequence[tuple[int, str, tuple[str, ...], str, int | None]]) -> int | None:
    """The one area of the library that stands under no other; None where there are several.

    青石镇人民政府 does not say whose town it is; in the library of one county it is that county's.
    """
    tops = [
        id
        for id, name, _, level, parent in rows
        if parent is None and kind_of(name) == "government" and level not in ("township", "unknown")
    ]
    return tops[0] if len(tops) == 1 else None


_NOBODYS_OWN = re.compile(r"街?道(?:办事处|办)?|办事处|(?:人民)?政府|委员会|管理局")
_GOVERNMENT_OF = {
    "province": "省",
    "prefecture": "市",
    "county": "县区市",
    "township": "镇乡",
}


def _ways(name: str, level: str) -> tuple[str, ...]:
    """The name, its short forms, and for a government 县政府 and the like."""
    place = place_of(name)
    own = place[-1:] if place and place[-1:] in _GOVERNMENT_OF.get(level, "") else ""
    governs = own and kind_of(name) != "zone"
    return (*short_names(name), *((f"{own}政府", f"{own}人民政府") if governs else ()))


_TWO_TASKS = re.compile(r"(?P<first>[一-龥]{2,})和(?P<second>[一-龥]{2,})(?P<end>局|委员会)")


def _if_nobody_else(name: str) -> tuple[str, ...]:
    """What the body may be called where no other is called so."""
    zone = ("管委会", "区政府", "区人民政府")
    committee = zone if kind_of(name) == "zone" else ()
    return (*_one_task(name), *former_names(name), *committee)


def _one_task(name: str) -> tuple[str, ...]:
    """县自然资源局, 县规划局 for 自然资源和规划局: one of its tasks alone, if no body is called that."""
    work = _TWO_TASKS.fullmatch(parts(name).work)
    tasks = (work["first"], work["second"]) if work else ()
    own = (f"{place_of(name)}{task}{work['end']}" for task in tasks if work)
    return tuple(way for each in own for way in short_names(each))


# ---------------------------------------------------------------- areas

_RANKS = {"国": -1, "省": 0, "市": 1, "州": 1, "县": 2, "区": 2, "旗": 2, "镇": 3, "乡": 3}
_LEVEL_RANK = {"province": 0, "prefecture": 1, "county": 2, "township": 3, "department": 4}


def root(id: int, known: Roster) -> int:
    """The area that the body belongs to: itself for a government, its parent for the rest."""
    body = known.bodies[id]
    above = body.parent if body.level in ("township", "department") else None
    return above if above is not None and above in known.bodies else id


def is_area(body: Known, marker: str) -> bool:
    return body.kind == "government" and body.place.endswith(marker)


def holds_rank(marker: str, known: Roster) -> bool:
    """Whether the library holds an area of that rank (全省: a province's own body)."""
    rank = _RANKS[marker]
    return any(
        _LEVEL_RANK.get(b.level, 9) <= rank or is_area(b, marker)
        if b.level != "department"
        else b.place.endswith(marker)
        for b in known.bodies.values()
    )
