"""What the narrative counts, sentence by sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from index.narrative.counts import counted
from index.narrative.outline import sentences
from index.narrative.quantities import Quantity, quantities

CASES: list[tuple[str, list[str]]] = [
    next(iter(case.items()))
    for case in yaml.safe_load(Path(__file__).with_name("counts.yaml").read_text("utf-8"))
]


def shown(what: str, number: Quantity) -> str:
    about = "约" if number.approximate else ""
    return f"{what} | {about}{number.value} | {number.unit}"


@pytest.mark.parametrize(("text", "wanted"), CASES, ids=[text[:24] for text, _ in CASES])
def test_a_sentence_counts_what_it_counts(text: str, wanted: list[Any]) -> None:
    found = [
        shown(what, number)
        for start, end in sentences(text)
        for what, number in counted(text[start:end], 2023)
    ]
    assert found == wanted


def test_the_sentences_are_many() -> None:
    assert len(CASES) >= 80


@pytest.mark.parametrize(
    "text",
    ["2023年", "第3次", "第三期", "前5名", "15个工作日", "3个月", "98.5%", "2个百分点", "国办发〔2021〕30号",
     "2—3次", "3至5次", "《第5次会议纪要》", "“十件实事”", "三个方面", "一次性", "四类信息", "二次审核"],
)  # fmt: skip
def test_what_is_no_count(text: str) -> None:
    assert quantities(f"按照{text}要求") == []


@pytest.mark.parametrize(
    ("text", "value", "unit", "approximate"),
    [
        ("1，200条", 1200, "条", False),
        ("1.2万条", 12000, "条", False),
        ("3万余册", 30000, "册", True),
        ("近百人次", 100, "人次", True),
        ("一百二十人次", 120, "人次", False),
        ("十几篇", 10, "篇", True),
        ("两千余份", 2000, "份", True),
        ("3.5万元", 3.5, "万元", False),
        ("26件(次)", 26, "件", False),
    ],
)
def test_numbers_with_their_measure_words(
    text: str, value: float, unit: str, approximate: bool
) -> None:
    (number,) = quantities(f"共办理{text}。")
    assert (number.value, number.unit, number.approximate) == (value, unit, approximate)
