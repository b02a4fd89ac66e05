"""Opening a library's stores, and bringing the searched copy of the vectors up to date."""

from __future__ import annotations

import uuid
from pathlib import Path

import numpy as np
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from index.library.write_reports import Stores
from index.report import LibraryError, Locked
from index.search.embedders import CachedEmbedder, Embedder, open_embedder
from index.stores import database, schema
from index.stores.originals import Originals
from index.stores.values import EmbeddingsEndpoint
from index.stores.vectors import VectorFile, VectorStore
from index.stores.writer_lock import WriterLock


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
    engine = database.open_engine(home, database_url)
    lock = WriterLock(home, engine)
    _migrate(engine, lock, read_only)
    identity = _identity(engine, lock)
    opened = open_embedder(*embedder)
    name = f"{opened.name}-{identity}"
    return Stores(
        home,
        engine,
        lock,
        Originals(home / "originals"),
        VectorStore(home, chroma_url, name),
        VectorFile(home / "search", name),
        CachedEmbedder(opened, engine),
        identity,
    )


def _migrate(engine: Engine, lock: WriterLock, read_only: bool) -> None:
    stands = database.revision(engine)
    if stands == database.HEAD:
        return
    if stands is not None and stands > database.HEAD:
        raise LibraryError("资料库由更新版本的程序建立，请升级本程序后再打开")
    if read_only:
        raise LibraryError("资料库需要先升级，请以可写方式打开一次（例如 nianbao library verify）")
    with lock.held():
        if database.revision(engine) != database.HEAD:
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


def heal_vectors(stores: Stores) -> None:
    """Fetch from Chroma what the copy lacks and no writer is about to bring.

    Does nothing where someone is writing, or where the library's vectors are another embedder's:
    searching goes on with the vectors that are there.
    """
    with database.reading(stores.engine) as connection:
        generation = database.known_fact(connection, "generation")
        if generation == stores.healed:
            return
        pending = connection.scalar(sa.select(schema.outbox.c.id).limit(1))
        ours = database.known_fact(connection, "recipe") == stores.embedder.recipe
        seqs = connection.scalars(sa.select(schema.chunks.c.seq)).all()
    missing = np.setdiff1d(np.asarray(seqs, dtype=np.int64), stores.file.load()[0])
    if len(missing) and pending is None and ours:
        try:
            with stores.writing(wait=0):
                copy_vectors(stores, missing.tolist())
        except (Locked, PermissionError):
            return
    stores.healed = generation


def copy_vectors(stores: Stores, seqs: list[int]) -> None:
    """Append these chunks' vectors to the copy, as Chroma has them; under the writer's lock."""
    for start in range(0, len(seqs), 1000):
        ids, rows = stores.vectors.rows(sorted(seqs)[start : start + 1000])
        if ids:
            stores.file.append(ids, rows)
