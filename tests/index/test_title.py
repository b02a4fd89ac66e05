"""Titles, case by case."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from index.readers.plain_text import text_document
from index.recognition.document_lines import lines_of
from index.recognition.title import find_title
from index.report import Source

CASES = yaml.safe_load(Path(__file__).with_name("titles.yaml").read_text("utf-8"))
SOURCE = Source("a.txt", "0" * 64, "text")


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["lines"][-1])
def test_title(case: dict[str, Any]) -> None:
    document = text_document("\n".join(case["lines"]), SOURCE)
    title = find_title(document, lines_of(document))
    assert (title.agency, title.year) == (case["agency"], case["year"])
