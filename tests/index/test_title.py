"""Titles, case by case."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from index.copied import text_document
from index.lines import lines_of
from index.report import Source
from index.title import find_title

CASES = yaml.safe_load(Path(__file__).with_name("titles.yaml").read_text("utf-8"))
SOURCE = Source("a.txt", "0" * 64, "text")


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["lines"][-1])
def test_title(case: dict[str, Any]) -> None:
    document = text_document("\n".join(case["lines"]), SOURCE)
    title = find_title(document, lines_of(document))
    assert (title.agency, title.year) == (case["agency"], case["year"])
