"""Libraries on both pairs of stores: SQLite with a folder, PostgreSQL with a Chroma server."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from index.library.library import Library

POSTGRES = "postgresql+psycopg://127.0.0.1:5432/postgres"
Open = Callable[..., Library]


def absent(reason: str) -> None:
    """Skip with a reason; in CI the server pair has to be there."""
    if os.environ.get("CI"):
        pytest.fail(f"CI must have it: {reason}")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a new database on the local PostgreSQL."""
    name = f"nianbao_test_{uuid.uuid4().hex[:10]}"
    engine = sa.create_engine(POSTGRES, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.execute(sa.text(f"CREATE DATABASE {name}"))
    except sa.exc.OperationalError as error:
        absent(f"no PostgreSQL on 127.0.0.1:5432 ({str(error.orig).splitlines()[0]})")
    yield POSTGRES.replace("/postgres", f"/{name}", 1).replace("postgresql+psycopg", "postgresql")
    with engine.connect() as connection:
        connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


@pytest.fixture(scope="session")
def chroma_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a `chroma run` of our own."""
    program = shutil.which("chroma", path=str(Path(sys.executable).parent))
    if program is None:
        absent("no chroma program beside this Python")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = tmp_path_factory.mktemp("chroma-server")
    arguments = ["run", "--host", "127.0.0.1", "--port", str(port), "--path", str(folder)]
    server = subprocess.Popen(
        [str(program), *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _wait_for(port)
    yield f"http://127.0.0.1:{port}"
    server.terminate()
    server.wait(20)


def _wait_for(port: int) -> None:
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail("chroma run did not open its port")


@pytest.fixture(params=["folder", pytest.param("servers", marks=pytest.mark.slow)])
def stores(request: pytest.FixtureRequest) -> Iterator[dict[str, Any]]:
    """`Library.open`'s addresses for each pair, empty."""
    if request.param == "folder":
        yield {}
        return
    postgres: str = request.getfixturevalue("empty_postgres")
    chroma: str = request.getfixturevalue("chroma_server")
    yield {"database_url": postgres, "chroma_url": chroma}


@pytest.fixture
def empty_postgres(postgres: str) -> str:
    """The same database with nothing in it of the tests before."""
    _empty(postgres)
    return postgres


@pytest.fixture
def empty_stores(stores: dict[str, Any]) -> Callable[[], None]:
    """Empties the database that `stores` names, if it names one."""
    url = stores.get("database_url")
    return lambda: _empty(url) if url else None


def _empty(postgres: str) -> None:
    engine = sa.create_engine(postgres.replace("postgresql", "postgresql+psycopg", 1))
    with engine.begin() as connection:
        connection.execute(sa.text("DROP SCHEMA public CASCADE"))
        connection.execute(sa.text("CREATE SCHEMA public"))
    engine.dispose()


@pytest.fixture
def open_library(tmp_path: Path, stores: dict[str, Any]) -> Iterator[Open]:
    """Opens the same library again and again, closing all of them at the end."""
    opened: list[Library] = []

    def open_it(**options: Any) -> Library:
        options = {"embedder": "hashing", **stores, **options}
        opened.append(Library.open(tmp_path / "library", **options))
        return opened[-1]

    yield open_it
    for library in opened:
        library.close()


@pytest.fixture
def library(open_library: Open) -> Library:
    return open_library()


@pytest.fixture
def plain_library(tmp_path: Path) -> Iterator[Library]:
    """A library on SQLite and a folder, for what does not depend on the stores."""
    with Library.open(tmp_path / "plain", embedder="hashing") as made:
        yield made
