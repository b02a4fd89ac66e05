"""A store that is gone, full or not ours: one line that says what to do, nothing wrong, nothing lost."""

from __future__ import annotations

import os
import random
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from index.library.library import Library
from index.report import Corrupt, LibraryError, Locked
from index.stores import wholeness

from .conftest import POSTGRES
from .material import county, fill

ROOT = Path(__file__).resolve().parents[2]


def _closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_database_server_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    url = f"postgresql://u:secret@127.0.0.1:{_closed_port()}/x"
    with pytest.raises(LibraryError, match="连不上数据库服务") as told:
        Library.open(tmp_path / "library", database_url=url, embedder="hashing")
    assert "secret" not in told.value.message
    assert "\n" not in told.value.message


def test_a_chroma_server_that_is_not_there_costs_no_report(tmp_path: Path) -> None:
    home, url = tmp_path / "library", f"http://127.0.0.1:{_closed_port()}"
    with Library.open(home, chroma_url=url, embedder="hashing") as library:
        (first, *_) = fill(library, county(1))
        assert first.status == "added"
        assert "请确认 Chroma 服务在运行" in first.note
        assert library.search("政务公开培训")  # by words
    with Library.open(home, embedder="hashing") as library:
        fill(library, county(2))
        assert library.verify().problems == ()


@contextmanager
def _ends_connections(postgres: str) -> Iterator[Callable[[], int]]:
    """Ends all connections to a database, as a server does that is started anew; how many."""
    end = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = :name"
    name = sa.make_url(postgres).database
    engine = sa.create_engine(POSTGRES, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield lambda: len(connection.execute(sa.text(end), {"name": name}).all())
    engine.dispose()


@pytest.mark.slow
def test_a_database_server_that_drops_its_connections_is_found_again(
    tmp_path: Path, empty_postgres: str
) -> None:
    home, server = tmp_path / "library", {"database_url": empty_postgres}
    with (
        Library.open(home, embedder="hashing", **server) as library,
        _ends_connections(empty_postgres) as end,
    ):
        fill(library, county(2))
        assert end()
        assert len(library.reports()) == len(county(2))
        fill(library, county(3))
        assert library.verify().problems == ()
        with library.batch():
            assert end()
            fill(library, county(4))
            with Library.open(home, embedder="hashing", **server) as other, pytest.raises(Locked):
                other._stores.lock._take(wait=0.0)  # the server's, as another machine would
        assert library.verify().problems == ()


@pytest.mark.slow
def test_connections_dropped_in_the_middle_of_writes_leave_nothing_half(
    tmp_path: Path, empty_postgres: str
) -> None:
    stop, ended, rng, refused = threading.Event(), [0], random.Random(18), []
    items = county(10, (2021, 2022, 2023))

    def end_again_and_again() -> None:
        with _ends_connections(empty_postgres) as end:
            while not stop.wait(0.03 + rng.random() * 0.2):
                ended[0] += end()

    with Library.open(
        tmp_path / "library", database_url=empty_postgres, embedder="hashing"
    ) as library:
        other = threading.Thread(target=end_again_and_again)
        other.start()
        try:
            for item in items:
                try:
                    fill(library, [item])
                except LibraryError as error:  # dropped twice in one write
                    refused.append(error.message)
        finally:
            stop.set()
            other.join()
        print(f"{ended[0]} connections ended, {len(refused)} of {len(items)} writes refused")
        assert ended[0] > 5
        assert len(library.reports()) >= len(items) - len(refused)
        assert [said for said in refused if "已存的不会丢" not in said] == []
        fill(library, items)
        assert len(library.reports()) == len(items)
        assert library.verify().problems == ()


def test_vectors_that_were_taken_away_come_back_with_the_next_write(tmp_path: Path) -> None:
    embedded = []
    for lost in (False, True):
        home = tmp_path / str(lost)
        with Library.open(home, embedder="hashing") as library:
            fill(library, county(2))
        if lost:
            shutil.rmtree(home / "chroma")
        with Library.open(home, embedder="hashing") as library:
            fill(library, county(3))
            assert library.verify().problems == ()
            embedded.append(library.saved()[1])
    assert embedded[0] == embedded[1] > 0  # what was lost came from the cache


def test_damage_is_seen_at_the_next_opening(tmp_path: Path) -> None:
    home = tmp_path / "library"
    with Library.open(home, embedder="hashing") as library:
        fill(library, county(3))
    Library.open(home, embedder="hashing", read_only=True).close()
    assert (home / "facts.whole").is_file()
    data = bytearray((home / "facts.db").read_bytes())
    middle = len(data) // 8192
    for page in range(middle, middle + 20):
        data[page * 4096 : (page + 1) * 4096] = os.urandom(4096)
    (home / "facts.db").write_bytes(data)
    for read_only in (True, False):
        with pytest.raises(Corrupt, match="library restore"):
            Library.open(home, embedder="hashing", read_only=read_only)
    assert wholeness.set_aside(home) is not None
    with Library.open(home, embedder="hashing") as library:
        assert library.reports() == []


_FILL = """
import sys
from pathlib import Path
from index.library.library import Library
from index.report import NianbaoError
from index.machine import lacks
from tests.library.material import county, fill
try:
    with Library.open(Path(sys.argv[1]), embedder="hashing") as library:
        for item in county(8):
            print(fill(library, [item])[0].status, flush=True)
except NianbaoError as error:
    print(error.message)
except OSError as error:
    print(lacks(error) or repr(error))
"""
_FULL = """
set -e
mount -t tmpfs -o size=3m tmpfs "$1"
"$2" -c "$3" "$1/library"
mount -o remount,size=60m "$1"
echo room
"$2" -c "$3" "$1/library"
"$2" -c "$4" "$1/library"
umount "$1"
"""
_VERIFY = """
import sys
from pathlib import Path
from index.library.library import Library
with Library.open(Path(sys.argv[1]), embedder="hashing") as library:
    print(len(library.reports()), library.verify().problems)
"""


def _own_mounts() -> list[str]:
    """What gives a process mounts of its own; skips where nothing does."""
    rights = [] if os.geteuid() == 0 else ["--map-root-user"]
    command = [shutil.which("unshare") or "unshare", "--mount", *rights]
    try:
        subprocess.run([*command, "true"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no mounts of our own on this machine")
    return command


@pytest.mark.slow
def test_a_full_disk_is_one_line_and_loses_nothing(tmp_path: Path) -> None:
    ran = subprocess.run(
        [*_own_mounts(), "bash", "-c", _FULL, "full", tmp_path, sys.executable, _FILL, _VERIFY],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr
    before, after = ran.stdout.split("room\n")
    assert "磁盘已满：请清出空间" in before.splitlines()[-1]
    told = after.splitlines()
    kept = before.splitlines().count("added")
    assert told.count("unchanged") >= kept > 0
    assert told[-1] == f"{len(county(8))} ()"


def _read_only(folder: Path) -> Callable[[], Any]:
    """The folder as one that may not be written to; gives what undoes it."""
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    return lambda: [p.chmod(0o755) for p in (folder, *folder.rglob("*")) if p.is_dir()]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_to_is_one_line(tmp_path: Path) -> None:
    home = tmp_path / "library"
    with Library.open(home, embedder="hashing") as library:
        fill(library, county(1))
    undo = _read_only(home)
    try:
        with (
            Library.open(home, embedder="hashing") as library,
            pytest.raises(LibraryError, match="没有读写权限"),
        ):
            fill(library, county(2))
    finally:
        undo()
