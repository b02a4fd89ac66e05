"""One report, or a whole invented county over years, with figures that carry over."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from index.formats import FORMS

from . import prose
from .bodies import (
    BUREAUS,
    COUNTIES,
    PREFECTURES,
    STREETS,
    TOWNS,
    Body,
    bureau,
    county,
    prefecture,
    street,
    township,
)
from .prose import Mix
from .truth import Number, TrueReport, form_for, plain, true_cells


def _usual_year(form: str | None, rng: random.Random) -> int:
    usual = {"2019": 2020, "2021": rng.choice((2022, 2023, 2024)), None: 2023}
    return usual.get(form) or FORMS[str(form)].first_year


def generate(
    seed: int = 0,
    form: str | None = None,
    *,
    body: Body | None = None,
    year: int | None = None,
    earlier: TrueReport | None = None,
    mix: Mix | None = None,
    cells: Mapping[str, Number] | None = None,
) -> TrueReport:
    """One clean report.

    `form` without `year` takes the form's usual year; both together may disagree (a 2019 form
    used in 2023).  `earlier` is the same body's last report, whose figures carry over;
    `cells` are taken as they are instead of drawn (a parent's, summed from its children's).
    """
    rng = random.Random(f"{seed}/{body.name if body else ''}/{year}/{form}")
    year = year or _usual_year(form, rng)
    form = form or form_for(year)
    body = body or rng.choice(_everyone())
    before = earlier.cells if earlier else None
    cells = cells or true_cells(body, form, rng, before)
    pen = prose.pen(body, year, seed, mix or Mix())
    preamble = prose.preamble(pen, form)
    one = prose.part_one(pen, form, cells, before)
    said = [f.topic for f in earlier.facts if f.kind == "problem"] if earlier else []
    sections = (
        one,
        *(prose.bare(n) for n in (2, 3, 4)),
        prose.part_five(pen, said),
        prose.part_six(pen),
    )
    return TrueReport(
        body,
        body.name_in(year),
        year,
        body.level,
        form,
        prose.title(body, year),
        preamble,
        sections,
        cells,
        {k: plain(v) for k, v in cells.items()},
        _published(body, year, rng),
        tuple(pen.facts),
    )


def _published(body: Body, year: int, rng: random.Random) -> date:
    """In time: by 31 January, a government's own by 31 March."""
    days = 85 if body.kind == "government" else 28
    return date(year + 1, 1, 4) + timedelta(rng.randint(0, days - 2))


def _everyone() -> tuple[Body, ...]:
    place = county(COUNTIES[0], f"{PREFECTURES[0]}人民政府")
    return (prefecture(PREFECTURES[0]), *_county(COUNTIES[0], PREFECTURES[0], 30, place))


def county_bodies(name: str, count: int) -> tuple[Body, ...]:
    """`count` bodies of the county of that name, drawn for it: its towns differ from another's."""
    return _county(name, PREFECTURES[0], count)


def _county(name: str, above: str, count: int, head: Body | None = None) -> tuple[Body, ...]:
    """`count` bodies of one county: its government, towns and streets, bureaus by turns."""
    head = head or county(name, f"{above}人民政府")
    rng = random.Random(f"county/{name}")
    towns = rng.sample(TOWNS, len(TOWNS))
    local = [(street if t.endswith("街道") else township)(t, name) for t in _mixed(towns)]
    bureaus = [bureau(f, n, s, name, 2021) for f, n, s in BUREAUS]
    turns = [b for pair in zip(local, bureaus, strict=False) for b in pair]
    rest = [b for b in (*local, *bureaus) if b not in set(turns)]
    return (head, *(turns + rest)[: count - 1])


def _mixed(towns: list[str]) -> list[str]:
    """Towns with a street office in every fourth place."""
    streets = list(STREETS)
    names: list[str] = []
    for town in towns:
        if len(names) % 4 == 3 and streets:
            names.append(streets.pop())
        names.append(town)
    return names


@dataclass(frozen=True)
class World:
    """Bodies and their reports, by body then year.  Iterating gives the reports."""

    bodies: tuple[Body, ...]
    reports: tuple[TrueReport, ...]

    def __iter__(self) -> Iterator[TrueReport]:
        return iter(self.reports)

    def __len__(self) -> int:
        return len(self.reports)

    @cached_property
    def _by_key(self) -> Mapping[tuple[str, int], TrueReport]:
        return {(r.body.name, r.year): r for r in self.reports}

    def report(self, body: Body | str, year: int) -> TrueReport | None:
        """The report of a body (by its latest name) and year; None where there is a gap."""
        return self._by_key.get((body if isinstance(body, str) else body.name, year))


def world(
    bodies: int = 30,
    years: Iterable[int] = range(2019, 2025),
    seed: int = 0,
    *,
    counties: int = 0,
    gaps: float = 0.03,
    mix: Mix | None = None,
) -> World:
    """`bodies` bodies over `years`: one county, or several under prefectures where more are asked.

    Some bodies have no report for some year (`gaps`), some were renamed after 2021.  With
    `counties` ≥ 2 bodies of the same short name exist in each (two 青石镇, many 教育局).
    """
    everyone = _bodies(bodies, counties or -(-bodies // 50))
    return World(everyone, tuple(each(everyone, years, seed, gaps=gaps, mix=mix)))


def each(
    bodies: Iterable[Body],
    years: Iterable[int],
    seed: int = 0,
    *,
    gaps: float = 0.0,
    mix: Mix | None = None,
) -> Iterator[TrueReport]:
    """The reports of `bodies` one by one, by body then year: for more than memory should hold."""
    rng = random.Random(f"world/{seed}")
    years = tuple(years)
    for body in bodies:
        earlier: TrueReport | None = None
        for year in years:
            report = generate(seed, body=body, year=year, earlier=earlier, mix=mix)
            earlier = report
            if body.kind == "government" or rng.random() >= gaps:
                yield report


def _bodies(count: int, counties: int) -> tuple[Body, ...]:
    names = [
        (
            COUNTIES[i % len(COUNTIES)]
            if i < len(COUNTIES)
            else f"{_PLACES[i % 40]}{_WATERS[i // 40 % 20]}县"
        )
        for i in range(counties)
    ]
    heads = [prefecture(PREFECTURES[i]) for i in range(min(len(PREFECTURES), -(-counties // 8)))]
    if counties < 2:
        heads = []
    each = -(-(count - len(heads)) // counties)
    local = [
        b
        for i, name in enumerate(names)
        for b in _county(name, PREFECTURES[min(i // 8, len(PREFECTURES) - 1)], each)
    ]
    return (*heads, *local)[:count] if heads else tuple(local[:count])


_PLACES = tuple("东南西北上下大小长安平和兴永福丰金银玉石青白红黄春秋云雨松柏竹梅兰荷龙凤鹤鹿燕马")
_WATERS = tuple("川江河湖溪泉浦湾洲港源津渡塘坪岭峰原城林")
