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
from pathlib import Path
from typing import Any

import pytest

from index.library.library import Library

from .material import Item, county, fill

ROUNDS = 50
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


def read_from(items: tuple[Item, ...]) -> Any:
    return lambda path: tuple(r for r, _, name in items if name == path.name)


@pytest.mark.slow
@pytest.mark.timeout(3600)  # fifty rounds of some seconds each, more beside other work
def test_killed_at_any_moment_the_library_is_whole_or_can_be_made_so(tmp_path: Path) -> None:
    before, coming = county(2), county(10, (2020, 2021, 2022, 2023))[:40]
    rng = random.Random(20)
    rebuilt = 0
    full, items = tmp_path / "before", packed(tmp_path, coming)
    with Library.open(full, embedder="hashing") as library:
        fill(library, before)
        kept = shape(library)
    for number in range(ROUNDS):
        home = tmp_path / "library"
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(full, home)
        writer = start(_INDEX, home, items, {})
        assert writer.stdout is not None
        for _ in range(rng.randrange(0, 38)):
            writer.stdout.readline()
        time.sleep(rng.random() * 0.25)
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        with Library.open(home, embedder="hashing") as library:
            if library.verify().problems:
                rebuilt += 1
                library.rebuild(read=read_from((*before, *coming)))
            assert library.verify().problems == (), number
            assert set(kept) <= set(shape(library))
            for entry in library.reports(current=False):
                assert library.report(entry.id).cells
            fill(library, coming)
            assert len(library.reports()) == len(
                {(r.agency, r.year) for r, _, _ in (*before, *coming)}
            )
            assert library.verify().problems == ()
    print(f"{rebuilt} of {ROUNDS} needed a rebuild")


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
