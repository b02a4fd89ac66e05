"""One writer at a time: a lock of the operating system, which a killed process cannot leave."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from index.report import Locked
from index.stores import database

_KEY = 0x6E69616E  # "nian": the advisory lock's number on PostgreSQL
_BUSY = "资料库正由另一个程序写入，请稍后再试"
WAIT = 600.0
"""Seconds that a writer waits for another one."""


class WriterLock:
    """Held by one thread of one process for one library; taking it again inside is free.

    On PostgreSQL an advisory lock stands beside the file's, for writers on other machines; it
    ends with its connection, and is taken anew by the next write inside where that was dropped.
    """

    _connection: Connection | None = None

    def __init__(self, home: Path, engine: Engine) -> None:
        from filelock import FileLock

        self._file = FileLock(home / "writer.lock", mode=0o600, thread_local=False)
        self._threads = threading.RLock()
        self._engine = engine
        self._depth = 0

    @contextmanager
    def held(self, wait: float = WAIT) -> Iterator[bool]:
        """The lock for the block; True where it was taken anew.  Raises Locked after `wait`."""
        if not self._threads.acquire(timeout=wait):
            raise Locked(_BUSY)
        try:
            if self._depth:
                self._hold_on(wait)
                yield False
            else:
                with self._outermost(wait):
                    yield True
        finally:
            self._threads.release()

    @contextmanager
    def _outermost(self, wait: float) -> Iterator[None]:
        from filelock import Timeout

        try:
            self._file.acquire(timeout=wait)
        except Timeout as error:
            raise Locked(_BUSY) from error
        try:
            self._take(wait)
            self._depth = 1
            yield
        finally:
            self._depth = 0
            self._let_go()
            self._file.release()

    def _take(self, wait: float) -> None:
        if self._engine.dialect.name == "postgresql":
            database.once_more(lambda: self._advisory(time.monotonic() + wait))

    def _advisory(self, end: float) -> None:
        """The server's lock, on a connection of its own without a transaction."""
        self._let_go()
        with database.telling("读取数据库失败"):
            self._connection = self._engine.connect()
            self._connection.execution_options(isolation_level="AUTOCOMMIT")
            while not self._connection.scalar(sa.select(sa.func.pg_try_advisory_lock(_KEY))):
                if time.monotonic() >= end:
                    raise Locked(_BUSY)
                time.sleep(0.1)

    def _hold_on(self, wait: float) -> None:
        if self._connection is not None:
            with suppress(sa.exc.SQLAlchemyError):
                self._connection.execute(sa.select(1))
                return
            self._take(wait)

    def _let_go(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                connection.execute(sa.select(sa.func.pg_advisory_unlock(_KEY)))
            except sa.exc.SQLAlchemyError:  # the lock went with the connection
                connection.invalidate()
            connection.close()
