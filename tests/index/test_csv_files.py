"""What leaves as a table runs nothing when it is opened."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.csv_files import STARTS, csv_bytes, harmless

RUN = ["=1+1", "+86 10", "-", "--1", "-1+cmd", "@SUM(A1)", "\t=1", "\r=1", "=", "—\t"[1:]]
LEFT = ["-3", "+2", "-1.5", "-12%", "3", "", "一、=1", "'=1", " =1", 5, -5, 2.5, None]


@pytest.mark.parametrize("value", RUN)
def test_what_would_be_run_is_a_text(value: str) -> None:
    assert harmless(value) == f"'{value}"


@pytest.mark.parametrize("value", LEFT)
def test_all_else_stays_as_it_is(value: object) -> None:
    assert harmless(value) is value


@given(st.lists(st.lists(st.text(), min_size=1), min_size=1))
def test_no_cell_of_a_file_begins_a_formula(rows: list[list[str]]) -> None:
    text = csv_bytes(rows).decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    numbers = {str(n) for n in cells if n.lstrip("+-").rstrip("%").replace(".", "", 1).isdigit()}
    assert not [c for c in cells if c.startswith(STARTS) and c not in numbers]
