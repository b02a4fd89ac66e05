"""A few rounds of what `tests/hostile/kills.py` goes on with."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hostile.kills import kill_again_and_again


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_a_killed_review_leaves_nothing_half_and_nothing_twice(tmp_path: Path) -> None:
    faults, phases = kill_again_and_again(5, tmp_path)
    print(dict(phases))
    assert faults == []
