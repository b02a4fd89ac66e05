"""Files from the browser: only those that it has just uploaded, zips and folders opened."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from assistant.desk.frame.user_state import Person, safe_name
from index.readers.archives import expand
from index.readers.limits import Limits


def names_of(data: Mapping[str, Any]) -> str:
    """What the user called the files that an action gives; "" for none."""
    return "、".join(str(entry.get("name", "")) for entry in data.get("files") or ())


def received(
    person: Person, files: Any, room: Path, limits: Limits, *, whole: bool = False
) -> Iterator[tuple[Path, str]]:
    """Each file with the name the user gave it; a zip's members one by one, unpacked in `room`.

    With `whole`, zips stay as they are (a backup is one).

    What came out of a folder is looked through as a folder is (no leftovers of other tools).
    What this person has not uploaded is passed over: the browser names it, and may lie.
    """
    folder, single = room / "folder", room / "single"
    chosen: list[Path] = [folder]
    folder.mkdir()
    for number, entry in enumerate(files or ()):
        path = person.upload(str(entry.get("path", "")))
        if path is None:
            continue
        name = PurePosixPath(str(entry.get("name") or path.name))
        target = (folder if len(name.parts) > 1 else single) / f"{number:05}" / safe_name(name.name)
        target.parent.mkdir(parents=True)
        shutil.move(path, target)
        chosen += [target] if target.is_relative_to(single) else []
    if whole:
        yield from ((path, path.name) for path in chosen if path.is_file())
        return
    found, _ = expand(chosen, limits=limits, unpack_to=room / "unpacked")
    yield from ((path, path.name) for path in found)
