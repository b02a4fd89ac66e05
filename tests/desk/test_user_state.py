"""What belongs to a user goes when the user has long been away."""

from __future__ import annotations

import os
import time
from pathlib import Path

from assistant.desk.frame.user_state import KEPT_DAYS, People


def test_folders_of_those_long_away_are_removed(tmp_path: Path) -> None:
    people = People(tmp_path)
    for token in ("here", "back", "away"):
        people.person(token).put("profile", {"name": token})
    long_ago = time.time() - (KEPT_DAYS + 1) * 86400
    for token in ("back", "away"):
        os.utime(people.person(token).folder, (long_ago, long_ago))
    assert People(tmp_path).person("back").name == "back"
    assert People(tmp_path).forget() == 0  # marked
    mark = next(tmp_path.glob("*.left"))
    os.utime(mark, (time.time() - 31 * 86400,) * 2)
    assert People(tmp_path).forget() == 1
    kept = {People(tmp_path).person(token).name for token in ("here", "back", "away")}
    assert kept == {"here", "back", "未署名"}
