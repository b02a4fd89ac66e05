"""How long a person waits for a command: whole processes, from their start to their end."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.generator import generate, to_html

ROOT = Path(__file__).resolve().parents[1]
GENEROUS = 2.5
"""How many times as long as meant a strange machine may take."""
RUNS = 3


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose library holds one report, that report's file beside it."""
    folder = tmp_path_factory.mktemp("start")
    (folder / "report.html").write_bytes(to_html(generate(seed=2, form="2021")))
    assert seconds(folder, "index", "report.html") > 0
    return folder


def seconds(home: Path, *arguments: str) -> float:
    """What a command takes; it has to succeed, or to find errors."""
    began = time.perf_counter()
    ran = subprocess.run(
        [sys.executable, "-m", "assistant.commands.main", *arguments],
        cwd=home,
        env=os.environ
        | {"PYTHONPATH": str(ROOT), "NIANBAO_HOME": str(home), "NIANBAO_EMBEDDER": "hashing"},
        capture_output=True,
        check=False,
    )
    assert ran.returncode in (0, 1), ran.stderr
    return time.perf_counter() - began


@pytest.mark.slow
@pytest.mark.alone
@pytest.mark.parametrize(
    ("limit", "arguments"),
    [
        (0.2, ["--help"]),
        (0.8, ["ask", "{agency}{year}年新收申请多少件"]),
        (0.8, ["review", "report.html"]),
    ],
    ids=["help", "ask", "review"],
)
def test_a_command_is_soon_done(home: Path, limit: float, arguments: list[str]) -> None:
    report = generate(seed=2, form="2021")
    words = [a.format(agency=report.agency, year=report.year) for a in arguments]
    took = sorted(seconds(home, *words) for _ in range(RUNS))
    print(f"{arguments[0]}: {took[0]:.2f} s, {took[-1]:.2f} s at most")
    assert took[0] <= GENEROUS * limit
