"""The reports that the claim tests speak of: one bureau over three years and five beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from index.report import Report
from tests.checks.build import report

AGENCY = "河湾县住房和城乡建设局"
YEAR = 2024
DEEDS = "2024年，我局举办业务培训4次，参训120人次。办事指南已全部更新。"
FIVE = (
    "2024年，我局政府信息公开工作仍存在一些不足：一是专区利用率不高；二是部分栏目更新不够及时。\n"
    "2025年，我局将重点做好以下改进：一是在服务大厅增设查阅引导；二是建立栏目更新台账，按月通报。"
)
_RESULTS = ("upheld", "corrected", "other", "pending")


def bureau(
    agency: str,
    year: int,
    *,
    persons: int,
    firms: int,
    over: int = 0,
    results: Sequence[int],
    forward: int = 0,
    disputes: Mapping[str, Sequence[int]] | None = None,
    papers: Sequence[int] = (2, 1, 14),
    decisions: Sequence[int] = (120, 45, 3),
    fees: float = 1.25,
) -> Report:
    """A bureau's report: `results` are 予以公开, 部分公开, 不掌握, 保护第三方; `disputes` by kind 维持,
    纠正, 其他, 未审结; `papers` issued, repealed, in force; `decisions` 许可, 处罚, 强制.
    """
    new, done = persons + firms, sum(results)
    assert new + over == done + forward
    rows = {
        "new_received": (persons, firms),
        "carried_over": (over, 0),
        "granted": (results[0], 0),
        "partially_granted": (results[1], 0),
        "unavailable.not_held": (results[2], 0),
        "denied.third_party_rights": (results[3], 0),
        "total": (done, 0),
        "carried_forward": (forward, 0),
    }
    cells: dict[str, Any] = {}
    for row, (natural, enterprise) in rows.items():
        cells[f"applications.{row}.natural_person"] = natural
        cells[f"applications.{row}.enterprise"] = enterprise
        cells[f"applications.{row}.total"] = natural + enterprise
    for kind in ("reconsideration", "direct_suit", "suit_after_reconsideration"):
        found = (disputes or {}).get(kind, (0, 0, 0, 0))
        cells |= {f"disputes.{kind}.{r}": n for r, n in zip(_RESULTS, found, strict=True)}
        cells[f"disputes.{kind}.total"] = sum(found)
    for key, n in zip(("issued", "repealed", "in_force"), papers, strict=True):
        cells[f"disclosure.normative_documents.{key}"] = n
    for key, n in zip(("licensing", "penalties", "compulsion"), decisions, strict=True):
        cells[f"disclosure.{key}.decisions"] = n
    cells["disclosure.fees.amount"] = fees
    return report(
        {
            "agency": agency,
            "year": year,
            "level": "department",
            "cells": cells,
            "text": {1: DEEDS, 5: FIVE},
        }
    )


OWN = bureau(
    AGENCY,
    YEAR,
    persons=33,
    firms=3,
    over=2,
    results=(20, 5, 8, 2),
    forward=3,
    disputes={"reconsideration": (2, 1, 0, 0), "direct_suit": (1, 0, 0, 0)},
)
EARLIER = {
    2023: bureau(
        AGENCY,
        2023,
        persons=27,
        firms=4,
        over=1,
        results=(17, 4, 7, 2),
        forward=2,
        disputes={"reconsideration": (1, 1, 0, 0), "suit_after_reconsideration": (2, 0, 0, 0)},
        papers=(3, 0, 13),
        decisions=(100, 60, 3),
        fees=2.5,
    ),
    2022: bureau(
        AGENCY,
        2022,
        persons=26,
        firms=2,
        results=(15, 3, 7, 2),
        forward=1,
        disputes={"reconsideration": (1, 0, 0, 0)},
    ),
}
PEERS = (
    bureau("河湾县水利局", YEAR, persons=30, firms=3, results=(20, 5, 6, 2)),
    bureau("河湾县教育局", YEAR, persons=12, firms=1, results=(10, 1, 1, 1)),
    bureau("河湾县卫生健康局", YEAR, persons=20, firms=2, results=(12, 5, 3, 2)),
    bureau("河湾县民政局", YEAR, persons=8, firms=0, results=(5, 1, 1, 1)),
    bureau("河湾县公安局", YEAR, persons=40, firms=5, results=(30, 5, 8, 2)),
)
