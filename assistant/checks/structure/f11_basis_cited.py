"""F11: the notices and the Regulations, cited as they are called and as they hold."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checks.paragraph_scan import Hit, hit_verdict
from assistant.checks.paragraphs import narrative
from assistant.checks.rule import FORMS_NOTICES, Context, Rule, Verdict, judged
from index.formats import (
    FORMS,
    LATEST,
    NOTICE_2019,
    NOTICE_2021,
    NOTICE_TITLES,
    REGULATIONS,
    form_of_year,
)
from index.report import Report

_NUMBER = r"国办公开办函\s*[〔\[【﹝（(]?\s*(\d{4})\s*[〕\]】﹞）)]?\s*(\d+)\s*号"
_NOTICE = re.compile(r"(?:《((?:[^《》]|《[^《》]*》)*)》\s*[（(]?\s*)?" + _NUMBER)
_DECREE = re.compile(r"(?:国务院令|国令|国务院)\s*第?\s*(\d{3})\s*号")
_REGULATION = re.compile(r"政府信息公开条例》?\s*[（(][^（）()]{0,20}$")
_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
_TITLE_OF = {"有关事项的通知": NOTICE_2019, "年度报告格式": NOTICE_2021}


def basis(report: Report, context: Context) -> Iterator[Verdict]:
    """Each citation of the notices and of the Regulations."""
    form = form_of_year(report.year) if report.year else None
    due = form.notice if form else FORMS[LATEST].notice
    yield from judged(
        hit_verdict(section, paragraph, hit)
        for section, paragraph in narrative(report)
        if "号" in paragraph.text
        for hit in _citations(paragraph.text.translate(_DIGITS), due)
    )


RULE = Rule(
    id="F11",
    title="引用依据",
    severity="warning",
    basis=f"{REGULATIONS}；{FORMS_NOTICES}",
    what="引用现行条例（国务院令第711号）和当年适用的通知，文号与名称相符。",
    good=f"{NOTICE_TITLES[NOTICE_2021]}（{NOTICE_2021}）",
    bad=f"2022年的报告引用{NOTICE_2019}；引用国务院令第492号",
    check=basis,
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
