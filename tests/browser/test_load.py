"""Many at once, shortened: the full run is `python -m tests.browser.load`."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.browser.conftest import Server
from tests.browser.load import load, shown


@pytest.mark.alone
def test_many_users_meet_no_error(server: Server, faulty_html: Path) -> None:
    work = load(server.url, faulty_html, users=12, seconds=20, think=(1, 3))
    with ThreadPoolExecutor(1) as own_thread:  # this one has the browser's event loop
        score = own_thread.submit(asyncio.run, work).result()
    print(shown(score))
    assert score.errors == []
    assert score.seconds["browse"] and score.seconds["ask"]
    assert score.p95("ask") <= 2
