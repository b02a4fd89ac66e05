"""What this year's sentences say of last year's promises and problems."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from index.narrative.promises import follow_up
from index.report import NOWHERE
from index.stores.values import Item, ItemKind, Sentence
from tests.narrative.test_likeness import vectors

KINDS: dict[str, ItemKind] = {"措施": "measure", "问题": "problem", "已做": "done"}
CASES: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("follow_up.yaml").read_text("utf-8")
)


def last(line: str) -> Item:
    kind, text = line.split(" ", 1)
    return Item("a", "河湾县教育局", 2022, 1, 5, KINDS[kind], 1, text, text, None, NOWHERE)


def this(case: dict[str, Any]) -> list[Sentence]:
    texts = [(1, t) for t in case.get("this", [])] + [(5, t) for t in case.get("five", [])]
    return [
        Sentence("b", "河湾县教育局", 2023, 1, section, n, text, NOWHERE)
        for n, (section, text) in enumerate(texts, 1)
    ]


@pytest.mark.parametrize("case", CASES, ids=[f"{n}-{c['stands']}" for n, c in enumerate(CASES)])
def test_how_a_promise_stands(case: dict[str, Any]) -> None:
    (found,) = follow_up([last(case["last"])], this(case), vectors)
    quoted = found.sentence.text if found.sentence else None
    assert (found.standing, quoted) == (case["stands"], case.get("quote"))


def test_without_a_report_of_this_year_nothing_is_mentioned() -> None:
    items = [last("措施 编印答复文书范本"), last("已做 修订了公开指南")]
    assert [f.standing for f in follow_up(items, [], vectors)] == ["absent"]
