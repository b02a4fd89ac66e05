"""What every part of an open library stands on: its stores, and the three ways to use them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.engine import Connection

from index.library import finish_writes
from index.library.open_stores import Stores
from index.stores import database, schema
from index.stores.values import RerankEndpoint


class Opened:
    """`_read` for one read, `_note` for people's words, `_write` for what is searched."""

    def __init__(
        self, stores: Stores, reranker: RerankEndpoint | None = None, read_only: bool = False
    ) -> None:
        self._stores = stores
        self._reranker = reranker
        self._read_only = read_only

    @contextmanager
    def _read(self) -> Iterator[Connection]:
        with database.reading(self._stores.engine) as connection:
            yield connection

    @contextmanager
    def _note(self) -> Iterator[Connection]:
        """One transaction in SQL alone: people's words do not wait for who is indexing."""
        with database.writing(self._stores.engine, moves=False) as connection:
            yield connection

    @contextmanager
    def _write(self) -> Iterator[Connection]:
        """One transaction under the writer's lock, and afterwards what it asked for."""
        with finish_writes.writing(self._stores):
            with database.writing(self._stores.engine) as connection:
                yield connection
            finish_writes.finish(self._stores)


def narrowed(
    query: Any,
    bodies: Iterable[int] = (),
    years: Iterable[int] = (),
    levels: Iterable[str] = (),
) -> Any:
    """A query over reports held to these bodies, years and levels; () lets all through."""
    table = schema.reports
    for column, values in (
        (table.c.body_id, bodies),
        (table.c.year, years),
        (table.c.level, levels),
    ):
        if chosen := list(values):
            query = query.where(column.in_(chosen))
    return query
