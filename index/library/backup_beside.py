"""What goes along with a library in its backup, without the library knowing what it is.

Small things by name, and the files of folders; names of files are quoted, so that a member's name
is plain whatever somebody called his file.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote_from_bytes, unquote_to_bytes

from index.library import archive
from index.library.archive import Archive, Writer

KIND = {"backup": 3}
"""What the manifest calls a backup, and the newest version that is understood."""
_SMALL = re.compile(r"beside/([a-z]+\.[a-z]+)")
_FILE = re.compile(r"folders/([a-z]+(?:/[\w.~%-]+)+)", re.ASCII)
_LARGEST = 256 * 2**20
"""Bytes that all the small things have together."""
_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Beside:
    """`small` things by name; `folders` by name, of which every file goes that `files` gives."""

    small: Mapping[str, bytes] = field(default_factory=dict)
    folders: Mapping[str, Path] = field(default_factory=dict)

    def write(self, file: Writer) -> None:
        for name, content in self.small.items():
            file.add(f"beside/{name}", content)
        for name, folder in self.folders.items():
            for path in _files(folder):
                parts = (quote_from_bytes(os.fsencode(p), safe="") for p in path.parts)
                file.add_file("/".join(["folders", name, *parts]), folder / path)


def _files(folder: Path) -> Iterator[Path]:
    """The files below a folder, by their paths in it."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield path.relative_to(folder)


def is_beside(member: str) -> bool:
    return bool(_SMALL.fullmatch(member)) or _place(member) is not None


def read(path: Path, room: Path) -> dict[str, bytes]:
    """The small things of the backup at `path` by name; the files of its folders go below `room`.

    Raises LibraryError.
    """
    with archive.opened(path, room, KIND) as file:
        found = {m[1]: name for name in file.names() if (m := _SMALL.fullmatch(name))}
        if sum(file.size_of(name) for name in found.values()) > _LARGEST:
            raise file.damaged("随带的内容太大")
        for member in file.names():
            if place := _place(member):
                _unpack(file, member, room / place)
        return {name: file.read(member) for name, member in found.items()}


def _place(member: str) -> Path | None:
    """Where a folder's member lies; None for what is none, or would lie elsewhere."""
    if not (m := _FILE.fullmatch(member)):
        return None
    parts = [os.fsdecode(unquote_to_bytes(part)) for part in m[1].split("/")]
    plain = all(p not in (".", "..") and not set(p) & set("/\\\0") for p in parts)
    return Path(*parts) if plain and len(parts) <= _DEEPEST else None


def _unpack(file: Archive, member: str, path: Path) -> None:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with path.open("xb") as target:
            path.chmod(0o600)
            file.copy(member, target)
    except (FileExistsError, NotADirectoryError, IsADirectoryError) as error:
        raise file.damaged("两个成员同一个位置") from error
