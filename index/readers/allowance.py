"""What one file may cost the process that reads it: seconds of the processor and memory.

The limits are the system's own (`resource`), which hold inside libraries too; where there are
none (Windows) the process that waits stops a reading by the clock alone.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path

from index.readers.limits import Limits

_HELD: ContextVar[Allowance | None] = ContextVar("allowance", default=None)


@dataclass(frozen=True, slots=True)
class Allowance:
    """The limits of the file in hand; `tell` is called with the pages that OCR must read."""

    limits: Limits
    tell: Callable[[int], None]

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the limits while a file is read."""
        token = _HELD.set(self)
        memory = max(self.limits.max_memory, _data() + self.limits.max_memory // 2)
        _hold(seconds=self.limits.max_cpu, memory=memory)
        try:
            yield
        finally:
            _HELD.reset(token)
            _hold(seconds=None, memory=None)


def allow_scans(pages: int) -> None:
    """Allow the file in hand what OCR of `pages` takes; nothing where no limits are held."""
    held = _HELD.get()
    if held is not None:
        held.tell(pages)
        seconds = held.limits.max_cpu + 2 * pages * held.limits.max_seconds_per_scan
        _hold(seconds=seconds, memory=held.limits.max_scan_memory)


def allow_conversion() -> None:
    """Allow what an office suite takes that converts the file in hand."""
    held = _HELD.get()
    if held is not None:
        _hold(seconds=None, memory=None)


def _data() -> int:
    """Bytes of data that the process holds from before: models that OCR has loaded; 0 where the
    system does not tell."""
    try:
        said = Path("/proc/self/statm").read_text("ascii")
        return int(said.split()[5]) * os.sysconf("SC_PAGESIZE")
    except (OSError, ValueError, IndexError):
        return 0


def _hold(*, seconds: float | None, memory: int | None) -> None:
    """Set the process' limits, counted from what it has used; None for none."""
    if sys.platform == "win32":
        return
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = used.ru_utime + used.ru_stime
    for kind, wanted in (
        (resource.RLIMIT_CPU, None if seconds is None else int(spent + seconds) + 1),
        (resource.RLIMIT_DATA, memory),
    ):
        _, hard = resource.getrlimit(kind)
        most = hard if wanted is None else wanted
        within = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (within, hard))
