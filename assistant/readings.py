"""Readings kept by content, so that a batch that was stopped goes on where it was.

Only slow readings (scans, long PDFs) are kept, and only for the reader that made them: a changed
reader reads again.  A reading is a derived thing; deleting the folder loses nothing.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import index
from index.report import Report

WORTH_KEEPING = 0.5
"""Seconds that a reading must take to be worth a file."""
_DAYS = 60


@dataclass(frozen=True, slots=True)
class Readings:
    """A folder of readings, one file for each content hash and reader."""

    folder: Path

    def of(
        self, path: Path, sha256: str, read: Callable[[Path], tuple[Report, ...]]
    ) -> tuple[Report, ...]:
        """The reports of `path`: as kept, else read now, and kept where that took long."""
        file = self.folder / f"{sha256}-{_reader()}.json"
        if sha256 and file.is_file():
            kept: tuple[Report, ...] = _codec().validate_json(file.read_bytes())
            return tuple(replace(r, source=replace(r.source, path=str(path))) for r in kept)
        started = time.monotonic()
        reports = read(path)
        if sha256 and time.monotonic() - started >= WORTH_KEEPING:
            self._keep(file, reports)
        return reports

    def _keep(self, file: Path, reports: tuple[Report, ...]) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        for old in self.folder.glob("*.json"):
            if old.stat().st_mtime < time.time() - _DAYS * 86400:
                old.unlink(missing_ok=True)
        partial = file.with_suffix(f".{time.monotonic_ns()}.partial")
        partial.write_bytes(_codec().dump_json(reports))
        partial.replace(file)


@cache
def _codec() -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(tuple[Report, ...])


@cache
def _reader() -> str:
    """A short name of the reading code as installed: it changes when any module of it does."""
    digest = hashlib.sha256()
    for module in sorted(Path(index.__file__).parent.glob("*.py")):
        stat = module.stat()
        digest.update(f"{module.name} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:12]
