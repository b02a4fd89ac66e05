"""How long an answer takes over 2,000 reports."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.ask.asking import answer
from index.library.library import Library
from tests.evaluation.ask import multiply, shelve
from tests.generator.world import world

REPORTS, ROUNDS = 2_000, 20
FIGURE, LIST = 0.050, 0.150
"""Seconds that 95 of 100 answers keep within: a figure, a list of what the reports say."""


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Forty counties of ten bodies over five years: the rows of one under other names."""
    truth = world(10, range(2019, 2024), seed=7, gaps=0.0)
    home: Path = tmp_path_factory.mktemp("province")
    with shelve(home, "hashing", truth) as library:
        multiply(library, REPORTS)
        assert len(library.reports()) == REPORTS
        yield library


@pytest.mark.slow
@pytest.mark.alone
@pytest.mark.parametrize(
    ("question", "limit"),
    [
        ("临溪县教育局2023年新收申请多少件", FIGURE),
        ("临溪县柳河镇2021年予以公开占办理结果总计的百分比", FIGURE),
        ("临溪县教育局2023年有哪些问题", LIST),
        ("2023年哪些单位提到早期政府信息归档的问题", LIST),
    ],
)
def test_an_answer_over_two_thousand_reports_is_quick(
    question: str, limit: float, province: Library
) -> None:
    assert answer(question, province).kind in ("figures", "passages", "both")
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        answer(question, province)
        times.append(time.perf_counter() - start)
    p95 = sorted(times)[int(ROUNDS * 0.95) - 1]
    assert p95 <= limit, f"{question}: p95 {1000 * p95:.0f} ms"
