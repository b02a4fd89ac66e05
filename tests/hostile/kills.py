"""A review killed at any moment: what it writes is whole or as it was, nothing lost, nothing twice.

`python -m tests.hostile.kills --rounds 50` kills `nianbao review` of a batch into a workbook and
letters so often, at moments spread over its whole run, and looks each time; `test_kills.py` does a
few rounds.
"""

from __future__ import annotations

import argparse
import io
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
from zipfile import BadZipFile

import openpyxl
from docx import Document

from assistant.settings import Settings, save_settings
from assistant.workspace import Workspace
from index.report import NianbaoError
from tests.generator import to_html, world
from tests.generator.bridge import as_report

ROOT = Path(__file__).resolve().parents[2]
KEY = "applications.new_received.total"


def begun(*arguments: str | Path, folder: Path, home: Path) -> subprocess.Popen[bytes]:
    """A command of the program in a process group of its own, to be killed."""
    return subprocess.Popen(
        [sys.executable, "-m", "assistant.commands.main", *arguments],
        cwd=folder,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "NIANBAO_HOME": str(home),
            "NIANBAO_EMBEDDER": "hashing",
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


@dataclass(frozen=True, slots=True)
class Room:
    """One review's folders: the batch, the library beside which it is reviewed, what it writes."""

    folder: Path

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def sheet(self) -> Path:
        return self.folder / "out" / "台账.xlsx"

    @property
    def letters(self) -> Path:
        return self.folder / "out" / "letters"

    def begin(self) -> subprocess.Popen[bytes]:
        options = ["--format", "xlsx", "--output", self.sheet, "--letters", self.letters]
        return begun("review", "batch", *options, folder=self.folder, home=self.home)

    def wrote(self) -> Any:
        """What a person would read of all that was written: cells of the workbook, letters."""
        book = openpyxl.load_workbook(io.BytesIO(self.sheet.read_bytes()))
        cells = [[c.value for c in row] for sheet in book for row in sheet.iter_rows()]
        letters = {p.name: _text(p) for p in sorted(self.letters.glob("*.docx"))}
        return cells, letters

    def kept(self) -> Any:
        """What the library keeps, seen to be whole; each letter's body, year, round and number."""
        workspace = Workspace(Settings(home=self.home, embedder="hashing"))
        with workspace.library as library:
            assert library.verify().problems == (), library.verify().problems
            letters = sorted((x.agency, x.year, x.round, x.ordinal) for x in library.letters())
            return sorted((e.agency, e.year) for e in library.reports()), letters


def _text(path: Path) -> list[str]:
    return [p.text for p in Document(str(path)).paragraphs]


def prepared(folder: Path, bodies: int = 6) -> Room:
    """A library of last year's reports, and this year's with a fault in each."""
    room = Room(folder)
    (folder / "batch").mkdir(parents=True)
    save_settings(
        Settings(home=room.home), office_name="临溪县人民政府办公室", office_number="〔{年}〕{号}号"
    )
    workspace = Workspace(Settings(home=room.home, embedder="hashing"))
    with workspace.library as library:
        for report in world(bodies, (2022, 2023), seed=11, gaps=0.0):
            content = to_html(report)
            if report.year == 2022:
                library.add(as_report(report), content, filename=f"{report.title}.html")
            else:
                wrong = report.with_printed({KEY: str(int(report.cells[KEY]) + 5)})
                (folder / "batch" / f"{report.title}.html").write_bytes(to_html(wrong))
    return room


def kill_again_and_again(
    rounds: int, folder: Path, seed: int = 1
) -> tuple[list[str], Counter[str]]:
    """What was amiss after each kill, and how far the killed reviews had come."""
    rng, faults, phases = random.Random(seed), list[str](), Counter[str]()
    first = prepared(folder / "first")
    shutil.copytree(first.folder, folder / "whole")
    whole, began = Room(folder / "whole"), time.monotonic()
    code, seconds = _ended(whole.begin()), time.monotonic() - began
    wanted, kept = whole.wrote(), whole.kept()
    assert kept[1], "no letters"
    for number in range(rounds):
        room = Room(folder / f"round{number}")
        shutil.copytree(first.folder, room.folder)
        room.sheet.parent.mkdir()
        room.sheet.write_bytes(b"of last week")
        running = room.begin()
        time.sleep(seconds * (number + rng.random()) / rounds)
        phases[_killed(running, room)] += 1
        try:
            if room.sheet.read_bytes() != b"of last week":
                assert room.wrote()[0] == wanted[0], "half a workbook"
            for letter in room.letters.glob("*.docx"):
                assert _text(letter) == wanted[1][letter.name], "half a letter"
            room.kept()
            again = time.monotonic()
            assert _ended(room.begin()) == code, "another exit code"
            seconds = time.monotonic() - again  # the machine may have grown quicker or slower
            assert room.wrote() == wanted, "other results"
            assert room.kept() == kept, "lost or twice"
            left = [p.name for p in room.sheet.parent.rglob("*.partial")]
            assert not left, left
        except (AssertionError, OSError, ValueError, KeyError, BadZipFile, NianbaoError) as error:
            faults.append(f"{number}: {type(error).__name__} {error}"[:400])
        else:
            shutil.rmtree(room.folder)
        print(f"{number + 1} of {rounds}: {dict(phases)}, {len(faults)} faults", flush=True)
    return faults, phases


def _ended(running: subprocess.Popen[bytes]) -> int:
    _, said = running.communicate(timeout=600)
    assert b"Traceback" not in said, said.decode()
    return running.returncode


def _killed(running: subprocess.Popen[bytes], room: Room) -> str:
    """Kills a review and all below it; how far it had come."""
    over = running.poll() is not None
    with suppress(ProcessLookupError):
        os.killpg(running.pid, signal.SIGKILL)
    running.communicate()
    if over:
        return "ended"
    if room.sheet.read_bytes() != b"of last week":
        return "written"
    if room.letters.is_dir():
        return "writing"
    return "reading" if (room.home / "cache" / "readings").is_dir() else "beginning"


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
