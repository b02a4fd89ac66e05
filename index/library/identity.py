"""Which body a report belongs to: the table of bodies, filled from the reports' own names.

Variants of a name are one body; where the name alone would fit several, or the year is taken by
a different report, the bodies stay apart and the caller is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from index.bodies import area_of_body, names
from index.report import LibraryError, Report
from index.stores import database, outbox, schema
from index.stores.values import Body

_UNNAMED = "未识别机关"


@dataclass(frozen=True, slots=True)
class Resolved:
    """A report's body, and what a person should know of how it was found."""

    id: int
    note: str = ""


def bodies(connection: Connection) -> list[Body]:
    """All bodies with their aliases, by name."""
    aliases: dict[int, list[str]] = {}
    for row in connection.execute(sa.select(schema.aliases).order_by(schema.aliases.c.id)):
        aliases.setdefault(row.body_id, []).append(row.name)
    rows = connection.execute(sa.select(schema.bodies).order_by(schema.bodies.c.name))
    return [
        Body(r.id, r.name, tuple(aliases.get(r.id, ())), r.level, r.kind, r.parent_id) for r in rows
    ]


def resolve(connection: Connection, report: Report) -> Resolved:
    """The report's body, made where there is none, its alias noted."""
    agency = report.agency or _UNNAMED
    full = area_of_body.full_name(report) or agency
    alike = _alike(connection, agency)
    fitting = [b for b in alike if _fits(connection, b, report, full)]
    exact = [b for b in fitting if {agency, full} & set(b.aliases)]
    chosen = exact if len(exact) == 1 else fitting
    if len(chosen) == 1:
        body = chosen[0]
        note = "" if agency in body.aliases else f"机关名称与“{body.name}”不同，按同一机关收入"
        for name in dict.fromkeys((agency, full)):
            add_alias(connection, body.id, name)
            _rename(connection, body, name, report.year)
        return Resolved(body.id, note)
    rivals = "、".join(f"“{b.name}”" for b in alike)
    note = (
        f"与{rivals}名称相近，未合并，也没有替换；请核对，如为同一机关，可在资料库中合并（nianbao library merge）"
        if alike
        else ""
    )
    made = _create(connection, _free_name(full, alike), report.level)
    add_alias(connection, made, agency)
    return Resolved(made, note)


def _free_name(name: str, alike: Sequence[Body]) -> str:
    """A name by which a person can tell the body from others that are called the same."""
    taken = {body.name for body in alike}
    numbered = (f"{name}（{n}）" for n in range(2, len(alike) + 3))
    return next(one for one in (name, *numbered) if one not in taken)


def _alike(connection: Connection, agency: str) -> list[Body]:
    """The bodies one of whose aliases may be the same body's as `agency`."""
    found = names.parts(agency)
    table = schema.aliases
    query = sa.select(table.c.body_id, table.c.name).where(
        table.c.work == names.canonical_work(found.work)
    )
    if found.place:
        query = query.where(table.c.place.in_((found.place, "")))
    ids = {r.body_id for r in connection.execute(query) if names.same_body(r.name, agency)}
    ids |= set(connection.scalars(sa.select(table.c.body_id).where(table.c.name == agency)).all())
    return [b for b in bodies(connection) if b.id in ids] if ids else []


def _fits(connection: Connection, body: Body, report: Report, full: str) -> bool:
    """Whether nothing in the reports speaks against `report`, of the body `full`, being the body's."""
    places = max((names.parts(a).places for a in body.aliases), key=len, default=())
    own = names.parts(full).places
    if set(own) - set(places) and set(places) - set(own):
        return False
    stored = latest(connection, body.id, report.year)
    bare = own == places and area_of_body.is_bare(report.agency)
    if bare and stored is not None and _may_be_two(stored, report):
        return False
    if report.agency in body.aliases:
        return len(own) >= len(places) or _mentions(report, _above(report, places))
    if len(own) != len(places) and stored is not None:
        shorter, longer = (report, places) if len(own) < len(places) else (stored, own)
        if not _mentions(shorter, _above(shorter, longer)):
            return False
    same_year = stored if stored is not None and stored.year == report.year else None
    return same_year is None or same_year.year is None or _same_figures(same_year, report)


_AREA = re.compile(
    r"[一-鿿][^级各全我本该在由向和与的对为及市县区省下经受、，。：；\s][县区](?=人民政府|政府|委)"
)


def _mentions(report: Report, places: tuple[str, ...]) -> bool:
    """False where a report that leaves out its larger places speaks of another county instead."""
    text = "".join(
        [report.title, *(p.text for p in report.preamble), *(s.text for s in report.sections)]
    )
    own = (*places, *names.parts(report.agency).places)
    others = [a for a in _AREA.findall(text) if not any(a in p or p in a for p in own)]
    return any(place in text for place in places[:-1]) or not others


def _above(report: Report, places: tuple[str, ...]) -> tuple[str, ...]:
    """The places with the report's own at the end: a bureau's bare name has none itself."""
    return places if names.parts(report.agency).places else (*places, report.agency)


def _may_be_two(stored: Report, report: Report) -> bool:
    """Whether reports of a name that many bodies have may be two bodies': they name other sites, or
    most figures of the same year differ."""
    one, other = area_of_body.hosts_of(stored), area_of_body.hosts_of(report)
    apart = bool(one and other) and not one & other
    return apart or stored.year == report.year and not _same_figures(stored, report)


def _same_figures(a: Report, b: Report) -> bool:
    """Whether two reports of one year are the same one in two files: most figures agree."""
    keys = [k for k, c in a.cells.items() if c.value and b.cell(k).value is not None]
    equal = sum(a.cells[k].value == b.cell(k).value for k in keys)
    return not keys or equal * 2 >= len(keys)


def latest(connection: Connection, body: int, year: int | None) -> Report | None:
    """The body's current report of `year`, else its last one."""
    table = schema.reports
    query = sa.select(table.c.content, table.c.year).where(
        (table.c.body_id == body) & table.c.current
    )
    rows = connection.execute(query).all()
    if not rows:
        return None
    row = max(rows, key=lambda r: (r.year == year, r.year or 0))
    return database.unpacked(row.content)


def _create(connection: Connection, agency: str, level: str) -> int:
    known = names.level_of(agency)
    row = {
        "name": agency,
        "level": known if known != "unknown" else level,
        "kind": names.kind_of(agency),
        "edited": False,
    }
    id = insert(connection, row)
    add_alias(connection, id, agency)
    _link(connection, id, agency)
    return id


def insert(connection: Connection, row: Mapping[str, Any]) -> int:
    """A new body of name, level, kind and whether a person edited it; its id."""
    values = {k: row[k] for k in ("name", "level", "kind", "edited")}
    made = connection.execute(schema.bodies.insert().values(**values)).inserted_primary_key
    assert made is not None  # an insert of one row always tells its key
    return int(made[0])


def adopt(connection: Connection, body: int, parent: int) -> None:
    """A parent for a body that has none yet."""
    if one(connection, body).parent is None and parent != body:
        change(connection, body, parent_id=parent)


def add_alias(connection: Connection, body: int, name: str) -> None:
    """One more name of a body, if it is new."""
    table = schema.aliases
    known = connection.scalar(
        sa.select(table.c.id).where((table.c.body_id == body) & (table.c.name == name))
    )
    if known is None:
        found = names.parts(name)
        work = names.canonical_work(found.work)
        connection.execute(
            table.insert().values(body_id=body, name=name, place=found.place, work=work)
        )


def _rename(connection: Connection, body: Body, agency: str, year: int | None) -> None:
    """The body goes by its fullest name; of names equally full, by its latest report's."""
    edited = connection.scalar(
        sa.select(schema.bodies.c.edited).where(schema.bodies.c.id == body.id)
    )
    fuller = len(names.parts(agency).places) - len(names.parts(body.name).places)
    last = connection.scalar(
        sa.select(sa.func.max(schema.reports.c.year)).where(schema.reports.c.body_id == body.id)
    )
    renamed = bool(names.parts(agency).work) or len(agency) > len(body.name)
    newer = fuller == 0 and renamed and (year or 0) >= (last or 0)
    if not edited and agency != body.name and (fuller > 0 or newer):
        change(connection, body.id, name=agency)
        _link(connection, body.id, agency)


def _link(connection: Connection, id: int, agency: str) -> None:
    """Parent and children of a new name, where exactly one known body fits."""
    table = schema.bodies
    above = names.parent_name(agency)
    rows = connection.execute(sa.select(table.c.id, table.c.name, table.c.parent_id)).all()
    parents = [r.id for r in rows if above and r.id != id and names.same_body(r.name, above)]
    own = next((r.parent_id for r in rows if r.id == id), None)
    if len(parents) == 1 and own is None:
        change(connection, id, parent_id=parents[0])
    if names.parts(agency).work:
        return
    for row in rows:
        over = names.parent_name(row.name)
        if row.parent_id is None and row.id != id and over and names.same_body(over, agency):
            change(connection, row.id, parent_id=id)


def one(connection: Connection, body: int) -> Body:
    """One body as it is.  Raises LibraryError where there is none."""
    found = next((b for b in bodies(connection) if b.id == body), None)
    if found is None:
        raise LibraryError(f"没有编号为 {body} 的机关")
    return found


def edit(
    connection: Connection,
    body: int,
    *,
    name: str | None,
    level: str | None,
    parent: int | None,
    aliases: Iterable[str] | None,
) -> None:
    """What a person changed of a body; from now on reports do not rename it.  −1: as it was."""
    values: dict[str, Any] = {"edited": True}
    if name:
        values |= {"name": name, "kind": names.kind_of(name)}
        add_alias(connection, body, name)
    if level:
        values["level"] = level
    if parent != -1:
        values["parent_id"] = parent
    change(connection, body, **values)
    if aliases is not None:
        table = schema.aliases
        connection.execute(table.delete().where(table.c.body_id == body))
        for alias in dict.fromkeys([one(connection, body).name, *aliases]):
            add_alias(connection, body, alias)


def change(connection: Connection, body: int, **values: Any) -> None:
    table = schema.bodies
    connection.execute(table.update().where(table.c.id == body).values(**values))


def _tell_chroma(connection: Connection, body: int) -> None:
    """Ask for the body's vectors again: beside each stands whose it is, which changes."""
    table = schema.reports
    query = sa.select(table.c.id).where(table.c.body_id == body, table.c.current)
    for id in connection.scalars(query).all():
        outbox.ask(connection, outbox.EMBED, id)


def merge(connection: Connection, keep: int, others: Iterable[int]) -> None:
    """`others` become `keep`: their names its aliases, their reports its reports."""
    for other in others:
        _tell_chroma(connection, other)
        names_of = connection.scalars(
            sa.select(schema.aliases.c.name).where(schema.aliases.c.body_id == other)
        ).all()
        connection.execute(schema.aliases.delete().where(schema.aliases.c.body_id == other))
        for name in names_of:
            add_alias(connection, keep, name)
        for table, column in ((schema.reports, "body_id"), (schema.bodies, "parent_id")):
            connection.execute(
                table.update().where(table.c[column] == other).values(**{column: keep})
            )
        connection.execute(schema.bodies.delete().where(schema.bodies.c.id == other))
    change(connection, keep, edited=True)
