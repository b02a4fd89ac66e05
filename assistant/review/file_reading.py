"""Files to reports, one by one; slow readings are kept, so that a stopped batch goes on.

Only slow readings (scans, long PDFs) are kept, and only for the reader that made them: a changed
reader reads again.  A reading is a derived thing; deleting the folder loses nothing.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path, PurePath
from typing import Any

import index
from index.machine import private_files
from index.readers.archives import shown
from index.readers.files import kind_of
from index.readers.limits import Limits
from index.reading_messages import Answer
from index.reading_process import ReadingPlace, given, here, in_turn
from index.report import Kind, Problem, ReadError, Report, Source, UsageError

Progress = Callable[[int, int, str], None]
"""Called with (files done, files in all, the file in hand)."""


def silent(done: int, total: int, name: str) -> None:
    """The progress of a caller who does not watch."""


@dataclass(frozen=True, slots=True)
class FileRead:
    """One file: its reports, or why there are none."""

    path: Path
    source: Source
    reports: tuple[Report, ...] = ()
    errors: tuple[Problem, ...] = ()


NEXT = "assistant.review.checking_apart"
"""What a process that has read a file is asked for next."""
WORTH_KEEPING = 0.5
"""Seconds that a reading must take to be worth a file."""
_DAYS = 60


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads files within `limits`; `folder` holds one slow reading a content hash and reader."""

    limits: Limits
    folder: Path
    place: ReadingPlace = field(default_factory=here)

    def files(self, paths: Sequence[Path], progress: Progress = silent) -> Iterator[FileRead]:
        """Each file's reports as it is read, in the order of `paths`; a bad file is a value too.

        Some files ahead are read at the same time, in processes of their own; the first of them
        are begun at once, before anything is asked of the iterator.
        """
        files = in_turn(self.file, paths, self.place.at_once)

        def read() -> Iterator[FileRead]:
            for done, path in enumerate(paths):
                progress(done, len(paths), PurePath(shown(path)).name)
                yield next(files)
            progress(len(paths), len(paths), "")

        return read()

    def file(self, path: Path) -> FileRead:
        """A file's reports, or why there are none; never raises for what is in the file."""
        source = replace(source_of(path), path=shown(path))
        kept = self._kept(path, source)
        if kept:
            return FileRead(path, kept[0].source, kept)
        started = time.monotonic()
        answer = self.place.read(path, self.limits)
        if answer.code:
            said = answer.message.encode("utf-8", "replace").decode()
            return FileRead(path, source, errors=(Problem(answer.code, said),))
        reports = _named(answer.reports, shown(path))
        if source.sha256 and time.monotonic() - started >= WORTH_KEEPING:
            self._keep(self._kept_at(source), reports)
        return FileRead(path, reports[0].source, reports)

    def reports(self, path: Path) -> tuple[Report, ...]:
        """The reports of a file.  Raises ReadError."""
        read = self.file(path)
        for error in read.errors:
            given(Answer(code=error.code, message=error.message), read.source.path)
        return read.reports

    def one(self, path: Path) -> Report:
        """The one report of a file.  Raises ReadError, or UsageError where it holds several."""
        reports = self.reports(path)
        if len(reports) > 1:
            raise UsageError(f"{path.name} 含有 {len(reports)} 份报告，请给出只含一份报告的文件")
        return reports[0]

    def _kept_at(self, source: Source) -> Path:
        return self.folder / f"{source.sha256}-{_reader()}.json"

    def _kept(self, path: Path, source: Source) -> tuple[Report, ...]:
        file = self._kept_at(source)
        if not (source.sha256 and file.is_file()):
            return ()
        kept: tuple[Report, ...] = _codec().validate_json(file.read_bytes())
        return _named(kept, shown(path))

    def _keep(self, file: Path, reports: tuple[Report, ...]) -> None:
        partial = file.with_suffix(f".{time.monotonic_ns()}.partial")
        with private_files():
            self.folder.mkdir(parents=True, exist_ok=True)
            partial.write_bytes(_codec().dump_json(reports))
        for old in self.folder.glob("*.json"):
            if old.stat().st_mtime < time.time() - _DAYS * 86400:
                old.unlink(missing_ok=True)
        partial.replace(file)


def _named(reports: Sequence[Report], path: str) -> tuple[Report, ...]:
    """The reports with their file's path as a person knows it."""
    return tuple(replace(r, source=replace(r.source, path=path)) for r in reports)


def source_of(path: Path) -> Source:
    """A file's source as far as it can be told without reading it: "" for a hash it has not."""
    if not path.is_file():
        return Source(str(path), "", "text")
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    kind: Kind = "text"
    with suppress(ReadError):  # what is wrong with the file is said when it is read
        kind = kind_of(path)
    return Source(str(path), digest, kind)


@cache
def _codec() -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(tuple[Report, ...])


@cache
def _reader() -> str:
    """A short name of the reading code as installed: it changes when any module of it does."""
    digest = hashlib.sha256()
    for module in sorted(Path(index.__file__).parent.rglob("*.py")):
        stat = module.stat()
        digest.update(f"{module.name} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:12]
