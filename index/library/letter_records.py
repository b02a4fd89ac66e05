"""Reports sent back: a row at every step of a letter; the last row of a round says how it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import Any

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlalchemy.engine import Connection

from index.report import Finding
from index.stores import schema
from index.stores.values import Letter

NUMBER = "{号}"
"""Where a letter's number has its ordinal, until it is kept."""


def letters(connection: Connection, years: Iterable[int] | None = None) -> list[Letter]:
    """Every letter as it stands, of the reports' `years` or of all; a body's rounds in order."""
    table = schema.letters
    last = sa.select(sa.func.max(table.c.id)).group_by(table.c.agency, table.c.year, table.c.round)
    if years is not None:
        last = last.where(table.c.year.in_(set(years)))
    query = sa.select(table).where(table.c.id.in_(last)).order_by(table.c.round, table.c.id)
    return [_letter(row) for row in connection.execute(query)]


def keep(connection: Connection, letter: Letter) -> Letter:
    """A letter's next step; one that has no ordinal yet gets the next of the year it is made in."""
    ordinal = letter.ordinal or _next_ordinal(connection, letter)
    number = letter.number.replace(NUMBER, str(ordinal))
    kept = replace(letter, ordinal=ordinal, number=number)
    given = {name: getattr(kept, name) for name in Letter.__slots__}
    said = _findings().dump_json(kept.findings).decode()
    connection.execute(schema.letters.insert().values(**{**given, "findings": said}))
    return kept


def _next_ordinal(connection: Connection, letter: Letter) -> int:
    table = schema.letters
    same_year = table.c.made.startswith(letter.made[:4])
    return (connection.scalar(sa.select(sa.func.max(table.c.ordinal)).where(same_year)) or 0) + 1


@cache
def _findings() -> TypeAdapter[Any]:
    return TypeAdapter(tuple[Finding, ...])


def _letter(row: Any) -> Letter:
    given = {name: getattr(row, name) for name in Letter.__slots__}
    return Letter(**{**given, "findings": _findings().validate_json(row.findings)})
