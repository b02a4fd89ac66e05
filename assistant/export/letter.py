"""The letter that sends a report back: its fields from what stands, and its paper."""

from __future__ import annotations

import re
from datetime import date

from assistant.export.official_document import title_lines
from assistant.export.word_template import Field, Fields, fill
from assistant.review.letters import Office
from assistant.review.mends import mends, without_basis
from index.bodies.names import self_words
from index.formats import FORMS, PARTS, REPORT_NAME, form_of_year
from index.report import Finding, Outcome
from index.stores.values import Letter

_DAY = re.compile(r"(?<![\d-])20\d\d-\d\d-\d\d(?![\d-])")
WHOLE = "全文"
NOTHING = "—"


FINDING = {
    "序号": 1,
    "位置": "第三部分，第2页",
    "说明": "表三“一、本年新收政府信息公开申请数量”行：总计为 9，各列之和为 8",
    "填报": "9",
    "应为": "8",
    "依据": "国办公开办函〔2021〕30号",
    "建议": "请核对该行各列",
}
"""An entry of 问题 and of 请核实."""
LETTER_FIELDS = (
    Field("署名机关", "设置里填的本单位全称", "临溪县人民政府办公室"),
    Field("红头", "是否印红色发文机关标志（用于判断）", True),
    Field("文号", "设置里的文号，没有为空", "临政公开函〔2025〕3号"),
    Field("标题", "函的标题，已按词意分行", "关于退回修改2024年\n政府信息公开工作年度报告的函"),
    Field("自称", "本单位在函里怎样称呼自己", "我办"),
    Field("主送机关", "收函的机关", "临溪县青石镇人民政府"),
    Field("称谓", "正文里怎样称呼收函机关", "你镇"),
    Field("年度", "报告的年度", 2024),
    Field("报告名称", "报告的全称", "临溪县青石镇人民政府2024年政府信息公开工作年度报告"),
    Field("次数", "第几次退改", 2),
    Field("再次", "是否第二次及以后的退改（用于判断）", True),
    Field("问题数", "一共几处", 3),
    Field("更正数", "需要更正的几处", 2),
    Field("核实数", "需要核实的几处", 1),
    Field("问题", "需要更正的，逐条的清单：" + "、".join(FINDING), [FINDING]),
    Field("请核实", "请一并核实的，逐条的清单，各条与“问题”的相同", [FINDING]),
    Field("限期", "最迟哪一天", "2025年3月14日"),
    Field("工作日数", "给几个工作日", 10),
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
    named = (f"{letter.year}年", "政府信息公开", "工作", "年度报告")
    return {
        "署名机关": office.name,
        "红头": office.head and bool(office.name),
        "文号": letter.number,
        "标题": "\n".join(title_lines((f"关于{again}退回修改", *named[:-1], "年度报告的函"))),
        "自称": self_words(office.name)[0] if office.name else "我单位",
        "主送机关": letter.agency,
        "称谓": office.address or self_words(letter.agency)[0].replace("我", "你", 1),
        "年度": letter.year,
        "报告名称": f"{letter.agency}{letter.year}年{REPORT_NAME}",
        "次数": letter.round,
        "再次": letter.round > 1,
        "问题数": len(wrong) + len(doubtful),
        "更正数": len(wrong),
        "核实数": len(doubtful),
        "问题": [{"序号": n, **entry} for n, entry in enumerate(wrong, 1)],
        "请核实": [{"序号": n, **entry} for n, entry in enumerate(doubtful, 1)],
        "限期": in_words(letter.due),
        "工作日数": office.days,
        "结语": office.closing,
        "成文日期": in_words(letter.made),
        "联系人": office.contact,
        "电话": office.phone,
    }


def _entries(letter: Letter, outcome: Outcome) -> list[Fields]:
    """What it says is wrong, or in doubt, as the body reads it; what would read the same stands once."""
    found: list[Fields] = []
    for finding in (m.finding for m in mends(letter.findings)):
        if finding.outcome != outcome:
            continue
        entry = _entry(finding, letter.year)
        found += [entry] if entry not in found else []
    return found


def _entry(finding: Finding, year: int) -> Fields:
    """Where it is, what is wrong, what is printed, what was expected, by what rule, advice."""
    return {
        "位置": _place(finding),
        "说明": _days_in_words(without_basis(finding)),
        "填报": _days_in_words(finding.found) or NOTHING,
        "应为": _days_in_words(finding.expected) or NOTHING,
        "依据": _basis(finding.basis, year),
        "建议": finding.suggestion,
    }


def _basis(basis: str, year: int) -> str:
    """A rule's basis without the notice of the form that was not the year's."""
    form = form_of_year(year)
    named = basis.split("；")
    others = {f.notice for f in FORMS.values()} - {form.notice if form else ""}
    return "；".join(n for n in named if n not in others) or basis


def _place(finding: Finding) -> str:
    """Part and page; a line of a file without pages says nothing to who has it in Word."""
    part = next((p.numeral for p in PARTS if p.number == finding.section), "")
    page = f"第{finding.at.page}页" if finding.at.page else ""
    return "，".join(w for w in (f"第{part}部分" if part else WHOLE, page) if w)


def _days_in_words(text: str) -> str:
    return _DAY.sub(lambda day: in_words(day[0]), text)


def in_words(moment: str) -> str:
    """A day as letters write it: 2025年3月3日."""
    day = date.fromisoformat(moment[:10])
    return f"{day.year}年{day.month}月{day.day}日"
