"""Chroma as the home that is searched: its three ways, its faults, its readers beside a writer."""

from __future__ import annotations

import random
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.library.library import Filter, Library
from index.search.embedders import Hashing
from index.stores import chroma_client, vectors
from index.stores.chroma_client import VectorsDamaged
from index.stores.vectors import VectorStore
from tests.evaluation.scale import recall
from tests.sampled import slow_but

from .conftest import Open
from .material import county, fill, keep, small
from .test_crash import packed, start

SIZE, WIDTH, DEPTH = 3000, 48, 20
KILLS = 12
IDS = np.arange(1, SIZE + 1)
WAYS = {"few": (SIZE, 0.0), "by ids": (0, 1.1), "wide": (0, 0.0)}
"""The limits under which each way is taken whatever the candidates."""


def drawn(count: int, seed: int = 0) -> vectors.Matrix:
    """Rows of length 1 in a dozen heaps, as texts of a dozen topics lie."""
    draws = np.random.default_rng(seed)
    heaps = np.random.default_rng(7).normal(size=(12, WIDTH))
    rows = heaps[draws.integers(0, 12, count)] + 0.7 * draws.normal(size=(count, WIDTH))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


ROWS = drawn(SIZE)


@pytest.fixture(scope="module", params=["folder", pytest.param("server", marks=pytest.mark.slow)])
def place(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, str | None]:
    """Where a filled store lies: a home, and a server's address or None."""
    url = request.getfixturevalue("chroma_server") if request.param == "server" else None
    home = tmp_path_factory.mktemp("vectors")
    store = VectorStore(home, url, home.name)
    for first in range(0, SIZE, 1000):
        about = [{"body": 1, "year": 2023, "section": 5}] * 1000
        store.put(IDS[first : first + 1000].tolist(), ROWS[first : first + 1000], about)
    store.close()
    return home, url


@pytest.fixture
def reopen(place: tuple[Path, str | None]) -> Iterator[Callable[[], VectorStore]]:
    opened: list[VectorStore] = []

    def open_it() -> VectorStore:
        opened.append(VectorStore(*place, place[0].name))
        return opened[-1]

    yield open_it
    for store in opened:
        store.close()


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("count", [1, 15, 300, 1500, SIZE])
def test_each_way_finds_the_nearest(
    reopen: Callable[[], VectorStore], monkeypatch: pytest.MonkeyPatch, way: str, count: int
) -> None:
    few, wide = WAYS[way]
    monkeypatch.setattr(vectors, "FEW", few)
    monkeypatch.setattr(vectors, "WIDE", wide)
    store = reopen()
    among = np.sort(np.random.default_rng(count).permutation(IDS)[:count])
    found = []
    for vector in drawn(10, seed=2):
        ids, cosines = store.nearest(vector, among, DEPTH, SIZE)
        assert set(ids.tolist()) <= set(among.tolist()) and len(ids) == min(DEPTH, count)
        assert list(cosines) == sorted(cosines, reverse=True)
        np.testing.assert_allclose(cosines, ROWS[ids - 1] @ vector, atol=1e-3)
        found.append(recall(ROWS[among - 1] @ vector, cosines))
    assert np.mean(found) >= 0.99


def test_what_another_client_writes_is_found_and_what_it_drops_harms_nobody(
    reopen: Callable[[], VectorStore], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vectors, "FEW", 0)
    monkeypatch.setattr(vectors, "WIDE", 1.1)
    reader, writer = reopen(), reopen()
    vector = drawn(1, seed=9)[0]
    assert reader.look()
    writer.put([SIZE + 1], vector[None, :], [{"body": 2, "year": 2024, "section": 1}])
    end = time.monotonic() + 2
    while not reader.look() and time.monotonic() < end:
        time.sleep(0.05)
    among = np.asarray([5, SIZE + 1])
    assert reader.nearest(vector, among, 2, SIZE)[0].tolist()[0] == SIZE + 1
    writer.drop([SIZE + 1])
    assert reader.nearest(vector, among, 2, SIZE)[0].tolist()[-1] == 5


def test_nothing_to_do_is_done(tmp_path: Path) -> None:
    store = VectorStore(tmp_path, None, "x-y")
    store.put([], ROWS[:0], [])
    store.drop([])
    store.drop([77])
    assert list(store.pages()) == [] and store.count() == 0
    assert not len(store.nearest(ROWS[0], IDS[:3], 5, 3)[0])
    store.close()


# ---------------------------------------------------------------- beside a writer


def test_a_reader_finds_a_new_report_s_vectors_within_two_seconds(
    library: Library, open_library: Open
) -> None:
    fill(library, county(2))
    reader = open_library(read_only=True)
    assert reader.search("培训")[0].similarity is not None
    with library.batch():
        added = keep(library, small("河湾县人民政府", 2019, text="火星探测器已经着陆。" * 20))
        end = time.monotonic() + 2
        while time.monotonic() < end:
            hit = reader.search("火星探测器", Filter(years=(2019,)))[0]
            assert hit.report == added.id
            if hit.similarity is not None:
                return
            time.sleep(0.1)
    pytest.fail("found by its words alone")


# ---------------------------------------------------------------- damage


class Counting(Hashing):
    """Tells how many texts it had to embed."""

    embedded = 0

    def embed(self, texts):  # type: ignore[no-untyped-def]
        type(self).embedded += len(texts)
        return super().embed(texts)


def _spoil_database(folder: Path) -> None:
    (folder / "chroma" / "chroma.sqlite3").write_bytes(b"no database" * 999)


def _lose_an_index_file(folder: Path) -> None:
    next((folder / "chroma").glob("*/header.bin")).unlink()


def _lose_the_folder(folder: Path) -> None:
    shutil.rmtree(folder / "chroma")


def _die_in_saving(folder: Path) -> None:
    """As a kill leaves it that comes before the index's largest file is whole."""
    mark = folder / "chroma.mark"
    mark.write_text(mark.read_text() + " unended")
    next((folder / "chroma").glob("*/data_level0.bin")).write_bytes(b"")


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """The home of a library whose index is saved often, and what a search finds in it."""
    home = tmp_path_factory.mktemp("sound") / "home"
    with pytest.MonkeyPatch.context() as often:
        often.setitem(chroma_client.HNSW["hnsw"], "sync_threshold", 20)
        with Library.open(home, embedder=Counting()) as library:
            fill(library, county(3))
            return home, [h.text for h in library.search("政务公开培训")]


@pytest.mark.parametrize(
    "spoil", [_spoil_database, _lose_an_index_file, _lose_the_folder, _die_in_saving]
)
@pytest.mark.parametrize(
    "next_one", slow_but(["searches", "writes", "verifies"], ["searches", "verifies"])
)
def test_a_damaged_chroma_is_filled_again_without_embedding(
    tmp_path: Path,
    sound: tuple[Path, list[str]],
    monkeypatch: pytest.MonkeyPatch,
    spoil: Callable[[Path], None],
    next_one: str,
) -> None:
    monkeypatch.setitem(chroma_client.HNSW["hnsw"], "sync_threshold", 20)
    home, found = sound
    shutil.copytree(home, tmp_path / "home")
    spoil(tmp_path / "home")
    with Library.open(tmp_path / "home", embedder=Counting()) as library:
        Counting.embedded = 0
        if next_one == "verifies":
            assert library.verify().problems
        elif next_one == "writes":
            assert not keep(library, small("河湾县人民政府", 2019)).note
            library.remove(library.reports(years=[2019])[0].id)
        hits = library.search("政务公开培训")
        assert [h.text for h in hits] == found
        assert hits[0].similarity is not None
        assert Counting.embedded <= 20  # the question, and the small report's sentences
        assert library.verify().problems == ()


def test_a_reader_who_may_not_write_goes_on_by_words(tmp_path: Path) -> None:
    with Library.open(tmp_path / "home", embedder="hashing") as library:
        fill(library, county(1))
    _spoil_database(tmp_path / "home")
    with Library.open(tmp_path / "home", embedder="hashing", read_only=True) as reader:
        hits = reader.search("政务公开培训")
        assert hits and hits[0].similarity is None
        assert any("向量库损坏" in p for p in reader.verify().problems)
        with pytest.raises(VectorsDamaged):
            reader._stores.vectors.look()


_SAVE_OFTEN = """
import pickle, sys
from pathlib import Path
from index.library.library import Library
from index.stores import chroma_client
chroma_client.HNSW["hnsw"]["sync_threshold"] = 50
home, items = sys.argv[1:3]
library = Library.open(Path(home), embedder="hashing")
for report, content, name in pickle.loads(Path(items).read_bytes()):
    library.add(report, content, filename=name)
"""


def _saved(folder: Path) -> tuple[int, ...]:
    """When the index's files were last written."""
    return tuple(p.stat().st_mtime_ns for p in folder.glob("chroma/*/*.bin") if p.is_file())


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_killed_while_the_index_is_saved_nothing_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(chroma_client.HNSW["hnsw"], "sync_threshold", 50)
    coming = county(10, (2020, 2021, 2022, 2023))[:24]
    items = packed(tmp_path, coming)
    rng = random.Random(5)
    mended = 0
    for number in range(KILLS):
        home = tmp_path / f"library{number}"
        writer = start(_SAVE_OFTEN, home, items)
        for _ in range(rng.randrange(1, 6)):
            before = _saved(home)
            while writer.poll() is None and _saved(home) == before:
                time.sleep(0.0002)
        time.sleep(rng.random() * 0.004)
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        mended += _whole_again(home, coming)
        shutil.rmtree(home)
    print(f"{mended} of {KILLS} had to be filled again")
    assert mended


def _whole_again(home: Path, coming: Any) -> bool:
    """Search, then fill the rest: nothing is lost; whether Chroma had to be filled again."""
    with Library.open(home, embedder="hashing") as library:
        damaged = False
        try:
            library._stores.vectors.look()
        except VectorsDamaged:
            damaged = True
        kept = {e.sha256 for e in library.reports()}
        if kept:
            assert library.search("政务公开培训")
        fill(library, coming)
        assert kept <= {e.sha256 for e in library.reports()}
        assert library.search("政务公开培训")[0].similarity is not None
        assert library.verify().problems == ()
    return damaged
