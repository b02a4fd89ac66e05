"""The one writer, who does what committed transactions ask for outside SQL.

Whoever writes next finishes what a killed process left in the outbox.
"""

from __future__ import annotations

import json
import logging
import math
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from index.library.open_stores import Stores
from index.report import LibraryError
from index.stores import database, outbox, schema
from index.stores.chroma_client import VectorsDamaged
from index.stores.values import Chunk
from index.stores.writer_lock import WAIT

log = logging.getLogger(__name__)
SPELL = 5.0
"""Seconds that a write gives to vectors which earlier ones left."""
_TOGETHER = 50
"""Reports whose vectors are put into Chroma at once where there is no hurry: twice as quick."""


@contextmanager
def writing(stores: Stores, wait: float = WAIT) -> Iterator[None]:
    """The writer's lock; what an earlier writer left undone is done first."""
    with stores.lock.held(wait) as anew:
        if anew:
            finish(stores)
        yield


def finish(stores: Stores) -> str:
    """Do the outbox, but for `SPELL` at most; what is left for later is said.

    Left is what a store or endpoint refuses, and vectors by the hundred after another embedder
    was chosen: who adds one report must not wait for all the others'.
    """
    try:
        left = database.once_more(lambda: drain(stores, SPELL))
    except LibraryError as error:
        log.warning("left for the next writer: %s", error.message)
        return f"向量尚未生成，下次写入时补做（{error.message}）"
    if not left:
        return ""
    return (
        f"另有{left}份报告的向量待生成（更换了向量模型或上次中断），其间只按文字检索；"
        "以后每次写入补做一批，运行 nianbao library rebuild 可一次做完"
    )


def drain(stores: Stores, seconds: float = math.inf) -> int:
    """Do what the outbox asks for; how many reports' vectors are left after so many seconds.

    A Chroma that is damaged or lacks vectors is emptied and filled again, whole: that takes no
    embedding.
    """
    _follow_recipe(stores)
    try:
        return _drained(stores, seconds)
    except VectorsDamaged as error:
        log.warning("filled again from the cached vectors: %s", error.message)
        with database.writing(stores.engine) as connection:
            outbox.ask_for_all_vectors(connection)
        return _drained(stores, math.inf)


def mend(stores: Stores) -> bool:
    """Fill a damaged Chroma again; False where another is writing, who will, or it cannot be done."""
    try:
        with stores.lock.held(0.0):
            with database.writing(stores.engine) as connection:
                outbox.ask_for_all_vectors(connection)
            drain(stores)
    except (LibraryError, PermissionError) as error:
        log.warning("the vectors are not mended: %s", error)
        return False
    return True


def _drained(stores: Stores, seconds: float) -> int:
    """Vectors come last, the newest reports' first; after so many seconds no more are begun,
    beside the first.  An EMBED that waits behind a later FORGET of its chunks finds none and is done.
    """
    with database.reading(stores.engine) as connection:
        rows = outbox.asked(connection)
    vectors = [row for row in reversed(rows) if row.action == outbox.EMBED]
    for row in (row for row in rows if row.action != outbox.EMBED):
        _WORK[row.action](stores, row.subject)
        _strike_off(stores, [row])
    if vectors and not stores.vectors.opened:
        _see_that_none_is_lost(stores)
    end = time.monotonic() + seconds
    step = 1 if math.isfinite(seconds) else _TOGETHER
    for done in range(0, len(vectors), step):
        if done and time.monotonic() >= end:
            return len(vectors) - done
        some = vectors[done : done + step]
        _embed(stores, [row.subject for row in some])
        _strike_off(stores, some)
    return 0


def _see_that_none_is_lost(stores: Stores) -> None:
    """Raises VectorsDamaged where Chroma has fewer vectors than were made: its folder or server
    was taken away, or is an older one, and what is put there now would hide that."""
    waiting = sa.select(schema.outbox.c.subject).where(schema.outbox.c.action == outbox.EMBED)
    made = sa.select(sa.func.count()).where(schema.chunks.c.report_id.not_in(waiting))
    with database.reading(stores.engine) as connection:
        due = connection.scalar(made) or 0
    with stores.vectors.alone():
        there = stores.vectors.count()
    if there < due:
        raise VectorsDamaged(f"向量库缺了向量，资料库中有{due}个段落")


def _strike_off(stores: Stores, rows: Sequence[Any]) -> None:
    with database.writing(stores.engine) as connection:
        outbox.strike_off(connection, [row.id for row in rows])


def _follow_recipe(stores: Stores) -> None:
    """All vectors anew where they were made by another embedder or another composition."""
    recipe = stores.embedder.recipe
    with database.reading(stores.engine) as connection:
        made = database.known_fact(connection, "recipe")
    if made == recipe:
        return
    with database.writing(stores.engine) as connection:
        if made is not None:
            outbox.ask_for_all_vectors(connection)
        database.set_fact(connection, "recipe", recipe)


def _embed(stores: Stores, report_ids: Sequence[str]) -> None:
    with database.reading(stores.engine) as connection:
        kept = [c for id in report_ids for c in stored_chunks(connection, id)]
        about = metadata(connection, report_ids)
    if kept:
        rows = stores.embedder.chunks([c for _, c in kept])
        seqs = [seq for seq, _ in kept]
        stores.vectors.put(seqs, rows, [about[seq] for seq in seqs])


def metadata(
    connection: Connection, report_ids: Sequence[str] | None = None
) -> dict[int, dict[str, int]]:
    """What Chroma keeps beside each chunk's vector, of these reports or of all."""
    c, r = schema.chunks, schema.reports
    query = sa.select(c.c.seq, r.c.body_id, r.c.year, c.c.section)
    query = query.join(r, r.c.id == c.c.report_id)
    if report_ids is not None:
        query = query.where(r.c.id.in_(report_ids))
    return {
        row.seq: {"body": row.body_id, "year": row.year or 0, "section": row.section}
        for row in connection.execute(query)
    }


def stored_chunks(connection: Connection, report_id: str) -> list[tuple[int, Chunk]]:
    """A report's chunks with their numbers, in reading order."""
    c, r = schema.chunks, schema.reports
    query = (
        sa.select(c, r.c.agency, r.c.year)
        .join(r, r.c.id == c.c.report_id)
        .where(c.c.report_id == report_id)
        .order_by(c.c.seq)
    )
    return [(row.seq, database.chunk_of(row)) for row in connection.execute(query)]


def _forget(stores: Stores, seqs: str) -> None:
    stores.vectors.drop(json.loads(seqs))


def _drop(stores: Stores, sha256: str) -> None:
    table = schema.reports
    with database.reading(stores.engine) as connection:
        used = connection.scalar(sa.select(table.c.id).where(table.c.sha256 == sha256))
    if used is None:
        stores.originals.drop(sha256)


def _clear(stores: Stores, _subject: str) -> None:
    stores.vectors.clear()
    for copy in (stores.home / "search").glob("vectors-*"):  # of earlier releases
        copy.unlink()


_WORK: dict[str, Callable[[Stores, str], None]] = {
    outbox.FORGET: _forget,
    outbox.DROP: _drop,
    outbox.CLEAR: _clear,
}
