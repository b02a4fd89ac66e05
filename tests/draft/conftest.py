"""A small library of an invented county, shared by the draft tests (never written to)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.library.library import Library
from tests.generator import world
from tests.generator.bridge import as_report


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder: Path = tmp_path_factory.mktemp("drafts")
    with Library.open(folder, embedder="hashing") as opened:
        for number, report in enumerate(world(bodies=10, years=range(2022, 2025), seed=3).reports):
            opened.add(as_report(report), f"{number}".encode(), filename=f"{number}.txt")
        yield opened
