"""Readings that fill or end the process in which they are done."""

from __future__ import annotations

import os
from pathlib import Path

held: list[bytearray] = []


def fills(path: Path) -> str:
    """What leaves its process with all the memory that it may have."""
    held.append(bytearray(300 * 2**20))
    return "full"


def needs_room(path: Path) -> str:
    return str(len(bytearray(250 * 2**20)))


def dies_of(path: Path) -> str:
    if held:
        os.abort()
    return "alone it is read"


def always_dies(path: Path) -> str:
    path.write_bytes(path.read_bytes() + b"x")
    os.abort()
