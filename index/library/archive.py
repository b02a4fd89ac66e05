"""Archives that a library writes: a zip whose manifest names every member with size and hash.

An archive comes from elsewhere: nothing in it is believed before its size and hash have been seen,
nothing is unpacked that the manifest does not name or the disk does not hold.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote_from_bytes, unquote_to_bytes

from index.readers.files import BROKEN_ZIP
from index.report import LibraryError

_MANIFEST = "manifest.json"
_TAKEN_UP_BY = {"backup": "restore", "nianbao": "import"}
"""The command that takes up each kind of archive."""
_PIECE = 2**20
_LARGEST_MANIFEST = 64 * 2**20
_SPARE = 64 * 2**20
"""Bytes of the disk that stay free beside what is unpacked."""
_SMALL = re.compile(r"beside/([a-z]+\.[a-z]+)")
_FILE = re.compile(r"folders/([a-z]+(?:/[\w.~%-]+)+)", re.ASCII)
_LARGEST_BESIDE = 256 * 2**20
"""Bytes that all the small things beside have together."""
_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class _Member:
    size: int
    sha256: str


class Writer:
    """Members one after the other; the manifest goes last, when all their hashes are known."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._files: dict[str, list[Any]] = {}

    def add(self, name: str, content: bytes) -> None:
        self._archive.writestr(name, content)
        self._files[name] = [len(content), hashlib.sha256(content).hexdigest()]

    def add_file(self, name: str, path: Path) -> None:
        digest, size = hashlib.sha256(), 0
        with path.open("rb") as source, self._archive.open(name, "w", force_zip64=True) as target:
            while piece := source.read(_PIECE):
                digest.update(piece)
                target.write(piece)
                size += len(piece)
        self._files[name] = [size, digest.hexdigest()]

    def close(self, manifest: Mapping[str, Any]) -> None:
        said = {**manifest, "files": self._files}
        self._archive.writestr(_MANIFEST, json.dumps(said, ensure_ascii=False))


@contextmanager
def writing(path: Path) -> Iterator[Writer]:
    """An archive at `path`, readable by its owner alone; what stood there is replaced last.

    The caller closes the writer with what else the manifest is to say.
    """
    partial = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        with partial.open("wb") as file:
            partial.chmod(0o600)
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
                yield Writer(archive)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


class Archive:
    """An archive that was opened: its manifest, and its members as the manifest vouches for them."""

    def __init__(self, archive: zipfile.ZipFile, manifest: Mapping[str, Any], shown: str) -> None:
        self.manifest = manifest
        self._archive = archive
        self._shown = shown
        files = manifest.get("files")
        self._files = None if files is None else {n: _Member(*said) for n, said in files.items()}

    def names(self) -> set[str]:
        return set(self._files if self._files is not None else self._archive.namelist())

    def read(self, name: str) -> bytes:
        """A member whole.  Raises LibraryError where it is missing or not what it should be."""
        return b"".join(self._pieces(name))

    def copy(self, name: str, target: IO[bytes]) -> None:
        """A member into a file.  Raises LibraryError as `read` does."""
        for piece in self._pieces(name):
            target.write(piece)

    def size(self) -> int:
        """Bytes of all members together, as the manifest or the zip says."""
        if self._files is not None:
            return sum(member.size for member in self._files.values())
        return sum(info.file_size for info in self._archive.infolist())

    def size_of(self, name: str) -> int:
        """Bytes of a member, as the manifest or the zip says."""
        return self._files[name].size if self._files else self._archive.getinfo(name).file_size

    def check_all(self) -> None:
        """Raises LibraryError unless every member is what the manifest says, and none is beside."""
        if self._files is None:
            return
        there = [name for name in self._archive.namelist() if name != _MANIFEST]
        if sorted(there) != sorted(self._files):
            raise self.damaged("成员与清单不符")
        for name in self._files:
            for _ in self._pieces(name):
                pass

    def damaged(self, why: str) -> LibraryError:
        return LibraryError(f"备份 {self._shown} 不完整或被改动过（{why}），没有使用：请换一份备份")

    def _pieces(self, name: str) -> Iterator[bytes]:
        said = None if self._files is None else self._files.get(name)
        if self._files is not None and said is None:
            raise self.damaged(f"缺少 {name}")
        digest, size = hashlib.sha256(), 0
        try:
            with self._archive.open(name) as source:
                while piece := source.read(_PIECE):
                    size += len(piece)
                    digest.update(piece)
                    if size > (said.size if said else self._archive.getinfo(name).file_size):
                        raise self.damaged(f"{name} 大小不符")
                    yield piece
        except (*BROKEN_ZIP, KeyError) as error:
            raise self.damaged(f"{name} 读不出") from error
        if said and (size, digest.hexdigest()) != (said.size, said.sha256):
            raise self.damaged(f"{name} 校验和不符")


@contextmanager
def opened(path: Path, beside: Path, kinds: Mapping[str, int]) -> Iterator[Archive]:
    """The archive at `path`, of one of these kinds and not of a newer version than they say.

    `beside` is where it will be unpacked.  Raises LibraryError.
    """
    shown = path.name.encode("utf-8", "replace").decode()
    refused = LibraryError(f"不是可用的资料库备份：{shown}", path=str(path))
    try:
        file = zipfile.ZipFile(path)
    except (*BROKEN_ZIP, KeyError) as error:
        raise refused from error
    with file:
        manifest = _manifest(file, refused)
        kind = next((k for k in kinds if isinstance(manifest.get(k), int)), None)
        if kind is None:
            other = next((w for k, w in _TAKEN_UP_BY.items() if k in manifest), "")
            if not other:
                raise refused
            raise LibraryError(f"{shown} 要用 nianbao library {other} 取回")
        if manifest[kind] > kinds[kind]:
            raise LibraryError("备份由更新版本的程序写出，请升级本程序后再用")
        archive = Archive(file, manifest, shown)
        free = shutil.disk_usage(beside).free
        if archive.size() + _SPARE > free:
            raise LibraryError(
                f"备份 {shown} 展开有 {archive.size() / 2**20:.0f} MB，"
                f"磁盘只剩 {free / 2**20:.0f} MB：请先清出空间"
            )
        yield archive


def _manifest(file: zipfile.ZipFile, refused: LibraryError) -> dict[str, Any]:
    try:
        info = file.getinfo(_MANIFEST)
        if info.file_size > _LARGEST_MANIFEST:
            raise refused
        with file.open(info) as source:
            manifest = json.loads(source.read(_LARGEST_MANIFEST))
        files = manifest.get("files", {})
        if not all(_is_member(n, said) for n, said in files.items()):
            raise refused
    except (*BROKEN_ZIP, KeyError, AttributeError) as error:
        raise refused from error
    return dict(manifest)


def _is_member(name: object, said: object) -> bool:
    return (
        isinstance(name, str)
        and isinstance(said, list)
        and len(said) == 2
        and isinstance(said[0], int)
        and isinstance(said[1], str)
    )


# ---------------------------------------------------------------- what goes along


@dataclass(frozen=True, slots=True)
class Beside:
    """What goes along without the library knowing what it is: small things by name, and folders.

    Names of files are quoted, so that a member's name is plain whatever somebody called his file.
    """

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


def read_beside(path: Path, room: Path, kinds: Mapping[str, int]) -> dict[str, bytes]:
    """The small things of the archive at `path` by name; the files of its folders go below `room`.

    Raises LibraryError.
    """
    with opened(path, room, kinds) as file:
        found = {m[1]: name for name in file.names() if (m := _SMALL.fullmatch(name))}
        if sum(file.size_of(name) for name in found.values()) > _LARGEST_BESIDE:
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
