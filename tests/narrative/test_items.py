"""Part five in the many manners in which offices write it, and part one's matters."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from index.narrative.found import Found
from index.narrative.items import items, points
from index.narrative.part_five import problems_and_measures
from index.narrative.wording.kinds import without_lead
from index.report import Paragraph, Place, Section
from tests.generator import as_report, world
from tests.library.material import small

KINDS = {"问题": "problem", "措施": "measure", "已做": "done"}
CASES: list[dict[str, Any]] = [
    case
    for name in ("part_five.yaml", "part_five_unmarked.yaml")
    for case in yaml.safe_load(Path(__file__).with_name(name).read_text("utf-8"))
]


def wanted(line: str) -> tuple[str, int | None, str]:
    """“措施→1 原文” as kind, place of what it answers, text."""
    head, text = line.split(" ", 1)
    kind, _, about = head.partition("→")
    return KINDS[kind], int(about) - 1 if about else None, text


def told(found: Found) -> tuple[str, int | None, str]:
    return found.kind, found.about, found.text


@pytest.mark.parametrize("case", CASES, ids=[c["name"] for c in CASES])
def test_part_five_is_read_into_its_items(case: dict[str, Any]) -> None:
    text = case["text"].strip()
    found = problems_and_measures(text, case.get("year", 2023))
    assert [told(f) for f in found] == [wanted(line) for line in case["items"]]
    assert all(text[f.start : f.end] == f.text and f.headline in f.text for f in found)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("下一步，我们将添一名窗口人员", "添一名窗口人员"),
        ("2025年，我局拟从以下方面改进：修订目录", "修订目录"),
        ("下一步我镇将每月核对一次", "每月核对一次"),
        ("建立台账，按月通报", "建立台账，按月通报"),
        ("目录更新不够及时", "目录更新不够及时"),
    ],
)
def test_a_quotation_begins_behind_the_lead_in(text: str, words: str) -> None:
    assert without_lead(text) == words


def test_the_manners_are_many() -> None:
    assert len(CASES) >= 165 and len({c["name"] for c in CASES}) == len(CASES)


@pytest.mark.parametrize(
    ("text", "headlines"),
    [
        (
            "2023年工作情况如下：\n（一）主动公开。公开信息5条。\n（二）监督保障。培训1次。",
            ["主动公开", "监督保障"],
        ),
        ("一是主动公开。发布信息。二是依申请公开。收到申请3件。", ["主动公开", "依申请公开"]),
        (
            "现将情况报告如下：\n主动公开方面，发布信息5条。\n平台建设方面，改版网站。",
            ["主动公开方面，发布信息5条", "平台建设方面，改版网站"],
        ),
        ("全年工作平稳。", ["全年工作平稳"]),
        (
            "主动公开方面，一是发布信息5条；二是开设专栏。\n依申请公开方面，一是规范答复；二是按期办理。",
            ["主动公开方面，一是发布信息5条", "依申请公开方面，一是规范答复"],
        ),
    ],
)
def test_the_matters_of_part_one_are_points(text: str, headlines: list[str]) -> None:
    found = points(text)
    assert [f.headline for f in found] == headlines
    assert {f.kind for f in found} <= {"point"}


def test_items_count_through_the_report_and_know_their_place() -> None:
    one = Section(1, "总体情况", "", (Paragraph("（一）主动公开。有进展。", Place(1, None, 4)),))
    lines = ("存在问题：一是公开不及时。", "下一步，将加强更新。")
    five = Section(
        5, "问题", "", tuple(Paragraph(t, Place(line=n)) for n, t in enumerate(lines, 20))
    )
    report = replace(small("河湾县教育局"), sections=(one, five))
    assert [(i.section, i.ordinal, i.kind, i.about, i.at.line) for i in items(report)] == [
        (1, 1, "point", None, 4),
        (5, 2, "problem", None, 20),
        (5, 3, "measure", 2, 21),
    ]


def test_a_drawn_world_is_read_as_it_was_drawn() -> None:
    missed = []
    for drawn in world(40, (2022, 2023), seed=11, gaps=0.0):
        found = {(i.kind, i.text) for i in items(as_report(drawn))}
        kinds = {"problem": "problem", "measure": "measure", "followup": "done"}
        for fact in drawn.facts:
            if fact.kind in kinds and (kinds[fact.kind], fact.text) not in found:
                missed.append((drawn.agency, fact.kind, fact.text))
    assert missed == []
