"""An indexing killed at any moment, with all its processes: the next one makes it whole.

`python -m tests.hostile.kills_of_index --rounds 50` kills `nianbao index` so often, at moments
spread over its whole run (starting, reading, writing, looking through it all again), and looks
each time; `test_kills.py` does a few rounds.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.settings import Settings
from assistant.workspace import Workspace
from index.report import NianbaoError
from tests.generator import to_docx, to_html, world
from tests.hostile.kills import begun


@dataclass(frozen=True, slots=True)
class Room:
    """One indexing's folder: what is given, and the home in which it is kept."""

    folder: Path
    given: Path

    @property
    def home(self) -> Path:
        return self.folder / "home"

    def begin(self) -> subprocess.Popen[bytes]:
        return begun("index", self.given, folder=self.folder, home=self.home)

    def kept(self) -> Any:
        """What the library keeps: its reports, what was found in each; answers come from it."""
        workspace = Workspace(Settings(home=self.home, embedder="hashing"))
        with workspace.library as library:
            entries = library.reports(current=False)
            assert all(library.report(entry.id).cells for entry in entries)
            assert not entries or library.search("政务公开培训")
            names = {entry.id: (entry.agency, entry.year) for entry in entries}
            found = sorted((*names[id], f.rule, f.message) for id, f in library.findings())
            return sorted((e.agency, e.year, e.version) for e in entries), found

    def whole(self) -> Any:
        """What it keeps, the stores in step with each other."""
        kept = self.kept()
        workspace = Workspace(Settings(home=self.home, embedder="hashing"))
        with workspace.library as library:
            assert library.verify().problems == (), library.verify().problems
        return kept


def given_files(folder: Path, bodies: int) -> Path:
    """Reports of two years in two formats."""
    folder.mkdir(parents=True)
    for number, report in enumerate(world(bodies, (2022, 2023), seed=11, gaps=0.0)):
        suffix, write = (("docx", to_docx), ("html", to_html))[number % 2]
        (folder / f"{report.title}.{suffix}").write_bytes(write(report))
    return folder


def kill_again_and_again(
    rounds: int, folder: Path, bodies: int = 10, seed: int = 1
) -> tuple[list[str], Counter[str]]:
    """What was amiss after each kill, and how far the killed indexings had come."""
    rng, faults, phases = random.Random(seed), list[str](), Counter[str]()
    files = given_files(folder / "files", bodies)
    first = _room(folder / "whole", files)
    began = time.monotonic()
    code = _ended(first.begin())
    seconds, wanted = time.monotonic() - began, first.whole()
    assert len(wanted[0]) == 2 * bodies
    for number in range(rounds):
        room = _room(folder / f"round{number}", files)
        running = room.begin()
        time.sleep(seconds * (number + rng.random()) / rounds)
        over = running.poll() is not None
        with suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGKILL)
        running.communicate()
        try:
            phases["ended" if over else _phase(room, len(wanted[0]))] += 1
            again = time.monotonic()
            assert _ended(room.begin()) == code, "another exit code"
            seconds = max(seconds * 0.8, time.monotonic() - again)  # the rest of it is quicker
            kept = room.whole()
            assert kept[0] == wanted[0], "lost or twice"
            assert kept[1] == wanted[1], f"other findings: {set(kept[1]) ^ set(wanted[1])}"
        except (AssertionError, OSError, ValueError, NianbaoError) as error:
            faults.append(f"{number}: {type(error).__name__} {error}"[:400])
        else:
            shutil.rmtree(room.folder)
        print(f"{number + 1} of {rounds}: {dict(phases)}, {len(faults)} faults", flush=True)
    return faults, phases


def _room(folder: Path, given: Path) -> Room:
    folder.mkdir(parents=True)
    return Room(folder, given)


def _phase(room: Room, reports: int) -> str:
    """How far a killed indexing had come; what it left answers."""
    if not (room.home / "library").is_dir():
        return "beginning"
    held = len(room.kept()[0])
    return "reading" if not held else "writing" if held < reports else "looking again"


def _ended(running: subprocess.Popen[bytes]) -> int:
    _, said = running.communicate(timeout=600)
    assert b"Traceback" not in said, said.decode()
    return running.returncode


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=50)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        faults, phases = kill_again_and_again(given.rounds, Path(folder))
    print(f"{given.rounds} kills, {dict(phases)}: {len(faults)} faults")
    print("\n".join(faults))
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
