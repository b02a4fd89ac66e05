"""What the page on trust names is there: each test file, and each test by its name."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "trust.md").read_text("utf-8")


def test_every_file_and_test_that_the_page_names_is_there() -> None:
    files = set(re.findall(r"(?:tests|assistant|scripts)/[\w/]+\.(?:py|toml)", PAGE))
    assert len(files) >= 8
    assert [f for f in files if not (ROOT / f).is_file()] == []
    sources = "".join(p.read_text("utf-8") for p in (ROOT / "tests").rglob("*.py"))
    assert [n for n in re.findall(r"`(test_\w+)`", PAGE) if f"def {n}(" not in sources] == []


def test_the_pages_that_security_names_are_there() -> None:
    text = (ROOT / "SECURITY.md").read_text("utf-8")
    named = re.findall(r"\]\((docs/[^)]+)\)", text)
    assert named
    assert all((ROOT / page).is_file() for page in named)
