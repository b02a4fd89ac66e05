"""What was freed goes back to the system, wherever in the heap it lay."""

from __future__ import annotations

import platform
import sys

import psutil
import pytest

from index import heap

BLOCK, COUNT = 1000, 100_000
"""Bytes that Python asks of the C library one by one, and how often."""


@pytest.mark.skipif(
    not sys.platform.startswith("linux") or platform.libc_ver()[0] != "glibc",
    reason="a matter of glibc",
)
def test_what_lies_free_below_what_is_held_goes_back() -> None:
    process = psutil.Process()
    blocks = [bytearray(BLOCK) for _ in range(COUNT)]
    held = blocks.pop()
    full = process.memory_info().rss
    del blocks
    heap.give_back()
    assert len(held) == BLOCK
    assert full - process.memory_info().rss > 0.7 * BLOCK * COUNT


def test_elsewhere_nothing_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heap, "_glibc", lambda: None)
    heap.share_arenas()
    heap.give_back()
