"""The heap of the C library in a process that runs for days: what was freed goes back to the system.

glibc gives every thread an arena of its own and keeps what is freed there, so that a process holds
the sum of what each thread has needed at its worst.  Elsewhere nothing is done.
"""

from __future__ import annotations

import ctypes
from functools import cache
from typing import Any

_M_ARENA_MAX = -8
_ARENAS = 2


def share_arenas() -> None:
    """Have all threads use a few arenas; to be called before there are many threads."""
    if libc := _glibc():
        libc.mallopt(_M_ARENA_MAX, _ARENAS)


def give_back() -> None:
    """Give what was freed back to the system; takes milliseconds."""
    if libc := _glibc():
        libc.malloc_trim(0)


@cache
def _glibc() -> Any:
    """None where the C library is another one."""
    try:
        libc = ctypes.CDLL(None)
        return libc if hasattr(libc, "malloc_trim") and hasattr(libc, "mallopt") else None
    except (OSError, TypeError):  # Windows knows no such name
        return None
