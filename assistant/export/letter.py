"""The letter that sends a report back: its fields from what stands, and its paper."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from assistant.checks.place_names import table_place
from assistant.checks.rule import WITH_YEAR_BEFORE, WITHIN_REPORT, WITHIN_TABLES
from assistant.export.official_document import title_lines
from assistant.export.word_template import Field, Fields, fill
from assistant.review.letters import Office
from assistant.review.mends import Mend, mends, without_basis
from index.bodies.names import self_words
from index.formats import NOTICE_TITLES, PARTS, REPORT_NAME, form_of_year, labels
from index.report import Finding, Outcome
from index.stores.values import Letter

_DAY = re.compile(r"(?<![\d-])20\d\d-\d\d-\d\d(?![\d-])")
WHOLE = "全文"
NOTHING = "—"
NO_NAME = "〔待填：发文机关〕"
"""What is printed in the place of the office's name where the settings have none."""
UNANSWERED = "Y06"
"""The rule that last year's problems are answered for."""
_FORMULAS = (WITH_YEAR_BEFORE, WITHIN_TABLES, WITHIN_REPORT)
"""Bases that say how a value is reckoned, and name no text that asks for it."""


FINDING = {
    "序号": 1,
    "位置": "第三部分，表三“一、本年新收政府信息公开申请数量”行“总计”列，第2页",
    "说明": "表三“一、本年新收政府信息公开申请数量”行：总计为 9，各列之和为 8",
    "填报": "9",
    "应为": "8",
    "依据名称": "依据",
    "依据": "国办公开办函〔2021〕30号“报告内容”第（三）项",
    "建议": "请核对该行各列",
}
"""An entry of 问题 and of 请核实."""
LETTER_FIELDS = (
    Field("署名机关", f"设置里填的本单位全称，没有填的是{NO_NAME}", "临溪县人民政府办公室"),
    Field("红头", "是否印红色发文机关标志（用于判断）", True),
    Field("文号", "设置里的文号，没有为空", "临政公开函〔2025〕3号"),
    Field(
        "标题",
        "函的标题，已按词意分行",
        "临溪县人民政府办公室关于退回修改\n2024年政府信息公开工作年度报告的函",
    ),
    Field("自称", "本单位在函里怎样称呼自己", "我办"),
    Field("主送机关", "收函的机关", "临溪县青石镇人民政府"),
    Field("称谓", "正文里怎样称呼收函机关", "你镇"),
    Field("年度", "报告的年度", 2024),
    Field("报告名称", "报告的全称", "临溪县青石镇人民政府2024年政府信息公开工作年度报告"),
    Field(
        "格式",
        "该年度报告的格式，连同文号",
        "《中华人民共和国政府信息公开工作年度报告格式》（国办公开办函〔2021〕30号）",
    ),
    Field("次数", "第几次退改", 2),
    Field("再次", "是否第二次及以后的退改（用于判断）", True),
    Field("问题数", "一共几处", 3),
    Field("多处", "是否不止一处（用于判断）", True),
    Field("更正数", "需要更正的几处", 2),
    Field("核实数", "需要核实的几处", 1),
    Field("补充", "是否有没写上年问题改进情况的（用于判断）", True),
    Field("问题", "需要更正的，逐条的清单：" + "、".join(FINDING), [FINDING]),
    Field("请核实", "需要核实的，逐条的清单，各条与“问题”的相同，序号接着排", [FINDING]),
    Field("限期", "最迟哪一天", "2025年3月14日"),
    Field("工作日数", "给几个工作日", 10),
    Field("报送方式", "设置里写的，经什么报回来，没有为空", "县政务邮箱 zwgk@example.cn"),
    Field("结语", "设置里的结语", "特此函告。"),
    Field("成文日期", "出函的那一天", "2025年2月28日"),
    Field("联系人", "设置里的联系人", "张三"),
    Field("电话", "设置里的电话", "0000-1234567"),
)


def letter_docx(letter: Letter, office: Office, template: bytes) -> bytes:
    """The letter on the office's template.  Raises UsageError where that cannot be filled."""
    return fill(template, letter_fields(letter, office))


def letter_fields(letter: Letter, office: Office) -> Fields:
    """What a letter's template may print."""
    wrong, doubtful = _entries(letter, "fail"), _entries(letter, "uncertain")
    again = "再次" if letter.round > 1 else ""
    named = (f"{letter.year}年", "政府信息公开", "工作", "年度报告的函")
    return {
        "署名机关": office.name or NO_NAME,
        "红头": office.head and bool(office.name),
        "文号": letter.number,
        "标题": _title(office.name, f"关于{again}退回修改", *named),
        "自称": self_words(office.name)[0] if office.name else "我单位",
        "主送机关": letter.agency,
        "称谓": office.address or _address(letter.agency),
        "年度": letter.year,
        "报告名称": f"{letter.agency}{letter.year}年{REPORT_NAME}",
        "格式": _form_named(letter.year),
        "次数": letter.round,
        "再次": letter.round > 1,
        "问题数": len(wrong) + len(doubtful),
        "多处": len(wrong) + len(doubtful) > 1,
        "更正数": len(wrong),
        "核实数": len(doubtful),
        "补充": any(f.rule == UNANSWERED for f in letter.findings),
        "问题": [{"序号": n, **entry} for n, entry in enumerate(wrong, 1)],
        "请核实": [{"序号": n, **entry} for n, entry in enumerate(doubtful, len(wrong) + 1)],
        "限期": in_words(letter.due),
        "工作日数": office.days,
        "报送方式": office.channel,
        "结语": office.closing,
        "成文日期": in_words(letter.made),
        "联系人": office.contact,
        "电话": office.phone,
    }


def _title(office: str, *pieces: str) -> str:
    """The title in lines; the office's name, where there is one, has those before it."""
    return "\n".join(title_lines((*filter(None, (office,)), *pieces)))


def _address(agency: str) -> str:
    """How a body is spoken to: 你县, 你局, 你办事处."""
    street = agency.endswith("办事处")
    return "你办事处" if street else self_words(agency)[0].replace("我", "你", 1)


def _form_named(year: int) -> str:
    """The form of the year and the notice that set it; a notice that gives it no name stands for it."""
    form = form_of_year(year)
    if form is None:
        return "国务院办公厅规定的年度报告格式"
    title = NOTICE_TITLES[form.notice].strip("《》")
    return f"《{title.partition('〈')[2].partition('〉')[0] or title}》（{form.notice}）"


def _entries(letter: Letter, outcome: Outcome) -> list[Fields]:
    """What it says is wrong, or in doubt, as the body reads it; what would read the same stands once."""
    found: list[Fields] = []
    mended = [m for m in mends(letter.findings) if _outcome(m.finding) == outcome]
    for mend in _unanswered_as_one(mended):
        entry = _entry(mend, letter.year)
        found += [entry] if entry not in found else []
    return found


def _unanswered_as_one(found: Sequence[Mend]) -> list[Mend]:
    """Last year's problems that are not answered for are one entry, where the first stands."""
    unanswered = [m for m in found if m.finding.rule == UNANSWERED]
    if not unanswered[1:]:
        return list(found)
    first = unanswered[0]
    facts = dict.fromkeys(without_basis(m.finding) for m in unanswered)
    listed = "；".join(f"（{n}）{fact}" for n, fact in enumerate(facts, 1))
    whole = replace(first, finding=replace(first.finding, message=listed))
    return [whole if m is first else m for m in found if m is first or m not in unanswered]


def _outcome(finding: Finding) -> Outcome:
    """What does not follow from last year's report may be last year's fault: it is to be verified."""
    follows = all(b.startswith(WITH_YEAR_BEFORE) for b in finding.basis.split("；"))
    return "uncertain" if follows else finding.outcome


def _entry(mend: Mend, year: int) -> Fields:
    """Where it is, what is wrong, what is printed, what was expected, by what rule, advice."""
    finding = mend.finding
    basis = _basis(finding, year)
    reckoned = all(b.startswith(_FORMULAS) for b in basis.split("；"))
    return {
        "位置": _place(mend),
        "说明": _days_in_words(without_basis(finding).removeprefix(f"{table_place(mend.wrong)}：")),
        "填报": _days_in_words(finding.found) or NOTHING,
        "应为": _days_in_words(finding.expected) or NOTHING,
        "依据名称": "核算方法" if reckoned else "依据",
        "依据": _said_once(basis),
        "建议": finding.suggestion,
    }


def _basis(finding: Finding, year: int) -> str:
    """What it rests on; of the notice that set the form, its items on the parts in question."""
    form = form_of_year(year)
    if form is None:
        return finding.basis
    parts = {labels()[key].part for key in finding.cells if key in labels()}
    clause = form.clause({*parts, finding.section or 0})
    named = (clause if basis == form.notice else basis for basis in finding.basis.split("；"))
    return "；".join(named)


def _said_once(basis: str) -> str:
    """Several bases; what follow one another from one text name it once."""
    said, before = [], ""
    for one in basis.split("；"):
        text, colon, clause = one.partition("：")
        said.append(clause if colon and text == before else one)
        before = text
    return "；".join(said)


def _place(mend: Mend) -> str:
    """Part, cell and page; a line of a file without pages says nothing to who has it in Word."""
    finding = mend.finding
    part = next((p.numeral for p in PARTS if p.number == finding.section), "")
    page = f"第{finding.at.page}页" if finding.at.page else ""
    words = (f"第{part}部分" if part else WHOLE, table_place(mend.wrong), page)
    return "，".join(w for w in words if w)


def _days_in_words(text: str) -> str:
    return _DAY.sub(lambda day: in_words(day[0]), text)


def in_words(moment: str) -> str:
    """A day as letters write it: 2025年3月3日."""
    day = date.fromisoformat(moment[:10])
    return f"{day.year}年{day.month}月{day.day}日"
