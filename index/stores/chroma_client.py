"""A client of Chroma that sees what other processes write: a local folder's, or a server's.

A client of a local folder keeps what it saw when it was opened (chroma issue 3792), and would
spoil the folder if it then wrote.  So whoever writes, or opens, does it alone (`chroma.lock`), and
whoever is about to write leaves a new mark beside the folder first (`chroma.mark`): a client that
does not know the mark is opened anew.  The mark says, too, whether that writing has ended: one
killed while Chroma saved its index leaves files that may fail, mislead or crash who opens them.
"""

from __future__ import annotations

import logging
import shutil
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from index.machine import private_files
from index.report import LibraryError

Answer = TypeVar("Answer")
HNSW: Any = {"hnsw": {"space": "cosine", "ef_construction": 200, "ef_search": 600}}
_UNENDED = " unended"
WRITER_WAITS, READER_WAITS = 120.0, 2.0
"""Seconds for the folder to be free."""
_NOT_THERE = "请确认 Chroma 服务在运行、地址（NIANBAO_CHROMA_URL）没有写错；其间只按字词检索"
_BUSY = "另一个程序正在写，或没有这个文件夹的权限；其间只按字词检索"
log = logging.getLogger(__name__)


class VectorsUnreachable(LibraryError):
    """Chroma does not answer, or its folder is taken: search goes on by words."""


class VectorsDamaged(LibraryError):
    """Chroma cannot read its own files any more: its vectors are put there anew from the cache."""


class ChromaClient:
    """One collection, opened when first asked for; used by one thread at a time (`guard`).

    `store` is LangChain's Chroma over the client, `collection` Chroma's own.
    """

    store: Any = None
    collection: Any = None

    def __init__(self, home: Path, url: str | None, name: str) -> None:
        self.guard = threading.RLock()
        self._url = url
        self._name = name
        self._folder = home / "chroma"
        self._mark_file = home / "chroma.mark"
        self._lock_file = home / "chroma.lock"
        self._lock: Any = None
        self._stop: Callable[[], None] | None = None
        self._mark = ""
        self._next_look = 0.0

    def look(self) -> bool:
        """Whether all that others have written so far can be asked for, opening anew if need be.

        False where others are writing, and too soon after the last time: what was known before
        can be asked for still.  Raises VectorsDamaged, VectorsUnreachable.
        """
        with self.guard:
            if not self._abreast():
                if self.collection is not None and time.monotonic() < self._next_look:
                    return False
                try:
                    with self._alone(READER_WAITS):
                        self._open()
                except VectorsUnreachable:
                    if self.collection is None:
                        raise
                    return False
            return True

    @contextmanager
    def alone(self) -> Iterator[None]:
        """The collection open and abreast, nobody else in it."""
        with self.guard, self._alone(WRITER_WAITS):
            if not self._abreast():
                self._open()
            yield

    @contextmanager
    def writing(self) -> Iterator[None]:
        """The same, others warned that it changes."""
        with self.alone(), self._marked():
            yield

    def clear(self) -> None:
        """No collection in place of what was there; a local folder goes whole, even a damaged one."""
        with self.guard, self._alone(WRITER_WAITS):
            self.close()
            if self._url:
                with self._answering():
                    self._opened(self._connect()).delete_collection()
            else:
                with self._marked():
                    shutil.rmtree(self._folder, ignore_errors=True)

    def asked(
        self, work: Callable[[], Answer], again: Callable[[], Answer] | None = None
    ) -> Answer:
        """What `work` gives; where Chroma fails inside, what it (or `again`) gives to a new client.

        Raises VectorsDamaged where that fails too.
        """
        from chromadb.errors import ChromaError, InternalError, NotFoundError

        try:
            with self._answering():
                return work()
        except (InternalError, NotFoundError):
            with self._alone(READER_WAITS):
                self._open()
        except ChromaError as error:
            raise LibraryError(
                f"向量库拒绝了请求，请运行 nianbao library rebuild（{error}）"
            ) from error
        with self._whole(), self._answering():
            return (again or work)()

    def close(self) -> None:
        """Let go of the folder or the server."""
        with self.guard:
            if self._stop is not None:
                self._stop()
            self._stop = self.store = self.collection = None

    # ------------------------------------------------------------ opening

    def _abreast(self) -> bool:
        return self.collection is not None and (
            bool(self._url) or self._mark == self._read_mark()[0]
        )

    def _read_mark(self) -> tuple[str, bool]:
        """The last writing's mark, and whether it has ended."""
        text = self._mark_file.read_text() if self._mark_file.is_file() else ""
        return text.removesuffix(_UNENDED), not text.endswith(_UNENDED)

    @contextmanager
    def _marked(self) -> Iterator[None]:
        if self._url:
            yield
            return
        self._mark = uuid.uuid4().hex
        self._mark_file.write_text(self._mark + _UNENDED)
        try:
            yield
        finally:
            self._mark_file.write_text(self._mark)

    def _killed_in_saving(self) -> bool:
        """Whether the last writing had begun to save the index, and never ended."""
        if self._url or self._read_mark()[1]:
            return False
        began = self._mark_file.stat().st_mtime_ns
        saved = (p for p in self._folder.glob("*/*") if p.is_file())
        return any(p.stat().st_mtime_ns >= began for p in saved)

    def _open(self) -> None:
        """A new client; one query has it read all that is there while nobody writes."""
        start = time.monotonic()
        self.close()
        if self._killed_in_saving():
            raise VectorsDamaged(f"向量库写到一半被中断：{self._folder}")
        with self._whole(), self._answering():
            client = self._connect()
            self.store = self._opened(client)
            self.collection = client.get_collection(self._name, embedding_function=None)
            first = self.store.get(limit=1, include=["embeddings"])["embeddings"]
            if len(first):
                self.collection.query(query_embeddings=first, n_results=1, include=[])
        self._mark = self._read_mark()[0]
        now = time.monotonic()
        self._next_look = now + max(1.0, 3 * (now - start))

    def _opened(self, client: Any) -> Any:
        from langchain_chroma import Chroma

        return Chroma(self._name, client=client, collection_configuration=HNSW)

    def _connect(self) -> Any:
        import chromadb
        from chromadb.api import ServerAPI
        from chromadb.api.client import Client
        from chromadb.config import Settings, System

        quiet = Settings(anonymized_telemetry=False)
        if self._url:
            address = urlsplit(self._url)
            secure = address.scheme == "https"
            port = address.port or (443 if secure else 8000)
            host = address.hostname or "localhost"
            try:
                return chromadb.HttpClient(host, port, ssl=secure, settings=quiet)
            except ValueError as error:
                raise self._unreachable(error) from error
        # `PersistentClient` has one system a folder and process: opened anew it would be the old one.
        self._folder.mkdir(exist_ok=True)
        system = System(
            quiet.model_copy(update={"is_persistent": True, "persist_directory": str(self._folder)})
        )
        system.instance(ServerAPI)  # type: ignore[type-abstract]
        system.start()
        self._stop = system.stop
        return Client.from_system(system)

    # ------------------------------------------------------------ what may go wrong

    @contextmanager
    def _alone(self, wait: float) -> Iterator[None]:
        """The local folder to ourselves; taking it again inside is free."""
        if self._url:
            yield
            return
        # loaded before others have to wait: that takes longer than all that is done alone
        import chromadb.api.rust  # noqa: F401
        import langchain_chroma  # noqa: F401
        from filelock import FileLock, Timeout

        self._lock = self._lock or FileLock(self._lock_file, mode=0o600, thread_local=False)
        try:
            self._lock.acquire(timeout=wait, poll_interval=0.01)
        except (Timeout, PermissionError) as error:
            raise self._unreachable(error) from error
        try:
            with private_files():
                yield
        finally:
            self._lock.release()

    @contextmanager
    def _answering(self) -> Iterator[None]:
        import httpx

        try:
            yield
        except httpx.HTTPError as error:
            raise self._unreachable(error) from error

    @contextmanager
    def _whole(self) -> Iterator[None]:
        from chromadb.errors import InternalError

        try:
            yield
        except InternalError as error:
            self.close()
            raise VectorsDamaged(f"向量库损坏：{self._url or self._folder}（{error}）") from error

    def _unreachable(self, error: Exception) -> VectorsUnreachable:
        log.debug("%s", error)
        way_out = _NOT_THERE if self._url else _BUSY
        return VectorsUnreachable(f"向量库无法使用：{self._url or self._folder}：{way_out}")
