"""A report's narrative as rows of its own tables, and rows back to values."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from index.report import Report
from index.stores import database, schema
from index.stores.values import Count, Item, Sentence

if TYPE_CHECKING:
    from index.narrative.read_narrative import Told

TABLES = (schema.items, schema.counts, schema.sentences)
MADE = "narrative-2"
"""Under this name `derived` notes that a report's rows are made; a new way needs a new name."""
STEP = 100
"""How many reports one transaction makes rows of: writers do not wait long."""

Rows = dict[sa.Table, list[dict[str, Any]]]


def made(id: str, report: Report, told: Told | None = None) -> Rows:
    """All rows of one report; `told` is what its narrative tells, where that is known already."""
    all = told or _told(report)
    return {
        schema.items: [_row(id, n.ordinal, n) for n in all.items],
        schema.counts: [_row(id, n, c) for n, c in enumerate(all.counts, 1)],
        schema.sentences: [_row(id, n, s) for n, s in enumerate(all.sentences, 1)],
    }


def _told(report: Report) -> Told:
    from index.narrative.read_narrative import told

    return told(report)


def _row(id: str, ordinal: int, value: Any) -> dict[str, Any]:
    fields = {name: getattr(value, name) for name in value.__slots__}
    return {**fields, "report_id": id, "ordinal": ordinal, "at": database.place_json(value.at)}


def write(connection: Connection, id: str, report: Report, told: Told | None = None) -> None:
    """The report's rows in place of what was there, noted as made."""
    database.delete_report_rows(connection, id, *TABLES)
    for table, rows in made(id, report, told).items():
        database.insert(connection, table, rows)
    derived = schema.derived
    noted = (derived.c.report_id == id) & (derived.c.name == MADE)
    connection.execute(derived.delete().where(noted))
    database.insert(connection, derived, [{"report_id": id, "name": MADE, "value": ""}])


def missing(connection: Connection) -> list[str]:
    """The current reports whose rows have not been made yet."""
    reports, derived = schema.reports, schema.derived
    there = sa.select(derived.c.report_id).where(derived.c.name == MADE)
    query = sa.select(reports.c.id).where(reports.c.current, reports.c.id.not_in(there))
    return list(connection.scalars(query.order_by(reports.c.id)))


def fill(connection: Connection, ids: Sequence[str]) -> None:
    """The rows of these reports, which are held as they are to the transaction's end."""
    table = schema.reports
    query = sa.select(table.c.id, table.c.content).where(table.c.id.in_(ids)).with_for_update()
    for row in connection.execute(query).all():
        write(connection, row.id, database.unpacked(row.content))


def unwritten(
    connection: Connection, table: sa.Table, ids: Container[str]
) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
    """The rows of one table of those reports that have none kept, made for this once."""
    reports = schema.reports
    lacking = [id for id in missing(connection) if id in ids]
    query = sa.select(reports.c.id, reports.c.content).where(reports.c.id.in_(lacking))
    for row in connection.execute(query) if lacking else ():
        rows = made(row.id, database.unpacked(row.content))[table]
        yield row.id, [tuple(r[c.name] for c in table.columns) for r in rows]


def differ(connection: Connection, id: str, report: Report) -> bool:
    """Whether a report's rows are made and not those that its content gives."""
    derived = schema.derived
    noted = sa.select(derived.c.name).where(derived.c.report_id == id, derived.c.name == MADE)
    if connection.scalar(noted) is None:
        return False
    return any(_stored(connection, table, id) != rows for table, rows in made(id, report).items())


def _stored(connection: Connection, table: sa.Table, id: str) -> list[dict[str, Any]]:
    query = sa.select(table).where(table.c.report_id == id).order_by(table.c.ordinal)
    return [dict(row) for row in connection.execute(query).mappings()]


# ---------------------------------------------------------------- back to values

Whose = tuple[str, str, int | None, int]
"""A report's id, agency, year and body."""
_place = lru_cache(maxsize=65536)(database.place_of)


def item_of(whose: Whose, row: Sequence[Any]) -> Item:
    """A row of `items`, its columns in the table's order."""
    _, ordinal, section, kind, text, headline, about, at = row
    return Item(*whose, section, kind, ordinal, text, headline, about, _place(at))


def count_of(whose: Whose, row: Sequence[Any]) -> Count:
    _, _, section, what, unit, value, approximate, quote, at = row
    value = int(value) if float(value).is_integer() else value
    return Count(*whose, section, what, unit, value, bool(approximate), quote, _place(at))


def sentence_of(whose: Whose, row: Sequence[Any]) -> Sentence:
    _, ordinal, section, text, at = row
    return Sentence(*whose, section, ordinal, text, _place(at))
