"""F13: what part one covers, of the matters that it must."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.checks.rule import NOT_ASSESSABLE, PASS, Context, Rule, Verdict
from assistant.checks.structure.governments import is_government
from index.formats import NOTICE_2021, REGULATIONS
from index.report import Report


@dataclass(frozen=True, slots=True)
class Matter:
    """One matter that part one must speak of, and the words that show it does."""

    name: str
    words: re.Pattern[str]
    of: str = "all"


MATTERS: tuple[Matter, ...] = (
    Matter("主动公开", re.compile(r"主动公开|主动发布|公开信息|发布信息|发布政府信息")),
    Matter("依申请公开", re.compile(r"依申请|申请公开|公开申请")),
    Matter(
        "政府信息管理", re.compile(r"信息管理|信息的管理|管理方面|管理情况|规范管理|信息.{0,6}管理")
    ),
    Matter("政府信息公开平台建设", re.compile(r"平台|网站|新媒体|公众号|专栏")),
    Matter("监督保障", re.compile(r"监督|保障|考核")),
    Matter("工作考核", re.compile(r"考核|考评|绩效"), "governments"),
    Matter("社会评议", re.compile(r"评议|社会评价|满意度|民意"), "governments"),
    Matter("责任追究", re.compile(r"责任追究|追究|追责|问责"), "governments"),
)


def matters(report: Report, context: Context) -> Iterator[Verdict]:
    """What part one covers, of the matters that it must."""
    section = report.section(1)
    if section is None or not section.text.strip():
        yield NOT_ASSESSABLE
        return
    government = is_government(report)
    due = [m for m in MATTERS if m.of == "all" or government]
    missing = [m.name for m in due if not m.words.search(section.text)]
    if not missing:
        yield PASS
        return
    yield Verdict(
        "fail",
        f"第一部分没有写到：{'、'.join(missing)}",
        section=1,
        expected="、".join(m.name for m in due),
        at=section.at,
    )


RULE = Rule(
    id="F13",
    title="总体情况应写的事项",
    severity="info",
    basis=f"{NOTICE_2021}；{REGULATIONS}第五十条",
    what="第一部分写到主动公开、依申请公开、政府信息管理、平台建设、监督保障；"
    "县级以上政府的报告还写工作考核、社会评议、责任追究。",
    good="五个方面都写到",
    bad="没有写政府信息管理",
    check=matters,
)
