"""Characters and cells, case by case."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from index.text import cell_value, fold, normalise, squash

CASES = yaml.safe_load(Path(__file__).with_name("text.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES["cells"], ids=lambda c: repr(c["text"]))
def test_cell_value(case: dict[str, Any]) -> None:
    assert cell_value(case["text"]) == (case["value"], case["state"])


@pytest.mark.parametrize("case", CASES["kept"], ids=lambda c: c["text"])
def test_normalise(case: dict[str, str]) -> None:
    assert normalise(case["text"]) == case["kept"]


@pytest.mark.parametrize("case", CASES["folded"], ids=lambda c: c["text"])
def test_fold(case: dict[str, str]) -> None:
    assert fold(case["text"]) == case["folded"]


@given(st.text())
def test_fold_keeps_the_length_and_squash_leaves_no_space(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert not any(c.isspace() for c in squash(text))


@given(st.integers(0, 10**12))
def test_every_way_to_write_a_number_reads_the_same(value: int) -> None:
    wide = str(value).translate({c: c + 0xFEE0 for c in range(0x30, 0x3A)})
    for text in (str(value), f"{value:,}", wide, f" {value}\u00a0", f"{value}（其中新增1件）"):
        assert cell_value(text) == (value, "number")


@given(st.text())
def test_any_text_has_a_state_and_only_numbers_a_value(text: str) -> None:
    value, state = cell_value(text)
    assert (value is not None) == (state == "number")
