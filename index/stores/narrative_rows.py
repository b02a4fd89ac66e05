"""A report's narrative as rows of its own tables, and rows back to values."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from index.narrative.counts import counts
from index.narrative.items import items
from index.narrative.sentences import sentences
from index.report import Report
from index.stores import database, schema
from index.stores.values import Count, Item, Sentence

TABLES = (schema.items, schema.counts, schema.sentences)
MADE = "narrative-1"
"""Under this name `derived` notes that a report's rows are made; a new way needs a new name."""
STEP = 100
"""How many reports one transaction makes rows of: writers do not wait long."""

Rows = dict[sa.Table, list[dict[str, Any]]]


def made(id: str, report: Report) -> Rows:
    """All rows of one report."""
    return {
        schema.items: [_row(id, n.ordinal, n) for n in items(report)],
        schema.counts: [_row(id, n, c) for n, c in enumerate(counts(report), 1)],
        schema.sentences: [_row(id, n, s) for n, s in enumerate(sentences(report), 1)],
    }


def _row(id: str, ordinal: int, value: Any) -> dict[str, Any]:
    fields = {name: getattr(value, name) for name in value.__slots__}
    return {**fields, "report_id": id, "ordinal": ordinal, "at": database.place_json(value.at)}


def write(connection: Connection, id: str, report: Report) -> None:
    """The report's rows in place of what was there, noted as made."""
    database.delete_report_rows(connection, id, *TABLES)
    for table, rows in made(id, report).items():
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
) -> Iterator[tuple[str, list[Any]]]:
    """The rows of one table of those reports that have none kept, made for this once."""
    reports = schema.reports
    lacking = [id for id in missing(connection) if id in ids]
    query = sa.select(reports.c.id, reports.c.content).where(reports.c.id.in_(lacking))
    for row in connection.execute(query) if lacking else ():
        rows = made(row.id, database.unpacked(row.content))[table]
        yield row.id, [SimpleNamespace(**r) for r in rows]


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

_place = lru_cache(maxsize=65536)(database.place_of)
Whose = tuple[str, str, int | None, int]


def item_of(whose: Whose, row: Any) -> Item:
    return Item(
        *whose,
        row.section,
        row.kind,
        row.ordinal,
        row.text,
        row.headline,
        row.about,
        _place(row.at),
    )


def count_of(whose: Whose, row: Any) -> Count:
    value = int(row.value) if float(row.value).is_integer() else row.value
    approximate = bool(row.approximate)
    return Count(
        *whose, row.section, row.what, row.unit, value, approximate, row.quote, _place(row.at)
    )


def sentence_of(whose: Whose, row: Any) -> Sentence:
    return Sentence(*whose, row.section, row.ordinal, row.text, _place(row.at))
