"""F04: the title line holds body, year and name of the report, each once."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checks.rule import FORMS_NOTICES, Context, Rule, Verdict, judged
from assistant.checks.structure.headings import FULL_WIDTH
from index.formats import REPORT_NAME
from index.numerals import ONE_TO_NINE
from index.report import Report


def title(report: Report, context: Context) -> Iterator[Verdict]:
    """The title line: body, year and name of the report, each once."""
    text = re.sub(r"\s", "", report.title).translate(FULL_WIDTH)
    yield from judged(
        Verdict(
            "fail",
            f"标题{fault}" + (f"：“{report.title.strip()}”" if text else ""),
            expected=f"{report.agency or '机关名称'}{report.year or '××××'}年{REPORT_NAME}",
            found=report.title.strip(),
            quote=report.title,
            at=report.title_at,
        )
        for fault in _title_faults(report, text)
    )


RULE = Rule(
    id="F04",
    title="标题要素",
    severity="warning",
    basis=FORMS_NOTICES,
    what=f"标题由机关名称、年份、“{REPORT_NAME}”组成，各出现一次。",
    good=f"河湾县2024年{REPORT_NAME}",
    bad=f"河湾县2024年度{REPORT_NAME}（“年度”出现两次）",
    check=title,
)
_YEAR = re.compile(rf"(?:20\d\d|[二2][〇○零0Oo][〇○零{ONE_TO_NINE}\d]{{2}})年")


def _title_faults(report: Report, text: str) -> Iterator[str]:
    if not text:
        yield "没有见到"
        return
    years = _YEAR.findall(text)
    if not years:
        yield "没有年份"
    elif len(years) > 1:
        yield "的年份出现了不止一次"
    elif years[0][:-1].isdigit() and report.year and int(years[0][:-1]) != report.year:
        yield f"的年份与报告年份（{report.year}）不一致"
    if REPORT_NAME not in text:
        yield f"中没有完整的“{REPORT_NAME}”"
    elif text.count(REPORT_NAME) > 1:
        yield f"中“{REPORT_NAME}”出现了不止一次"
    elif text.count("年度") > 1:
        yield "中“年度”出现了两次"
    agency = re.sub(r"\s", "", report.agency).translate(FULL_WIDTH)
    rest = re.sub(r"年?度?|关于|的|[()《》]", "", _YEAR.sub("", text).replace(REPORT_NAME, ""))
    if not (agency and agency in text) and not re.search(r"[一-鿿]{2}", rest):
        yield "没有机关名称"
    elif agency and text.count(agency) > 1:
        yield "的机关名称出现了不止一次"
