"""What one file may cost: bytes, pages, seconds, memory, and what it may unfold into."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Progress = Callable[[int, int, str], None]
"""Told (done, total, what in Chinese) as a slow reader goes on; may raise `Cancelled`."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost.

    `max_seconds` holds for the whole file; each page that OCR must read adds
    `max_seconds_per_scan`.  `max_unpacked` is the size of everything inside a zipped format,
    `max_text` that of a web page or plain text, whose parsing nothing can interrupt.  `max_cpu`
    (seconds) and the memories hold where a file is read in a process of its own; `max_members` is
    of an archive.
    """

    max_bytes: int = 50 * 2**20
    max_pages: int = 200
    max_seconds: float = 60.0
    max_seconds_per_scan: float = 30.0
    max_unpacked: int = 200 * 2**20
    max_text: int = 8 * 2**20
    max_cpu: float = 20.0
    max_memory: int = 420 * 2**20
    max_scan_memory: int = 3 * 2**30
    max_members: int = 5000


CHECKING = Limits(max_cpu=5.0, max_memory=300 * 2**20)
"""What may be done with one report that was read: a thousand times what checking it takes."""
