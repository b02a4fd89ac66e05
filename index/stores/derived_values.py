"""Values that callers make from a report's content, kept in SQL until that content changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from index.report import Report
from index.stores import database, schema

Make = Callable[[Report, str], str]
STEP = 100
"""How many reports one transaction makes values of: writers do not wait long."""


def kept(connection: Connection, name: str, ids: Iterable[str]) -> dict[str, str]:
    """The values kept under `name`, by report."""
    table = schema.derived
    wanted = set(ids)
    query = sa.select(table.c.report_id, table.c.value).where(table.c.name == name)
    return {row[0]: row[1] for row in connection.execute(query) if row[0] in wanted}


def made(connection: Connection, make: Make, ids: Sequence[str]) -> dict[str, str]:
    """The values of these reports, which are held as they are to the transaction's end."""
    table = schema.reports
    query = sa.select(table.c.id, table.c.content).where(table.c.id.in_(ids)).with_for_update()
    return {
        row.id: make(database.unpacked(row.content), row.id) for row in connection.execute(query)
    }


def keep(connection: Connection, name: str, make: Make, ids: Sequence[str]) -> dict[str, str]:
    """As `made`, and kept under `name` in place of what was."""
    values = made(connection, make, ids)
    table = schema.derived
    old = (table.c.name == name) & table.c.report_id.in_(list(values))
    connection.execute(table.delete().where(old))
    rows = [{"report_id": id, "name": name, "value": value} for id, value in values.items()]
    database.insert(connection, table, rows)
    return values
