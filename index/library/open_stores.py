"""A library's stores, and how they are opened."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import Engine

from index.machine import check_sqlite
from index.report import LibraryError
from index.search.embedders import CachedEmbedder, Embedder, open_embedder
from index.stores import database, wholeness
from index.stores.originals import Originals
from index.stores.values import EmbeddingsEndpoint
from index.stores.vectors import VectorStore
from index.stores.writer_lock import WriterLock


@dataclass(frozen=True)
class Stores:
    """All that one library consists of."""

    home: Path
    engine: Engine
    lock: WriterLock
    originals: Originals
    vectors: VectorStore
    embedder: CachedEmbedder
    identity: str


def open_stores(
    home: Path,
    database_url: str | None,
    chroma_url: str | None,
    embedder: tuple[str | Embedder, EmbeddingsEndpoint | None],
    read_only: bool,
) -> Stores:
    """Everything opened, nothing connected but SQL; see `Library.open`."""
    if read_only and not home.is_dir():
        raise LibraryError(f"资料库还没有建立：{home}")
    check_sqlite()
    engine = database.open_engine(home, database_url)
    lock = WriterLock(home, engine)
    wholeness.check(engine, home)
    _migrate(engine, lock, read_only)
    identity = _identity(engine, lock)
    opened = open_embedder(*embedder)
    return Stores(
        home,
        engine,
        lock,
        Originals(home / "originals"),
        VectorStore(home, chroma_url, f"{opened.name}-{identity}"),
        CachedEmbedder(opened, engine),
        identity,
    )


def _migrate(engine: Engine, lock: WriterLock, read_only: bool) -> None:
    stands = database.revision(engine)
    if stands == database.head():
        return
    if stands is not None and stands > database.head():
        raise LibraryError("资料库由更新版本的程序建立，请升级本程序后再打开")
    if read_only:
        raise LibraryError("资料库需要先升级，请以可写方式打开一次（例如 nianbao library verify）")
    with lock.held():
        if database.revision(engine) != database.head():
            database.upgrade(engine)


def _identity(engine: Engine, lock: WriterLock) -> str:
    """What tells this library's vectors and indexes from another's; made once."""
    with database.reading(engine) as connection:
        known = database.known_fact(connection, "identity")
    if known:
        return known
    with lock.held(), database.writing(engine) as connection:
        known = database.known_fact(connection, "identity") or uuid.uuid4().hex[:8]
        database.set_fact(connection, "identity", known)
    return known
