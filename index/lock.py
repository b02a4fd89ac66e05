"""One writer at a time: a lock of the operating system, which a killed process cannot leave."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from index.report import Locked

_KEY = 0x6E69616E  # "nian": the advisory lock's number on PostgreSQL
WAIT = 600.0
"""Seconds that a writer waits for another one."""


class WriterLock:
    """Held by one process for one library; taking it again inside is free.

    On PostgreSQL an advisory lock stands beside the file's, for writers on other machines; it
    ends with its connection.
    """

    def __init__(self, home: Path, engine: Engine) -> None:
        from filelock import FileLock

        self._file = FileLock(home / "writer.lock", thread_local=False)
        self._engine = engine

    @contextmanager
    def held(self, wait: float = WAIT) -> Iterator[bool]:
        """The lock for the block; True where it was taken anew.  Raises Locked after `wait`."""
        from filelock import Timeout

        anew = not self._file.is_locked
        try:
            self._file.acquire(timeout=wait)
        except Timeout as error:
            raise Locked("资料库正由另一个程序写入，请稍后再试") from error
        try:
            with self._advisory(anew):
                yield anew
        finally:
            self._file.release()

    @contextmanager
    def _advisory(self, anew: bool) -> Iterator[None]:
        if not anew or self._engine.dialect.name != "postgresql":
            yield
            return
        with self._engine.connect() as connection:
            connection.execute(sa.select(sa.func.pg_advisory_lock(_KEY)))
            try:
                yield
            finally:
                connection.execute(sa.select(sa.func.pg_advisory_unlock(_KEY)))
