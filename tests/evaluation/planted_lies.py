"""Lies that a model might tell, planted in good drafts: how many are caught."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

from assistant.draft import DraftRequest, checked, draft, gather
from index.library.library import Library
from index.report import Report
from tests.evaluation.figures import Figure

LIES = 200
YEAR = 2024


def measured(library: Library) -> Figure:
    draw = random.Random(11)
    entries = [e for e in library.reports(years=(YEAR,)) if e.year]
    known = {e.agency: (gather(DraftRequest(e.agency, YEAR), library)) for e in entries}
    honest = {a: draft(DraftRequest(a, YEAR), library) for a in known}
    caught = told = 0
    while told < LIES:
        agency = draw.choice(sorted(known))
        good = honest[agency]
        lie = draw.choice(_TOLD)(known[agency].report, draw)
        if lie is None:
            continue
        told += 1
        seen = checked(replace(good, text=f"{good.text}\n{lie}"), known[agency])
        caught += seen.claims[-1].status != "proved"
    return Figure(f"识破的假话（共{LIES}处）", caught, LIES, at_most=False)


def _change_number(report: Report | None, draw: random.Random) -> str | None:
    value = report.cell("applications.new_received.total").value if report else None
    if not value:
        return None
    return f"全年新收政府信息公开申请{int(value) + draw.randint(1, 9)}件。"


def _turn_direction(report: Report | None, draw: random.Random) -> str | None:
    value = report.cell("disputes.reconsideration.total").value if report else None
    return f"行政复议{int(value)}件，比上年翻了三番。" if value else None


def _name_another(report: Report | None, draw: random.Random) -> str:
    other = draw.choice(("白沙县应急管理局", "东岭市统计局", "长滩镇人民政府"))
    return f"{other}的做法可以借鉴。"


def _invent_case(report: Report | None, draw: random.Random) -> str:
    n = draw.choice(("四十一起", "五十三起", "67件", "89件"))
    return f"另有{n}败诉案件。"


def _in_words(report: Report | None, draw: random.Random) -> str:
    return draw.choice(
        (
            "近七成申请未能办结。",
            "超过九成群众不满意。",
            "投诉增长四倍。",
            "百分之六十三的栏目未更新。",
            "这主要是因为承办人员业务不熟。",
            "2025年6月底前建成统一平台。",
            "公开工作取得明显成效。",
        )
    )


_TOLD: tuple[Callable[[Report | None, random.Random], str | None], ...] = (
    _change_number,
    _turn_direction,
    _name_another,
    _invent_case,
    _in_words,
)
