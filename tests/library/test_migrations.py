"""An old library opens after an upgrade; the migrations give what the schema says."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from index.library.library import Library
from index.report import LibraryError
from index.stores import database, schema

FIRST = Path(__file__).with_name("first_release.sql")


def restore(home: Path) -> None:
    """The library as the first release saved it: one report of 河湾县, its original beside."""
    home.mkdir()
    connection = sqlite3.connect(home / "facts.db")
    connection.executescript(FIRST.read_text(encoding="utf-8"))
    connection.close()


def test_a_library_of_the_first_release_opens(tmp_path: Path) -> None:
    restore(tmp_path / "old")
    with Library.open(tmp_path / "old", embedder="hashing") as library:
        assert database.revision(library._stores.engine) == database.head()
        entry = library.reports()[0]
        assert (entry.agency, entry.year) == ("河湾县人民政府", 2023)
        cell = library.report(entry.id).cell("applications.new_received.total")
        assert (cell.value, cell.text) == (12, "12")
        assert library.cells(keys=["applications.new_received.total"])[0].value == 12
        assert library.review(entry.id).findings[0].rule == "T01"
        assert [d.verdict for d in library.decisions("河湾县", 2023)] == ["dismissed"]
        assert library.switched_off() == {"L05": "误报多"}
        assert library.search("健全制度")[0].report == entry.id


def test_migrations_end_at_the_schema(tmp_path: Path) -> None:
    engine = database.open_engine(tmp_path, None)
    database.upgrade(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        ours = [d for d in compare_metadata(context, schema.metadata) if d[0] != "remove_table"]
    assert ours == []


class Broken(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("old", [False, True])
def test_an_upgrade_broken_off_anywhere_changes_nothing(tmp_path: Path, old: bool) -> None:
    home = tmp_path / "library"
    restore(home) if old else home.mkdir()
    first = dump(home)
    rounds = list(broken_upgrades(home))
    assert len(rounds) > 3 and all(dumped == first for dumped in rounds)
    with Library.open(home, embedder="hashing") as library:
        assert len(library.reports()) == old


def broken_upgrades(home: Path) -> Iterator[list[str]]:
    """What stands there after an upgrade that ended early, ever later, until one comes through."""
    for last in count(1, 4):
        engine, seen = database.open_engine(home, None), count(1)

        def broken(*_: Any, seen: Iterator[int] = seen, last: int = last) -> None:
            if next(seen) > last:
                raise Broken

        sa.event.listen(engine, "before_cursor_execute", broken)
        try:
            database.upgrade(engine)
        except Broken:
            engine.dispose()
            yield dump(home)
        else:
            return


def dump(home: Path) -> list[str]:
    with closing(sqlite3.connect(home / "facts.db")) as connection:
        return list(connection.iterdump())


def test_a_library_of_a_newer_release_is_refused(tmp_path: Path) -> None:
    Library.open(tmp_path / "new", embedder="hashing").close()
    engine = database.open_engine(tmp_path / "new", None)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(LibraryError, match="更新版本"):
        Library.open(tmp_path / "new", embedder="hashing")


def test_reading_alone_neither_makes_nor_migrates(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="还没有建立"):
        Library.open(tmp_path / "none", embedder="hashing", read_only=True)
    assert not (tmp_path / "none").exists()
