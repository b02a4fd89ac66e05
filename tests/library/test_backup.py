"""Backups and exports: whole, alone readable by their owner, refused when anything is amiss."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import stat
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from index.library.library import Library
from index.report import LibraryError

from .conftest import Open
from .material import county, fill

Change = Callable[[dict[str, bytes]], None]


def _contents(library: Library) -> Any:
    """All that a person could see of a library."""
    bodies = sorted((b.name, b.aliases) for b in library.bodies())
    entries = sorted((e.id, e.version, e.current, e.sha256) for e in library.reports(current=False))
    cells = sorted((c.report, c.key, c.text) for c in library.cells())
    return bodies, entries, cells, library.switched_off(), library.original(entries[0][0])


def test_a_backup_comes_back_whole_in_other_stores(
    library: Library, open_library: Open, tmp_path: Path
) -> None:
    fill(library, county(3))
    library.switch_rule("L05", off=True, reason="误报多")
    made = library.backup(tmp_path / "b.zip")
    assert stat.S_IMODE((tmp_path / "b.zip").stat().st_mode) == 0o600
    wanted, found = _contents(library), library.search("政务公开培训")
    with Library.open(tmp_path / "other", embedder="hashing") as other:
        fill(other, county(2, (2020,)))
        assert other.restore(tmp_path / "b.zip") == made
        assert _contents(other) == wanted
        assert [h.text for h in other.search("政务公开培训")] == [h.text for h in found]
        fill(other, county(2, (2021,)))
        assert other.verify().problems == ()
    fill(library, county(2, (2019,)))
    assert library.restore(tmp_path / "b.zip") == made
    assert _contents(library) == wanted
    fill(library, county(2, (2021,)))  # new rows are numbered after those that came
    assert library.verify().problems == ()


def test_a_restored_library_is_embedded_from_the_cache(
    plain_library: Library, tmp_path: Path
) -> None:
    fill(plain_library, county(2))
    plain_library.backup(tmp_path / "b.zip")
    with Library.open(tmp_path / "other", embedder="hashing") as other:
        other.restore(tmp_path / "b.zip")
        assert other.saved()[1] == 0


def test_a_backup_is_taken_while_others_read_and_note(
    plain_library: Library, tmp_path: Path
) -> None:
    fill(plain_library, county(4))
    stop, seen = threading.Event(), []

    def work() -> None:
        while not stop.is_set():
            plain_library.switch_rule("L05", off=len(seen) % 2 == 0, reason="x")
            seen.append(len(plain_library.reports()))

    other = threading.Thread(target=work)
    other.start()
    try:
        for number in range(3):
            plain_library.backup(tmp_path / f"{number}.zip")
    finally:
        stop.set()
        other.join()
    assert set(seen) == {8}
    for number in range(3):
        with Library.open(tmp_path / f"o{number}", embedder="hashing") as copy:
            assert copy.restore(tmp_path / f"{number}.zip").problems == ()


def test_no_key_and_no_password_is_in_a_backup(tmp_path: Path) -> None:
    from assistant.settings import load_settings, save_settings
    from assistant.workspace import Workspace

    key = "sk-a-key-that-must-not-travel"
    settings = save_settings(load_settings(tmp_path / "home"), llm_api_key=key, embedder="hashing")
    with Workspace(settings).library as library:
        fill(library, county(2))
        library.backup(tmp_path / "b.zip")
        library.export(tmp_path / "e.zip")
    for name in ("b.zip", "e.zip"):
        with zipfile.ZipFile(tmp_path / name) as archive:
            assert all(key.encode() not in archive.read(member) for member in archive.namelist())


# ---------------------------------------------------------------- refused


def _said(files: dict[str, bytes]) -> dict[str, Any]:
    return json.loads(files["manifest.json"])


def _signed(files: dict[str, bytes]) -> None:
    """The manifest as one who altered the archive and knows its form would write it."""
    rest = {n: c for n, c in files.items() if n != "manifest.json"}
    named = {n: [len(c), hashlib.sha256(c).hexdigest()] for n, c in rest.items()}
    files["manifest.json"] = json.dumps({**_said(files), "files": named}).encode()


def _one_byte(files: dict[str, bytes]) -> None:
    name = next(n for n in files if n.startswith("originals/"))
    files[name] = files[name][:-1] + bytes([files[name][-1] ^ 1])


def _missing(files: dict[str, bytes]) -> None:
    del files[next(n for n in files if n.startswith("originals/"))]


def _swapped(files: dict[str, bytes]) -> None:
    _one_byte(files)
    _signed(files)


def _beside(files: dict[str, bytes]) -> None:
    files["../../etc/cron.d/x"] = b"* * * * *"
    _signed(files)


def _newer(files: dict[str, bytes]) -> None:
    files["manifest.json"] = json.dumps({**_said(files), "backup": 99}).encode()


def _no_list(files: dict[str, bytes]) -> None:
    files["manifest.json"] = b'{"backup": 1, "files": [1, 2]}'


def _deep(files: dict[str, bytes]) -> None:
    files["manifest.json"] = b"[" * 100_000


def _in_sql(*statements: str) -> Change:
    def change(files: dict[str, bytes]) -> None:
        connection = sqlite3.connect(":memory:")
        connection.deserialize(files["facts.db"])
        for statement in statements:
            connection.execute(statement)
        connection.commit()
        files["facts.db"] = connection.serialize()
        _signed(files)

    return change


def _pages(files: dict[str, bytes]) -> None:
    data = bytearray(files["facts.db"])
    for page in range(5, 25):
        data[page * 4096 : (page + 1) * 4096] = b"\xaa" * 4096
    files["facts.db"] = bytes(data)
    _signed(files)


AMISS: dict[str, Change] = {
    "one byte of an original": _one_byte,
    "an original gone": _missing,
    "an original swapped, the manifest with it": _swapped,
    "a member that leads out": _beside,
    "of a newer release": _newer,
    "a manifest that lists nothing": _no_list,
    "a manifest without end": _deep,
    "a row gone": _in_sql("DELETE FROM cells WHERE rowid IN (SELECT rowid FROM cells LIMIT 1)"),
    "a trigger": _in_sql("CREATE TRIGGER t AFTER INSERT ON cells BEGIN DELETE FROM reports; END"),
    "a view": _in_sql("CREATE VIEW v AS SELECT * FROM reports"),
    "a report of another kind": _in_sql("UPDATE reports SET content = x'00'"),
    "a table gone": _in_sql("DROP TABLE letters"),
    "damaged pages": _pages,
    "no database": lambda files: files.pop("facts.db") and None,
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("whole")
    with Library.open(folder / "library", embedder="hashing") as library:
        fill(library, county(2))
        library.backup(folder / "b.zip")
    with zipfile.ZipFile(folder / "b.zip") as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("amiss", AMISS)
def test_a_backup_that_is_amiss_changes_nothing(
    amiss: str, whole: dict[str, bytes], tmp_path: Path
) -> None:
    files = dict(whole)
    AMISS[amiss](files)
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    with Library.open(tmp_path / "library", embedder="hashing") as library:
        fill(library, county(2, (2020,)))
        before = _contents(library)
        with pytest.raises(LibraryError):
            library.restore(tmp_path / "b.zip")
        assert _contents(library) == before
        assert library.verify().problems == ()
    assert [p.name for p in tmp_path.iterdir() if p.name not in ("b.zip", "library")] == []


@pytest.mark.parametrize("cut", [0, 1, 100, -1, -30])
def test_a_backup_cut_short_is_refused(cut: int, whole: dict[str, bytes], tmp_path: Path) -> None:
    path = tmp_path / "b.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in whole.items():
            archive.writestr(name, content)
    path.write_bytes(path.read_bytes()[:cut])
    with (
        Library.open(tmp_path / "library", embedder="hashing") as library,
        pytest.raises(LibraryError, match="备份"),
    ):
        library.restore(path)


def test_each_kind_of_archive_says_what_takes_it_up(plain_library: Library, tmp_path: Path) -> None:
    fill(plain_library, county(2))
    plain_library.backup(tmp_path / "b.zip")
    plain_library.export(tmp_path / "e.zip")
    with pytest.raises(LibraryError, match="library restore"):
        plain_library.import_(tmp_path / "b.zip")
    with pytest.raises(LibraryError, match="library import"):
        plain_library.restore(tmp_path / "e.zip")


def test_an_altered_export_is_refused(plain_library: Library, tmp_path: Path) -> None:
    fill(plain_library, county(2))
    plain_library.export(tmp_path / "e.zip")
    with zipfile.ZipFile(tmp_path / "e.zip") as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files["cells.jsonl"] = b""
    with zipfile.ZipFile(tmp_path / "e.zip", "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    with pytest.raises(LibraryError, match="清单"):
        plain_library.import_(tmp_path / "e.zip")
