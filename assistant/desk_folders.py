"""People's folders of the desk (files under review, conversations, drafts) out of a backup and in.

What is only on its way in stays out.  The folders lie in `<home>/desk`, one a person.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from index.report import LibraryError

FOLDER = "desk"
_ROOM = f".{FOLDER}-"
_BEFORE = f"{_ROOM}before"
_A_DAY = 86400
_PERSON = re.compile(r"[0-9a-f]{32}")
_ON_ITS_WAY = "uploads"
_HALF_WRITTEN = ".new"


@contextmanager
def still(home: Path) -> Iterator[Path]:
    """The folders as they are at this moment, while people go on working in them.

    Of each person the lists come first: a file dropped after that leaves an entry, and none is
    without one.
    """
    with room(home) as copy:
        for person in _people(home / FOLDER):
            _copied(person, copy / person.name, "*.json")
            _copied(person, copy / person.name, "files/*/*")
        yield copy


@contextmanager
def room(home: Path) -> Iterator[Path]:
    """A folder beside the desk's for a while."""
    home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=_ROOM, dir=home) as made:
        yield Path(made)


def _people(desk: Path) -> list[Path]:
    return sorted(p for p in desk.glob("*") if _PERSON.fullmatch(p.name) and p.is_dir())


def _copied(source: Path, target: Path, pattern: str) -> None:
    """What is only ever replaced and never written into may be shared."""
    for path in source.glob(pattern):
        if path.is_file() and not path.is_symlink() and path.suffix != _HALF_WRITTEN:
            place = target / path.relative_to(source)
            place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with suppress(FileNotFoundError):
                try:
                    os.link(path, place)
                except FileNotFoundError:
                    raise
                except OSError:  # a disk without links
                    shutil.copyfile(path, place)


def check(came: Path) -> None:
    """Raises LibraryError where the folders of a backup are not what the desk keeps."""
    for path in came.rglob("*"):
        if path.is_file() and not _is_kept(path.relative_to(came)):
            raise LibraryError("备份里各人的清单有不认识的文件，没有使用：请换一份备份")
    for path in came.glob("*/*.json"):
        try:
            json.loads(path.read_bytes())
        except (ValueError, RecursionError) as error:
            said = "备份里各人的清单读不出，没有使用：请换一份备份"
            raise LibraryError(said) from error


def _is_kept(path: Path) -> bool:
    person, *rest = path.parts
    listed = len(rest) == 1 and path.suffix == ".json"
    return bool(_PERSON.fullmatch(person)) and (listed or (len(rest) == 3 and rest[0] == "files"))


def take(home: Path, came: Path) -> int:
    """A backup's folders in place of those that are there; of how many people.

    What they have on its way in goes on its way.
    """
    desk, before = home / FOLDER, home / _BEFORE
    came.mkdir(mode=0o700, exist_ok=True)
    mend(home)
    if desk.is_dir():
        desk.replace(before)
    came.replace(desk)
    for person in _people(before):
        if (person / _ON_ITS_WAY).is_dir():
            (desk / person.name).mkdir(mode=0o700, exist_ok=True)
            (person / _ON_ITS_WAY).replace(desk / person.name / _ON_ITS_WAY)
    shutil.rmtree(before, ignore_errors=True)
    return len(_people(desk))


def mend(home: Path) -> None:
    """What a killed process has left: half exchanged the folders go back, copies go."""
    desk, before = home / FOLDER, home / _BEFORE
    if before.is_dir() and not desk.is_dir():
        before.replace(desk)
    for left in home.glob(f"{_ROOM}*"):
        with suppress(FileNotFoundError):
            if left == before or left.stat().st_mtime < time.time() - _A_DAY:
                shutil.rmtree(left, ignore_errors=True)
