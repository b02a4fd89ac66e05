"""Folders and zips to single files.

An archive that cannot be opened stands for itself: reading it says what is wrong with it.
"""

from __future__ import annotations

import atexit
import os
import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath

from index.readers.encodings import decode
from index.readers.files import BROKEN_ZIP, check_archive, check_unpacked
from index.readers.limits import Limits
from index.report import ReadError

_NEVER = frozenset(
    """
    .json .jsonl .py .pyc .js .mjs .ts .css .map .yaml .yml .toml .ini .cfg .lock .log .sh .bat .sql
    .db .sqlite .sqlite3 .svg .ico .gif .woff .woff2 .ttf .otf .mp3 .mp4 .avi .mov .wav .exe .dll .so
    .msi .lnk .url .tmp .bak .xml
    """.split()  # noqa: SIM905 - suffixes read better in a row
)
"""Suffixes of files that are never reports."""
_PAGES = (".html", ".htm", ".shtml", ".xhtml")
_DEEPEST = 3
"""Zips in zips are opened to this depth."""
_LONGEST = 60
"""Characters of a file's name that are kept of a longer one: names have at most 255 bytes."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_ENCODINGS = ("utf-8", "gbk", "cp437")
"""How zips encode names that they do not say to be UTF-8, in the order in which they are tried."""


_SHOWN: dict[Path, str] = {}
"""What a person calls the files that this process unpacked: the archive's own path and the member."""


def expand(
    paths: Iterable[Path], *, limits: Limits | None = None, unpack_to: Path | None = None
) -> tuple[list[Path], int]:
    """Single files in order, and how many files of kinds that are never reports were passed over.

    Folders are walked, sorted; a zip of reports is unpacked into `unpack_to` (default: a
    temporary folder that goes when the process ends).  What is named directly is always taken,
    even where it does not exist: reading it will say so.
    """
    walk = _Walk(limits or Limits(), unpack_to)
    for path in paths:
        if path.is_dir():
            walk.folder(path)
        else:
            walk.file(path, str(path), 0)
    return walk.files, walk.passed_over


def shown(path: Path) -> str:
    """A file's path as a person knows it: that of a member begins with its archive's.

    Bytes of a name that are no UTF-8 are told as what they most likely were.
    """
    return _SHOWN.get(path) or _CONTROL.sub("", decode(os.fsencode(path)))


class _Walk:
    """What was met so far."""

    def __init__(self, limits: Limits, unpack_to: Path | None) -> None:
        self.files: list[Path] = []
        self.passed_over = 0
        self._limits = limits
        self._unpack_to = unpack_to

    def folder(self, folder: Path) -> None:
        saved = {p for p in folder.rglob("*") if p.is_dir() and _is_of_saved_page(p)}
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            if not saved.isdisjoint(path.parents):
                self.passed_over += _may_be_report(path)
            elif _never_a_report(path):
                self.passed_over += 1
            else:
                self.file(path, str(path), 0)

    def file(self, path: Path, name: str, depth: int) -> None:
        """Take a file, or what is in it where it is a zip of files."""
        if not _is_zip_of_files(path) or depth >= _DEEPEST:
            self._take(path, name)
            return
        try:
            members = self._unpack(path)
        except ReadError:
            self._take(path, name)
            return
        for member, inside in members:
            self.file(member, f"{name}/{inside}", depth + 1)

    def _take(self, path: Path, name: str) -> None:
        self.files.append(path)
        if name != str(path):
            _SHOWN[path] = name

    def _unpack(self, path: Path) -> list[tuple[Path, str]]:
        """The reports of a zip as files, each with its name in the zip.  Raises `ReadError`."""
        check_unpacked(path, self._limits)
        check_archive(path, self._limits)
        folder = self._unpack_to or _scratch()
        self._unpack_to = folder
        target = _free(folder / _short(path.name))
        with zipfile.ZipFile(path) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            named = sorted(zip(_names(infos), infos, strict=True), key=lambda pair: pair[0])
            found = []
            for name, info in named:
                if _never_a_report(PurePosixPath(name)):
                    self.passed_over += 1
                elif (inside := _inside(name)) is not None:
                    file = _free(target.joinpath(*inside))
                    _extract(archive, info, file)
                    found.append((file, "/".join(inside)))
        return found


def _is_of_saved_page(folder: Path) -> bool:
    """Whether a folder holds what a browser saved beside a page: `报告_files` beside `报告.html`."""
    stem, mark, _ = folder.name.rpartition("_files")
    pages = (folder.with_name(stem + suffix) for suffix in _PAGES)
    return bool(mark) and folder.name.endswith("_files") and any(page.is_file() for page in pages)


def _may_be_report(path: Path) -> bool:
    return path.suffix.lower() not in _NEVER


def _never_a_report(path: Path | PurePosixPath) -> bool:
    """Whether a file met in a folder is of a kind that no report has, or a leftover of some tool."""
    hidden = path.name.startswith((".", "~$")) or "__MACOSX" in path.parts
    named = path.name == "Thumbs.db" or path.stem.lower() == "readme"
    return hidden or named or path.suffix.lower() in _NEVER


def _is_zip_of_files(path: Path) -> bool:
    return path.suffix.lower() == ".zip" and path.is_file() and zipfile.is_zipfile(path)


def _scratch() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="nianbao-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _extract(archive: zipfile.ZipFile, info: zipfile.ZipInfo, file: Path) -> None:
    """A member as a file; a damaged one as the mere beginning of a zip: reading it will say so."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as target:
        try:
            with archive.open(info) as source:
                shutil.copyfileobj(source, target)
        except BROKEN_ZIP:
            target.truncate(0)
            target.seek(0)
            target.write(b"PK\x03\x04")


def _names(infos: Sequence[zipfile.ZipInfo]) -> list[str]:
    """The members' names, those that are not said to be UTF-8 decoded together.

    Zips made on Chinese Windows hold GBK, some programs write UTF-8 without saying so; zipfile
    takes both for cp437.
    """
    unsaid = [i for i in infos if not i.flag_bits & 0x800]
    raw = {id(i): i.orig_filename.encode("cp437", "replace") for i in unsaid}
    encoding = next((e for e in _ENCODINGS if all(_decodes(r, e) for r in raw.values())), "cp437")
    return [raw[id(i)].decode(encoding, "replace") if id(i) in raw else i.filename for i in infos]


def _decodes(raw: bytes, encoding: str) -> bool:
    try:
        raw.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _inside(name: str) -> tuple[str, ...] | None:
    """A member's name as one that stays in its folder and that a disk takes; None for no name."""
    plain = _CONTROL.sub("", name.replace("\\", "/"))
    parts = [re.sub(r"[:*?\"<>|]", "_", p) for p in plain.split("/") if p not in ("", ".", "..")]
    return tuple(_short(part) for part in parts) or None


def _short(name: str) -> str:
    """A file's name within what a disk takes, its suffix kept."""
    stem, dot, suffix = name.rpartition(".")
    if not dot or len(suffix) > 8:
        return name[:_LONGEST]
    return f"{stem[:_LONGEST]}.{suffix}"


def _free(path: Path) -> Path:
    """The path, numbered where it or one of its folders is taken by something else."""
    for parent in path.parents:
        if parent.is_file():
            rest = path.relative_to(parent)
            return _free(_numbered(parent) / rest)
    return _numbered(path) if path.exists() else path


def _numbered(path: Path) -> Path:
    numbers = (path.with_name(f"{path.stem}({n}){path.suffix}") for n in range(2, 10**6))
    return next(other for other in numbers if not other.is_file())
