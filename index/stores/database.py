"""The SQL side of the library: opening and migrating a database, and rows to values and back.

SQLite by default, PostgreSQL by address; nothing here is written for one of them alone but the
pragmas and the advisory lock.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlalchemy.engine import Connection, Engine

from index.machine import DAMAGED, database_lacks, is_damage
from index.report import Cell, Corrupt, Dropped, Finding, LibraryError, Place, Report
from index.stores import schema
from index.stores.values import Chunk, Entry, Fact

if TYPE_CHECKING:
    from alembic.script import ScriptDirectory

Done = TypeVar("Done")
_MIGRATIONS = Path(__file__).with_name("migrations")

_LARGEST_REPORT = 256 * 2**20
"""Bytes that a packed report may unfold into."""
ENTRY_COLUMNS = tuple(
    c
    for c in schema.reports.c
    if c.name not in ("content", "assessed", "body_id", "id")
)  # fmt: skip


def open_engine(home: Path, url: str | None) -> Engine:
    """The database at `url`, or SQLite in `home`.  Raises LibraryError where it cannot be used."""
    address = sa.make_url(url) if url else sa.URL.create("sqlite", database=str(home / "facts.db"))
    if address.drivername == "postgresql":
        address = address.set(drivername="postgresql+psycopg")
    engine = sa.create_engine(address, pool_pre_ping=not _is_sqlite(address))
    if _is_sqlite(address):
        sa.event.listen(engine, "connect", _pragmas)
    return engine


def _is_sqlite(url: sa.URL) -> bool:
    return url.get_backend_name() == "sqlite"


def _pragmas(connection: Any, _record: Any) -> None:
    for pragma in ("journal_mode=WAL", "busy_timeout=30000", "foreign_keys=ON", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")


def revision(engine: Engine) -> str | None:
    """The migration the database stands at; None for an empty one.  Raises LibraryError."""
    try:
        with engine.connect() as connection:
            if not sa.inspect(connection).has_table("alembic_version"):
                return None
            return connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
    except sa.exc.SQLAlchemyError as error:
        raise error_of(f"数据库无法打开：{_shown(engine.url)}", error) from error


def error_of(what: str, error: Exception) -> LibraryError:
    """What did not succeed and why, with what to do where that is known."""
    why = _reason(error)
    if is_damage(why):
        return Corrupt(f"资料库{DAMAGED}")
    dropped = getattr(error, "connection_invalidated", False)
    return (Dropped if dropped else LibraryError)(f"{what}：{why}")


@contextmanager
def telling(what: str) -> Iterator[None]:
    """Database errors come out as LibraryError: what did not succeed, and why."""
    try:
        yield
    except sa.exc.SQLAlchemyError as error:
        raise error_of(what, error) from error


def once_more(work: Callable[[], Done]) -> Done:
    """What `work` gives, done a second time where the server dropped its connection.

    For work that is one transaction, or that takes up where it was broken off.
    """
    try:
        return work()
    except Dropped:
        return work()


def _shown(url: sa.URL) -> str:
    return url.render_as_string(hide_password=True)


def _reason(error: Exception) -> str:
    said = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
    return database_lacks(said) or said


@cache
def head() -> str:
    """The number of the last migration file, which gives what `index/stores/schema.py` describes."""
    return max(path.name[1:5] for path in (_MIGRATIONS / "versions").glob("v*.py"))


def upgrade(engine: Engine) -> None:
    """Bring the database to `head` by the numbered migrations, in one transaction.

    Raises LibraryError.
    """
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext

    scripts = _scripts()
    steps = EnvironmentContext(
        Config(), scripts, fn=lambda at, _: scripts._upgrade_revs(head(), at)
    )
    with telling("写入数据库失败"), engine.begin() as connection, steps:
        if engine.dialect.name == "sqlite":  # whose driver begins none before a table is made
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        steps.configure(connection=connection)
        with steps.begin_transaction():
            steps.run_migrations()


@cache
def _scripts() -> ScriptDirectory:
    """The numbered migrations; loading them takes longer than running them."""
    from alembic.script import ScriptDirectory

    return ScriptDirectory(str(_MIGRATIONS))


# ---------------------------------------------------------------- values and their JSON


@cache
def _adapter(type_: Any) -> TypeAdapter[Any]:
    return TypeAdapter(type_)


def packed(report: Report) -> bytes:
    """A report as compressed JSON."""
    return zlib.compress(_adapter(Report).dump_json(report), 6)


def unpacked(content: bytes) -> Report:
    """A packed report.  Raises LibraryError where it is damaged or unfolds without end."""
    unpacker = zlib.decompressobj()
    try:
        text = unpacker.decompress(content, _LARGEST_REPORT)
        if unpacker.unconsumed_tail or not unpacker.eof:
            raise ValueError("not a whole report")
        report: Report = _adapter(Report).validate_json(text)
    except (ValueError, zlib.error) as error:
        raise LibraryError("报告内容损坏，请运行 nianbao library rebuild 用原件重做") from error
    return report


def finding_json(finding: Finding) -> str:
    return _adapter(Finding).dump_json(finding).decode()


def finding_of(content: str) -> Finding:
    finding: Finding = _adapter(Finding).validate_json(content)
    return finding


def place_json(at: Place) -> str | None:
    if at == Place():
        return None
    return json.dumps([at.page, at.bbox, at.line], separators=(",", ":"))


def place_of(text: str | None) -> Place:
    if not text:
        return Place()
    page, bbox, line = json.loads(text)
    return Place(page, tuple(bbox) if bbox else None, line)


# ---------------------------------------------------------------- rows


def entry_of(row: Any) -> Entry:
    return Entry(
        id=row.id, body=row.body_id, **{c.name: getattr(row, c.name) for c in ENTRY_COLUMNS}
    )


def entries_query() -> sa.Select[Any]:
    return sa.select(schema.reports.c.id, schema.reports.c.body_id, *ENTRY_COLUMNS)


def cell_rows(report_id: str, cells: Mapping[str, Cell]) -> list[dict[str, Any]]:
    return [
        {
            "report_id": report_id,
            "key": key,
            "value": cell.value,
            "state": cell.state,
            "text": cell.text,
            "at": place_json(cell.at),
        }
        for key, cell in cells.items()
    ]


def fact_of(row: Any) -> Fact:
    value = row.value
    if value is not None and float(value).is_integer() and "." not in row.text:
        value = int(value)
    return Fact(
        row.report_id,
        row.body_id,
        row.agency,
        row.year,
        row.format,
        row.key,
        value,
        row.state,
        row.text,
        place_of(row.at),
    )


def chunk_of(row: Any) -> Chunk:
    """A row of `chunks` with its report's agency and year."""
    whose = (row.report_id, row.agency, row.year)
    return Chunk(*whose, row.section, row.heading, row.text, place_of(row.at), row.ordinal)


def facts_query() -> sa.Select[Any]:
    cells, reports = schema.cells, schema.reports
    whose = (reports.c.body_id, reports.c.agency, reports.c.year, reports.c.format)
    return sa.select(cells, *whose).join(reports, reports.c.id == cells.c.report_id)


def insert(connection: Connection, table: sa.Table, rows: Iterable[Mapping[str, Any]]) -> None:
    rows = list(rows)
    if rows:
        connection.execute(table.insert(), rows)


def delete_report_rows(connection: Connection, report_id: str, *tables: sa.Table) -> None:
    for table in tables:
        connection.execute(table.delete().where(table.c.report_id == report_id))


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection for one read; database errors come out as LibraryError."""
    with telling("读取数据库失败"), engine.connect() as connection:
        yield connection


@contextmanager
def writing(engine: Engine, *, moves: bool = True) -> Iterator[Connection]:
    """One transaction; it `moves` the library's generation on, for searching readers to notice.

    It begins with a write, so that SQLite has it wait for another writer at once rather than
    fail it halfway.
    """
    with telling("写入数据库失败"), engine.begin() as connection:
        touch = schema.facts.update().where(schema.facts.c.name == "generation")
        connection.execute(touch.values(value=schema.facts.c.value))
        yield connection
        if moves:
            generation = int(known_fact(connection, "generation") or 0)
            set_fact(connection, "generation", str(generation + 1))


def check_whole(connection: Connection) -> None:
    """Raises LibraryError where SQLite finds a page of the database damaged."""
    if connection.dialect.name == "sqlite":
        try:
            said = connection.scalar(sa.text("PRAGMA quick_check(1)"))
        except sa.exc.DatabaseError as error:
            said = str(error.orig)
        if said != "ok":
            raise Corrupt(f"资料库{DAMAGED}")


def count_on(connection: Connection, table: sa.Table) -> None:
    """Have PostgreSQL number a table's next rows after those that came with numbers."""
    key = next(iter(table.primary_key.columns))
    if connection.dialect.name == "postgresql" and isinstance(key.type, sa.Integer):
        sequence = sa.func.pg_get_serial_sequence(table.name, key.name)
        last = sa.select(sa.func.coalesce(sa.func.max(key), 0) + 1).scalar_subquery()
        connection.execute(sa.select(sa.func.setval(sequence, last, False)))


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def known_fact(connection: Connection, name: str) -> str | None:
    query = sa.select(schema.facts.c.value).where(schema.facts.c.name == name)
    return connection.scalar(query)


def set_fact(connection: Connection, name: str, value: str) -> None:
    table = schema.facts
    done = connection.execute(table.update().where(table.c.name == name).values(value=value))
    if not done.rowcount:
        connection.execute(table.insert().values(name=name, value=value))
