"""The grammar on sentences in the manner of reports: each with everything it says of a measure.

A statement is written `measure/column value[unit]` with, where they hold, its kind, `?` for a
doubtful meaning, the approximation, another year, another scope, and `of N` the count it is a
part of (`of N!` in an exhaustive list).  Numbers of unknown matters are not listed.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from assistant.statements import Statement, statements
from assistant.statements.body import body_of
from assistant.statements.numbers_in_prose import quantities
from index.report import Level

CASES = Path(__file__).parent / "sentences.yaml"
YEAR = 2024
BODIES: dict[str, tuple[str, Level]] = {
    "county": ("河湾县人民政府", "county"),
    "town": ("青石镇人民政府", "township"),
    "bureau": ("河湾县住房和城乡建设局", "department"),
    "city": ("云州市人民政府", "prefecture"),
}


def cases() -> Iterator[Any]:
    for body, sentences in yaml.safe_load(CASES.read_text(encoding="utf-8")).items():
        for case in sentences:
            yield pytest.param(body, case["text"], case["says"], id=f"{body}-{case['text'][:24]}")


def written(s: Statement, found: tuple[Statement, ...]) -> str:
    words = [s.measure or "-"]
    if s.column != "total":
        words[0] += f"/{s.column}"
    words.append(f"{s.value:.10g}{'' if s.unit == '件' else s.unit}")
    words += [s.kind] if s.kind != "count" else []
    words += ["?"] if s.measure and not s.certain else []
    words += [s.approximation] if s.approximation else []
    words += [str(s.year)] if s.year != YEAR else []
    words += [s.scope] if s.scope else []
    if s.of is not None:
        words.append(f"of {found[s.of].value:.10g}{'!' if s.membership == 'exhaustive' else ''}")
    return " ".join(words)


def known(s: Statement) -> bool:
    return bool(s.measure) or s.kind in ("share", "growth") or s.membership == "exhaustive"


@pytest.mark.parametrize(("body", "text", "says"), cases())
def test_sentence(body: str, text: str, says: list[str]) -> None:
    found = statements(text, year=YEAR, body=body_of(*BODIES[body]))
    assert [written(s, found) for s in found if known(s)] == says


def test_there_are_enough_sentences() -> None:
    assert len(list(cases())) >= 200


@given(
    st.text(
        alphabet="共收到申请办结未无其中等占同比分别为（）：，。、；0123456789件%万余近年月",
        max_size=60,
    )
)
def test_any_text_is_read_and_spans_are_its_own(text: str) -> None:
    for s in statements(text, year=YEAR):
        paragraph = text.split("\n")[s.paragraph]
        assert 0 <= s.start < s.end <= len(paragraph)
        assert s.of is None or s.of != s.id


@pytest.mark.parametrize(
    ("text", "value", "unit", "approximation"),
    [
        ("1,204件", 1204, "件", ""),
        ("１２件次", 12, "件", ""),
        ("18万余条", 180000, "条", "more"),
        ("三十五件", 35, "件", ""),
        ("一百零二件", 102, "件", ""),
        ("两件", 2, "件", ""),
        ("零件", 0, "件", ""),
        ("十余件", 10, "件", "more"),
        ("近120件", 120, "件", "about"),
        ("不足10件", 10, "件", "less"),
        ("超过100件", 100, "件", "more"),
        ("百分之五点二", 5.2, "%", ""),
        ("12.5％", 12.5, "%", ""),
        ("59237.24万元", 59237.24, "万元", ""),
        ("3万余元", 30000, "元", "more"),
        ("5件（次）", 5, "件", ""),
    ],
)
def test_quantity(text: str, value: float, unit: str, approximation: str) -> None:
    (found,) = quantities(text)
    assert (found.value, found.unit, found.approximation) == (value, unit, approximation)
    assert found.end == len(text)


@pytest.mark.parametrize(
    "text",
    [
        "2024年",
        "第3件",
        "20个工作日",
        "〔2021〕30号",
        "12345热线",
        "一件事一次办",
        "12月31日",
        "六个方面",
        "无一件",
    ],
)
def test_no_quantity(text: str) -> None:
    assert not quantities(text)
