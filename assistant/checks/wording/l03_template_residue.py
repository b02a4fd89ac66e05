"""L03: words of a template, and places where a number or a name was never filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checks.paragraph_scan import Hit, Scan, hit_verdict
from assistant.checks.rule import ANY, PLAIN_LANGUAGE, Context, Rule, Verdict
from index.numerals import ONE_TO_NINE, ONE_TO_TEN
from index.report import Report, Section


def template(report: Report, context: Context) -> Iterator[Verdict]:
    """Residue in each paragraph, and parts that end on “如下：” with nothing after."""
    yield from Scan(residue)(report, context)
    for section in report.sections:
        yield from _nothing_follows(report, section)


RULE = Rule(
    id="L03",
    title="模板残留和空缺",
    severity="warning",
    basis=PLAIN_LANGUAGE,
    what="没有模板里的说明文字，没有未填的数字、名称。",
    good="共主动公开信息 120 条",
    bad="共主动公开条；XX局",
    check=template,
    formats=ANY,
    by_letter=True,
)
_PLACEHOLDERS = re.compile(
    rf"(?<![A-Za-z0-9])[XxＸｘ×]{{2,}}(?![A-Za-z])|某某|[_＿]{{2,}}|[○〇□]{{2,}}(?![{ONE_TO_NINE}])"
    r"|[（(【\[](?:此处|请填写|填写|机关名称|单位名称|具体数字|待补充)[^）)】\]]{0,12}[）)】\]]|待补充|(?<!申)请填写"
)
_RESIDUE = re.compile(r"以表格(?:的)?形式(?:报告|呈现|填报)|以下为模板|模板示例")
_NO_DATE = re.compile(r"(?<!\d)年月日?(?=[，。至起止）)]|$)|(?<=年)月日(?!\d)|(?<=\d年)\s*月\s*日")
_NO_PERCENT = re.compile(
    r"(?:增长|下降|上升|降低|提高|减少|占比?|达到?|率为?|同比|完成|比例为?)[%％](?!\d)"
    r"|(?:增长|下降|上升|提高)个百分点"
)


def residue(text: str) -> Iterator[Hit]:
    """Words of the template, and places where a number or a name was never filled in."""
    for pattern, why in (
        (_PLACEHOLDERS, "像是没有填写的空位"),
        (_RESIDUE, "像是模板里的说明文字"),
        (_NO_DATE, "日期没有填数字"),
        (_NO_PERCENT, "百分比没有填数字"),
    ):
        for found in pattern.finditer(text):
            yield Hit(found.start(), found.end(), why)
    yield from _uncounted(text)


_CLASSIFIERS = frozenset(
    ("条", "件", "次", "篇", "份", "期", "场", "人次", "余条", "余件", "万元", "个", "项")
)
_COUNTED = frozenset(("公开", "发布", "收到", "受理", "信息", "申请", "办结", "答复", "政府信息"))
_TOTALS = re.compile(r"共|累计|总计|合计")
_HAS_NUMBER = re.compile(rf"[\d０-９〇零{ONE_TO_TEN}百千万亿两几多数若干余各每该本某首末同逐整半]")
_YEAR_GIVEN = re.compile(r"20\d\d年度?")
_CLAUSE = re.compile(r"[^，。；、：！？\n（）()]+")
_COUNT_ENDS = tuple("条件次篇份期场元个项")


def _uncounted(text: str) -> Iterator[Hit]:
    """“共主动公开条”: a count without its number."""
    for clause in _CLAUSE.finditer(text):
        words = clause[0]
        if not words.endswith(_COUNT_ENDS):
            continue
        if _HAS_NUMBER.search(_YEAR_GIVEN.sub("", words)) or not _leaves_gap(words):
            continue
        start = clause.end() - min(8, len(words))
        yield Hit(start, clause.end(), "数量处没有数字")


def _leaves_gap(clause: str) -> bool:
    import rjieba

    words = rjieba.cut(clause)
    if len(words) < 2 or words[-1] not in _CLASSIFIERS:
        return False
    total = bool(_TOTALS.search(clause))
    return total or (words[-2] in _COUNTED and not (words[-1] == "件" and "申请公开" in clause))


_LEADS_TO = re.compile(
    r"(?:如下|如下表|下表|表格如下|如下所示|以下(?:几个)?(?:方面|问题|措施|几点))[:：]?$|[:：]$"
)


def _nothing_follows(report: Report, section: Section) -> Iterator[Verdict]:
    if not section.paragraphs:
        return
    last = section.paragraphs[-1]
    found = _LEADS_TO.search(last.text.strip())
    tables = any(t.state != "missing" for t in report.tables) and section.number in (2, 3, 4)
    if found and not tables:
        text = last.text.rstrip()
        start = max(0, len(text) - max(6, len(found[0])))
        yield hit_verdict(section.number, last, Hit(start, len(text), "之后没有内容"))
