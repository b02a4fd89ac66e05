"""One writer at a time: a lock of the operating system, which a killed process cannot leave."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from index.report import Locked

_KEY = 0x6E69616E  # "nian": the advisory lock's number on PostgreSQL
_BUSY = "资料库正由另一个程序写入，请稍后再试"
WAIT = 600.0
"""Seconds that a writer waits for another one."""


class WriterLock:
    """Held by one thread of one process for one library; taking it again inside is free.

    On PostgreSQL an advisory lock stands beside the file's, for writers on other machines; it
    ends with its connection.
    """

    def __init__(self, home: Path, engine: Engine) -> None:
        from filelock import FileLock

        self._file = FileLock(home / "writer.lock", thread_local=False)
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
            with self._advisory(wait):
                self._depth = 1
                yield
        finally:
            self._depth = 0
            self._file.release()

    @contextmanager
    def _advisory(self, wait: float) -> Iterator[None]:
        if self._engine.dialect.name != "postgresql":
            yield
            return
        with self._engine.connect() as connection:
            end = time.monotonic() + wait
            while not connection.scalar(sa.select(sa.func.pg_try_advisory_lock(_KEY))):
                if time.monotonic() >= end:
                    raise Locked(_BUSY)
                time.sleep(0.1)
            try:
                yield
            finally:
                connection.execute(sa.select(sa.func.pg_advisory_unlock(_KEY)))
