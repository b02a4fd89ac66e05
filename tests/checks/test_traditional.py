"""Reports in traditional characters are judged as others are, and quoted as they are printed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.checks import RULES
from assistant.checks.rule import Context, run
from index.ingest import read
from index.report import Review
from tests.generator import TrueReport, generate
from tests.generator.manners.texts import traditional
from tests.generator.writers import to_html

TRADITIONAL = traditional(to_html)


def reviewed(
    report: TrueReport, folder: Path, write: Callable[[TrueReport], bytes] = TRADITIONAL
) -> Review:
    file = folder / "page.html"
    file.write_bytes(write(report))
    (found,) = read(file)
    return run(found, Context(), RULES)


@pytest.mark.parametrize("seed", range(4))
def test_a_clean_report_is_not_accused_of_its_characters(seed: int, tmp_path: Path) -> None:
    review = reviewed(generate(seed, "2021"), tmp_path)
    assert [f.message for f in review.findings if f.severity != "info"] == []
    assert "情況" in review.report.section(1).printed_title  # type: ignore[union-attr]


def test_what_is_quoted_is_what_is_printed(tmp_path: Path) -> None:
    report = generate(5, "2021")
    key = "applications.new_received.total"
    wrong = report.with_printed({key: str(int(report.printed[key]) + 7)})
    told = [f for f in reviewed(wrong, tmp_path).findings if f.rule == "X01"]
    plain = [f for f in reviewed(wrong, tmp_path, to_html).findings if f.rule == "X01"]
    assert [f.message for f in told] == [f.message for f in plain] and told
    assert [len(f.quote) for f in told] == [len(f.quote) for f in plain]
    assert "申請" in told[0].quote
