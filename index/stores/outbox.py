"""Work outside SQL that committed transactions ask for, noted with them and struck off when done."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from index.stores import database, schema

EMBED, FORGET, DROP, CLEAR = "embed", "forget", "drop", "clear"
"""A report's vectors to make, chunks' vectors to drop, an original to drop, all vectors to drop."""


def ask(connection: Connection, action: str, subject: str) -> None:
    connection.execute(schema.outbox.insert().values(action=action, subject=subject))


def ask_to_forget(connection: Connection, seqs: Sequence[int]) -> None:
    if seqs:
        ask(connection, FORGET, json.dumps(list(seqs)))


def ask_for_all_vectors(connection: Connection) -> None:
    """Every vector from the beginning, in place of what was asked of them before."""
    pending = schema.outbox.c.action.in_((EMBED, FORGET, CLEAR))
    connection.execute(schema.outbox.delete().where(pending))
    ask(connection, CLEAR, "")
    reports = sa.select(schema.chunks.c.report_id).distinct()
    for id in sorted(connection.scalars(reports).all()):
        ask(connection, EMBED, id)


def asked(connection: Connection) -> list[Any]:
    """What is to be done, in the order it was asked for."""
    return list(connection.execute(sa.select(schema.outbox).order_by(schema.outbox.c.id)).all())


def strike_off(connection: Connection, ids: Sequence[int]) -> None:
    connection.execute(schema.outbox.delete().where(schema.outbox.c.id.in_(ids)))


def without_vectors(connection: Connection, recipe: str) -> set[str] | None:
    """The reports whose vectors are still to be made; None where all are, for another `recipe`."""
    if database.known_fact(connection, "recipe") != recipe:
        return None
    waiting = asked(connection)
    if any(row.action == CLEAR for row in waiting):
        return None
    return {row.subject for row in waiting if row.action == EMBED}
