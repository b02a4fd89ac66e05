"""F11–F15: what the report says of itself: its basis, what it must cover, when it came out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from assistant.checks.rule import (
    NOT_ASSESSABLE,
    PASS,
    Context,
    Hit,
    Rule,
    Verdict,
    hit_verdict,
    judged,
    narrative,
)
from index.bodies.names import kind_of
from index.formats import NOTICE_2019, NOTICE_2021, NOTICE_TITLES, REGULATIONS, form_of_year
from index.report import Report, Section

GOVERNMENTS = ("province", "prefecture", "county")

# ---------------------------------------------------------------- F11

_NUMBER = r"国办公开办函\s*[〔\[【﹝（(]?\s*(\d{4})\s*[〕\]】﹞）)]?\s*(\d+)\s*号"
_NOTICE = re.compile(r"(?:《((?:[^《》]|《[^《》]*》)*)》\s*[（(]?\s*)?" + _NUMBER)
_DECREE = re.compile(r"(?:国务院令|国令|国务院)\s*第?\s*(\d{3})\s*号")
_REGULATION = re.compile(r"政府信息公开条例》?\s*[（(][^（）()]{0,20}$")
_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
_TITLE_OF = {"有关事项的通知": NOTICE_2019, "年度报告格式": NOTICE_2021}


def basis(report: Report, context: Context) -> Iterator[Verdict]:
    """Each citation of the notices and of the Regulations."""
    form = form_of_year(report.year) if report.year else None
    due = form.notice if form else NOTICE_2021
    yield from judged(
        hit_verdict(section, paragraph, hit)
        for section, paragraph in narrative(report)
        if "号" in paragraph.text
        for hit in _citations(paragraph.text.translate(_DIGITS), due)
    )


def _citations(text: str, due: str) -> Iterator[Hit]:
    for found in _NOTICE.finditer(text):
        number = f"国办公开办函〔{found[2]}〕{found[3]}号"
        if number not in NOTICE_TITLES:
            if found[3] in ("30", "60"):
                why = f"没有这一文号，应为{due}"
                yield Hit(found.start(), found.end(), why, due)
            continue
        named = _named(found[1] or "")
        if named and named != number:
            why = f"文件名称与文号不符，{number}是{NOTICE_TITLES[number]}"
            yield Hit(found.start(), found.end(), why, NOTICE_TITLES[number])
        elif number != due:
            yield Hit(found.start(), found.end(), f"本年度报告的依据应为{due}", due)
    for found in _DECREE.finditer(text):
        of_regulations = _REGULATION.search(text[: found.start()] + "(") or _REGULATION.search(
            text[: found.start()]
        )
        if found[1] == "492":
            why = "是2007年的条例，现行条例为国务院令第711号"
            yield Hit(found.start(), found.end(), why, REGULATIONS)
        elif of_regulations and found[1] != "711":
            why = "《中华人民共和国政府信息公开条例》为国务院令第711号"
            yield Hit(found.start(), found.end(), why, REGULATIONS)


def _named(title: str) -> str:
    return next((number for words, number in _TITLE_OF.items() if words in title), "")


# ---------------------------------------------------------------- F12

LEAST = 40
PROBLEM = re.compile(
    r"问题|不足|薄弱|欠缺|有待|差距|短板|弱项|滞后|缺乏|缺少|单一|困难|难以|难题|有限|尚未|未能|还需|需进一步|仍需"
    r"|脱节|参差|流于|停留在|没有(?:充分|及时|完全|新|落)|偏[少低弱慢窄]|较[少低弱慢窄]|少有"
    r"|不(?!断|仅|但|只|少于|低于|予|公开|超过|忘|竭|遗余力|漏|留)"
)
_TOWARDS = re.compile(r"^(?:针对|对照|聚焦|解决|围绕|破解|坚持|补齐|补强|着力|着眼)")
_IMPROVING = re.compile(
    r"改进|整改|下一步|下阶段|今后|明年|来年|将|拟|计划|着手|为此|针对|已(?:经)?(?:对|完成|建立|出台|开展)|采取|举措|措施"
)
_IMPERATIVE = re.compile(
    r"(?:将|要|已|着力|持续|进一步|继续|不断|切实|认真|积极|及时|全面|深入)*"
    r"(?:加强|强化|完善|健全|推进|提升|提高|优化|坚持|严格|深化|创新|规范|聚焦|拓展|拓宽|加大|加快|细化|明确|制定"
    r"|建立|开展|组织|丰富|落实|压实|扩大|充实|做好|抓好|畅通|突出|注重|狠抓|夯实|统一|推行|实行|举办|编印|修订|整合)"
)
_MARKER = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十\d]+[）)]?[、.．是要)）]?|第[一二三四五六]|首先|其次|再次|最后|[，,、\s])+"
)
_BOTH = re.compile(
    r"(?:问题|不足|短板|差距).{0,8}(?:改进|整改|措施|打算|情况).{0,8}(?:如下|以下|$)"
)
_PAIRED = re.compile(r"[^。]{8,}。\s*(?:改进|整改)(?:措施|办法|情况|方向)?[:：][^。]{8,}")
_UNDER = r"^[^，。；：:\n]{0,10}(?:%s)[^，。；：:\n]{0,8}[:：]?\n(?=[^\n]{8})"
_PROBLEMS_BELOW = re.compile(_UNDER % "问题|不足", re.MULTILINE)
_IMPROVEMENTS_BELOW = re.compile(_UNDER % "改进|整改", re.MULTILINE)
"""Headings of their own, with text below: （二）改进情况."""
_HEADING = re.compile(
    r"^\s*[（(]?[一二三四五六七八九十\d]{1,2}[）)、.．][^，。；：]{2,20}$", re.MULTILINE
)


def part_five(report: Report, context: Context) -> Iterator[Verdict]:
    """Part five: there, of some substance, with problems and with improvements."""
    section = report.section(5)
    text = re.sub(r"[^\S\n]", "", _HEADING.sub("", section.text)) if section else ""
    fault = _part_five_fault(text, section)
    if not fault:
        yield PASS
        return
    yield Verdict(
        "fail",
        f"第五部分{fault}",
        section=5,
        found=f"{len(text)} 字",
        quote=text[:40],
        at=section.at if section else report.title_at,
    )


def _part_five_fault(text: str, section: Section | None) -> str:
    if section is None or not text:
        return "没有内容"
    if len(text) < LEAST:
        return f"只有 {len(text)} 字，过于简单"
    if _PAIRED.search(text):
        return ""
    clauses = [c for c in re.split(r"[，,。；;：:！\n]", text) if c and not _BOTH.search(c)]
    if not (any(map(names_problem, clauses)) or _PROBLEMS_BELOW.search(section.text)):
        return "只写了改进，没有写存在的问题"
    improved = any(map(improves, clauses)) or _IMPROVEMENTS_BELOW.search(section.text)
    return "" if improved else "只写了问题，没有写改进情况"


def names_problem(clause: str) -> bool:
    """Whether a clause says what is amiss."""
    return bool(PROBLEM.search(clause)) and not _TOWARDS.match(_MARKER.sub("", clause))


def improves(clause: str) -> bool:
    """Whether a clause says what was or will be done about it."""
    bare = _MARKER.sub("", clause)
    if _TOWARDS.match(bare):
        return True
    doing = _IMPERATIVE.match(bare) or _IMPROVING.search(bare)
    return bool(doing) and not PROBLEM.search(bare)


# ---------------------------------------------------------------- F13, F14


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


def _is_government(report: Report) -> bool:
    """Whether the report is a local government's: a zone's committee is sent by one."""
    return report.level in GOVERNMENTS and kind_of(report.agency) != "zone"


def matters(report: Report, context: Context) -> Iterator[Verdict]:
    """What part one covers, of the matters that it must."""
    section = report.section(1)
    if section is None or not section.text.strip():
        yield NOT_ASSESSABLE
        return
    government = _is_government(report)
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


def handling_fee(report: Report, context: Context) -> Iterator[Verdict]:
    """Whether part six says what 信息处理费 was collected; due from 2021."""
    section = report.section(6)
    if section is None or not report.year or report.year < 2021:
        yield NOT_ASSESSABLE
        return
    if "处理费" in section.text:
        yield PASS
        return
    elsewhere = next((n for n, p in narrative(report) if "信息处理费" in p.text), None)
    yield Verdict(
        "explained" if elsewhere else "fail",
        "第六部分没有说明收取信息处理费的情况（未收取的也应说明）"
        + (f"；第 {elsewhere} 部分写到了" if elsewhere else ""),
        section=6,
        expected="收取信息处理费情况",
        at=section.at,
    )


# ---------------------------------------------------------------- F15


def publication(report: Report, context: Context) -> Iterator[Verdict]:
    """Published in time: 31 January; 31 March for a local government's own report."""
    if report.published is None or report.year is None:
        yield NOT_ASSESSABLE
        return
    early, late = date(report.year + 1, 1, 31), date(report.year + 1, 3, 31)
    government = _is_government(report)
    due = late if government else early
    if report.published <= due:
        yield PASS
        return
    unsure = report.level in ("township", "unknown") or kind_of(report.agency) == "zone"
    unsure = unsure and report.published <= late
    yield Verdict(
        "uncertain" if unsure else "fail",
        f"公布日期为 {report.published.isoformat()}，"
        + (
            f"晚于 {early.isoformat()}，本机关适用的期限请核对"
            if unsure
            else f"晚于期限 {due.isoformat()}"
        ),
        expected=due.isoformat(),
        found=report.published.isoformat(),
        at=report.title_at,
    )


RULES: tuple[Rule, ...] = (
    Rule(
        "F11",
        "引用依据",
        "warning",
        f"{REGULATIONS}；{NOTICE_2021}；{NOTICE_2019}",
        "引用现行条例（国务院令第711号）和当年适用的通知，文号与名称相符。",
        f"{NOTICE_TITLES[NOTICE_2021]}（{NOTICE_2021}）",
        f"2022年的报告引用{NOTICE_2019}；引用国务院令第492号",
        basis,
    ),
    Rule(
        "F12",
        "第五部分内容",
        "warning",
        f"{REGULATIONS}第五十条",
        f"第五部分既写存在的问题，也写改进情况，不少于 {LEAST} 字。",
        "一是公开内容不够深……下一步将细化目录……",
        "无。",
        part_five,
    ),
    Rule(
        "F13",
        "总体情况应写的事项",
        "info",
        f"{NOTICE_2021}；{REGULATIONS}第五十条",
        "第一部分写到主动公开、依申请公开、政府信息管理、平台建设、监督保障；"
        "县级以上政府的报告还写工作考核、社会评议、责任追究。",
        "五个方面都写到",
        "没有写政府信息管理",
        matters,
    ),
    Rule(
        "F14",
        "信息处理费",
        "info",
        f"{NOTICE_2021}；《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）",
        "2021年起，第六部分说明收取信息处理费的情况，未收取的也说明。",
        "2024年未收取信息处理费。",
        "无其他需要报告的事项。",
        handling_fee,
    ),
    Rule(
        "F15",
        "公布时间",
        "warning",
        f"{REGULATIONS}第四十九条",
        "公布日期已知时：部门不晚于次年1月31日，县级以上地方政府不晚于次年3月31日。",
        "县财政局：2025-01-24",
        "县财政局：2025-02-18",
        publication,
    ),
)
