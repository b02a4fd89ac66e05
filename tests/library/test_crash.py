"""Killed writers, writers at once, readers beside a writer: nothing lost, nothing half there."""

from __future__ import annotations

import os
import pickle
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from index.library.library import Library

from .material import Item, county, fill, keep, small

ROUNDS = int(os.environ.get("NIANBAO_KILLS", "10"))
"""How often a writer is killed on each store: 50 to measure, fewer every day."""
ROOT = Path(__file__).resolve().parents[2]
_INDEX = """
import pickle, sys
from pathlib import Path
from index.library.library import Library
home, items, options = sys.argv[1:4]
library = Library.open(Path(home), embedder="hashing", **eval(options))
for report, content, name in pickle.loads(Path(items).read_bytes()):
    print(library.add(report, content, filename=name).status, flush=True)
"""
_READ = """
import sys, time
from pathlib import Path
from index.library.library import Filter, Library
library = Library.open(Path(sys.argv[1]), embedder="hashing", read_only=True, **eval(sys.argv[2]))
rounds = 0
end = time.monotonic() + float(sys.argv[3])
while time.monotonic() < end:
    entries = library.reports()
    for hit in library.search("政务公开培训", Filter(), 5):
        assert hit.text and hit.report
    if entries:
        assert library.report(entries[rounds % len(entries)].id).cells
    library.cells(keys=["applications.new_received.total"])
    rounds += 1
print(rounds)
"""


def start(code: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def packed(folder: Path, items: tuple[Item, ...], name: str = "items") -> Path:
    path = folder / f"{name}.pickle"
    path.write_bytes(pickle.dumps(items))
    return path


def shape(library: Library) -> list[tuple[Any, ...]]:
    return sorted((e.agency, e.year, e.sha256) for e in library.reports(current=False))


@pytest.mark.slow
@pytest.mark.timeout(3600)  # fifty rounds of some seconds each, more beside other work
def test_killed_at_any_moment_the_next_writer_makes_it_whole(
    tmp_path: Path, stores: dict[str, Any], empty_stores: Callable[[], None]
) -> None:
    """Nothing is lost, nothing waits for a hand: whoever writes next finishes what was begun."""
    before, coming = county(2), county(10, (2020, 2021, 2022, 2023))[:40]
    everything = {(r.agency, r.year) for r, _, _ in (*before, *coming)}
    items, rng = packed(tmp_path, coming), random.Random(20)
    unfinished = 0
    for number in range(ROUNDS):
        home = tmp_path / f"library{number}"
        empty_stores()
        with Library.open(home, embedder="hashing", **stores) as library:
            fill(library, before)
            kept = shape(library)
        killed_after(start(_INDEX, home, items, stores), rng)
        with Library.open(home, embedder="hashing", **stores) as library:
            unfinished += bool(library.verify().problems)
            assert set(kept) <= set(shape(library)), number
            assert library.search("政务公开培训"), number
            for entry in library.reports(current=False):
                assert library.report(entry.id).cells, number
            fill(library, coming)
            assert len(library.reports()) == len(everything), number
            assert library.verify().problems == (), number
        shutil.rmtree(home)
    print(f"{unfinished} of {ROUNDS} were stopped with something to do")
    assert unfinished


def killed_after(writer: subprocess.Popen[str], rng: random.Random) -> None:
    """The writer killed a moment after it has told of some reports."""
    assert writer.stdout is not None
    for _ in range(rng.randrange(0, 38)):
        writer.stdout.readline()
    time.sleep(rng.random() * 0.25)
    writer.send_signal(signal.SIGKILL)
    writer.wait()


@pytest.mark.slow
def test_two_writers_and_ten_readers(tmp_path: Path, stores: dict[str, Any]) -> None:
    items = county(10, (2022, 2023))
    home = tmp_path / "library"
    Library.open(home, embedder="hashing", **stores).close()
    halves = (items[:12], items[8:])  # some reports in both
    readers = [start(_READ, home, stores, 12) for _ in range(10)]
    writers = [
        start(_INDEX, home, packed(tmp_path, half, f"half{n}"), stores)
        for n, half in enumerate(halves)
    ]
    for process in (*writers, *readers):
        out, err = process.communicate(timeout=300)
        assert process.returncode == 0, err
        assert out.strip()
    with Library.open(home, embedder="hashing", **stores) as library:
        assert len(library.reports()) == len(items)
        assert library.verify().problems == ()


_AWAIT = """
import sys, time
from pathlib import Path
from index.library.library import Filter, Library
library = Library.open(Path(sys.argv[1]), embedder="hashing", read_only=True, **eval(sys.argv[2]))
library.search("政务公开培训")
print("ready", flush=True)
for year in map(int, sys.argv[3].split()):
    found = None
    while found is None:
        hits = library.search("火星探测器", Filter(years=(year,)), 1)
        found = hits[0].similarity if hits else None
        time.sleep(0.3)
    print(year, time.time(), flush=True)
"""


@pytest.mark.slow
@pytest.mark.alone
def test_ten_readers_find_what_is_new_within_two_seconds(
    tmp_path: Path, stores: dict[str, Any]
) -> None:
    """By its vector, which only a client finds that has looked anew since."""
    home, years = tmp_path / "library", (2017, 2018, 2019)
    with Library.open(home, embedder="hashing", **stores) as library:
        fill(library, county(10, (2022, 2023)))
        readers = [start(_AWAIT, home, stores, " ".join(map(str, years))) for _ in range(10)]
        assert {line_of(reader) for reader in readers} == {"ready"}
        written: dict[str, float] = {}
        for year in years:
            keep(library, small("河湾县人民政府", year, text="火星探测器已经着陆。" * 20))
            written[str(year)] = time.time()
            time.sleep(3)
        late = [
            (year, float(when) - written[year])
            for reader in readers
            for year, when in (line_of(reader).split() for _ in years)
        ]
    for reader in readers:
        assert reader.wait(60) == 0
    print(f"the last after {max(seconds for _, seconds in late):.2f} s")
    assert len(late) == len(readers) * len(years)
    assert [one for one in late if one[1] > 2] == []


def line_of(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_a_killed_writer_leaves_no_lock(tmp_path: Path) -> None:
    home = tmp_path / "library"
    holder = start(
        "import sys, time\n"
        "from pathlib import Path\n"
        "from index.library.library import Library\n"
        "library = Library.open(Path(sys.argv[1]), embedder='hashing')\n"
        "with library.batch():\n"
        "    print('held', flush=True)\n"
        "    time.sleep(600)\n",
        home,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    holder.kill()
    holder.wait()
    with Library.open(home, embedder="hashing") as library:
        assert fill(library, county(1))[0].status == "added"
        assert library.verify().problems == ()
