"""Many at once, shortened: the full run is `python -m tests.browser.load`."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.browser.conftest import Server
from tests.browser.load import load, shown


def test_many_users_meet_no_error(server: Server, faulty_html: Path) -> None:
    score = asyncio.run(load(server.url, faulty_html, users=12, seconds=20, think=(1, 3)))
    print(shown(score))
    assert score.errors == []
    assert score.seconds["browse"] and score.seconds["ask"]
    assert score.p95("ask") <= 2
