"""How long one file may still be read."""

from __future__ import annotations

import time
from pathlib import Path

from index.readers.allowance import allow_scans
from index.readers.limits import Limits
from index.report import TooSlow


class Deadline:
    """The moment by which a file must be read; scanned pages push it back."""

    def __init__(self, limits: Limits, path: Path) -> None:
        self._limits = limits
        self._path = path
        self._allowed = limits.max_seconds
        self._started = time.monotonic()

    def allow_scans(self, pages: int) -> None:
        """Add the time that OCR of `pages` may take."""
        self._allowed += pages * self._limits.max_seconds_per_scan
        allow_scans(pages)

    def check(self) -> None:
        """Raise `TooSlow` when the time is over."""
        if time.monotonic() - self._started > self._allowed:
            raise TooSlow(
                f"读取超过 {self._allowed:.0f} 秒，已停止：{self._path.name}", path=str(self._path)
            )
