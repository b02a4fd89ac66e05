"""A minute of what `tests/hostile/soak.py` goes on with."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.hostile.soak import soak


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_people_browse_ask_and_review_at_once(tmp_path: Path) -> None:
    assert asyncio.run(soak(1, 10, tmp_path)) == []
