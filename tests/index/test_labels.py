"""Printed labels to rows, alone and in order."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from index.form_rows import application_rows
from index.formats import ONE_ROW_OTHER
from index.recognition.label_matching import LEAST, best_likeness, likeness, match_in_order

CASES = yaml.safe_load(Path(__file__).with_name("labels.yaml").read_text("utf-8"))
ROWS = (*application_rows("2021"), ONE_ROW_OTHER)


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["printed"])
def test_the_likeliest_row(case: dict[str, Any]) -> None:
    likely, key = max((best_likeness(case["printed"], row), row.key) for row in ROWS)
    assert (key if likely >= LEAST else None) == case["row"]


def test_order_tells_rows_apart_and_doubt_leaves_them_out() -> None:
    axes = application_rows("2021")
    keys = {axis.key: i for i, axis in enumerate(axes)}
    texts = [["1.属于国家秘密"], [""], ["3.危及三安全一稳定"], ["其他"], ["（七）总计"]]
    matches = match_in_order(texts, axes, [0.0] * len(texts))
    assert [(m.run, m.row) for m in matches] == [
        (0, keys["denied.state_secrets"]),
        (2, keys["denied.security_and_stability"]),
        (3, keys["other.other"]),
        (4, keys["total"]),
    ]
    twice = match_in_order([["2.重复申请"], ["2.重复申请"]], axes, [0.0, 0.0])
    assert not twice


def test_marks_and_units_are_no_part_of_a_label() -> None:
    assert likeness("1、信访、举报、投诉类申请", "1.信访举报投诉类申请") > 0.95
    assert likeness("四、结转下年度继续办理（件）", "四、结转下年度继续办理") > 0.95
    assert likeness("四、结转下年度继续办理（含复议）", "四、结转下年度继续办理") < 0.95
