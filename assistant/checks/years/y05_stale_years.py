"""Y05: years in the text that are not the report's where this year or next is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checks.paragraph_scan import Hit, hit_verdict
from assistant.checks.paragraphs import narrative
from assistant.checks.rule import (
    ANY,
    NOT_ASSESSABLE,
    PLAIN_LANGUAGE,
    Context,
    Rule,
    Verdict,
    judged,
)
from assistant.statements.numbers_in_prose import quantities
from index.bodies.names import short_names
from index.numerals import ONE_TO_TEN
from index.report import Report


def stale_years(report: Report, context: Context) -> Iterator[Verdict]:
    """Years in the text that are not the report's where this year or next is meant."""
    year = report.year
    if year is None:
        yield NOT_ASSESSABLE
        return
    yield from judged(
        hit_verdict(section, paragraph, hit)
        for section, paragraph in narrative(report)
        for hit in _wrong_years(paragraph.text, section, year, short_names(report.agency))
    )


RULE = Rule(
    id="Y05",
    title="年份陈旧或有误",
    severity="warning",
    basis=PLAIN_LANGUAGE,
    what="写本年情况的年份是报告年份，写今后打算的年份在其后。",
    good="2024年的报告：2025年，我县将……",
    bad="2024年的报告：2023年，我县共收到申请12件",
    check=stale_years,
    formats=ANY,
)
_TITLES = re.compile(r"《[^》]*》|“[^”]*”|〔\d{4}〕")
_YEAR = rf"(?P<year>20\d\d)年(?!\d|[{ONE_TO_TEN}]{{1,2}}月)"
_OF_LAST_YEAR = (
    r"(?:部门|单位|政府|财政|信息|公开|政务|工作)*(?:预算|决算|预决算|报告|年报|要点|计划|总结)"
)
"""What bears last year's date and is this year's work: 2023年度部门决算."""
_OPENS = re.compile(
    rf"^\s*(?:[（(]?[{ONE_TO_TEN}\d]{{1,2}}[）)、.．]\s*)?(?:[{ONE_TO_TEN}]是)?"
    rf"(?:截至|截止到?)?{_YEAR}(?!度?[，,]?{_OF_LAST_YEAR})(?:度|底|末|全年)?[，,]?\s*"
    r"(?=我|全|本|共|累计|新|主动|收到|受理|未|没有|无|政府信息|政务公开|[县区市镇乡局]"
    r"|[一-鿿]{2,8}(?:镇|乡|街道|局|县|区|市|委)(?:共|累计|均?未|没有|无|收到|受理|主动公开))"
)
_STARTS = re.compile(
    rf"^\s*(?:[（(]?[{ONE_TO_TEN}\d]{{1,2}}[）)、.．]\s*)?(?:[{ONE_TO_TEN}]是)?"
    rf"{_YEAR}(?!度?[，,]?{_OF_LAST_YEAR})度?[，,]?"
)
_INSIDE = re.compile(
    rf"(?:我|本|全)[一-鿿]{{1,4}}{_YEAR}(?:度)?(?=共|累计|新收|主动公开|收到|收取|受理|未|没有|无)"
)
_REPORTING = re.compile(
    rf"{_YEAR}度?(?:政府)?(?:信息|政务)公开(?:工作)?(?:年度)?(?:报告|情况|工作)"
)
_LEADS_IN = re.compile(r"现将|如下|编制|本报告")
_COMPARES = re.compile(
    r"相比|同比|[比较与](?:20|上|去)|以来|同期|上年|去年|至今|底前|期间|开始|印发|出台|修订|颁布|[年月日]起|连续|历年"
)
_MOVES = re.compile(r"(?:今年|本年|本报告期|同比|相比|较).*(?:增|升|降|减|多|少|持平)")
_PLANS = re.compile(
    rf"{_YEAR}(?:度)?[，,]?[^，。；\d]{{0,12}}?(?:将|拟|计划)"
    r"(?=进一步|继续|持续|加强|认真|着力|重点|从|按照|以|不断|在|围绕|坚持|采取|深入|严格|努力|结合"
    r"|把|切实|大力|积极|全面|针对|聚焦|推|完善|强化|健全|提|开展|组织|做)"
)
_PLANNED = re.compile(r"(?<!现)将|拟|计划|打算|下一步|明年|力争|预计")


def _wrong_years(
    text: str, section: int | None, year: int, names: tuple[str, ...]
) -> Iterator[Hit]:
    bare = _TITLES.sub(lambda m: "　" * len(m[0]), text)
    for sentence in re.finditer(r"[^。！？\n]+", bare):
        words = sentence[0]
        if _MOVES.search(bare[sentence.end() :].lstrip("。！？\n").partition("。")[0]):
            continue  # 2023年收到 30 件。今年收到 36 件，增长 20%
        if "20" not in words or "统计" in words or "期限" in words:
            continue
        plan = _PLANS.search(words)
        if plan and section in (5, 6) and int(plan["year"]) <= year:
            why = f"今后打算写的是{plan['year']}年，应为{year + 1}年或以后"
            yield _year_hit(sentence.start(), plan, why, year + 1)
        elif not plan and str(year) not in words and not _COMPARES.search(words):
            yield from _not_this_year(words, sentence.start(), section, year, names)


def _not_this_year(
    words: str, start: int, section: int | None, year: int, names: tuple[str, ...]
) -> Iterator[Hit]:
    found = _OPENS.search(words) or _INSIDE.search(words) or _tells(words, section, names)
    if found is None and (section is None or _LEADS_IN.search(words)):
        found = _REPORTING.search(words)
    if found is None or int(found["year"]) == year or abs(int(found["year"]) - year) > 2:
        return
    if _PLANNED.search(words):
        return
    if section == 5 and not re.search(r"取得|存在|仍|完成|开展", words):
        return
    why = f"年份为{found['year']}年，本报告是{year}年的"
    yield _year_hit(start, found, why, year)


def _tells(words: str, section: int | None, names: tuple[str, ...]) -> re.Match[str] | None:
    """A year that opens what the body, by its name or unnamed, did: 2023年发布信息 120 条."""
    found = _STARTS.match(words)
    if found is None or section == 5:
        return None
    rest = words[found.end() :]
    named = any(len(n) > 2 and rest.startswith(n) for n in names)
    counted = any(q.unit and q.unit != "%" for q in quantities(re.split("[；;]", rest)[0]))
    return found if named or counted else None


def _year_hit(start: int, found: re.Match[str], why: str, due: int) -> Hit:
    first, last = found.span("year")
    return Hit(start + first, start + last + 1, why, f"{due}年")
