"""Files to reports, one by one; slow readings are kept, so that a stopped batch goes on.

Only slow readings (scans, long PDFs) are kept, and only for the reader that made them: a changed
reader reads again.  A reading is a derived thing; deleting the folder loses nothing.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import index
from index.ingest import Limits, kind_of, read
from index.report import Kind, Problem, ReadError, Report, Source

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


WORTH_KEEPING = 0.5
"""Seconds that a reading must take to be worth a file."""
_DAYS = 60


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads files within `limits`; `folder` holds one slow reading a content hash and reader."""

    limits: Limits
    folder: Path

    def files(self, paths: Sequence[Path], progress: Progress = silent) -> Iterator[FileRead]:
        """Each file's reports as it is read, in the order of `paths`; a bad file is a value too."""
        for done, path in enumerate(paths):
            progress(done, len(paths), path.name)
            yield self.file(path)
        progress(len(paths), len(paths), "")

    def file(self, path: Path) -> FileRead:
        source = source_of(path)
        try:
            reports = self._kept(path, source) or self.reports(path, source)
        except ReadError as error:
            return FileRead(path, source, errors=(Problem(error.code, error.message),))
        return FileRead(path, reports[0].source, reports)

    def reports(self, path: Path, source: Source | None = None) -> tuple[Report, ...]:
        """The file read now, and kept where that took long.  Raises ReadError."""
        started = time.monotonic()
        found = read(path, self.limits)
        if source and time.monotonic() - started >= WORTH_KEEPING:
            self._keep(self._place(source), found)
        return found

    def _place(self, source: Source) -> Path:
        return self.folder / f"{source.sha256}-{_reader()}.json"

    def _kept(self, path: Path, source: Source) -> tuple[Report, ...]:
        file = self._place(source)
        if not (source.sha256 and file.is_file()):
            return ()
        kept: tuple[Report, ...] = _codec().validate_json(file.read_bytes())
        return tuple(replace(r, source=replace(r.source, path=str(path))) for r in kept)

    def _keep(self, file: Path, reports: tuple[Report, ...]) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        for old in self.folder.glob("*.json"):
            if old.stat().st_mtime < time.time() - _DAYS * 86400:
                old.unlink(missing_ok=True)
        partial = file.with_suffix(f".{time.monotonic_ns()}.partial")
        partial.write_bytes(_codec().dump_json(reports))
        partial.replace(file)


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
