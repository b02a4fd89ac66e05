"""The library as it stands at one moment, as one file, and back, while others read.

SQL goes as a SQLite file whatever the engine, originals as they are, so that what one pair of
stores wrote another can take up.  Vectors are not in it: they are made again from the cached
embeddings, which are.  What the office keeps `beside` its library goes along as it is given.  A
backup holds no key: the library has none.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from index.library import archive
from index.library.archive import Archive, Beside, is_beside
from index.library.finish_writes import drain
from index.library.open_stores import Stores
from index.library.verify_rebuild import silent, verify
from index.report import LibraryError
from index.stores import database, outbox, schema
from index.stores.values import Progress

KIND = {"backup": 3}
"""What the manifest calls a backup, and the newest version that is understood."""
_FACTS = "facts.db"
_ORIGINAL = re.compile(r"originals/([0-9a-f]{64})")
_OWN = ("identity", "generation")
"""Facts that belong to a library's place and not to what is in it."""
_TOGETHER = 1000
"""Rows that are copied at once."""
_ROOM = ".backup-"


@dataclass(frozen=True, slots=True)
class Counted:
    """How many reports and originals went into a backup or came out of it."""

    reports: int
    originals: int
    problems: tuple[str, ...] = ()


# ---------------------------------------------------------------- out


def backup(
    stores: Stores,
    path: Path,
    progress: Progress = silent,
    beside: Beside | None = None,
) -> Counted:
    """Write the whole library to `path`; people's words go on meanwhile, indexing waits.

    Raises LibraryError where the database is damaged or an original is missing: a backup is whole
    or there is none.
    """
    with stores.lock.held(), _room(stores.home) as room, archive.writing(path) as file:
        snapshot = room / _FACTS
        _snapshot(stores.engine, snapshot)
        with _opened(snapshot) as connection:
            counts = _counts(connection)
            files = _files(connection)
        file.add_file(_FACTS, snapshot)
        for done, (sha256, filename) in enumerate(files.items()):
            progress(done, len(files), filename)
            file.add(f"originals/{sha256}", stores.originals.get(sha256)[1])
        (beside or Beside()).write(file)
        file.close({**KIND, "schema": database.head(), "made": database.now(), "rows": counts})
    return Counted(counts["reports"], len(files))


@contextmanager
def _room(home: Path) -> Iterator[Path]:
    """A folder of the library's own for a while; what a killed process left goes first."""
    for left in home.glob(f"{_ROOM}*"):
        shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=_ROOM, dir=home) as room:
        yield Path(room)


def _snapshot(engine: Engine, path: Path) -> None:
    """All that is in the database now, as SQLite."""
    if engine.dialect.name == "sqlite":
        import sqlite3

        try:
            with engine.connect() as source, sqlite3.connect(path) as target:
                raw: Any = source.connection.driver_connection
                raw.backup(target)
                target.execute("PRAGMA journal_mode=DELETE")
            target.close()
        except sqlite3.Error as error:
            raise database.error_of("读取数据库失败", error) from error
        return
    target_engine = sa.create_engine(sa.URL.create("sqlite", database=str(path)))
    try:
        database.upgrade(target_engine)
        with database.reading(engine) as source, database.writing(target_engine) as copy:
            source.execution_options(isolation_level="REPEATABLE READ")
            copy.execute(schema.facts.delete())
            for table in schema.metadata.sorted_tables:
                _copy(source, copy, table)
    finally:
        target_engine.dispose()


def _files(connection: Connection) -> dict[str, str]:
    """The originals that reports come from, with their names."""
    c = schema.reports.c
    return {row.sha256: row.filename for row in connection.execute(sa.select(c.sha256, c.filename))}


def _counts(connection: Connection) -> dict[str, int]:
    count = sa.func.count()
    return {
        table.name: connection.scalar(sa.select(count).select_from(table)) or 0
        for table in schema.metadata.sorted_tables
    }


# ---------------------------------------------------------------- in


def beside(path: Path, room: Path) -> dict[str, bytes]:
    """What went along with the library in the backup at `path`; see `archive.read_beside`."""
    return archive.read_beside(path, room, KIND)


def restore(stores: Stores, path: Path, progress: Progress = silent) -> Counted:
    """The library as the backup at `path` holds it, in place of what is there.

    Everything is checked before anything is changed, and SQL changes in one transaction: a killed
    restore leaves the old library or the new one.  Raises LibraryError for a backup that is
    damaged, altered or of a newer release.
    """
    with archive.opened(path, stores.home, KIND) as file, _room(stores.home) as room:
        if any(not _is_known(name) for name in file.names()):
            raise file.damaged("有不认识的成员")
        file.check_all()
        snapshot = room / _FACTS
        with snapshot.open("wb") as target:
            file.copy(_FACTS, target)
        with _opened(snapshot, file) as source, stores.lock.held():
            files = _files(source)
            for done, (sha256, filename) in enumerate(files.items()):
                progress(done, len(files), filename)
                stores.originals.put(_original(file, sha256), filename)
            with database.writing(stores.engine) as connection:
                before = _files(connection)
                _replace(connection, source)
                for sha256 in before.keys() - files.keys():
                    outbox.ask(connection, outbox.DROP, sha256)
            progress(len(files), len(files), "放入向量")
            drain(stores)
            counts = _counts(source)
    return Counted(counts["reports"], len(files), verify(stores).problems)


def _is_known(member: str) -> bool:
    return member == _FACTS or bool(_ORIGINAL.fullmatch(member)) or is_beside(member)


def _original(file: Archive, sha256: str) -> bytes:
    content = file.read(f"originals/{sha256}")
    if hashlib.sha256(content).hexdigest() != sha256:
        raise file.damaged("原件被改动")
    return content


@contextmanager
def _opened(path: Path, file: Archive | None = None) -> Iterator[Connection]:
    """A snapshot read as what a stranger gave: whole, tables alone, brought to this release.

    Of a backup `file`, every count, report and original is compared with what it says.
    """
    engine = sa.create_engine(sa.URL.create("sqlite", database=str(path)))
    sa.event.listen(engine, "connect", _wary)
    try:
        with database.reading(engine) as connection:
            database.check_whole(connection)
            kinds = connection.scalars(sa.text("SELECT DISTINCT type FROM sqlite_master"))
            if not {*kinds} <= {"table", "index"}:
                raise LibraryError("备份的数据库里有表以外的东西，没有使用")
        stands = database.revision(engine)
        if stands is None or stands > database.head():
            raise LibraryError("备份由更新版本的程序写出，或不是资料库的备份")
        if file is not None:
            with database.reading(engine) as connection:
                _compare(connection, file)
        if stands != database.head():
            database.upgrade(engine)
        with database.reading(engine) as connection:
            yield connection
    finally:
        engine.dispose()


def _wary(connection: Any, _record: Any) -> None:
    for pragma in ("trusted_schema=OFF", "cell_size_check=ON", "foreign_keys=OFF"):
        connection.execute(f"PRAGMA {pragma}")


def _compare(connection: Connection, file: Archive) -> None:
    """Raises LibraryError unless the snapshot's rows, reports and originals fit the manifest."""
    said = file.manifest.get("rows")
    there = {t.name for t in schema.metadata.sorted_tables} & {
        *connection.scalars(sa.text("SELECT name FROM sqlite_master"))
    }
    counts = {
        name: connection.scalar(sa.select(sa.func.count()).select_from(sa.table(name)))
        for name in there
    }
    if said != counts:
        raise file.damaged("行数与清单不符")
    originals = {name for name in file.names() if _ORIGINAL.fullmatch(name)}
    if {f"originals/{sha256}" for sha256 in _files(connection)} != originals:
        raise file.damaged("原件与报告不符")
    for content in connection.scalars(sa.select(schema.reports.c.content)):
        database.unpacked(content)


def _replace(connection: Connection, source: Connection) -> None:
    """What `source` holds in place of what is there; all vectors are asked for anew."""
    mine = schema.facts.c.name.in_(_OWN)
    for table in reversed(schema.metadata.sorted_tables):
        if table is schema.facts:
            connection.execute(table.delete().where(~mine))
        else:
            if table is schema.bodies:
                connection.execute(table.update().values(parent_id=None))
            connection.execute(table.delete())
    for table in schema.metadata.sorted_tables:
        _copy(source, connection, table, ~mine if table is schema.facts else None)
    outbox.ask_for_all_vectors(connection)


def _copy(source: Connection, target: Connection, table: sa.Table, rows: Any = None) -> None:
    """A table's rows; who is above a body is said when all bodies are there."""
    query = sa.select(table) if rows is None else sa.select(table).where(rows)
    found = source.execution_options(yield_per=_TOGETHER).execute(query)
    above: list[dict[str, Any]] = []
    for part in found.mappings().partitions():
        values = [dict(row) for row in part]
        if table is schema.bodies:
            above += [{"own": v["id"], "above": v["parent_id"]} for v in values if v["parent_id"]]
            values = [{**v, "parent_id": None} for v in values]
        database.insert(target, table, values)
    if above:
        own = schema.bodies.c.id == sa.bindparam("own")
        target.execute(
            schema.bodies.update().where(own).values(parent_id=sa.bindparam("above")), above
        )
    database.count_on(target, table)
