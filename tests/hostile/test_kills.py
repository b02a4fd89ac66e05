"""A few rounds of what `tests/hostile/kills.py` and `kills_of_index.py` go on with."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hostile import kills_of_index
from tests.hostile.kills import kill_again_and_again


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_a_killed_review_leaves_nothing_half_and_nothing_twice(tmp_path: Path) -> None:
    faults, phases = kill_again_and_again(3, tmp_path)
    print(dict(phases))
    assert faults == []


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_a_killed_indexing_is_made_whole_by_the_next(tmp_path: Path) -> None:
    faults, phases = kills_of_index.kill_again_and_again(3, tmp_path, bodies=4)
    print(dict(phases))
    assert faults == []
